// What goes wrong with single characters: keys next to each other, characters that sound or look alike.
#pragma once
#include <string>
#include <string_view>

#include "base/random.h"

namespace kith::sample {

/// One slip of the fingers: a letter or digit left out, doubled, hit beside, or swapped with the next.
/// Chinese characters are left out or swapped only. Empty text stays empty.
std::string mistyped(Random& random, std::string_view text);

/// One Chinese character replaced by one of the same toneless pinyin (同音字); the text itself where it has
/// none.
std::string misheard(Random& random, std::string_view text);

/// One Chinese character replaced by one that looks like it (形近字); the text itself where it has none.
std::string misread(Random& random, std::string_view text);

/// What a scanner makes of digits and letters: 0/O, 1/l, 5/S, 8/B; one of them.
std::string scanned(Random& random, std::string_view text);

/// Simplified to traditional characters, by character, for those of names and places.
std::string traditional(std::string_view text);

/// ASCII digits and letters as full-width forms.
std::string full_width(std::string_view text);

std::string upper_ascii(std::string_view text);

/// The whole of it: É is two bytes. Empty for an empty text.
std::string_view first_character(std::string_view text) noexcept;

}  // namespace kith::sample
