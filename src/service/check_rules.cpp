#include "service/check_rules.h"

#include <algorithm>
#include <map>
#include <set>

#include "base/error.h"
#include "service/dictionary.h"
#include "service/rule_file.h"

namespace kith::service {
namespace {

using lens::LensRow;
using lens::LensValue;
using quality::Rule;
using quality::RuleCheck;

// Shares of records from which on a habit is taken for a rule that a few break.
constexpr double nearly_all = 0.98;
constexpr std::int64_t few_values = 12;
constexpr std::int64_t enough_records = 50;

std::string column(std::string_view attribute) { return "r." + lens::quoted(attribute); }
std::string verdict(std::string_view attribute) {
  return "r." + lens::quoted(std::string(attribute) + ":verdict");
}

// Rules of one record, asked in one scan.
class RowRules {
 public:
  RowRules(std::vector<RuleHits>& hits, std::int64_t today) : hits_(hits) {
    for (std::size_t i = 0; i < hits.size(); ++i) {
      const auto& rule = hits[i].rule;
      if (needs_others(rule)) continue;
      rules_.emplace_back(rule, today, implied_value);
      of_.push_back(i);
      need(rule.attribute);
      if (!rule.with.empty()) need(rule.with);
      if (rule.when) need(rule.when->attribute);
    }
  }

  bool empty() const noexcept { return rules_.empty(); }

  std::string sql() const {
    std::string text = "SELECT r.id, s.name, b.number, r.row";
    for (const auto& [attribute, place] : places_)
      text += ", " + column(attribute) + ", " + verdict(attribute);
    return text +
           " FROM record r JOIN source s ON s.id = r.source_id JOIN batch b ON b.id = r.batch_id ORDER BY "
           "r.id";
  }

  void look(const LensRow& row, std::size_t rows) {
    const auto source = row.text(1);
    std::size_t at = 4;
    for (auto& [attribute, place] : places_) {
      auto& value = values_[place];
      value.supplied = !row.is_null(at + 1);
      value.value = row.text(at);
      value.verdict = value.supplied ? static_cast<Verdict>(row.integer(at + 1)) : Verdict::empty;
      at += 2;
    }
    auto of = [&](std::string_view attribute) -> quality::RuleValue {
      auto known = places_.find(std::string(attribute));
      return known == places_.end() ? quality::RuleValue{} : values_[known->second];
    };
    for (std::size_t i = 0; i < rules_.size(); ++i) {
      auto& hits = hits_[of_[i]];
      if (!hits.rule.severity_for(source)) continue;
      const auto outcome = rules_[i].ask(of);
      if (outcome == quality::RuleOutcome::not_asked) continue;
      ++hits.checked;
      if (outcome == quality::RuleOutcome::holds) continue;
      ++hits.hits;
      ++by_source_[of_[i]][std::string(source)];
      if (hits.rows.size() >= rows) continue;
      hits.rows.push_back({RecordId(row.integer(0)), std::string(source), row.integer(2), row.integer(3),
                           std::string(of(hits.rule.attribute).value),
                           hits.rule.with.empty() ? "" : std::string(of(hits.rule.with).value)});
    }
  }

  void finish() {
    for (auto& [rule, counts] : by_source_) hits_[rule].by_source.assign(counts.begin(), counts.end());
  }

 private:
  void need(const std::string& attribute) {
    if (places_.emplace(attribute, values_.size()).second) values_.emplace_back();
  }

