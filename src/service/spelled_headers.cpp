#include "service/spelled_headers.h"

#include <algorithm>
#include <string_view>
#include <unordered_map>

#include "base/utf8.h"
#include "match/compare/romanize.h"
#include "service/header_names.h"

namespace kith::service {
namespace {

// Shorter ones are English words as often: "shi" and "qu" too.
constexpr std::size_t shortest_sound = 5;
constexpr std::size_t fewest_initials = 3;

struct Spellings {
  std::unordered_map<std::string, std::string> by_sound, by_initials;
};

const Spellings& spellings() {
  static const auto all = [] {
    const auto names = vocabulary();
    match::Romanizer romanizer;
    romanizer.learn(names);
    Spellings spellings;
    for (auto name : names) {
      std::string sound, initials;
      std::size_t characters = 0;
      bool han = true;
      for (std::size_t at = 0; at < name.size(); ++characters) {
        const auto begin = at;
        next_code_point(name, at);
        const auto character = name.substr(begin, at - begin);
        const auto reading = romanizer.fold(character);
        han = han && match::has_han(character) && !reading.empty();
        sound += reading;
        if (!reading.empty()) initials += reading.front();
      }
      if (!han || characters < 2) continue;
      // The vocabulary's first is the commoner: what a row says of a person goes before what it says of an
      // order.
      if (sound.size() >= shortest_sound) spellings.by_sound.emplace(std::move(sound), name);
      spellings.by_initials.emplace(std::move(initials), name);
    }
    return spellings;
  }();
  return all;
}

bool is_letters(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) { return c >= 'a' && c <= 'z'; });
}

bool is_word(std::string_view name) {
  for (auto kind : {BatchKind::customers, BatchKind::orders, BatchKind::events, BatchKind::interactions}) {
    if (meaning_of(name, kind).known()) return true;
  }
  return false;
}

}  // namespace

std::vector<std::string> spelled_out(std::span<const std::string> normalised) {
  std::vector<std::string> names(normalised.size());
  std::vector<std::pair<std::size_t, const std::string*>> initials;
  std::size_t of_letters = 0;
  for (std::size_t i = 0; i < normalised.size(); ++i) {
    if (!is_letters(normalised[i])) continue;
    ++of_letters;
    if (is_word(normalised[i])) continue;
    const auto& all = spellings();
    if (auto sound = all.by_sound.find(normalised[i]); sound != all.by_sound.end())
      names[i] = sound->second;
    else if (auto letters = all.by_initials.find(normalised[i]); letters != all.by_initials.end())
      initials.emplace_back(i, &letters->second);
  }
  if (initials.size() >= fewest_initials && initials.size() * 2 >= of_letters) {
    for (const auto& [i, name] : initials) names[i] = *name;
  }
  return names;
}

}  // namespace kith::service
