// Where the numbers of a column belong that name no country: decided by the column, not by the number.
#pragma once
#include <string_view>
#include <vector>

#include "service/layout.h"
#include "standard/standardise.h"

namespace kith::service {

/// Sets Output::region of columns of phone numbers whose numbers without a country code are, nearly all,
/// those of one other country than `standard.region`, of which few are: a file of an American branch in a
/// Chinese company. `sample`: cells by column. Looks at no more than 200 numbers a column, and only at
/// columns that no person described.
void settle_regions(Layout& layout, const std::vector<std::vector<std::string_view>>& sample,
                    const standard::Standard& standard);

}  // namespace kith::service
