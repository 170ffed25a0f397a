#include "service/dedupe_values.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "base/utf8.h"
#include "service/column_content.h"
#include "service/coordinate_columns.h"
#include "standard/clean.h"
#include "standard/types.h"

namespace kith::service {
namespace {

using match::ColumnKind;

bool is_capital(char32_t c) noexcept {
  return (c >= 0xC0 && c <= 0xDE && c != 0xD7) || (c >= 0x391 && c <= 0x3A9) || (c >= 0x410 && c <= 0x42F);
}

// Day before month unless only a second number is ever above twelve.
standard::DateOrder order_of(const TextList& values) {
  bool first_above = false, second_above = false;
  const std::size_t step = std::max<std::size_t>(1, values.size() / 3000);
  for (std::size_t id = 1; id < values.size(); id += step) {
    int numbers[2] = {0, 0}, digits[2] = {0, 0}, which = 0;
    for (char c : values[id]) {
      if (c >= '0' && c <= '9') {
        numbers[which] = std::min(numbers[which] * 10 + (c - '0'), 9999);
        ++digits[which];
      } else if (++which == 2) {
        break;
      }
    }
    if (which != 2 || digits[0] > 2 || digits[1] > 2) continue;
    first_above |= numbers[0] > 12;
    second_above |= numbers[1] > 12;
  }
  return second_above && !first_above ? standard::DateOrder::month_day_year
                                      : standard::DateOrder::day_month_year;
}

bool is_longitude_first(const TextList& values) {
  bool first_beyond = false, second_beyond = false;
  for (const auto value : values) {
    const auto point = two_decimals(value);
    first_beyond |= point && std::abs(point->first) > 90;
    second_beyond |= point && std::abs(point->second) > 90;
  }
  return first_beyond && !second_beyond;
}

std::string only(std::string_view text, bool (*wanted)(char)) {
  std::string out;
  for (char c : text) {
    if (wanted(c)) out.push_back(c);
  }
  return out;
}

standard::StandardiseFunction function_of(const ColumnChoice& choice) {
  switch (choice.kind) {
    case ColumnKind::email:
      return standard::standardise_email;
    case ColumnKind::phone:
      return standard::standardise_phone;
    case ColumnKind::date:
      return standard::standardise_date;
    case ColumnKind::category:
      return choice.is_gender ? standard::standardise_gender : nullptr;
    default:
      return nullptr;
  }
}

}  // namespace

std::string small_letters(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  for (std::size_t at = 0; at < text.size();) {
    const char c = text[at];
    if (static_cast<unsigned char>(c) < 0x80) {
      out.push_back(c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c);
      ++at;
      continue;
    }
    char32_t point = next_code_point(text, at);
    if (is_capital(point)) {
      point += 32;
    } else if (point >= 0x400 && point <= 0x40F) {
      point += 80;
    } else if (point >= 0x100 && point <= 0x137 && point % 2 == 0) {
      point += 1;
    }
    append_utf8(out, point);
  }
  return out;
}

ComparedForm::ComparedForm(const ColumnChoice& choice, const TextList& values) : choice_(choice) {
  if (choice.kind == ColumnKind::date) standard_.date_order = order_of(values);
  if (choice.kind == ColumnKind::coordinates) longitude_first_ = is_longitude_first(values);
}

std::string ComparedForm::of(std::string_view raw) {
  std::string_view tidy;
  result_.clear();
  if (!standard::take(raw, result_, tidy)) return {};
  const std::string text = small_letters(tidy);
  if (auto* function = function_of(choice_); function != nullptr) {
    function(raw, standard_, result_);
    const bool in_form = result_.verdict == Verdict::kept || result_.verdict == Verdict::changed ||
                         result_.verdict == Verdict::suspect;
    if (in_form) return result_.reason == Reason::placeholder ? std::string() : result_.value;
    if (result_.verdict == Verdict::empty) return {};
    if (choice_.kind == ColumnKind::phone) return only(text, [](char c) { return c >= '0' && c <= '9'; });
    return text;
  }
  if (choice_.kind == ColumnKind::coordinates) {
    auto point = two_decimals(text);
    if (!point) return {};
    if (longitude_first_) std::swap(point->first, point->second);
    return point_text(point->first, point->second);
  }
  if (choice_.kind == ColumnKind::number) {
    const std::string number = number_of(text);
    return number;
  }
  if (choice_.kind == ColumnKind::id_number) {
    auto bare = only(text, [](char c) {
      return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || static_cast<unsigned char>(c) >= 0x80;
    });
    return bare;
  }
  return text;
}

}  // namespace kith::service
