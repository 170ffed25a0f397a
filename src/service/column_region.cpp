#include "service/column_region.h"

#include <algorithm>
#include <set>
#include <string>

namespace kith::service {
namespace {

// Where customers of companies that use this mostly live; of countries that share a numbering plan the first
// stands for all. Plans that take nearly every number come last, for the first of equals is taken.
constexpr std::string_view candidates[] = {"CN", "US", "JP", "GB", "FR", "HK", "TW", "SG", "AU", "IN",
                                           "ES", "IT", "NL", "BE", "CH", "PL", "PT", "DK", "NO", "SE",
                                           "IE", "NZ", "MO", "MY", "TH", "VN", "PH", "BR", "MX", "AR",
                                           "ZA", "RU", "TR", "AE", "SA", "KR", "ID", "FI", "DE", "AT"};
constexpr std::size_t few = 10, most_looked_at = 200;
constexpr double nearly_all = 0.9, too_few = 0.7, clearly = 0.25;

// Different numbers without a country code.
std::vector<std::string_view> local_numbers(const std::vector<std::string_view>& cells) {
  std::set<std::string_view> numbers;
  for (auto cell : cells) {
    const auto begin = cell.find_first_not_of(" \t\"'(");
    const bool names_country =
        begin == std::string_view::npos || cell[begin] == '+' || cell.substr(begin).starts_with("00");
    const auto digits = std::count_if(cell.begin(), cell.end(), [](char c) { return c >= '0' && c <= '9'; });
    if (!names_country && digits >= 5) numbers.insert(cell);
  }
  std::vector<std::string_view> some;
  const std::size_t step = std::max<std::size_t>(1, numbers.size() / most_looked_at);
  std::size_t i = 0;
  for (auto number : numbers) {
    if (i++ % step == 0 && some.size() < most_looked_at) some.push_back(number);
  }
  return some;
}

// "(412) 850-7296": as North America groups its numbers, and nobody else but for numbers of service. Without
// grouping many of them are Chinese ones whose area code lacks its 0.
bool is_grouped_as_american(std::string_view number) {
  std::string groups;
  std::size_t digits = 0;
  for (char c : number) {
    const bool digit = c >= '0' && c <= '9';
    if (!digit && digits > 0) groups += static_cast<char>('0' + std::min<std::size_t>(digits, 9));
    digits = digit ? digits + 1 : 0;
  }
  if (digits > 0) groups += static_cast<char>('0' + std::min<std::size_t>(digits, 9));
  const auto first = number.find_first_of("0123456789");
  return groups == "334" && number[first] != '0' && number.substr(first, 2) != "40" &&
         number.substr(first, 2) != "80";
}

double share_of(std::string_view region, const std::vector<std::string_view>& numbers,
                const standard::Standardiser& phone, standard::Standard standard) {
  standard.region = region;
  standard::Standardised result;
  std::size_t good = 0;
  for (auto number : numbers) {
    phone.function(number, standard, result);
    const bool fits = result.verdict == Verdict::kept || result.verdict == Verdict::changed;
    good += fits && (result.value.starts_with("+1") || !is_grouped_as_american(number));
  }
  return static_cast<double>(good) / static_cast<double>(numbers.size());
}

}  // namespace

void settle_regions(Layout& layout, const std::vector<std::vector<std::string_view>>& sample,
                    const standard::Standard& standard) {
  for (auto& output : layout.outputs) {
    const bool is_phone = output.type == "phone" && output.columns.size() == 1 && output.region.empty();
    if (!is_phone || output.reason == "mapping") continue;
    const auto column = static_cast<std::size_t>(output.columns.front());
    if (column >= sample.size()) continue;
    const auto numbers = local_numbers(sample[column]);
    if (numbers.size() < few) continue;
    const auto& phone = standard::standardiser_for(output.type);
    const double home = share_of(standard.region, numbers, phone, standard);
    if (home > too_few) continue;
    std::string_view best;
    double most = std::max(nearly_all, home + clearly);
    for (auto region : candidates) {
      const double share = share_of(region, numbers, phone, standard);
      if (share <= most) continue;
      best = region;
      most = share;
    }
    output.region = best;
  }
}

}  // namespace kith::service
