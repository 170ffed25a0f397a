#include "service/compatible_links.h"

#include <algorithm>
#include <numeric>
#include <unordered_map>
#include <vector>

namespace kith::service {
namespace {

// Sets of rows, with the rows that each set must not be joined with.
class PartedSets {
 public:
  PartedSets(const match::Constraints& constraints, std::size_t rows) : parent_(rows) {
    std::iota(parent_.begin(), parent_.end(), 0u);
    for (const auto& [a, b] : constraints.same) parent_[find(a)] = find(b);
    for (const auto& [a, b] : constraints.different) {
      others_[find(a)].push_back(b);
      others_[find(b)].push_back(a);
    }
  }

  // False where it must not be.
  bool join(std::uint32_t a, std::uint32_t b) {
    auto one = find(a), other = find(b);
    if (one == other) return true;
    if (count_of(one) > count_of(other)) std::swap(one, other);
    const auto fewer = others_.find(one);
    if (fewer != others_.end()) {
      for (auto row : fewer->second) {
        if (find(row) == other) return false;
      }
      auto moved = std::move(fewer->second);
      others_.erase(fewer);
      auto& all = others_[other];
      all.insert(all.end(), moved.begin(), moved.end());
    }
    parent_[one] = other;
    return true;
  }

 private:
  std::uint32_t find(std::uint32_t row) {
    while (parent_[row] != row) row = parent_[row] = parent_[parent_[row]];
    return row;
  }
  std::size_t count_of(std::uint32_t root) const {
    const auto found = others_.find(root);
    return found == others_.end() ? 0 : found->second.size();
  }

  std::vector<std::uint32_t> parent_;
  std::unordered_map<std::uint32_t, std::vector<std::uint32_t>> others_;  // by root
};

}  // namespace

void add_compatible_links(match::Constraints& constraints, std::size_t rows,
                          std::span<const std::pair<std::uint32_t, std::uint32_t>> links) {
  if (links.empty()) return;
  if (constraints.different.empty()) {
    constraints.same.insert(constraints.same.end(), links.begin(), links.end());
    return;
  }
  PartedSets sets(constraints, rows);
  for (const auto& link : links) {
    if (sets.join(link.first, link.second)) constraints.same.push_back(link);
  }
}

}  // namespace kith::service
