// What the engine matches: rows of dictionary columns.
#pragma once
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "base/text_list.h"

namespace kith::match {

/// What a column holds; chooses its comparator and its blocking keys.
enum class ColumnKind : std::uint8_t {
  full_name,  ///< a whole person name, in its standard form
  given_name,
  family_name,
  phone,  ///< E.164
  email,  ///< lower-case
  date,   ///< ISO yyyy-mm-dd: a date of birth
  postal_code,
  place,      ///< city, district, suburb, birth place: a name among not so many
  address,    ///< a street line or a whole address
  id_number,  ///< an identity number that is nearly unique to its holder
  company,
  category,    ///< gender, occupation, title: few values
  text,        ///< anything else that is worth comparing: titles, descriptions, names of things
  number,      ///< amounts, years, measures; standard form as std::to_chars writes it
  coordinates  ///< a point on the earth: latitude and longitude in degrees, "52.35 4.9167"
};

inline bool is_name_of_person(ColumnKind kind) noexcept {
  return kind == ColumnKind::full_name || kind == ColumnKind::given_name || kind == ColumnKind::family_name;
}

/// One field of all rows. `ids[row]` indexes `values`; id 0 is null and values[0] is empty. Values are
/// distinct.
struct Column {
  std::string name;
  ColumnKind kind = ColumnKind::text;
  std::vector<std::uint32_t> ids;
  TextList values;
  bool is_own_name = false;  ///< names what the row is about: strangers seldom bear one name
};

/// n rows, k columns. `order[row]` is a stable number of the row (its record id): ties break by it, so that
/// the order in which rows arrive does not matter. Values are distinct within `order`. `source[row]` tells
/// where a row came from, as small numbers from 0 on; empty where that does not matter.
struct Table {
  std::vector<Column> columns;
  std::vector<std::int64_t> order;
  std::vector<std::uint32_t> source;
  std::size_t rows() const noexcept { return order.size(); }
};

/// What people and keys have settled already, as pairs of rows.
struct Constraints {
  std::vector<std::pair<std::uint32_t, std::uint32_t>> same;       ///< one customer for certain
  std::vector<std::pair<std::uint32_t, std::uint32_t>> different;  ///< two customers for certain
};

}  // namespace kith::match
