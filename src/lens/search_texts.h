// What customers are searched by, in memory: their values in lower case, so that those one of whose values
// holds a part of a text are found without reading the lens. It answers as
// `contains(lower(value), lower(text))` does there.
//
// Customers lie in blocks of 128 in order of id, the values of a block in one text. For each of 32,768 hashes
// of three bytes (of four from a digit on) a bit says which blocks hold them: only blocks that hold all of a
// search's are read. Texts too short for one are looked for in all blocks, and mostly found soon.
//
// Complexity: building is linear; a search takes what reading the blocks takes that are left, some
// milliseconds among a million customers; a replacement copies one block. Memory: the texts and, a value,
// eight bytes; a block, four KiB of bits and its ids.
// Not thread-safe for writing; find() may run on many threads.
#pragma once
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace kith::lens {

/// The text in lower case, code point by code point, as the lens lowers it.
std::string lowered(std::string_view text);

class SearchTexts {
 public:
  /// `customers`: rising. `attributes`: at most 64; values of others are passed over.
  SearchTexts(std::vector<std::int64_t> customers, std::vector<std::int64_t> attributes);

  /// A value of a customer; of one not named before under an id that fits in anywhere.
  void add(std::int64_t customer, std::int64_t attribute, std::string_view value);
  /// Forgets the values of the customers with ids in [first, last].
  void remove(std::int64_t first, std::int64_t last);
  /// Gives back what building took beyond the need.
  void settle();

  /// Ids, rising and above `after`, of the first `most` customers with a value of one of these attributes
  /// that holds `text`, which is not empty.
  std::vector<std::int64_t> find(std::string_view text, std::span<const std::int64_t> attributes,
                                 std::int64_t after, std::size_t most) const;

  std::size_t customers() const noexcept;
  /// How many of the customers have ids in [first, last].
  std::size_t customers_in(std::int64_t first, std::int64_t last) const;

 private:
  struct Place {
    std::uint32_t begin;  // in the block's text
    std::uint16_t customer;
    std::uint16_t attribute;
  };
  struct Block {
    std::vector<std::int64_t> customers;  // rising
    std::string texts;                    // each ends with a zero byte
    std::vector<Place> places;            // rising
  };

  std::size_t block_of(std::int64_t customer) const;
  void append(std::size_t which, std::uint16_t customer, std::uint16_t attribute, std::string_view lower);
  void mark(std::size_t which, std::string_view lower);
  void make_room(std::size_t blocks);
  std::vector<std::uint64_t> candidates(std::string_view lower) const;
  void search(const Block& block, std::string_view lower, std::uint64_t attributes, std::int64_t after,
              std::size_t most, std::vector<std::int64_t>& found) const;

  std::vector<std::int64_t> attributes_;
  std::vector<Block> blocks_;
  std::vector<std::int64_t> firsts_;  // of each block the least id
  std::size_t words_ = 0;             // of the bits of one hash
  std::vector<std::uint64_t> bits_;   // hash by hash
};

}  // namespace kith::lens
