#include "service/value_kinds.h"

#include <algorithm>
#include <cctype>
#include <string>

#include "base/utf8.h"
#include "standard/han_name.h"

namespace kith::service {
namespace {

constexpr std::size_t values_looked_at = 300;

std::string_view trimmed(std::string_view text) {
  while (!text.empty() && std::isspace(static_cast<unsigned char>(text.front()))) text.remove_prefix(1);
  while (!text.empty() && std::isspace(static_cast<unsigned char>(text.back()))) text.remove_suffix(1);
  return text;
}

struct Letters {
  std::size_t digits = 0, ascii = 0, han = 0, other = 0, blanks = 0, marks = 0;
};

Letters count_letters(std::string_view text) {
  Letters count;
  for (std::size_t at = 0; at < text.size();) {
    char32_t c = next_code_point(text, at);
    if (c >= '0' && c <= '9')
      ++count.digits;
    else if (c < 0x80 && std::isalpha(static_cast<int>(c)))
      ++count.ascii;
    else if (is_han(c))
      ++count.han;
    else if (c == ' ' || c == 0x3000)
      ++count.blanks;
    else
      ++(c >= 0xC0 && c < 0x2000 ? count.other : count.marks);
  }
  return count;
}

bool accepted(const char* type, std::string_view value, const standard::Standard& standard) {
  thread_local standard::Standardised out;
  standard::standardiser_for(type).function(value, standard, out);
  return out.verdict == Verdict::kept || out.verdict == Verdict::changed;
}

constexpr std::string_view company_words_zh[] = {"公司", "集团", "有限",     "工作室", "事务所", "银行",
                                                 "大学", "学院", "医院",     "研究所", "研究院", "合作社",
                                                 "商行", "經銷", "株式会社", "工厂",   "商店",   "酒店"};
constexpr std::string_view company_words[] = {
    "inc",      "ltd", "llc", "corp", "gmbh", "plc",  "limited", "co",  "company",    "corporation", "group",
    "holdings", "bv",  "ag",  "srl",  "spa",  "sarl", "oy",      "pty", "university", "bank"};

bool is_company(std::string_view value) {
  for (auto word : company_words_zh) {
    if (value.find(word) != std::string_view::npos) return true;
  }
  std::string word;
  bool first = true;
  for (std::size_t i = 0; i <= value.size(); ++i) {
    char c = i < value.size() ? value[i] : ' ';
    if (c == '.') continue;
    if (c != ' ' && c != ',') {
      word += static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
      continue;
    }
    // "Co" alone is a name.
    if (!first &&
        std::find(std::begin(company_words), std::end(company_words), word) != std::end(company_words))
      return true;
    first = first && word.empty();
    word.clear();
  }
  return false;
}

bool is_western_person(std::string_view value) {
  std::size_t words = 0, capitals = 0, initials = 0;
  bool start = true;
  std::size_t length = 0;
  for (std::size_t at = 0; at <= value.size();) {
    char32_t c = at < value.size() ? next_code_point(value, at) : ' ';
    if (c == ' ' || c == ',') {
      initials += length == 1;
      start = true;
      length = 0;
      if (at == value.size()) {
        if (c == ' ' || c == ',') break;
      }
      continue;
    }
    if (c == '.' || c == '-' || c == '\'' || c == 0x2019) {
      if (at >= value.size()) break;
      continue;
    }
    if (c < 0x80 && !std::isalpha(static_cast<int>(c))) return false;
    if (start) {
      ++words;
      capitals += (c < 0x80 && std::isupper(static_cast<int>(c))) || (c >= 0xC0 && c < 0xE0);
      start = false;
    }
    ++length;
    if (at >= value.size()) break;
  }
  return words >= 2 && words <= 4 && capitals + 1 >= words && initials < words;
}

bool is_person(std::string_view value, const Letters& count) {
  if (count.digits > 0) return false;
  if (count.han > 0) {
    if (count.ascii + count.other + count.marks > 1 || count.han > 6) return false;
    std::string_view name = value.substr(0, value.size() - standard::han_title(value).size());
    std::size_t family = standard::han_family_length(name);
    std::size_t characters = count_code_points(name);
    return family > 0 && characters >= 2 && characters <= 4 && name.size() > family;
  }
  return count.marks <= 3 && is_western_person(value);
}

bool is_address(std::string_view value, const Letters& count) {
  if (count.han >= 5) {
    int signs = 0;
    for (std::string_view word :
         {"省", "市", "区", "县", "镇", "街", "路", "号", "村", "楼", "室", "單元", "弄"})
      signs += value.find(word) != std::string_view::npos;
    return signs >= 3 || (signs >= 2 && count.digits > 0);
  }
  if (count.digits == 0 || count.ascii < 5 || count.blanks < 2) return false;
  constexpr std::string_view words[] = {"street",  "st",     "road",   "rd",      "avenue",    "ave", "lane",
                                        "ln",      "drive",  "dr",     "blvd",    "boulevard", "way", "court",
                                        "ct",      "place",  "square", "highway", "rue",       "via", "calle",
                                        "strasse", "straße", "platz",  "apt",     "suite"};
  std::string word;
  for (std::size_t i = 0; i <= value.size(); ++i) {
    char c = i < value.size() ? value[i] : ' ';
    if (c != ' ' && c != ',' && c != '.' && c != '\n') {
      word += static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
      continue;
    }
    bool is_word = std::find(std::begin(words), std::end(words), word) != std::end(words);
    if (is_word || (word.size() > 6 && word.ends_with("strasse"))) return true;
    word.clear();
  }
  return false;
}

bool is_gender(std::string_view value) {
  for (std::string_view word :
       {"男", "女", "male", "female", "Male", "Female", "MALE", "FEMALE", "男性", "女性", "先生", "女士"}) {
    if (value == word) return true;
  }
  return false;
}

bool is_phone(std::string_view value, const Letters& count, const standard::Standard& standard) {
  if (count.digits < 7 || count.digits > 18 || count.ascii + count.han + count.other > 4) return false;
  bool mobile = count.digits == 11 && value.size() == 11 && value[0] == '1' && value[1] >= '3';
  bool marked = value.front() == '+' || value.front() == '(' || value.starts_with("00") ||
                (count.marks + count.blanks > 0 && value.find('.') == std::string_view::npos &&
                 value.find(':') == std::string_view::npos && value.find('/') == std::string_view::npos);
  return (mobile || marked) && accepted("phone", value, standard);
}

bool is_date(std::string_view value, const Letters& count, const standard::Standard& standard) {
  if (count.digits < 3 || count.digits > 17) return false;
  bool separators = count.marks >= 2 || value.find("年") != std::string_view::npos || count.ascii >= 3;
  bool packed =
      count.digits == 8 && value.size() == 8 && (value.starts_with("19") || value.starts_with("20"));
  if (!separators && !packed) return false;
  return accepted("date", value, standard) || accepted("timestamp", value, standard);
}

// A name, and a number or a mailbox beside it.
bool is_contact(std::string_view value, const Letters& count, const standard::Standard& standard) {
  if (count.digits < 7 && value.find('@') == std::string_view::npos) return false;
  if (count.han + count.ascii < 2) return false;
  thread_local standard::Standardised out;
  standard::standardiser_for("contact").function(value, standard, out);
  return !out.part(standard::Part::name).empty() &&
         !(out.part(standard::Part::phone).empty() && out.part(standard::Part::email).empty());
}

}  // namespace

std::string_view name_of(ValueKind kind) noexcept {
  constexpr std::string_view names[] = {"empty",   "email",  "phone",   "id_number", "url",
                                        "date",    "person", "company", "address",   "gender",
                                        "contact", "number", "code",    "text"};
  return names[static_cast<std::size_t>(kind)];
}

ValueKind kind_of(std::string_view value, const standard::Standard& standard) {
  value = trimmed(value);
  if (value.empty()) return ValueKind::empty;
  if (value.size() > 400) return ValueKind::text;
  Letters count = count_letters(value);
  if (value.find('@') != std::string_view::npos && count.blanks == 0 && accepted("email", value, standard))
    return ValueKind::email;
  if (value.starts_with("http://") || value.starts_with("https://") || value.starts_with("www."))
    return ValueKind::url;
  bool citizen = value.size() == 18 && count.digits >= 17;
  if (citizen && accepted("id_number", value, standard)) return ValueKind::id_number;
  if (is_date(value, count, standard)) return ValueKind::date;
  if (is_phone(value, count, standard)) return ValueKind::phone;
  std::size_t letters = count.ascii + count.han + count.other;
  if (count.digits > 0 && letters == 0 && count.blanks <= 1 && count.marks <= 4) return ValueKind::number;
  if (is_gender(value)) return ValueKind::gender;
  if (is_contact(value, count, standard)) return ValueKind::contact;
  if (is_company(value)) return ValueKind::company;
  if (is_address(value, count)) return ValueKind::address;
  if (is_person(value, count)) return ValueKind::person;
  if (count.digits > 0 && count.blanks == 0 && count.han == 0) return ValueKind::code;
  return ValueKind::text;
}

double KindCounts::share(ValueKind kind) const noexcept {
  if (seen == 0) return 0;
  return static_cast<double>(counts[static_cast<std::size_t>(kind)]) / static_cast<double>(seen);
}

ValueKind KindCounts::most() const noexcept {
  auto best = std::max_element(counts.begin() + 1, counts.end());
  return static_cast<ValueKind>(best - counts.begin());
}

KindCounts kinds_of(const std::vector<std::string_view>& cells, const standard::Standard& standard) {
  KindCounts kinds;
  std::vector<std::string_view> filled;
  for (auto cell : cells) {
    if (!trimmed(cell).empty()) filled.push_back(cell);
  }
  std::size_t step = std::max<std::size_t>(1, filled.size() / values_looked_at);
  for (std::size_t i = 0; i < filled.size(); i += step) kinds.add(kind_of(filled[i], standard));
  return kinds;
}

}  // namespace kith::service
