// What the columns of a batch are: which feed which attributes, which are facts, which is the key. Decided
// when a file is imported, stored with the batch and, as the mapping, with its source.
#pragma once
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "ledger/batches.h"
#include "standard/standardise.h"

namespace kith::service {

/// What a row is besides a record.
enum class BatchKind { customers, orders, events, interactions };
std::string_view name_of(BatchKind kind) noexcept;
std::optional<BatchKind> batch_kind(std::string_view name) noexcept;

/// A part of a fact that a column supplies.
enum class FactRole {
  none,
  order_key,
  placed_at,
  status,
  currency,
  amount,
  items,
  event_key,
  event_name,
  event_at,
  properties,
  interaction_key,
  interaction_kind,
  direction,
  agent,
  interaction_at,
  duration,
  subject,
  count_
};
std::string_view name_of(FactRole role) noexcept;

/// One attribute that the batch supplies.
struct Output {
  std::string attribute;
  std::string type;          ///< the standardiser
  std::vector<int> columns;  ///< joined by `joiner` where several; empty where it is a part of another output
  std::string joiner = " ";
  std::string separator;  ///< where only a piece of the cell is the value: what stands between the pieces
  int piece = 0;          ///< which one: 1 the first, −1 the last; 0 the whole cell
  std::string constant;   ///< the value of every row, where no column gives it
  int from_output = -1;   ///< the output whose part this is
  standard::Part part = standard::Part::family_name;
  standard::DateOrder date_order = standard::DateOrder::day_month_year;
  std::string
      region;  ///< ISO 3166-1 alpha-2: where numbers without a country code belong; empty: the source's
  std::string reason;  ///< why: "header", "content", "export" (layout.known_as), "mapping" (a person said so)
                       ///< or "part"
  double confidence = 1;  ///< 0–1: of the values looked at, the share that speaks for it

  int first_column() const noexcept { return columns.empty() ? -1 : columns.front(); }
};

/// How the file was read, so that what of it was rejected can be taken apart later.
struct FileOrigin {
  std::string format, encoding;  ///< empty: of a batch that did not keep it
  char delimiter = ',', quote = '"';
};

struct Layout {
  BatchKind kind = BatchKind::customers;
  std::vector<std::string> columns;
  std::vector<Output> outputs;  ///< outputs that others take parts from come first
  int key_column = -1;          ///< the source's own id of its customer
  std::string key_said;         ///< what a person named as the key (set_key); empty: found
  int key_output = -1;       ///< the output whose standard value is the key, where key_said is an attribute
  bool key_matched = false;  ///< no key: the model of matching says which earlier record a row is
  ledger::BatchMode mode = ledger::BatchMode::add;
  std::vector<FactRole> facts;  ///< one a column
  std::string amount_unit;      ///< of the amounts of orders ("万元"), see scale_of_unit; empty: one
  std::string currency;         ///< of every order, where no column says it
  std::string known_as;         ///< the system's export that the columns are recognised as; empty: none
  FileOrigin origin;
  bool told = false;  ///< a person wrote it: it holds for the next files of the source, too
  /// What the cells of each column were, as name_of(ValueKind); empty where they were of several kinds, or
  /// too few to say. None at all in layouts that did not look.
  std::vector<std::string> contents;
  std::vector<int> extra;  ///< columns that no output, fact or key takes; kept under their own names

  /// first_column() of each output, for the record codec.
  std::vector<int> first_columns() const;
  int column_of(FactRole role) const noexcept;
};

/// What one of a unit of money is in its currency's unit: 10,000 for "万元", 0.01 for "分" and "cents", 1 for
/// currencies; 0 for what is none.
double scale_of_unit(std::string_view unit) noexcept;
/// ISO 4217 code that a unit names ("USD", "万美元"); empty where it names none.
std::string_view currency_of_unit(std::string_view unit) noexcept;

/// An attribute that is a part of another's value: the city of an address.
struct DerivedPart {
  std::string_view from, attribute;
  standard::Part part;
};
std::span<const DerivedPart> derived_parts() noexcept;

/// What a person says for "which row is which is found by matching", where no column has that name.
inline constexpr std::string_view matched_key = "match";

/// The part of a fact that numbers it; none for customers.
FactRole key_role(BatchKind kind) noexcept;
/// Whether something of a row says which row it is: of customers key_column, key_output or key_matched, of
/// facts their own key.
bool has_key(const Layout& layout) noexcept;
/// What a person calls it: a column, an attribute or matched_key; empty where nothing says it.
std::string key_name(const Layout& layout);

/// Takes `name` as what says which row is which: of customers a column of the file, an attribute that it
/// supplies, or matched_key; of facts a column. Throws Error(bad_input) where it is none of them.
void set_key(Layout& layout, const std::string& name);
/// Whether set_key() would take it.
bool can_be_key(const Layout& layout, const std::string& name);

std::string to_json(const Layout& layout);
/// Throws Error(corrupt) where the text is no layout.
Layout layout_from_json(std::string_view json);

/// Decides the layout from the column names and from what the sample cells, by column, are: a name that may
/// mean a person or a company means what its cells are, cells that are clearly something else than their
/// header says win, and a header that says nothing takes the meaning of its cells. `wanted`: the kind that a
/// person asked for.
Layout map_columns(const std::vector<std::string>& columns, std::optional<BatchKind> wanted,
                   const std::vector<std::vector<std::string_view>>& sample);

}  // namespace kith::service
