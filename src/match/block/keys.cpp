#include "match/block/keys.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <functional>
#include <utility>

#include "base/hash.h"
#include "base/utf8.h"
#include "match/block/soundex.h"
#include "match/compare/company_core.h"
#include "match/compare/look_alikes.h"
#include "match/compare/romanize.h"
#include "match/compare/tokens.h"

namespace kith::match {
namespace {

using Key = std::string;  // empty: none
using KeyOf = std::function<Key(std::string_view value)>;

std::string digits_of(std::string_view text) {
  std::string digits;
  for (char c : text) {
    if (c >= '0' && c <= '9') digits.push_back(c);
  }
  return digits;
}

Key prefix(std::string_view text, std::size_t n) {
  std::size_t at = 0;
  for (std::size_t i = 0; i < n; ++i) {
    if (at >= text.size()) return {};
    next_code_point(text, at);
  }
  return Key(text.substr(0, at));
}

Key suffix(const std::string& text, std::size_t n) {
  return text.size() < n ? Key() : text.substr(text.size() - n);
}

// A part of an eight-digit date.
KeyOf date_part(std::size_t from, std::size_t n) {
  return [from, n](std::string_view value) {
    const std::string digits = digits_of(value);
    return digits.size() == 8 ? digits.substr(from, n) : Key();
  };
}

Key area_of(std::string_view code) {
  const std::size_t blank = code.find(' ');
  if (blank != std::string_view::npos && blank > 0) return Key(code.substr(0, blank));
  return Key(code.substr(0, code.size() > 5 ? code.size() - 3 : code.size() / 2));
}

std::string_view longest_word(std::string_view text) {
  std::string_view best;
  for (std::string_view word : words_of(text)) {
    if (word.size() > best.size()) best = word;
  }
  return best;
}

Key sorted_words(std::string_view text) {
  auto words = word_set(text);
  return words.size() < 2 ? Key()
                          : Key(reinterpret_cast<const char*>(words.data()), words.size() * sizeof words[0]);
}

Key number_and_word(std::string_view text) {
  const std::size_t begin = text.find_first_of("0123456789");
  const std::string_view word = longest_word(text);
  if (begin == std::string_view::npos || word.empty()) return {};
  std::size_t end = begin;
  while (end < text.size() && text[end] >= '0' && text[end] <= '9') ++end;
  return Key(text.substr(begin, end - begin)) + " " + prefix(word, 3);
}

// "52.35 4.9" in a grid of so many cells a degree.
Key cell_of(std::string_view point, double cells) {
  Key key;
  const std::size_t blank = std::min(point.find(' '), point.size());
  for (std::string_view part : {point.substr(0, blank), point.substr(std::min(blank + 1, point.size()))}) {
    double degrees = 0;
    if (std::from_chars(part.data(), part.data() + part.size(), degrees).ec != std::errc()) return {};
    if (!(std::abs(degrees) <= 360)) return {};
    key += std::to_string(std::lround(degrees * cells)) + " ";
  }
  return key;
}

class Offer {
 public:
  Offer(const Records& records, const KeysWanted& wanted, Executor& executor)
      : records_(records), wanted_(wanted), executor_(executor) {}

  void field(std::size_t f) {
    field_ = f;
    romanizer_ = Romanizer();
    find_values();
    add("", [](std::string_view value) { return Key(value); });
    switch (records_.fields[f].kind) {
      case ColumnKind::given_name:
      case ColumnKind::family_name:
        names();
        break;
      case ColumnKind::full_name:
        names();
        add("last word", [](std::string_view value) {
          const auto words = words_of(value);
          return words.size() < 2 ? Key() : Key(words.back());
        });
        add("words", sorted_words);
        break;
      case ColumnKind::phone:
        add("last 7 digits", [](std::string_view value) { return suffix(digits_of(value), 7); });
        add("first 7 digits", [](std::string_view value) { return prefix(digits_of(value), 7); });
        break;
      case ColumnKind::email:
        add("local part",
            [](std::string_view value) { return Key(by_shape(value.substr(0, value.rfind('@')))); });
        add("first 5 letters", [](std::string_view value) { return prefix(value, 5); });
        break;
      case ColumnKind::date:
        add("year", date_part(0, 4));
        add("month and day", date_part(4, 4));
        add("year and month", date_part(0, 6));
        break;
      case ColumnKind::postal_code:
        add("area", area_of);
        break;
      case ColumnKind::place:
        add("first 3 letters", [](std::string_view value) { return prefix(value, 3); });
        break;
      case ColumnKind::address:
        add("number and word", number_and_word);
        add("longest word", [](std::string_view value) { return Key(longest_word(value)); });
        add("words", sorted_words);
        break;
      case ColumnKind::id_number:
        add("first half", [](std::string_view value) { return prefix(value, (value.size() + 1) / 2); });
        add("last half", [](std::string_view value) { return suffix(Key(value), (value.size() + 1) / 2); });
        break;
      case ColumnKind::company:
        add("words", [](std::string_view value) { return sorted_words(company_core(value)); });
        add("first 4 letters", [](std::string_view value) { return prefix(company_core(value), 4); });
        add("longest word", [](std::string_view value) { return Key(longest_word(company_core(value))); });
        break;
      case ColumnKind::category:
        break;
      case ColumnKind::text:
        add("first 4 letters", [](std::string_view value) { return prefix(value, 4); });
        break;
      case ColumnKind::number:
        break;
      case ColumnKind::coordinates:
        add("cell of 0.01 degrees", [](std::string_view value) { return cell_of(value, 100); });
        add("cell of 0.1 degrees", [](std::string_view value) { return cell_of(value, 10); });
        break;
    }
  }

