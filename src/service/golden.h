// Golden values: survivorship over a customer's records, with lineage.
#pragma once
#include <string>
#include <unordered_map>
#include <vector>

#include "ledger/catalogue.h"
#include "ledger/customers.h"
#include "ledger/records.h"
#include "match/survivorship.h"
#include "service/record_decoder.h"

namespace kith::service {

/// all: at the start, for whoever builds many; of_customer: with each customer, for whoever builds few, or
/// writes pins meanwhile. A base may have as many pins as customers.
enum class PinsRead { all, of_customer };

/// Computes golden values. Reads the dictionary and the sources' trust once.
class GoldenBuilder {
 public:
  explicit GoldenBuilder(ledger::Statements& sql, PinsRead pins = PinsRead::all);

  /// The values of a customer that has these records, in order of (attribute, ordinal); since is not set. The
  /// order of `records` does not matter. Name parts follow the record that gave the name, address parts the
  /// one that gave the address, so that parts of different records do not mix.
  std::vector<ledger::GoldenValue> build(const std::vector<ledger::StoredRecord>& records);

  const std::vector<ledger::Attribute>& attributes() const noexcept { return attributes_; }

 private:
  struct Pin {
    DecisionId made;  // rises with time
    AttributeId attribute;
    std::string value;
  };
  struct Slot {
    std::vector<match::Candidate> candidates;
  };

  void collect(const ledger::StoredRecord& record);
  void take(const std::vector<ledger::Decision>& decisions);
  void complete(std::vector<ledger::GoldenValue>& golden) const;

  ledger::Statements& sql_;
  PinsRead pins_read_;
  RecordDecoder decoder_;
  std::vector<ledger::Attribute> attributes_;
  std::vector<match::SurvivorshipRule> rules_;
  std::vector<int> leader_;  // position of the attribute whose record decides first, or -1
  std::unordered_map<std::string, int> position_;
  std::unordered_map<SourceId, int> trust_;
  std::unordered_map<RecordId, std::vector<Pin>> pins_;
  std::vector<Slot> slots_;
  bool completes_ = false;  // gaps are filled with what other values imply
};

/// Recomputes a customer's values and record count after its records changed; with none left it keeps its id
/// and history. `change` is the number of the change log entry that covers it. True where anything differed.
bool refresh_customer(ledger::Write& write, GoldenBuilder& builder, CustomerId customer, std::int64_t change);

}  // namespace kith::service
