// E-mail addresses by RFC 5321 §4.1.2 (Mailbox) and RFC 6531 (UTF-8 in both halves).
//
// The domain is made lower-case because it has no case; the part before the @ as well, because no provider
// in use tells case apart, while people type it as they please, and one mailbox must be one value.
// Parts: local_part, domain.
#include <algorithm>
#include <array>

#include <unicode/uchar.h>

#include "base/utf8.h"
#include "standard/clean.h"
#include "standard/mail_domains.h"
#include "standard/types.h"
#include "standard/web_address.h"
#include "standard/word_table.h"

namespace kith::standard {
namespace {

bool is_digit(char c) noexcept { return c >= '0' && c <= '9'; }
bool is_letter(char c) noexcept { return static_cast<unsigned>((c | 0x20) - 'a') < 26u; }
bool is_high(char c) noexcept { return static_cast<unsigned char>(c) >= 0x80; }

// RFC 5322 §3.2.3 atext, and RFC 6531's characters beyond ASCII.
bool is_atom_character(char c) noexcept {
  static constexpr auto atoms = [] {
    std::array<bool, 256> table{};
    for (unsigned i = 0; i < 256; ++i)
      table[i] = i >= 0x80 || (i >= '0' && i <= '9') || ((i | 0x20) - 'a') < 26u;
    for (char one : std::string_view("!#$%&'*+-/=?^_`{|}~")) table[static_cast<unsigned char>(one)] = true;
    return table;
  }();
  return atoms[static_cast<unsigned char>(c)];
}

bool is_dot_atom(std::string_view text) noexcept {
  char last = '.';
  for (char c : text) {
    if (c == '.' ? last == '.' : !is_atom_character(c)) return false;
    last = c;
  }
  return last != '.';
}

// The offset after a quoted string that opens the text; 0 where none does.
std::size_t quoted_string_end(std::string_view text) noexcept {
  if (text.empty() || text.front() != '"') return 0;
  for (std::size_t i = 1; i < text.size(); ++i) {
    if (text[i] == '"') return i + 1;
    if (text[i] == '\\' && ++i == text.size()) return 0;
  }
  return 0;
}

bool is_local_part(std::string_view text) noexcept {
  if (text.empty() || text.size() > 64) return false;
  if (text.front() == '"') return quoted_string_end(text) == text.size();
  return is_dot_atom(text);
}

bool is_label(std::string_view label) noexcept {
  if (label.empty() || label.size() > 63 || label.front() == '-' || label.back() == '-') return false;
  return std::all_of(label.begin(), label.end(),
                     [](char c) { return is_letter(c) || is_digit(c) || c == '-' || is_high(c); });
}

// At least two labels, the last of them no number: "localhost" and "1.2.3.4" receive no customer's mail.
bool is_domain(std::string_view text) noexcept {
  if (text.size() > 253) return false;
  std::size_t labels = 0;
  std::string_view label;
  for (std::size_t at = 0; at <= text.size(); at += label.size() + 1) {
    label = text.substr(at, text.find('.', at) - at);
    if (!is_label(label)) return false;
    ++labels;
  }
  return labels >= 2 && !std::all_of(label.begin(), label.end(), is_digit) &&
         has_only_letters_beyond_ascii(text);
}

bool is_ip4(std::string_view text) noexcept {
  int groups = 0;
  for (std::size_t at = 0; at <= text.size(); ++groups) {
    std::string_view group = text.substr(at, text.find('.', at) - at);
    if (group.empty() || group.size() > 3 || !std::all_of(group.begin(), group.end(), is_digit)) return false;
    int value = 0;
    for (char c : group) value = value * 10 + (c - '0');
    if (value > 255) return false;
    at += group.size() + 1;
  }
  return groups == 4;
}

bool is_hex_group(std::string_view group) noexcept {
  return !group.empty() && group.size() <= 4 && std::all_of(group.begin(), group.end(), [](char c) {
    return is_digit(c) || static_cast<unsigned>((c | 0x20) - 'a') < 6u;
  });
}

// Counts the 16-bit groups of one side of "::"; -1 where it is no such side.
int count_groups(std::string_view side) noexcept {
  if (side.empty()) return 0;
  int count = 0;
  for (std::size_t at = 0; at <= side.size();) {
    std::string_view group = side.substr(at, side.find(':', at) - at);
    bool last = at + group.size() == side.size();
    if (last && group.find('.') != std::string_view::npos) return is_ip4(group) ? count + 2 : -1;
    if (!is_hex_group(group)) return -1;
    ++count;
    at += group.size() + 1;
  }
  return count;
}

bool is_ip6(std::string_view text) noexcept {
  auto gap = text.find("::");
  if (gap == std::string_view::npos) return count_groups(text) == 8;
  std::string_view left = text.substr(0, gap), right = text.substr(gap + 2);
  if (left.find('.') != std::string_view::npos) return false;
  int a = count_groups(left), b = count_groups(right);
  return a >= 0 && b >= 0 && a + b <= 7;
}

bool is_address_literal(std::string_view text) noexcept {
  if (text.size() < 3 || text.front() != '[' || text.back() != ']') return false;
  std::string_view inside = text.substr(1, text.size() - 2);
  constexpr std::string_view tag = "ipv6:";
  auto same = [](char a, char b) { return (a | 0x20) == (b | 0x20); };
  if (inside.size() > tag.size() && std::equal(tag.begin(), tag.end(), inside.begin(), same)) {
    return is_ip6(inside.substr(tag.size()));
  }
  return is_ip4(inside);
}

bool is_wrapping(char c) noexcept {
  return c == ' ' || c == ';' || c == ',' || c == '<' || c == '>' || c == '\'' || c == '.' || c == '(' ||
         c == ')';
}

bool starts_with_word(std::string_view text, std::string_view lower) noexcept {
  if (text.size() < lower.size()) return false;
  for (std::size_t i = 0; i < lower.size(); ++i) {
    char c = text[i];
    if ((is_letter(c) ? static_cast<char>(c | 0x20) : c) != lower[i]) return false;
  }
  return true;
}

// What is around an address in the wild: mailto:, Name <…>, labels, a full stop at the end.
std::string_view unwrap(std::string_view text) noexcept {
  auto open = text.rfind('<');
  if (open != std::string_view::npos && text.back() == '>')
    text = text.substr(open + 1, text.size() - open - 2);
  bool may_have_label = text.find(':') != std::string_view::npos;
  for (std::string_view label : {"mailto:", "e-mail:", "email:", "mail:", "邮箱:", "电子邮箱:", "邮件:"}) {
    if (!may_have_label || !starts_with_word(text, label)) continue;
    text.remove_prefix(label.size());
    if (label == "mailto:") text = text.substr(0, text.find('?'));
  }
  while (!text.empty() && is_wrapping(text.front()) && text.front() != '.') text.remove_prefix(1);
  while (!text.empty() && is_wrapping(text.back())) text.remove_suffix(1);
  return text;
}

// The first of several addresses in a cell; `text` itself where there is one.
std::string_view first_of_several(std::string_view text) noexcept {
  if (text.empty() || text.front() == '"') return text;
  auto at = text.find('@');
  if (at == std::string_view::npos || text.find('@', at + 1) == std::string_view::npos) return text;
  auto cut = text.find_first_of(";,/| ", at);
  if (cut == std::string_view::npos) return text;
  std::string_view first = text.substr(0, cut), rest = text.substr(cut);
  return first.find('@', at + 1) == std::string_view::npos && rest.find('@') != std::string_view::npos ? first
                                                                                                       : text;
}

// The ideographic full stop is what a Chinese keyboard gives for a dot; no space stands beside an @ or a dot.
void mend(std::string_view text, std::string& value) {
  if (text.find(' ') == std::string_view::npos && is_ascii(text)) return void(value.assign(text));
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text.compare(i, 3, "。") == 0) {
      value.push_back('.');
      i += 2;
      continue;
    }
    bool beside_at = (i + 1 < text.size() && text[i + 1] == '@') || (!value.empty() && value.back() == '@');
    if (text[i] == ' ' && beside_at) continue;
    value.push_back(text[i]);
  }
}

