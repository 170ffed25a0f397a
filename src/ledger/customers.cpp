#include "ledger/customers.h"

#include <algorithm>

#include "ledger/decisions_of_record.h"

namespace kith::ledger {
namespace {

GoldenValue read_value(Statement& row) {
  GoldenValue value;
  value.attribute = AttributeId(row.integer(0));
  value.ordinal = static_cast<int>(row.integer(1));
  value.value = row.text(2);
  value.verdict = static_cast<Verdict>(row.integer(3));
  value.record = RecordId(row.integer(4));
  value.rule = row.text(5);
  value.support = row.integer(6);
  value.since = row.integer(7);
  return value;
}

// What stood until this change goes to the past.
void keep_past(Write& write, CustomerId customer, const GoldenValue& value, std::int64_t change) {
  if (value.since == change) return;  // came and went within one change: nobody could have seen it
  write
      .sql(
          "INSERT INTO customer_value_past(customer_id, attribute_id, ordinal, until, since, value, verdict, "
          "record_id, rule, support) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)")
      .bind(1, customer.value)
      .bind(2, value.attribute.value)
      .bind(3, value.ordinal)
      .bind(4, change)
      .bind(5, value.since)
      .bind(6, std::string_view(value.value))
      .bind(7, static_cast<int>(value.verdict))
      .bind(8, value.record.value)
      .bind(9, std::string_view(value.rule))
      .bind(10, value.support)
      .run();
}

void drop_value(Write& write, CustomerId customer, const GoldenValue& value, std::int64_t change) {
  write.sql("DELETE FROM customer_value WHERE customer_id = $1 AND attribute_id = $2 AND ordinal = $3")
      .bind(1, customer.value)
      .bind(2, value.attribute.value)
      .bind(3, value.ordinal)
      .run();
  keep_past(write, customer, value, change);
}

void add_value(Write& write, CustomerId customer, const GoldenValue& value, std::int64_t change) {
  write
      .sql(
          "INSERT INTO customer_value(customer_id, attribute_id, ordinal, value, verdict, record_id, rule, "
          "support, "
          "since) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)")
      .bind(1, customer.value)
      .bind(2, value.attribute.value)
      .bind(3, value.ordinal)
      .bind(4, std::string_view(value.value))
      .bind(5, static_cast<int>(value.verdict))
      .bind(6, value.record.value)
      .bind(7, std::string_view(value.rule))
      .bind(8, value.support)
      .bind(9, change)
      .run();
}

void change_value(Write& write, CustomerId customer, const GoldenValue& present, const GoldenValue& next,
                  std::int64_t change) {
  write
      .sql(
          "UPDATE customer_value SET value = $1, verdict = $2, record_id = $3, rule = $4, support = $5, "
          "since = $6 WHERE customer_id = $7 AND attribute_id = $8 AND ordinal = $9")
      .bind(1, std::string_view(next.value))
      .bind(2, static_cast<int>(next.verdict))
      .bind(3, next.record.value)
      .bind(4, std::string_view(next.rule))
      .bind(5, next.support)
      .bind(6, change)
      .bind(7, customer.value)
      .bind(8, next.attribute.value)
      .bind(9, next.ordinal)
      .run();
  keep_past(write, customer, present, change);
}

DecisionType decision_type(std::string_view kind) {
  return kind == "same"        ? DecisionType::same
         : kind == "different" ? DecisionType::different
                               : DecisionType::pin;
}

std::string_view name_of(DecisionType type) {
  switch (type) {
    case DecisionType::same:
      return "same";
    case DecisionType::different:
      return "different";
    case DecisionType::pin:
      return "pin";
  }
  return "pin";
}

}  // namespace

CustomerId create_customer(Write& write) {
  CustomerId id(write.take_ids());
  write
      .sql(
          "INSERT INTO customer(id, created_at, updated_at, records, merged_into) VALUES ($1, $2, $2, 0, "
          "NULL)")
      .bind(1, id.value)
      .bind(2, write.now())
      .run();
  return id;
}

void insert_customer(Write& write, CustomerId id, std::int64_t records,
                     const std::vector<GoldenValue>& values, std::int64_t change) {
  write
      .sql(
          "INSERT INTO customer(id, created_at, updated_at, records, merged_into) VALUES ($1, $2, $2, $3, "
          "NULL)")
      .bind(1, id.value)
      .bind(2, write.now())
      .bind(3, records)
      .run();
  for (const auto& value : values) add_value(write, id, value, change);
}

void set_customer(Write& write, CustomerId id, std::int64_t records, CustomerId merged_into) {
  auto& update =
      write.sql("UPDATE customer SET updated_at = $1, records = $2, merged_into = $3 WHERE id = $4");
  update.bind(1, write.now()).bind(2, records);
  merged_into ? update.bind(3, merged_into.value) : update.bind_null(3);
  update.bind(4, id.value).run();
}

std::optional<Customer> find_customer(Statements& sql, CustomerId id) {
  auto& row =
      sql("SELECT id, created_at, updated_at, records, coalesce(merged_into, 0) FROM customer WHERE id = $1");
  if (!row.bind(1, id.value).step()) return std::nullopt;
  Customer customer{CustomerId(row.integer(0)), row.integer(1), row.integer(2), row.integer(3),
                    CustomerId(row.integer(4))};
  row.reset();
  return customer;
}

std::optional<CustomerId> present_customer(Statements& sql, CustomerId id) {
  for (int step = 0; step < 1000; ++step) {
    auto customer = find_customer(sql, id);
    if (!customer) return std::nullopt;
    if (!customer->merged_into) return id;
    id = customer->merged_into;
  }
  return std::nullopt;
}

std::vector<GoldenValue> values_of(Statements& sql, CustomerId customer) {
  std::vector<GoldenValue> values;
  auto& row =
      sql("SELECT attribute_id, ordinal, value, verdict, record_id, rule, support, since FROM customer_value "
          "WHERE customer_id = $1 ORDER BY attribute_id, ordinal");
  row.bind(1, customer.value);
  while (row.step()) values.push_back(read_value(row));
  return values;
}

std::vector<GoldenValue> values_as_of(Statements& sql, CustomerId customer, std::int64_t change) {
  std::vector<GoldenValue> values;
  auto& row =
      sql("SELECT attribute_id, ordinal, value, verdict, record_id, rule, support, since FROM customer_value "
          "WHERE customer_id = $1 AND since <= $2 UNION ALL "
          "SELECT attribute_id, ordinal, value, verdict, record_id, rule, support, since "
          "FROM customer_value_past WHERE customer_id = $1 AND since <= $2 AND until > $2 ORDER BY 1, 2");
  row.bind(1, customer.value).bind(2, change);
  while (row.step()) values.push_back(read_value(row));
  return values;
}

bool replace_values(Write& write, CustomerId customer, const std::vector<GoldenValue>& next,
                    std::int64_t change) {
  return replace_values(write, customer, values_of(write.sql, customer), next, change);
}

bool replace_values(Write& write, CustomerId customer, const std::vector<GoldenValue>& present,
                    const std::vector<GoldenValue>& next, std::int64_t change) {
  bool differs = false;
  // Both lists are in order of (attribute, ordinal): walk them together.
  auto before = [](const GoldenValue& a, const GoldenValue& b) {
    return a.attribute != b.attribute ? a.attribute < b.attribute : a.ordinal < b.ordinal;
  };
  std::size_t i = 0, j = 0;
  while (i < present.size() || j < next.size()) {
    if (j == next.size() || (i < present.size() && before(present[i], next[j]))) {
      drop_value(write, customer, present[i++], change);
      differs = true;
    } else if (i == present.size() || before(next[j], present[i])) {
      add_value(write, customer, next[j++], change);
      differs = true;
    } else {
      if (!present[i].same_as(next[j])) {
        change_value(write, customer, present[i], next[j], change);
        differs = true;
      }
      ++i;
      ++j;
    }
  }
  return differs;
}

std::vector<RecordId> members_as_of(Statements& sql, CustomerId customer, std::int64_t change) {
  std::vector<RecordId> members;
  auto& row =
      sql("SELECT m.record_id FROM membership m WHERE m.customer_id = $1 AND m.since <= $2 AND NOT EXISTS "
          "(SELECT 1 FROM record_end e WHERE e.record_id = m.record_id AND e.change <= $2) UNION ALL "
          "SELECT m.record_id FROM membership_past m WHERE m.customer_id = $1 AND m.since <= $2 AND "
          "m.until > $2 AND NOT EXISTS "
          "(SELECT 1 FROM record_end e WHERE e.record_id = m.record_id AND e.change <= $2) "
          "ORDER BY 1");
  row.bind(1, customer.value).bind(2, change);
  while (row.step()) members.emplace_back(row.integer(0));
  return members;
}

std::vector<Moment> moments_of(Statements& sql, CustomerId customer) {
  std::vector<Moment> moments;
  auto& row =
      sql("SELECT c.seq, c.at FROM change_log c WHERE c.seq IN ("
          "SELECT since FROM customer_value WHERE customer_id = $1 UNION "
          "SELECT since FROM customer_value_past WHERE customer_id = $1 UNION "
          "SELECT until FROM customer_value_past WHERE customer_id = $1 UNION "
          "SELECT since FROM membership WHERE customer_id = $1 UNION "
          "SELECT since FROM membership_past WHERE customer_id = $1 UNION "
          "SELECT until FROM membership_past WHERE customer_id = $1 UNION "
          "SELECT e.change FROM membership m JOIN record_end e ON e.record_id = m.record_id "
          "WHERE m.customer_id = $1"
          ") ORDER BY c.seq");
  row.bind(1, customer.value);
  while (row.step()) moments.push_back({row.integer(0), row.integer(1)});
  return moments;
}

std::int64_t change_at(Statements& sql, std::int64_t time) {
  auto& row = sql("SELECT coalesce(max(seq), 0) FROM change_log WHERE at <= $1");
  row.bind(1, time).step();
  std::int64_t change = row.integer(0);
  row.reset();
  return change;
}

std::int64_t time_of_change(Statements& sql, std::int64_t change) {
  auto& row = sql("SELECT at FROM change_log WHERE seq = $1");
  std::int64_t at = 0;
  if (row.bind(1, change).step()) at = row.integer(0);
  row.reset();
  return at;
}

DecisionId put_decision(Write& write, const Decision& decision) {
  DecisionId id(write.take_ids());
  auto& insert = write.sql(
      "INSERT INTO decision(id, kind, record_a, record_b, attribute_id, value, reason, made_by, "
      "made_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)");
  insert.bind(1, id.value).bind(2, name_of(decision.kind)).bind(3, decision.a.value);
  decision.b ? insert.bind(4, decision.b.value) : insert.bind_null(4);
  decision.attribute ? insert.bind(5, decision.attribute.value) : insert.bind_null(5);
  decision.attribute ? insert.bind(6, std::string_view(decision.value)) : insert.bind_null(6);
  insert.bind(7, std::string_view(decision.reason))
      .bind(8, std::string_view(decision.made_by))
      .bind(9, write.now())
      .run();
  write.changed(Entity::decision, "put", id.value, id.value);
  return id;
}

void withdraw_decision(Write& write, DecisionId id) {
  write.sql("UPDATE decision SET withdrawn_at = $1 WHERE id = $2 AND withdrawn_at IS NULL")
      .bind(1, write.now())
      .bind(2, id.value)
      .run();
  write.changed(Entity::decision, "put", id.value, id.value);
}

namespace {

Decision read_decision(Statement& row) {
  Decision decision;
  decision.id = DecisionId(row.integer(0));
  decision.kind = decision_type(row.text(1));
  decision.a = RecordId(row.integer(2));
  decision.b = RecordId(row.integer(3));
  decision.attribute = AttributeId(row.integer(4));
  decision.value = row.text(5);
  decision.reason = row.text(6);
  decision.made_by = row.text(7);
  decision.made_at = row.integer(8);
  return decision;
}

std::vector<Decision> read_decisions(Statement& row) {
  std::vector<Decision> decisions;
  while (row.step()) decisions.push_back(read_decision(row));
  return decisions;
}

}  // namespace

std::vector<Decision> standing_decisions(Statements& sql) {
  return read_decisions(
      sql("SELECT id, kind, record_a, coalesce(record_b, 0), coalesce(attribute_id, 0), coalesce(value, ''), "
          "reason, made_by, made_at FROM decision WHERE withdrawn_at IS NULL ORDER BY id"));
}

std::vector<Decision> standing_links(Statements& sql) {
  return read_decisions(
      sql("SELECT id, kind, record_a, coalesce(record_b, 0), 0, '', reason, made_by, made_at FROM decision "
          "WHERE withdrawn_at IS NULL AND kind <> 'pin' ORDER BY id"));
}

std::vector<Decision> newest_decisions(Statements& sql, std::int64_t before, std::size_t limit) {
  auto& row =
      sql("SELECT id, kind, record_a, coalesce(record_b, 0), coalesce(attribute_id, 0), coalesce(value, ''), "
          "reason, made_by, made_at FROM decision WHERE withdrawn_at IS NULL AND id < $1 ORDER BY id DESC "
          "LIMIT $2");
  row.bind(1, before != 0 ? before : INT64_MAX).bind(2, static_cast<std::int64_t>(limit));
  return read_decisions(row);
}

std::vector<Decision> pins_of(Statements& sql, std::span<const RecordId> members, AttributeId attribute) {
  std::vector<Decision> pins;
  for (auto member : members) {
    auto& row =
        sql("SELECT id, kind, record_a, 0, attribute_id, value, reason, made_by, made_at FROM decision "
            "WHERE record_a = $1 AND withdrawn_at IS NULL AND kind = 'pin'");
    row.bind(1, member.value);
    for (auto& pin : read_decisions(row)) {
      if (!attribute || pin.attribute == attribute) pins.push_back(std::move(pin));
    }
  }
  std::sort(pins.begin(), pins.end(), [](const auto& a, const auto& b) { return a.id < b.id; });
  return pins;
}

std::optional<Decision> find_decision(Statements& sql, DecisionId id) {
  auto& row =
      sql("SELECT id, kind, record_a, coalesce(record_b, 0), coalesce(attribute_id, 0), coalesce(value, ''), "
          "reason, made_by, made_at, coalesce(withdrawn_at, 0) FROM decision WHERE id = $1");
  row.bind(1, id.value);
  std::optional<Decision> found;
  if (row.step()) {
    found = read_decision(row);
    found->withdrawn_at = row.integer(9);
  }
  row.reset();
  return found;
}

void reinstate_decision(Write& write, DecisionId id) {
  write.sql("UPDATE decision SET withdrawn_at = NULL WHERE id = $1").bind(1, id.value).run();
  write.changed(Entity::decision, "put", id.value, id.value);
}

std::vector<Decision> decisions_of_record(Statements& sql, RecordId record) {
  auto& row =
      sql("SELECT id, kind, record_a, coalesce(record_b, 0), coalesce(attribute_id, 0), coalesce(value, ''), "
          "reason, made_by, made_at FROM decision WHERE withdrawn_at IS NULL AND record_a = $1 "
          "UNION SELECT id, kind, record_a, coalesce(record_b, 0), coalesce(attribute_id, 0), "
          "coalesce(value, ''), reason, made_by, made_at FROM decision WHERE withdrawn_at IS NULL "
          "AND record_b = $1 ORDER BY id");
  row.bind(1, record.value);
  return read_decisions(row);
}

bool any_decision(Statements& sql) {
  auto& row = sql("SELECT EXISTS (SELECT 1 FROM decision)");
  const bool any = row.step() && row.integer(0) != 0;
  row.reset();
  return any;
}

void move_pin(Write& write, DecisionId id, RecordId record) {
  write.sql("UPDATE decision SET record_a = $1 WHERE id = $2").bind(1, record.value).bind(2, id.value).run();
}

void each_customer(Statements& sql, std::int64_t first, std::int64_t last,
                   const std::function<void(const Customer&, std::span<const GoldenValue>)>& each) {
  auto& value_row = sql(
      "SELECT customer_id, attribute_id, ordinal, value, verdict, record_id, rule, support "
      "FROM customer_value WHERE customer_id BETWEEN $1 AND $2 ORDER BY customer_id, attribute_id, ordinal");
  value_row.bind(1, first).bind(2, last);
  bool more = value_row.step();
  auto& row =
      sql("SELECT id, created_at, updated_at, records FROM customer WHERE id BETWEEN $1 AND $2 "
          "AND merged_into IS NULL AND records > 0 ORDER BY id");
  row.bind(1, first).bind(2, last);
  std::vector<GoldenValue> values;  // kept from customer to customer, so that its texts stay allocated
  Customer customer;
  while (row.step()) {
    customer.id = CustomerId(row.integer(0));
    customer.created_at = row.integer(1);
    customer.updated_at = row.integer(2);
    customer.records = row.integer(3);
    while (more && value_row.integer(0) < customer.id.value) more = value_row.step();
    std::size_t count = 0;
    for (; more && value_row.integer(0) == customer.id.value; more = value_row.step()) {
      if (count == values.size()) values.emplace_back();
      auto& value = values[count++];
      value.attribute = AttributeId(value_row.integer(1));
      value.ordinal = static_cast<int>(value_row.integer(2));
      value.value = value_row.text(3);
      value.verdict = static_cast<Verdict>(value_row.integer(4));
      value.record = RecordId(value_row.integer(5));
      value.rule = value_row.text(6);
      value.support = value_row.integer(7);
    }
    each(customer, std::span(values).first(count));
  }
  value_row.reset();
}

std::string stamp_of(Statements& sql, CustomerId customer) {
  auto& row = sql(
      "SELECT coalesce((SELECT max(since) FROM customer_value WHERE customer_id = $1), 0), coalesce((SELECT "
      "max(until) FROM customer_value_past WHERE customer_id = $1), 0), coalesce((SELECT records FROM "
      "customer "
      "WHERE id = $1), 0), coalesce((SELECT max(since) FROM membership WHERE customer_id = $1), 0)");
  row.bind(1, customer.value).step();
  std::string text;
  for (int i = 0; i < 4; ++i) text += std::to_string(row.integer(i)) + "-";
  row.reset();
  return text;
}

std::vector<CustomerId> customers_with_value(Statements& sql, AttributeId attribute, std::string_view value) {
  std::vector<CustomerId> customers;
  auto& row =
      sql("SELECT DISTINCT customer_id FROM customer_value WHERE attribute_id = $1 AND value = $2 LIMIT 20");
  row.bind(1, attribute.value).bind(2, value);
  while (row.step()) customers.emplace_back(row.integer(0));
  return customers;
}

}  // namespace kith::ledger
