// Any bytes as a zip or a zstd file: what is in it, or a refusal.
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "foreign_file.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace kith::lens;
  if (size < 2 || size > 8192) return 0;
  std::string bytes(reinterpret_cast<const char*>(data) + 1, size - 1);
  // Half of the inputs get past the first look.
  if (data[0] & 1) bytes.insert(0, data[0] & 2 ? "PK\x03\x04" : "\x28\xB5\x2F\xFD");
  ForeignFile file(bytes);
  read_to_the_end(file.path(), {});
  return 0;
}
