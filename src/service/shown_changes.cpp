#include "service/shown_changes.h"

#include "service/dictionary.h"

namespace kith::service {
namespace {

constexpr std::size_t examples_shown = 10;

// Whether the two may show a value of the attribute differently; most attributes need no look.
bool may_differ(const CompanyStandard& a, const CompanyStandard& b, const std::string& attribute,
                std::string_view type) {
  auto words = [&](const CompanyStandard& standard) {
    auto found = standard.shown.find(attribute);
    return found == standard.shown.end() ? std::map<std::string, std::string>() : found->second;
  };
  if (words(a) != words(b)) return true;
  if (type == "date") return a.date_form != b.date_form;
  if (type == "person_name") return a.name_order != b.name_order;
  if (type == "address") return a.address_detail != b.address_detail;
  return type == "phone" && (a.phone_form != b.phone_form || a.home_country != b.home_country);
}

}  // namespace

std::vector<AttributeChanges> shown_changes(const RunQuery& query, const CompanyStandard& before,
                                            const CompanyStandard& after, const Cancel& cancel) {
  std::vector<AttributeChanges> all;
  for (const auto& attribute : built_in_attributes()) {
    cancel.check();
    if (!may_differ(before, after, attribute.name, attribute.type)) continue;
    AttributeChanges changes;
    changes.attribute = attribute.name;
    std::uint64_t looked = 0;
    query(
        "SELECT value, count(*) FROM customer_value v JOIN attribute a ON a.id = v.attribute_id WHERE a.name "
        "= "
        "$1 GROUP BY 1 ORDER BY 2 DESC, 1",
        std::vector<lens::LensValue>{attribute.name}, [&](const lens::LensRow& row) {
          if (++looked % 8192 == 0) cancel.check();
          auto was = shown_value(before, attribute.name, attribute.type, row.text(0));
          auto is = shown_value(after, attribute.name, attribute.type, row.text(0));
          if (was == is) return;
          const auto count = static_cast<std::uint64_t>(row.integer(1));
          changes.values += count;
          if (changes.examples.size() < examples_shown)
            changes.examples.push_back(
                {std::move(was), std::move(is), Verdict::kept, Verdict::kept, Reason::none, count});
        });
    if (changes.values != 0) all.push_back(std::move(changes));
  }
  return all;
}

}  // namespace kith::service
