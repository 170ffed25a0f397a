// Foreign files as a table to match.
#pragma once
#include <string>
#include <vector>

#include "base/executor.h"
#include "base/progress.h"
#include "service/dedupe_columns.h"

namespace kith::service {

/// Reads the files one after the other. Columns of different files are one where their headers are the same
/// but for case and punctuation, or where both mean the same and neither has a partner ("first_name" and
/// "Vorname"). `rejected` counts rows that are no rows. Throws Error: what FileReader throws; bad_input where
/// no file has a row.
RawTable read_raw_table(const std::vector<std::string>& files, std::uint64_t& rejected, Executor& executor,
                        Progress& progress, const Cancel& cancel);

/// The compared columns, each distinct value in its compared form. Order is the row number; sources are files
/// where there are several.
match::Table make_match_table(const RawTable& raw, const std::vector<ColumnChoice>& choices,
                              Executor& executor, const Cancel& cancel);

}  // namespace kith::service
