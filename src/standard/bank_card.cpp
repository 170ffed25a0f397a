// Numbers of bank cards: ISO/IEC 7812 with Luhn's digit, and the scheme by the first digits. A number that
// someone masked stays as it is, in doubt. Part: kind (visa, mastercard, unionpay, amex, discover, diners,
// jcb, maestro, mir).
#include <algorithm>

#include "standard/clean.h"
#include "standard/number_text.h"
#include "standard/types.h"

namespace kith::standard {
namespace {

// Ranges by the schemes' public lists; `least` to `most` digits in all.
struct Range {
  unsigned from, to;  // of as many leading digits as `from` has
  std::size_t least, most;
  std::string_view kind;
};
constexpr Range ranges[] = {
    {34, 34, 15, 15, "amex"},           {37, 37, 15, 15, "amex"},        {300, 305, 14, 14, "diners"},
    {36, 36, 14, 14, "diners"},         {38, 39, 14, 14, "diners"},      {3528, 3589, 16, 19, "jcb"},
    {1800, 1800, 15, 15, "jcb"},        {2131, 2131, 15, 15, "jcb"},     {2200, 2204, 16, 19, "mir"},
    {2221, 2720, 16, 16, "mastercard"}, {51, 55, 16, 16, "mastercard"},  {4, 4, 13, 19, "visa"},
    {6011, 6011, 16, 19, "discover"},   {644, 649, 16, 19, "discover"},  {65, 65, 16, 19, "discover"},
    {62, 62, 13, 19, "unionpay"},       {81, 81, 16, 19, "unionpay"},    {60, 60, 16, 19, "rupay"},
    {5018, 5018, 12, 19, "maestro"},    {5020, 5020, 12, 19, "maestro"}, {5038, 5038, 12, 19, "maestro"},
    {56, 58, 12, 19, "maestro"},        {63, 63, 12, 19, "maestro"},     {67, 67, 12, 19, "maestro"},
    {9, 9, 16, 19, "domestic"}};

const Range* range_of(std::string_view digits) noexcept {
  for (const Range& range : ranges) {
    unsigned head = 0;
    std::size_t width = range.from < 10 ? 1 : range.from < 100 ? 2 : range.from < 1000 ? 3 : 4;
    if (digits.size() < width) continue;
    for (char c : digits.substr(0, width)) head = head * 10 + static_cast<unsigned>(c - '0');
    if (head >= range.from && head <= range.to) return &range;
  }
  return nullptr;
}

// 6222 **** **** 1234: some digits, and marks for the rest.
bool is_masked(std::string_view text) noexcept {
  auto marks =
      std::count_if(text.begin(), text.end(), [](char c) { return c == '*' || c == 'X' || c == 'x'; });
  auto others = std::count_if(text.begin(), text.end(), [](char c) {
    return c != '*' && c != 'X' && c != 'x' && !is_digit(c) && c != ' ' && c != '-';
  });
  return marks >= 4 && others == 0 && std::count_if(text.begin(), text.end(), is_digit) >= 4;
}

}  // namespace

void standardise_bank_card(std::string_view raw, const Standard&, Standardised& out) {
  out.clear();
  std::string_view tidy;
  if (!take(raw, out, tidy)) return;
  std::string& code = out.value;
  if (tidy.size() <= 40 && is_masked(tidy)) {
    code.assign(tidy);
    settle(raw, tidy, Reason::reformatted, out);
    return doubt(Reason::masked, out);
  }
  bool has_shape = tidy.size() <= 40 && compact(tidy, " -", code) && are_digits(code) && code.size() >= 12 &&
                   code.size() <= 19;
  if (!has_shape) return refuse(raw, Reason::not_an_account, out);
  const Range* range = range_of(code);
  if (range == nullptr) return refuse(raw, Reason::unassigned_issuer, out);
  if (code.size() < range->least || code.size() > range->most)
    return refuse(raw, Reason::not_an_account, out);
  // Cards of one Chinese bank each that were given out before the standard have no check digit.
  if (range->kind != "domestic" && !has_luhn_digit(code)) return refuse(raw, Reason::wrong_check_digit, out);
  out.set_part(Part::kind, range->kind);
  bool made_up = code.find_first_not_of(code[1], 1) == std::string::npos;
  settle(raw, tidy, Reason::reformatted, out);
  out.at_rest = true;  // the bare digits are read as they stand
  if (made_up) doubt(Reason::placeholder, out);
}

}  // namespace kith::standard
