#include "lens/readers/text_stream.h"

#include <algorithm>

namespace kith::lens {
namespace {

constexpr std::size_t read_bytes = std::size_t{1} << 20;
constexpr std::size_t longest_raw = std::size_t{64} << 10;

std::size_t mark_bytes(const std::string& encoding) {
  if (encoding == "UTF-8") return 3;
  return encoding == "GB18030" || encoding.starts_with("UTF-32") ? 4 : 2;
}

}  // namespace

TextStream::TextStream(std::unique_ptr<ByteSource> source, const std::string& encoding, bool byte_order_mark)
    : source_(std::move(source)), encoding_(encoding), byte_order_mark_(byte_order_mark) {
  rewind();
}

void TextStream::rewind() {
  source_->rewind();
  decoder_ = TextDecoder::make(encoding_);
  text_.clear();
  faults_.clear();
  mark_to_skip_ = byte_order_mark_ ? mark_bytes(encoding_) : 0;
  ended_ = false;
}

void TextStream::read_until(std::size_t size) {
  while (!ended_ && text_.size() < size) {
    bytes_.clear();
    ended_ = !source_->read(bytes_, read_bytes);
    std::string_view bytes(bytes_);
    std::size_t skipped = std::min(mark_to_skip_, bytes.size());
    mark_to_skip_ -= skipped;
    decoder_->decode(bytes.substr(skipped), ended_, text_, faults_);
  }
}

void TextStream::forget(std::size_t size) {
  text_.erase(0, size);
  auto first = std::find_if(faults_.begin(), faults_.end(), [&](const TextFault& f) { return f.at >= size; });
  faults_.erase(faults_.begin(), first);
  for (auto& fault : faults_) fault.at -= size;
}

std::vector<TextFault> TextStream::faults_in(std::size_t begin, std::size_t end, std::size_t& after) const {
  while (after < faults_.size() && faults_[after].at < begin) ++after;
  std::vector<TextFault> found;
  for (; after < faults_.size() && faults_[after].at < end; ++after) found.push_back(faults_[after]);
  return found;
}

std::string TextStream::raw(std::size_t begin, std::size_t end) const {
  std::size_t after = 0;
  // A character takes at most four bytes in every encoding, and one here at least.
  end = std::min(end, begin + longest_raw);
  auto inside = faults_in(begin, end, after);
  while (!inside.empty() && inside.back().at + inside.back().size > end) inside.pop_back();
  for (auto& fault : inside) fault.at -= begin;
  std::string raw = decoder_->encode(std::string_view(text_).substr(begin, end - begin), inside);
  if (raw.size() > longest_raw) raw.resize(longest_raw);
  return raw;
}

}  // namespace kith::lens
