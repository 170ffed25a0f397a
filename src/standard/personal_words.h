// Names and postal addresses in free text; parts of find_personal_data().
#pragma once
#include <string_view>
#include <vector>

#include "standard/personal_data.h"

namespace kith::standard {

/// Adds names and addresses; they may overlap.
void find_personal_words(std::string_view text, const Standard& standard, std::vector<PersonalSpan>& spans);

}  // namespace kith::standard
