#include "lens/readers/text_lines.h"

namespace kith::lens {

bool TextLines::next(std::string& line) {
  constexpr std::size_t piece = std::size_t{1} << 20;
  for (std::size_t wanted = piece;; wanted += piece) {
    auto text = stream_.text();
    std::size_t end = text.find_first_of("\n\r", at_);
    // Whether LF follows a CR at the end of the window is not known yet.
    bool cut =
        end != std::string_view::npos && text[end] == '\r' && end + 1 == text.size() && !stream_.ended();
    if (end != std::string_view::npos && !cut) {
      line.assign(text.substr(at_, end - at_));
      at_ = end + (text[end] == '\r' && end + 1 < text.size() && text[end + 1] == '\n' ? 2 : 1);
      ++number_;
      return true;
    }
    if (stream_.ended() || text.size() - at_ >= longest_line) {
      if (at_ == text.size()) return false;
      line.assign(text.substr(at_));
      at_ = text.size();
      ++number_;
      return true;
    }
    stream_.forget(at_);
    at_ = 0;
    stream_.read_until(std::max(wanted, stream_.text().size() + 1));
  }
}

void TextLines::rewind() {
  stream_.rewind();
  at_ = 0;
  number_ = 0;
}

}  // namespace kith::lens
