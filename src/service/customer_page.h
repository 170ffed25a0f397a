// One customer as a person reads it: values with lineage, records, facts; why two records are one; how it
// came to be.
#pragma once
#include <optional>
#include <string>
#include <vector>

#include "ledger/catalogue.h"
#include "ledger/customers.h"
#include "ledger/records.h"
#include "match/resolve.h"
#include "service/home.h"

namespace kith::service {

/// A golden value with its lineage spelled out.
struct PageValue {
  ledger::GoldenValue golden;
  ledger::Attribute attribute;
  std::string shown;   ///< golden.value in the form of the company's standard
  std::string source;  ///< name of the record's source; empty where the record is gone
  std::string file;
  std::uint64_t row = 0;
};
struct PageRecord {
  RecordId id;
  std::string source, file, source_key;
  std::int64_t batch_number = 0;
  std::uint64_t row = 0, line = 0;
  std::int64_t received_at = 0;
  std::int64_t ended_by = 0;  ///< number of the batch that ended it; 0: it stands
  RecordId successor;         ///< what took its place; none: its source does not name it any more
  struct Value {
    std::string attribute, value, raw;
    Verdict verdict = Verdict::kept;
    Reason reason = Reason::none;
  };
  std::vector<Value> values;
  std::string extra;  ///< JSON; empty for none
};
struct CustomerPage {
  ledger::Customer customer;
  std::optional<CustomerId> asked;  ///< the merged id it was asked for by
  std::int64_t as_of = 0;           ///< change number; 0: now
  std::vector<PageValue> values;
  std::vector<PageRecord> records;  ///< those that stand, then those that have ended
  std::vector<ledger::Order> orders;
  std::vector<ledger::Event> events;
  std::vector<ledger::Interaction> interactions;
};

/// The customer now, or as of that time (ms since 1970); reading it is audited by the caller.
CustomerPage read_customer(ledger::Read& read, CustomerId customer, std::optional<std::int64_t> as_of);

/// One record as the page of its customer shows it. Throws Error(not_found).
PageRecord read_record(ledger::Read& read, RecordId record);

/// What happened to a customer, oldest first.
struct StoryStep {
  std::int64_t change = 0, at = 0;
  std::vector<RecordId> joined, left;
  std::vector<RecordId> ended;  ///< of those that left: they were replaced, or are gone from their source
  std::vector<std::string> values_changed;  ///< attribute names
};
std::vector<StoryStep> story_of(ledger::Read& read, CustomerId customer);

/// A value that a record might have had: attribute and text, standardised here.
using WhatIf = std::vector<std::pair<std::string, std::string>>;

/// Why two records are one customer, or are not, by the stored model; `what_if`: as if the first had those
/// values (with a name's and an address's parts; an empty text: as if it had none). Throws Error(conflict)
/// before the first resolve, not_found for records and attributes that are none, bad_input for a value that
/// is none of its type.
match::PairExplanation why_same(Home& home, RecordId a, RecordId b, const WhatIf& what_if = {});

}  // namespace kith::service
