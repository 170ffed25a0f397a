// The most frequent keys of a stream in bounded memory.
//
// Exact while there are at most `capacity` different keys. Beyond it, the summary of J. Misra and D. Gries
// (1982), merged after Agarwal et al., "Mergeable summaries" (2012): a count is at most n ÷ capacity
// below the truth and never above it, and every key more frequent than that is there. The result depends on
// the order of adds and merges only beyond the capacity; it never depends on hashing.
#pragma once
#include <algorithm>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

namespace kith::quality {

/// `Payload` has merge(const Payload&): what is remembered beside the count of a key.
template <class Payload>
class Frequent {
 public:
  struct Entry {
    std::int64_t count = 0;
    Payload payload;
  };

  explicit Frequent(std::size_t capacity) : capacity_(std::max<std::size_t>(capacity, 1)) {}

  void add(std::string_view key, const Payload& payload, std::int64_t count = 1) {
    auto found = entries_.find(key);
    if (found != entries_.end()) {
      found->second.count += count;
      found->second.payload.merge(payload);
      return;
    }
    entries_.emplace(std::string(key), Entry{count, payload});
    if (entries_.size() >= 2 * capacity_) shrink();
  }

  void merge(const Frequent& other) {
    lost_ += other.lost_;
    for (const auto& [key, entry] : other.entries_) {
      auto& mine = entries_[key];
      if (mine.count == 0) {
        mine = entry;
      } else {
        mine.count += entry.count;
        mine.payload.merge(entry.payload);
      }
    }
    if (entries_.size() >= 2 * capacity_) shrink();
  }

  /// The truth of any count lies in [count, count + error()].
  std::int64_t error() const noexcept { return lost_; }
  bool exact() const noexcept { return lost_ == 0; }
  /// Different keys held; all of them while exact.
  std::size_t size() const noexcept { return entries_.size(); }

  /// By falling count, ties by key; at most `limit`.
  std::vector<std::pair<std::string_view, const Entry*>> top(std::size_t limit) const {
    std::vector<std::pair<std::string_view, const Entry*>> all;
    all.reserve(entries_.size());
    for (const auto& [key, entry] : entries_) all.emplace_back(key, &entry);
    limit = std::min(limit, all.size());
    std::partial_sort(all.begin(), all.begin() + static_cast<std::ptrdiff_t>(limit), all.end(),
                      [](const auto& a, const auto& b) {
                        return a.second->count != b.second->count ? a.second->count > b.second->count
                                                                  : a.first < b.first;
                      });
    all.resize(limit);
    return all;
  }

 private:
  struct Hash {
    using is_transparent = void;
    std::size_t operator()(std::string_view key) const noexcept { return std::hash<std::string_view>{}(key); }
  };

  // Takes the (capacity+1)-th greatest count off every count; at most `capacity` stay.
  void shrink() {
    std::vector<std::int64_t> counts;
    counts.reserve(entries_.size());
    for (const auto& [key, entry] : entries_) counts.push_back(entry.count);
    auto nth = counts.begin() + static_cast<std::ptrdiff_t>(capacity_);
    std::nth_element(counts.begin(), nth, counts.end(), std::greater<>());
    const std::int64_t off = *nth;
    lost_ += off;
    for (auto at = entries_.begin(); at != entries_.end();) {
      at->second.count -= off;
      at = at->second.count <= 0 ? entries_.erase(at) : std::next(at);
    }
  }

  std::size_t capacity_;
  std::int64_t lost_ = 0;
  std::unordered_map<std::string, Entry, Hash, std::equal_to<>> entries_;
};

}  // namespace kith::quality
