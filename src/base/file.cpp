#include "base/file.h"

#include <cerrno>
#include <filesystem>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/error.h"

namespace kith {
namespace {

class Descriptor {
 public:
  explicit Descriptor(int number) : number_(number) {}
  ~Descriptor() {
    if (number_ >= 0) ::close(number_);
  }
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  int get() const noexcept { return number_; }

 private:
  int number_;
};

}  // namespace

std::string read_file(const std::string& path) {
  Descriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
  if (file.get() < 0) throw_system_error(errno, path);
  std::string bytes;
  char buffer[1 << 16];
  for (;;) {
    ssize_t got = ::read(file.get(), buffer, sizeof buffer);
    if (got < 0) throw_system_error(errno, path);
    if (got == 0) return bytes;
    bytes.append(buffer, static_cast<std::size_t>(got));
  }
}

void write_file_atomically(const std::string& path, std::string_view bytes, unsigned mode) {
  std::string draft = path + ".new";
  {
    Descriptor file(::open(draft.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, mode));
    if (file.get() < 0) throw_system_error(errno, draft);
    if (::fchmod(file.get(), mode) != 0) throw_system_error(errno, draft);
    for (std::size_t at = 0; at < bytes.size();) {
      ssize_t put = ::write(file.get(), bytes.data() + at, bytes.size() - at);
      if (put < 0) {
        int number = errno;
        ::unlink(draft.c_str());
        throw_system_error(number, draft);
      }
      at += static_cast<std::size_t>(put);
    }
    if (::fsync(file.get()) != 0) throw_system_error(errno, draft);
  }
  if (::rename(draft.c_str(), path.c_str()) != 0) throw_system_error(errno, path);
  auto folder = std::filesystem::path(path).parent_path();
  Descriptor directory(::open(folder.empty() ? "." : folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (directory.get() >= 0) ::fsync(directory.get());
}

}  // namespace kith
