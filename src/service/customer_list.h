// Customers as lists: searched, filtered, sorted, paged, counted; and how often each value occurs. Read from
// the lens; what the actor may not see can neither be shown nor asked about.
#pragma once
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "base/ids.h"
#include "ledger/catalogue.h"
#include "service/office.h"

namespace kith::service {

struct CustomerQuery {
  std::string search;                   ///< part of a name, phone, e-mail, company or address
  std::vector<std::string> filters;     ///< "attribute:operator:value"
  std::string sort;                     ///< "", "name", "-updated_at" …
  std::vector<std::string> attributes;  ///< wanted; empty: name, phone, email, city, company
  std::string cursor;
  std::size_t limit = 50, offset = 0;  ///< offset: so many are passed over; not beside a cursor
  bool count = false;                  ///< up to most_counted
  bool count_all = false;
};

struct ListedCustomer {
  CustomerId id;
  std::int64_t records = 0, created_at = 0, updated_at = 0;
  std::vector<std::pair<std::string, std::string>> values;  ///< attribute → value, masked where it must be
  /// Those that the company's standard shows otherwise, as it shows them; masked alike.
  std::vector<std::pair<std::string, std::string>> shown;
};

struct CustomerListing {
  std::vector<ListedCustomer> items;
  std::string next;                   ///< empty: no more
  std::optional<std::int64_t> count;  ///< where it was asked for
  bool capped = false;                ///< as many as `count`, or more
};
constexpr std::int64_t most_counted = 10000;

/// Throws Error(bad_input) for a filter, sort or attribute that is none, Error(denied) for one that the actor
/// may not read.
CustomerListing list_customers(Office& office, const Actor& actor, const CustomerQuery& query);

/// The ids of everybody whom search and filters of `query` find, as SQL for the lens with its values in it;
/// `unless`: but for those whose values of all these attributes are these already. Throws as
/// list_customers().
std::string matching_sql(Office& office, const Actor& actor, const CustomerQuery& query,
                         const std::map<std::string, std::string>& unless = {});

struct Facet {
  std::vector<std::pair<std::string, std::int64_t>> values;  ///< by falling count
  std::int64_t empty = 0, others = 0, total = 0;
};
/// Of the customers that `query` finds.
Facet facet_of(Office& office, const Actor& actor, const std::string& attribute, const CustomerQuery& query);

/// Which customers an actor sees, for many that are asked about.
class RowSight {
 public:
  RowSight(ledger::Statements& sql, const Actor& actor);
  /// By the golden values that it has in the snapshot of `sql`.
  bool sees(CustomerId customer) const;

 private:
  struct Rule {
    AttributeId attribute;  ///< none: there is no such attribute, and nobody fits
    const std::vector<std::string>* values;
  };
  ledger::Statements& sql_;
  std::vector<Rule> rules_;
};

/// Whether a customer is among those that the actor sees.
bool sees_customer(ledger::Statements& sql, const Actor& actor, CustomerId customer);

}  // namespace kith::service
