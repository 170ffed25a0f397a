// From the way a phone number is written to what is dialled.
#pragma once
#include <array>
#include <cstddef>
#include <string_view>

#include "base/verdict.h"

namespace kith::standard {

struct PhoneSpelling {
  Reason failure = Reason::none;
  std::array<char, 24> buffer{};
  std::size_t length = 0;
  bool international = false;      ///< a "+" stands before
  bool is_one_of_several = false;  ///< the first of several numbers in the cell
  std::array<char, 8> extension_buffer{};
  std::size_t extension_length = 0;

  std::string_view digits() const noexcept { return {buffer.data(), length}; }
  std::string_view extension() const noexcept { return {extension_buffer.data(), extension_length}; }
};

/// Reads tidy text (see clean.h): "(010) 1234-5678转801", "tel:+86 138-0013-8000", "13800138000.0",
/// "13800138000/13900139000" (the first counts). `chinese`: a third group of one to five digits after an
/// area code and a number is an extension, as in 010-12345678-801.
PhoneSpelling read_phone(std::string_view text, bool chinese) noexcept;

}  // namespace kith::standard
