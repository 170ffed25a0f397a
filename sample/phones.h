// Telephone numbers that the numbering plans allow. Sources: the plan of China's ministry of industry
// (assigned mobile prefixes), NANPA, Ofcom, Bundesnetzagentur, ARCEP, Japan's ministry of communications,
// Singapore's IMDA.
#pragma once
#include "sample/customer.h"

namespace kith::sample {

Phone draw_mobile(Random& random, Region region, const City& city);
Phone draw_landline(Random& random, Region region, const City& city);

/// The country calling code without plus: "86", "1".
std::string_view calling_code(Region region) noexcept;

/// Plain E.164: "+8613800138000", and ";ext=…" is not part of it.
std::string e164(const Phone& phone);

}  // namespace kith::sample
