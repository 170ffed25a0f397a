// The lines of a text file one by one, in bounded memory.
#pragma once
#include <cstdint>
#include <memory>
#include <string>

#include "lens/readers/text_stream.h"

namespace kith::lens {

class TextLines {
 public:
  static constexpr std::size_t longest_line = std::size_t{4} << 20;

  TextLines(std::unique_ptr<ByteSource> source, const std::string& encoding, bool byte_order_mark)
      : stream_(std::move(source), encoding, byte_order_mark) {}

  /// The next line without its break; false at the end. A line longer than `longest_line` comes in pieces.
  bool next(std::string& line);
  /// 1-based number of the line last given.
  std::uint64_t number() const noexcept { return number_; }
  void rewind();
  std::uint64_t position() const noexcept { return stream_.source().position(); }
  const std::string& path() const noexcept { return stream_.source().path(); }

 private:
  TextStream stream_;
  std::size_t at_ = 0;
  std::uint64_t number_ = 0;
};

}  // namespace kith::lens