  std::vector<BlockingKey> take() { return std::move(keys_); }

 private:
  void names() {
    if (is_wanted("sound") || is_wanted("first 3 letters")) romanizer_.learn(records_.fields[field_].values);
    add("sound", [this](std::string_view value) {
      const std::string letters = romanizer_.fold(value);
      return has_han(value) ? letters : soundex(letters);
    });
    add("first 3 letters", [this](std::string_view value) { return prefix(romanizer_.fold(value), 3); });
  }

  // Whose keys are made: all values, or those of the rows wanted.
  void find_values() {
    place_.reset();
    if (wanted_.rows == nullptr || wanted_.rows->is_all()) return;
    std::vector<std::uint32_t> place(records_.fields[field_].values.size(), 0);
    for (const auto row : wanted_.rows->rows) place[records_.row(row)[field_]] = 1;
    chosen_.assign(1, 0);
    for (std::uint32_t id = 1; id < place.size(); ++id) {
      if (place[id] == 0) continue;
      place[id] = static_cast<std::uint32_t>(chosen_.size());
      chosen_.push_back(id);
    }
    place[0] = 0;
    place_ = std::make_shared<const std::vector<std::uint32_t>>(std::move(place));
  }

  std::string name_of(std::string_view what) const {
    const auto& name = records_.fields[field_].name;
    return what.empty() ? name : name + ":" + std::string(what);
  }

  // A rule's name is that of its key or of two, with a plus sign between; a column's own may hold one.
  bool is_wanted(std::string_view what) const {
    if (wanted_.rules == nullptr) return true;
    const std::string name = name_of(what);
    constexpr std::string_view and_also = " + ";
    return std::any_of(wanted_.rules->begin(), wanted_.rules->end(), [&](std::string_view rule) {
      if (rule.size() < name.size() + and_also.size()) return rule == name;
      return (rule.starts_with(name) && rule.substr(name.size()).starts_with(and_also)) ||
             (rule.ends_with(name) && rule.substr(0, rule.size() - name.size()).ends_with(and_also));
    });
  }

  void add(std::string_view what, const KeyOf& key_of) {
    if (!is_wanted(what)) return;
    const auto& field = records_.fields[field_];
    BlockingKey key{name_of(what), field_, what.empty(), {}, place_};
    key.of.assign(place_ ? chosen_.size() : field.values.size(), 0);
    constexpr std::size_t piece = 20'000;
    executor_.for_each((key.of.size() + piece - 1) / piece, [&](std::size_t p, unsigned) {
      const std::size_t end = std::min(key.of.size(), (p + 1) * piece);
      for (std::size_t at = std::max<std::size_t>(1, p * piece); at < end; ++at) {
        const Key text = key_of(field.values[place_ ? chosen_[at] : at]);
        if (!text.empty()) key.of[at] = hash_bytes(text) | 1;
      }
    });
    bool different = false;
    std::uint64_t first = 0;
    for (const std::uint64_t own : key.of) {
      if (own == 0) continue;
      if (first == 0) first = own;
      different |= own != first;
    }
    if (different || wanted_.constant) keys_.push_back(std::move(key));
  }

  const Records& records_;
  const KeysWanted& wanted_;
  Executor& executor_;
  std::size_t field_ = 0;
  std::vector<std::uint32_t> chosen_;  // values whose keys are made, where it is not all; chosen_[0] is null
  std::shared_ptr<const std::vector<std::uint32_t>> place_;
  Romanizer romanizer_;
  std::vector<BlockingKey> keys_;
};

}  // namespace

std::vector<BlockingKey> make_keys(const Records& records, const KeysWanted& wanted, Executor* executor) {
  Executor alone;
  Offer offer(records, wanted, executor != nullptr ? *executor : alone);
  for (std::size_t f = 0; f < records.fields.size(); ++f) offer.field(f);
  return offer.take();
}

}  // namespace kith::match
