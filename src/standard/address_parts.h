// Reading addresses of one kind each. Both fill out.value and the parts of address.cpp from tidy text and
// tell what was done to the text besides tidying.
#pragma once
#include <string_view>

#include "standard/standardise.h"

namespace kith::standard {

/// REQUIRES a Chinese character in `tidy`.
Reason read_chinese_address(std::string_view tidy, Standardised& out);

/// `standard.region`: where an address that names no country is.
Reason read_western_address(std::string_view tidy, const Standard& standard, Standardised& out);

}  // namespace kith::standard
