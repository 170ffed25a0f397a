#include "service/file_digest.h"

#include <cerrno>
#include <vector>

#include <fcntl.h>
#include <unistd.h>

#include "base/error.h"
#include "base/file.h"

namespace kith::service {
namespace {

constexpr std::size_t bytes_per_read = std::size_t{1} << 20;

Digest digest_of_file(const std::string& path, const Cancel& unwanted) {
  int file = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (file < 0) throw_system_error(errno, path);
  StreamDigest digest;
  std::vector<unsigned char> buffer(bytes_per_read);
  while (!unwanted.requested()) {
    ssize_t got = ::read(file, buffer.data(), buffer.size());
    if (got < 0) {
      int number = errno;
      ::close(file);
      throw_system_error(number, path);
    }
    if (got == 0) break;
    digest.add({buffer.data(), static_cast<std::size_t>(got)});
  }
  ::close(file);
  return digest.finish();
}

}  // namespace

FileDigest::FileDigest(std::string path)
    : path_(std::move(path)), thread_([this] {
        try {
          digest_ = digest_of_file(path_, unwanted_);
        } catch (...) {
          failure_ = std::current_exception();
        }
      }) {}

FileDigest::~FileDigest() {
  unwanted_.request();
  if (thread_.joinable()) thread_.join();
}

const Digest& FileDigest::wait() {
  if (thread_.joinable()) thread_.join();
  if (failure_) std::rethrow_exception(failure_);
  return digest_;
}

}  // namespace kith::service
