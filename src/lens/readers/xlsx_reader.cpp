#include "lens/readers/xlsx_reader.h"

#include "base/error.h"
namespace kith::lens {
std::unique_ptr<FileReader> make_xlsx_reader(const std::string&, FileShape, const ReadOptions&) {
  throw Error(ErrorCode::internal, "not yet");
}
}  // namespace kith::lens
