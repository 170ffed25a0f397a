// Chinese personal names: where the family name ends, and forms of address around it.
//
// The family names are those of the Hundred Family Surnames (百家姓) with the common ones of today's census
// reports that it lacks; compound ones (复姓) likewise.
#pragma once
#include <string_view>

namespace kith::standard {

/// A single-character or compound family name in use.
bool is_han_family_name(std::string_view text) noexcept;

/// Bytes of the family name that `name` (Han characters only) begins with: a compound one where one or two
/// characters follow it, a single one else; 0 where the first character is no family name.
std::size_t han_family_length(std::string_view name) noexcept;

/// The form of address that ends `name` ("先生", "总", "老师"), empty where there is none or nothing would be
/// left. A word of one character counts only after a family name or after a whole name.
std::string_view han_title(std::string_view name) noexcept;

}  // namespace kith::standard
