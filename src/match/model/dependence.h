// Which fields agree because another one does, among different customers.
#pragma once
#include <cstdint>
#include <vector>

#include "base/executor.h"
#include "base/progress.h"
#include "match/model/mixture.h"
#include "match/model/pattern.h"
#include "match/resolve.h"

namespace kith::match {

/// Of each field: at most 30,000 of the pairs of the sample's rows that agree on it, with that field masked.
std::vector<std::vector<Counted>> agreeing_crowds(const Comparison& comparison, const RowSample& sample,
                                                  std::uint64_t seed, Executor& executor,
                                                  const Cancel& cancel);

/// Fills in the dependences of the model's fields. `start`: of EM in the crowds.
///
/// For each field A: of its crowd, EM with m held fixed parts matches from others and gives u of every other
/// field B among the others. Where that is well above B's own u (twice, and at least .01), B depends on A.
/// A crowd of which EM takes all for others, though the average pair would be merged, proves nothing; nor
/// does one of a single other column, which no EM can part. Households, postal codes and cities need no rule
/// of their own. But that two agree on their name and on a phone, e-mail, identity number or date is never
/// laid to the one bringing the other along: whoever moved would be taken for somebody else.
void find_dependences(const Comparison& comparison, const std::vector<std::vector<Counted>>& crowds,
                      Start start, Executor& executor, const Cancel& cancel, Model& model);

}  // namespace kith::match
