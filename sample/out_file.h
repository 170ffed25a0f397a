// Files that appear whole or not at all.
#pragma once
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace kith::sample {

/// A file written from front to back through one buffer of 1 MiB.
class OutFile {
 public:
  /// Throws Error(io, no_space).
  explicit OutFile(std::string path);
  ~OutFile();
  OutFile(const OutFile&) = delete;
  OutFile& operator=(const OutFile&) = delete;

  void append(std::string_view bytes) {
    buffer_.append(bytes);
    if (buffer_.size() >= limit) flush();
  }
  std::uint64_t size() const noexcept { return written_ + buffer_.size(); }
  void close();

 private:
  static constexpr std::size_t limit = 1 << 20;
  void flush();

  std::string path_, buffer_;
  int descriptor_;
  std::uint64_t written_ = 0;
};

/// Bytes of the file; 0 where there is none.
std::uint64_t size_of_file(const std::string& path) noexcept;

/// The directory of one sample. Files are written under a temporary name and take their own in publish(); a
/// Folder that is destroyed before leaves nothing of its own behind.
class Folder {
 public:
  /// Makes the directory where missing. Throws Error(io).
  explicit Folder(std::string directory);
  ~Folder();
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;

  /// Throws Error(conflict) where `name` exists and the directory has no README.md of an earlier sample.
  OutFile& create(const std::string& name);
  /// The path to write `name` at, for writers of their own.
  std::string reserve(const std::string& name);

  const std::string& directory() const noexcept { return directory_; }
  /// Every file under its own name. Throws Error(io, no_space).
  void publish();

 private:
  struct Entry {
    std::string name;
    std::unique_ptr<OutFile> file;
  };
  std::string path_of(const std::string& name) const { return directory_ + '/' + name; }

  std::string directory_;
  bool replaces_;
  bool made_ = false;
  std::vector<Entry> entries_;
};

/// The first line of README.md, by which a directory is known to hold a sample.
inline constexpr std::string_view readme_title = "# The sample company of Kith · 知客示例公司\n";

}  // namespace kith::sample
