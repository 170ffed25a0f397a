// The pairs of the blocks, streamed: never held.
#pragma once
#include <cstdint>
#include <vector>

#include "match/block/rules.h"

namespace kith::match {

/// The pairs one rule is the first to bring together, rows meant as by the blocks, in pieces of about 100,000
/// pairs for as many threads as there are. Which pairs a piece holds does not depend on the number of
/// threads.
class PairStream {
 public:
  PairStream() = default;  ///< without pairs
  PairStream(const Blocks& blocks, std::size_t rows, std::size_t rule);

  std::size_t pieces() const noexcept { return pieces_.size(); }

  /// visit(a, b) with a < b for every pair of the piece.
  template <class Visit>
  void visit(std::size_t piece, Visit&& visit) const {
    this->visit(
        piece, [](std::uint32_t) { return true; }, [](std::uint32_t, std::uint32_t) { return true; }, visit);
  }

  /// The same for those pairs of which from(a) and wanted(a, b), cheap questions, are true.
  template <class From, class Wanted, class Visit>
  void visit(std::size_t piece, From&& from, Wanted&& wanted, Visit&& visit) const {
    for (std::size_t i = pieces_[piece].begin; i < pieces_[piece].end; ++i) {
      constexpr std::size_t ahead = 24;
      if (i + ahead < rows_.size()) blocks_->ask_for(rows_[i + ahead]);
      const std::uint32_t a = rows_[i];
      if (!from(a)) continue;
      for (std::size_t j = i + 1; j < block_end_[i]; ++j) {
        const std::uint32_t b = rows_[j];
        if (wanted(a, b) && blocks_->is_pair(a, b) && blocks_->is_first(rule_, a, b)) visit(a, b);
      }
    }
  }

 private:
  struct Piece {
    std::size_t begin, end;  // of the left rows
  };
  const Blocks* blocks_ = nullptr;
  std::size_t rule_ = 0;
  std::vector<std::uint32_t> rows_;       // by block, rising within
  std::vector<std::uint32_t> block_end_;  // for each place in rows_, where its block ends
  std::vector<Piece> pieces_;
};

/// The streams of the rules from `first` on, as many as there are threads to make them side by side: all of
/// them at once would take more memory than the blocks.
std::vector<PairStream> pair_streams(const Blocks& blocks, std::size_t rows, std::size_t first,
                                     Executor& executor);

}  // namespace kith::match
