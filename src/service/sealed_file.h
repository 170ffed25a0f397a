// Files of personal data at rest beside the ledger: sealed pieces in a folder, opened into memory only.
#pragma once
#include <memory>
#include <string>
#include <string_view>

#include "base/crypto.h"

namespace kith::service {

/// An unnamed file in memory. Its path may be opened by this process as long as it lives.
class MemoryFile {
 public:
  MemoryFile();
  ~MemoryFile();
  MemoryFile(const MemoryFile&) = delete;
  MemoryFile& operator=(const MemoryFile&) = delete;
  void append(std::string_view bytes);
  const std::string& path() const noexcept { return path_; }

 private:
  int number_;
  std::string path_;
};

/// Writes piece `number` of `folder`, sealed and durable. `context` ties it to its place.
void seal_piece(const std::string& folder, std::int64_t number, std::string_view bytes, const SecretKey& key,
                const std::string& context);
/// Appends pieces 0 … pieces - 1 to `file`. Throws Error(corrupt) for one that is not what was sealed.
void open_pieces(const std::string& folder, std::int64_t pieces, const SecretKey& key,
                 const std::string& context, MemoryFile& file);

/// Seals a whole file into pieces; returns how many. The file itself stays.
std::int64_t seal_whole_file(const std::string& path, const std::string& folder, const SecretKey& key,
                             const std::string& context);

}  // namespace kith::service
