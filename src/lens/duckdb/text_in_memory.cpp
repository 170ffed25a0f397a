#include "lens/duckdb/text_in_memory.h"

#include <algorithm>
#include <cstring>

#include "duckdb/common/exception.hpp"
#include "duckdb/common/types/timestamp.hpp"

namespace kith::lens {
namespace {

struct TextHandle final : duckdb::FileHandle {
  TextHandle(duckdb::FileSystem& system, const std::string& path, duckdb::FileOpenFlags flags,
             std::string_view content)
      : FileHandle(system, path, flags), text(content) {}
  void Close() override {}

  std::string_view text;
  std::size_t at = 0;
};

}  // namespace

std::string TextInMemory::offer(std::string_view text) {
  name_ = std::string(scheme) + std::to_string(++number_);
  text_ = text;
  return name_;
}

duckdb::unique_ptr<duckdb::FileHandle> TextInMemory::OpenFile(const std::string& path,
                                                              duckdb::FileOpenFlags flags,
                                                              duckdb::optional_ptr<duckdb::FileOpener>) {
  if (path != name_) throw duckdb::IOException("No such text in memory");
  return duckdb::make_uniq<TextHandle>(*this, path, flags, text_);
}

void TextInMemory::Read(duckdb::FileHandle& handle, void* buffer, int64_t bytes, duckdb::idx_t location) {
  auto& text = handle.Cast<TextHandle>().text;
  if (location + static_cast<duckdb::idx_t>(bytes) > text.size())
    throw duckdb::IOException("Read past the end");
  std::memcpy(buffer, text.data() + location, static_cast<std::size_t>(bytes));
}

int64_t TextInMemory::Read(duckdb::FileHandle& handle, void* buffer, int64_t bytes) {
  auto& file = handle.Cast<TextHandle>();
  std::size_t count = std::min(static_cast<std::size_t>(bytes), file.text.size() - file.at);
  std::memcpy(buffer, file.text.data() + file.at, count);
  file.at += count;
  return static_cast<int64_t>(count);
}

int64_t TextInMemory::GetFileSize(duckdb::FileHandle& handle) {
  return static_cast<int64_t>(handle.Cast<TextHandle>().text.size());
}

duckdb::timestamp_t TextInMemory::GetLastModifiedTime(duckdb::FileHandle&) { return duckdb::timestamp_t(0); }

duckdb::FileType TextInMemory::GetFileType(duckdb::FileHandle&) {
  return duckdb::FileType::FILE_TYPE_REGULAR;
}

bool TextInMemory::FileExists(const std::string& path, duckdb::optional_ptr<duckdb::FileOpener>) {
  return path == name_;
}

duckdb::vector<duckdb::OpenFileInfo> TextInMemory::Glob(const std::string& path, duckdb::FileOpener*) {
  duckdb::vector<duckdb::OpenFileInfo> found;
  if (path == name_) found.emplace_back(path);
  return found;
}

bool TextInMemory::CanHandleFile(const std::string& path) { return path.starts_with(scheme); }

void TextInMemory::Seek(duckdb::FileHandle& handle, duckdb::idx_t location) {
  auto& file = handle.Cast<TextHandle>();
  file.at = std::min<std::size_t>(location, file.text.size());
}

duckdb::idx_t TextInMemory::SeekPosition(duckdb::FileHandle& handle) { return handle.Cast<TextHandle>().at; }

}  // namespace kith::lens
