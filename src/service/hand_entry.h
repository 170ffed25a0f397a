// A customer entered by a person or a form: standardised as a file's rows are, stored as a record of a batch
// of its own, so that it has lineage and can be taken back.
#pragma once
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "ledger/batches.h"
#include "ledger/catalogue.h"
#include "service/layout.h"
#include "service/prepare_rows.h"

namespace kith::service {

/// The source of what is entered by hand.
inline constexpr std::string_view by_hand = "by-hand";

struct PreparedEntry {
  ledger::Source source;
  Layout layout;
  std::vector<std::string> cells;  ///< one a column of the layout
  PreparedBlock block;
  /// Standard values that tell a customer from others: phones, e-mails, identity numbers, WeChat.
  std::vector<std::pair<AttributeId, std::string>> keys;
};

/// Standardises the values. Throws Error(bad_input) with "values.NAME" for an attribute that does not exist
/// or a value that cannot be one of its type. `source` empty: the one by hand, made here where it is missing.
PreparedEntry prepare_entry(ledger::Write& write, const std::map<std::string, std::string>& values,
                            const std::string& source = {});
/// Customers that have one of its keys.
std::vector<CustomerId> sharing_with(ledger::Statements& sql, const PreparedEntry& entry);
/// Stores it as one batch and gives the record a customer of its own.
CustomerId store_entry(ledger::Write& write, PreparedEntry& entry, const std::string& reason);

}  // namespace kith::service
