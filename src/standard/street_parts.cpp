#include "standard/street_parts.h"

#include <utility>

#include "base/utf8.h"
#include "standard/characters.h"
#include "standard/divisions.h"
#include "standard/street_splitter.h"

namespace kith::standard {

namespace {

// The code of the lowest division that the address names; 0 where it names none of today's.
std::uint32_t division_code(const Standardised& address) {
  std::int32_t within = -1, id = -1;
  for (auto [part, level] : {std::pair(Part::province, Level::province), std::pair(Part::city, Level::city),
                             std::pair(Part::district, Level::district)}) {
    std::string_view name = address.part(part);
    if (name.empty()) continue;
    DivisionMatch match = match_division(name, level, within, false);
    if (match.id >= 0 && match.length == name.size()) id = within = match.id;
  }
  return id < 0 || division(id).level == Level::province ? 0 : division(id).code;
}

}  // namespace

StreetParts split_street(const Standardised& address) {
  auto splitter = street::splitter_for(address);
  return splitter ? splitter->split() : StreetParts();
}

namespace street {

std::optional<Splitter> splitter_for(const Standardised& address) {
  bool is_chinese = false;
  const auto text = address.part(Part::street);
  for (std::size_t at = 0; at < text.size() && !is_chinese;) is_chinese = is_han(next_tidy(text, at));
  if (!is_chinese) return std::nullopt;
  return Splitter(text, division_code(address), address.part(Part::city), address.part(Part::district));
}

}  // namespace street
}  // namespace kith::standard
