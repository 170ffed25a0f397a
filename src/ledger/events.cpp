// Events lie in the order in which they came; event_of_record tells which are a record's. An entry of it is
// fresh until settle_events() puts it, with many of its neighbours at once, among those of the events before:
// put there one by one, each would change a page of its own.
#include <algorithm>
#include <cmath>
#include <limits>

#include "ledger/records.h"

namespace kith::ledger {
namespace {

// Entries on one page of event_of_record, about.
constexpr std::int64_t entries_of_page = 400;
constexpr std::int64_t least_fresh = 4096, most_fresh = 262144, settled_together = 2048;

std::int64_t count(Statements& sql, std::string_view statement) {
  auto& row = sql(statement);
  row.step();
  auto number = row.integer(0);
  row.reset();
  return number;
}

void add_event(Write& write, const Event& event, bool fresh) {
  auto& insert = write.sql(
      "INSERT INTO event(id, record_id, batch_id, event_key, name, at, properties) "
      "VALUES ($1, $2, $3, $4, $5, $6, $7)");
  insert.bind(1, event.id.value)
      .bind(2, event.record.value)
      .bind(3, event.batch.value)
      .bind(4, std::string_view(event.key))
      .bind(5, std::string_view(event.name));
  event.at ? insert.bind(6, *event.at) : insert.bind_null(6);
  insert.bind(7, std::string_view(event.properties)).run();
  write.sql("INSERT INTO event_of_record(fresh, record_id, event_id) VALUES ($1, $2, $3)")
      .bind(1, fresh ? 1 : 0)
      .bind(2, event.record.value)
      .bind(3, event.id.value)
      .run();
}

// The row's columns: id, record_id, batch_id, event_key, name, properties, at.
void read_event(Statement& row, Event& event) {
  event.id = EventId(row.integer(0));
  event.record = RecordId(row.integer(1));
  event.batch = BatchId(row.integer(2));
  event.key = row.text(3);
  event.name = row.text(4);
  event.properties = row.text(5);
  event.at = row.is_null(6) ? std::nullopt : std::optional<std::int64_t>(row.integer(6));
}

#define KITH_EVENT \
  "SELECT f.id, f.record_id, f.batch_id, f.event_key, f.name, f.properties, f.at FROM event f "
#define KITH_EVENT_STANDS "NOT EXISTS (SELECT 1 FROM fact_end e WHERE e.fact_id = f.id) "

}  // namespace

void insert_event(Write& write, const Event& event) { add_event(write, event, false); }

void insert_fresh_event(Write& write, const Event& event, FreshEvents& fresh) {
  if (fresh.entries < 0)
    fresh.entries = count(write.sql, "SELECT count(*) FROM event_of_record WHERE fresh = 1");
  add_event(write, event, true);
  ++fresh.entries;
}

// With n events in a transaction, F fresh entries and P pages of settled ones it changes F / entries_of_page
// pages of the former and n P / F of the latter: least where F is the root of n P entries_of_page.
void settle_events(Write& write, FreshEvents& fresh) {
  if (fresh.entries < least_fresh) return;
  if (fresh.wanted == 0) {
    const auto all = count(
        write.sql, "SELECT coalesce(sum(facts), 0) FROM batch WHERE kind = 'events' AND state = 'done'");
    const auto least = std::sqrt(static_cast<double>(entries_of_page) * static_cast<double>(all));
    fresh.wanted = std::clamp(static_cast<std::int64_t>(least), least_fresh, most_fresh);
  }
  while (fresh.entries >= fresh.wanted + settled_together) {
    auto& end = write.sql(
        "SELECT record_id FROM event_of_record WHERE fresh = 1 AND record_id >= $1 ORDER BY record_id "
        "LIMIT 1 OFFSET $2");
    end.bind(1, fresh.next_record).bind(2, settled_together - 1);
    const bool more = end.step();
    const auto last = more ? end.integer(0) : std::numeric_limits<std::int64_t>::max();
    end.reset();
    write.sql("UPDATE event_of_record SET fresh = 0 WHERE fresh = 1 AND record_id BETWEEN $1 AND $2")
        .bind(1, fresh.next_record)
        .bind(2, last)
        .run();
    // Once round: what an undo took meanwhile is not in the count.
    if (!more) {
      fresh = {};
      return;
    }
    fresh.entries -= write.sql.connection().changed();
    fresh.next_record = last + 1;
  }
}

void each_event(Statements& sql, std::int64_t first, std::int64_t last,
                const std::function<void(const Event&)>& each) {
  auto& row = sql(KITH_EVENT "WHERE f.record_id BETWEEN $1 AND $2 AND " KITH_EVENT_STANDS "ORDER BY f.id");
  row.bind(1, first).bind(2, last);
  Event event;
  while (row.step()) {
    read_event(row, event);
    each(event);
  }
}

void each_event_of_batch(Statements& sql, BatchId batch, std::int64_t first, std::int64_t last,
                         const std::function<void(const Event&)>& each) {
  auto& row = sql(
      KITH_EVENT
      "WHERE f.id BETWEEN (SELECT first_id FROM batch WHERE id = $1) AND (SELECT last_id FROM batch WHERE "
      "id = $1) AND f.batch_id = $1 AND f.record_id BETWEEN $2 AND $3 AND " KITH_EVENT_STANDS
      "ORDER BY f.id");
  row.bind(1, batch.value).bind(2, first).bind(3, last);
  Event event;
  while (row.step()) {
    read_event(row, event);
    each(event);
  }
}

std::vector<Event> events_of_record(Statements& sql, RecordId record) {
  std::vector<Event> events;
  auto& row = sql(
      "SELECT f.id, f.record_id, f.batch_id, f.event_key, f.name, f.properties, f.at FROM event_of_record k "
      "JOIN event f ON f.id = k.event_id WHERE k.fresh IN (0, 1) AND k.record_id = $1 AND " KITH_EVENT_STANDS
      "ORDER BY f.id");
  row.bind(1, record.value);
  while (row.step()) read_event(row, events.emplace_back());
  return events;
}

}  // namespace kith::ledger
