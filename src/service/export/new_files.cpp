#include "service/export/new_files.h"

#include <cerrno>
#include <cstdio>
#include <filesystem>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/error.h"

namespace kith::service {
namespace {

namespace fs = std::filesystem;

std::string temporary(const std::string& path) { return path + ".new"; }

std::string numbered(const std::string& path, std::size_t number) {
  if (number == 1) return path;
  fs::path whole(path);
  return (whole.parent_path() /
          (whole.stem().string() + "-" + std::to_string(number) + whole.extension().string()))
      .string();
}

std::string folder_of(const std::string& path) {
  auto folder = fs::path(path).parent_path().string();
  return folder.empty() ? "." : folder;
}

// Makes the bytes durable. Some file systems tell only now that the disk is full.
void synchronise(const std::string& file, const std::string& shown) {
  int descriptor = ::open(file.c_str(), O_RDONLY | O_CLOEXEC);
  if (descriptor < 0) throw_system_error(errno, shown);
  int failure = ::fsync(descriptor) == 0 ? 0 : errno;
  ::close(descriptor);
  if (failure != 0) throw_system_error(failure, shown);
}

[[noreturn]] void throw_taken(const std::string& path) {
  throw Error(ErrorCode::conflict, Text("{path} exists already.", {{"path", path}}),
              "Choose another name, or add --overwrite to replace the file.");
}

// Gives the file its name. Without `overwrite` a file that came there meanwhile stays as it is.
void take_name(const std::string& path, bool overwrite) {
  auto from = temporary(path);
  if (overwrite) {
    if (::rename(from.c_str(), path.c_str()) != 0) throw_system_error(errno, path);
    return;
  }
  if (::renameat2(AT_FDCWD, from.c_str(), AT_FDCWD, path.c_str(), RENAME_NOREPLACE) == 0) return;
  if (errno == EEXIST) throw_taken(path);
  if (errno != EINVAL && errno != ENOSYS) throw_system_error(errno, path);
  if (fs::exists(path)) throw_taken(path);
  if (::rename(from.c_str(), path.c_str()) != 0) throw_system_error(errno, path);
}

}  // namespace

NewFiles::NewFiles(std::string path, bool overwrite) : path_(std::move(path)), overwrite_(overwrite) {
  if (path_.empty() || fs::path(path_).filename().empty()) {
    throw Error(ErrorCode::usage, "The export has no file name.",
                "Name the file to write, such as customers.csv.");
  }
  auto folder = folder_of(path_);
  std::error_code failure;
  if (!fs::is_directory(folder, failure)) {
    throw Error(ErrorCode::not_found, Text("There is no folder {path}.", {{"path", folder}}),
                "Make it first, or choose another.");
  }
  require_free(path_);
}

NewFiles::~NewFiles() {
  for (const auto& path : paths_) ::unlink(temporary(path).c_str());
}

void NewFiles::require_free(const std::string& path) const {
  struct stat status;
  if (::lstat(path.c_str(), &status) != 0) return;
  if (!S_ISREG(status.st_mode)) {
    throw Error(ErrorCode::conflict, Text("{path} is no ordinary file.", {{"path", path}}),
                "Choose another name.");
  }
  if (!overwrite_) throw_taken(path);
}

std::string NewFiles::add() {
  auto path = numbered(path_, paths_.size() + 1);
  require_free(path);
  auto file = temporary(path);
  if (::unlink(file.c_str()) != 0 && errno != ENOENT) throw_system_error(errno, path);
  int descriptor = ::open(file.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
  if (descriptor < 0) throw_system_error(errno, path);
  ::close(descriptor);
  paths_.push_back(path);
  return file;
}

void NewFiles::publish() {
  for (const auto& path : paths_) {
    auto file = temporary(path);
    if (::chmod(file.c_str(), 0600) != 0) throw_system_error(errno, path);
    synchronise(file, path);
  }
  std::size_t next = paths_.size();
  try {
    for (; next > 0; --next) take_name(paths_[next - 1], overwrite_);
  } catch (const Error&) {
    // What was replaced is gone; what was not there before need not be there now.
    for (; !overwrite_ && next < paths_.size(); ++next) ::unlink(paths_[next].c_str());
    throw;
  }
  synchronise(folder_of(path_), path_);
}

std::uint64_t NewFiles::bytes() const {
  std::uint64_t bytes = 0;
  for (const auto& path : paths_) {
    struct stat status;
    if (::stat(path.c_str(), &status) == 0) bytes += static_cast<std::uint64_t>(status.st_size);
  }
  return bytes;
}

ByteWriter::ByteWriter(const std::string& file, std::string shown)
    : shown_(std::move(shown)), descriptor_(::open(file.c_str(), O_WRONLY | O_CLOEXEC)) {
  if (descriptor_ < 0) throw_system_error(errno, shown_);
  buffer_.reserve(limit + limit / 4);
}

ByteWriter::~ByteWriter() {
  if (descriptor_ >= 0) ::close(descriptor_);
}

void ByteWriter::flush() {
  const char* at = buffer_.data();
  std::size_t left = buffer_.size();
  while (left > 0) {
    auto written = ::write(descriptor_, at, left);
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) throw_system_error(errno, shown_);
    at += written;
    left -= static_cast<std::size_t>(written);
  }
  buffer_.clear();
}

void ByteWriter::close() {
  flush();
  int descriptor = descriptor_;
  descriptor_ = -1;
  if (::close(descriptor) != 0 && errno != EINTR) throw_system_error(errno, shown_);
}

}  // namespace kith::service
