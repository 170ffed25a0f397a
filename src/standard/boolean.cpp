// Yes or no: "true", "false". 有 and 无 are answers here, so "无" does not mean empty.
#include "standard/clean.h"
#include "standard/types.h"
#include "standard/word_table.h"

namespace kith::standard {
namespace {

constexpr WordRow words[] = {
    {"true", "true"},  {"false", "false"}, {"1", "true"},    {"0", "false"},   {"是", "true"},
    {"否", "false"},   {"y", "true"},      {"n", "false"},   {"yes", "true"},  {"no", "false"},
    {"t", "true"},     {"f", "false"},     {"有", "true"},   {"无", "false"},  {"on", "true"},
    {"off", "false"},  {"对", "true"},     {"错", "false"},  {"√", "true"},    {"×", "false"},
    {"✓", "true"},     {"✗", "false"},     {"✔", "true"},    {"✘", "false"},   {"真", "true"},
    {"假", "false"},   {"1.0", "true"},    {"0.0", "false"}, {"同意", "true"}, {"不同意", "false"},
    {"不是", "false"}, {"没有", "false"},  {"不", "false"},  {"x", "false"},   {"checked", "true"},
    {"☑", "true"},     {"☐", "false"},
};

}  // namespace

void standardise_boolean(std::string_view raw, const Standard&, Standardised& out) {
  out.clear();
  std::string_view tidy;
  if (!take(raw, out, tidy, Keep::words)) return;
  std::string_view value = find_word<words>(tidy);
  if (value.empty()) {
    if (!says_nothing(tidy)) return refuse(raw, Reason::unlisted, out);
    out.reason = Reason::says_nothing;
    return;
  }
  out.value.assign(value);
  settle(raw, tidy, Reason::reformatted, out);
  out.at_rest = true;  // both values are words of the list that mean themselves
}

}  // namespace kith::standard
