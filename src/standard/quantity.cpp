// Quantities with a unit: the plain number, a space, the unit's symbol (SI brochure; the counting words of
// trade as they are): "500g" -> "500 g", "1.8 米" -> "1.8 m". Part: measure, the symbol.
#include <algorithm>

#include "standard/clean.h"
#include "standard/types.h"
#include "standard/word_table.h"

namespace kith::standard {
namespace {

constexpr WordRow units[] = {
    {"kg", "kg"},        {"公斤", "kg"},     {"千克", "kg"},   {"kgs", "kg"},    {"kilogram", "kg"},
    {"kilograms", "kg"}, {"g", "g"},         {"克", "g"},      {"gram", "g"},    {"grams", "g"},
    {"mg", "mg"},        {"毫克", "mg"},     {"t", "t"},       {"吨", "t"},      {"斤", "斤"},
    {"两", "两"},        {"lb", "lb"},       {"lbs", "lb"},    {"pound", "lb"},  {"pounds", "lb"},
    {"磅", "lb"},        {"oz", "oz"},       {"盎司", "oz"},   {"km", "km"},     {"公里", "km"},
    {"千米", "km"},      {"m", "m"},         {"米", "m"},      {"meter", "m"},   {"meters", "m"},
    {"metre", "m"},      {"metres", "m"},    {"cm", "cm"},     {"厘米", "cm"},   {"公分", "cm"},
    {"mm", "mm"},        {"毫米", "mm"},     {"in", "in"},     {"inch", "in"},   {"inches", "in"},
    {"英寸", "in"},      {"ft", "ft"},       {"feet", "ft"},   {"foot", "ft"},   {"英尺", "ft"},
    {"mi", "mi"},        {"mile", "mi"},     {"miles", "mi"},  {"英里", "mi"},   {"l", "L"},
    {"升", "L"},         {"liter", "L"},     {"litre", "L"},   {"liters", "L"},  {"litres", "L"},
    {"ml", "mL"},        {"毫升", "mL"},     {"m²", "m²"},     {"㎡", "m²"},     {"m2", "m²"},
    {"平方米", "m²"},    {"平米", "m²"},     {"sqm", "m²"},    {"亩", "亩"},     {"ha", "ha"},
    {"公顷", "ha"},      {"m³", "m³"},       {"立方米", "m³"}, {"m3", "m³"},     {"h", "h"},
    {"小时", "h"},       {"hour", "h"},      {"hours", "h"},   {"hrs", "h"},     {"min", "min"},
    {"分钟", "min"},     {"minutes", "min"}, {"s", "s"},       {"秒", "s"},      {"d", "d"},
    {"天", "d"},         {"day", "d"},       {"days", "d"},    {"年", "a"},      {"year", "a"},
    {"years", "a"},      {"个月", "mo"},     {"month", "mo"},  {"months", "mo"}, {"个", "个"},
    {"件", "件"},        {"台", "台"},       {"箱", "箱"},     {"盒", "盒"},     {"瓶", "瓶"},
    {"套", "套"},        {"只", "只"},       {"包", "包"},     {"袋", "袋"},     {"人", "人"},
    {"次", "次"},        {"份", "份"},       {"张", "张"},     {"本", "本"},     {"pcs", "pcs"},
    {"pc", "pcs"},       {"pieces", "pcs"},  {"ea", "pcs"},    {"gb", "GB"},     {"mb", "MB"},
    {"kb", "kB"},        {"tb", "TB"},       {"kwh", "kWh"},   {"度", "kWh"},    {"°c", "°C"},
    {"℃", "°C"},         {"w", "W"},         {"kw", "kW"},     {"a", "a"},       {"mo", "mo"}};

}  // namespace

void standardise_quantity(std::string_view raw, const Standard& standard, Standardised& out) {
  out.clear();
  std::string_view tidy;
  if (!take(raw, out, tidy)) return;
  if (tidy.size() > 60) return refuse(raw, Reason::too_long, out);
  // The unit begins behind the last digit.
  auto last = std::find_if(tidy.rbegin(), tidy.rend(), [](char c) { return c >= '0' && c <= '9'; });
  auto digits_end = static_cast<std::size_t>(tidy.rend() - last);
  std::string_view unit = tidy.substr(digits_end), head = tidy.substr(0, digits_end);
  // m2 and m3 end in a digit themselves.
  for (std::string_view power : {"m2", "m3", "M2", "M3"}) {
    if (!tidy.ends_with(power) || tidy.size() < 3) continue;
    unit = power;
    head = tidy.substr(0, tidy.size() - 2);
  }
  thread_local std::string counted;
  for (std::string_view scale : {"万", "亿", "千"}) {
    if (!unit.starts_with(scale) || unit == "千克" || unit == "千米") continue;
    counted.assign(head).append(scale);
    head = counted;
    unit.remove_prefix(scale.size());
    break;
  }
  while (!unit.empty() && unit.front() == ' ') unit.remove_prefix(1);
  while (!unit.empty() && (unit.back() == '.' || unit.back() == ' ')) unit.remove_suffix(1);
  while (!head.empty() && head.back() == ' ') head.remove_suffix(1);
  std::string_view symbol = find_word<units>(unit);
  if (symbol.empty()) return refuse(raw, Reason::not_a_quantity, out);
  thread_local Standardised number;
  standardise_number(head, standard, number);
  if (number.verdict == Verdict::invalid || number.verdict == Verdict::empty)
    return refuse(raw, Reason::not_a_quantity, out);
  out.value.assign(number.value).append(" ").append(symbol);
  out.set_part(Part::measure, symbol);
  settle(raw, tidy, Reason::reformatted, out);
}

}  // namespace kith::standard
