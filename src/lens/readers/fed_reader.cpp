#include "lens/readers/fed_reader.h"

#include <algorithm>

#include "base/utf8.h"
#include "lens/readers/block_arena.h"

namespace kith::lens {
namespace {

constexpr std::size_t longest_raw = std::size_t{64} << 10;

class FedReader final : public FileReader {
 public:
  FedReader(FileShape shape, std::unique_ptr<RowFeed> feed) : feed_(std::move(feed)) {
    shape_ = std::move(shape);
  }

  bool next(RowBlock& block, const Cancel& cancel) override {
    cancel.check();
    block = {};
    auto arena = std::make_shared<BlockArena>();
    block.columns.resize(shape_.columns.size());
    const std::size_t block_rows = rows_per_block(shape_.columns.size());
    while (!ended_ && block.rows() + block.rejects.size() < block_rows) {
      FedRow row;
      ended_ = !feed_->next(row);
      if (ended_) break;
      ++row_;
      if (row.fault.empty()) check(row);
      if (row.fault.empty())
        take(row, *arena, block);
      else
        reject(std::move(row), block);
    }
    block.storage = std::move(arena);
    return block.rows() > 0 || !block.rejects.empty();
  }

  std::uint64_t position() const noexcept override { return std::min(feed_->position(), shape_.bytes); }

 private:
  void check(FedRow& row) const {
    for (const auto& [column, text] : row.cells) {
      bool nul = text.find('\0') != std::string::npos;
      if (!nul && is_utf8(text)) continue;
      row.fault = nul ? Text("a NUL character in the row")
                      : Text("bytes that are no text in {encoding}", {{"encoding", shape_.encoding}});
      for (const auto& cell : row.cells) row.raw += (row.raw.empty() ? "" : "\t") + cell.second;
      return;
    }
  }

  void take(const FedRow& row, BlockArena& arena, RowBlock& block) {
    for (auto& column : block.columns) column.push_back(null_cell);
    for (const auto& [column, text] : row.cells) block.columns[column].back() = arena.keep(text);
    block.row.push_back(row_);
    block.line.push_back(row.line);
  }

  void reject(FedRow row, RowBlock& block) const {
    RejectedRow rejected;
    rejected.row = row_;
    rejected.line = row.line;
    rejected.reason = std::move(row.fault);
    rejected.raw = std::move(row.raw);
    rejected.raw.resize(std::min(rejected.raw.size(), longest_raw));
    block.rejects.push_back(std::move(rejected));
  }

  std::unique_ptr<RowFeed> feed_;
  std::uint64_t row_ = 0;
  bool ended_ = false;  // a feed is not asked again behind its end
};

}  // namespace

std::unique_ptr<FileReader> make_fed_reader(FileShape shape, std::unique_ptr<RowFeed> feed) {
  return std::make_unique<FedReader>(std::move(shape), std::move(feed));
}

}  // namespace kith::lens
