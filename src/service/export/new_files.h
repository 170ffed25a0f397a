// Files that appear whole or not at all.
#pragma once
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace kith::service {

/// The files of one export: PATH, then PATH with -2, -3 … before its ending. Each is made under its name and
/// ".new"; publish() gives them their names, and what was not published goes with this object.
class NewFiles {
 public:
  /// Throws Error: not_found where the folder is missing, conflict where something stands at `path` that may
  /// not be replaced. A folder, device or pipe never is.
  NewFiles(std::string path, bool overwrite);
  ~NewFiles();
  NewFiles(const NewFiles&) = delete;
  NewFiles& operator=(const NewFiles&) = delete;

  /// Makes the next file, empty, with mode 0600, and returns its temporary path. Throws as the constructor,
  /// and io.
  std::string add();
  /// Every file durable and under its own name; the first one last, so that it stands for all.
  void publish();

  const std::string& path() const noexcept { return path_; }
  const std::vector<std::string>& paths() const noexcept { return paths_; }
  /// Of all files, after publish().
  std::uint64_t bytes() const;

 private:
  void require_free(const std::string& path) const;

  std::string path_;
  bool overwrite_;
  std::vector<std::string> paths_;
};

/// Bytes to one file from front to back through a buffer of 1 MiB.
class ByteWriter {
 public:
  /// Opens `file`, which exists; errors name `shown`.
  ByteWriter(const std::string& file, std::string shown);
  ~ByteWriter();
  ByteWriter(const ByteWriter&) = delete;
  ByteWriter& operator=(const ByteWriter&) = delete;

  std::string& buffer() noexcept { return buffer_; }
  /// Call now and then, between appends to buffer().
  void flush_when_full() {
    if (buffer_.size() >= limit) flush();
  }
  void close();

 private:
  static constexpr std::size_t limit = std::size_t{1} << 20;
  void flush();

  std::string shown_, buffer_;
  int descriptor_;
};

}  // namespace kith::service
