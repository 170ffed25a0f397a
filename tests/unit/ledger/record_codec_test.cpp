#include "ledger/record_codec.h"

#include <gtest/gtest.h>

#include "base/error.h"
#include "base/random.h"

namespace kith::ledger {
namespace {

std::span<const unsigned char> bytes(const std::string& text) {
  return {reinterpret_cast<const unsigned char*>(text.data()), text.size()};
}

TEST(RecordCodec, NullEmptyAndLongCellsComeBackAsTheyWere) {
  std::string longest(100000, 'x'), packed;
  for (Cell cell : {null_cell, Cell(""), Cell("王"), Cell(longest)}) append_cell(packed, cell);
  std::vector<Cell> cells;
  unpack_cells(bytes(packed), 4, cells);
  EXPECT_TRUE(is_null(cells[0]));
  EXPECT_FALSE(is_null(cells[1]));
  EXPECT_EQ(cells[2], "王");
  EXPECT_EQ(cells[3], longest);
}

TEST(RecordCodec, AValueEqualToItsCellIsNotStoredTwice) {
  std::string packed;
  append_standard(packed, "same", Verdict::kept, Reason::none, Cell("same"));
  EXPECT_EQ(packed.size(), 2u);
  append_standard(packed, "+8613800138000", Verdict::changed, Reason::reformatted, Cell("138-0013-8000"));
  append_standard(packed, "", Verdict::empty, Reason::blank, null_cell);
  std::vector<Cell> cells{Cell("same"), Cell("138-0013-8000")};
  std::vector<StandardValue> values;
  std::vector<int> first{0, 1, -1};
  unpack_standard(bytes(packed), first, cells, values);
  EXPECT_EQ(values[0].value, "same");
  EXPECT_EQ(values[1].value, "+8613800138000");
  EXPECT_EQ(values[1].verdict, Verdict::changed);
  EXPECT_EQ(values[1].reason, Reason::reformatted);
  EXPECT_EQ(values[2].verdict, Verdict::empty);
}

TEST(RecordCodec, DamagedBytesAreAnErrorAndNeverAReadBeyondTheEnd) {
  std::string packed;
  append_cell(packed, Cell("hello"));
  append_cell(packed, Cell("world"));
  std::vector<Cell> cells;
  EXPECT_THROW(unpack_cells(bytes(packed), 1, cells), Error);
  EXPECT_THROW(unpack_cells(bytes(packed), 3, cells), Error);
  Random random(4);
  for (int round = 0; round < 20000; ++round) {
    auto damaged = packed;
    damaged.resize(random.below(damaged.size() + 1));
    if (!damaged.empty()) damaged[random.below(damaged.size())] = static_cast<char>(random.next());
    std::vector<StandardValue> values;
    std::vector<int> first{0, -1, 5};
    try {
      unpack_cells(bytes(damaged), 2, cells);
    } catch (const Error& error) {
      EXPECT_EQ(error.code(), ErrorCode::corrupt);
      cells.assign(1, null_cell);
    }
    try {
      unpack_standard(bytes(damaged), first, cells, values);
    } catch (const Error& error) {
      EXPECT_EQ(error.code(), ErrorCode::corrupt);
    }
  }
}

}  // namespace
}  // namespace kith::ledger
