// Accounts of people on networks: WeChat (微信号: 6 to 20 letters, digits, _ and -, a letter first; small,
// since case does not count), QQ numbers (5 to 11 digits, no 0 first), and handles elsewhere ("@name",
// small).
#include <algorithm>

#include "standard/clean.h"
#include "standard/number_text.h"
#include "standard/types.h"

namespace kith::standard {
namespace {

bool is_letter(char c) noexcept { return static_cast<unsigned>((c | 0x20) - 'a') < 26u; }

void write_small(std::string_view text, std::string& value) {
  for (char c : text) value.push_back(c >= 'A' && c <= 'Z' ? static_cast<char>(c | 0x20) : c);
}

// "微信号: kith_2026", "wx:kith": what stands before the account.
std::string_view without_label(std::string_view text) noexcept {
  for (std::string_view label :
       {"微信号:", "微信:", "wechat:", "WeChat:", "wx:", "WX:", "QQ号:", "QQ:", "qq:", "QQ号", "QQ"}) {
    if (!text.starts_with(label)) continue;
    text.remove_prefix(label.size());
    while (!text.empty() && text.front() == ' ') text.remove_prefix(1);
    return text;
  }
  return text;
}

}  // namespace

void standardise_wechat_id(std::string_view raw, const Standard&, Standardised& out) {
  out.clear();
  std::string_view tidy;
  if (!take(raw, out, tidy)) return;
  std::string_view text = without_label(tidy);
  bool has_shape = std::all_of(text.begin(), text.end(),
                               [](char c) { return is_letter(c) || is_digit(c) || c == '_' || c == '-'; });
  bool is_own = text.size() >= 6 && text.size() <= 20 && is_letter(text.front());
  // People add by phone or QQ number as well, and openid of 28 characters comes from mini programs.
  bool is_number = are_digits(text) && text.size() >= 5 && text.size() <= 11 && text.front() != '0';
  bool is_open_id = text.size() == 28 && text.front() == 'o';
  if (!has_shape || (!is_own && !is_number && !is_open_id)) return refuse(raw, Reason::unlike_handle, out);
  if (is_open_id) {
    out.value.assign(text);
  } else {
    write_small(text, out.value);
  }
  settle(raw, tidy, Reason::letter_case, out);
}

void standardise_qq_number(std::string_view raw, const Standard&, Standardised& out) {
  out.clear();
  std::string_view tidy;
  if (!take(raw, out, tidy)) return;
  std::string_view text = without_label(tidy);
  if (text.size() > 7 && (text.ends_with("@qq.com") || text.ends_with("@QQ.com"))) text.remove_suffix(7);
  if (!are_digits(text) || text.size() < 5 || text.size() > 11 || text.front() == '0')
    return refuse(raw, Reason::unlike_handle, out);
  out.value.assign(text);
  bool made_up = text == "123456" || text == "12345678" || text == "123456789" || text == "1234567890" ||
                 text == "12345" || text.find_first_not_of(text.front()) == std::string_view::npos;
  settle(raw, tidy, Reason::reformatted, out);
  if (made_up) doubt(Reason::placeholder, out);
}

void standardise_handle(std::string_view raw, const Standard&, Standardised& out) {
  out.clear();
  std::string_view tidy;
  if (!take(raw, out, tidy)) return;
  std::string_view text = tidy;
  // https://x.com/kith -> @kith
  if (auto scheme = text.find("://"); scheme != std::string_view::npos) {
    text = text.substr(0, text.find_first_of("?#"));
    while (text.ends_with("/")) text.remove_suffix(1);
    auto slash = text.rfind('/');
    if (slash < scheme + 3) return refuse(raw, Reason::unlike_handle, out);
    text.remove_prefix(slash + 1);
  }
  while (!text.empty() && text.front() == '@') text.remove_prefix(1);
  bool has_shape = !text.empty() && text.size() <= 60 && std::all_of(text.begin(), text.end(), [](char c) {
    return is_letter(c) || is_digit(c) || c == '_' || c == '-' || c == '.' ||
           static_cast<unsigned char>(c) >= 0x80;
  });
  bool has_sense = std::any_of(text.begin(), text.end(), [](char c) {
    return is_letter(c) || is_digit(c) || static_cast<unsigned char>(c) >= 0x80;
  });
  if (!has_shape || !has_sense) return refuse(raw, Reason::unlike_handle, out);
  out.value.push_back('@');
  write_small(text, out.value);
  settle(raw, tidy, Reason::letter_case, out);
}

}  // namespace kith::standard
