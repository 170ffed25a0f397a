// Any bytes as a row of another encoding: what is mended is UTF-8 with as many cells, and what was UTF-8
// stays.
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "base/utf8.h"
#include "lens/readers/encoded_words.h"
#include "lens/readers/row_encoding.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace kith;
  if (size > 4096) return 0;
  std::string_view raw(reinterpret_cast<const char*>(data), size);
  if (auto mended = lens::mend_row_encoding(raw, ',')) {
    if (!is_utf8(*mended)) std::abort();
    if (std::count(mended->begin(), mended->end(), ',') != std::count(raw.begin(), raw.end(), ','))
      std::abort();
  }
  if (!is_utf8(lens::as_utf8(raw, "GB18030"))) std::abort();
  lens::decoded_header(raw);
  return 0;
}
