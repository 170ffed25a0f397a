#include "service/lens_follower.h"

namespace kith::service {
namespace {

constexpr std::uint64_t farthest_behind = rows_per_lens_refresh / 2;

std::uint64_t rows_of(const WrittenSlices& written) {
  std::uint64_t rows = 0;
  for (const auto& slice : written.slices) rows += slice.rows();
  return rows;
}

std::span<const unsigned char> as_bytes(std::string_view text) {
  return {reinterpret_cast<const unsigned char*>(text.data()), text.size()};
}

FreshRecords fresh_records(const WrittenSlices& written) {
  FreshRecords fresh;
  fresh.batch = written.batch;
  fresh.first = written.first_record;
  fresh.last = written.first_record + static_cast<std::int64_t>(rows_of(written) - 1) * id_step;
  fresh.change = written.change;
  fresh.each = [&written](const std::function<void(const ledger::RecordView&)>& each) {
    ledger::RecordView record;
    record.source = written.source;
    record.batch = written.batch;
    record.received_at = written.received_at;
    std::int64_t id = written.first_record;
    for (const auto& slice : written.slices) {
      slice.each_row(
          [&](std::size_t, const PreparedRow& row, std::string_view cells, std::string_view standard) {
            record.id = RecordId(id);
            record.row = row.row;
            record.line = row.line;
            record.source_key = row.key;
            record.cells = as_bytes(cells);
            record.standard = as_bytes(standard);
            each(record);
            id += id_step;
          });
    }
  };
  return fresh;
}

}  // namespace

LensFollower::LensFollower(Home& home, const Cancel& cancel)
    : home_(home), cancel_(cancel), thread_([this] { run(); }) {}

LensFollower::~LensFollower() { finish(); }

void LensFollower::catch_up() {
  std::unique_lock lock(mutex_);
  changed_.wait(lock, [this] { return caught_up_ || ended_; });
}

void LensFollower::written(WrittenSlices slices) {
  std::unique_lock lock(mutex_);
  if (ended_) return;
  rows_waiting_ += rows_of(slices);
  waiting_.push_back(std::move(slices));
  changed_.notify_all();
  changed_.wait(lock, [this] { return ended_ || rows_waiting_ < farthest_behind || cancel_.requested(); });
}

void LensFollower::finish() {
  {
    std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  changed_.notify_all();
  if (thread_.joinable()) thread_.join();
}

void LensFollower::run() {
  try {
    follow();
  } catch (const std::exception&) {
    stream_.reset();
    home_.close_lens();
  }
  held_.clear();
  std::lock_guard lock(mutex_);
  ended_ = true;
  waiting_.clear();
  changed_.notify_all();
}

void LensFollower::follow() {
  catch_up_with_ledger();
  std::unique_lock lock(mutex_);
  caught_up_ = true;
  changed_.notify_all();
  for (;;) {
    changed_.wait(lock, [this] { return stopping_ || !waiting_.empty(); });
    if (waiting_.empty()) break;
    auto written = std::move(waiting_.front());
    waiting_.pop_front();
    lock.unlock();
    auto rows = rows_of(written);
    take(std::move(written));
    lock.lock();
    rows_waiting_ -= rows;
    changed_.notify_all();
  }
  lock.unlock();
  commit();
}

void LensFollower::catch_up_with_ledger() {
  Progress silent;
  lens_ = &home_.lens(silent, cancel_);
  lens_change_ = lens_->watermark();
}

void LensFollower::take(WrittenSlices written) {
  if (written.change <= lens_change_) return;
  rows_held_ += rows_of(written);
  if (!written.record_per_row) {
    missed_ = true;
  } else if (written.first_record != 0 && !missed_) {
    if (!stream_) stream_ = std::make_unique<LensStream>(home_.ledger(), *lens_, written.batch, cancel_);
    held_.push_back(std::move(written));
    stream_->add(fresh_records(held_.back()));
  }
  if (rows_held_ >= rows_per_lens_refresh) commit();
}

void LensFollower::commit() {
  bool whole = !missed_ && (!stream_ || stream_->commit());
  stream_.reset();
  held_.clear();
  rows_held_ = 0;
  missed_ = false;
  if (!whole) catch_up_with_ledger();
}

}  // namespace kith::service
