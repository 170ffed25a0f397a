#include "lens/readers/column_names.h"

#include <string_view>
#include <unordered_set>

#include "base/utf8.h"

namespace kith::lens {
namespace {

bool is_blank(char32_t c) {
  return c <= 0x20 || c == 0x7F || c == 0xA0 || c == 0x3000 || c == 0xFEFF || (c >= 0x2000 && c <= 0x200B) ||
         c == 0x2028 || c == 0x2029;
}

std::string folded(std::string_view name) {
  std::string out;
  bool gap = false;
  for (std::size_t at = 0; at < name.size();) {
    char32_t c = next_code_point(name, at);
    if (is_blank(c)) {
      gap = true;
      continue;
    }
    if (gap && !out.empty()) out += ' ';
    gap = false;
    append_utf8(out, c);
  }
  return out;
}

}  // namespace

std::vector<std::string> distinct_names(std::vector<std::string> names) {
  std::unordered_set<std::string> given;
  for (auto& name : names) {
    name = folded(name);
    given.insert(name);
  }
  std::unordered_set<std::string> used;
  for (std::size_t i = 0; i < names.size(); ++i) {
    std::string name = names[i].empty() ? "column_" + std::to_string(i + 1) : names[i];
    std::string wanted = name;
    // A name made up here must not take one that a later column has by itself.
    for (int number = 2; used.contains(name) || (name != names[i] && given.contains(name)); ++number) {
      name = wanted + "_" + std::to_string(number);
    }
    used.insert(name);
    names[i] = name;
  }
  return names;
}

}  // namespace kith::lens
