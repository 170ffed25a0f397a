// American Soundex, as the National Archives describe it ("The Soundex Indexing System"): the first letter
// and three digits of the consonants that follow.
#pragma once
#include <string>
#include <string_view>

namespace kith::match {

/// "robert" → "r163". `letters` in lower case; what is not a letter is passed over. Empty where no letter is.
std::string soundex(std::string_view letters);

}  // namespace kith::match
