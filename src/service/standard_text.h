// The company's standard where values are shown, and its text changed key by key.
//
// Golden values are shown in the standard's form on the page of a customer, in lists and in exports for
// people (CSV, XLSX). What programs read (--lossless, NDJSON, Parquet), what records hold and what is
// searched for, filtered by and edited is the stored value, which has one form only.
#pragma once
#include <string>
#include <string_view>

#include "service/company_standard.h"

namespace kith::service {

/// shown_value() of an attribute of the dictionary; other attributes are shown as they are.
std::string shown_golden(const CompanyStandard& standard, const std::string& attribute,
                         const std::string& value);

/// Whether some values are shown otherwise than they are stored.
bool changes_showing(const CompanyStandard& standard) noexcept;

/// The text with one key set: "names.order=family first", "codes.industry.Retail=零售业,retail trade",
/// "codes.industry.closed=true", "shown.gender.male=男"; an empty value takes the key out. Everything else in
/// the text stays. Throws Error(usage) for what is no assignment, and what standard_from_toml throws of the
/// result.
std::string standard_with(std::string_view toml, std::string_view assignment);

}  // namespace kith::service
