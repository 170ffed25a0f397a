#include "match/compare/look_alikes.h"

#include <algorithm>
#include <iterator>

#include "base/utf8.h"

namespace kith::match {
namespace {

struct LookAlike {
  char32_t letter;
  char latin;
};

constexpr LookAlike table[] = {
    // Greek capitals, then small letters
    {U'Α', 'a'},
    {U'Β', 'b'},
    {U'Ε', 'e'},
    {U'Ζ', 'z'},
    {U'Η', 'h'},
    {U'Ι', 'i'},
    {U'Κ', 'k'},
    {U'Μ', 'm'},
    {U'Ν', 'n'},
    {U'Ο', 'o'},
    {U'Ρ', 'p'},
    {U'Τ', 't'},
    {U'Υ', 'y'},
    {U'Χ', 'x'},
    {U'α', 'a'},
    {U'ι', 'i'},
    {U'κ', 'k'},
    {U'ν', 'v'},
    {U'ο', 'o'},
    {U'ρ', 'p'},
    {U'τ', 't'},
    {U'υ', 'u'},
    {U'χ', 'x'},
    // Cyrillic
    {U'Ѕ', 's'},
    {U'І', 'i'},
    {U'Ј', 'j'},
    {U'А', 'a'},
    {U'В', 'b'},
    {U'Е', 'e'},
    {U'К', 'k'},
    {U'М', 'm'},
    {U'Н', 'h'},
    {U'О', 'o'},
    {U'Р', 'p'},
    {U'С', 'c'},
    {U'Т', 't'},
    {U'У', 'y'},
    {U'Х', 'x'},
    {U'а', 'a'},
    {U'в', 'b'},
    {U'е', 'e'},
    {U'к', 'k'},
    {U'м', 'm'},
    {U'н', 'h'},
    {U'о', 'o'},
    {U'р', 'p'},
    {U'с', 'c'},
    {U'т', 't'},
    {U'у', 'y'},
    {U'х', 'x'},
    {U'ѕ', 's'},
    {U'і', 'i'},
    {U'ј', 'j'},
};
static_assert(std::is_sorted(std::begin(table), std::end(table),
                             [](const LookAlike& a, const LookAlike& b) { return a.letter < b.letter; }));

}  // namespace

std::string by_shape(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t begin = at;
    const char32_t c = next_code_point(text, at);
    const auto* found =
        std::lower_bound(std::begin(table), std::end(table), c,
                         [](const LookAlike& a, char32_t letter) { return a.letter < letter; });
    if (found != std::end(table) && found->letter == c) {
      out.push_back(found->latin);
    } else {
      out.append(text.substr(begin, at - begin));
    }
  }
  return out;
}

bool mixes_scripts(std::string_view text) noexcept {
  bool latin = false, other = false;
  for (std::size_t at = 0; at < text.size();) {
    const auto byte = static_cast<unsigned char>(text[at]);
    if (byte < 0x80) {
      latin |= (byte | 0x20) >= 'a' && (byte | 0x20) <= 'z';
      ++at;
      continue;
    }
    const char32_t c = next_code_point(text, at);
    other |= c >= 0x370 && c <= 0x52F;  // Greek and Coptic, Cyrillic and its supplement
  }
  return latin && other;
}

}  // namespace kith::match
