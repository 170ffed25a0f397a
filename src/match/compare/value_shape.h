// Eight bytes of a value that rule levels out without the value.
//
// Most pairs that blocking brings are strangers, and mostly a few fields show it. A shape keeps of a value
// what bounds its level with another: digits, letters that occur, length, how it begins. It promises nothing
// it cannot hold: the level that the comparator finds is always among the possible ones.
#pragma once
#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "base/executor.h"
#include "match/table.h"

namespace kith::match {

/// Changes whenever a shape means something else than before: stored ones are then worth nothing.
inline constexpr int shape_version = 2;

/// False for kinds whose levels no shape can tell apart: theirs are 0.
bool has_shape(ColumnKind kind) noexcept;

/// Of some values of a kind that has shapes, as many as there is room for. Names in Han characters by their
/// reading and characters. O(total length).
void make_shapes(ColumnKind kind, std::span<const std::string_view> values, std::span<std::uint64_t> shapes);

/// Of each value of a column; 0 where the kind has no shapes.
std::vector<std::uint64_t> shapes_of(ColumnKind kind, std::span<const std::string_view> values,
                                     Executor* executor = nullptr);

/// The levels that two different values of these shapes can have, bit l for level l. Symmetric. Without
/// swapped_names_level, which no comparator gives.
std::uint8_t possible_levels(ColumnKind kind, std::uint64_t a, std::uint64_t b) noexcept;

}  // namespace kith::match
