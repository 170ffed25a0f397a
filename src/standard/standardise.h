// Standardising: raw text in; the one true form, a verdict and a reason out.
//
// Every standardiser has this one shape and lives in one file named after its semantic type; types.def is
// the list of them. Adding one is adding a file, a row there, and a text table of examples,
// tests/cases/standard/<type>.txt.
//
// All are pure, thread-safe, never throw whatever the bytes, and idempotent: standardising a
// standardised value gives the same value with verdict kept (or the same suspect / invalid).
#pragma once
#include <array>
#include <bit>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "base/verdict.h"

namespace kith::standard {

/// What a part of a value is. A standardiser documents which it fills.
enum class Part : std::uint8_t {
  family_name,
  given_name,
  middle_name,
  name_title,
  name_suffix,
  country,
  province,
  city,
  district,
  street,
  house,
  unit,
  postal_code,
  extension,
  local_part,
  domain,
  nickname,
  birth_date,
  gender,
  kind,
  currency,
  measure,
  name,
  job_title,
  phone,
  email,
  organisation,
  count_
};
std::string_view name_of(Part part) noexcept;

/// The order of numbers in a date such as 03/04/1970, decided per column by the mapping.
enum class DateOrder : std::uint8_t { year_month_day, day_month_year, month_day_year };

/// The company's standard: choices that a company may make. The defaults suit China.
struct Standard {
  std::string region =
      "CN";  ///< ISO 3166-1 alpha-2: numbering plan and address form where a value names none
  DateOrder date_order = DateOrder::day_month_year;
  std::int64_t today = 0;  ///< days since 1970-01-01; dates of birth after it are suspect. 0: not checked
};

/// The result for one value; reused from value to value so that its buffers stay allocated.
struct Standardised {
  std::string value;  ///< the standard form; the raw text where invalid; empty where empty
  Verdict verdict = Verdict::empty;
  Reason reason = Reason::none;
  /// The standardiser knows that the value, standardised again, stays as it is under the same kind of
  /// verdict: the registry need not find out. Says nothing where false.
  bool at_rest = false;

  /// The part, empty where the value has none. Only set for verdicts kept, changed and suspect.
  std::string_view part(Part which) const noexcept { return parts_[static_cast<std::size_t>(which)]; }
  void set_part(Part which, std::string_view text) {
    parts_[static_cast<std::size_t>(which)].assign(text);
    filled_ |= 1u << static_cast<unsigned>(which);
  }
  void clear() noexcept {
    value.clear();
    verdict = Verdict::empty;
    reason = Reason::none;
    at_rest = false;
    for (; filled_ != 0; filled_ &= filled_ - 1)
      parts_[static_cast<std::size_t>(std::countr_zero(filled_))].clear();
  }

 private:
  std::array<std::string, static_cast<std::size_t>(Part::count_)> parts_;
  std::uint32_t filled_ = 0;  // a bit a part
  static_assert(static_cast<unsigned>(Part::count_) <= 32);
};

/// Standardises one value. `raw` may hold any bytes. Clears `out` first. Linear in raw.size().
using StandardiseFunction = void (*)(std::string_view raw, const Standard& standard, Standardised& out);

/// A row of the registry.
struct Standardiser {
  std::string_view type;  ///< the semantic type: "person_name", "phone", …
  StandardiseFunction function;
  std::span<const Part> parts;  ///< the parts it may fill
};

/// All standardisers, in a fixed order.
std::span<const Standardiser> standardisers() noexcept;

/// The one for a semantic type; the one of "text" where none is named so.
const Standardiser& standardiser_for(std::string_view type) noexcept;

}  // namespace kith::standard
