// Family and given names in columns of their own.
#include <algorithm>

#include "base/utf8.h"
#include "standard/clean.h"
#include "standard/made_up_name.h"
#include "standard/types.h"
#include "standard/western_name.h"

namespace kith::standard {
namespace {

// Names that people have and programs write for nothing; programs do not write them like this.
bool is_name_after_all(std::string_view text) noexcept {
  return text == "Na" || text == "Null" || text == "Nil" || text == "Nan";
}

bool is_all_han(std::string_view text) noexcept {
  for (std::size_t at = 0; at < text.size();) {
    char32_t c = next_code_point(text, at);
    if (c != ' ' && !is_han(c)) return false;
  }
  return true;
}

bool has_letter(std::string_view text) noexcept {
  return std::any_of(text.begin(), text.end(), [](char c) {
    return static_cast<unsigned char>(c) >= 0x80 || static_cast<unsigned>((c | 0x20) - 'a') < 26u;
  });
}

void standardise_part(std::string_view raw, Standardised& out) {
  out.clear();
  std::string_view tidy;
  if (!take(raw, out, tidy, Keep::words)) return;
  if (says_nothing(tidy) && !is_name_after_all(tidy)) {
    out.reason = Reason::says_nothing;
    return;
  }
  if (tidy.size() > 200) return refuse(raw, Reason::too_long, out);
  if (!has_letter(tidy)) return refuse(raw, Reason::not_a_name, out);
  if (is_all_han(tidy)) {
    out.value.assign(tidy);
    std::erase(out.value, ' ');
  } else {
    append_recased(tidy, out.value);
  }
  Reason why = reason_to_doubt_name(out.value);
  settle(raw, tidy, Reason::letter_case, out, Keep::words);
  if (why != Reason::none && why != Reason::nickname) doubt(why, out);
}

}  // namespace

void standardise_family_name(std::string_view raw, const Standard&, Standardised& out) {
  standardise_part(raw, out);
}
void standardise_given_name(std::string_view raw, const Standard&, Standardised& out) {
  standardise_part(raw, out);
}

}  // namespace kith::standard
