#include "service/column_content.h"

#include <algorithm>
#include <charconv>
#include <cmath>

namespace kith::service {
namespace {

constexpr std::size_t most_values = 3000;

bool is_digit(char c) noexcept { return c >= '0' && c <= '9'; }
bool is_code_letter(char c) noexcept {
  return is_digit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '-' || c == '_' ||
         c == '.' || c == '/';
}
char lower(char c) noexcept { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

std::string_view trimmed(std::string_view text) noexcept {
  while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
  while (!text.empty() && (text.back() == ' ' || text.back() == '\t')) text.remove_suffix(1);
  return text;
}

bool is_email(std::string_view text) noexcept {
  const std::size_t at = text.find('@');
  return at != std::string_view::npos && at > 0 && text.find('.', at) != std::string_view::npos &&
         text.find(' ') == std::string_view::npos;
}

// Three groups of digits of which one is a year, or eight digits that read as a date.
bool is_date(std::string_view text) noexcept {
  int groups[3] = {0, 0, 0}, sizes[3] = {0, 0, 0}, group = 0;
  for (std::size_t i = 0; i < text.size() && i < 10; ++i) {
    const char c = text[i];
    if (is_digit(c)) {
      if (++sizes[group] > 8) return false;
      groups[group] = groups[group] * 10 + (c - '0');
    } else if (c == '-' || c == '/' || c == '.') {
      if (sizes[group] == 0 || ++group > 2) return false;
    } else {
      if (c == 'T' || c == ' ') break;
      return false;
    }
  }
  auto is_year = [](int n) { return n >= 1000 && n <= 2100; };
  auto is_day = [](int n) { return n >= 1 && n <= 31; };
  if (group == 0) {
    const int n = groups[0];
    return sizes[0] == 8 && text.size() == 8 && is_year(n / 10000) && n / 100 % 100 >= 1 &&
           n / 100 % 100 <= 12 && is_day(n % 100);
  }
  if (group != 2) return false;
  if (sizes[0] == 4) return is_year(groups[0]) && is_day(groups[1]) && is_day(groups[2]);
  return is_day(groups[0]) && is_day(groups[1]) && (sizes[2] == 4 ? is_year(groups[2]) : sizes[2] == 2);
}

struct PhoneLook {
  bool is = false, marked = false;
};

PhoneLook look_at_phone(std::string_view text) noexcept {
  std::size_t digits = 0;
  bool marks = false;
  for (char c : text) {
    if (is_digit(c)) {
      ++digits;
    } else if (c == '+' || c == '(' || c == ')') {
      marks = true;
    } else if (c != ' ' && c != '-' && c != '.' && c != '/') {
      return {};
    }
  }
  if (digits < 7 || digits > 15) return {};
  const bool chinese_mobile = text.size() == 11 && text[0] == '1' && text[1] >= '3';
  return {true, marks || chinese_mobile};
}

constexpr std::string_view organisation_words[] = {
    "inc",       "ltd",      "llc",        "corp",         "corporation",
    "gmbh",      "plc",      "limited",    "company",      "co",
    "bv",        "nv",       "ag",         "kg",           "spa",
    "srl",       "sa",       "university", "technologies", "international",
    "group",     "holdings", "holding",    "industries",   "bank",
    "institute", "kk",       "oy",         "ab",           "associates",
    "solutions"};
constexpr std::string_view organisation_ends[] = {"公司", "集团",   "有限", "株式会社",
                                                  "大学", "研究所", "银行"};

bool is_organisation(std::string_view text) {
  for (std::string_view end : organisation_ends) {
    if (text.find(end) != std::string_view::npos) return true;
  }
  std::string word;
  bool first = true, found = false;
  auto close = [&] {
    if (!first && std::find(std::begin(organisation_words), std::end(organisation_words), word) !=
                      std::end(organisation_words))
      found = true;
    if (!word.empty()) first = false;
    word.clear();
  };
  for (char c : text) {
    if (c == ' ' || c == ',' || c == '(' || c == ')') {
      close();
    } else if (c != '.') {
      word.push_back(lower(c));
    }
  }
  close();
  return found;
}

bool is_point(std::string_view text) {
  const auto point = two_decimals(text);
  if (!point) return false;
  const double less = std::min(std::abs(point->first), std::abs(point->second)),
               more = std::max(std::abs(point->first), std::abs(point->second));
  return less <= 90 && more <= 180;
}

}  // namespace

std::optional<std::pair<double, double>> two_decimals(std::string_view text) {
  if (text.size() > 60) return std::nullopt;
  if (text.size() > 2 && text.front() == '(' && text.back() == ')') text = text.substr(1, text.size() - 2);
  double numbers[2] = {};
  for (double& number : numbers) {
    while (!text.empty() && text.front() == ' ') text.remove_prefix(1);
    if (text.size() > 1 && text.front() == '+' && is_digit(text[1])) text.remove_prefix(1);
    const auto read =
        std::from_chars(text.data(), text.data() + text.size(), number, std::chars_format::fixed);
    const auto length = static_cast<std::size_t>(read.ptr - text.data());
    if (read.ec != std::errc() || text.substr(0, length).find('.') == std::string_view::npos)
      return std::nullopt;
    text.remove_prefix(length);
    if (&number == numbers) {
      const std::size_t before = text.size();
      for (std::string_view mark : {" ", ",", ";", "，", "；", "、", " "}) {
        while (text.starts_with(mark)) text.remove_prefix(mark.size());
      }
      if (text.size() == before) return std::nullopt;
    }
  }
  if (text.find_first_not_of(' ') != std::string_view::npos) return std::nullopt;
  if (!std::isfinite(numbers[0]) || !std::isfinite(numbers[1])) return std::nullopt;
  return std::pair(numbers[0], numbers[1]);
}

std::string number_of(std::string_view text) {
  std::string digits;
  bool point = false, any = false;
  std::size_t marks = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (is_digit(c)) {
      digits.push_back(c);
      any = true;
    } else if (c == '-' && digits.empty()) {
      digits.push_back(c);
    } else if (c == '.' && !point) {
      point = true;
      digits.push_back(c);
    } else if (c == ',' && any && i + 3 < text.size() && !point) {
      continue;
    } else if (c == '$' || c == '%' || c == ' ' || static_cast<unsigned char>(c) >= 0x80) {
      if (++marks > 4) return {};  // a currency sign, not words
    } else {
      return {};
    }
  }
  double number = 0;
  const auto read = std::from_chars(digits.data(), digits.data() + digits.size(), number);
  if (!any || read.ptr != digits.data() + digits.size() || !std::isfinite(number)) return {};
  char out[40];
  const auto end = std::to_chars(out, out + sizeof out, number == 0 ? 0.0 : number);
  return std::string(out, end.ptr);
}

ColumnContent look_at(const TextList& values) {
  ColumnContent content;
  if (values.size() < 2) return content;
  const std::size_t step = std::max<std::size_t>(1, (values.size() - 1) / most_values);
  for (std::size_t id = 1; id < values.size(); id += step) {
    const std::string_view text = trimmed(values[id]);
    if (text.empty()) continue;
    ++content.looked_at;
    content.email += is_email(text);
    content.date += is_date(text);
    const auto phone = look_at_phone(text);
    content.phone += phone.is;
    content.phone_marks += phone.marked;
    const std::string number = number_of(text);
    content.number += !number.empty();
    content.integer += !number.empty() && std::all_of(text.begin(), text.end(), is_digit);
    content.coordinates += is_point(text);
    content.company += is_organisation(text);
    const auto blanks = std::count(text.begin(), text.end(), ' ');
    const bool digit = std::any_of(text.begin(), text.end(), is_digit);
    content.blank += blanks > 0;
    content.digit += digit;
    content.code +=
        blanks == 0 && digit && text.size() >= 4 && std::all_of(text.begin(), text.end(), is_code_letter);
    content.length += static_cast<double>(text.size());
    content.words += static_cast<double>(blanks) + 1;
  }
  if (content.phone > 0) content.phone_marks /= content.phone;
  const double n = std::max(1.0, static_cast<double>(content.looked_at));
  for (double* share : {&content.email, &content.date, &content.number, &content.integer, &content.phone,
                        &content.company, &content.coordinates, &content.blank, &content.digit, &content.code,
                        &content.length, &content.words}) {
    *share /= n;
  }
  return content;
}

}  // namespace kith::service
