// What people settle: merge, split, pin. Each is stored as a decision, takes effect at once, and binds every
// later resolve.
#pragma once
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "service/golden.h"
#include "service/home.h"

namespace kith::service {

/// A customer named by a person: "cus_…", or a record "rec_…" for the customer it points at. Follows
/// redirects. Throws Error(usage) where the text is no id, Error(not_found) where nobody has it.
CustomerId customer_named(ledger::Statements& sql, const std::string& name);
RecordId record_named(ledger::Statements& sql, const std::string& name);

struct MergeReport {
  CustomerId into;
  std::vector<CustomerId> merged;
  std::int64_t records = 0;                               ///< that moved
  std::int64_t orders = 0, events = 0, interactions = 0;  ///< that hang on them
  /// Of a dry run: the first golden value of each attribute that the customer would have, by its name.
  std::map<std::string, std::string> values;
};

/// Joins customers into the first. A "same" decision is stored between them, standing "different" decisions
/// between their records are withdrawn. With `dry_run` nothing is changed. Throws Error(usage) for fewer than
/// two.
MergeReport merge_customers(Home& home, const std::vector<CustomerId>& customers, const std::string& reason,
                            bool dry_run);

struct SplitReport {
  CustomerId from, to;
  std::int64_t records = 0;  ///< as many as leave
  /// The members as they part: with the records named go those whose place they took, and who is gone and was
  /// said to be the same.
  std::vector<RecordId> leaving, staying;
};

/// Takes records out of their customer into one of their own: the one they came from where it stands empty,
/// else a new one. "Different" decisions are stored against those that stay. Throws Error(usage) where the
/// records are of several customers, or all of one.
SplitReport split_records(Home& home, const std::vector<RecordId>& records, const std::string& reason,
                          bool dry_run);

/// Makes `value` the golden value of an attribute until unpinned. The value is standardised first;
/// Error(bad_input) where it cannot be one of its type.
std::string pin_value(Home& home, CustomerId customer, const std::string& attribute, const std::string& value,
                      const std::string& reason);
/// Error(not_found) where nothing is pinned.
void unpin_value(Home& home, CustomerId customer, const std::string& attribute);

/// A decision stands no more. The customer of a pin has the value of its rule again; what a link did stands
/// until it is split, merged or resolved.
void withdraw_decision(ledger::Write& write, const ledger::Decision& decision);

/// Pins several values, or lets them go back to their rules (nothing), within a write that is under way.
/// Throws Error(bad_input) with "values.NAME" as its place for a value that cannot be one of its type.
void pin_values(ledger::Write& write, CustomerId customer,
                const std::map<std::string, std::optional<std::string>>& values, const std::string& reason);

/// What pinning a value did: the pin that it made (none: it was let go) and one that stood in its place.
struct PinChange {
  DecisionId made, withdrawn;
};

/// Gives one customer after another the same values, within a write that is under way.
class ValuePinner {
 public:
  /// Throws as pin_values().
  ValuePinner(ledger::Write& write, const std::map<std::string, std::optional<std::string>>& values,
              std::string reason);
  /// Error(conflict) for one without records. Nothing is entered in the audit.
  std::vector<PinChange> pin(CustomerId customer);
  /// Whether just these values are pinned.
  bool holds(CustomerId customer) const;
  /// Computes its values anew.
  void refresh(CustomerId customer);
  /// By attribute, as standardised; without those that are let go.
  std::map<std::string, std::string> values() const;

 private:
  struct Wanted {
    std::string name;
    AttributeId attribute;
    std::optional<std::string> value;  ///< as standardised
  };
  ledger::Write& write_;
  std::string reason_;
  GoldenBuilder builder_;
  std::vector<Wanted> values_;
};

}  // namespace kith::service
