// A pool of threads for work that is split into numbered pieces. Kernels take an Executor and so know
// no thread of their own; their results may not depend on how the pieces fall on threads.
#pragma once
#include <condition_variable>
#include <cstddef>
#include <exception>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

namespace kith {

class Executor {
 public:
  /// `threads` ≥ 1 workers in all, the calling thread among them.
  explicit Executor(unsigned threads = 1);
  ~Executor();
  Executor(const Executor&) = delete;
  Executor& operator=(const Executor&) = delete;

  unsigned threads() const noexcept { return static_cast<unsigned>(workers_.size()) + 1; }

  /// Calls work(piece, worker) for every piece in [0, pieces), each once, worker in [0, threads());
  /// returns when all are done. The first exception thrown is thrown again here; pieces not yet begun
  /// are then skipped. Not re-entrant.
  void for_each(std::size_t pieces, const std::function<void(std::size_t piece, unsigned worker)>& work);

 private:
  void run(unsigned worker);
  void drain(unsigned worker, std::unique_lock<std::mutex>& lock);

  std::mutex mutex_;
  std::condition_variable wake_, finished_;
  const std::function<void(std::size_t, unsigned)>* work_ = nullptr;
  std::size_t pieces_ = 0, next_ = 0, running_ = 0;
  std::exception_ptr failure_;
  bool stopping_ = false;
  std::vector<std::thread> workers_;
};

}  // namespace kith
