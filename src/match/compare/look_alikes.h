// Letters of other scripts that look like Latin ones: "Аnna" with a Cyrillic А, "раypal".
#pragma once
#include <string>
#include <string_view>

namespace kith::match {

/// `text` with Cyrillic and Greek letters that look like a Latin one written as that, in lower case; all else
/// as it is. The table is of our own: letters that common typefaces draw alike in one case or the other.
std::string by_shape(std::string_view text);

/// True where Latin letters stand beside Cyrillic or Greek ones, as no language writes: by_shape() is then
/// how it was meant.
bool mixes_scripts(std::string_view text) noexcept;

}  // namespace kith::match
