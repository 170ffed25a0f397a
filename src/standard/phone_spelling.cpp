#include "standard/phone_spelling.h"

#include <algorithm>

#include "base/utf8.h"

namespace kith::standard {
namespace {

bool is_digit(char c) noexcept { return c >= '0' && c <= '9'; }
bool is_letter(char c) noexcept { return static_cast<unsigned>((c | 0x20) - 'a') < 26u; }

bool all_digits(std::string_view text) noexcept {
  return !text.empty() && std::all_of(text.begin(), text.end(), is_digit);
}

// 1.38E+10, 8.61E12: what a spreadsheet makes of long numbers. The digits are gone.
bool is_scientific(std::string_view text) noexcept {
  std::size_t e = 0;
  while (e < text.size() && (is_digit(text[e]) || text[e] == '.')) ++e;
  if (e == 0 || e == text.size() || (text[e] | 0x20) != 'e') return false;
  std::string_view mantissa = text.substr(0, e), exponent = text.substr(e + 1);
  if (!exponent.empty() && (exponent.front() == '+' || exponent.front() == '-')) exponent.remove_prefix(1);
  if (!all_digits(exponent) || exponent.size() > 3) return false;
  auto point = mantissa.find('.');
  if (point == std::string_view::npos) return all_digits(mantissa) && mantissa.size() <= 6;
  return all_digits(mantissa.substr(0, point)) && all_digits(mantissa.substr(point + 1));
}

bool has_word(std::string_view text, std::string_view lower) noexcept {
  if (text.size() < lower.size()) return false;
  for (std::size_t i = 0; i < lower.size(); ++i) {
    char c = text[i];
    if ((is_letter(c) ? static_cast<char>(c | 0x20) : c) != lower[i]) return false;
  }
  return true;
}

std::string_view without_label(std::string_view text) noexcept {
  static constexpr std::string_view labels[] = {
      "tel",      "telephone", "phone",    "mobile",   "mob",      "cell", "ph",   "fax",
      "手机号码", "手机号",    "手机",     "电话号码", "联系电话", "电话", "座机", "固话",
      "移动电话", "固定电话",  "联系方式", "传真",     "office",   "home", "work", "t",
      "m",        "p",         "h",        "c",        "o",        "w"};
  for (bool more = true; more;) {
    more = false;
    while (!text.empty() &&
           (text.front() == '\'' || text.front() == ' ' || text.front() == ':' || text.front() == '.')) {
      text.remove_prefix(1);
    }
    if (text.empty() || is_digit(text.front()) || text.front() == '+' || text.front() == '(') return text;
    std::size_t best = 0;
    for (std::string_view label : labels) {
      if (label.size() > best && has_word(text, label) &&
          (text.size() == label.size() || !is_letter(text[label.size()]) || !is_letter(label.front()))) {
        best = label.size();
      }
    }
    text.remove_prefix(best);
    more = best != 0;
  }
  return text;
}

// The length of an extension mark at the start of `text`; 0 for none.
std::size_t extension_mark(std::string_view text) noexcept {
  static constexpr std::string_view marks[] = {"extension", "extn.",  "extn", "ext.", "ext",   "转分机",
                                               "转接",      "分机号", "分机", "转",   ";ext=", "x.",
                                               "x",         "#",      "p",    ",,",   "内线"};
  for (std::string_view mark : marks) {
    if (has_word(text, mark)) return mark.size();
  }
  return 0;
}

class Reader {
 public:
  Reader(std::string_view text, bool chinese) : text_(text), chinese_(chinese) {}

  PhoneSpelling read() noexcept {
    while (at_ < text_.size() && !done_) step();
    if (spelling_.failure == Reason::none) finish();
    return spelling_;
  }

 private:
  void step() noexcept {
    char c = text_[at_];
    if (is_digit(c)) {
      push(c);
      ++group_;
      ++at_;
      return;
    }
    if (c == '+') return plus();
    bool may_be_extension =
        is_letter(c) || c == '#' || c == ';' || c == ',' || static_cast<unsigned char>(c) >= 0x80;
    if (std::size_t mark = may_be_extension ? extension_mark(text_.substr(at_)) : 0; mark != 0)
      return extension(mark);
    if (c == ' ' || c == '.' || c == '(' || c == ')' || c == '[' || c == ']' || c == '\'' || c == '"') {
      ++at_;
      return close_group(false);
    }
    if (c == '-' || c == '_' || c == '~' || c == '*') {
      ++at_;
      return close_group(true);
    }
    if (c == '/' || c == ',' || c == ';' || c == '|' || c == '\\') return another(1);
    if (is_letter(c)) {
      if (has_word(text_.substr(at_), "or ")) return another(3);
      return fail(Reason::letters_in_phone);
    }
    foreign();
  }

