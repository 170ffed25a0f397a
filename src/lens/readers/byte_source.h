// The bytes of a file from front to back, inflated where they are gzip.
#pragma once
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>

namespace kith::lens {

/// A window of the file's content; nothing of it is ever written anywhere.
class ByteSource {
 public:
  /// Throws Error(not_found) for a missing file, Error(bad_input) for a directory or an empty file, Error(io)
  /// where the system refuses.
  explicit ByteSource(const std::string& path);
  ~ByteSource();
  ByteSource(const ByteSource&) = delete;
  ByteSource& operator=(const ByteSource&) = delete;

  /// Appends up to `most` bytes to `out`; false at the end. Throws Error(bad_input) for gzip that is damaged
  /// or breaks off, Error(io) where the system refuses.
  bool read(std::string& out, std::size_t most);

  /// Begins again at the front.
  void rewind();

  bool gzip() const noexcept { return gzip_; }
  std::uint64_t position() const noexcept { return consumed_; }  ///< bytes of the file on disk used so far
  std::uint64_t size() const noexcept { return size_; }          ///< bytes of the file on disk
  const std::string& path() const noexcept { return path_; }

 private:
  struct Inflater;
  std::size_t read_disk(char* into, std::size_t most);
  bool inflate_some(std::string& out, std::size_t most);

  std::string path_;
  int descriptor_ = -1;
  bool gzip_ = false;
  std::uint64_t size_ = 0, consumed_ = 0;
  std::unique_ptr<Inflater> inflater_;
};

}  // namespace kith::lens
