// The lens kept close behind an import while that goes on.
#pragma once
#include <condition_variable>
#include <cstdint>
#include <deque>
#include <memory>
#include <mutex>
#include <thread>
#include <vector>

#include "base/progress.h"
#include "service/batch_writer.h"
#include "service/home.h"
#include "service/lens_feed.h"

namespace kith::service {

/// How many rows the lens takes in one transaction: a row group of DuckDB's. Two that are not full are joined
/// again when the next is written, which costs as much as writing them.
inline constexpr std::size_t rows_per_lens_refresh = 122880;

/// Feeds the lens on a thread of its own, from memory where the rows are still there. What fails here is left
/// to the next refresh: the lens is a copy. `home` and `cancel` must outlive it, and so must the pipeline the
/// slices come from.
class LensFollower {
 public:
  LensFollower(Home& home, const Cancel& cancel);
  ~LensFollower();
  LensFollower(const LensFollower&) = delete;
  LensFollower& operator=(const LensFollower&) = delete;

  /// Returns when the lens has taken what changed before this import. To be called before the first write.
  void catch_up();
  /// What a transaction wrote. Waits while the lens is far behind: what it has left to do when the file ends,
  /// it does on one core while the others are idle.
  void written(WrittenSlices slices);
  /// Feeds what is left and ends.
  void finish();

 private:
  void run();
  void follow();
  void catch_up_with_ledger();
  void take(WrittenSlices written);
  void commit();

  Home& home_;
  const Cancel& cancel_;
  std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<WrittenSlices> waiting_;
  std::uint64_t rows_waiting_ = 0;  // written and not yet fed
  bool caught_up_ = false, stopping_ = false, ended_ = false;

  // Of the thread alone.
  lens::Lens* lens_ = nullptr;
  std::int64_t lens_change_ = 0;  // that the lens was brought to from the ledger
  std::unique_ptr<LensStream> stream_;
  std::vector<WrittenSlices> held_;  // what the stream's texts lie in
  std::uint64_t rows_held_ = 0;
  bool missed_ = false;  // rows are in the ledger that the stream was not given
  std::thread thread_;
};

}  // namespace kith::service
