#include "lens/readers/byte_source.h"

#include <cerrno>
#include <vector>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>
#include <zlib.h>

#include "base/error.h"

namespace kith::lens {

struct ByteSource::Inflater {
  z_stream stream{};
  std::vector<char> input = std::vector<char>(std::size_t{1} << 17);
  bool inside = false;  ///< between the header and the trailer of a member
  Inflater() { inflateInit2(&stream, 15 + 16); }
  ~Inflater() { inflateEnd(&stream); }
};

ByteSource::ByteSource(const std::string& path) : path_(path) {
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
  unsigned char magic[2] = {};
  gzip_ = pread(descriptor_, magic, 2, 0) == 2 && magic[0] == 0x1F && magic[1] == 0x8B;
  rewind();
}

ByteSource::~ByteSource() { ::close(descriptor_); }

void ByteSource::rewind() {
  if (lseek(descriptor_, 0, SEEK_SET) != 0) throw_system_error(errno, path_);
  posix_fadvise(descriptor_, 0, 0, POSIX_FADV_SEQUENTIAL);
  consumed_ = 0;
  if (gzip_) inflater_ = std::make_unique<Inflater>();
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
  if (gzip_) return inflate_some(out, most);
  std::size_t before = out.size();
  out.resize(before + most);
  std::size_t got = read_disk(out.data() + before, most);
  out.resize(before + got);
  return got > 0;
}

bool ByteSource::inflate_some(std::string& out, std::size_t most) {
  auto& [stream, input, inside] = *inflater_;
  std::size_t before = out.size();
  out.resize(before + most);
  stream.next_out = reinterpret_cast<Bytef*>(out.data() + before);
  stream.avail_out = static_cast<uInt>(most);
  while (stream.avail_out > 0) {
    if (stream.avail_in == 0) {
      stream.next_in = reinterpret_cast<Bytef*>(input.data());
      stream.avail_in = static_cast<uInt>(read_disk(input.data(), input.size()));
      if (stream.avail_in == 0) {
        if (!inside) break;
        throw Error(ErrorCode::bad_input,
                    Text("The gzip file {path} breaks off before its end.", {{"path", path_}}),
                    "Copy or export the file again; a part of it is missing.", {path_, 0, {}});
      }
    }
    // After a member either another one follows or padding, which gzip itself passes over too.
    if (!inside && *stream.next_in == 0) {
      ++stream.next_in;
      --stream.avail_in;
      continue;
    }
    inside = true;
    int state = inflate(&stream, Z_NO_FLUSH);
    if (state == Z_STREAM_END) {
      inside = false;
      inflateReset(&stream);
    } else if (state != Z_OK && state != Z_BUF_ERROR) {
      throw Error(ErrorCode::bad_input, Text("The gzip file {path} is damaged.", {{"path", path_}}),
                  "Copy or export the file again.", {path_, 0, {}});
    }
  }
  out.resize(before + most - stream.avail_out);
  return out.size() > before;
}

}  // namespace kith::lens
