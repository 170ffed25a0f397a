// Any bytes as a part of a workbook, as the XML it is made of, and as the package itself.
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <filesystem>
#include <string>
#include <string_view>

#include <unistd.h>

#include "../unit/lens/xlsx_maker.h"
#include "foreign_file.h"
#include "lens/readers/xlsx_values.h"
#include "lens/readers/xml_pull.h"

namespace {

void pull_apart(std::string_view xml, std::size_t step) {
  using namespace kith::lens;
  XmlPull pull([&](char* into, std::size_t most) {
    std::size_t count = std::min({most, step, xml.size()});
    std::memcpy(into, xml.data(), count);
    xml.remove_prefix(count);
    return count;
  });
  try {
    while (pull.next() != XmlPull::Event::done) {
    }
  } catch (const XmlFault&) {
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace kith::lens;
  if (size < 2 || size > 16384) return 0;
  std::string_view bytes(reinterpret_cast<const char*>(data) + 1, size - 1);
  pull_apart(bytes, 1 + data[0] % 7);
  std::size_t column = 0;
  std::uint64_t row = 0;
  parse_reference(bytes, column, row);
  cell_text(bytes, kind_of_code(bytes), (data[0] & 1) != 0);
  without_escapes(bytes);
  ReadOptions options;
  options.format = FileFormat::xlsx;
  {
    ForeignFile whole(bytes);
    read_to_the_end(whole.path(), options);
  }
  XlsxMaker book;
  book.sheets["s"] = XlsxMaker::sheet("<row><c t=\"s\"><v>0</v></c></row><row><c s=\"1\"><v>1</v></c></row>");
  book.strings = "<sst><si><t>a</t></si></sst>";
  switch (data[0] % 4) {
    case 0:
      book.sheets["s"] = bytes;
      break;
    case 1:
      book.strings = bytes;
      break;
    case 2:
      book.styles = bytes;
      break;
    default:
      book.workbook_properties = bytes;
      break;
  }
  static const std::string path =
      (std::filesystem::temp_directory_path() / ("kith-fuzz-" + std::to_string(getpid()) + ".xlsx")).string();
  book.write(path);
  read_to_the_end(path, options);
  std::filesystem::remove(path);
  return 0;
}
