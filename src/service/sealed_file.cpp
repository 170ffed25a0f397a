#include "service/sealed_file.h"

#include <cerrno>
#include <fstream>

#include <fcntl.h>
#include <sys/mman.h>
#include <unistd.h>

#include "base/error.h"
#include "base/file.h"

namespace kith::service {
namespace {

std::string piece_path(const std::string& folder, std::int64_t number) {
  return folder + "/" + std::to_string(number);
}

std::span<const unsigned char> bytes_of(std::string_view text) {
  return {reinterpret_cast<const unsigned char*>(text.data()), text.size()};
}

}  // namespace

MemoryFile::MemoryFile() : number_(::memfd_create("kith", MFD_CLOEXEC)) {
  if (number_ < 0) throw_system_error(errno, "memory");
  path_ = "/proc/" + std::to_string(::getpid()) + "/fd/" + std::to_string(number_);
}

MemoryFile::~MemoryFile() { ::close(number_); }

void MemoryFile::append(std::string_view bytes) {
  while (!bytes.empty()) {
    auto wrote = ::write(number_, bytes.data(), bytes.size());
    if (wrote < 0 && errno == EINTR) continue;
    if (wrote < 0) throw_system_error(errno, "memory");
    bytes.remove_prefix(static_cast<std::size_t>(wrote));
  }
}

void seal_piece(const std::string& folder, std::int64_t number, std::string_view bytes, const SecretKey& key,
                const std::string& context) {
  auto sealed = seal(key, bytes_of(bytes), context + "/" + std::to_string(number));
  write_file_atomically(piece_path(folder, number),
                        {reinterpret_cast<const char*>(sealed.data()), sealed.size()});
}

void open_pieces(const std::string& folder, std::int64_t pieces, const SecretKey& key,
                 const std::string& context, MemoryFile& file) {
  Bytes plain;
  for (std::int64_t number = 0; number < pieces; ++number) {
    auto path = piece_path(folder, number);
    auto sealed = read_file(path);
    if (!open_sealed(key, bytes_of(sealed), context + "/" + std::to_string(number), plain))
      throw Error(ErrorCode::corrupt, Text("{path} is damaged.", {{"path", path}}),
                  "Upload the file, or make the export, again.");
    file.append({reinterpret_cast<const char*>(plain.data()), plain.size()});
  }
}

std::int64_t seal_whole_file(const std::string& path, const std::string& folder, const SecretKey& key,
                             const std::string& context) {
  std::ifstream in(path, std::ios::binary);
  if (!in) throw_system_error(errno, path);
  std::string piece(4u << 20, '\0');
  std::int64_t number = 0;
  do {
    in.read(piece.data(), static_cast<std::streamsize>(piece.size()));
    auto got = static_cast<std::size_t>(in.gcount());
    if (got == 0 && number > 0) break;
    seal_piece(folder, number++, std::string_view(piece).substr(0, got), key, context);
  } while (in);
  return number;
}

}  // namespace kith::service
