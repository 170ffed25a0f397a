// The bytes of a file from front to back, unpacked where they are gzip, zstd or a file within a zip.
#pragma once
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>

namespace kith::lens {

/// A window of the file's content; nothing of it is ever written anywhere.
class ByteSource {
 public:
  /// `member`: the name of the file within a zip that is meant; empty for the file itself. Throws
  /// Error(not_found) for a missing file, Error(bad_input) for a directory or an empty file, Error(io) where
  /// the system refuses.
  explicit ByteSource(const std::string& path, const std::string& member = {});
  ~ByteSource();
  ByteSource(const ByteSource&) = delete;
  ByteSource& operator=(const ByteSource&) = delete;

  /// Appends up to `most` bytes to `out`; false at the end. Throws Error(bad_input) for packed data that is
  /// damaged, breaks off or unpacks to hundreds of times its size, Error(io) where the system refuses.
  bool read(std::string& out, std::size_t most);

  /// Begins again at the front.
  void rewind();

  const std::string& compression() const noexcept { return compression_; }  ///< "", "gzip", "zstd", "zip"
  std::uint64_t position() const noexcept { return consumed_; }  ///< bytes of the file on disk used so far
  std::uint64_t size() const noexcept { return size_; }          ///< bytes of the file on disk
  const std::string& path() const noexcept { return path_; }

  /// Packed data turned into bytes, one class a packing.
  class Unpacker;

 private:
  std::size_t read_disk(char* into, std::size_t most);

  std::string path_, member_;
  int descriptor_ = -1;
  std::string compression_;
  std::uint64_t size_ = 0, consumed_ = 0, unpacked_ = 0;
  std::unique_ptr<Unpacker> unpacker_;
};

}  // namespace kith::lens
