// What of a company's name is its own: without the legal form, which people write in many ways or leave out.
#pragma once
#include <string>
#include <string_view>

namespace kith::match {

/// "devi systems" of "The Devi Systems Co., L.L.C.", "北京知客科技" of 北京知客科技有限责任公司: ASCII
/// letters in lower case, points left out, legal forms taken from the end. Where nothing would be left the
/// name as it is. (standard/company_parts.h tells which form it is; matching is a room of its own and knows
/// only the words.) O(length).
std::string company_core(std::string_view name);

/// The first letters of two to six words of such a core, "ibm" of "international business machines"; empty
/// where it has fewer or more, or other than ASCII letters and digits.
std::string initials_of(std::string_view core);

/// Could the core be such initials itself: one word of two to six ASCII letters and digits?
bool may_be_initials(std::string_view core) noexcept;

}  // namespace kith::match