  void foreign() noexcept {
    std::size_t ahead = at_;
    char32_t c = next_code_point(text_, ahead);
    std::size_t width = ahead - at_;
    if ((c >= 0x2010 && c <= 0x2015) || c == 0x2212 || c == 0x30FC || c == 0x2500) {
      at_ = ahead;
      return close_group(true);
    }
    if (c >= 0x660 && c <= 0x669) return digit_of_another_script(c - 0x660, ahead);
    if (c >= 0x6F0 && c <= 0x6F9) return digit_of_another_script(c - 0x6F0, ahead);
    if (c == 0x3001 || c == 0x6216 || c == 0x548C || c == 0x3002) return another(width);  // 、或和。
    if (c == 0xB7 || c == 0x2022) {
      at_ = ahead;
      return close_group(false);
    }
    fail(Reason::letters_in_phone);
  }

  void digit_of_another_script(char32_t value, std::size_t ahead) noexcept {
    push(static_cast<char>('0' + value));
    ++group_;
    at_ = ahead;
  }

  void plus() noexcept {
    ++at_;
    if (spelling_.length == 0) {
      spelling_.international = true;
    } else if (spelling_.length >= 7) {
      spelling_.is_one_of_several = true;
      done_ = true;
    } else {
      fail(Reason::not_a_phone);
    }
  }

  void extension(std::size_t mark) noexcept {
    std::string_view rest = text_.substr(at_ + mark);
    while (!rest.empty() &&
           (rest.front() == ' ' || rest.front() == ':' || rest.front() == '.' || rest.front() == '-')) {
      rest.remove_prefix(1);
    }
    while (!rest.empty() && (rest.back() == ' ' || rest.back() == ')')) rest.remove_suffix(1);
    if (spelling_.length < 3)
      return fail(is_letter(text_[at_]) ? Reason::letters_in_phone : Reason::not_a_phone);
    if (rest.empty() && text_[at_] == '#') return void(done_ = true);
    if (!all_digits(rest)) return fail(Reason::letters_in_phone);
    if (rest.size() > 7) return fail(Reason::too_many_digits);
    set_extension(rest);
    done_ = true;
  }

  void set_extension(std::string_view digits) noexcept {
    spelling_.extension_length = digits.size();
    std::copy(digits.begin(), digits.end(), spelling_.extension_buffer.begin());
  }

  // A mark between two numbers; within one it only separates digits ("010/12345678").
  void another(std::size_t width) noexcept {
    at_ += width;
    bool more = std::any_of(text_.begin() + static_cast<std::ptrdiff_t>(at_), text_.end(), is_digit);
    if (spelling_.length < 7) return close_group(true);
    spelling_.is_one_of_several = more;
    done_ = true;
  }

  void close_group(bool by_dash) noexcept {
    if (group_ == 0) return;
    before_ = last_;
    last_ = group_;
    group_ = 0;
    dashed_ = by_dash;
    ++groups_;
  }

  void push(char c) noexcept {
    if (spelling_.length < spelling_.buffer.size()) spelling_.buffer[spelling_.length] = c;
    ++spelling_.length;
  }

  void fail(Reason why) noexcept {
    bool has_digits = std::count_if(text_.begin(), text_.end(), is_digit) >= 3;
    spelling_.failure = has_digits ? why : Reason::not_a_phone;
    done_ = true;
  }

  void finish() noexcept {
    if (spelling_.length > spelling_.buffer.size()) {
      spelling_.failure = Reason::too_many_digits;
      return;
    }
    if (spelling_.length == 0) {
      spelling_.failure = Reason::not_a_phone;
      return;
    }
    if (spelling_.length == 1) {
      spelling_.failure = Reason::too_short;
      return;
    }
    bool is_home = chinese_ ? !spelling_.international || spelling_.digits().starts_with("86")
                            : spelling_.international && spelling_.digits().starts_with("86");
    bool has_tail =
        group_ >= 1 && group_ <= 5 && dashed_ && groups_ >= 2 && (last_ == 7 || last_ == 8) && before_ <= 4;
    if (is_home && has_tail && spelling_.extension_length == 0) {
      set_extension(spelling_.digits().substr(spelling_.length - group_));
      spelling_.length -= group_;
    }
    while (spelling_.international && spelling_.length > 4 && spelling_.digits().starts_with("00"))
      drop_front(2);
  }

  void drop_front(std::size_t count) noexcept {
    std::copy(spelling_.buffer.begin() + static_cast<std::ptrdiff_t>(count),
              spelling_.buffer.begin() + static_cast<std::ptrdiff_t>(spelling_.length),
              spelling_.buffer.begin());
    spelling_.length -= count;
  }

  std::string_view text_;
  bool chinese_;
  std::size_t at_ = 0;
  std::size_t group_ = 0, last_ = 0, before_ = 0,
              groups_ = 0;  // digits since the last mark, and in the groups before
  bool dashed_ = false, done_ = false;
  PhoneSpelling spelling_;
};

}  // namespace

PhoneSpelling read_phone(std::string_view text, bool chinese) noexcept {
  std::string_view number = without_label(text);
  if (is_scientific(number)) return {.failure = Reason::scientific_notation};
  if (number.size() > 2 && number.ends_with(".0") && all_digits(number.substr(0, number.size() - 2))) {
    number.remove_suffix(2);
  }
  return Reader(number, chinese).read();
}

}  // namespace kith::standard
