// What rows are brought together by: keys of their values. Each kind of column offers a few.
#pragma once
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "base/executor.h"
#include "match/model/records.h"

namespace kith::match {

/// One key of one field.
struct BlockingKey {
  std::string name;  ///< "birth_date:year"; the bare column where the key is the value itself
  std::size_t field = 0;
  bool exact = false;
  std::vector<std::uint64_t> of;  ///< by the value's place
  /// Of each value among those that keys were made of, 0 for others; none where they were made of all: then a
  /// value's id is its place.
  std::shared_ptr<const std::vector<std::uint32_t>> place;

  /// The 64-bit key of a value, 0 where it has none.
  std::uint64_t at(std::uint32_t id) const noexcept { return of[place ? (*place)[id] : id]; }
  /// Asks the memory for it.
  void ask_for(std::uint32_t id) const noexcept { __builtin_prefetch(place ? &of[(*place)[id]] : &of[id]); }
};

/// Which keys make_keys() makes, and of what.
struct KeysWanted {
  bool constant = false;                            ///< also those on which all rows agree, or none
  const std::vector<std::string>* rules = nullptr;  ///< only those that rules of these names are made of
  const RowSample* rows = nullptr;                  ///< only of the values of these; of others they are 0
};

/// The keys of all fields, in the fields' order.
std::vector<BlockingKey> make_keys(const Records& records, const KeysWanted& wanted = {},
                                   Executor* executor = nullptr);

}  // namespace kith::match
