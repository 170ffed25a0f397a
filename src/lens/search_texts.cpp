#include "lens/search_texts.h"

#include <algorithm>
#include <cstring>

#include <unicode/uchar.h>

#include "base/utf8.h"

namespace kith::lens {
namespace {

constexpr std::size_t block_size = 128, hashes = 32768, most_grams = 48;

// The hash of what begins at `at`: of four bytes where it is a digit, since all numbers share their groups of
// three, else of three, which is one Chinese character. `hashes` where the text ends before.
std::size_t hash_at(std::string_view text, std::size_t at) noexcept {
  const std::size_t length = text[at] >= '0' && text[at] <= '9' ? 4 : 3;
  if (at + length > text.size()) return hashes;
  std::uint32_t gram = 0;
  for (std::size_t i = 0; i < length; ++i) gram = gram << 8 | static_cast<unsigned char>(text[at + i]);
  return (gram * 2654435761u) >> 17;
}

}  // namespace

std::string lowered(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  for (std::size_t at = 0; at < text.size();) {
    const auto byte = static_cast<unsigned char>(text[at]);
    if (byte < 0x80) {
      out += byte >= 'A' && byte <= 'Z' ? static_cast<char>(byte + 32) : text[at];
      ++at;
      continue;
    }
    const auto begin = at;
    const auto c = next_code_point(text, at);
    const auto small = static_cast<char32_t>(u_tolower(static_cast<UChar32>(c)));
    if (small == c) {
      out.append(text.substr(begin, at - begin));
    } else {
      append_utf8(out, small);
    }
  }
  return out;
}

SearchTexts::SearchTexts(std::vector<std::int64_t> customers, std::vector<std::int64_t> attributes)
    : attributes_(std::move(attributes)) {
  for (std::size_t begin = 0; begin < customers.size(); begin += block_size) {
    const auto end = std::min(customers.size(), begin + block_size);
    blocks_.emplace_back();
    blocks_.back().customers.assign(customers.begin() + static_cast<std::ptrdiff_t>(begin),
                                    customers.begin() + static_cast<std::ptrdiff_t>(end));
    firsts_.push_back(customers[begin]);
  }
  make_room(std::max<std::size_t>(blocks_.size(), 1));
}

std::size_t SearchTexts::customers() const noexcept {
  std::size_t count = 0;
  for (const auto& block : blocks_) count += block.customers.size();
  return count;
}

std::size_t SearchTexts::customers_in(std::int64_t first, std::int64_t last) const {
  std::size_t count = 0;
  for (auto which = block_of(first); which < blocks_.size() && firsts_[which] <= last; ++which) {
    const auto& ids = blocks_[which].customers;
    count += static_cast<std::size_t>(std::upper_bound(ids.begin(), ids.end(), last) -
                                      std::lower_bound(ids.begin(), ids.end(), first));
  }
  return count;
}

// The block that holds the id, or would.
std::size_t SearchTexts::block_of(std::int64_t customer) const {
  const auto after = std::upper_bound(firsts_.begin(), firsts_.end(), customer);
  return after == firsts_.begin() ? 0 : static_cast<std::size_t>(after - firsts_.begin()) - 1;
}

void SearchTexts::make_room(std::size_t blocks) {
  const auto words = (blocks + blocks / 8) / 64 + 1;
  std::vector<std::uint64_t> wider(hashes * words);
  for (std::size_t hash = 0; hash < hashes && words_ != 0; ++hash)
    std::copy_n(bits_.begin() + static_cast<std::ptrdiff_t>(hash * words_), std::min(words_, words),
                wider.begin() + static_cast<std::ptrdiff_t>(hash * words));
  bits_ = std::move(wider);
  words_ = words;
}

void SearchTexts::mark(std::size_t which, std::string_view lower) {
  for (std::size_t i = 0; i < lower.size(); ++i) {
    if (const auto hash = hash_at(lower, i); hash != hashes)
      bits_[hash * words_ + which / 64] |= std::uint64_t{1} << (which % 64);
  }
}

void SearchTexts::append(std::size_t which, std::uint16_t customer, std::uint16_t attribute,
                         std::string_view lower) {
  auto& block = blocks_[which];
  block.places.push_back({static_cast<std::uint32_t>(block.texts.size()), customer, attribute});
  block.texts.append(lower);
  block.texts += '\0';
}

void SearchTexts::add(std::int64_t customer, std::int64_t attribute, std::string_view value) {
  const auto known = std::find(attributes_.begin(), attributes_.end(), attribute);
  if (known == attributes_.end()) return;
  auto which = block_of(customer);
  const bool beyond =
      blocks_.empty() || (which + 1 == blocks_.size() && blocks_[which].customers.size() >= block_size &&
                          customer > blocks_[which].customers.back());
  if (beyond) {
    which = blocks_.size();
    blocks_.emplace_back();
    firsts_.push_back(customer);
    if (blocks_.size() > words_ * 64) make_room(blocks_.size());
  }
  auto& block = blocks_[which];
  auto& ids = block.customers;
  auto at = std::lower_bound(ids.begin(), ids.end(), customer);
  const auto place = static_cast<std::uint16_t>(at - ids.begin());
  if (at == ids.end() || *at != customer) {
    ids.insert(at, customer);
    firsts_[which] = ids.front();
    for (auto& other : block.places) other.customer += other.customer >= place ? 1 : 0;
  }
  const auto lower = lowered(value);
  append(which, place, static_cast<std::uint16_t>(known - attributes_.begin()), lower);
  mark(which, lower);
}

void SearchTexts::remove(std::int64_t first, std::int64_t last) {
  for (auto which = block_of(first); which < blocks_.size() && firsts_[which] <= last; ++which) {
    auto& block = blocks_[which];
    auto goes = [&](std::uint16_t customer) {
      return block.customers[customer] >= first && block.customers[customer] <= last;
    };
    Block kept;
    kept.customers = block.customers;
    for (std::size_t i = 0; i < block.places.size(); ++i) {
      const auto& place = block.places[i];
      if (goes(place.customer)) continue;
      const auto end = i + 1 < block.places.size() ? block.places[i + 1].begin : block.texts.size();
      kept.places.push_back({static_cast<std::uint32_t>(kept.texts.size()), place.customer, place.attribute});
      kept.texts.append(block.texts, place.begin, end - place.begin);
    }
    block = std::move(kept);
  }
}

void SearchTexts::settle() {
  for (auto& block : blocks_) {
    block.texts.shrink_to_fit();
    block.places.shrink_to_fit();
  }
}

// Of the blocks that may hold the text a bit each.
std::vector<std::uint64_t> SearchTexts::candidates(std::string_view lower) const {
  std::vector<std::uint64_t> blocks(words_, ~std::uint64_t{0});
  for (std::size_t i = 0; i < lower.size() && i < most_grams; ++i) {
    const auto hash = hash_at(lower, i);
    if (hash == hashes) continue;
    const auto* of_hash = bits_.data() + hash * words_;
    for (std::size_t word = 0; word < words_; ++word) blocks[word] &= of_hash[word];
  }
  return blocks;
}

void SearchTexts::search(const Block& block, std::string_view lower, std::uint64_t attributes,
                         std::int64_t after, std::size_t most, std::vector<std::int64_t>& found) const {
  std::vector<bool> hit(block.customers.size());
  const char* const begin = block.texts.data();
  const char* const end = begin + block.texts.size();
  for (const char* at = begin; at < end;) {
    const auto* met = static_cast<const char*>(
        ::memmem(at, static_cast<std::size_t>(end - at), lower.data(), lower.size()));
    if (met == nullptr) break;
    const auto offset = static_cast<std::uint32_t>(met - begin);
    const auto next = std::upper_bound(block.places.begin(), block.places.end(), offset,
                                       [](std::uint32_t o, const Place& place) { return o < place.begin; });
    const auto& place = *(next - 1);
    if ((attributes >> place.attribute & 1) != 0) {
      hit[place.customer] = true;
      at = next == block.places.end() ? end : begin + next->begin;
    } else {
      at = met + 1;
    }
  }
  for (std::size_t i = 0; i < hit.size() && found.size() < most; ++i) {
    if (hit[i] && block.customers[i] > after) found.push_back(block.customers[i]);
  }
}

std::vector<std::int64_t> SearchTexts::find(std::string_view text, std::span<const std::int64_t> attributes,
                                            std::int64_t after, std::size_t most) const {
  std::vector<std::int64_t> found;
  const auto lower = lowered(text);
  std::uint64_t wanted = 0;
  for (std::size_t i = 0; i < attributes_.size(); ++i) {
    if (std::find(attributes.begin(), attributes.end(), attributes_[i]) != attributes.end())
      wanted |= std::uint64_t{1} << i;
  }
  if (lower.empty() || wanted == 0 || blocks_.empty()) return found;
  const auto blocks = candidates(lower);
  for (auto which = block_of(after); which < blocks_.size() && found.size() < most; ++which) {
    if ((blocks[which / 64] >> (which % 64) & 1) != 0)
      search(blocks_[which], lower, wanted, after, most, found);
  }
  return found;
}

}  // namespace kith::lens
