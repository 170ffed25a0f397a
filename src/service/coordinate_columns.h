// A point on the earth that a table keeps in two columns: latitude and longitude.
#pragma once
#include <string>
#include <vector>

#include "service/dedupe_columns.h"

namespace kith::service {

/// The form in which a point is compared: "52.35 4.9", in degrees. Empty for what is none and for 0, 0, which
/// programs write for a point they do not know.
std::string point_text(double latitude, double longitude);

/// Appends, for every two columns that are the parts of one point, a column of points named after them, empty
/// where a part is missing. Parts are known by what their names say beside what these have in common ("lat",
/// "lng"; "home_latitude", "home_longitude"; 纬度, 经度) and by holding such numbers, most with a decimal
/// point. Apart, a place to the north counts as half the same place. The columns of `kept_out` are part of
/// none. Returns the indices of the parts. O(columns² + values).
std::vector<std::size_t> join_coordinates(RawTable& table, const std::vector<std::size_t>& kept_out);

}  // namespace kith::service
