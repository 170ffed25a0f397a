#include "ledger/references.h"

namespace kith::ledger {
namespace {

std::int64_t count(Statements& sql, std::string_view statement) {
  auto& row = sql(statement);
  row.step();
  auto number = row.integer(0);
  row.reset();
  return number;
}

struct Question {
  const char* finding;
  std::string_view sql;
};

constexpr Question questions[] = {
    {"{count} records without a batch",
     "SELECT count(*) FROM record r WHERE NOT EXISTS (SELECT 1 FROM batch b WHERE b.id = r.batch_id)"},
    {"{count} pointers without a record",
     "SELECT count(*) FROM membership m WHERE NOT EXISTS (SELECT 1 FROM record r WHERE r.id = "
     "m.record_id)"},
    {"{count} pointers without a customer",
     "SELECT count(*) FROM membership m WHERE NOT EXISTS (SELECT 1 FROM customer c WHERE c.id = "
     "m.customer_id)"},
    {"{count} keys without a record",
     "SELECT count(*) FROM record_key k WHERE NOT EXISTS (SELECT 1 FROM record r WHERE r.id = "
     "k.record_id)"},
    {"{count} orders without a record",
     "SELECT count(*) FROM orders o WHERE NOT EXISTS (SELECT 1 FROM record r WHERE r.id = o.record_id)"},
    {"{count} events without a record",
     "SELECT count(*) FROM event e WHERE NOT EXISTS (SELECT 1 FROM record r WHERE r.id = e.record_id)"},
    {"{count} events that their record does not find",
     "SELECT count(*) FROM event e WHERE (SELECT count(*) FROM event_of_record k WHERE k.fresh IN (0, 1) AND "
     "k.record_id = e.record_id AND k.event_id = e.id) <> 1"},
    {"{count} entries of events that are not there",
     "SELECT count(*) FROM event_of_record k WHERE NOT EXISTS (SELECT 1 FROM event e WHERE e.id = k.event_id "
     "AND e.record_id = k.record_id)"},
    {"{count} interactions without a record",
     "SELECT count(*) FROM interaction i WHERE NOT EXISTS (SELECT 1 FROM record r WHERE r.id = "
     "i.record_id)"},
    {"{count} keys of facts without a record",
     "SELECT count(*) FROM fact_key k WHERE NOT EXISTS (SELECT 1 FROM record r WHERE r.id = k.record_id)"},
    {"{count} ended facts that are not there",
     "SELECT count(*) FROM fact_end e WHERE NOT EXISTS (SELECT 1 FROM batch b WHERE b.id = e.batch_id AND "
     "b.state = 'done') OR NOT EXISTS (SELECT 1 FROM orders o WHERE o.record_id = e.record_id AND o.id = "
     "e.fact_id UNION ALL SELECT 1 FROM event v WHERE v.record_id = e.record_id AND v.id = e.fact_id UNION "
     "ALL SELECT 1 FROM interaction i WHERE i.record_id = e.record_id AND i.id = e.fact_id)"},
    {"{count} values of customers without records",
     "SELECT count(DISTINCT v.customer_id) FROM customer_value v WHERE NOT EXISTS (SELECT 1 FROM customer "
     "c WHERE c.id = v.customer_id AND c.records > 0)"},
    {"{count} customers with a wrong count of records",
     "SELECT count(*) FROM customer c WHERE c.records <> (SELECT count(*) FROM membership m WHERE "
     "m.customer_id = c.id AND NOT EXISTS (SELECT 1 FROM record_end e WHERE e.record_id = m.record_id))"},
    {"{count} ended records that are not there",
     "SELECT count(*) FROM record_end e WHERE NOT EXISTS (SELECT 1 FROM record r WHERE r.id = e.record_id) "
     "OR NOT EXISTS (SELECT 1 FROM batch b WHERE b.id = e.batch_id AND b.state = 'done')"},
    {"{count} batches left open", "SELECT count(*) FROM batch WHERE state = 'open'"},
    {"{count} batches with a wrong count of records",
     "SELECT count(*) FROM batch b WHERE b.state = 'done' AND b.records <> (SELECT count(*) FROM record r "
     "WHERE r.id BETWEEN b.first_id AND b.last_id AND r.batch_id = b.id)"},
};

}  // namespace

std::vector<Text> broken_references(Statements& sql) {
  std::vector<Text> findings;
  for (const auto& question : questions) {
    auto found = count(sql, question.sql);
    if (found != 0) findings.emplace_back(question.finding, Text::Arguments{{"count", grouped(found)}});
  }
  return findings;
}

LedgerSize size_of(Statements& sql) {
  return {count(sql, "SELECT count(*) FROM record"),
          count(sql, "SELECT count(*) FROM customer WHERE records > 0")};
}

}  // namespace kith::ledger
