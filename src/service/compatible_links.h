// Links that hold only where nobody says otherwise.
#pragma once
#include <cstdint>
#include <span>
#include <utility>

#include "match/table.h"

namespace kith::service {

/// Adds to `constraints.same` those of `links`, in their order, that bring no two rows together which
/// `constraints.different` keeps apart, neither by themselves nor through what is the same already. For rows
/// below `rows`. O((rows + links) · α) and, for each link, the fewer of the two sides' different rows.
void add_compatible_links(match::Constraints& constraints, std::size_t rows,
                          std::span<const std::pair<std::uint32_t, std::uint32_t>> links);

}  // namespace kith::service
