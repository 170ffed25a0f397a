#include "match/compare/idf_features.h"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "base/ask_ahead.h"
#include "base/build_ahead.h"
#include "base/hash.h"
#include "base/utf8.h"

namespace kith::match {
namespace {

constexpr std::size_t most_kept = 160, values_a_piece = 1000;

// Words as runs of letters and digits; Han runs stay together.
template <class Visit>
void each_word(std::string_view text, Visit&& visit) {
  std::vector<char32_t> word;
  auto close = [&] {
    if (!word.empty()) visit(word);
    word.clear();
  };
  bool han = false;
  for (std::size_t at = 0; at < text.size();) {
    char32_t c = next_code_point(text, at);
    if (c >= 'A' && c <= 'Z') c += 32;
    const bool letter = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') ||
                        (c >= 0x80 && !(c >= 0x2000 && c <= 0x206F) && !(c >= 0x3000 && c <= 0x303F) &&
                         !(c >= 0xFF00 && c <= 0xFF0F) && c != 0xA0);
    if (!letter) {
      close();
      continue;
    }
    if (!word.empty() && is_han(c) != han) close();
    han = is_han(c);
    word.push_back(c);
  }
  close();
}

std::uint64_t hash_points(const char32_t* points, std::size_t n, std::uint64_t seed) {
  return hash_bytes({reinterpret_cast<const char*>(points), n * sizeof *points}, seed);
}

void features_of(std::string_view text, std::vector<std::uint64_t>& out) {
  out.clear();
  std::vector<char32_t> padded;
  each_word(text, [&](const std::vector<char32_t>& word) {
    out.push_back(hash_points(word.data(), word.size(), 1));
    if (is_han(word[0])) {
      for (const char32_t& c : word) out.push_back(hash_points(&c, 1, 2));
    }
    padded.assign(1, U' ');
    padded.insert(padded.end(), word.begin(), word.end());
    padded.push_back(U' ');
    for (std::size_t i = 0; i + 2 < padded.size(); ++i) out.push_back(hash_points(padded.data() + i, 3, 3));
  });
  std::sort(out.begin(), out.end());
  out.erase(std::unique(out.begin(), out.end()), out.end());
}

// Of some values end to end.
struct Features {
  std::vector<std::uint64_t> hashes;
  std::vector<std::size_t> end;  // of each value's, in hashes
};

}  // namespace

// Numbers for hashes, by first appearance: open addressing by their lower bits, at most half full.
class FeatureNumbers {
 public:
  void append(const std::vector<std::uint64_t>& hashes, std::vector<std::uint32_t>& numbers) {
    for (std::size_t i = 0; i < hashes.size(); ++i) {
      if (i + far_ahead < hashes.size()) __builtin_prefetch(&slots_[hashes[i + far_ahead] & mask()]);
      numbers.push_back(number_of(hashes[i]));
    }
  }
  const std::vector<std::uint64_t>& hashes() const noexcept { return hashes_; }

 private:
  static constexpr std::uint32_t none = ~0u;
  struct Slot {
    std::uint64_t hash = 0;
    std::uint32_t number = none;
  };
  std::size_t mask() const noexcept { return slots_.size() - 1; }
  std::size_t place_of(std::uint64_t hash) const noexcept {
    std::size_t at = hash & mask();
    while (slots_[at].number != none && slots_[at].hash != hash) at = (at + 1) & mask();
    return at;
  }
  std::uint32_t number_of(std::uint64_t hash) {
    if (2 * hashes_.size() >= slots_.size()) grow();
    Slot& slot = slots_[place_of(hash)];
    if (slot.number == none) {
      slot = {hash, static_cast<std::uint32_t>(hashes_.size())};
      hashes_.push_back(hash);
    }
    return slot.number;
  }
  void grow() {
    slots_.assign(2 * slots_.size(), {});
    for (std::uint32_t i = 0; i < hashes_.size(); ++i) slots_[place_of(hashes_[i])] = {hashes_[i], i};
  }

