// Two kinds of pairs in one crowd: EM on pattern counts.
#pragma once
#include <cstdint>
#include <vector>

#include "match/model/chance.h"
#include "match/resolve.h"

namespace kith::match {

/// Pairs of one pattern. Fields that take no part read null_level.
struct Counted {
  Pattern pattern;
  double pairs;
};

/// `pattern` with the fields of the bit set read as null.
Pattern mask_fields(Pattern pattern, std::uint32_t fields) noexcept;

/// The distinct patterns and how often each occurs, in rising order. Sorts its argument.
std::vector<Counted> count_patterns(std::vector<Pattern>& patterns);

/// What parted one crowd of pairs into matches and others.
struct Mixture {
  double lambda = 0;                     ///< share of matches
  double pairs = 0;                      ///< in all
  std::vector<LevelProbabilities> m, u;  ///< by field
  std::vector<LevelProbabilities> mass;  ///< Σ n_p g_p [γ_f = l]
};

/// Where EM begins with u: as the model has it, or from there and from the crowd's margins as well, of which
/// the likelier outcome stands. What most pairs of a crowd have in common is found from its margins alone:
/// people of one household. But what parts a crowd best may as well be matches that differ in several columns
/// at once: people who moved, whom the margins take for others.
enum class Start { chance, either };

/// Runs EM from the model's m and u. The u of the crowd are its own, drawn to the model's by pseudo-pairs (50
/// and `pull` of the crowd): pairs that share a postal code share a city too, and must not look like matches
/// for it. m moves unless `m_is_fixed`, drawn to the model's by 20 pseudo-pairs.
Mixture part(const std::vector<Counted>& crowd, const Model& model, bool m_is_fixed, double pull,
             Start start = Start::either);

}  // namespace kith::match
