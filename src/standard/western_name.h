// Names in alphabets: order, particles, titles, suffixes, letter case.
#pragma once
#include <string>
#include <string_view>

#include "standard/standardise.h"

namespace kith::standard {

/// Reads a tidy name ("DR. JOHN A. SMITH, JR.", "van Gogh, Vincent") and fills out.value ("John A. Smith Jr",
/// "Vincent van Gogh") and the parts. The form of address stays out of the value.
void read_western_name(std::string_view tidy, Standardised& out);

/// One name of a person, in a column of its own, with the case mended: "MCDONALD" -> "McDonald".
void append_recased(std::string_view name, std::string& out);

}  // namespace kith::standard
