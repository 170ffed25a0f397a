#include "base/executor.h"

#include <utility>

namespace kith {

Executor::Executor(unsigned threads) {
  for (unsigned worker = 1; worker < threads; ++worker)
    workers_.emplace_back([this, worker] { run(worker); });
}

Executor::~Executor() {
  {
    std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  wake_.notify_all();
  for (auto& worker : workers_) worker.join();
}

void Executor::drain(unsigned worker, std::unique_lock<std::mutex>& lock) {
  while (work_ != nullptr && next_ < pieces_) {
    std::size_t piece = next_++;
    const auto* work = work_;
    ++running_;
    lock.unlock();
    std::exception_ptr failure;
    try {
      (*work)(piece, worker);
    } catch (...) {
      failure = std::current_exception();
    }
    lock.lock();
    --running_;
    if (failure) {
      if (!failure_) failure_ = failure;
      next_ = pieces_;
    }
  }
  if (running_ == 0) finished_.notify_all();
}

void Executor::run(unsigned worker) {
  std::unique_lock lock(mutex_);
  while (!stopping_) {
    drain(worker, lock);
    wake_.wait(lock, [this] { return stopping_ || (work_ != nullptr && next_ < pieces_); });
  }
}

void Executor::for_each(std::size_t pieces, const std::function<void(std::size_t, unsigned)>& work) {
  std::unique_lock lock(mutex_);
  work_ = &work;
  pieces_ = pieces;
  next_ = 0;
  wake_.notify_all();
  drain(0, lock);
  finished_.wait(lock, [this] { return running_ == 0 && next_ >= pieces_; });
  work_ = nullptr;
  auto failure = std::exchange(failure_, nullptr);
  lock.unlock();
  if (failure) std::rethrow_exception(failure);
}

}  // namespace kith
