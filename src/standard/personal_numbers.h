// Numbers and codes of persons in free text; parts of find_personal_data().
#pragma once
#include <string_view>
#include <vector>

#include "standard/personal_data.h"

namespace kith::standard {

/// Adds phones, e-mail addresses, papers, cards, accounts and plates; they may overlap.
void find_personal_numbers(std::string_view text, const Standard& standard, std::vector<PersonalSpan>& spans);

}  // namespace kith::standard
