// A piece of text in memory as a file that one DuckDB instance can read, under the name it is given.
#pragma once
#include <string>
#include <string_view>

#include "duckdb/common/file_system.hpp"

namespace kith::lens {

/// Holds one file, named "kithfile:N" with N rising, so that nothing DuckDB remembers of a name goes stale.
/// The bytes stay the caller's and must outlive the reading.
class TextInMemory final : public duckdb::FileSystem {
 public:
  static constexpr std::string_view scheme = "kithfile:";

  /// Offers `text` and returns its name; the one before is gone.
  std::string offer(std::string_view text);

  duckdb::unique_ptr<duckdb::FileHandle> OpenFile(const std::string& path, duckdb::FileOpenFlags flags,
                                                  duckdb::optional_ptr<duckdb::FileOpener> opener) override;
  void Read(duckdb::FileHandle& handle, void* buffer, int64_t bytes, duckdb::idx_t location) override;
  int64_t Read(duckdb::FileHandle& handle, void* buffer, int64_t bytes) override;
  int64_t GetFileSize(duckdb::FileHandle& handle) override;
  duckdb::timestamp_t GetLastModifiedTime(duckdb::FileHandle& handle) override;
  duckdb::FileType GetFileType(duckdb::FileHandle& handle) override;
  bool FileExists(const std::string& path, duckdb::optional_ptr<duckdb::FileOpener> opener) override;
  bool IsPipe(const std::string&, duckdb::optional_ptr<duckdb::FileOpener>) override { return false; }
  duckdb::vector<duckdb::OpenFileInfo> Glob(const std::string& path, duckdb::FileOpener* opener) override;
  bool CanHandleFile(const std::string& path) override;
  void Seek(duckdb::FileHandle& handle, duckdb::idx_t location) override;
  void Reset(duckdb::FileHandle& handle) override { Seek(handle, 0); }
  duckdb::idx_t SeekPosition(duckdb::FileHandle& handle) override;
  bool CanSeek() override { return true; }
  bool OnDiskFile(duckdb::FileHandle&) override { return false; }
  std::string GetName() const override { return "KithTextInMemory"; }

 private:
  std::string name_;
  std::string_view text_;
  std::size_t number_ = 0;
};

}  // namespace kith::lens
