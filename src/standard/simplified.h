// Traditional Chinese characters as their simplified ones.
#pragma once
#include <string>
#include <string_view>

namespace kith::standard {

/// `text` with every traditional character that has one simplified form in that form, by ICU's table
/// "Traditional-Simplified"; all else stays. Any bytes; what is no UTF-8 comes back as it is. Thread-safe.
std::string simplified(std::string_view text);

}  // namespace kith::standard
