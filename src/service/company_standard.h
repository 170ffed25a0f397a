// The company's standard: the form that values take in its base, as a TOML text that the company writes.
//
// What changes the stored value needs `kith restandardise` to reach the records that are there:
// chinese.script, emails.local_part, companies.legal_form, codes. What changes only how a value is shown acts
// at once: names, phones, dates, addresses, shown.
#pragma once
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "base/text.h"
#include "ledger/ledger.h"

namespace kith::service {

enum class NameOrder { as_received, family_first, given_first };
enum class PhoneForm { e164, national, spaced };
enum class DateForm { iso, chinese, slashes, day_first, month_first };
enum class AddressDetail { full, street, district, city, province };
enum class ChineseScript { as_received, simplified };
enum class LocalPart { lower, as_received };
enum class LegalForm { as_received, written_out, abbreviated };

/// A list of codes of one attribute: what each word means.
struct CodeList {
  std::map<std::string, std::string> meaning;  ///< in lower case → the code as it is stored
  bool closed = false;                         ///< a value that is not in the list is suspect
};

struct CompanyStandard {
  // How values are stored.
  ChineseScript script = ChineseScript::as_received;
  LocalPart local_part = LocalPart::lower;
  LegalForm legal_form = LegalForm::as_received;
  std::map<std::string, CodeList> codes;  ///< by attribute
  // How they are shown.
  NameOrder name_order = NameOrder::as_received;
  PhoneForm phone_form = PhoneForm::e164;
  DateForm date_form = DateForm::iso;
  AddressDetail address_detail = AddressDetail::full;
  std::string home_country = "CN";  ///< its phone numbers are shown as within the country
  std::map<std::string, std::map<std::string, std::string>> shown;  ///< attribute → value → word

  bool changes_values() const noexcept {
    return script != ChineseScript::as_received || local_part != LocalPart::lower ||
           legal_form != LegalForm::as_received || !codes.empty();
  }
};

/// Throws Error(bad_input) with line and the nearest known word for a text that is no standard; `file` names
/// it.
CompanyStandard standard_from_toml(std::string_view toml, const std::string& file);
/// The text to begin with: every key with its meaning and default, for China or for elsewhere.
std::string example_standard(bool china, Language language);

/// The one that stands in the base; the defaults where none was set.
CompanyStandard company_standard(ledger::Statements& sql);

/// The value as the standard wants it shown. `type`: of the attribute. Values that the form does not fit
/// (invalid ones, phones of other countries) come back as they are.
std::string shown_value(const CompanyStandard& standard, std::string_view attribute, std::string_view type,
                        std::string_view value);

}  // namespace kith::service
