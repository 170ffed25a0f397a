// Sums of money: the plain number (number.cpp: 万, 亿, thousands marks, brackets as minus), and the currency
// that the text names as a code of ISO 4217. Part: currency.
#include "standard/clean.h"
#include "standard/types.h"
#include "standard/word_table.h"

namespace kith::standard {
namespace {

constexpr WordRow signs[] = {
    {"¥", "CNY"},    {"￥", "CNY"},       {"元", "CNY"},       {"圆", "CNY"},   {"rmb", "CNY"},
    {"cny", "CNY"},  {"人民币", "CNY"},   {"元整", "CNY"},     {"块", "CNY"},   {"$", "USD"},
    {"us$", "USD"},  {"usd", "USD"},      {"美元", "USD"},     {"美金", "USD"}, {"€", "EUR"},
    {"eur", "EUR"},  {"欧元", "EUR"},     {"£", "GBP"},        {"gbp", "GBP"},  {"英镑", "GBP"},
    {"hk$", "HKD"},  {"hkd", "HKD"},      {"港币", "HKD"},     {"港元", "HKD"}, {"jpy", "JPY"},
    {"日元", "JPY"}, {"円", "JPY"},       {"krw", "KRW"},      {"₩", "KRW"},    {"韩元", "KRW"},
    {"twd", "TWD"},  {"nt$", "TWD"},      {"新台币", "TWD"},   {"mop", "MOP"},  {"澳门元", "MOP"},
    {"sgd", "SGD"},  {"s$", "SGD"},       {"新加坡元", "SGD"}, {"aud", "AUD"},  {"a$", "AUD"},
    {"澳元", "AUD"}, {"cad", "CAD"},      {"c$", "CAD"},       {"加元", "CAD"}, {"chf", "CHF"},
    {"fr.", "CHF"},  {"瑞士法郎", "CHF"}, {"inr", "INR"},      {"₹", "INR"},    {"rs.", "INR"},
    {"rs", "INR"},   {"卢比", "INR"},     {"rub", "RUB"},      {"₽", "RUB"},  {"卢布", "RUB"},
    {"thb", "THB"},  {"฿", "THB"},        {"泰铢", "THB"},     {"vnd", "VND"},  {"₫", "VND"},
    {"brl", "BRL"},  {"r$", "BRL"},       {"zar", "ZAR"},      {"r", "ZAR"},    {"sek", "SEK"},
    {"nok", "NOK"},  {"dkk", "DKK"},      {"kr", "SEK"},       {"kr.", "DKK"},  {"pln", "PLN"},
    {"zł", "PLN"},   {"nzd", "NZD"},      {"myr", "MYR"},      {"rm", "MYR"},   {"php", "PHP"},
    {"₱", "PHP"},    {"idr", "IDR"},      {"rp", "IDR"},       {"aed", "AED"},  {"try", "TRY"},
    {"₺", "TRY"},    {"mxn", "MXN"},      {"ils", "ILS"},      {"₪", "ILS"}};

bool is_number_character(char c) noexcept {
  return (c >= '0' && c <= '9') || c == '.' || c == ',' || c == '-' || c == '+' || c == '(' || c == ')' ||
         c == ' ' || c == '\'';
}

// Takes a currency off either end of the text, brackets and signs before it kept; empty where there is none.
std::string_view strip_currency(std::string_view& text, std::string& kept) {
  std::size_t from = 0;
  while (from < text.size() && is_number_character(text[from]) && !(text[from] >= '0' && text[from] <= '9'))
    ++from;
  std::size_t to = from;
  while (to < text.size() && !is_number_character(text[to])) ++to;
  std::string_view currency = find_word<signs>(text.substr(from, to - from));
  std::string_view dotted = to < text.size() && text[to] == '.'
                                ? find_word<signs>(text.substr(from, to - from + 1))
                                : std::string_view();
  if (!dotted.empty()) {
    currency = dotted;
    ++to;
  }
  if (!currency.empty()) {
    kept.assign(text.substr(0, from)).append(text.substr(to));
    text = kept;
    return currency;
  }
  std::size_t end = text.size();
  while (end > 0 && (text[end - 1] == ')' || text[end - 1] == ' ' || text[end - 1] == '-')) --end;
  bool ends_in_digit = end > 0 && text[end - 1] >= '0' && text[end - 1] <= '9';
  for (std::size_t width = 1; width <= 12 && width < end && !ends_in_digit; ++width) {
    currency = find_word<signs>(text.substr(end - width, width));
    bool is_whole = end == width || is_number_character(text[end - width - 1]) ||
                    text.substr(0, end - width).ends_with("万") ||
                    text.substr(0, end - width).ends_with("亿") ||
                    text.substr(0, end - width).ends_with("千");
    if (currency.empty() || !is_whole) continue;
    kept.assign(text.substr(0, end - width)).append(text.substr(end));
    text = kept;
    return currency;
  }
  return {};
}

}  // namespace

void standardise_amount(std::string_view raw, const Standard& standard, Standardised& out) {
  out.clear();
  std::string_view tidy;
  if (!take(raw, out, tidy)) return;
  if (tidy.size() > 80) return refuse(raw, Reason::too_long, out);
  thread_local std::string kept;
  thread_local Standardised number;
  std::string_view text = tidy;
  std::string_view currency = strip_currency(text, kept);
  while (!text.empty() && text.back() == ' ') text.remove_suffix(1);
  // A minus behind the number, as ledgers print it: 1,234.50-
  thread_local std::string turned;
  if (text.size() > 1 && text.back() == '-' && text.front() != '-') {
    turned.assign("-").append(text.substr(0, text.size() - 1));
    text = turned;
  }
  standardise_number(text, standard, number);
  if (number.verdict == Verdict::invalid || number.verdict == Verdict::empty)
    return refuse(raw, Reason::not_a_number, out);
  out.value.assign(number.value);
  if (!currency.empty()) out.set_part(Part::currency, currency);
  settle(raw, tidy, Reason::reformatted, out);
}

}  // namespace kith::standard
