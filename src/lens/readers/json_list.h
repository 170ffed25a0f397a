// Where the rows are in JSON that wraps them, as answers of web services do: {"total": 2, "data": {"items": [
// … ]}}.
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace kith::lens {

struct WrappedList {
  std::size_t begin = 0;   ///< of the opening bracket
  std::uint64_t line = 1;  ///< that it stands in
  std::string path;        ///< names that lead there: "data.items"
};

/// The first list of objects within the object that `text` begins with, under a name that such lists have
/// (data, items, records, customers …), through objects of at most four levels. Nothing where there is none,
/// where a list has another name (orders of one customer), or where the text breaks off before it. O(size).
std::optional<WrappedList> wrapped_list(std::string_view text);

}  // namespace kith::lens
