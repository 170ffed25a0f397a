// One JSON object as the cells of a row.
#pragma once
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/rows.h"
#include "lens/readers/block_arena.h"

namespace kith::lens {

/// Parses objects one at a time and remembers the columns seen. Dotted names for nested objects, compact JSON
/// for arrays, numbers and strings as they are written (strings without quotes and escapes), null for null
/// and {}.
class JsonFlattener {
 public:
  static constexpr std::size_t most_columns = 4096;

  JsonFlattener();
  ~JsonFlattener();

  enum class Outcome {
    row,
    malformed,      ///< no well-formed JSON
    no_object,      ///< JSON, but no object
    repeated_key,   ///< a column has two values; `fault_column` names it
    nul,            ///< a text holds U+0000
    extra_columns,  ///< more than most_columns different keys
  };

  /// Reads the object in `element` (UTF-8). With Outcome::row, `cells` holds pairs of column number and
  /// value, in the order of the object, with texts kept in `arena`; with every other one no new column was
  /// added.
  Outcome read(std::string_view element, BlockArena& arena, std::vector<std::pair<std::size_t, Cell>>& cells);

  const std::vector<std::string>& columns() const noexcept;
  const std::string& fault_column() const noexcept;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace kith::lens
