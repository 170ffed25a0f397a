#include "ledger/corrections.h"

namespace kith::ledger {
namespace {

#define KITH_CORRECTION \
  "SELECT number, words, made_by, made_at, batch_id, coalesce(withdrawn_at, 0) FROM correction "

StoredCorrection read_correction(Statement& row) {
  StoredCorrection correction;
  correction.number = row.integer(0);
  correction.words = row.text(1);
  correction.made_by = row.text(2);
  correction.made_at = row.integer(3);
  correction.batch = BatchId(row.integer(4));
  correction.withdrawn_at = row.integer(5);
  return correction;
}

}  // namespace

void add_correction(Write& write, StoredCorrection& correction) {
  auto& highest = write.sql("SELECT coalesce(max(number), 0) FROM correction");
  highest.step();
  correction.number = highest.integer(0) + 1;
  highest.reset();
  correction.made_by = write.actor();
  correction.made_at = write.now();
  write.sql("INSERT INTO correction(number, words, made_by, made_at, batch_id) VALUES ($1, $2, $3, $4, $5)")
      .bind(1, correction.number)
      .bind(2, std::string_view(correction.words))
      .bind(3, std::string_view(correction.made_by))
      .bind(4, correction.made_at)
      .bind(5, correction.batch.value)
      .run();
}

void set_correction_batch(Write& write, std::int64_t number, BatchId batch) {
  write.sql("UPDATE correction SET batch_id = $1 WHERE number = $2")
      .bind(1, batch.value)
      .bind(2, number)
      .run();
}

void withdraw_correction(Write& write, std::int64_t number, BatchId batch) {
  write
      .sql(
          "UPDATE correction SET withdrawn_at = $1, withdrawn_by = $2 WHERE number = $3 AND withdrawn_at IS "
          "NULL")
      .bind(1, write.now())
      .bind(2, batch.value)
      .bind(3, number)
      .run();
}

void reinstate_corrections_of(Write& write, BatchId batch) {
  write.sql("UPDATE correction SET withdrawn_at = NULL, withdrawn_by = NULL WHERE withdrawn_by = $1")
      .bind(1, batch.value)
      .run();
}

void withdraw_corrections_of(Write& write, BatchId batch) {
  write
      .sql(
          "UPDATE correction SET withdrawn_at = coalesce(withdrawn_at, $1), withdrawn_by = NULL WHERE "
          "batch_id "
          "= $2")
      .bind(1, write.now())
      .bind(2, batch.value)
      .run();
}

std::optional<StoredCorrection> find_correction(Statements& sql, std::int64_t number) {
  auto& row = sql(KITH_CORRECTION "WHERE number = $1");
  if (!row.bind(1, number).step()) return std::nullopt;
  auto correction = read_correction(row);
  row.reset();
  return correction;
}

std::vector<StoredCorrection> all_corrections(Statements& sql) {
  std::vector<StoredCorrection> corrections;
  auto& row = sql(KITH_CORRECTION "ORDER BY number");
  while (row.step()) corrections.push_back(read_correction(row));
  return corrections;
}

}  // namespace kith::ledger
