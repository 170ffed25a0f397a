#include "match/block/pairs.h"

#include <algorithm>

namespace kith::match {

PairStream::PairStream(const Blocks& blocks, std::size_t rows, std::size_t rule)
    : blocks_(&blocks), rule_(rule) {
  constexpr std::size_t pairs_per_piece = 100'000;
  std::uint32_t last = 0;
  std::vector<std::uint32_t> block_of(rows);  // one long way through the blocks is enough
  for (std::size_t r = 0; r < rows; ++r) last = std::max(last, block_of[r] = blocks.row(r)[rule]);
  std::vector<std::uint32_t> begin(last + 2, 0);
  for (const std::uint32_t block : block_of) ++begin[block + 1];
  begin[1] = 0;  // rows without a block take no room
  for (std::size_t b = 2; b < begin.size(); ++b) begin[b] += begin[b - 1];
  rows_.resize(begin.back());
  block_end_.resize(rows_.size());
  auto next = begin;
  for (std::size_t r = 0; r < rows; ++r) {
    const std::uint32_t block = block_of[r];
    if (block == 0) continue;
    block_end_[next[block]] = begin[block + 1];
    rows_[next[block]++] = static_cast<std::uint32_t>(r);
  }
  std::size_t pairs = 0, first = 0;
  for (std::size_t i = 0; i < rows_.size(); ++i) {
    pairs += block_end_[i] - i - 1;
    if (pairs >= pairs_per_piece || i + 1 == rows_.size()) {
      pieces_.push_back({first, i + 1});
      first = i + 1;
      pairs = 0;
    }
  }
}

std::vector<PairStream> pair_streams(const Blocks& blocks, std::size_t rows, std::size_t first,
                                     Executor& executor) {
  std::vector<PairStream> streams(std::min<std::size_t>(executor.threads(), blocks.rules - first));
  executor.for_each(streams.size(),
                    [&](std::size_t i, unsigned) { streams[i] = PairStream(blocks, rows, first + i); });
  return streams;
}

}  // namespace kith::match
