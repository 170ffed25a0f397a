#include "lens/readers/byte_source.h"

#include <cerrno>
#include <functional>
#include <string_view>
#include <vector>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>
#include <zlib.h>
#include <zstd.h>

#include "base/error.h"
#include "lens/readers/zip_package.h"

namespace kith::lens {
namespace {

// What no table of people reaches: text of that size packs to a twentieth, rarely to a hundredth.
constexpr std::uint64_t bomb_bytes = std::uint64_t{256} << 20;
constexpr std::uint64_t bomb_ratio = 400;

[[noreturn]] void bad_packing(std::string_view sentence, const std::string& path, const char* hint) {
  throw Error(ErrorCode::bad_input, Text(sentence, {{"path", path}}), hint, {path, 0, {}});
}

}  // namespace

class ByteSource::Unpacker {
 public:
  using Read = std::function<std::size_t(char*, std::size_t)>;
  virtual ~Unpacker() = default;
  /// Fills up to `most` bytes; fewer only at the end.
  virtual std::size_t unpack(char* into, std::size_t most) = 0;
};

namespace {

constexpr std::size_t packed_bytes = std::size_t{1} << 17;

class Gunzip final : public ByteSource::Unpacker {
 public:
  Gunzip(Read read, std::string path) : read_(std::move(read)), path_(std::move(path)), input_(packed_bytes) {
    inflateInit2(&stream_, 15 + 16);
  }
  ~Gunzip() override { inflateEnd(&stream_); }

  std::size_t unpack(char* into, std::size_t most) override {
    stream_.next_out = reinterpret_cast<Bytef*>(into);
    stream_.avail_out = static_cast<uInt>(most);
    while (stream_.avail_out > 0) {
      if (stream_.avail_in == 0) {
        stream_.next_in = reinterpret_cast<Bytef*>(input_.data());
        stream_.avail_in = static_cast<uInt>(read_(input_.data(), input_.size()));
        if (stream_.avail_in == 0) {
          if (!inside_) break;
          bad_packing("The gzip file {path} breaks off before its end.", path_,
                      "Copy or export the file again; a part of it is missing.");
        }
      }
      // After a member either another one follows or padding, which gzip itself passes over too.
      if (!inside_ && *stream_.next_in == 0) {
        ++stream_.next_in;
        --stream_.avail_in;
        continue;
      }
      inside_ = true;
      int state = inflate(&stream_, Z_NO_FLUSH);
      if (state == Z_STREAM_END) {
        inside_ = false;
        inflateReset(&stream_);
      } else if (state != Z_OK && state != Z_BUF_ERROR) {
        bad_packing("The gzip file {path} is damaged.", path_, "Copy or export the file again.");
      }
    }
    return most - stream_.avail_out;
  }

 private:
  Read read_;
  std::string path_;
  z_stream stream_{};
  std::vector<char> input_;
  bool inside_ = false;  // between the header and the trailer of a member
};

class Unzstd final : public ByteSource::Unpacker {
 public:
  Unzstd(Read read, std::string path)
      : read_(std::move(read)), path_(std::move(path)), stream_(ZSTD_createDStream()), input_(packed_bytes) {
    // 128 MiB, the window that zstd itself takes without being asked.
    ZSTD_DCtx_setParameter(stream_, ZSTD_d_windowLogMax, 27);
  }
  ~Unzstd() override { ZSTD_freeDStream(stream_); }

  std::size_t unpack(char* into, std::size_t most) override {
    ZSTD_outBuffer out{into, most, 0};
    while (out.pos < most) {
      if (in_.pos == in_.size) {
        in_ = {input_.data(), read_(input_.data(), input_.size()), 0};
        if (in_.size == 0 && !inside_) break;
      }
      std::size_t before = out.pos;
      std::size_t state = ZSTD_decompressStream(stream_, &out, &in_);
      if (ZSTD_isError(state))
        bad_packing("The zstd file {path} is damaged.", path_, "Copy or export the file again.");
      inside_ = state != 0;
      if (in_.size == 0 && inside_ && out.pos == before) {
        bad_packing("The zstd file {path} breaks off before its end.", path_,
                    "Copy or export the file again; a part of it is missing.");
      }
    }
    return out.pos;
  }

