#include "service/personal_search.h"

#include <nlohmann/json.hpp>

#include "service/dictionary.h"

namespace kith::service {
namespace {

class Search {
 public:
  Search(PersonalReport& report, double least, std::size_t limit)
      : report_(report), least_(least), limit_(limit) {}

  void look(const std::string& column, std::string_view text, std::uint64_t row, RecordId record) {
    if (text.empty()) return;
    ++report_.texts;
    standard::find_personal_data(text, standard_, spans_);
    bool any = false;
    for (const auto& span : spans_) {
      if (span.confidence < least_) continue;
      any = true;
      ++report_.columns[column][span.kind];
      if (report_.findings.size() < limit_)
        report_.findings.push_back({column, row, record, span.kind, span.from, span.to, span.confidence,
                                    std::string(text.substr(span.from, span.to - span.from))});
    }
    report_.with_findings += any;
  }

 private:
  PersonalReport& report_;
  double least_;
  std::size_t limit_;
  standard::Standard standard_;
  std::vector<standard::PersonalSpan> spans_;
};

}  // namespace

PersonalReport find_personal_in_file(const std::string& path, const lens::ReadOptions& options, double least,
                                     std::size_t limit, const Cancel& cancel) {
  PersonalReport report;
  Search search(report, least, limit);
  auto reader = lens::FileReader::open(path, options);
  RowBlock block;
  while (reader->next(block, cancel)) {
    const auto& names = reader->shape().columns;
    for (std::size_t row = 0; row < block.rows(); ++row) {
      for (std::size_t i = 0; i < block.columns.size(); ++i)
        search.look(names[i], block.columns[i][row], block.row[row], {});
    }
  }
  return report;
}

PersonalReport find_personal_in_base(const RunQuery& query, const ValueScope& scope, double least,
                                     std::size_t limit, const Cancel& cancel) {
  PersonalReport report;
  Search search(report, least, limit);
  std::uint64_t looked = 0;
  each_text(query, scope, [&](std::string_view text, std::uint64_t row, RecordId record) {
    if (++looked % 8192 == 0) cancel.check();
    if (!scope.attribute.empty()) return search.look(scope.attribute, text, row, record);
    auto extra = nlohmann::json::parse(text, nullptr, false);
    if (!extra.is_object()) return;
    for (const auto& [name, value] : extra.items()) {
      if (value.is_string()) search.look(name, value.get_ref<const std::string&>(), row, record);
    }
  });
  return report;
}

}  // namespace kith::service
