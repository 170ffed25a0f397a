#include "ledger/bulk_edits.h"

namespace kith::ledger {

void add_bulk_change(Write& write, JobId job, const BulkChange& change) {
  write.sql("INSERT INTO bulk_edit(job_id, customer_id, made, withdrawn) VALUES ($1, $2, $3, $4)")
      .bind(1, job.value)
      .bind(2, change.customer.value)
      .bind(3, change.made.value)
      .bind(4, change.withdrawn.value)
      .run();
}

std::vector<BulkChange> bulk_changes(Statements& sql, JobId job, std::int64_t limit) {
  std::vector<BulkChange> changes;
  auto& row =
      sql("SELECT customer_id, made, withdrawn FROM bulk_edit WHERE job_id = $1 "
          "ORDER BY customer_id, made, withdrawn LIMIT $2");
  row.bind(1, job.value).bind(2, limit);
  while (row.step())
    changes.push_back({CustomerId(row.integer(0)), DecisionId(row.integer(1)), DecisionId(row.integer(2))});
  return changes;
}

std::int64_t count_bulk_customers(Statements& sql, JobId job) {
  auto& row = sql("SELECT count(DISTINCT customer_id) FROM bulk_edit WHERE job_id = $1");
  row.bind(1, job.value).step();
  const auto count = row.integer(0);
  row.reset();
  return count;
}

void remove_bulk_change(Write& write, JobId job, const BulkChange& change) {
  write.sql("DELETE FROM bulk_edit WHERE job_id = $1 AND customer_id = $2 AND made = $3 AND withdrawn = $4")
      .bind(1, job.value)
      .bind(2, change.customer.value)
      .bind(3, change.made.value)
      .bind(4, change.withdrawn.value)
      .run();
}

}  // namespace kith::ledger
