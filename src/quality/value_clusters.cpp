#include "quality/value_clusters.h"

#include <algorithm>
#include <unordered_map>

#include "base/hash.h"
#include "base/utf8.h"

namespace kith::quality {
namespace {

// Neighbours by one deletion share a hash; more of one hash than this are a fault of the column, not slips.
constexpr std::size_t most_of_one_hash = 256;

bool is_latin_word_sign(char32_t c) noexcept {
  return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || c >= 0xC0;
}

char32_t folded(char32_t c) noexcept {
  if (c >= 'A' && c <= 'Z') return c + 32;
  if (c >= 0xFF01 && c <= 0xFF5E) return folded(c - 0xFEE0);
  if (c == 0x3000) return ' ';
  // The letters of Latin-1 by the letter below the accent; '.' where there is none.
  constexpr std::string_view base = "aaaaaaaceeeeiiiidnooooo.ouuuuyts";
  if (c >= 0xC0 && c <= 0xFF) {
    const char letter = base[(c - 0xC0) & 31];
    return letter == '.' ? ' ' : static_cast<char32_t>(letter);
  }
  return c;
}

bool is_sign(char32_t c) noexcept {
  return !is_latin_word_sign(c) || (c >= 0x2000 && c <= 0x2BFF) || (c >= 0x3000 && c <= 0x303F) ||
         c == 0xB7 || (c >= 0xFE30 && c <= 0xFE4F) || (c >= 0xFF00 && c <= 0xFF0F);
}

std::vector<ValueCluster> in_order(std::vector<ValueCluster> clusters, std::span<const CountedValue> values) {
  for (auto& cluster : clusters) {
    std::sort(cluster.members.begin(), cluster.members.end(), [&](std::size_t a, std::size_t b) {
      return values[a].count != values[b].count ? values[a].count > values[b].count
                                                : values[a].value < values[b].value;
    });
    cluster.count = 0;
    for (auto member : cluster.members) cluster.count += values[member].count;
  }
  auto to_mend = [&](const ValueCluster& cluster) {
    return cluster.count - values[cluster.members.front()].count;
  };
  std::sort(clusters.begin(), clusters.end(), [&](const auto& a, const auto& b) {
    return to_mend(a) != to_mend(b) ? to_mend(a) > to_mend(b)
                                    : values[a.members.front()].value < values[b.members.front()].value;
  });
  return clusters;
}

std::u32string code_points(std::string_view text) {
  std::u32string out;
  for (std::size_t at = 0; at < text.size();) out.push_back(next_code_point(text, at));
  return out;
}

std::uint64_t hash_without(const std::u32string& text, std::size_t left_out) {
  std::uint64_t hash = 0xCBF29CE484222325ull;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (i == left_out) continue;
    hash = (hash ^ text[i]) * 0x100000001B3ull;
  }
  return hash ^ (hash >> 29);
}

bool is_digit(char32_t c) noexcept { return c >= '0' && c <= '9'; }

// At most one replacement, omission, addition or swap of neighbours apart. One digit for another is no slip:
// it makes another number.
bool one_slip_apart(const std::u32string& a, const std::u32string& b) noexcept {
  const auto& longer = a.size() >= b.size() ? a : b;
  const auto& shorter = a.size() >= b.size() ? b : a;
  if (longer.size() - shorter.size() > 1) return false;
  std::size_t first = 0;
  while (first < shorter.size() && longer[first] == shorter[first]) ++first;
  std::size_t last = 0;
  while (last < shorter.size() - first &&
         longer[longer.size() - 1 - last] == shorter[shorter.size() - 1 - last])
    ++last;
  const auto differ = longer.size() - first - last;
  if (longer.size() != shorter.size()) return differ == 1 && !is_digit(longer[first]);
  if (differ == 0) return true;
  if (is_digit(longer[first]) && is_digit(shorter[first])) return false;
  if (differ == 1) return true;
  return differ == 2 && longer[first] == shorter[first + 1] && longer[first + 1] == shorter[first];
}

}  // namespace

std::vector<ValueCluster> cluster_by_key(std::span<const CountedValue> values,
                                         std::span<const std::string> keys) {
  std::unordered_map<std::string_view, std::size_t> place;
  std::vector<std::vector<std::size_t>> groups;
  for (std::size_t i = 0; i < values.size(); ++i) {
    if (keys[i].empty()) continue;
    auto [known, is_new] = place.emplace(keys[i], groups.size());
    if (is_new) groups.emplace_back();
    groups[known->second].push_back(i);
  }
  std::vector<ValueCluster> clusters;
  for (auto& group : groups) {
    if (group.size() > 1) clusters.push_back({std::move(group), 0});
  }
  return in_order(std::move(clusters), values);
}

