#include "sample/out_file.h"

#include <cerrno>
#include <filesystem>
#include <fstream>
#include <system_error>
#include <utility>

#include <fcntl.h>
#include <unistd.h>

#include "base/error.h"

namespace kith::sample {
namespace {

constexpr std::string_view part_suffix = ".part";

bool holds_sample(const std::string& directory) {
  std::ifstream readme(directory + "/README.md", std::ios::binary);
  std::string line(readme_title.size(), '\0');
  readme.read(line.data(), static_cast<std::streamsize>(line.size()));
  return readme && line == readme_title;
}

}  // namespace

OutFile::OutFile(std::string path) : path_(std::move(path)) {
  descriptor_ = ::open(path_.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644);
  if (descriptor_ < 0) throw_system_error(errno, path_);
  buffer_.reserve(limit + (1 << 12));
}

OutFile::~OutFile() {
  if (descriptor_ >= 0) ::close(descriptor_);
}

void OutFile::flush() {
  std::string_view left = buffer_;
  while (!left.empty()) {
    auto count = ::write(descriptor_, left.data(), left.size());
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) throw_system_error(errno, path_);
    left.remove_prefix(static_cast<std::size_t>(count));
    written_ += static_cast<std::uint64_t>(count);
  }
  buffer_.clear();
}

void OutFile::close() {
  if (descriptor_ < 0) return;
  flush();
  int result = ::close(std::exchange(descriptor_, -1));
  if (result != 0) throw_system_error(errno, path_);
}

std::uint64_t size_of_file(const std::string& path) noexcept {
  std::error_code failure;
  auto size = std::filesystem::file_size(path, failure);
  return failure ? 0 : size;
}

Folder::Folder(std::string directory) : directory_(std::move(directory)) {
  std::error_code failure;
  made_ = std::filesystem::create_directories(directory_, failure);
  if (failure) throw_system_error(failure.value(), directory_);
  replaces_ = holds_sample(directory_);
}

Folder::~Folder() {
  std::error_code ignored;
  for (const auto& entry : entries_) {
    std::filesystem::remove(path_of(entry.name) + std::string(part_suffix), ignored);
  }
  if (made_ && !entries_.empty()) std::filesystem::remove(directory_, ignored);  // only when empty
}

std::string Folder::reserve(const std::string& name) {
  if (!replaces_ && std::filesystem::exists(path_of(name))) {
    throw Error(ErrorCode::conflict,
                Text("{path} is there already and is not part of a sample.", {{"path", path_of(name)}}),
                "Name a directory that is empty or holds an earlier sample.");
  }
  entries_.push_back({name, nullptr});
  return path_of(name) + std::string(part_suffix);
}

OutFile& Folder::create(const std::string& name) {
  auto path = reserve(name);
  entries_.back().file = std::make_unique<OutFile>(path);
  return *entries_.back().file;
}

void Folder::publish() {
  for (auto& entry : entries_) {
    if (entry.file) entry.file->close();
  }
  for (const auto& entry : entries_) {
    std::error_code failure;
    std::filesystem::rename(path_of(entry.name) + std::string(part_suffix), path_of(entry.name), failure);
    if (failure) throw_system_error(failure.value(), path_of(entry.name));
  }
  entries_.clear();
}

}  // namespace kith::sample
