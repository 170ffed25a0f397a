// Bytes of a fuzzer as a file for the readers, without touching a disk.
#pragma once
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include <sys/mman.h>
#include <unistd.h>

#include "base/error.h"
#include "lens/file_reader.h"

namespace kith::lens {

class ForeignFile {
 public:
  explicit ForeignFile(std::string_view bytes) : descriptor_(memfd_create("fuzz", 0)) {
    if (descriptor_ < 0 || write(descriptor_, bytes.data(), bytes.size()) < 0) std::abort();
  }
  ForeignFile(const ForeignFile&) = delete;
  ForeignFile& operator=(const ForeignFile&) = delete;
  ~ForeignFile() { close(descriptor_); }
  std::string path() const { return "/proc/self/fd/" + std::to_string(descriptor_); }

 private:
  int descriptor_;
};

/// Reads the file to its end. Aborts where a block is not what its contract says, or an error is no one's
/// fault but ours.
inline void read_to_the_end(const std::string& path, const ReadOptions& options) {
  try {
    auto reader = FileReader::open(path, options);
    RowBlock block;
    Cancel cancel;
    std::uint64_t row = 0, reject = 0;
    while (reader->next(block, cancel)) {
      if (block.columns.size() != reader->shape().columns.size()) std::abort();
      if (block.line.size() != block.rows()) std::abort();
      for (const auto& column : block.columns) {
        if (column.size() != block.rows()) std::abort();
      }
      for (std::uint64_t number : block.row) {
        if (number <= row) std::abort();
        row = number;
      }
      for (const auto& rejected : block.rejects) {
        if (rejected.row <= reject || rejected.reason.empty()) std::abort();
        reject = rejected.row;
      }
    }
  } catch (const Error& error) {
    if (error.code() != ErrorCode::bad_input && error.code() != ErrorCode::usage) std::abort();
  }
}

}  // namespace kith::lens
