#include "sample/pick.h"

#include <algorithm>
#include <cmath>

namespace kith::sample {
namespace {

constexpr double slot_count = 8192;

bool is_letter(char c) noexcept {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '-' || c == '\'';
}
bool is_digit(char c) noexcept { return c >= '0' && c <= '9'; }

Word parse_word(std::string_view token, std::size_t rank) {
  Word word;
  auto byte = [&](std::size_t i) { return static_cast<unsigned char>(token[i]); };
  std::size_t end = 0;
  if (byte(0) >= 0xE3) {  // Chinese
    while (end < token.size() && byte(end) >= 0x80) ++end;
  }
  std::size_t latin_end = end;
  while (latin_end < token.size() && !is_digit(token[latin_end])) ++latin_end;
  word.latin = token.substr(end, latin_end - end);
  // A Latin word may hold accented letters: then the token is its own text.
  bool own_text =
      end == 0 || word.latin.empty() || !std::all_of(word.latin.begin(), word.latin.end(), is_letter);
  word.text = own_text ? token.substr(0, latin_end) : token.substr(0, end);
  if (own_text) word.latin = word.text;
  word.weight = 1.0 / (static_cast<double>(rank) + 12);
  if (latin_end < token.size()) {
    word.weight = 0;
    for (char c : token.substr(latin_end)) word.weight = word.weight * 10 + (c - '0');
  }
  return word;
}

}  // namespace

Picker::Picker(const std::vector<double>& weights) {
  double sum = 0;
  for (double w : weights) sum += w;
  for (std::size_t i = 0; i < weights.size(); ++i) {
    if (weights[i] <= 0) continue;
    auto slots = std::max(1.0, std::round(weights[i] / sum * slot_count));
    slots_.insert(slots_.end(), static_cast<std::size_t>(slots), static_cast<std::uint16_t>(i));
  }
}

WordTable::WordTable(std::string_view table) {
  std::vector<double> weights;
  for (std::size_t at = 0; at < table.size();) {
    auto begin = table.find_first_not_of(" \n", at);
    if (begin == std::string_view::npos) break;
    auto end = std::min(table.find_first_of(" \n", begin), table.size());
    words_.push_back(parse_word(table.substr(begin, end - begin), words_.size()));
    weights.push_back(words_.back().weight);
    at = end;
  }
  picker_ = Picker(weights);
}

Permutation::Permutation(std::uint64_t size, std::uint64_t key) noexcept
    : size_(size), key_(mix(key)), half_bits_(1) {
  while (half_bits_ < 32 && (1ull << (2 * half_bits_)) < size) ++half_bits_;
}

std::uint64_t Permutation::operator()(std::uint64_t index) const noexcept {
  const std::uint64_t mask = (1ull << half_bits_) - 1;
  do {
    std::uint64_t left = index >> half_bits_, right = index & mask;
    for (std::uint64_t round = 1; round <= 4; ++round) {
      std::uint64_t next = left ^ (mix(key_ ^ (round << 56) ^ right) & mask);
      left = right;
      right = next;
    }
    index = (left << half_bits_) | right;
  } while (index >= size_);
  return index;
}

}  // namespace kith::sample
