// What people said about being contacted: purpose × channel, with evidence. Entries are added, never changed.
#pragma once
#include <string>
#include <vector>

#include "ledger/ledger.h"

namespace kith::ledger {

struct ConsentKind {
  static constexpr std::string_view prefix = "con";
};
using ConsentId = Id<ConsentKind>;

struct Consent {
  ConsentId id;
  RecordId record;
  std::string purpose, channel, state;  ///< state: given, pending, withdrawn, objected
  std::int64_t at = 0;                  ///< when it was said
  std::string text_version, evidence, entered_by;
  std::int64_t entered_at = 0;
};

/// Fills id, entered_by and entered_at.
void add_consent(Write& write, Consent& consent);
/// Of all records of a customer, newest first.
std::vector<Consent> consents_of(Statements& sql, CustomerId customer);

/// Of records in [first, last], in order of record.
std::vector<Consent> consents_of_records(Statements& sql, RecordId first, RecordId last);
/// Entered before `before` (0: all), what was entered last first; at most `most`.
std::vector<Consent> newest_consents(Statements& sql, ConsentId before, std::int64_t most);
/// That was entered last; none where there is no entry.
ConsentId newest_consent(Statements& sql);

/// What a record of a customer says, without its evidence.
struct ConsentWord {
  RecordId record;
  CustomerId customer;
  std::string_view purpose, channel, state;  ///< hold until the call returns
};
/// Every entry of records that have a customer, record by record, of each the newest first.
void each_consent(Statements& sql, const std::function<void(const ConsentWord&)>& each);

/// With what waits for a link to be followed.
void move_consent(Write& write, const Consent& consent, RecordId to);

/// True the first time that source and message come together.
bool note_message(Write& write, SourceId source, std::string_view message);

}  // namespace kith::ledger
