// A date that a table keeps in three columns: year, month and day.
#pragma once
#include <string>
#include <vector>

#include "service/dedupe_columns.h"

namespace kith::service {

/// Appends, for every three columns that are the parts of one date, a column of ISO dates named after them,
/// empty where a part is missing. Parts are known by what their names say beside what these have in common
/// ("birth_year", "birth_month", "birth_day"; "by", "bm", "bd"; 年, 月, 日) and by holding just such numbers.
/// Apart, three numbers say less than a date: a slip of one digit makes two of them agree by chance. The
/// columns of `kept_out` are part of none. Returns the indices of the parts. O(columns² + values).
std::vector<std::size_t> join_date_parts(RawTable& table, const std::vector<std::size_t>& kept_out);

}  // namespace kith::service
