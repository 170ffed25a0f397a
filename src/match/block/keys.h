// What rows are brought together by: keys of their values. Each kind of column offers a few.
#pragma once
#include <cstdint>
#include <string>
#include <vector>

#include "base/executor.h"
#include "match/model/records.h"

namespace kith::match {

/// One key of one field. `of[id]` is the 64-bit key of a value, 0 where it has none.
struct BlockingKey {
  std::string name;  ///< "birth_date:year"; the bare column where the key is the value itself
  std::size_t field = 0;
  bool exact = false;
  std::vector<std::uint64_t> of;
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
