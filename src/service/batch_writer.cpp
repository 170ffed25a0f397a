#include "service/batch_writer.h"

#include <algorithm>
#include <tuple>

#include "base/hash.h"
#include "ledger/catalogue.h"
#include "service/end_records.h"

namespace kith::service {
namespace {

constexpr std::size_t endings_per_write = 5000;

}  // namespace

BatchWriter::BatchWriter(ledger::Ledger& ledger, ledger::Batch batch, BatchKind kind)
    : ledger_(ledger), batch_(std::move(batch)), kind_(kind) {}

void BatchWriter::open(const Digest& digest) {
  batch_.file_digest = digest;
  ledger_.write([&](ledger::Write& write) { ledger::open_batch(write, batch_); });
  opened_ = true;
  if (batch_.mode == ledger::BatchMode::add) return;
  if (kind_ == BatchKind::customers)
    earlier_.emplace(batch_.source, batch_.mode, batch_.id);
  else
    earlier_facts_.emplace(batch_.source, batch_.kind, batch_.mode, batch_.id);
}

WrittenSlices BatchWriter::write(std::vector<BlockSlice> slices) {
  auto before = batch_;
  // Past a million the ledger's own index answers; memory stays flat.
  if (subjects_.size() >= 1'000'000) subjects_.clear();
  auto subjects_before = subjects_.size();
  WrittenSlices written;
  written.source = batch_.source;
  written.batch = batch_.id;
  written.slices = std::move(slices);
  written.record_per_row = kind_ == BatchKind::customers && !earlier_;
  const auto asked = earlier_ ? earlier_->mark() : EarlierRows::Mark();
  const auto asked_facts = earlier_facts_ ? earlier_facts_->mark() : EarlierFacts::Mark();
  auto rewind = [&] {
    if (earlier_) earlier_->rewind(asked);
    if (earlier_facts_) earlier_facts_->rewind(asked_facts);
  };
  try {
    const auto rows = [&](ledger::Write& write) {
      std::int64_t ids = 0;
      for (const auto& slice : written.slices) {
        ids += static_cast<std::int64_t>(slice.rows() * (kind_ == BatchKind::customers ? 1 : 2) +
                                         (slice.ends_block() ? slice.block->rejects.size() : 0));
      }
      if (ids == 0) return;
      batch_ = before;
      rewind();
      keys_.clear();
      fact_keys_.clear();
      records_.clear();
      written.first_record = 0;
      next_id_ = write.take_ids(ids);
      if (batch_.first_id == 0) batch_.first_id = next_id_;
      std::int64_t last_record = 0;
      for (const auto& slice : written.slices) insert(write, slice, written, last_record);
      insert_keys(write);
      // Ids of rejects come last, so that those of records follow one another.
      for (const auto& slice : written.slices) {
        if (!slice.ends_block()) continue;
        for (const auto& reject : slice.block->rejects) {
          ledger::insert_reject(write, batch_.id, RejectId(take_id()), reject);
          ++batch_.rejects;
        }
      }
      batch_.last_id = next_id_ - id_step;
      if (written.first_record != 0)
        write.changed(ledger::Entity::record, "put", written.first_record, last_record, batch_.id.value);
      ledger::update_batch(write, batch_);
      written.received_at = write.now();
      written.change = write.next_change() - 1;
    };
    ledger_.write(rows, ledger::Pace::unhurried);
  } catch (...) {
    batch_ = before;
    rewind();
    if (subjects_.size() != subjects_before) subjects_.clear();
    throw;
  }
  return written;
}

void BatchWriter::finish(const std::string& mapping, std::int64_t rows,
                         const std::function<void(ledger::Write&, const ledger::Batch&)>& also) {
  ledger_.write([&](ledger::Write& write) {
    batch_.state = ledger::BatchState::done;
    batch_.ended_at = write.now();
    batch_.file_rows = rows;
    if (!mapping.empty()) ledger::put_mapping(write, batch_.source, mapping);
    if (batch_.facts > 0)
      write.changed(ledger::Entity::fact, "put", lowest_subject_, highest_subject_, batch_.id.value);
    ledger::update_batch(write, batch_);
    write.audit(
        "batch.import", to_string(batch_.id),
        "{\"records\":" + std::to_string(batch_.records) + ",\"facts\":" + std::to_string(batch_.facts) +
            ",\"rejects\":" + std::to_string(batch_.rejects) + ",\"mode\":\"" +
            std::string(ledger::name_of(batch_.mode)) + "\",\"replaced\":" + std::to_string(batch_.replaced) +
            ",\"gone\":" + std::to_string(batch_.gone) + "}");
    if (also) also(write, batch_);
  });
}

void BatchWriter::mend(BatchId rejected_by, std::vector<ledger::MendedReject> rejects) {
  std::unordered_map<std::uint64_t, RecordId> records;
  ledger::each_row_of_batch(ledger_.read()->sql(), batch_,
                            [&](std::uint64_t row, RecordId record) { records[row] = record; });
  batch_.mended = 0;
  for (auto& reject : rejects) {
    batch_.mended += reject.row != 0;
    auto record = records.find(reject.row);
    if (record != records.end()) reject.record = record->second;
  }
  ledger_.write([&](ledger::Write& write) { ledger::mend_rejects(write, rejected_by, batch_.id, rejects); });
}

std::int64_t BatchWriter::compare(bool matched, Progress& progress, const Cancel& cancel) {
  auto read = ledger_.read();
  if (earlier_facts_) {
    ending_facts_ = earlier_facts_->outcome(read->sql());
    batch_.replaced = static_cast<std::int64_t>(ending_facts_.replaced.size());
    batch_.gone = static_cast<std::int64_t>(ending_facts_.gone.size());
    return ending_facts_.standing;
  }
  std::vector<MatchedRows::Pairing> pairings;
  if (matched) {
    std::vector<RecordId> fresh;
    ledger::each_row_of_batch(read->sql(), batch_,
                              [&](std::uint64_t, RecordId record) { fresh.push_back(record); });
    progress.phase("Matching rows with what the source gave before", fresh.size());
    MatchedRows rows(read->sql(), batch_.source, batch_.id, cancel);
    for (std::size_t i = 0; i < fresh.size(); ++i) {
      rows.add(fresh[i], *rows.index().values_of(fresh[i]));
      progress.at(i + 1);
    }
    pairings = rows.take();
  }
  ending_records_ = earlier_->outcome(read->sql(), pairings);
  batch_.replaced = static_cast<std::int64_t>(ending_records_.replaced.size());
  batch_.gone = static_cast<std::int64_t>(ending_records_.gone.size());
  return ending_records_.standing;
}

void BatchWriter::settle(Progress& progress, const Cancel& cancel) {
  progress.phase("Replacing what the source gave before",
                 static_cast<std::uint64_t>(batch_.replaced + batch_.gone));
  earlier_ ? settle_records(progress, cancel) : settle_facts(progress, cancel);
}

void BatchWriter::settle_records(Progress& progress, const Cancel& cancel) {
  auto endings = ending_records_.replaced;
  endings.insert(endings.end(), ending_records_.gone.begin(), ending_records_.gone.end());
  std::sort(endings.begin(), endings.end(), [](const auto& a, const auto& b) { return a.record < b.record; });
  for (std::size_t at = 0; at < endings.size(); at += endings_per_write) {
    cancel.check();
    const auto part = std::span(endings).subspan(at, std::min(endings_per_write, endings.size() - at));
    ledger_.write([&](ledger::Write& write) { end_records(write, batch_.id, part); });
    progress.at(at + part.size());
  }
  const auto& returned = earlier_->returned();
  for (std::size_t at = 0; at < returned.size(); at += endings_per_write) {
    cancel.check();
    const auto part = std::span(returned).subspan(at, std::min(endings_per_write, returned.size() - at));
    ledger_.write([&](ledger::Write& write) { bring_back(write, batch_, part); });
  }
}

void BatchWriter::settle_facts(Progress& progress, const Cancel& cancel) {
  const auto all = ending_facts_.replaced.size() + ending_facts_.gone.size();
  for (std::size_t at = 0; at < all; at += endings_per_write) {
    cancel.check();
    const auto end = std::min(at + endings_per_write, all);
    ledger_.write([&](ledger::Write& write) { end_facts(write, batch_, ending_facts_, at, end); });
    progress.at(end);
  }
}

std::int64_t BatchWriter::take_id() {
  auto id = next_id_;
  next_id_ += id_step;
  return id;
}

void BatchWriter::insert(ledger::Write& write, const BlockSlice& slice, WrittenSlices& written,
                         std::int64_t& last) {
  slice.each_row(
      [&](std::size_t i, const PreparedRow& row, std::string_view cells, std::string_view standard) {
        if (came_before(write, *slice.block, i)) {
          ++batch_.unchanged;
          return;
        }
        RecordId subject;
        std::uint64_t subject_hash = 0;
        if (kind_ != BatchKind::customers) {
          subject_hash = hash_bytes(row.key, static_cast<std::uint64_t>(row.digest));
          subject = known_subject(write, row, subject_hash);
        }
        if (!subject) {
          subject = take_record(row, cells, standard);
          if (written.first_record == 0) written.first_record = subject.value;
          last = subject.value;
          if (kind_ != BatchKind::customers) subjects_.emplace(subject_hash, subject);
        }
        if (kind_ != BatchKind::customers) insert_fact(write, *slice.block, i, subject);
      });
  ledger::insert_records(write, records_);
  records_.clear();
}

RecordId BatchWriter::take_record(const PreparedRow& row, std::string_view cells, std::string_view standard) {
  auto& record = records_.emplace_back();
  record.id = RecordId(take_id());
  record.source = batch_.source;
  record.batch = batch_.id;
  record.row = row.row;
  record.line = row.line;
  record.source_key = row.key;
  record.cells = cells;
  record.standard = standard;
  if (!row.key.empty() || earlier_)
    keys_.push_back({row.key.empty() ? std::string_view("", 0) : row.key, row.digest, record.id});
  ++batch_.records;
  return record.id;
}

// In order of key, so that neighbours in the tree are written together.
void BatchWriter::insert_keys(ledger::Write& write) {
  std::sort(keys_.begin(), keys_.end(), [](const auto& a, const auto& b) {
    return std::tie(a.key, a.digest, a.record.value) < std::tie(b.key, b.digest, b.record.value);
  });
  ledger::insert_record_keys(write, batch_.source, keys_);
  std::sort(fact_keys_.begin(), fact_keys_.end(), [](const auto& a, const auto& b) {
    return std::tie(a.key, a.digest, a.fact) < std::tie(b.key, b.digest, b.fact);
  });
  ledger::insert_fact_keys(write, batch_.source, batch_.kind, batch_.id, fact_keys_);
}

// Whether the source gave the very row before, and it stands.
bool BatchWriter::came_before(ledger::Write& write, const PreparedBlock& block, std::size_t i) {
  const auto& row = block.rows[i];
  if (earlier_) return earlier_->look(write.sql, row.key, row.digest) == EarlierRows::Answer::unchanged;
  return earlier_facts_ && earlier_facts_->look(write.sql, block.fact_key(kind_, i), row.row_digest) ==
                               EarlierFacts::Answer::unchanged;
}

// A fact joins the record that says the same of the same person: same source, same key, same cells about
// them.
RecordId BatchWriter::known_subject(ledger::Write& write, const PreparedRow& row, std::uint64_t hash) {
  auto known = subjects_.find(hash);
  if (known != subjects_.end()) return known->second;
  if (row.key.empty()) return RecordId();
  auto stored = ledger::record_of_key(write.sql, batch_.source, row.key, row.digest);
  return stored.value_or(RecordId());
}

void BatchWriter::insert_fact(ledger::Write& write, const PreparedBlock& block, std::size_t i,
                              RecordId subject) {
  lowest_subject_ = lowest_subject_ == 0 ? subject.value : std::min(lowest_subject_, subject.value);
  highest_subject_ = std::max(highest_subject_, subject.value);
  ++batch_.facts;
  auto id = take_id();
  auto place = [&](auto fact, auto typed_id, auto insert) {
    fact.id = typed_id;
    fact.record = subject;
    fact.batch = batch_.id;
    insert(write, fact);
  };
  fact_keys_.push_back({block.fact_key(kind_, i), block.rows[i].row_digest, id, subject});
  if (kind_ == BatchKind::orders) place(block.orders[i], OrderId(id), ledger::insert_order);
  if (kind_ == BatchKind::events) place(block.events[i], EventId(id), ledger::insert_event);
  if (kind_ == BatchKind::interactions)
    place(block.interactions[i], InteractionId(id), ledger::insert_interaction);
}

}  // namespace kith::service
