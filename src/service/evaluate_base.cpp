#include "service/evaluate_base.h"

#include <regex>
#include <unordered_map>

#include "base/error.h"
#include "base/hash.h"
#include "lens/file_reader.h"
#include "service/record_decoder.h"

namespace kith::service {
namespace {

// Labels are told apart by a 64-bit hash of their text: among a hundred million, two collide with odds 1 in
// 3,700.
std::uint64_t label_of(std::string_view text) { return hash_bytes(text, 7); }

class Labels {
 public:
  void add(RecordId record, std::uint64_t customer, std::uint64_t truth) {
    graded.record.push_back(record);
    graded.found.push_back(customer);
    graded.truth.push_back(truth);
  }
  GradedRecords graded;
};

// source and key → label, from a truth file.
std::unordered_map<std::uint64_t, std::uint64_t> read_truth(const std::string& path, const Cancel& cancel) {
  auto reader = lens::FileReader::open(path, {});
  const auto& columns = reader->shape().columns;
  auto column_named = [&](std::string_view name) {
    for (std::size_t i = 0; i < columns.size(); ++i) {
      if (columns[i] == name) return i;
    }
    throw Error(ErrorCode::bad_input,
                Text("{file} has no column {column}.", {{"file", path}, {"column", std::string(name)}}),
                "A truth file has the columns source, key and customer.", {path, 1, std::string(name)});
  };
  auto source = column_named("source"), key = column_named("key"), customer = column_named("customer");
  std::unordered_map<std::uint64_t, std::uint64_t> truth;
  RowBlock block;
  while (reader->next(block, cancel)) {
    for (std::size_t row = 0; row < block.rows(); ++row) {
      truth.emplace(hash_bytes(block.columns[key][row], hash_bytes(block.columns[source][row])),
                    label_of(block.columns[customer][row]));
    }
  }
  return truth;
}

std::string stem(std::string file) {
  auto dot = file.find('.');
  return dot == std::string::npos ? file : file.substr(0, dot);
}

Labels labels_from_file(lens::Lens& lens, const std::string& path, std::uint64_t& without,
                        const Cancel& cancel) {
  auto truth = read_truth(path, cancel);
  Labels labels;
  auto look = [&](std::string_view file, std::string_view source, std::string_view key, std::int64_t customer,
                  std::int64_t record) {
    for (auto name : {std::string(source), stem(std::string(file))}) {
      auto found = truth.find(hash_bytes(key, hash_bytes(name)));
      if (found == truth.end()) continue;
      labels.add(RecordId(record), static_cast<std::uint64_t>(customer), found->second);
      return;
    }
    ++without;
  };
  // A row is found by its own key: the record's, or that of the fact it is.
  constexpr std::string_view statements[] = {
      "SELECT b.file, s.name, r.source_key, r.customer_id, r.id FROM record r JOIN batch b ON b.id = "
      "r.batch_id "
      "JOIN source s ON s.id = r.source_id WHERE b.kind = 'customers' AND b.state = 'done' AND r.customer_id "
      "IS NOT NULL ORDER BY r.id",
      "SELECT b.file, s.name, f.order_key, r.customer_id, r.id FROM orders f JOIN record r ON r.id = "
      "f.record_id "
      "JOIN batch b ON b.id = f.batch_id JOIN source s ON s.id = r.source_id WHERE r.customer_id IS NOT NULL "
      "ORDER BY f.id",
      "SELECT b.file, s.name, f.event_key, r.customer_id, r.id FROM event f JOIN record r ON r.id = "
      "f.record_id "
      "JOIN batch b ON b.id = f.batch_id JOIN source s ON s.id = r.source_id WHERE r.customer_id IS NOT NULL "
      "ORDER BY f.id",
      "SELECT b.file, s.name, f.interaction_key, r.customer_id, r.id FROM interaction f JOIN record r ON "
      "r.id = "
      "f.record_id "
      "JOIN batch b ON b.id = f.batch_id JOIN source s ON s.id = r.source_id WHERE r.customer_id IS NOT NULL "
      "ORDER BY f.id"};
  for (auto statement : statements) {
    lens.query(statement, {}, [&](const lens::LensRow& row) {
      look(row.text(0), row.text(1), row.text(2), row.integer(3), row.integer(4));
    });
  }
  return labels;
}

// The column's text of a record: an unmapped column, the source's key, or an attribute as received.
Labels labels_from_column(Home& home, const EvaluateRequest& request, std::uint64_t& without,
                          const Cancel& cancel) {
  std::regex pattern;
  try {
    pattern = std::regex(request.pattern);
  } catch (const std::regex_error&) {
    throw Error(ErrorCode::usage, "The pattern is not a regular expression.",
                "For example: --truth-pattern 'rec-([0-9]+)'");
  }
  Labels labels;
  bool known = false;
  auto read = home.ledger().read();
  RecordDecoder decoder(read->sql());
  std::uint64_t seen = 0;
  ledger::each_record(read->sql(), 0, INT64_MAX, [&](const ledger::RecordView& record) {
    if (++seen % 8192 == 0) cancel.check();
    const auto& batch = decoder.layout_of(record.batch);
    int column = -1;
    for (std::size_t i = 0; i < batch.layout.columns.size(); ++i) {
      if (batch.layout.columns[i] == request.column) column = static_cast<int>(i);
    }
    if (column >= 0) known = true;
    if (!record.customer) return;
    decoder.values(batch, record.cells, record.standard);
    auto cell = column < 0 ? null_cell : decoder.cells()[static_cast<std::size_t>(column)];
    std::string label(cell);
    if (!request.pattern.empty()) {
      std::smatch match;
      label =
          std::regex_search(label, match, pattern) ? match[match.size() > 1 ? 1 : 0].str() : std::string();
    }
    if (label.empty()) {
      ++without;
      return;
    }
    labels.add(record.id, static_cast<std::uint64_t>(record.customer.value), label_of(label));
  });
  if (!known) {
    throw Error(ErrorCode::not_found,
                Text("No imported file has a column {column}.", {{"column", request.column}}),
                "Name the column as it stands in the file's first line.");
  }
  return labels;
}

}  // namespace

EvaluateReport evaluate_base(Home& home, const EvaluateRequest& request, Progress& progress,
                             const Cancel& cancel) {
  EvaluateReport report;
  progress.phase("Evaluating", 0);
  auto labels = request.truth_file.empty() ? labels_from_column(home, request, report.without_truth, cancel)
                                           : labels_from_file(home.lens(progress, cancel), request.truth_file,
                                                              report.without_truth, cancel);
  report.graded = std::move(labels.graded);
  if (report.graded.found.empty()) {
    throw Error(ErrorCode::conflict, "No record with a truth belongs to a customer yet.",
                "Run `kith resolve` first.");
  }
  report.evaluation = match::evaluate(report.graded.found, report.graded.truth);
  report.intervals = match::intervals_of(report.graded.found, report.graded.truth);
  progress.done();
  return report;
}

}  // namespace kith::service
