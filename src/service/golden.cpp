#include "service/golden.h"

#include <algorithm>

#include "base/date.h"
#include "base/house_reason.h"
#include "ledger/decisions_of_record.h"
#include "ledger/endings.h"
#include "service/complete_values.h"

namespace kith::service {
namespace {

struct Following {
  std::string_view attribute, leader;
};

constexpr Following followings[] = {
    {"family_name", "name"}, {"given_name", "name"},  {"country", "address"},     {"province", "address"},
    {"city", "address"},     {"district", "address"}, {"postal_code", "address"},
};

match::SurvivorshipRule rule_named(std::string_view name) {
  using match::SurvivorshipRule;
  for (auto rule :
       {SurvivorshipRule::most_recent, SurvivorshipRule::most_trusted, SurvivorshipRule::most_frequent,
        SurvivorshipRule::most_complete, SurvivorshipRule::longest}) {
    if (match::name_of(rule) == name) return rule;
  }
  return SurvivorshipRule::most_recent;
}

}  // namespace

GoldenBuilder::GoldenBuilder(ledger::Statements& sql, PinsRead pins)
    : sql_(sql), pins_read_(pins), decoder_(sql), attributes_(ledger::all_attributes(sql)) {
  for (std::size_t i = 0; i < attributes_.size(); ++i) {
    position_[attributes_[i].name] = static_cast<int>(i);
    rules_.push_back(rule_named(attributes_[i].survivorship));
  }
  leader_.assign(attributes_.size(), -1);
  for (const auto& following : followings) {
    auto attribute = position_.find(std::string(following.attribute)),
         leader = position_.find(std::string(following.leader));
    if (attribute != position_.end() && leader != position_.end()) {
      leader_[static_cast<std::size_t>(attribute->second)] = leader->second;
    }
  }
  for (const auto& source : ledger::all_sources(sql)) trust_[source.id] = source.trust;
  if (pins == PinsRead::all) take(ledger::decisions_on_heirs(sql));
  slots_.resize(attributes_.size());
  completes_ = completes(sql);
}

void GoldenBuilder::take(const std::vector<ledger::Decision>& decisions) {
  for (const auto& decision : decisions) {
    if (decision.kind == ledger::DecisionType::pin)
      pins_[decision.a].push_back({decision.id, decision.attribute, decision.value});
  }
}

void GoldenBuilder::collect(const ledger::StoredRecord& record) {
  const auto& batch = decoder_.layout_of(record.batch);
  const auto& values = decoder_.values(record);
  std::int64_t time = record.received_at;
  for (std::string_view stamp : {"registered_time", "updated_time"}) {
    for (std::size_t i = 0; i < values.size(); ++i) {
      std::int64_t said = 0;
      if (batch.layout.outputs[i].attribute == stamp && values[i].verdict <= Verdict::suspect &&
          parse_iso_time(std::string(values[i].value), said)) {
        time = said;
      }
    }
  }
  int trust = trust_.count(record.source) != 0 ? trust_[record.source] : 50;
  for (std::size_t i = 0; i < values.size(); ++i) {
    // What a rule holds back is kept with its record alone.
    if (values[i].verdict == Verdict::empty || values[i].reason == house_reason::ruled_out) continue;
    auto position = position_.find(batch.layout.outputs[i].attribute);
    if (position == position_.end()) continue;
    slots_[static_cast<std::size_t>(position->second)].candidates.push_back(
        {values[i].value, values[i].verdict, record.id, trust, time});
  }
}

std::vector<ledger::GoldenValue> GoldenBuilder::build(const std::vector<ledger::StoredRecord>& records) {
  for (auto& slot : slots_) slot.candidates.clear();
  for (const auto& record : records) collect(record);
  if (pins_read_ == PinsRead::of_customer) {
    std::vector<RecordId> ids;
    for (const auto& record : records) ids.push_back(record.id);
    pins_.clear();
    take(ledger::pins_on(sql_, ids));
  }

  std::vector<RecordId> golden_record(attributes_.size());
  std::vector<ledger::GoldenValue> golden;
  // Leaders stand before their followers in the dictionary or not: two passes settle it.
  std::vector<std::vector<match::Survivor>> survivors(attributes_.size());
  for (std::size_t i = 0; i < attributes_.size(); ++i) {
    if (slots_[i].candidates.empty()) continue;
    survivors[i] = match::survive(slots_[i].candidates, rules_[i]);
    if (!survivors[i].empty()) golden_record[i] = survivors[i].front().record;
  }
  for (std::size_t i = 0; i < attributes_.size(); ++i) {
    auto& list = survivors[i];
    std::string rule(match::name_of(rules_[i]));
    if (int leader = leader_[i]; leader >= 0 && golden_record[static_cast<std::size_t>(leader)]) {
      auto wanted = golden_record[static_cast<std::size_t>(leader)];
      for (const auto& candidate : slots_[i].candidates) {
        if (candidate.record != wanted || candidate.verdict > Verdict::changed) continue;
        auto same = std::find_if(list.begin(), list.end(),
                                 [&](const match::Survivor& s) { return s.value == candidate.value; });
        if (same == list.end()) break;
        std::rotate(list.begin(), same, same + 1);
        list.front().record = wanted;
        rule = "with " + attributes_[static_cast<std::size_t>(leader)].name;
        break;
      }
    }
    // The newest pin among the records wins; its value stands even where no record holds it.
    const Pin* pin = nullptr;
    RecordId pinned_by;
    for (const auto& record : records) {
      auto found = pins_.find(record.id);
      if (found == pins_.end()) continue;
      for (const auto& candidate : found->second) {
        if (candidate.attribute == attributes_[i].id && (pin == nullptr || pin->made < candidate.made)) {
          pin = &candidate;
          pinned_by = record.id;
        }
      }
    }
    int ordinal = 0;
    if (pin != nullptr) {
      ledger::GoldenValue value{attributes_[i].id, ordinal++, pin->value, Verdict::kept,
                                pinned_by,         "pinned",  0,          0};
      for (const auto& survivor : list) {
        if (survivor.value == pin->value) value.support = survivor.support;
      }
      golden.push_back(std::move(value));
    }
    for (const auto& survivor : list) {
      if (pin != nullptr && survivor.value == pin->value) continue;
      if (ordinal > 0 && !attributes_[i].multiple) break;
      golden.push_back({attributes_[i].id, ordinal++, std::string(survivor.value), survivor.verdict,
                        survivor.record, rule, survivor.support, 0});
    }
  }
  if (completes_) complete(golden);
  return golden;
}

// Gaps take what other golden values imply, the surest first; a filled one may imply the next.
void GoldenBuilder::complete(std::vector<ledger::GoldenValue>& golden) const {
  auto value_of = [&](std::string_view attribute) -> const ledger::GoldenValue* {
    auto position = position_.find(std::string(attribute));
    if (position == position_.end()) return nullptr;
    for (const auto& value : golden) {
      if (value.ordinal == 0 && value.attribute == attributes_[static_cast<std::size_t>(position->second)].id)
        return &value;
    }
    return nullptr;
  };
  for (const auto& completion : completions()) {
    auto position = position_.find(std::string(completion.attribute));
    const auto* from = value_of(completion.from);
    if (position == position_.end() || from == nullptr || from->verdict > Verdict::changed) continue;
    if (value_of(completion.attribute) != nullptr) continue;
    auto value = completed_value(completion, from->value);
    if (value.empty()) continue;
    golden.push_back({attributes_[static_cast<std::size_t>(position->second)].id, 0, std::move(value),
                      completion.confidence >= sure_completion ? Verdict::changed : Verdict::suspect,
                      from->record, completion_rule(completion), 0, 0});
  }
  std::stable_sort(golden.begin(), golden.end(), [](const auto& a, const auto& b) {
    return a.attribute != b.attribute ? a.attribute < b.attribute : a.ordinal < b.ordinal;
  });
}

bool refresh_customer(ledger::Write& write, GoldenBuilder& builder, CustomerId customer,
                      std::int64_t change) {
  auto records = ledger::records_of_customer(write.sql, customer);
  bool differs = ledger::replace_values(write, customer, builder.build(records), change);
  auto present = ledger::find_customer(write.sql, customer);
  auto merged_into = present ? present->merged_into : CustomerId();
  if (!records.empty()) merged_into = CustomerId();
  ledger::set_customer(write, customer, static_cast<std::int64_t>(records.size()), merged_into);
  return differs;
}

}  // namespace kith::service
