// Web addresses: "https://www.kith.cn/a?b=c". Read with or without a scheme ("http://" is put before where
// there is none and a host stands at the beginning); scheme and host small, a port that the scheme has
// anyway, an empty path and spaces around are dropped; the rest is as it was. http, https and ftp. Part:
// domain, the host. And domains alone.
#include <algorithm>
#include <array>

#include <unicode/uchar.h>

#include "base/utf8.h"
#include "standard/characters.h"
#include "standard/clean.h"
#include "standard/number_text.h"
#include "standard/types.h"
#include "standard/web_address.h"

namespace kith::standard {
namespace {

bool is_letter(char c) noexcept { return static_cast<unsigned>((c | 0x20) - 'a') < 26u; }

bool is_label(std::string_view label) noexcept {
  if (label.empty() || label.size() > 63 || label.front() == '-' || label.back() == '-') return false;
  return std::all_of(label.begin(), label.end(), [](char c) {
    return is_letter(c) || is_digit(c) || c == '-' || static_cast<unsigned char>(c) >= 0x80;
  });
}

bool take_scheme(std::string_view& text, std::string& scheme) {
  auto colon = text.find("://");
  if (colon == std::string_view::npos || colon == 0 || colon > 10) return false;
  for (char c : text.substr(0, colon)) {
    if (!is_letter(c)) return false;
    scheme.push_back(static_cast<char>(c | 0x20));
  }
  text.remove_prefix(colon + 3);
  return true;
}

bool is_default_port(std::string_view scheme, std::string_view port) noexcept {
  return (scheme == "http" && port == "80") || (scheme == "https" && port == "443") ||
         (scheme == "ftp" && port == "21");
}

bool is_port(std::string_view port) noexcept {
  if (!are_digits(port) || port.size() > 5) return false;
  int value = 0;
  for (char c : port) value = value * 10 + (c - '0');
  return value > 0 && value <= 65535;
}

}  // namespace

bool has_only_letters_beyond_ascii(std::string_view host) noexcept {
  for (std::size_t at = 0; at < host.size();) {
    char32_t c = next_tidy(host, at);
    if (c < 0x80) continue;
    if (c < 0xA1 || (c >= 0xFF00 && c <= 0xFFEF) || c == 0xB7 || (c >= 0x2000 && c <= 0x206F)) return false;
    if ((U_GET_GC_MASK(static_cast<UChar32>(c)) & (U_GC_L_MASK | U_GC_M_MASK | U_GC_ND_MASK)) == 0)
      return false;
  }
  return true;
}

bool is_host_name(std::string_view host) noexcept {
  if (host.size() > 253 || !has_only_letters_beyond_ascii(host)) return false;
  std::size_t labels = 0;
  std::string_view label;
  for (std::size_t at = 0; at <= host.size(); at += label.size() + 1) {
    label = host.substr(at, host.find('.', at) - at);
    if (!is_label(label)) return false;
    ++labels;
  }
  bool has_real_end = label.starts_with("xn--") || std::none_of(label.begin(), label.end(), is_digit);
  return labels >= 2 && label.size() >= 2 && has_real_end;
}

bool is_ip4_address(std::string_view host) noexcept {
  int groups = 0;
  for (std::size_t at = 0; at <= host.size(); ++groups) {
    std::string_view group = host.substr(at, host.find('.', at) - at);
    if (!are_digits(group) || group.size() > 3) return false;
    int value = 0;
    for (char c : group) value = value * 10 + (c - '0');
    if (value > 255) return false;
    at += group.size() + 1;
  }
  return groups == 4;
}

void make_host_lower(std::string& host) {
  if (is_ascii(host)) {
    for (char& c : host) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c | 0x20) : c;
    return;
  }
  std::string lower;
  for (std::size_t at = 0; at < host.size();)
    append_utf8(lower, static_cast<char32_t>(u_tolower(static_cast<UChar32>(next_tidy(host, at)))));
  host.swap(lower);
}

void standardise_url(std::string_view raw, const Standard&, Standardised& out) {
  out.clear();
  std::string_view tidy;
  if (!take(raw, out, tidy)) return;
  if (tidy.size() > 2083) return refuse(raw, Reason::too_long, out);
  if (tidy.find_first_of(" <>\"") != std::string_view::npos) return refuse(raw, Reason::not_a_url, out);
  std::string scheme, host;
  std::string_view text = tidy;
  bool has_scheme = take_scheme(text, scheme);
  if (has_scheme && scheme != "http" && scheme != "https" && scheme != "ftp")
    return refuse(raw, Reason::not_a_url, out);
  if (!has_scheme) scheme = "http";
  std::string_view authority = text.substr(0, text.find_first_of("/?#"));
  std::string_view path = text.substr(authority.size());
  std::string_view user;
  if (auto at = authority.rfind('@'); at != std::string_view::npos) {
    user = authority.substr(0, at + 1);
    authority.remove_prefix(at + 1);
    bool is_good = has_scheme && user.size() > 1 && user.front() != ':' &&
                   std::count(user.begin(), user.end(), ':') <= 1 && user.find('@') + 1 == user.size();
    if (!is_good) return refuse(raw, Reason::not_a_url, out);
  }
  std::string_view port;
  bool is_literal = !authority.empty() && authority.front() == '[';
  auto colon = is_literal ? authority.find("]:") : authority.find(':');
  if (colon != std::string_view::npos) {
    if (is_literal) ++colon;
    port = authority.substr(colon + 1);
    authority = authority.substr(0, colon);
    if (!port.empty() && !is_port(port)) return refuse(raw, Reason::not_a_url, out);
  }
  host.assign(authority);
  make_host_lower(host);
  bool is_six = is_literal && has_scheme && host.size() > 4 && host.back() == ']' &&
                host.find_first_not_of("0123456789abcdef:.", 1) == host.size() - 1 &&
                std::count(host.begin(), host.end(), ':') >= 2;
  bool is_good = is_host_name(host) || is_ip4_address(host) || is_six;
  if (!is_good) return refuse(raw, Reason::not_a_url, out);
  if (path == "/") path = {};
  out.value.append(scheme).append("://").append(user).append(host);
  if (!port.empty() && !is_default_port(scheme, port)) out.value.append(":").append(port);
  out.value.append(path);
  out.set_part(Part::domain, host);
  settle(raw, tidy, Reason::reformatted, out);
}

void standardise_domain(std::string_view raw, const Standard&, Standardised& out) {
  out.clear();
  std::string_view tidy;
  if (!take(raw, out, tidy)) return;
  std::string scheme;
  std::string_view text = tidy;
  bool is_url = take_scheme(text, scheme);
  if (is_url) text = text.substr(0, text.find_first_of("/?#:"));
  if (text.size() > 1 && text.back() == '.' && text[text.size() - 2] != '.') text.remove_suffix(1);
  out.value.assign(text);
  make_host_lower(out.value);
  if (!is_host_name(out.value)) return refuse(raw, Reason::not_a_url, out);
  settle(raw, tidy, Reason::letter_case, out);
}

}  // namespace kith::standard
