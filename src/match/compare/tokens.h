// A text as its set of words, for values whose words come and go or change places.
#pragma once
#include <cstdint>
#include <string_view>
#include <vector>

namespace kith::match {

/// The words of a text as sorted, distinct hashes. A word is a run of letters and digits; every Han character
/// is a word of its own, as Chinese is written without blanks. Letters count in lower case (ASCII).
std::vector<std::uint32_t> word_set(std::string_view text);
void word_set(std::string_view text, std::vector<std::uint32_t>& set);

/// The same over the trigrams of the text with its blanks removed and one blank put at either end.
std::vector<std::uint32_t> trigram_set(std::string_view text);
void trigram_set(std::string_view text, std::vector<std::uint32_t>& set);

/// The first run of ASCII digits, a view of `text`; empty where there is none. Of an address mostly the
/// house.
std::string_view first_number(std::string_view text) noexcept;

/// The words themselves, in order, as views of `text`; a Han character is a word.
std::vector<std::string_view> words_of(std::string_view text);

/// Size of the intersection of two sorted sets.
std::size_t count_shared(const std::uint32_t* a, std::size_t a_size, const std::uint32_t* b,
                         std::size_t b_size) noexcept;

/// Sets of all values of a column, end to end.
class TokenSets {
 public:
  /// Adds the word_set() or the trigram_set() of the next value.
  void add_words(std::string_view text);
  void add_trigrams(std::string_view text);
  void reserve(std::size_t values) { ends_.reserve(values + 1); }
  std::size_t size(std::uint32_t id) const noexcept { return ends_[id + 1] - ends_[id]; }
  std::size_t shared(std::uint32_t a, std::uint32_t b) const noexcept {
    return count_shared(tokens_.data() + ends_[a], size(a), tokens_.data() + ends_[b], size(b));
  }

 private:
  void close_set();

  std::vector<std::uint32_t> tokens_;
  std::vector<std::uint32_t> ends_{0};
};

}  // namespace kith::match
