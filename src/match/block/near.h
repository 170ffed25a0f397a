// Rows whose texts are near one another: candidate pairs where nothing need be equal.
#pragma once
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "base/executor.h"
#include "base/progress.h"
#include "match/model/records.h"

namespace kith::match {

using NearPair = std::pair<std::uint32_t, std::uint32_t>;

/// Two values of a field that are near, and the pairs of rows that hold them.
struct NearValues {
  std::uint32_t a, b;
  std::uint64_t pairs;
};

struct Near {
  std::uint32_t fields = 0;                     ///< bit set of the fields looked at
  std::string name;                             ///< "near in title"; empty where no field is a text
  std::vector<NearPair> pairs;                  ///< a < b, rising, each once
  std::vector<std::vector<NearValues>> values;  ///< by field; empty for fields not looked at

  bool has(std::uint32_t a, std::uint32_t b) const noexcept;
  /// The pairs whose first row is `a`.
  std::pair<std::size_t, std::size_t> of(std::uint32_t a) const noexcept;
};

inline constexpr char near_name[] = "near in ";

/// For every value of a field of texts or organisations, the 15 others with the highest IDF cosine (across
/// sources: those that stand in another one), by an inverted index over the rarest features of each value. At
/// most three fields: those of mean length 8 and more whose values are at least a tenth distinct, the most
/// telling first. O(values · (features + 6,000)).
Near find_near(const Records& records, Executor& executor, const Cancel& cancel);

}  // namespace kith::match
