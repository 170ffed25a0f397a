// What the standardisers of numbers that are codes (identity, tax, account) share: the bare characters, and
// the check digits of ISO/IEC 7064 and ISO/IEC 7812.
#pragma once
#include <initializer_list>
#include <string>
#include <string_view>

namespace kith::standard {

inline bool is_digit(char c) noexcept { return c >= '0' && c <= '9'; }
inline bool is_capital(char c) noexcept { return c >= 'A' && c <= 'Z'; }
bool are_digits(std::string_view text) noexcept;

/// `text` in capitals without the characters of `dropped`, into `code`. False where anything but ASCII
/// letters and digits is left.
bool compact(std::string_view text, std::string_view dropped, std::string& code);

/// Luhn's check (ISO/IEC 7812-1 annex B), the check digit last. REQUIRES digits.
bool has_luhn_digit(std::string_view digits) noexcept;

/// ISO/IEC 7064 MOD 97-10 of letters and digits (A = 10): the remainder. REQUIRES capitals and digits.
unsigned remainder_97(std::string_view code) noexcept;

/// ISO/IEC 7064 MOD 11,10, the check digit last. REQUIRES digits.
bool has_mod_11_10_digit(std::string_view digits) noexcept;

/// Verhoeff's check (J. Verhoeff 1969), the check digit last. REQUIRES digits.
bool has_verhoeff_digit(std::string_view digits) noexcept;

/// The sum of the digits times their weights; the shorter of both counts.
unsigned weighted_sum(std::string_view digits, std::initializer_list<unsigned> weights) noexcept;

/// Whether `text` has one of the forms in `pattern`, parted by '|': # a digit, @ a letter, * either, other
/// characters themselves; a character before ? may be missing. REQUIRES capitals.
bool has_form(std::string_view text, std::string_view pattern) noexcept;

}  // namespace kith::standard
