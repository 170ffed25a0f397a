// Any bytes as an address book, as mails and as a table of fixed width: rows or rejects, never a fault.
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "foreign_file.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace kith::lens;
  if (size < 2 || size > 8192) return 0;
  constexpr FileFormat formats[] = {FileFormat::vcard, FileFormat::mail, FileFormat::fixed_width};
  ReadOptions options;
  options.format = formats[data[0] % 3];
  ForeignFile file(std::string_view(reinterpret_cast<const char*>(data) + 1, size - 1));
  read_to_the_end(file.path(), options);
  return 0;
}