  std::vector<RuleHits>& hits_;
  std::vector<quality::RowRule> rules_;
  std::vector<std::size_t> of_;  // the rule's place in hits_
  std::map<std::string, std::size_t> places_;
  std::vector<quality::RuleValue> values_;
  std::map<std::size_t, std::map<std::string, std::int64_t>> by_source_;
};

// The records that a rule across records hits: id, value, what it was compared with; and those it was asked
// of.
struct AcrossQuery {
  std::string hits, checked;
  std::vector<LensValue> parameters;
};

AcrossQuery across(const Rule& rule) {
  const auto value = column(rule.attribute), usable = verdict(rule.attribute) + " <= 2";
  AcrossQuery query;
  query.checked = "SELECT count(*) FROM record r WHERE " + usable;
  if (rule.with == "orders") {
    query.checked =
        "SELECT count(*) FROM orders o JOIN record r ON r.id = o.record_id WHERE o.placed_at IS NOT NULL "
        "AND " +
        usable;
    query.hits =
        "SELECT DISTINCT r.id, " + value +
        ", strftime(make_timestamp(o.placed_at * 1000), '%Y-%m-%d')"
        " FROM orders o JOIN record r ON r.id = o.record_id WHERE " +
        usable +
        " AND o.placed_at IS NOT NULL AND strftime(make_timestamp(o.placed_at * 1000), '%Y-%m-%d') < left(" +
        value + ", 10)";
    return query;
  }
  if (rule.check == RuleCheck::unique) {
    const std::string of = rule.in_base ? "" : "r.source_id, ";
    query.hits = "SELECT r.id, " + value + ", '' FROM record r WHERE " + usable +
                 " QUALIFY count(*) OVER (PARTITION BY " + of + value + ") > 1";
    return query;
  }
  query.parameters.emplace_back(rule.in_source);
  query.hits =
      "SELECT r.id, " + value + ", '' FROM record r WHERE " + usable +
      " AND NOT EXISTS (SELECT 1 FROM record o JOIN source s ON s.id = o.source_id WHERE s.name = $1 AND o." +
      lens::quoted(rule.with) + " = " + value + ")";
  return query;
}

void check_across(const RunQuery& run, RuleHits& hits, std::size_t rows) {
  const auto query = across(hits.rule);
  run(query.checked, {}, [&](const LensRow& row) { hits.checked = row.integer(0); });
  const auto sql =
      "SELECT h.*, s.name, b.number, q.row FROM (" + query.hits +
      ") h(id, value, beside) JOIN record q ON q.id = h.id JOIN source s ON s.id = q.source_id JOIN "
      "batch b ON b.id = q.batch_id ORDER BY h.id";
  std::map<std::string, std::int64_t> by_source;
  run(sql, query.parameters, [&](const LensRow& row) {
    if (!hits.rule.severity_for(row.text(3))) return;
    ++hits.hits;
    ++by_source[std::string(row.text(3))];
    if (hits.rows.size() < rows)
      hits.rows.push_back({RecordId(row.integer(0)), std::string(row.text(3)), row.integer(4), row.integer(5),
                           std::string(row.text(1)), std::string(row.text(2))});
  });
  hits.by_source.assign(by_source.begin(), by_source.end());
}

Rule rule_of(const char* attribute, RuleCheck check) {
  Rule rule;
  rule.attribute = attribute;
  rule.check = check;
  rule.name = std::string(attribute) + " " + std::string(name_of(check));
  return rule;
}

// Those that every base should have, where it has the attributes.
std::vector<Rule> common_rules(const std::set<std::string>& supplied) {
  std::vector<Rule> rules;
  auto add = [&](Rule rule) {
    const bool has_with = rule.with.empty() || rule.with == "orders" || supplied.count(rule.with) != 0;
    if (supplied.count(rule.attribute) != 0 && has_with) rules.push_back(std::move(rule));
  };
  auto birth = rule_of("birth_date", RuleCheck::range);
  birth.least = "today-120y";
  birth.most = "today";
  add(birth);
  for (const char* attribute : {"birth_date", "gender"}) {
    auto agrees = rule_of(attribute, RuleCheck::agrees);
    agrees.with = "id_number";
    agrees.name += " id_number";
    add(agrees);
  }
  for (const char* with : {"landline", "postal_code"}) {
    auto agrees = rule_of("province", RuleCheck::agrees);
    agrees.with = with;
    agrees.name += std::string(" ") + with;
    add(agrees);
  }
  auto orders = rule_of("registered_time", RuleCheck::compare);
  orders.with = "orders";
  orders.name = "orders after registration";
  add(orders);
  return rules;
}

}  // namespace

std::vector<RuleHits> check_rules(const RunQuery& query, const std::vector<Rule>& rules, std::int64_t today,
                                  std::size_t rows, const Cancel& cancel) {
  std::vector<RuleHits> hits;
  for (const auto& rule : rules) hits.push_back({rule, 0, 0, {}, {}});
  RowRules row_rules(hits, today);
  if (!row_rules.empty()) {
    std::uint64_t looked = 0;
    query(row_rules.sql(), {}, [&](const LensRow& row) {
      if (++looked % 8192 == 0) cancel.check();
      row_rules.look(row, rows);
    });
    row_rules.finish();
  }
  for (auto& each : hits) {
    cancel.check();
    if (needs_others(each.rule)) check_across(query, each, rows);
  }
  return hits;
}

std::vector<Rule> suggest_rules(const RunQuery& query) {
  std::set<std::string> supplied;
  std::vector<Rule> rules;
  for (const auto& attribute : built_in_attributes()) {
    const auto& name = attribute.name;
    std::int64_t records = 0, usable = 0, distinct = 0;
    query("SELECT count(" + verdict(name) + "), count(*) FILTER (" + verdict(name) +
              " <= 1), count(DISTINCT " + column(name) + ") FILTER (" + verdict(name) +
              " <= 1) FROM record r",
          {}, [&](const LensRow& row) {
            records = row.integer(0);
            usable = row.integer(1);
            distinct = row.integer(2);
          });
    if (usable > 0) supplied.insert(name);
    if (records < enough_records) continue;
    const double share = static_cast<double>(usable) / static_cast<double>(records);
    if (share >= nearly_all) rules.push_back(rule_of(name.c_str(), RuleCheck::required));
    if (usable < enough_records) continue;
    if (distinct <= few_values && attribute.type != "boolean") {
      auto rule = rule_of(name.c_str(), RuleCheck::list);
      query("SELECT " + column(name) + " FROM record r WHERE " + verdict(name) + " <= 1 AND " + column(name) +
                " <> '' GROUP BY 1 HAVING count(*) * 1000 >= $1 ORDER BY 1",
            std::vector<LensValue>{usable},
            [&](const LensRow& row) { rule.values.emplace_back(row.text(0)); });
      if (!rule.values.empty()) rules.push_back(std::move(rule));
    }
    if (static_cast<double>(distinct) >= nearly_all * static_cast<double>(usable) && attribute.type == "code")
      rules.push_back(rule_of(name.c_str(), RuleCheck::unique));
  }
  for (auto& rule : common_rules(supplied)) rules.push_back(std::move(rule));
  return rules;
}

}  // namespace kith::service
