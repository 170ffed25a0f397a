// A second look at a street that rules took apart: every character is given to a part by a linear-chain
// conditional random field (Lafferty, McCallum, Pereira 2001), which sees the characters around, what kinds
// they are of, and what the rules say. Its weights were learned from labelled addresses and stand in
// street_weights.txt.
#pragma once
#include <array>
#include <cstdint>
#include <string_view>
#include <vector>

#include "standard/street_features.h"

namespace kith::standard::street {

class Tagger {
 public:
  /// What is in the table: lines of "look seen tag=weight …" and "> from tag=weight …", weights in hundredths
  /// of a nat, see bench/bench_street_weights.cpp. Lines that are none are left out.
  explicit Tagger(std::string_view table);

  /// The one with the weights in the binary; read on first use (some milliseconds).
  static const Tagger& shared();

  /// The most likely tags, those that are certain as they are; a tag within a part stands only behind its
  /// begin or its like. O(count · tags²).
  std::array<std::uint8_t, TagText::most> tags_of(const TagText& text) const;

 private:
  struct Weight {
    std::uint8_t tag;
    float weight;
  };
  struct Slot {
    std::uint64_t hash = 0;
    std::uint32_t first = 0, count = 0;  // of weights_; a count of 0 is an empty slot
  };

  std::vector<Slot> slots_;  // a power of two, at most half full; by hash
  std::vector<Weight> weights_;
  std::array<std::array<float, tag_count>, tag_count> step_{};  // to, from
};

}  // namespace kith::standard::street
