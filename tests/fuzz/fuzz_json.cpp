// Any bytes as JSON and as NDJSON.
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "foreign_file.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace kith::lens;
  if (size == 0 || size > 16384) return 0;
  ForeignFile file(std::string_view(reinterpret_cast<const char*>(data), size));
  ReadOptions options;
  options.encoding = "UTF-8";
  for (FileFormat format : {FileFormat::json, FileFormat::ndjson}) {
    options.format = format;
    read_to_the_end(file.path(), options);
  }
  return 0;
}
