// The one shape of all comparators: two different values of a column → a level of likeness.
//
// A kind of column has one comparator in one file; adding a kind is adding a file, a row in comparator.cpp
// and, where a few bytes of a value can rule its levels out, its shape in value_shape.cpp. Level 0 is always
// "exact" (equal values; the caller settles it without a call) and the last level is always "different". Two
// values that are not equal get a level in [1, levels().size() − 1].
#pragma once
#include <cstdint>
#include <memory>
#include <span>
#include <string_view>

#include "match/table.h"

namespace kith::match {

inline constexpr std::size_t most_levels = 7;  ///< three bits a field in a pattern, one code for null
inline constexpr std::uint8_t null_level = 7;

struct LevelShape {
  std::string_view name;
  double m;  ///< what P(level | same customer) is taken to be before there is evidence
};

class Comparator {
 public:
  virtual ~Comparator() = default;
  virtual std::span<const LevelShape> levels() const noexcept = 0;
  /// Takes the values of the column, by id; value 0 is null. They must outlive the comparator. Called once.
  virtual void prepare(std::span<const std::string_view> values) = 0;
  /// Symmetric and pure. REQUIRES a ≠ b, neither 0, both below the number of prepared values. Thread-safe.
  virtual std::uint8_t level(std::uint32_t a, std::uint32_t b) const = 0;
  /// Where levels are stretches of one likeness in [0, 1]: the likeness, and the least one of each level from
  /// 1 on but the last. Without steps there is no likeness.
  virtual double likeness(std::uint32_t, std::uint32_t) const { return 0; }
  virtual std::span<const double> steps() const noexcept { return {}; }
};

std::unique_ptr<Comparator> make_comparator(ColumnKind kind);

std::unique_ptr<Comparator> make_person_name_comparator();
std::unique_ptr<Comparator> make_full_name_comparator();
std::unique_ptr<Comparator> make_phone_comparator();
std::unique_ptr<Comparator> make_email_comparator();
std::unique_ptr<Comparator> make_date_comparator();
std::unique_ptr<Comparator> make_postal_code_comparator();
std::unique_ptr<Comparator> make_place_comparator();
std::unique_ptr<Comparator> make_address_comparator();
std::unique_ptr<Comparator> make_id_number_comparator();
std::unique_ptr<Comparator> make_company_comparator();
std::unique_ptr<Comparator> make_category_comparator();
std::unique_ptr<Comparator> make_text_comparator();
std::unique_ptr<Comparator> make_number_comparator();
std::unique_ptr<Comparator> make_coordinates_comparator();

/// The level of person_name.cpp that the scorer gives to a pair whose given and family names changed places.
inline constexpr std::uint8_t swapped_names_level = 2;

}  // namespace kith::match
