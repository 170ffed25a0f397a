// The texts that a company writes for its base: its standard and its rules. Whatever the bytes, they are read
// or refused with an Error; rules that were read are written and read back the same; a key that was set has
// been set, and taking out a rule takes out that one alone.
#include <cstdint>
#include <cstdlib>
#include <string>

#include "base/error.h"
#include "service/company_standard.h"
#include "service/correction.h"
#include "service/rule_file.h"
#include "service/standard_text.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string text(reinterpret_cast<const char*>(data), size);
  try {
    kith::service::standard_from_toml(text, "fuzz");
  } catch (const kith::Error&) {
  }
  try {
    const auto written = kith::service::rules_to_toml(kith::service::rules_from_toml(text, "fuzz"));
    if (kith::service::rules_to_toml(kith::service::rules_from_toml(written, "fuzz")) != written)
      std::abort();
  } catch (const kith::Error&) {
  }
  try {
    const auto set = kith::service::standard_with(text, "phones.form=national");
    if (kith::service::standard_from_toml(set, "fuzz").phone_form != kith::service::PhoneForm::national)
      std::abort();
  } catch (const kith::Error&) {
  }
  try {
    const auto before = kith::service::rules_from_toml(text, "fuzz");
    const auto after =
        kith::service::rules_with(text, "", {"name=\x01 new", "attribute=phone", "check=required"});
    if (kith::service::rules_from_toml(after, "fuzz").size() != before.size() + 1) std::abort();
    if (!before.empty()) {
      const auto without = kith::service::rules_without(after, before.front().name);
      if (kith::service::rules_from_toml(without, "fuzz").size() != before.size()) std::abort();
    }
  } catch (const kith::Error&) {
  }
  try {
    kith::service::check_correction(kith::service::correction_from_json(text));
  } catch (const kith::Error&) {
  }
  return 0;
}
