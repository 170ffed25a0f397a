// The words of names in alphabets: forms of address, suffixes, particles. Case does not matter, nor the full
// stops of an abbreviation ("Ph.D." is PhD).
#pragma once
#include <string_view>

namespace kith::standard {

/// As it is written in name_title ("Dr"); empty where the word is none.
std::string_view prefix_of(std::string_view token) noexcept;

/// Likewise, for words that are names too (Major, Bishop) or stand in two words ("state senator"): forms of
/// address only where two words follow at least.
std::string_view long_prefix_of(std::string_view token) noexcept;

/// As it is written in name_suffix ("Jr", "PhD", "Attorney at Law"); empty where the word is none.
std::string_view suffix_of(std::string_view token) noexcept;

/// Jr, Sr, II, III, which may also stand inside a name, in brackets or not.
std::string_view generation_of(std::string_view token) noexcept;

/// A suffix that is a name of people as well, when nothing else is left to be the family name.
bool may_be_name(std::string_view word) noexcept;

/// "van", "de": the family name begins with it.
bool is_particle(std::string_view token) noexcept;

/// A particle that is written small when the whole name comes in one case.
bool is_small(std::string_view word) noexcept;

/// "van Gogh" alone begins with a particle; "Van Morrison", "Ben Smith" and "Al Jones" begin with a given
/// name.
bool is_leading_particle(std::string_view word) noexcept;

bool is_vietnamese_family(std::string_view word) noexcept;

/// "Mary Jo", "Billy Bob": one given name in two words.
bool is_compound_given(std::string_view first, std::string_view second) noexcept;

}  // namespace kith::standard
