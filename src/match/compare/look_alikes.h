// Characters that look like others: Letters of other scripts like Latin ones ("Аnna" with a Cyrillic А,
// "раypal"), Han characters like one another (未 and 末).
#pragma once
#include <span>
#include <string>
#include <string_view>

namespace kith::match {

/// `text` with Cyrillic and Greek letters that look like a Latin one written as that, in lower case; all else
/// as it is. The table is of our own: letters that common typefaces draw alike in one case or the other.
std::string by_shape(std::string_view text);

/// True where Latin letters stand beside Cyrillic or Greek ones, as no language writes: by_shape() is then
/// how it was meant.
bool mixes_scripts(std::string_view text) noexcept;

/// One for all Han characters of a group that readers and optical recognition take for one another (未 and
/// 末, 己, 已 and 巳); any other character is itself. Characters that sound alike need no such group. Common
/// knowledge, without claim to completeness.
char32_t han_shape_of(char32_t c) noexcept;

/// Two names that differ only by such characters.
bool look_alike(std::span<const char32_t> a, std::span<const char32_t> b) noexcept;

}  // namespace kith::match