void make_lower(std::string& text) {
  if (is_ascii(text)) {
    for (char& c : text) {
      if (c >= 'A' && c <= 'Z') c = static_cast<char>(c | 0x20);
    }
    return;
  }
  thread_local std::string lower;
  lower.clear();
  for (std::size_t at = 0; at < text.size();) {
    append_utf8(lower, static_cast<char32_t>(u_tolower(static_cast<UChar32>(next_code_point(text, at)))));
  }
  text.swap(lower);
}

constexpr WordRow made_up_locals[] = {
    {"test", "-"}, {"test1", "-"}, {"test123", "-"}, {"testing", "-"}, {"tester", "-"}, {"a", "-"},
    {"aa", "-"},   {"aaa", "-"},   {"abc", "-"},     {"abc123", "-"},  {"asdf", "-"},   {"qwerty", "-"},
    {"x", "-"},    {"xx", "-"},    {"xxx", "-"},     {"123", "-"},     {"1234", "-"},   {"123456", "-"},
    {"none", "-"}, {"no", "-"},    {"null", "-"},    {"noemail", "-"}, {"nomail", "-"}, {"no-email", "-"},
    {"na", "-"},   {"email", "-"}, {"example", "-"}, {"user", "-"},    {"name", "-"},   {"fake", "-"},
    {"1", "-"},    {"11", "-"},    {"111", "-"},     {"111111", "-"},  {"foo", "-"}};

