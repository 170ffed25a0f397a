#include "service/compared_row.h"

#include <algorithm>

#include "base/error.h"
#include "service/layout.h"

namespace kith::service {
namespace {

// A number that nobody was given: the last seven digits or more are one digit (13800000000), or count up.
bool is_dummy_number(std::string_view type, std::string_view value) {
  constexpr std::size_t least = 7;
  if (type != "phone") return false;
  std::string digits;
  for (char c : value) {
    if (c >= '0' && c <= '9') digits.push_back(c);
  }
  if (digits.size() < least) return false;
  const auto tail = std::string_view(digits).substr(digits.size() - least);
  bool same = true, rising = true;
  for (std::size_t i = 1; i < tail.size(); ++i) {
    same &= tail[i] == tail[0];
    rising &= tail[i] == tail[i - 1] + 1;
  }
  return same || rising;
}

}  // namespace

const ledger::Attribute& attribute_named(const std::vector<ledger::Attribute>& attributes,
                                         const std::string& name) {
  for (const auto& attribute : attributes) {
    if (attribute.name == name || attribute.label_en == name || attribute.label_zh == name) return attribute;
  }
  throw Error(ErrorCode::not_found, Text("There is no attribute {name}.", {{"name", name}}),
              "`kith show` lists a customer's attributes by their names.");
}

ComparedRow::ComparedRow(const MatchBase& base, std::vector<ledger::Attribute> attributes, std::int64_t today,
                         std::vector<std::string> values)
    : base_(base), attributes_(std::move(attributes)), values_(std::move(values)) {
  standard_.today = today;
  values_.resize(base.kinds.size());
}

void ComparedRow::set(std::string_view attribute, std::string_view value) {
  for (std::size_t k = 0; k < base_.kinds.size(); ++k) {
    if (base_.kinds[k].first == attribute) values_[k] = value;
  }
}

ComparedRow::Said ComparedRow::put(const std::string& name, const std::string& text) {
  const auto& attribute = attribute_named(attributes_, name);
  standard::Standardised result;
  standard::standardiser_for(attribute.type).function(text, standard_, result);
  Said said{attribute.name, result.value, result.verdict, result.reason, false, false};
  said.compared = std::any_of(base_.kinds.begin(), base_.kinds.end(),
                              [&](const auto& kind) { return kind.first == attribute.name; });
  const auto* field = base_.frequencies.of(attribute.name);
  said.generic = result.reason == Reason::placeholder || is_dummy_number(attribute.type, result.value) ||
                 (field != nullptr && field->is_generic(result.value));
  if (result.verdict == Verdict::invalid || said.generic) return said;
  set(attribute.name, result.value);
  standard::Standardised part;
  for (const auto& derived : derived_parts()) {
    if (derived.from != attribute.name) continue;
    part.clear();
    if (const auto text_of_part = result.part(derived.part); !text_of_part.empty()) {
      const auto& type = attribute_named(attributes_, std::string(derived.attribute)).type;
      standard::standardiser_for(type).function(text_of_part, standard_, part);
    }
    const bool says_something = part.verdict <= Verdict::suspect && part.reason != Reason::placeholder;
    set(derived.attribute, says_something ? std::string_view(part.value) : std::string_view());
  }
  return said;
}

}  // namespace kith::service
