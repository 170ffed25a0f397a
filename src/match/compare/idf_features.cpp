#include "match/compare/idf_features.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <unordered_map>

#include "base/hash.h"
#include "base/utf8.h"

namespace kith::match {
namespace {

constexpr std::size_t most_kept = 160;

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

}  // namespace

IdfFeatures::IdfFeatures(std::span<const std::string_view> values) {
  std::unordered_map<std::uint64_t, std::uint32_t> numbers;
  std::vector<std::uint64_t> features, hashes;
  begin_.push_back(0);
  for (std::size_t v = 0; v < values.size(); ++v) {
    if (v > 0) features_of(values[v], features);
    for (std::uint64_t hash : features) {
      const auto [at, fresh] = numbers.emplace(hash, static_cast<std::uint32_t>(frequency_.size()));
      if (fresh) {
        frequency_.push_back(0);
        hashes.push_back(hash);
      }
      ++frequency_[at->second];
      tokens_.push_back(at->second);
    }
    begin_.push_back(tokens_.size());
  }
  // Renumbered by rarity: a merge of two sets then meets the features that matter first.
  std::vector<std::uint32_t> order(frequency_.size()), number(frequency_.size());
  std::iota(order.begin(), order.end(), 0u);
  std::sort(order.begin(), order.end(), [&](std::uint32_t a, std::uint32_t b) {
    return frequency_[a] != frequency_[b] ? frequency_[a] < frequency_[b] : hashes[a] < hashes[b];
  });
  std::vector<std::uint32_t> sorted;
  for (std::uint32_t i = 0; i < order.size(); ++i) {
    number[order[i]] = i;
    sorted.push_back(frequency_[order[i]]);
  }
  frequency_ = std::move(sorted);
  const double n = std::max<double>(1, static_cast<double>(values.size()) - 1);
  for (std::uint32_t frequency : frequency_) {
    const double idf = std::log(1 + n / frequency);
    weight_.push_back(static_cast<float>(idf * idf));
  }
  std::size_t kept = 0;
  std::vector<std::uint32_t> own;
  for (std::size_t v = 0; v + 1 < begin_.size(); ++v) {
    double sum = 0;
    own.clear();
    for (std::size_t i = begin_[v]; i < begin_[v + 1]; ++i) {
      const std::uint32_t token = number[tokens_[i]];
      sum += weight_[token];
      if (frequency_[token] > 1) own.push_back(token);
    }
    std::sort(own.begin(), own.end());
    if (own.size() > most_kept) own.resize(most_kept);
    begin_[v] = kept;
    std::copy(own.begin(), own.end(), tokens_.begin() + static_cast<std::ptrdiff_t>(kept));
    kept += own.size();
    norm_.push_back(static_cast<float>(std::sqrt(sum)));
  }
  begin_.back() = kept;
  tokens_.resize(kept);
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
  const double norm = static_cast<double>(norm_[a]) * norm_[b];
  return norm > 0 ? std::min(1.0, shared / norm) : 0;
}

}  // namespace kith::match
