// The texts that a company writes for its base: its standard and its rules. Whatever the bytes, they are read
// or refused with an Error; rules that were read are written and read back the same.
#include <cstdint>
#include <cstdlib>
#include <string>

#include "base/error.h"
#include "service/company_standard.h"
#include "service/rule_file.h"

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
  return 0;
}