std::vector<ValueCluster> cluster_by_slip(std::span<const CountedValue> values,
                                          std::span<const std::string> keys, std::size_t shortest) {
  struct Entry {
    std::uint64_t hash;
    std::uint32_t value;
  };
  std::vector<std::u32string> texts(values.size());
  std::vector<Entry> entries;
  for (std::size_t i = 0; i < values.size(); ++i) {
    texts[i] = code_points(keys[i]);
    if (texts[i].size() < shortest) continue;
    for (std::size_t left_out = 0; left_out <= texts[i].size(); ++left_out)
      entries.push_back({hash_without(texts[i], left_out), static_cast<std::uint32_t>(i)});
  }
  std::sort(entries.begin(), entries.end(), [](const Entry& a, const Entry& b) {
    return a.hash != b.hash ? a.hash < b.hash : a.value < b.value;
  });
  auto goes_before = [&](std::size_t a, std::size_t b) {
    return values[a].count != values[b].count ? values[a].count > values[b].count
                                              : values[a].value < values[b].value;
  };
  // Each value's commonest neighbour that is commoner than itself.
  constexpr auto nobody = static_cast<std::size_t>(-1);
  std::vector<std::size_t> leader(values.size(), nobody);
  for (std::size_t first = 0; first < entries.size();) {
    std::size_t last = first;
    while (last < entries.size() && entries[last].hash == entries[first].hash) ++last;
    if (last - first <= most_of_one_hash) {
      for (auto i = first; i < last; ++i) {
        for (auto j = i + 1; j < last; ++j) {
          std::size_t a = entries[i].value, b = entries[j].value;
          if (a == b || !one_slip_apart(texts[a], texts[b])) continue;
          if (goes_before(b, a)) std::swap(a, b);
          if (leader[b] == nobody || goes_before(a, leader[b])) leader[b] = a;
        }
      }
    }
    first = last;
  }
  // Stars, not chains: a value that follows leads nobody.
  std::unordered_map<std::size_t, std::vector<std::size_t>> stars;
  for (std::size_t i = 0; i < values.size(); ++i) {
    if (leader[i] == nobody || leader[leader[i]] != nobody) continue;
    auto& star = stars[leader[i]];
    if (star.empty()) star.push_back(leader[i]);
    star.push_back(i);
  }
  std::vector<ValueCluster> clusters;
  for (auto& [center, members] : stars) clusters.push_back({std::move(members), 0});
  return in_order(std::move(clusters), values);
}

std::string fingerprint(std::string_view value) {
  std::vector<std::string> words(1);
  for (std::size_t at = 0; at < value.size();) {
    const auto c = folded(next_code_point(value, at));
    if (c == '.' || c == '\'') continue;  // "Inc." and "O'Neil" stay one word
    if (is_sign(c)) {
      if (!words.back().empty()) words.emplace_back();
      continue;
    }
    append_utf8(words.back(), c);
  }
  if (words.back().empty()) words.pop_back();
  std::sort(words.begin(), words.end());
  words.erase(std::unique(words.begin(), words.end()), words.end());
  std::string key;
  for (const auto& word : words) key += (key.empty() ? "" : " ") + word;
  return key;
}

std::string pair_fingerprint(std::string_view value) {
  std::vector<char32_t> signs;
  for (std::size_t at = 0; at < value.size();) {
    const auto c = folded(next_code_point(value, at));
    if (!is_sign(c)) signs.push_back(c);
  }
  std::vector<std::string> pairs;
  for (std::size_t i = 0; i + 1 < signs.size(); ++i) {
    append_utf8(pairs.emplace_back(), signs[i]);
    append_utf8(pairs.back(), signs[i + 1]);
  }
  std::sort(pairs.begin(), pairs.end());
  pairs.erase(std::unique(pairs.begin(), pairs.end()), pairs.end());
  std::string key;
  for (const auto& pair : pairs) key += pair;
  // 1111 and 11111 have the same pairs and are two numbers.
  for (auto sign : signs) {
    if (is_digit(sign)) append_utf8(key, sign);
  }
  return key;
}

}  // namespace kith::quality
