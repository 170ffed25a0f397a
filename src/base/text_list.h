// Many short texts in few pieces of memory.
#pragma once
#include <algorithm>
#include <cstddef>
#include <cstring>
#include <initializer_list>
#include <memory>
#include <string_view>
#include <utility>
#include <vector>

namespace kith {

/// A list of texts that only grows, as a column of a table does: their bytes stand one behind the other in
/// chunks that never move, so that a view of a text is good as long as the list or a copy of it. A text takes
/// 16 bytes beside its own; a std::string takes 32, and a block of its own if it is longer than 15.
///
/// Copies share what stood in the list when they were made. O(1) amortised to add, O(n) views to copy.
class TextList {
 public:
  using value_type = std::string_view;
  using const_iterator = std::vector<std::string_view>::const_iterator;

  TextList() = default;
  TextList(std::initializer_list<std::string_view> texts) {
    for (const auto text : texts) push_back(text);
  }
  explicit TextList(std::size_t empty_texts) : texts_(empty_texts) {}
  TextList(const TextList& other) : chunks_(other.chunks_), texts_(other.texts_) {}
  TextList(TextList&& other) noexcept { swap(other); }
  TextList& operator=(TextList other) noexcept {
    swap(other);
    return *this;
  }
  ~TextList() = default;

  /// Makes room for so many texts, not for their bytes.
  void reserve(std::size_t texts) { texts_.reserve(texts); }
  void push_back(std::string_view text) { texts_.push_back(keep(text)); }
  /// Another text at this place; the bytes of the one before stay where they are.
  void set(std::size_t at, std::string_view text) { texts_[at] = keep(text); }

  std::string_view operator[](std::size_t at) const noexcept { return texts_[at]; }
  /// Where the view itself stands, to be asked for ahead.
  const std::string_view* place(std::size_t at) const noexcept { return texts_.data() + at; }
  std::size_t size() const noexcept { return texts_.size(); }
  bool empty() const noexcept { return texts_.empty(); }
  const_iterator begin() const noexcept { return texts_.begin(); }
  const_iterator end() const noexcept { return texts_.end(); }
  bool operator==(const TextList& other) const { return texts_ == other.texts_; }

 private:
  static constexpr std::size_t least_chunk = 256, most_chunk = std::size_t{1} << 20;

  void swap(TextList& other) noexcept {
    chunks_.swap(other.chunks_);
    texts_.swap(other.texts_);
    std::swap(room_, other.room_);
    std::swap(left_, other.left_);
    std::swap(next_chunk_, other.next_chunk_);
  }

  std::string_view keep(std::string_view text) {
    if (text.empty()) return {};
    if (text.size() > left_) {
      const std::size_t bytes = std::max(next_chunk_, text.size());
      chunks_.push_back(std::make_shared_for_overwrite<char[]>(bytes));
      room_ = chunks_.back().get();
      left_ = bytes;
      next_chunk_ = std::min(2 * next_chunk_, most_chunk);
    }
    std::memcpy(room_, text.data(), text.size());
    const std::string_view kept(room_, text.size());
    room_ += text.size();
    left_ -= text.size();
    return kept;
  }

  std::vector<std::shared_ptr<char[]>> chunks_;  // shared with copies, which add to none of them
  std::vector<std::string_view> texts_;
  char* room_ = nullptr;  // in the last chunk
  std::size_t left_ = 0, next_chunk_ = least_chunk;
};

}  // namespace kith
