// Texts as weighted sets: rare words and letter groups count, frequent ones hardly do.
#pragma once
#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "base/executor.h"

namespace kith::match {

class FeatureNumbers;

/// The words of each value and the trigrams of its words (each with a blank at either end), without regard to
/// order and repetition, weighted by the square of their inverse document frequency ln(1 + N / n) over the
/// values (Salton & Buckley 1988). A run of Han characters is one word, and each of them one more feature. Of
/// a long text the 160 rarest features that it shares with any other are kept: what it says beyond counts for
/// its length only.
class IdfFeatures {
 public:
  /// Value 0 is null and has no features. O(total length · log).
  explicit IdfFeatures(std::span<const std::string_view> values);
  IdfFeatures(std::span<const std::string_view> values, Executor& executor);

  std::size_t values() const noexcept { return begin_.size() - 1; }
  std::size_t features() const noexcept { return weight_.size(); }

  /// Features of a value, the rarest first; numbers in [0, features()), in order of rarity.
  std::span<const std::uint32_t> of(std::uint32_t value) const noexcept {
    return {tokens_.data() + begin_[value], begin_[value + 1] - begin_[value]};
  }
  float weight(std::uint32_t feature) const noexcept { return weight_[feature]; }
  /// Values that have it.
  std::uint32_t frequency(std::uint32_t feature) const noexcept { return frequency_[feature]; }
  float norm(std::uint32_t value) const noexcept { return norm_[value]; }

  /// In [0, 1]: Σ weights shared / √(Σ a · Σ b). 0 where either has nothing. O(features of both).
  double cosine(std::uint32_t a, std::uint32_t b) const noexcept;

  /// One value beside many others: the same cosines, several times as fast.
  class One {
   public:
    explicit One(const IdfFeatures& features) : features_(&features), weights_(features.features(), 0.0f) {}
    void set(std::uint32_t value);
    /// To the value that was set.
    double cosine(std::uint32_t other) const noexcept;

   private:
    const IdfFeatures* features_;
    std::vector<float> weights_;  // by feature: 0 where the value has it not
    std::uint32_t value_ = 0;
  };

 private:
  void number_by_rarity(std::size_t values, const FeatureNumbers& numbers);
  void keep_rarest(Executor& executor);
  double cosine_of(double shared, std::uint32_t a, std::uint32_t b) const noexcept;

  std::vector<std::uint32_t> tokens_;
  std::vector<std::size_t> begin_;
  std::vector<float> weight_, norm_;  // norm: √Σ weights
  std::vector<std::uint32_t> frequency_;
};

}  // namespace kith::match
