// Any bytes as a delimited file: every record is a row or a reject, nothing is refused by the reader behind
// the scanner.
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "foreign_file.h"
#include "lens/readers/record_scanner.h"
#include "lens/readers/sniff.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace kith::lens;
  if (size < 2 || size > 8192) return 0;
  std::string_view bytes(reinterpret_cast<const char*>(data) + 1, size - 1);
  TableGuess guess = guess_table(bytes, true, {});
  RecordScanner scanner(guess.dialect, std::max<std::size_t>(guess.columns.size(), 1));
  for (std::size_t at = 0; at < bytes.size();) {
    Record record;
    if (!scanner.next(bytes, at, true, record)) std::abort();
    if (record.next <= at || record.end > record.next || record.begin != at) std::abort();
    if (record.fault == RecordFault::none)
      scanner.split(bytes.substr(record.begin, record.end - record.begin));
    at = record.next;
  }
  ReadOptions options;
  options.format = FileFormat::csv;
  if (data[0] & 1) options.encoding = "UTF-8";
  if (data[0] & 2) options.header = (data[0] & 4) != 0;
  if (data[0] & 8) options.quote = '\0';
  ForeignFile file(bytes);
  read_to_the_end(file.path(), options);
  return 0;
}