  std::vector<Slot> slots_ = std::vector<Slot>(1024);
  std::vector<std::uint64_t> hashes_;
};

IdfFeatures::IdfFeatures(std::span<const std::string_view> values) {
  Executor alone;
  *this = IdfFeatures(values, alone);
}

IdfFeatures::IdfFeatures(std::span<const std::string_view> values, Executor& executor) {
  const std::size_t pieces = (values.size() + values_a_piece - 1) / values_a_piece;
  FeatureNumbers numbers;
  begin_.push_back(0);
  build_ahead<Features>(
      executor, pieces,
      [&](std::size_t p, unsigned) {
        Features found;
        std::vector<std::uint64_t> own;
        for (std::size_t v = p * values_a_piece; v < std::min(values.size(), (p + 1) * values_a_piece); ++v) {
          if (v > 0) features_of(values[v], own);
          found.hashes.insert(found.hashes.end(), own.begin(), own.end());
          found.end.push_back(found.hashes.size());
        }
        return found;
      },
      [&](std::size_t, const Features& found) {
        const std::size_t first = tokens_.size();
        numbers.append(found.hashes, tokens_);
        for (const auto end : found.end) begin_.push_back(first + end);
      });
  number_by_rarity(values.size(), numbers);
  keep_rarest(executor);
}

// Renumbered by rarity: a merge of two sets then meets the features that matter first.
void IdfFeatures::number_by_rarity(std::size_t values, const FeatureNumbers& numbers) {
  const auto& hashes = numbers.hashes();
  std::vector<std::uint32_t> frequency(hashes.size(), 0), order(hashes.size()), number(hashes.size());
  for (const auto token : tokens_) ++frequency[token];
  std::iota(order.begin(), order.end(), 0u);
  std::sort(order.begin(), order.end(), [&](std::uint32_t a, std::uint32_t b) {
    return frequency[a] != frequency[b] ? frequency[a] < frequency[b] : hashes[a] < hashes[b];
  });
  const double n = std::max<double>(1, static_cast<double>(values) - 1);
  for (std::uint32_t i = 0; i < order.size(); ++i) {
    number[order[i]] = i;
    frequency_.push_back(frequency[order[i]]);
    const double idf = std::log(1 + n / frequency_.back());
    weight_.push_back(static_cast<float>(idf * idf));
  }
  for (auto& token : tokens_) token = number[token];
}

// Of each value the rarest features that it shares, in order, and the norm of all.
void IdfFeatures::keep_rarest(Executor& executor) {
  std::vector<std::size_t> kept(values(), 0);
  norm_.resize(values());
  executor.for_each((values() + values_a_piece - 1) / values_a_piece, [&](std::size_t p, unsigned) {
    std::vector<std::uint32_t> own;
    for (std::size_t v = p * values_a_piece; v < std::min(values(), (p + 1) * values_a_piece); ++v) {
      double sum = 0;
      own.clear();
      for (std::size_t i = begin_[v]; i < begin_[v + 1]; ++i) {
        sum += weight_[tokens_[i]];
        if (frequency_[tokens_[i]] > 1) own.push_back(tokens_[i]);
      }
      std::sort(own.begin(), own.end());
      if (own.size() > most_kept) own.resize(most_kept);
      std::copy(own.begin(), own.end(), tokens_.begin() + static_cast<std::ptrdiff_t>(begin_[v]));
      kept[v] = own.size();
      norm_[v] = static_cast<float>(std::sqrt(sum));
    }
  });
  std::size_t to = 0;
  for (std::size_t v = 0; v < kept.size(); ++v) {
    const auto from = tokens_.begin() + static_cast<std::ptrdiff_t>(begin_[v]);
    std::copy(from, from + static_cast<std::ptrdiff_t>(kept[v]),
              tokens_.begin() + static_cast<std::ptrdiff_t>(to));
    begin_[v] = to;
    to += kept[v];
  }
  begin_.back() = to;
  tokens_.resize(to);
  tokens_.shrink_to_fit();
}

double IdfFeatures::cosine(std::uint32_t a, std::uint32_t b) const noexcept {
  const auto x = of(a), y = of(b);
  double shared = 0;
  for (std::size_t i = 0, j = 0; i < x.size() && j < y.size();) {
    if (x[i] == y[j]) {
      shared += weight_[x[i]];
      ++i, ++j;
    } else if (x[i] < y[j]) {
      ++i;
    } else {
      ++j;
    }
  }
  return cosine_of(shared, a, b);
}

double IdfFeatures::cosine_of(double shared, std::uint32_t a, std::uint32_t b) const noexcept {
  const double norm = static_cast<double>(norm_[a]) * norm_[b];
  return norm > 0 ? std::min(1.0, shared / norm) : 0;
}

void IdfFeatures::One::set(std::uint32_t value) {
  for (const auto feature : features_->of(value_)) weights_[feature] = 0;
  value_ = value;
  for (const auto feature : features_->of(value_)) weights_[feature] = features_->weight(feature);
}

// The same terms in the same order as of two sets merged, and zeros between them: the same to the last bit.
double IdfFeatures::One::cosine(std::uint32_t other) const noexcept {
  double shared = 0;
  for (const auto feature : features_->of(other)) shared += weights_[feature];
  return features_->cosine_of(shared, value_, other);
}

}  // namespace kith::match
