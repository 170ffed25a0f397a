#include "ledger/endings.h"

#include <algorithm>

#include "ledger/decisions_of_record.h"

namespace kith::ledger {
namespace {

// Of batches of customers, and not ended: subjects of orders and events are nobody's to replace.
#define KITH_STANDS                                                                                    \
  " AND NOT EXISTS (SELECT 1 FROM record_end e WHERE e.record_id = k.record_id) AND EXISTS (SELECT 1 " \
  "FROM record r JOIN batch b ON b.id = r.batch_id WHERE r.id = k.record_id AND b.kind = 'customers') "

RecordEnd read_end(Statement& row) {
  return {RecordId(row.integer(0)), BatchId(row.integer(1)),
          row.is_null(2) ? RecordId() : RecordId(row.integer(2)), row.integer(3)};
}

RecordId first_record(Statement& row) {
  RecordId record;
  if (row.step() && !row.is_null(0)) record = RecordId(row.integer(0));
  row.reset();
  return record;
}

}  // namespace

void end_record(Write& write, const RecordEnd& end) {
  auto& insert =
      write.sql("INSERT INTO record_end(record_id, batch_id, successor, change) VALUES ($1, $2, $3, $4)");
  insert.bind(1, end.record.value).bind(2, end.batch.value);
  end.successor ? insert.bind(3, end.successor.value) : insert.bind_null(3);
  insert.bind(4, end.change).run();
}

bool has_ended(Statements& sql, RecordId record) { return end_of(sql, record).has_value(); }

std::optional<RecordEnd> end_of(Statements& sql, RecordId record) {
  auto& row = sql("SELECT record_id, batch_id, successor, change FROM record_end WHERE record_id = $1");
  std::optional<RecordEnd> end;
  if (row.bind(1, record.value).step()) end = read_end(row);
  row.reset();
  return end;
}

RecordId standing_heir(Statements& sql, RecordId record) {
  // A successor is always younger than what it succeeds, so the line has an end.
  for (auto end = end_of(sql, record); end; end = end_of(sql, record)) {
    if (!end->successor) return RecordId();
    record = end->successor;
  }
  return record;
}

std::vector<RecordId> line_of(Statements& sql, RecordId record) {
  std::vector<RecordId> line{record};
  for (std::size_t i = 0; i < line.size(); ++i) {
    auto& row = sql("SELECT record_id FROM record_end WHERE successor = $1 ORDER BY record_id");
    row.bind(1, line[i].value);
    while (row.step()) line.emplace_back(row.integer(0));
  }
  return line;
}

bool any_ended(Statements& sql) {
  auto& row = sql("SELECT EXISTS (SELECT 1 FROM record_end)");
  const bool any = row.step() && row.integer(0) != 0;
  row.reset();
  return any;
}

void each_ended(Statements& sql, std::int64_t first, std::int64_t last,
                const std::function<void(RecordId)>& each) {
  auto& row = sql("SELECT record_id FROM record_end WHERE record_id BETWEEN $1 AND $2 ORDER BY record_id");
  row.bind(1, first).bind(2, last);
  while (row.step()) each(RecordId(row.integer(0)));
}

std::vector<RecordId> ended_by(Statements& sql, BatchId batch, RecordId after, std::int64_t limit) {
  std::vector<RecordId> records;
  auto& row = sql(
      "SELECT record_id FROM record_end WHERE batch_id = $1 AND record_id > $2 ORDER BY record_id LIMIT $3");
  row.bind(1, batch.value).bind(2, after.value).bind(3, limit);
  while (row.step()) records.emplace_back(row.integer(0));
  return records;
}

void restore_ended(Write& write, BatchId batch, std::span<const RecordId> records) {
  auto& drop = write.sql("DELETE FROM record_end WHERE record_id = $1 AND batch_id = $2");
  for (auto record : records) drop.bind(1, record.value).bind(2, batch.value).run();
}

std::vector<RecordId> ended_members_of(Statements& sql, CustomerId customer) {
  std::vector<RecordId> members;
  auto& row =
      sql("SELECT m.record_id FROM membership m JOIN record_end e ON e.record_id = m.record_id "
          "WHERE m.customer_id = $1 ORDER BY m.record_id");
  row.bind(1, customer.value);
  while (row.step()) members.emplace_back(row.integer(0));
  return members;
}

RecordId newest_heir_of(Statements& sql, CustomerId customer) {
  auto& row =
      sql("SELECT max(m.record_id) FROM membership m WHERE m.customer_id = $1 "
          "AND EXISTS (SELECT 1 FROM record_end h WHERE h.successor = m.record_id) "
          "AND NOT EXISTS (SELECT 1 FROM record_end e WHERE e.record_id = m.record_id)");
  return first_record(row.bind(1, customer.value));
}

void each_newest_heir(Statements& sql, const std::function<void(CustomerId, RecordId)>& each) {
  auto& row =
      sql("SELECT m.customer_id, max(m.record_id) FROM record_end h "
          "JOIN membership m ON m.record_id = h.successor "
          "WHERE NOT EXISTS (SELECT 1 FROM record_end e WHERE e.record_id = m.record_id) "
          "GROUP BY m.customer_id ORDER BY m.customer_id");
  while (row.step()) each(CustomerId(row.integer(0)), RecordId(row.integer(1)));
}

EndedPlaces::EndedPlaces(Statements& sql) : sql_(sql), decisions_(standing_links(sql)) {}

bool EndedPlaces::is_parted(RecordId record, CustomerId customer) const {
  for (const auto& decision : decisions_) {
    if (decision.kind != DecisionType::different || (decision.a != record && decision.b != record)) continue;
    if (customer_of(sql_, decision.a == record ? decision.b : decision.a) == customer) return true;
  }
  return false;
}

CustomerId EndedPlaces::place_of(RecordId ended) const {
  auto heir = standing_heir(sql_, ended);
  for (const auto& decision : decisions_) {
    if (heir) break;
    if (decision.kind == DecisionType::same && (decision.a == ended || decision.b == ended))
      heir = standing_heir(sql_, decision.a == ended ? decision.b : decision.a);
  }
  const auto customer = heir ? customer_of(sql_, heir) : CustomerId();
  return customer && !is_parted(ended, customer) ? customer : CustomerId();
}

std::vector<std::pair<RecordId, CustomerId>> strayed_records(Statements& sql) {
  std::vector<RecordId> ended;
  each_ended(sql, 0, INT64_MAX, [&](RecordId record) { ended.push_back(record); });
  const EndedPlaces places(sql);
  std::vector<std::pair<RecordId, CustomerId>> strayed;
  for (auto record : ended) {
    const auto customer = places.place_of(record);
    if (customer && customer_of(sql, record) != customer) strayed.emplace_back(record, customer);
  }
  return strayed;
}

std::vector<Decision> decisions_on_heirs(Statements& sql) {
  auto decisions = standing_decisions(sql);
  auto heir_of = [&](RecordId& record, bool pin) {
    if (!record || !has_ended(sql, record)) return true;
    auto heir = standing_heir(sql, record);
    if (!heir && pin) {
      auto members = standing_members_of(sql, customer_of(sql, record));
      if (!members.empty()) heir = members.front();
    }
    record = heir ? heir : record;
    return static_cast<bool>(heir);
  };
  std::erase_if(decisions, [&](Decision& decision) {
    const bool pin = decision.kind == DecisionType::pin;
    return !heir_of(decision.a, pin) || !heir_of(decision.b, pin) || (!pin && decision.a == decision.b);
  });
  return decisions;
}

CustomerId customer_of_pin(Statements& sql, RecordId record) {
  const auto heir = standing_heir(sql, record);
  const auto of_heir = heir ? customer_of(sql, heir) : CustomerId();
  return of_heir ? of_heir : customer_of(sql, record);
}

std::vector<Decision> pins_on(Statements& sql, std::span<const RecordId> standing) {
  std::vector<Decision> pins;
  auto hand_to = [&](RecordId record, std::span<const RecordId> from) {
    for (auto& pin : pins_of(sql, from)) {
      pin.a = record;
      pins.push_back(std::move(pin));
    }
  };
  for (auto record : standing) hand_to(record, line_of(sql, record));
  if (standing.empty()) return pins;
  const auto customer = customer_of(sql, standing.front());
  std::vector<RecordId> gone;
  for (auto member : ended_members_of(sql, customer)) {
    if (!standing_heir(sql, member)) gone.push_back(member);
  }
  if (gone.empty()) return pins;
  const auto members = standing_members_of(sql, customer);
  if (!members.empty() && std::find(standing.begin(), standing.end(), members.front()) != standing.end())
    hand_to(members.front(), gone);
  return pins;
}

void standing_of_key(Statements& sql, SourceId source, std::string_view key, BatchId batch,
                     std::vector<KeyedRecord>& records) {
  records.clear();
  auto& row =
      sql("SELECT k.record_id, k.digest FROM record_key k WHERE k.source_id = $1 AND k.key = $2 "
          "AND k.record_id < $3" KITH_STANDS "ORDER BY k.record_id");
  row.bind(1, source.value).bind(2, key).bind(3, batch.value);
  while (row.step()) records.push_back({RecordId(row.integer(0)), row.integer(1)});
}

RecordId standing_of_content(Statements& sql, SourceId source, std::string_view key, std::int64_t digest,
                             BatchId batch) {
  auto& row =
      sql("SELECT min(k.record_id) FROM record_key k WHERE k.source_id = $1 AND k.key = $2 "
          "AND k.digest = $3 AND k.record_id < $4" KITH_STANDS);
  return first_record(row.bind(1, source.value).bind(2, key).bind(3, digest).bind(4, batch.value));
}

RecordId first_of_key(Statements& sql, SourceId source, std::string_view key, BatchId batch) {
  auto& row =
      sql("SELECT min(record_id) FROM record_key WHERE source_id = $1 AND key = $2 AND record_id > $3");
  return first_record(row.bind(1, source.value).bind(2, key).bind(3, batch.value));
}

RecordId newest_of_key(Statements& sql, SourceId source, std::string_view key, BatchId batch) {
  auto& row =
      sql("SELECT max(record_id) FROM record_key WHERE source_id = $1 AND key = $2 AND record_id < $3");
  return first_record(row.bind(1, source.value).bind(2, key).bind(3, batch.value));
}

#define KITH_STANDING_KEYS " FROM record_key k WHERE k.source_id = $1 AND k.record_id < $2" KITH_STANDS

void each_standing_key(Statements& sql, SourceId source, BatchId batch,
                       const std::function<void(RecordId)>& each) {
  auto& row = sql("SELECT k.record_id" KITH_STANDING_KEYS "ORDER BY k.key, k.digest, k.record_id");
  row.bind(1, source.value).bind(2, batch.value);
  while (row.step()) each(RecordId(row.integer(0)));
}

std::int64_t count_standing_keys(Statements& sql, SourceId source, BatchId batch) {
  auto& row = sql("SELECT count(*)" KITH_STANDING_KEYS);
  row.bind(1, source.value).bind(2, batch.value).step();
  auto count = row.integer(0);
  row.reset();
  return count;
}

}  // namespace kith::ledger
