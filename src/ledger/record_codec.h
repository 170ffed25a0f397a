// How a record's cells and standardised values are packed into two byte strings.
//
// cells:    for each column of the file one entry: varint 0 = null, else varint (length + 1) and the bytes.
// standard: for each output of the batch's layout one entry: a byte verdict | (same_as_cell ? 8 : 0), a
// varint
//           reason, and, unless same_as_cell, varint length and the bytes. `same_as_cell` says that the value
//           is the text of the output's first column, byte for byte; it saves the larger half of the space.
// Readers never trust a length: a damaged string throws Error(corrupt).
#pragma once
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/crypto.h"
#include "base/rows.h"
#include "base/verdict.h"

namespace kith::ledger {

/// A standardised value of a record. An output that its cells do not supply has verdict empty and reason
/// none.
struct StandardValue {
  std::string_view value;
  Verdict verdict = Verdict::empty;
  Reason reason = Reason::none;
};

void append_cell(std::string& out, Cell cell);
/// `cell`: the text of the output's first column (null_cell for outputs that have none).
void append_standard(std::string& out, std::string_view value, Verdict verdict, Reason reason, Cell cell);

/// Fills `cells` with views into `packed`. `columns` is the layout's number of columns.
void unpack_cells(std::span<const unsigned char> packed, std::size_t columns, std::vector<Cell>& cells);
/// `first_column[i]` is the column of output i, or -1. Views point into `packed` or into the cells.
void unpack_standard(std::span<const unsigned char> packed, std::span<const int> first_column,
                     std::span<const Cell> cells, std::vector<StandardValue>& values);

}  // namespace kith::ledger
