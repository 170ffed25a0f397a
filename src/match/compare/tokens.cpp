#include "match/compare/tokens.h"

#include <algorithm>
#include <string>

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

void make_set(std::vector<std::uint32_t>& tokens) {
  std::sort(tokens.begin(), tokens.end());
  tokens.erase(std::unique(tokens.begin(), tokens.end()), tokens.end());
}

}  // namespace

std::string_view first_number(std::string_view text) noexcept {
  constexpr std::string_view digits = "0123456789";
  const std::size_t begin = std::min(text.find_first_of(digits), text.size());
  return text.substr(begin, std::min(text.find_first_not_of(digits, begin), text.size()) - begin);
}

std::vector<std::string_view> words_of(std::string_view text) {
  std::vector<std::string_view> words;
  std::size_t begin = std::string_view::npos;
  auto close = [&](std::size_t end) {
    if (begin != std::string_view::npos) words.push_back(text.substr(begin, end - begin));
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
      words.push_back(text.substr(here, at - here));
    } else if ((c >= 0x2000 && c <= 0x206F) || (c >= 0x3000 && c <= 0x303F) || (c >= 0xFF00 && c <= 0xFF0F)) {
      close(here);
    } else if (begin == std::string_view::npos) {
      begin = here;
    }
  }
  close(text.size());
  return words;
}

std::vector<std::uint32_t> word_set(std::string_view text) {
  std::vector<std::uint32_t> tokens;
  for (std::string_view word : words_of(text)) tokens.push_back(hash_lower(word));
  make_set(tokens);
  return tokens;
}

std::vector<std::uint32_t> trigram_set(std::string_view text) {
  std::vector<char32_t> points{' '};
  for (std::size_t at = 0; at < text.size();) {
    const char32_t c = next_code_point(text, at);
    if (c == ' ') continue;
    points.push_back(c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c);
  }
  points.push_back(' ');
  std::vector<std::uint32_t> tokens;
  for (std::size_t i = 0; i + 2 < points.size(); ++i) {
    const char32_t gram[3] = {points[i], points[i + 1], points[i + 2]};
    tokens.push_back(
        static_cast<std::uint32_t>(hash_bytes({reinterpret_cast<const char*>(gram), sizeof gram})));
  }
  make_set(tokens);
  return tokens;
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
