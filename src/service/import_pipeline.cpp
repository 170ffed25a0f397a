#include "service/import_pipeline.h"

namespace kith::service {

ImportPipeline::ImportPipeline(lens::FileReader& reader, RowBlock first, bool has_first, const Layout& layout,
                               const standard::Standard& standard, unsigned threads, const Cancel& cancel,
                               const BatchForm* form)
    : reader_(reader), cancel_(cancel), limit_(threads * 2 + 2) {
  threads_.emplace_back(
      [this, first = std::move(first), has_first]() mutable { read(std::move(first), has_first); });
  for (unsigned i = 0; i < threads; ++i) {
    threads_.emplace_back([this, &layout, &standard, form] { work(layout, standard, form); });
  }
}

ImportPipeline::~ImportPipeline() {
  {
    std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  changed_.notify_all();
  for (auto& thread : threads_) thread.join();
}

std::shared_ptr<const PreparedBlock> ImportPipeline::next() {
  std::unique_lock lock(mutex_);
  changed_.wait(
      lock, [this] { return failure_ || ready_.count(wanted_) != 0 || (read_all_ && wanted_ == numbered_); });
  if (failure_) std::rethrow_exception(failure_);
  auto found = ready_.find(wanted_);
  if (found == ready_.end()) return nullptr;
  auto block = std::move(found->second);
  ready_.erase(found);
  ++wanted_;
  --under_way_;
  changed_.notify_all();
  return {block.release(), [this](PreparedBlock* used) { recycle(std::unique_ptr<PreparedBlock>(used)); }};
}

void ImportPipeline::recycle(std::unique_ptr<PreparedBlock> block) {
  block->storage.reset();
  std::lock_guard lock(mutex_);
  if (spare_.size() < limit_) spare_.push_back(std::move(block));
}

void ImportPipeline::fail() {
  std::lock_guard lock(mutex_);
  if (!failure_) failure_ = std::current_exception();
  stopping_ = true;
  changed_.notify_all();
}

void ImportPipeline::read(RowBlock block, bool has) {
  try {
    while (has) {
      {
        std::unique_lock lock(mutex_);
        changed_.wait(lock, [this] { return stopping_ || under_way_ < limit_; });
        if (stopping_) return;
        raw_.emplace_back(numbered_++, std::move(block));
        ++under_way_;
      }
      changed_.notify_all();
      block = RowBlock();
      has = reader_.next(block, cancel_);
    }
    std::lock_guard lock(mutex_);
    read_all_ = true;
    changed_.notify_all();
  } catch (...) {
    fail();
  }
}

void ImportPipeline::work(const Layout& layout, const standard::Standard& standard, const BatchForm* form) {
  try {
    RowPreparer preparer(layout, standard, form);
    for (;;) {
      std::pair<std::uint64_t, RowBlock> raw;
      std::unique_ptr<PreparedBlock> out;
      {
        std::unique_lock lock(mutex_);
        changed_.wait(lock, [this] { return stopping_ || !raw_.empty() || read_all_; });
        if (stopping_ || raw_.empty()) return;
        raw = std::move(raw_.front());
        raw_.pop_front();
        if (!spare_.empty()) {
          out = std::move(spare_.back());
          spare_.pop_back();
        }
      }
      if (!out) out = std::make_unique<PreparedBlock>();
      preparer.prepare(std::move(raw.second), *out);
      {
        std::lock_guard lock(mutex_);
        ready_.emplace(raw.first, std::move(out));
      }
      changed_.notify_all();
    }
  } catch (...) {
    fail();
  }
}

}  // namespace kith::service
