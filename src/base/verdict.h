// What a standardiser says of a value, and why.
#pragma once
#include <cstdint>
#include <string_view>

#include "base/text.h"

namespace kith {

/// Order matters to survivorship: an earlier verdict is a better value.
enum class Verdict : std::uint8_t {
  kept = 0,     ///< already in its one true form
  changed = 1,  ///< brought into its one true form; means the same
  suspect = 2,  ///< in form, but probably not what was meant (typing slip, junk, placeholder)
  invalid = 3,  ///< cannot be of its type; the raw text is kept and is the value
  empty = 4,    ///< nothing there, or a word that says nothing is there ("无", "N/A", "-")
};

/// "kept", "changed", …: the word used in --json, SQL and the API.
std::string_view name_of(Verdict verdict) noexcept;

/// The reason for a verdict. The rows of reason.def: a number that is stored and so never reused,
/// the name used in --json and the API, and the sentence in English and Chinese.
enum class Reason : std::uint16_t {
#define REASON(number, name, english, chinese) name = number,
#include "base/reason.def"
#undef REASON
};

std::string_view name_of(Reason reason) noexcept;
std::string_view text_of(Reason reason, Language language) noexcept;

}  // namespace kith
