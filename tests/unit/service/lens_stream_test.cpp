// Records go into the lens from memory while their batch is being written. The adversaries: another change in
// between, a stream that is given up, texts at the edge of a chunk.
#include <deque>

#include "service/batch_writer.h"
#include "service/lens_feed.h"
#include "service/lens_follower.h"
#include "small_base.h"

namespace kith::service {
namespace {

class LensStreaming : public SmallBase {
 protected:
  LensStreaming() {
    std::vector<std::string> columns{"编号", "姓名", "手机", "颜色"};
    layout_ = map_columns(columns, BatchKind::customers, {});
    ledger::Batch batch;
    batch.source = ledger::find_source(home_->ledger().read()->sql(), "web")->id;
    batch.kind = name_of(layout_.kind);
    batch.file = "web.csv";
    batch.layout = to_json(layout_);
    writer_.emplace(home_->ledger(), batch, layout_.kind);
  }

  std::shared_ptr<const PreparedBlock> block_of(std::size_t rows) {
    auto texts = std::make_shared<std::deque<std::string>>();
    auto keep = [&](std::string text) { return Cell(texts->emplace_back(std::move(text))); };
    RowBlock block;
    block.columns.resize(layout_.columns.size());
    for (std::size_t i = 0; i < rows; ++i) {
      ++row_;
      block.row.push_back(row_);
      block.line.push_back(row_ + 1);
      block.columns[0].push_back(keep("key-that-is-rather-long-" + std::to_string(row_)));
      block.columns[1].push_back(keep(row_ % 3 == 0 ? " 王小明 " : "李雷"));
      block.columns[2].push_back(keep(std::to_string(13800000000 + row_ * 7)));
      block.columns[3].push_back(row_ % 2 == 0 ? null_cell
                                               : keep("a colour \"" + std::to_string(row_) + "\""));
    }
    block.storage = texts;
    standard::Standard standard;
    auto prepared = std::make_shared<PreparedBlock>();
    RowPreparer(layout_, standard).prepare(std::move(block), *prepared);
    return prepared;
  }

  WrittenSlices write(std::size_t rows) {
    auto block = block_of(rows);
    if (!writer_->opened()) writer_->open(Digest{});
    return writer_->write({{block, 0, rows}});
  }

  void expect_whole() {
    auto followed = home_->lens(progress_, cancel_).fingerprint();
    EXPECT_EQ(followed, home_->rebuild_lens(progress_, cancel_).fingerprint());
  }

  Layout layout_;
  std::optional<BatchWriter> writer_;
  std::uint64_t row_ = 0;
};

TEST_F(LensStreaming, WhatWasFollowedEqualsWhatIsReadFromTheLedger) {
  home_->lens(progress_, cancel_);
  LensFollower follower(*home_, cancel_);
  follower.catch_up();
  for (std::size_t rows : {1, 2047, 2048, 2049, 5, 30000}) follower.written(write(rows));
  writer_->finish(to_json(layout_), static_cast<std::int64_t>(row_));
  follower.finish();
  std::int64_t rows = 0;
  home_->lens(progress_, cancel_)
      .query("SELECT count(*), count(name), count(\"name:raw\") FROM record", {},
             [&](const lens::LensRow& row) {
               rows = row.integer(0);
               EXPECT_EQ(row.integer(1), rows);
               EXPECT_EQ(row.integer(2), rows / 3);
             });
  EXPECT_EQ(rows, static_cast<std::int64_t>(row_));
  expect_whole();
}

TEST_F(LensStreaming, AnotherChangeInBetweenIsNotMissed) {
  home_->lens(progress_, cancel_);
  LensFollower follower(*home_, cancel_);
  follower.catch_up();
  follower.written(write(100));
  add_source("shop", 30);
  follower.written(write(100));
  writer_->finish(to_json(layout_), static_cast<std::int64_t>(row_));
  follower.finish();
  std::int64_t sources = 0, records = 0;
  auto& lens = home_->lens(progress_, cancel_);
  lens.query("SELECT (SELECT count(*) FROM source), (SELECT count(*) FROM record)", {},
             [&](const lens::LensRow& row) {
               sources = row.integer(0);
               records = row.integer(1);
             });
  EXPECT_EQ(sources, 2);
  EXPECT_EQ(records, 200);
  expect_whole();
}

TEST_F(LensStreaming, AStreamSaysThatSomethingElseChangedAndLeavesTheLensAlone) {
  auto& lens = home_->lens(progress_, cancel_);
  auto before = lens.watermark();
  auto written = write(10);
  add_source("shop", 30);
  auto more = write(10);
  auto records_of = [](const WrittenSlices& slices) {
    FreshRecords fresh;
    fresh.batch = slices.batch;
    fresh.first = slices.first_record;
    fresh.last = slices.first_record + 9 * id_step;
    fresh.change = slices.change;
    fresh.each = [](const auto&) {};
    return fresh;
  };
  LensStream stream(home_->ledger(), lens, written.batch, cancel_);
  stream.add(records_of(written));
  stream.add(records_of(more));
  EXPECT_FALSE(stream.commit());
  EXPECT_EQ(lens.watermark(), before);
}

TEST_F(LensStreaming, AStreamGivenUpLeavesTheLensAsItWas) {
  home_->lens(progress_, cancel_);
  {
    Cancel stop;
    LensFollower follower(*home_, stop);
    follower.catch_up();
    follower.written(write(5000));
    stop.request();
  }
  take_back_open_batches(home_->ledger());
  std::int64_t records = 0;
  home_->lens(progress_, cancel_).query("SELECT count(*) FROM record", {}, [&](const lens::LensRow& row) {
    records = row.integer(0);
  });
  EXPECT_EQ(records, 0);
  expect_whole();
}

}  // namespace
}  // namespace kith::service
