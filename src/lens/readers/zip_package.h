// The files within a zip, read one at a time; nothing is ever unpacked to disk.
#pragma once
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

namespace kith::lens {

class ZipPackage {
 public:
  class Member;
  struct Entry {
    std::string name;
    std::uint64_t size = 0;
  };
  static constexpr std::size_t most_entries = 10'000;

  /// Throws Error(bad_input) for a zip that is damaged, has more than `most_entries` files, or holds a name
  /// that leads out of its folder.
  explicit ZipPackage(const std::string& path);
  ~ZipPackage();

  /// Whether the package is a workbook or a document of an office program.
  bool has(const std::string& name) const;

  /// The files that may hold a table: without folders, and what systems put beside them.
  const std::vector<Entry>& entries() const noexcept { return entries_; }

  /// Throws Error(bad_input) for a name that is not there, that is protected by a password, or damaged.
  std::unique_ptr<Member> open(const std::string& name) const;

 private:
  struct Archive;
  std::string path_;
  std::unique_ptr<Archive> archive_;
  std::vector<Entry> entries_;
};

class ZipPackage::Member {
 public:
  ~Member();
  /// At most `most` bytes into `into`; 0 at the end. Throws Error(bad_input) for damaged data.
  std::size_t read(char* into, std::size_t most);
  /// Bytes of the zip that what was read so far stands for.
  std::uint64_t packed_position() const noexcept;

 private:
  friend class ZipPackage;
  struct Stream;
  Member();
  std::string path_, name_;
  std::unique_ptr<Stream> stream_;
  std::uint64_t read_ = 0, size_ = 0, packed_ = 0;
};

}  // namespace kith::lens
