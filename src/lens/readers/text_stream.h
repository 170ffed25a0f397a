// The text of a file in UTF-8 as a window that moves forward, with what in it is no text.
#pragma once
#include <cstddef>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "lens/readers/byte_source.h"
#include "lens/readers/text_decoder.h"

namespace kith::lens {

class TextStream {
 public:
  /// `byte_order_mark`: the file begins with one, which is passed over.
  TextStream(std::unique_ptr<ByteSource> source, const std::string& encoding, bool byte_order_mark);

  /// Reads on until the window holds `size` bytes or the file ends.
  void read_until(std::size_t size);
  bool ended() const noexcept { return ended_; }
  std::string_view text() const noexcept { return text_; }

  /// Drops the first `size` bytes of the window.
  void forget(std::size_t size);

  /// The faults with offsets in [begin, end) of the window. `after` is a position in the list of faults where
  /// the search begins, moved past those found: calls with rising ranges cost nothing more.
  std::vector<TextFault> faults_in(std::size_t begin, std::size_t end, std::size_t& after) const;

  /// The bytes of the file that the window's text [begin, end) came from, at most 64 KiB of them.
  std::string raw(std::size_t begin, std::size_t end) const;

  void rewind();
  const ByteSource& source() const noexcept { return *source_; }

 private:
  std::unique_ptr<ByteSource> source_;
  std::string encoding_;
  bool byte_order_mark_;
  std::unique_ptr<TextDecoder> decoder_;
  std::string bytes_, text_;
  std::vector<TextFault> faults_;  // of text_, rising
  std::size_t mark_to_skip_ = 0;
  bool ended_ = false;
};

}  // namespace kith::lens
