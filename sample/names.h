// Names of people as their region gives them, drawn by how frequent they are.
#pragma once
#include <cstdint>
#include <string>

#include "base/random.h"

namespace kith::sample {

enum class Region : std::uint8_t { china, usa, britain, germany, france, japan, singapore };
inline constexpr int region_count = 7;
enum class Gender : std::uint8_t { male, female };

struct Name {
  Region region = Region::china;
  bool dotted = false;        ///< 阿依古丽·买买提: own name, dot, father's name
  bool family_first = false;  ///< 王伟, Tan Wei Ming
  std::string family, given;  ///< as written
  std::string family_latin,
      given_latin;          ///< in ASCII, lower case, no spaces: for e-mail addresses and pinyin
  char middle_initial = 0;  ///< 0: none

  std::string full() const;
};

/// A name of that region, gender and generation (Chinese given names follow fashion).
Name draw_name(Random& random, Region region, Gender gender, int birth_year);

/// A given name (and its Latin letters) for the family that `name` already has, as for a child. In Singapore,
/// where the family name depends on the origin of the given name, both are drawn.
void redraw_given(Random& random, Gender gender, int birth_year, Name& name);

/// What friends say instead of the given name ("Bob" for "Robert"); empty where nothing is usual.
std::string_view short_given_name(std::string_view given) noexcept;

/// Lower-case ASCII letters of a name: accents off ("Müller" -> "mueller", "Chloé" -> "chloe"), the rest
/// dropped.
std::string latin_letters(std::string_view text);

}  // namespace kith::sample
