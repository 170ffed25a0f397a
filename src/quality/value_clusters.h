// Values of one column that may be one written in several ways, gathered into clusters for a person to judge.
//
// Key collision as in OpenRefine ("Clustering In Depth"), and neighbourhoods by deletion as in SymSpell for
// slips of the keyboard. Both are near linear in the values, so that a million different ones are no trouble.
#pragma once
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace kith::quality {

struct CountedValue {
  std::string value;
  std::int64_t count = 0;
};

/// Values that belong together: places in the list given; the likeliest spelling first (the commonest; of
/// equals the first in the order of bytes).
struct ValueCluster {
  std::vector<std::size_t> members;
  std::int64_t count = 0;  ///< of all of them
};

/// Values with one key each: those with equal keys belong together, those with an empty one to nobody. By
/// falling count of what is not spelled as the first, ties by the first.
std::vector<ValueCluster> cluster_by_key(std::span<const CountedValue> values,
                                         std::span<const std::string> keys);

/// `keys` are folded spellings; those that differ by one slip (a character replaced, left out, doubled, two
/// swapped; never one digit for another) belong to the commonest spelling beside them. Keys of less than
/// `shortest` characters are left out: at that length most are words of their own.
std::vector<ValueCluster> cluster_by_slip(std::span<const CountedValue> values,
                                          std::span<const std::string> keys, std::size_t shortest);

/// Letters in lower case without accents of Latin-1, punctuation and symbols gone, words sorted, each once:
/// "Acme, Inc." and "inc acme" alike. Chinese characters stay in their order.
std::string fingerprint(std::string_view value);
/// The pairs of neighbouring characters of the letters and digits, sorted, each once; then the digits as they
/// come.
std::string pair_fingerprint(std::string_view value);

}  // namespace kith::quality
