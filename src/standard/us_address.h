// Addresses of the United States and those written like them, taken apart by the usual order: who, number,
// road, unit, city, state, ZIP code. The words for streets and units are those of USPS Publication 28,
// appendices C1 and C2.
#pragma once
#include <string_view>

namespace kith::standard {

/// Each points into the text (state: the code of two letters); empty where it is not there.
struct UsAddress {
  std::string_view recipient;     ///< what stands before the number: a company, a building
  std::string_view house_number;  ///< 162, 12-14, 123 1/2
  std::string_view road;          ///< W 45th St
  std::string_view unit;          ///< Ste 300, # 109, 21st Fl
  std::string_view box;           ///< P.O. Box 428, RR 2 Box 3
  std::string_view city;
  std::string_view state;
  std::string_view postal_code;
  std::string_view country;  ///< as written
  std::string_view street;   ///< all that stands before the city
};

/// Reads one line of tidy text (see clean.h). Linear.
UsAddress read_us_address(std::string_view text);

}  // namespace kith::standard
