#include "match/model/worth.h"

#include <bit>
#include <map>

namespace kith::match {
namespace {

constexpr double few_pairs = 1e6;
constexpr double least_yield = 1.0 / 500;
constexpr double lost_for_all = 0.02;  // of the matches, for being spared all pairs; for half of them, half
constexpr double most_lost = 0.03;     // with all rules that go

struct Brought {
  double pairs = 0, matches = 0;
  /// May these pairs go, where so many matches are known in all, and so many pairs left and matches lost?
  bool may_go(double all, double pairs_left, double lost) const noexcept {
    return matches < least_yield * (pairs + 1) && lost + matches <= most_lost * all &&
           matches * pairs_left <= lost_for_all * pairs * all;
  }
};

// A pair of less than even odds joins nobody: many such do not make a match.
double likely(double posterior) noexcept { return posterior < 0.5 ? 0 : posterior; }

double all_matches(const std::vector<double>& posterior, double share) noexcept {
  double sum = 0;
  for (const double p : posterior) sum += likely(p);
  return sum / share;
}

}  // namespace

std::vector<std::size_t> rules_worth_keeping(const std::vector<Rule>& rules,
                                             const std::vector<SampledPair>& sample,
                                             const std::vector<double>& posterior, double share) {
  std::uint32_t left = 0;
  for (std::size_t r = 0; r < rules.size(); ++r) left |= static_cast<std::uint32_t>(rules[r].keys != 0) << r;
  std::map<std::uint32_t, Brought> by_mask;
  double pairs = 0;
  // Sums by mask in the sample's order: the same to the last digit for any number of threads.
  for (std::size_t i = 0; i < sample.size(); ++i) {
    if ((sample[i].rules & left) == 0) continue;
    auto& brought = by_mask[sample[i].rules & left];
    brought.pairs += 1 / share;
    brought.matches += likely(posterior[i]) / share;
    pairs += 1 / share;
  }
  const std::uint32_t keyless = ~left;
  const double all = all_matches(posterior, share);
  double lost = 0;
  while (pairs > few_pairs && std::popcount(left) > 1) {
    std::vector<Brought> alone(rules.size());
    for (const auto& [mask, brought] : by_mask) {
      if (std::popcount(mask & left) != 1) continue;
      auto& own = alone[static_cast<std::size_t>(std::countr_zero(mask & left))];
      own.pairs += brought.pairs;
      own.matches += brought.matches;
    }
    auto yield = [&](std::size_t r) { return alone[r].matches / (alone[r].pairs + 1); };
    std::size_t worst = rules.size();
    for (std::size_t r = 0; r < rules.size(); ++r) {
      if (!(left >> r & 1) || !alone[r].may_go(all, pairs, lost)) continue;
      if (worst == rules.size() || yield(r) <= yield(worst)) worst = r;
    }
    if (worst == rules.size()) break;
    left &= ~(1u << worst);
    pairs -= alone[worst].pairs;
    lost += alone[worst].matches;
  }
  std::vector<std::size_t> kept;
  for (std::size_t r = 0; r < rules.size(); ++r) {
    if ((left | keyless) >> r & 1) kept.push_back(r);
  }
  return kept;
}

bool near_worth_keeping(std::size_t rules, const std::vector<std::size_t>& kept,
                        const std::vector<SampledPair>& sample, const std::vector<double>& posterior,
                        double share) {
  std::uint32_t others = 0;
  for (auto r : kept) others |= 1u << r;
  Brought alone;
  const double pairs = static_cast<double>(sample.size()) / share;
  for (std::size_t i = 0; i < sample.size(); ++i) {
    if ((sample[i].rules & others) != 0 || !(sample[i].rules >> rules & 1)) continue;
    alone.pairs += 1 / share;
    alone.matches += likely(posterior[i]) / share;
  }
  return alone.pairs <= few_pairs || !alone.may_go(all_matches(posterior, share), pairs, 0);
}

void keep_rules(const std::vector<std::size_t>& kept, std::vector<Rule>& rules, Blocks& blocks) {
  if (kept.size() == rules.size()) return;
  std::vector<Rule> left;
  for (auto r : kept) left.push_back(std::move(rules[r]));
  const std::size_t rows = rules.empty() ? 0 : blocks.of.size() / rules.size();
  std::size_t to = 0;
  for (std::size_t row = 0; row < rows; ++row) {
    for (auto r : kept) blocks.of[to++] = blocks.of[row * rules.size() + r];
  }
  blocks.of.resize(to);
  blocks.rules = kept.size();
  rules = std::move(left);
}

}  // namespace kith::match
