// The part of an import that runs on several threads: reading and standardising.
#pragma once
#include <condition_variable>
#include <cstdint>
#include <deque>
#include <exception>
#include <map>
#include <memory>
#include <mutex>
#include <thread>
#include <utility>
#include <vector>

#include "base/progress.h"
#include "lens/file_reader.h"
#include "service/prepare_rows.h"

namespace kith::service {

/// Blocks go through numbered: the reader gives numbers, workers prepare in any order, next() gives them in
/// the order of the file. A fixed number of blocks is under way, so memory does not grow with the file.
/// `reader`, `layout`, `standard` and `cancel` must outlive it, and so must it the blocks it gave.
class ImportPipeline {
 public:
  /// `first`: the block read already, where `has_first`. `threads` ≥ 1 workers standardise; `form`: see
  /// RowPreparer.
  ImportPipeline(lens::FileReader& reader, RowBlock first, bool has_first, const Layout& layout,
                 const standard::Standard& standard, unsigned threads, const Cancel& cancel,
                 const BatchForm* form = nullptr);
  ~ImportPipeline();
  ImportPipeline(const ImportPipeline&) = delete;
  ImportPipeline& operator=(const ImportPipeline&) = delete;

  /// The next block in file order; nothing at the end. Its buffers serve again when nobody holds it any more.
  /// Throws what reading or preparing threw.
  std::shared_ptr<const PreparedBlock> next();

 private:
  void fail();
  void read(RowBlock block, bool has);
  void work(const Layout& layout, const standard::Standard& standard, const BatchForm* form);
  void recycle(std::unique_ptr<PreparedBlock> block);

  lens::FileReader& reader_;
  const Cancel& cancel_;
  std::size_t limit_;
  std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<std::pair<std::uint64_t, RowBlock>> raw_;
  std::map<std::uint64_t, std::unique_ptr<PreparedBlock>> ready_;
  std::vector<std::unique_ptr<PreparedBlock>> spare_;
  std::uint64_t numbered_ = 0, wanted_ = 0;
  std::size_t under_way_ = 0;
  bool read_all_ = false, stopping_ = false;
  std::exception_ptr failure_;
  std::vector<std::thread> threads_;
};

}  // namespace kith::service
