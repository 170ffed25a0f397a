// Places that exist: cities with their districts, dialling codes and postcodes, and streets to live in.
#pragma once
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/random.h"
#include "sample/names.h"

namespace kith::sample {

struct City {
  std::string_view province;  ///< 省, US state (two letters), Land, region; empty where none is used
  std::string_view name;
  std::string_view area_code;               ///< without the trunk 0; the US: three digits
  std::string_view postcode;                ///< the beginning that all postcodes of the city share
  std::vector<std::string_view> districts;  ///< 区, boroughs; empty where none is used
  double weight = 1;
};

const std::vector<City>& cities_of(Region region);

/// A home or an office. The text fields are UTF-8 as a careful clerk would write them.
struct Address {
  Region region = Region::china;
  const City* city = nullptr;
  std::string_view district;
  std::string street;  ///< 人民路128号阳光花园3栋2单元501室; 12 Station Road
  std::string postcode;
};

/// The country's name in English and ISO code.
std::string_view country_of(Region region) noexcept;
std::string_view country_code_of(Region region) noexcept;

const City& draw_city(Random& random, Region region);
Address draw_address(Random& random, Region region, const City& city, bool office);

}  // namespace kith::sample
