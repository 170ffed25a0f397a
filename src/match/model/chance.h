// How often two random rows agree: the u of the model, as measured.
#pragma once
#include <array>
#include <cstdint>
#include <vector>

#include "base/executor.h"
#include "match/block/near.h"
#include "match/model/pattern.h"

namespace kith::match {

using LevelProbabilities = std::array<double, 8>;

/// What the chance that two different organisations or things bear one name is taken to be at most. Where
/// more random pairs do, the table has many records of each, and what is measured are matches.
inline constexpr double most_equal_names = 1e-3;

/// P(level | two random rows that both have a value), by field; sums to 1 over the field's levels, none is 0.
/// Exact agreement is Σ n_v(n_v−1) / N(N−1) of the value counts; the other levels share the rest as in a
/// seeded sample of 100,000 pairs of the sample's rows. Of own names it is at most most_equal_names.
///
/// Where near values of the field are known, the pairs that hold them count for their levels if that is more
/// than the sample shows: of texts that are much alike, a sample sees none.
std::vector<LevelProbabilities> measure_chance(const Comparison& comparison, const RowSample& sample,
                                               const Near& near, std::uint64_t seed, Executor& executor);

}  // namespace kith::match