constexpr WordRow made_up_domains[] = {
    {"test.com", "-"},  {"test.cn", "-"},  {"a.com", "-"},      {"aa.com", "-"},   {"aaa.com", "-"},
    {"abc.com", "-"},   {"asdf.com", "-"}, {"x.com", "-"},      {"xx.com", "-"},   {"xxx.com", "-"},
    {"123.com", "-"},   {"none.com", "-"}, {"no.com", "-"},     {"null.com", "-"}, {"noemail.com", "-"},
    {"email.com", "-"}, {"mail.com", "-"}, {"domain.com", "-"}, {"foo.com", "-"},  {"bar.com", "-"},
    {"b.com", "-"},     {"1.com", "-"},    {"fake.com", "-"},   {"na.com", "-"},   {"user.com", "-"}};

// Domains that RFC 2606 and RFC 6761 set aside: no one can have an address there.
bool is_reserved(std::string_view domain) noexcept {
  for (std::string_view end : {"example.com", "example.org", "example.net", "example.cn"}) {
    if (domain.ends_with(end) &&
        (domain.size() == end.size() || domain[domain.size() - end.size() - 1] == '.'))
      return true;
  }
  for (std::string_view end : {".test", ".example", ".invalid", ".localhost", ".local"}) {
    if (domain.ends_with(end)) return true;
  }
  return false;
}

constexpr WordRow machines[] = {{"noreply", "-"},       {"no-reply", "-"},     {"no_reply", "-"},
                                {"donotreply", "-"},    {"do-not-reply", "-"}, {"do_not_reply", "-"},
                                {"mailer-daemon", "-"}, {"no.reply", "-"},     {"bounce", "-"},
                                {"bounces", "-"},       {"nobody", "-"},       {"devnull", "-"}};

Reason reason_to_doubt(std::string_view local, std::string_view domain) {
  if (domain.front() == '[') return Reason::address_literal;
  if (is_reserved(domain)) return Reason::placeholder;
  if (!find_word<machines>(local).empty()) return Reason::machine_address;
  if (!find_word<made_up_locals>(local).empty()) {
    if (!find_word<made_up_domains>(domain).empty()) return Reason::placeholder;
    if (domain.substr(0, domain.find('.')) == local) return Reason::placeholder;
    if (local != "a" && local != "x" && local != "1" && is_great_provider(domain)) return Reason::placeholder;
  }
  if (is_great_provider(domain)) return Reason::none;
  if (is_typing_slip(domain)) return Reason::typing_slip_domain;
  if (is_disposable(domain)) return Reason::disposable_domain;
  return Reason::none;
}

}  // namespace

void standardise_email(std::string_view raw, const Standard&, Standardised& out) {
  out.clear();
  std::string_view tidy;
  if (!take(raw, out, tidy)) return;
  std::string_view text = unwrap(tidy);
  std::string_view first = first_of_several(text);
  mend(first, out.value);
  make_lower(out.value);
  std::string_view address = out.value;
  auto quote = quoted_string_end(address);
  auto at = quote != 0 ? address.find('@', quote) : address.rfind('@');
  if (at == std::string_view::npos) return refuse(raw, Reason::no_at_sign, out);
  std::string_view local = address.substr(0, at), domain = address.substr(at + 1);
  if (address.size() > 254) return refuse(raw, Reason::too_long, out);
  if (!is_local_part(local)) return refuse(raw, Reason::bad_local_part, out);
  if (!is_domain(domain) && !is_address_literal(domain)) return refuse(raw, Reason::bad_domain, out);
  out.set_part(Part::local_part, local);
  out.set_part(Part::domain, domain);
  Reason why = reason_to_doubt(local, domain);
  settle(raw, tidy,
         first.size() != text.size() ? Reason::first_of_several
         : tidy == text              ? Reason::letter_case
                                     : Reason::reformatted,
         out);
  if (why != Reason::none) doubt(why, out);
}

}  // namespace kith::standard