 private:
  Read read_;
  std::string path_;
  ZSTD_DStream* stream_;
  std::vector<char> input_;
  ZSTD_inBuffer in_{nullptr, 0, 0};
  bool inside_ = false;
};

class FromZip final : public ByteSource::Unpacker {
 public:
  FromZip(const std::string& path, const std::string& member, std::uint64_t& consumed)
      : package_(path), member_(package_.open(member)), consumed_(consumed) {}

  std::size_t unpack(char* into, std::size_t most) override {
    std::size_t done = 0;
    while (done < most) {
      std::size_t got = member_->read(into + done, most - done);
      if (got == 0) break;
      done += got;
    }
    consumed_ = member_->packed_position();
    return done;
  }

 private:
  ZipPackage package_;
  std::unique_ptr<ZipPackage::Member> member_;
  std::uint64_t& consumed_;
};

std::string packing_of(std::string_view magic) {
  if (magic.starts_with("\x1F\x8B")) return "gzip";
  if (magic.starts_with("\x28\xB5\x2F\xFD")) return "zstd";
  return {};
}

}  // namespace

ByteSource::ByteSource(const std::string& path, const std::string& member) : path_(path), member_(member) {
  Place place{path, 0, {}};
  descriptor_ = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (descriptor_ < 0) {
    if (errno == ENOENT) {
      throw Error(ErrorCode::not_found, Text("There is no file {path}.", {{"path", path}}),
                  "Check the name and the folder.", place);
    }
    throw_system_error(errno, path);
  }
  struct stat status {};
  if (fstat(descriptor_, &status) != 0) {
    int number = errno;
    ::close(descriptor_);
    throw_system_error(number, path);
  }
  if (!S_ISREG(status.st_mode)) {
    ::close(descriptor_);
    throw Error(ErrorCode::bad_input,
                S_ISDIR(status.st_mode) ? Text("{path} is a folder, not a file.", {{"path", path}})
                                        : Text("{path} is not an ordinary file.", {{"path", path}}),
                "Name the files in it one by one.", place);
  }
  size_ = static_cast<std::uint64_t>(status.st_size);
  if (size_ == 0) {
    ::close(descriptor_);
    throw Error(ErrorCode::bad_input, Text("{path} is empty.", {{"path", path}}),
                "Export the file again; it needs a header line and rows.", place);
  }
  char magic[4] = {};
  ssize_t got = pread(descriptor_, magic, sizeof magic, 0);
  compression_ = member.empty() ? packing_of({magic, static_cast<std::size_t>(got > 0 ? got : 0)}) : "zip";
  try {
    rewind();
  } catch (...) {
    ::close(descriptor_);
    throw;
  }
}

ByteSource::~ByteSource() { ::close(descriptor_); }

void ByteSource::rewind() {
  if (lseek(descriptor_, 0, SEEK_SET) != 0) throw_system_error(errno, path_);
  posix_fadvise(descriptor_, 0, 0, POSIX_FADV_SEQUENTIAL);
  consumed_ = unpacked_ = 0;
  auto read = [this](char* into, std::size_t most) { return read_disk(into, most); };
  if (compression_ == "gzip") unpacker_ = std::make_unique<Gunzip>(read, path_);
  if (compression_ == "zstd") unpacker_ = std::make_unique<Unzstd>(read, path_);
  if (compression_ == "zip") unpacker_ = std::make_unique<FromZip>(path_, member_, consumed_);
}

std::size_t ByteSource::read_disk(char* into, std::size_t most) {
  for (;;) {
    ssize_t got = ::read(descriptor_, into, most);
    if (got >= 0) {
      consumed_ += static_cast<std::uint64_t>(got);
      return static_cast<std::size_t>(got);
    }
    if (errno != EINTR) throw_system_error(errno, path_);
  }
}

bool ByteSource::read(std::string& out, std::size_t most) {
  std::size_t before = out.size();
  out.resize(before + most);
  std::size_t got =
      unpacker_ ? unpacker_->unpack(out.data() + before, most) : read_disk(out.data() + before, most);
  out.resize(before + got);
  unpacked_ += got;
  if (unpacker_ && unpacked_ > bomb_bytes && unpacked_ / bomb_ratio > consumed_) {
    bad_packing("{path} unpacks to hundreds of times its size.", path_,
                "No table of people packs that well; ask where the file comes from.");
  }
  return got > 0;
}

}  // namespace kith::lens
