#include "match/compare/tokens.h"

#include <algorithm>
#include <string>
#include <utility>

#include "base/hash.h"
#include "base/utf8.h"

namespace kith::match {
namespace {

bool is_word_byte(char c) noexcept {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
         static_cast<unsigned char>(c) >= 0x80;
}

std::uint32_t hash_lower(std::string_view word) {
  const bool has_capital = std::any_of(word.begin(), word.end(), [](char c) { return c >= 'A' && c <= 'Z'; });
  if (!has_capital) return static_cast<std::uint32_t>(hash_bytes(word));
  std::string lower(word);
  for (char& c : lower) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  return static_cast<std::uint32_t>(hash_bytes(lower));
}

// Of the tokens from `first` on.
void make_set(std::vector<std::uint32_t>& tokens, std::size_t first = 0) {
  const auto begin = tokens.begin() + static_cast<std::ptrdiff_t>(first);
  std::sort(begin, tokens.end());
  tokens.erase(std::unique(begin, tokens.end()), tokens.end());
}

// visit(word) for each word of a text, in order.
template <class Visit>
void for_each_word(std::string_view text, Visit&& visit) {
  std::size_t begin = std::string_view::npos;
  auto close = [&](std::size_t end) {
    if (begin != std::string_view::npos) visit(text.substr(begin, end - begin));
    begin = std::string_view::npos;
  };
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t here = at;
    if (static_cast<unsigned char>(text[at]) < 0x80) {
      ++at;
      if (!is_word_byte(text[here])) {
        close(here);
      } else if (begin == std::string_view::npos) {
        begin = here;
      }
      continue;
    }
    const char32_t c = next_code_point(text, at);
    if (is_han(c)) {
      close(here);
      visit(text.substr(here, at - here));
    } else if ((c >= 0x2000 && c <= 0x206F) || (c >= 0x3000 && c <= 0x303F) || (c >= 0xFF00 && c <= 0xFF0F)) {
      close(here);
    } else if (begin == std::string_view::npos) {
      begin = here;
    }
  }
  close(text.size());
}

void append_words(std::string_view text, std::vector<std::uint32_t>& tokens) {
  for_each_word(text, [&](std::string_view word) { tokens.push_back(hash_lower(word)); });
}

void append_trigrams(std::string_view text, std::vector<std::uint32_t>& tokens) {
  char32_t gram[3] = {0, 0, ' '};
  std::size_t points = 1;
  auto add = [&](char32_t c) {
    gram[0] = std::exchange(gram[1], std::exchange(gram[2], c));
    if (++points < 3) return;
    tokens.push_back(
        static_cast<std::uint32_t>(hash_bytes({reinterpret_cast<const char*>(gram), sizeof gram})));
  };
  for (std::size_t at = 0; at < text.size();) {
    const char32_t c = next_code_point(text, at);
    if (c != ' ') add(c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c);
  }
  add(' ');
}

}  // namespace

std::string_view first_number(std::string_view text) noexcept {
  constexpr std::string_view digits = "0123456789";
  const std::size_t begin = std::min(text.find_first_of(digits), text.size());
  return text.substr(begin, std::min(text.find_first_not_of(digits, begin), text.size()) - begin);
}

std::vector<std::string_view> words_of(std::string_view text) {
  std::vector<std::string_view> words;
  for_each_word(text, [&](std::string_view word) { words.push_back(word); });
  return words;
}

std::vector<std::uint32_t> word_set(std::string_view text) {
  std::vector<std::uint32_t> set;
  word_set(text, set);
  return set;
}

void word_set(std::string_view text, std::vector<std::uint32_t>& set) {
  set.clear();
  append_words(text, set);
  make_set(set);
}

std::vector<std::uint32_t> trigram_set(std::string_view text) {
  std::vector<std::uint32_t> set;
  trigram_set(text, set);
  return set;
}

void trigram_set(std::string_view text, std::vector<std::uint32_t>& set) {
  set.clear();
  append_trigrams(text, set);
  make_set(set);
}

void TokenSets::add_words(std::string_view text) {
  append_words(text, tokens_);
  close_set();
}

void TokenSets::add_trigrams(std::string_view text) {
  append_trigrams(text, tokens_);
  close_set();
}

void TokenSets::close_set() {
  make_set(tokens_, ends_.back());
  ends_.push_back(static_cast<std::uint32_t>(tokens_.size()));
}

std::size_t count_shared(const std::uint32_t* a, std::size_t a_size, const std::uint32_t* b,
                         std::size_t b_size) noexcept {
  std::size_t i = 0, j = 0, shared = 0;
  while (i < a_size && j < b_size) {
    if (a[i] == b[j]) {
      ++shared, ++i, ++j;
    } else if (a[i] < b[j]) {
      ++i;
    } else {
      ++j;
    }
  }
  return shared;
}

}  // namespace kith::match
