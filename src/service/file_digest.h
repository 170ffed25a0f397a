// The digest of a file's bytes, by which a file that comes twice is known.
#pragma once
#include <exception>
#include <string>
#include <thread>

#include "base/crypto.h"
#include "base/progress.h"

namespace kith::service {

/// Digests a file on a thread of its own, while others read it. Going early stops it.
class FileDigest {
 public:
  explicit FileDigest(std::string path);
  ~FileDigest();
  FileDigest(const FileDigest&) = delete;
  FileDigest& operator=(const FileDigest&) = delete;

  /// Waits for the end. Throws what reading the file throws. May be called again.
  const Digest& wait();

 private:
  std::string path_;
  Digest digest_{};
  Cancel unwanted_;
  std::exception_ptr failure_;
  std::thread thread_;
};

}  // namespace kith::service
