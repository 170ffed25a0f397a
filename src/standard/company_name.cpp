// Names of organisations: half-width, brackets （） as (), no spaces inside Chinese; the legal form stays.
#include "base/utf8.h"
#include "standard/characters.h"
#include "standard/clean.h"
#include "standard/types.h"
#include "standard/word_table.h"

namespace kith::standard {
namespace {

constexpr WordRow placeholders[] = {
    {"test", "-"},         {"测试", "-"},     {"个人", "-"},     {"个体", "-"},     {"公司", "-"},
    {"某公司", "-"},       {"测试公司", "-"}, {"有限公司", "-"}, {"self", "-"},     {"company", "-"},
    {"test company", "-"}, {"无单位", "-"},   {"无业", "-"},     {"自由职业", "-"}, {"asdf", "-"},
    {"xxx", "-"},          {"xx公司", "-"},   {"xxx公司", "-"},  {"abc", "-"},      {"personal", "-"}};

bool is_chinese_side(char32_t c) noexcept { return is_han(c) || c == '(' || c == ')'; }

// A space between two Chinese characters, or between one and a bracket, says nothing.
void join_chinese(std::string_view tidy, std::string& value) {
  char32_t last = 0;
  for (std::size_t at = 0; at < tidy.size();) {
    std::size_t start = at;
    char32_t c = next_tidy(tidy, at);
    if (c == ' ' && at < tidy.size()) {
      std::size_t ahead = at;
      char32_t next = next_tidy(tidy, ahead);
      if (is_chinese_side(last) && is_chinese_side(next) && (is_han(last) || is_han(next))) continue;
    }
    value.append(tidy.substr(start, at - start));
    last = c;
  }
}

}  // namespace

void standardise_company_name(std::string_view raw, const Standard&, Standardised& out) {
  out.clear();
  std::string_view tidy;
  if (!take(raw, out, tidy)) return;
  if (tidy.size() > 600) return refuse(raw, Reason::too_long, out);
  if (tidy.find(' ') == std::string_view::npos || is_ascii(tidy)) {
    out.value.assign(tidy);
  } else {
    join_chinese(tidy, out.value);
  }
  settle(raw, tidy, Reason::trimmed, out);
  if (!find_word<placeholders>(out.value).empty()) doubt(Reason::placeholder, out);
}

}  // namespace kith::standard
