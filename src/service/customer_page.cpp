#include "service/customer_page.h"

#include <algorithm>
#include <map>
#include <set>

#include "base/error.h"
#include "ledger/batches.h"
#include "ledger/catalogue.h"
#include "ledger/endings.h"
#include "service/company_standard.h"
#include "service/compared_row.h"
#include "service/match_base.h"
#include "service/record_decoder.h"

namespace kith::service {
namespace {

class PageReader {
 public:
  explicit PageReader(ledger::Statements& sql)
      : sql_(sql), decoder_(sql), attributes_(ledger::all_attributes(sql)), standard_(company_standard(sql)) {
    for (const auto& source : ledger::all_sources(sql)) sources_[source.id] = source.name;
  }

  PageRecord record(const ledger::StoredRecord& stored) {
    const auto& values = decoder_.values(stored);
    const auto& batch = decoder_.layout_of(stored.batch);
    PageRecord page;
    page.id = stored.id;
    page.source = sources_[stored.source];
    page.file = batch.file;
    page.batch_number = batch.batch_number;
    // A key that is a value of the row is shown as that value, or not at all.
    if (batch.layout.key_output < 0) page.source_key = stored.source_key;
    page.row = stored.row;
    page.line = stored.line;
    page.received_at = stored.received_at;
    if (auto end = ledger::end_of(sql_, stored.id)) {
      if (auto by = ledger::find_batch(sql_, end->batch)) page.ended_by = by->number;
      page.successor = end->successor;
    }
    for (std::size_t i = 0; i < values.size(); ++i) {
      if (values[i].verdict == Verdict::empty && values[i].reason == Reason::none) continue;
      page.values.push_back({batch.layout.outputs[i].attribute, std::string(values[i].value),
                             std::string(decoder_.raw_of(batch.layout.outputs[i])), values[i].verdict,
                             values[i].reason});
    }
    page.extra = decoder_.extra_of(batch);
    return page;
  }

  PageValue value(const ledger::GoldenValue& golden) {
    PageValue page;
    page.golden = golden;
    for (const auto& attribute : attributes_) {
      if (attribute.id == golden.attribute) page.attribute = attribute;
    }
    page.shown = shown_value(standard_, page.attribute.name, page.attribute.type, golden.value);
    if (auto stored = ledger::find_record(sql_, golden.record)) {
      page.source = sources_[stored->source];
      page.file = decoder_.layout_of(stored->batch).file;
      page.row = stored->row;
    }
    return page;
  }

  std::string attribute_name(AttributeId id) const {
    for (const auto& attribute : attributes_) {
      if (attribute.id == id) return attribute.name;
    }
    return to_string(id);
  }

 private:
  ledger::Statements& sql_;
  RecordDecoder decoder_;
  std::vector<ledger::Attribute> attributes_;
  CompanyStandard standard_;
  std::map<SourceId, std::string> sources_;
};

}  // namespace

CustomerPage read_customer(ledger::Read& read, CustomerId customer, std::optional<std::int64_t> as_of) {
  auto& sql = read.sql();
  CustomerPage page;
  auto found = ledger::find_customer(sql, customer);
  if (!found)
    throw Error(ErrorCode::not_found, Text("There is no customer {id}.", {{"id", to_string(customer)}}),
                "`kith customers` lists them.");
  page.customer = *found;
  PageReader reader(sql);
  std::vector<RecordId> members;
  std::vector<ledger::GoldenValue> values;
  if (as_of) {
    page.as_of = ledger::change_at(sql, *as_of);
    values = ledger::values_as_of(sql, customer, page.as_of);
    members = ledger::members_as_of(sql, customer, page.as_of);
    page.customer.records = static_cast<std::int64_t>(members.size());
  } else {
    values = ledger::values_of(sql, customer);
    members = ledger::members_of(sql, customer);
  }
  for (const auto& value : values) page.values.push_back(reader.value(value));
  for (auto member : members) {
    auto stored = ledger::find_record(sql, member);
    if (!stored) continue;
    page.records.push_back(reader.record(*stored));
    auto append = [](auto& all, auto some) { std::move(some.begin(), some.end(), std::back_inserter(all)); };
    append(page.orders, ledger::orders_of_record(sql, member));
    append(page.events, ledger::events_of_record(sql, member));
    append(page.interactions, ledger::interactions_of_record(sql, member));
  }
  if (!as_of)
    std::stable_partition(page.records.begin(), page.records.end(),
                          [](const PageRecord& record) { return record.ended_by == 0; });
  return page;
}

PageRecord read_record(ledger::Read& read, RecordId record) {
  auto stored = ledger::find_record(read.sql(), record);
  if (!stored)
    throw Error(ErrorCode::not_found, Text("There is no record {id}.", {{"id", to_string(record)}}));
  return PageReader(read.sql()).record(*stored);
}

std::vector<StoryStep> story_of(ledger::Read& read, CustomerId customer) {
  auto& sql = read.sql();
  PageReader reader(sql);
  std::vector<StoryStep> story;
  std::set<RecordId> members;
  std::vector<ledger::GoldenValue> values;
  for (const auto& moment : ledger::moments_of(sql, customer)) {
    StoryStep step{moment.change, moment.at, {}, {}, {}};
    auto now = ledger::members_as_of(sql, customer, moment.change);
    std::set<RecordId> next(now.begin(), now.end());
    std::set_difference(next.begin(), next.end(), members.begin(), members.end(),
                        std::back_inserter(step.joined));
    std::set_difference(members.begin(), members.end(), next.begin(), next.end(),
                        std::back_inserter(step.left));
    std::copy_if(step.left.begin(), step.left.end(), std::back_inserter(step.ended), [&](RecordId record) {
      const auto end = ledger::end_of(sql, record);
      return end && end->change <= moment.change;
    });
    auto next_values = ledger::values_as_of(sql, customer, moment.change);
    std::map<AttributeId, std::string> before, after;
    for (const auto& value : values) before[value.attribute] += value.value + '\n';
    for (const auto& value : next_values) after[value.attribute] += value.value + '\n';
    std::set<AttributeId> keys;
    for (const auto& [key, text] : before) keys.insert(key);
    for (const auto& [key, text] : after) keys.insert(key);
    for (auto key : keys) {
      if (before[key] != after[key]) step.values_changed.push_back(reader.attribute_name(key));
    }
    members = std::move(next);
    values = std::move(next_values);
    if (!step.joined.empty() || !step.left.empty() || !step.values_changed.empty())
      story.push_back(std::move(step));
  }
  return story;
}

match::PairExplanation why_same(Home& home, RecordId a, RecordId b, const WhatIf& what_if) {
  auto read = home.ledger().read();
  const auto base = MatchBase::load(read->sql());
  RecordValues values(read->sql(), base.kinds);
  for (auto record : {a, b}) {
    if (values.of(record) == nullptr)
      throw Error(ErrorCode::not_found, Text("There is no record {id}.", {{"id", to_string(record)}}));
  }
  ComparedRow first(base, ledger::all_attributes(read->sql()), home.ledger().now() / 86400000, *values.of(a));
  for (const auto& [attribute, text] : what_if) {
    const auto said = first.put(attribute, text);
    if (said.verdict == Verdict::invalid) {
      throw Error(
          ErrorCode::bad_input,
          Text("This cannot be a value of {attribute}: {reason}.",
               {{"attribute", said.attribute}, {"reason", std::string(text_of(said.reason, Language::en))}}),
          "Give the value as it should stand.");
    }
  }
  const auto table = values.table({b}, {first.values()});
  return match::explain(table, base.model, 1, 0, &base.frequencies);
}

}  // namespace kith::service
