#include "match/compare/company_core.h"

#include <algorithm>
#include <array>
#include <cstddef>

#include "match/compare/tokens.h"

namespace kith::match {
namespace {

// Sorted. Points are left out: "S.p.A." is "spa".
constexpr std::array<std::string_view, 49> forms = {
    "ab",          "ag",  "aps", "as",      "bhd", "bv",   "cic", "co",           "company", "corp",
    "corporation", "doo", "eg",  "ev",      "gbr", "gmbh", "inc", "incorporated", "kft",     "kg",
    "kgaa",        "kk",  "lda", "limited", "llc", "llp",  "lp",  "ltd",          "ltda",    "mbh",
    "nv",          "ohg", "oy",  "oyj",     "plc", "pte",  "pty", "pvt",          "sa",      "sarl",
    "sas",         "sdn", "se",  "sl",      "spa", "srl",  "sro", "ug",           "zrt"};
static_assert(std::is_sorted(forms.begin(), forms.end()));

// Longer ones first.
constexpr std::string_view chinese_forms[] = {"股份有限公司", "有限责任公司", "(有限合伙)", "（有限合伙）",
                                              "有限公司",     "股份公司",     "公司"};
// That some countries put first.
constexpr std::string_view leading_forms[] = {"the ", "llc ", "ltd ", "ooo ", "ооо ", "оао ", "зао ", "пао "};
constexpr std::size_t most_initials = 6;

bool is_plain(char c) noexcept { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'); }

std::string lower_without_points(std::string_view name) {
  std::string text;
  text.reserve(name.size());
  for (char c : name) {
    if (c != '.') text.push_back(c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c);
  }
  return text;
}

// Blanks, commas and the "&" of "& Co." at the end.
std::string_view without_signs(std::string_view text) noexcept {
  const auto last = text.find_last_not_of(" ,&-/");
  return text.substr(0, last == std::string_view::npos ? 0 : last + 1);
}

std::string_view without_chinese_form(std::string_view text) noexcept {
  for (const auto form : chinese_forms) {
    if (text.ends_with(form)) return text.substr(0, text.size() - form.size());
  }
  return text;
}

std::string_view without_forms(std::string_view text) noexcept {
  text = without_signs(without_chinese_form(text));
  for (;;) {
    const auto blank = text.find_last_of(" ,");
    if (blank == std::string_view::npos) return text;
    if (!std::binary_search(forms.begin(), forms.end(), text.substr(blank + 1))) return text;
    text = without_signs(text.substr(0, blank));
  }
}

}  // namespace

std::string company_core(std::string_view name) {
  const std::string text = lower_without_points(name);
  std::string_view core = without_forms(without_signs(text));
  for (const auto form : leading_forms) {
    if (core.size() > form.size() && core.starts_with(form)) core.remove_prefix(form.size());
  }
  return std::string(core.empty() ? std::string_view(text) : core);
}

std::string initials_of(std::string_view core) {
  const auto words = words_of(core);
  std::string initials;
  if (words.size() < 2 || words.size() > most_initials) return initials;
  for (const auto word : words) {
    if (!is_plain(word.front())) return {};
    initials.push_back(word.front());
  }
  return initials;
}

bool may_be_initials(std::string_view core) noexcept {
  return core.size() >= 2 && core.size() <= most_initials && std::all_of(core.begin(), core.end(), is_plain);
}

}  // namespace kith::match
