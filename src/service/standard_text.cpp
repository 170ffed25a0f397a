#include "service/standard_text.h"

#include "base/error.h"
#include "service/dictionary.h"
#include "service/toml_text.h"

namespace kith::service {

std::string shown_golden(const CompanyStandard& standard, const std::string& attribute,
                         const std::string& value) {
  const auto* known = built_in_attribute(attribute);
  return known == nullptr || value.empty() ? value : shown_value(standard, attribute, known->type, value);
}

bool changes_showing(const CompanyStandard& standard) noexcept {
  return standard.name_order == NameOrder::family_first || standard.phone_form != PhoneForm::e164 ||
         standard.date_form != DateForm::iso || standard.address_detail != AddressDetail::full ||
         !standard.shown.empty();
}

std::string standard_with(std::string_view toml, std::string_view assignment) {
  const auto [key, value] = assignment_of(assignment);
  const bool is_list = key.starts_with("codes.");
  // Codes and values may have dots in them; sections and attributes have none.
  auto dot = key.find('.');
  if (dot != std::string::npos && (is_list || key.starts_with("shown."))) dot = key.find('.', dot + 1);
  if (dot == std::string::npos)
    throw Error(ErrorCode::usage, Text("{word} sets nothing.", {{"word", std::string(assignment)}}),
                "Write it as SECTION.KEY=VALUE, for example phones.form=national.");
  const auto header = "[" + key.substr(0, dot) + "]", name = key.substr(dot + 1);
  TomlText text(toml);
  if (value.empty()) {
    text.remove_key(header, 0, name);
  } else if (is_list && name == "closed") {
    text.put(header, 0, name, value == "true" ? "true" : "false");
  } else {
    text.put(header, 0, name, is_list ? toml_list(words_between_commas(value)) : toml_quoted(value));
  }
  auto changed = text.text();
  standard_from_toml(changed, "standard");
  return changed;
}

}  // namespace kith::service
