// Rows whose texts are near one another: candidate pairs where nothing need be equal.
#pragma once
#include <cstdint>
#include <string>
#include <string_view>
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
  std::uint32_t whole = 0;                      ///< of these, those of which all rows were looked at
  std::string name;                             ///< "near in title"; empty where no field is a text
  std::vector<NearPair> pairs;                  ///< a < b, rising, each once
  std::vector<std::vector<NearValues>> values;  ///< by field; of whole ones only

  bool has(std::uint32_t a, std::uint32_t b) const noexcept;
  /// The pairs whose first row is `a`.
  std::pair<std::size_t, std::size_t> of(std::uint32_t a) const noexcept;
};

inline constexpr char near_name[] = "near in ";
inline bool is_near_rule(std::string_view rule) noexcept { return rule.starts_with(near_name); }

/// Does the model bring near pairs together: by a rule of theirs, or as some of all pairs?
bool brings_near(const Model& model) noexcept;

/// For every value of a field of texts or organisations, the 15 others with the highest IDF cosine (across
/// sources: those that stand in another one), by an inverted index over the rarest features of each value. At
/// most three fields: those of mean length 8 and more whose values are at least a tenth distinct, the most
/// telling first. Organisations of rows that bear a person's name are passed over. Of a sample: the same of
/// its rows' values, and of what comes of it that which is between its rows. O(the sample's values ·
/// (features
/// + 6,000)).
Near find_near(const Records& records, const RowSample& sample, Executor& executor, const Cancel& cancel);

}  // namespace kith::match
