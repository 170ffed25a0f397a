#include "service/complete_values.h"

#include <algorithm>
#include <map>
#include <set>

#include "ledger/catalogue.h"
#include "ledger/house_texts.h"
#include "service/dictionary.h"
#include "service/golden.h"
#include "service/rule_file.h"
#include "standard/standardise.h"

namespace kith::service {
namespace {

using lens::LensRow;

constexpr Completion rows[] = {
    {"birth_date", "id_number", 1.0}, {"gender", "id_number", 1.0},   {"province", "city", 0.99},
    {"city", "landline", 0.95},       {"province", "landline", 0.95}, {"province", "postal_code", 0.95},
    {"country", "province", 0.95},    {"city", "phone", 0.7},         {"province", "phone", 0.75},
};
constexpr std::string_view prefix = "completed from ";
constexpr std::size_t customers_per_write = 2000;

// How much an attribute is used: for matching, and for reaching and grouping people.
double use_of(const ledger::Attribute& attribute) {
  if (!attribute.match_kind.empty()) return attribute.match_kind == "category" ? 0.6 : 1;
  return attribute.attribute_class == "basic" ? 0.4 : 0.2;
}

// The customers that have a gap which could be filled, and how.
struct Survey {
  CompletionReport report;
  std::set<CustomerId> fillable;
};

Survey survey(lens::Lens& lens, Progress& progress, const Cancel& cancel) {
  Survey out;
  std::vector<std::string> names;
  std::string sql = "SELECT id";
  for (const auto& attribute : built_in_attributes()) {
    names.push_back(attribute.name);
    sql += ", " + lens::quoted(attribute.name);
  }
  std::map<std::string, std::size_t> place;
  for (std::size_t i = 0; i < names.size(); ++i) place[names[i]] = i;
  std::vector<std::int64_t> empty(names.size(), 0);
  std::map<const Completion*, CompletionGap::Source> sources;
  std::int64_t customers = 0;
  progress.phase("Looking for gaps", 0);
  lens.query(sql + " FROM customer ORDER BY id", {}, [&](const LensRow& row) {
    if (++customers % 8192 == 0) {
      cancel.check();
      progress.at(static_cast<std::uint64_t>(customers));
    }
    std::set<std::string_view> filled;
    for (std::size_t i = 0; i < names.size(); ++i) empty[i] += row.text(i + 1).empty();
    for (const auto& completion : rows) {
      const auto target = place[std::string(completion.attribute)],
                 from = place[std::string(completion.from)];
      if (!row.text(target + 1).empty() || row.text(from + 1).empty() ||
          filled.count(completion.attribute) != 0)
        continue;
      auto value = completed_value(completion, row.text(from + 1));
      if (value.empty()) continue;
      filled.insert(completion.attribute);
      auto& source = sources[&completion];
      if (source.customers++ == 0) source.example = value;
      ++out.report.filled;
      out.fillable.insert(CustomerId(row.integer(0)));
    }
  });
  for (const auto& attribute : built_in_attributes()) {
    const auto missing = empty[place[attribute.name]];
    if (customers == 0 || missing == 0 || attribute.attribute_class != "basic") continue;
    CompletionGap gap;
    gap.attribute = attribute.name;
    gap.customers = customers;
    gap.empty = missing;
    gap.value = static_cast<double>(missing) / static_cast<double>(customers) * use_of(attribute);
    for (const auto& completion : rows) {
      auto found = sources.find(&completion);
      if (completion.attribute != attribute.name || found == sources.end()) continue;
      found->second.from = completion.from;
      found->second.confidence = completion.confidence;
      gap.sources.push_back(found->second);
    }
    out.report.gaps.push_back(std::move(gap));
  }
  std::stable_sort(out.report.gaps.begin(), out.report.gaps.end(),
                   [](const auto& a, const auto& b) { return a.value > b.value; });
  out.report.customers = static_cast<std::int64_t>(out.fillable.size());
  return out;
}

std::set<CustomerId> completed_customers(lens::Lens& lens) {
  std::set<CustomerId> customers;
  lens.query("SELECT DISTINCT customer_id FROM customer_value WHERE starts_with(rule, 'completed from ')", {},
             [&](const LensRow& row) { customers.insert(CustomerId(row.integer(0))); });
  return customers;
}

void refresh(Home& home, const std::set<CustomerId>& customers, Progress& progress, const Cancel& cancel) {
  progress.phase("Completing customers", customers.size());
  std::uint64_t done = 0;
  for (auto next = customers.begin(); next != customers.end();) {
    cancel.check();
    home.ledger().write([&](ledger::Write& write) {
      std::vector<CustomerId> piece;
      for (; next != customers.end() && piece.size() < customers_per_write; ++next) piece.push_back(*next);
      const auto change =
          write.changed(ledger::Entity::customer, "put", piece.front().value, piece.back().value);
      GoldenBuilder builder(write.sql);
      for (auto customer : piece) refresh_customer(write, builder, customer, change);
      done += piece.size();
    });
    progress.at(done);
  }
}

}  // namespace

std::span<const Completion> completions() noexcept { return rows; }

std::string completion_rule(const Completion& completion) {
  return std::string(prefix).append(completion.from);
}

std::string completed_value(const Completion& completion, std::string_view value) {
  if (completion.from == "city" || completion.from == "province") {
    standard::Standardised result;
    if (completion.from == "province") {
      static const auto& province = standard::standardiser_for("province");
      province.function(value, {}, result);
      // Only a name of the Chinese table stays as it is and ends like one.
      const bool chinese = result.verdict == Verdict::kept && result.value.size() >= 6 &&
                           static_cast<unsigned char>(result.value[0]) >= 0xE4;
      return chinese ? "CN" : "";
    }
    static const auto& city = standard::standardiser_for("city");
    city.function(value, {}, result);
    return result.verdict == Verdict::kept ? std::string(result.part(standard::Part::province)) : "";
  }
  return implied_value(completion.attribute, completion.from, value);
}

bool completes(ledger::Statements& sql) { return ledger::house_text(sql, "complete").text == "on"; }

CompletionReport completion_gaps(Home& home, Progress& progress, const Cancel& cancel) {
  auto& lens = home.lens(progress, cancel);
  auto report = survey(lens, progress, cancel).report;
  report.on = completes(home.ledger().read()->sql());
  progress.done();
  return report;
}

CompletionReport set_completion(Home& home, bool on, Progress& progress, const Cancel& cancel) {
  auto& lens = home.lens(progress, cancel);
  auto found = survey(lens, progress, cancel);
  const auto concerned = on ? found.fillable : completed_customers(lens);
  home.ledger().write([&](ledger::Write& write) {
    ledger::put_house_text(write, "complete", on ? "on" : "off");
    write.audit("complete.put", "base", on ? "{\"on\":true}" : "{\"on\":false}");
  });
  refresh(home, concerned, progress, cancel);
  home.lens(progress, cancel);
  progress.done();
  found.report.on = on;
  if (!on) found.report.customers = static_cast<std::int64_t>(concerned.size());
  return found.report;
}

}  // namespace kith::service
