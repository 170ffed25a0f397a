// Customers, their golden values with lineage, the past of both, and the decisions people made.
#pragma once
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "base/verdict.h"
#include "ledger/ledger.h"

namespace kith::ledger {

struct Customer {
  CustomerId id;
  std::int64_t created_at = 0, updated_at = 0;
  std::int64_t records = 0;
  CustomerId merged_into;
};

/// A golden value. Order of a customer's values: attribute, ordinal.
struct GoldenValue {
  AttributeId attribute;
  int ordinal = 0;
  std::string value;
  Verdict verdict = Verdict::kept;
  RecordId record;
  std::string rule;
  std::int64_t support = 0;
  std::int64_t since = 0;  ///< change log number at which it became golden

  bool same_as(const GoldenValue& other) const {
    return attribute == other.attribute && ordinal == other.ordinal && value == other.value &&
           verdict == other.verdict && record == other.record && rule == other.rule &&
           support == other.support;
  }
};

/// Creates a customer without records under a fresh id.
CustomerId create_customer(Write& write);
/// Creates a customer under an id taken before, with its values (in order of attribute and ordinal).
void insert_customer(Write& write, CustomerId id, std::int64_t records,
                     const std::vector<GoldenValue>& values, std::int64_t change);
void set_customer(Write& write, CustomerId id, std::int64_t records, CustomerId merged_into);
std::optional<Customer> find_customer(Statements& sql, CustomerId id);
/// Follows merged_into to its end. None where the id was never given out.
std::optional<CustomerId> present_customer(Statements& sql, CustomerId id);

std::vector<GoldenValue> values_of(Statements& sql, CustomerId customer);
/// The values as they stood just after change `change`.
std::vector<GoldenValue> values_as_of(Statements& sql, CustomerId customer, std::int64_t change);
/// Replaces the values by `next`, moving what differs to the past as of `change`. True where anything
/// differed.
bool replace_values(Write& write, CustomerId customer, const std::vector<GoldenValue>& next,
                    std::int64_t change);
/// The same where it is known already what values_of() gives.
bool replace_values(Write& write, CustomerId customer, const std::vector<GoldenValue>& present,
                    const std::vector<GoldenValue>& next, std::int64_t change);

/// The customers with ids in [first, last] that have records and are not merged, in order of id, with their
/// values. What is handed over is valid during the call.
void each_customer(Statements& sql, std::int64_t first, std::int64_t last,
                   const std::function<void(const Customer&, std::span<const GoldenValue>)>& each);

/// Records that belonged to the customer just after change `change`.
std::vector<RecordId> members_as_of(Statements& sql, CustomerId customer, std::int64_t change);
/// The numbers and times of the changes at which the customer's values or members changed, rising.
struct Moment {
  std::int64_t change = 0;
  std::int64_t at = 0;
};
std::vector<Moment> moments_of(Statements& sql, CustomerId customer);
/// The last change at or before that time (ms since 1970); 0 where there is none.
std::int64_t change_at(Statements& sql, std::int64_t time);
std::int64_t time_of_change(Statements& sql, std::int64_t change);

/// A text that differs whenever values, members or record count of the customer have changed.
std::string stamp_of(Statements& sql, CustomerId customer);
/// At most twenty customers that hold this value, whatever its rank.
std::vector<CustomerId> customers_with_value(Statements& sql, AttributeId attribute, std::string_view value);

enum class DecisionType { same, different, pin };
struct Decision {
  DecisionId id;
  DecisionType kind = DecisionType::same;
  RecordId a, b;          ///< same, different: two records. pin: `a` is any record of the customer
  AttributeId attribute;  ///< pin
  std::string value;      ///< pin
  std::string reason, made_by;
  std::int64_t made_at = 0, withdrawn_at = 0;
};
DecisionId put_decision(Write& write, const Decision& decision);
void withdraw_decision(Write& write, DecisionId id);
/// Ties a pin to another record of its customer.
void move_pin(Write& write, DecisionId id, RecordId record);
/// Those that stand.
std::vector<Decision> standing_decisions(Statements& sql);

}  // namespace kith::ledger
