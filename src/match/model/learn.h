// Learning m, u and λ without labels (Fellegi & Sunter 1969; EM after Winkler 1988, one blocking rule at a
// time).
#pragma once
#include <cstdint>
#include <vector>

#include "base/executor.h"
#include "base/progress.h"
#include "match/block/near.h"
#include "match/block/rules.h"
#include "match/model/pattern.h"
#include "match/resolve.h"

namespace kith::match {

/// The model before any evidence: m as each comparator expects it, u measured (exact from frequencies, the
/// other levels from a seeded sample of 100,000 pairs of `rows` with a value), λ = 1/n.
Model prior_model(const Comparison& comparison, const RowSample& rows, const Near& near, std::uint64_t seed,
                  Executor& executor);

/// Learns from a sample of at most 1.5 million of the pairs that the rules bring of `rows` (chosen by a hash
/// of the rows). `blocks` are theirs.
///
/// For each rule r, over its pairs and with its fields masked: g_p = σ(log odds λ_r + Σ ln m/u), λ_r = Σ n_p
/// g_p / Σ n_p, m_fl = Σ n_p g_p [γ_f = l] / Σ n_p g_p [γ_f ≠ null], a few pseudo-pairs of the prior added. m
/// is the mean over the rules weighted by Σ n_p g_p; in the second round without rules that claim ten times
/// the matches that the model of the first finds among their pairs. u stays as measured, but for what matches
/// among random pairs add to it: u ← (u − λm)/(1 − λ), which matters in small tables. λ is the fixed point of
/// λ = Σ σ(W + log odds λ) / C(n, 2) over all the pairs, term frequency included. Also fills in the rules'
/// predicted recall and the model's. Near pairs are a rule more, of the texts they are near in; it comes
/// last.
///
/// Where EM went after something else than matches, m is as the comparators expect it, moved by the surest
/// pairs alone: see anchor.h.
///
/// Where a row has at most one partner in each other source, rows compete: see compete.h.
///
/// Then leaves of `rules` and `blocks` those that are worth their pairs, and of `near` the pairs only if they
/// are (worth.h). `prior`: of prior_model().
Model learn(const Comparison& comparison, const RowSample& rows, const Model& prior,
            const std::vector<BlockingKey>& keys, std::vector<Rule>& rules, Blocks& blocks, Near& near,
            bool one_per_source, std::uint64_t seed, Executor& executor, const Cancel& cancel);

}  // namespace kith::match
