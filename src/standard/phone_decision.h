// Whether digits are a phone number, decided twice: by libphonenumber, and by automata made of the very
// metadata that libphonenumber carries. The second is the fast path; it answers only what it is sure of.
#pragma once
#include <array>
#include <cstdint>
#include <string_view>

#include "standard/standardise.h"

namespace kith::standard {

/// What was dialled: digits, with or without a "+" before, and the region whose plan holds without it.
struct Dialled {
  std::string_view digits;  ///< '0'–'9' only, 2–24 of them
  bool international = false;
  std::string_view region;  ///< ISO 3166-1 alpha-2, upper case
};

struct PhoneDecision {
  Reason failure = Reason::none;  ///< none: valid, and the rest is set
  unsigned country_code = 0;
  std::array<char, 24> national{};  ///< the national significant number
  std::size_t length = 0;
  std::string_view number() const noexcept { return {national.data(), length}; }
};

/// By libphonenumber alone: parse, then validity, then the reason against. 20–50 µs.
PhoneDecision decide_by_library(const Dialled& dialled);

/// The same answer by the automata, about 0.1 µs, reasons against a number included; false where only the
/// library can tell (national prefixes that rewrite the number, calling codes and regions that do not exist).
/// The first call for a country builds its automata (some ms). Thread-safe.
bool decide_quickly(const Dialled& dialled, PhoneDecision& decision);

/// The number in E.164, read again, is surely the same number. REQUIRES a decision without failure.
bool surely_reads_back(const PhoneDecision& decision);

}  // namespace kith::standard
