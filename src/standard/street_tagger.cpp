#include "standard/street_tagger.h"

#include <algorithm>
#include <bit>
#include <charconv>
#include <limits>

#include "base/embedded.h"
#include "standard/characters.h"

namespace kith::standard::street {
namespace {

std::string_view next_word(std::string_view& line) {
  const auto end = std::min(line.find(' '), line.size());
  const auto word = line.substr(0, end);
  line.remove_prefix(std::min(end + 1, line.size()));
  return word;
}

std::uint8_t tag_of(char sign) noexcept {
  for (std::uint8_t tag = 0; tag < tag_count; ++tag) {
    if (sign_of(tag) == sign) return tag;
  }
  return tag_count;
}

// P=-132: false where it is not of that form.
bool read_weight(std::string_view word, std::uint8_t& tag, float& weight) noexcept {
  if (word.size() < 3 || word[1] != '=') return false;
  tag = tag_of(word[0]);
  int hundredths = 0;
  const auto [end, error] = std::from_chars(word.data() + 2, word.data() + word.size(), hundredths);
  weight = static_cast<float>(hundredths) / 100;
  return tag < tag_count && error == std::errc() && end == word.data() + word.size();
}

bool read_feature(std::string_view look, std::string_view seen, Feature& feature) {
  feature = {};
  while (feature.look <= look_has && name_of_look(feature.look) != look) ++feature.look;
  if (feature.look > look_has) return false;
  if (look == "always") return true;
  for (std::size_t at = 0; at < seen.size();) {
    if (feature.size == feature.seen.size()) return false;
    feature.seen[feature.size++] = next_tidy(seen, at);
  }
  return true;
}

}  // namespace

Tagger::Tagger(std::string_view table) {
  std::vector<Slot> entries;
  while (!table.empty()) {
    auto line = table.substr(0, table.find('\n'));
    table.remove_prefix(std::min(line.size() + 1, table.size()));
    const auto look = next_word(line), seen = next_word(line);
    std::uint8_t tag = 0;
    float weight = 0;
    if (look == ">") {
      const auto from = seen.size() == 1 ? tag_of(seen[0]) : tag_count;
      while (from < tag_count && !line.empty()) {
        if (read_weight(next_word(line), tag, weight)) step_[tag][from] = weight;
      }
      continue;
    }
    Feature feature;
    if (!read_feature(look, seen, feature)) continue;
    Slot entry{feature.hash(), static_cast<std::uint32_t>(weights_.size()), 0};
    while (!line.empty()) {
      if (read_weight(next_word(line), tag, weight)) weights_.push_back({tag, weight});
    }
    entry.count = static_cast<std::uint32_t>(weights_.size()) - entry.first;
    if (entry.count != 0) entries.push_back(entry);
  }
  slots_.resize(std::bit_ceil(2 * entries.size() + 1));
  for (const Slot& entry : entries) {
    std::size_t i = entry.hash & (slots_.size() - 1);
    while (slots_[i].count != 0) i = (i + 1) & (slots_.size() - 1);
    slots_[i] = entry;
  }
}

const Tagger& Tagger::shared() {
  static const Tagger tagger(embedded("street_weights.txt"));
  return tagger;
}

std::array<std::uint8_t, TagText::most> Tagger::tags_of(const TagText& text) const {
  std::array<std::uint8_t, TagText::most> tags{};
  if (text.count == 0) return tags;
  constexpr float never = -std::numeric_limits<float>::infinity();
  std::array<std::array<std::uint8_t, tag_count>, TagText::most> came{};
  std::array<float, tag_count> before{}, now{};
  for (std::size_t i = 0; i < text.count; ++i) {
    now.fill(0);
    features_at(text, i, [&](const Feature& feature) {
      const auto hash = feature.hash();
      for (std::size_t s = hash & (slots_.size() - 1); slots_[s].count != 0;
           s = (s + 1) & (slots_.size() - 1)) {
        if (slots_[s].hash != hash) continue;
        for (std::uint32_t w = 0; w < slots_[s].count; ++w) {
          const auto& [tag, weight] = weights_[slots_[s].first + w];
          now[tag] += weight;
        }
        break;
      }
    });
    const bool is_certain = i < text.certain && text.rule[i] != no_part;
    for (std::uint8_t tag = 0; tag < tag_count; ++tag) {
      const bool is_within = tag % 2 == 1;
      if (is_certain && tag != text.rule[i]) now[tag] = never;
      if (i == 0) {
        if (is_within) now[tag] = never;
        continue;
      }
      std::uint8_t best = is_within ? static_cast<std::uint8_t>(tag - 1) : 0;
      const std::uint8_t last = is_within ? tag : no_part;
      for (auto from = best; from <= last; ++from) {
        if (before[from] + step_[tag][from] > before[best] + step_[tag][best]) best = from;
      }
      now[tag] += before[best] + step_[tag][best];
      came[i][tag] = best;
    }
    before = now;
  }
  auto tag = static_cast<std::uint8_t>(std::max_element(before.begin(), before.end()) - before.begin());
  for (std::size_t i = text.count; i-- > 0; tag = came[i][tag]) tags[i] = tag;
  return tags;
}

}  // namespace kith::standard::street
