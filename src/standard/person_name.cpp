// Names of people, whole or in parts. Value: the name without forms of address; Chinese without spaces and
// family name first ("王小明"), others as "Given Middle Family Suffix".
// Parts: family_name, given_name, middle_name, name_title, name_suffix, nickname.
#include <algorithm>

#include <unicode/uchar.h>

#include "base/utf8.h"
#include "standard/characters.h"
#include "standard/clean.h"
#include "standard/han_name.h"
#include "standard/made_up_name.h"
#include "standard/types.h"
#include "standard/western_name.h"

namespace kith::standard {
namespace {

constexpr std::size_t longest = 400;  // bytes
constexpr std::string_view dot = "·";

struct Script {
  bool letters = false;
  bool han = false;
  bool only_han = true;  // but for spaces and dots between names
  bool marks = false;    // quotes and dots that have several forms
  bool dots = false;     // the dot between names in its one form
  bool code = false;     // @ < > { } or :, which no name holds
};

bool is_name_dot(char32_t c) noexcept {
  return c == 0xB7 || c == 0x2022 || c == 0x2027 || c == 0x2219 || c == 0x22C5 || c == 0x30FB || c == 0x387 ||
         c == 0xFF65;
}

bool is_apostrophe(char32_t c) noexcept {
  return c == 0x2018 || c == 0x2019 || c == 0x2BC || c == 0xB4 || c == '`';
}

Script script_of(std::string_view text) noexcept {
  Script script;
  for (std::size_t at = 0; at < text.size();) {
    char32_t c = next_tidy(text, at);
    if (c < 0x80) {
      script.letters |= static_cast<unsigned>((c | 0x20) - 'a') < 26u;
      script.only_han &= c == ' ';
      script.marks |= c == '`';
      script.code |= c == '@' || c == '<' || c == '>' || c == '{' || c == '}' || c == ':';
      continue;
    }
    if (is_han(c)) {
      script.letters = script.han = true;
    } else if (is_name_dot(c)) {
      script.marks = script.dots = true;
    } else {
      script.only_han = false;
      script.letters |= u_isalpha(static_cast<UChar32>(c)) != 0;
      script.marks |= is_apostrophe(c);
    }
  }
  return script;
}

// One form for the dot between names and for the apostrophe; no space beside the dot.
void unify_marks(std::string_view text, bool dots_too, std::string& unified) {
  unified.clear();
  for (std::size_t at = 0; at < text.size();) {
    char32_t c = next_tidy(text, at);
    if (dots_too && is_name_dot(c)) {
      if (!unified.empty() && unified.back() == ' ') unified.pop_back();
      unified.append(dot);
      while (at < text.size() && text[at] == ' ') ++at;
    } else {
      append_utf8(unified, is_apostrophe(c) ? U'\'' : c);
    }
  }
}

// 阿凡提·买买提, 约翰·史密斯: the given name stands first.
void read_dotted(std::string_view name, Standardised& out) {
  std::string_view given = name.substr(0, name.find(dot)), family = name.substr(name.rfind(dot) + dot.size());
  out.set_part(Part::given_name, given);
  out.set_part(Part::family_name, family);
  std::size_t from = given.size() + dot.size();
  if (from + dot.size() + family.size() < name.size()) {
    out.set_part(Part::middle_name, name.substr(from, name.size() - from - dot.size() - family.size()));
  }
}

void set_parts(std::string_view name, std::size_t family, Standardised& out) {
  if (family != 0) out.set_part(Part::family_name, name.substr(0, family));
  if (family < name.size()) out.set_part(Part::given_name, name.substr(family));
}

// Where the characters of an undivided name part: after a known family name, else after the first of two or
// three characters; a longer one without a known family name is not divided (买买提江).
std::size_t family_end(std::string_view name) noexcept {
  if (std::size_t known = han_family_length(name); known != 0) return known;
  std::size_t characters = count_code_points(name);
  std::size_t at = 0;
  if (!name.empty()) next_tidy(name, at);
  return characters == 2 || characters == 3 ? at : 0;
}

// Joins the words of a Chinese name. A space that parts the name elsewhere than we would ("司 马光", 田中
// 太郎) says something and stays.
void join_han(std::string_view text, Standardised& out) {
  thread_local std::string joined;
  joined.assign(text);
  std::erase(joined, ' ');
  auto space = text.find(' ');
  bool is_pair = space != std::string_view::npos && text.find(' ', space + 1) == std::string_view::npos;
  if (is_pair && space != family_end(joined) && han_title(joined).empty()) {
    out.value.assign(text);
    out.set_part(Part::family_name, text.substr(0, space));
    out.set_part(Part::given_name, text.substr(space + 1));
    return;
  }
  // A title may stand twice; 张先生 keeps it, since a family name alone is no name.
  std::string_view name = joined, named = joined, title;
  bool is_family_only = false;
  for (auto next = han_title(name); !next.empty() && !is_family_only; next = han_title(name)) {
    title = next;
    named = name;
    name.remove_suffix(title.size());
    is_family_only = is_han_family_name(name);
  }
  if (!title.empty()) out.set_part(Part::name_title, title);
  out.value.assign(is_family_only ? named : name);
  set_parts(name, is_family_only ? name.size() : family_end(name), out);
}

// Made of what names in alphabets are made of. Anything else (digits, symbols) is not rearranged.
bool is_plain(std::string_view text) noexcept {
  for (std::size_t at = 0; at < text.size();) {
    char32_t c = next_tidy(text, at);
    if (c < 0x80) {
      bool is_letter = static_cast<unsigned>((c | 0x20) - 'a') < 26u;
      if (!is_letter && c != ' ' &&
          std::string_view("'-.,&();\"").find(static_cast<char>(c)) == std::string_view::npos)
        return false;
    } else if ((U_GET_GC_MASK(static_cast<UChar32>(c)) & (U_GC_L_MASK | U_GC_M_MASK)) == 0 && c != 0xB7) {
      return false;
    }
  }
  return true;
}

// 王小明(销售部): the note is no part of the name.
std::string_view without_note(std::string_view text) noexcept {
  if (text.empty() || text.back() != ')') return text;
  auto open = text.find('(');
  if (open == std::string_view::npos || open == 0) return text;
  text = text.substr(0, open);
  if (text.back() == ' ') text.remove_suffix(1);
  return text;
}

// "John and Mary Smith", "John & Mary Smith".
bool names_two_people(std::string_view value) noexcept {
  return value.find(" & ") != std::string_view::npos || value.find(" and ") != std::string_view::npos ||
         value.find(" And ") != std::string_view::npos || value.find(" or ") != std::string_view::npos;
}

bool has_title_only(const Standardised& out) noexcept {
  return !out.part(Part::name_title).empty() && out.part(Part::given_name).empty() &&
         out.value.size() > out.part(Part::family_name).size();
}

void forget_parts(Standardised& out) {
  for (Part part : {Part::family_name, Part::given_name, Part::middle_name, Part::name_title,
                    Part::name_suffix, Part::nickname}) {
    if (!out.part(part).empty()) out.set_part(part, {});
  }
}

}  // namespace

void standardise_person_name(std::string_view raw, const Standard&, Standardised& out) {
  out.clear();
  std::string_view tidy;
  if (!take(raw, out, tidy)) return;
  if (tidy.size() > longest) return refuse(raw, Reason::too_long, out);
  Script script = script_of(tidy);
  if (!script.letters || (script.code && (tidy.find_first_of("@<>{}") != std::string_view::npos ||
                                          tidy.find("://") != std::string_view::npos))) {
    return refuse(raw, Reason::not_a_name, out);
  }
  thread_local std::string unified;
  std::string_view text = tidy;
  if (script.marks) {
    unify_marks(tidy, script.han, unified);
    text = unified;
  }
  if (script.han) {
    std::string_view name = without_note(text);
    if (Script of_name = script_of(name); of_name.han) {
      text = name;
      script = of_name;
    }
  }
  auto first_dot = script.dots ? text.find(dot) : std::string_view::npos;
  bool is_dotted = first_dot != std::string_view::npos && first_dot != 0 && !text.ends_with(dot);
  if (script.han && script.only_han && is_dotted) {
    out.value.assign(text);
    read_dotted(text, out);
  } else if (script.han && script.only_han) {
    join_han(text, out);
  } else if (script.han || !is_plain(text)) {
    out.value.assign(text);
  } else {
    read_western_name(text, out);
  }
  Reason why = reason_to_doubt_name(out.value);
  settle(raw, tidy, Reason::reformatted, out);
  if (why == Reason::organisation || why == Reason::placeholder) forget_parts(out);
  if (why == Reason::none && has_title_only(out)) why = Reason::family_only;
  if (why == Reason::none && names_two_people(out.value)) why = Reason::two_people;
  if (why != Reason::none) doubt(why, out);
}

}  // namespace kith::standard
