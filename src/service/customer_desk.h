// One customer, for one who asks: what they may see of it, and what they may change by hand.
#pragma once
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "ledger/consents.h"
#include "ledger/work.h"
#include "service/customer_page.h"
#include "service/decide.h"
#include "service/office.h"

namespace kith::service {

/// A value that a record of the customer has besides the golden one.
struct Alternative {
  std::string value, source;
  Verdict verdict = Verdict::kept;
  std::int64_t support = 0;
  RecordId record;
};

struct CustomerView {
  CustomerPage page;  ///< without what is hidden; masked where it must be
  std::vector<ledger::Decision> decisions;
  std::vector<ledger::Attribute> attributes;               ///< of the dictionary
  std::map<std::string, FieldAccess> access;               ///< of the attributes that stand in it
  std::map<std::string, std::vector<Alternative>> others;  ///< by attribute, best first
  std::vector<ledger::Consent> consents;                   ///< where the actor may read them
  std::string etag;                                        ///< changes whenever the customer does
};

/// `name`: cus_… or rec_…. Throws Error(not_found) too for one that the actor may not see.
CustomerView view_customer(Office& office, const Actor& actor, const std::string& name,
                           std::optional<std::int64_t> as_of);
/// The id that `name` stands for now, if the actor may see it.
CustomerId customer_seen(Office& office, const Actor& actor, const std::string& name);
/// One record, with the customer it points at.
struct RecordView {
  PageRecord record;
  CustomerId customer;
  std::map<std::string, FieldAccess> access;
};
RecordView view_record(Office& office, const Actor& actor, const std::string& name);

/// Steps of its history; values before and after of what the actor may read.
struct HistoryStep {
  std::int64_t change = 0, at = 0;
  std::vector<RecordId> joined, left,
      ended;  ///< ended: of those that left, replaced or gone from their source
  struct Value {
    std::string attribute;
    std::optional<std::string> before, after;
  };
  std::vector<Value> values;
};
std::vector<HistoryStep> history_of(Office& office, const Actor& actor, CustomerId customer);

struct HandEdit {
  std::map<std::string, std::optional<std::string>> values;  ///< nothing: back to the rule
  std::string reason;
  std::string if_match;  ///< empty: whatever stands
};
/// Throws Error(denied) for a value that the actor may not change.
void check_fields(ledger::Statements& sql, const Actor& actor, const HandEdit& edit);
/// Pins values, or lets them go; all or none. Throws Error(stale) where if_match is not the customer's etag,
/// Error(bad_input) with the attribute as its place, Error(denied).
void edit_customer(Office& office, const Actor& actor, CustomerId customer, const HandEdit& edit);
struct BulkEdited {
  std::size_t customers = 0;  ///< different ones
  std::size_t changed = 0;    ///< that have another golden value now, or would
  ledger::JobId order;        ///< by which it is taken back (begin_edit_undo)
};
/// The same for many customers, all or none; `dry_run`: none. The place of a customer that is not there is
/// "customers.N".
BulkEdited edit_customers(Office& office, const Actor& actor, const std::vector<std::string>& customers,
                          const HandEdit& edit, bool dry_run);
/// Pins what the attribute was just after that change.
void revert_value(Office& office, const Actor& actor, CustomerId customer, const std::string& attribute,
                  std::int64_t change, const std::string& reason);

struct HandEntry {
  std::map<std::string, std::string> values;
  std::string reason;
  bool despite_duplicates = false;
};
struct Entered {
  CustomerId customer;                 ///< none where others were found
  std::vector<CustomerId> duplicates;  ///< that share a phone, an e-mail, an identity number
};
/// A record of the source "by hand" (made when it is first needed) and a customer of it.
Entered enter_customer(Office& office, const Actor& actor, const HandEntry& entry);

/// Orders, events and interactions of a customer, as the actor sees them.
struct FactView {
  std::vector<ledger::Order> orders;
  std::vector<ledger::Event> events;
  std::vector<ledger::Interaction> interactions;
};
FactView facts_of(Office& office, const Actor& actor, CustomerId customer);

/// What a dry run says of the values is what the actor may read of them. `moved`: takes the records that
/// move.
MergeReport merge(Office& office, const Actor& actor, const std::vector<std::string>& customers,
                  const std::string& reason, bool dry_run, std::vector<RecordId>* moved = nullptr);
/// `undo`: a merge is taken back, and nothing is said about whether they are others.
SplitReport split(Office& office, const Actor& actor, const std::vector<std::string>& records,
                  const std::string& reason, bool dry_run, bool undo = false);

}  // namespace kith::service
