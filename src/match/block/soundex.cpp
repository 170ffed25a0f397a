#include "match/block/soundex.h"

namespace kith::match {
namespace {

//                               abcdefghijklmnopqrstuvwxyz    h and w do not part two like consonants; vowels
//                               do
constexpr char codes[] = "01230120022455012623010202";
constexpr bool is_silent(char c) { return c == 'h' || c == 'w'; }

}  // namespace

std::string soundex(std::string_view letters) {
  std::string out;
  char last = '0';
  for (char c : letters) {
    if (c < 'a' || c > 'z') continue;
    const char code = codes[c - 'a'];
    if (out.empty()) {
      out.push_back(c);
    } else if (code != '0' && code != last) {
      out.push_back(code);
      if (out.size() == 4) return out;
    }
    if (!is_silent(c)) last = code;
  }
  if (!out.empty()) out.resize(4, '0');
  return out;
}

}  // namespace kith::match
