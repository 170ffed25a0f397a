#include "service/find_customers.h"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <map>
#include <unordered_set>

#include "base/error.h"
#include "ledger/catalogue.h"
#include "ledger/customers.h"
#include "service/compared_row.h"
#include "service/match_base.h"
#include "service/value_kinds.h"

namespace kith::service {
namespace {

constexpr std::size_t enough_candidates = 600;
constexpr std::size_t most_per_key = 300;

SearchUse use_of(const ComparedRow::Said& said) {
  if (said.verdict == Verdict::empty) return SearchUse::empty;
  if (said.generic) return SearchUse::generic;
  if (said.verdict == Verdict::invalid) return SearchUse::invalid;
  return said.compared ? SearchUse::used : SearchUse::not_matched;
}

SearchValue ask(ComparedRow& row, const std::string& attribute, const std::string& text, bool guessed) {
  const auto said = row.put(attribute, text);
  return {said.attribute, text, said.value, said.verdict, said.reason, use_of(said), guessed};
}

// Records that share a key with the question, those of the rarest key first.
std::vector<RecordId> candidates_of(ledger::Statements& sql, const MatchBase& base,
                                    const match::Table& question, bool& more) {
  std::vector<std::vector<RecordId>> by_key;
  for (const auto& key : match::index_keys(question, base.model, base.frequencies)) {
    std::vector<RecordId> records;
    more |= !ledger::records_of_match_key(sql, base.state.bits, key.key, most_per_key, records);
    if (!records.empty()) by_key.push_back(std::move(records));
  }
  std::stable_sort(by_key.begin(), by_key.end(),
                   [](const auto& a, const auto& b) { return a.size() < b.size(); });
  std::vector<RecordId> candidates;
  std::unordered_set<RecordId> seen;
  for (const auto& records : by_key) {
    if (!candidates.empty() && candidates.size() + records.size() > enough_candidates) {
      more = true;
      break;
    }
    for (auto record : records) {
      if (seen.insert(record).second) candidates.push_back(record);
    }
  }
  return candidates;
}

struct Best {
  std::uint32_t row = 0;
  double total = 0;
};

// Of each customer the record that speaks most for it, best customers first.
// A customer for whom no more speaks than for anybody is not among them.
std::vector<std::pair<CustomerId, Best>> best_of_customers(ledger::Statements& sql, double prior,
                                                           const std::vector<RecordId>& records,
                                                           const match::FrozenRows& rows, std::size_t limit) {
  std::vector<match::FrozenRows::Pair> pairs;
  const auto question = static_cast<std::uint32_t>(records.size());
  for (std::uint32_t i = 0; i < question; ++i) pairs.emplace_back(i, question);
  Executor alone(1);
  std::map<CustomerId, Best> best;
  for (const auto& weighed : rows.weigh(pairs, prior, alone)) {
    const auto row = weighed.pair.first;
    const auto customer = ledger::customer_of(sql, records[row]);
    if (!customer) continue;
    auto [at, fresh] = best.emplace(customer, Best{row, weighed.total});
    if (!fresh && weighed.total > at->second.total) at->second = {row, weighed.total};
  }
  std::vector<std::pair<CustomerId, Best>> sorted(best.begin(), best.end());
  std::stable_sort(sorted.begin(), sorted.end(),
                   [](const auto& a, const auto& b) { return a.second.total > b.second.total; });
  if (sorted.size() > limit) sorted.resize(limit);
  return sorted;
}

}  // namespace

std::string_view name_of(SearchUse use) noexcept {
  switch (use) {
    case SearchUse::used:
      return "used";
    case SearchUse::generic:
      return "generic";
    case SearchUse::invalid:
      return "invalid";
    case SearchUse::empty:
      return "empty";
    default:
      return "not matched";
  }
}

std::vector<std::pair<std::string, std::string>> guess_attributes(std::string_view text) {
  const standard::Standard standard;
  std::vector<std::pair<std::string, std::string>> guesses;
  bool in_name = false;
  auto add = [&](const std::string& word) {
    std::string attribute = "name";
    switch (kind_of(word, standard)) {
      case ValueKind::email:
        attribute = "email";
        break;
      case ValueKind::phone:
      case ValueKind::number:
        attribute = "phone";
        break;
      case ValueKind::id_number:
      case ValueKind::code:
        attribute = "id_number";
        break;
      case ValueKind::date:
        attribute = "birth_date";
        break;
      case ValueKind::company:
        attribute = "company";
        break;
      case ValueKind::address:
        attribute = "address";
        break;
      case ValueKind::gender:
        attribute = "gender";
        break;
      default:
        break;
    }
    if (attribute == "name" && in_name) {
      guesses.back().second += " " + word;
    } else {
      guesses.emplace_back(attribute, word);
    }
    in_name = attribute == "name";
  };
  std::string word;
  for (std::size_t at = 0; at <= text.size();) {
    // The full-width blank and the marks between items that people type.
    std::size_t mark = 0;
    if (at == text.size() || std::string_view(" \t\r\n,;").find(text[at]) != std::string_view::npos) mark = 1;
    for (std::string_view wide : {"\u3000", "，", "；", "、"}) {
      if (text.substr(at, wide.size()) == wide) mark = wide.size();
    }
    if (mark == 0) {
      word.push_back(text[at++]);
      continue;
    }
    if (!word.empty()) add(word);
    word.clear();
    at += mark;
  }
  return guesses;
}

FindReport find_customers(Home& home, const FindRequest& request) {
  const auto begun = std::chrono::steady_clock::now();
  FindReport report;
  auto read = home.ledger().read();
  auto& sql = read->sql();
  const auto base = MatchBase::load(sql);
  const auto attributes = ledger::all_attributes(sql);
  ComparedRow question(base, attributes, home.ledger().now() / 86400000);
  for (const auto& [attribute, text] : request.values)
    report.values.push_back(ask(question, attribute, text, false));
  for (const auto& [attribute, text] : guess_attributes(request.text))
    report.values.push_back(ask(question, attribute, text, true));
  const auto& row = question.values();
  if (report.values.empty()) {
    throw Error(ErrorCode::usage, "Nothing was asked for.",
                "Give words, or values: kith find --name … --phone … --email …");
  }
  RecordValues values(sql, base.kinds);
  auto records = candidates_of(sql, base, values.table({}, {row}), report.more);
  std::erase_if(records, [&](RecordId record) { return values.of(record) == nullptr; });
  report.compared = records.size();
  const auto table = values.table(records, {row});
  const match::FrozenRows rows(table, base.model, base.frequencies);
  const auto asked = static_cast<std::uint32_t>(records.size());
  for (const auto& [customer, best] : best_of_customers(
           sql, std::log2(base.model.lambda / (1 - base.model.lambda)), records, rows, request.limit)) {
    FoundCustomer found;
    found.customer = customer;
    found.record = records[best.row];
    found.explanation = rows.explain(best.row, asked);
    for (const auto& weight : found.explanation.weights) {
      if (weight.level == "exact") found.agreeing.push_back(weight.column);
    }
    for (const auto& golden : ledger::values_of(sql, customer)) {
      if (golden.ordinal != 0) continue;
      for (const auto& attribute : attributes) {
        if (attribute.id == golden.attribute) found.values.emplace_back(attribute.name, golden.value);
      }
    }
    report.found.push_back(std::move(found));
  }
  report.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - begun).count();
  return report;
}

}  // namespace kith::service
