// The base as a table to match: dictionary columns read from the lens.
#pragma once
#include <unordered_map>
#include <vector>

#include "base/ids.h"
#include "lens/lens.h"
#include "match/table.h"

namespace kith::service {

/// All records of done batches with the attributes that matching compares. Row i is record order[i]; rows are
/// in order of record id. Values with verdict invalid or suspect for being a made-up value are null: they
/// tell nothing.
struct MatchInput {
  match::Table table;
  std::vector<std::uint32_t> source;   ///< index of the source of each row
  std::vector<std::int64_t> customer;  ///< present customer of each row, 0 for none
};

/// `kinds`: attribute name → match kind, from the dictionary. `only`: these records only (sorted), all where
/// empty.
MatchInput read_match_input(lens::Lens& lens, const std::vector<std::pair<std::string, std::string>>& kinds,
                            const std::vector<RecordId>& only = {});

/// The kind of a column by its name in the dictionary; text for one that is none.
match::ColumnKind match_kind_named(std::string_view name);

/// The row of a record, or -1.
std::int64_t row_of(const match::Table& table, RecordId record);

}  // namespace kith::service
