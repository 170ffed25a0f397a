#include "ledger/records.h"

namespace kith::ledger {
namespace {

void bind_optional(Statement& statement, int parameter, const std::optional<std::int64_t>& value) {
  value ? statement.bind(parameter, *value) : statement.bind_null(parameter);
}

std::optional<std::int64_t> optional_integer(Statement& row, int column) {
  if (row.is_null(column)) return std::nullopt;
  return row.integer(column);
}

}  // namespace

void insert_order(Write& write, const Order& order) {
  auto& insert = write.sql(
      "INSERT INTO orders(record_id, id, batch_id, order_key, placed_at, status, currency, amount_e4, extra) "
      "VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)");
  insert.bind(1, order.record.value)
      .bind(2, order.id.value)
      .bind(3, order.batch.value)
      .bind(4, std::string_view(order.key));
  bind_optional(insert, 5, order.placed_at);
  insert.bind(6, std::string_view(order.status)).bind(7, std::string_view(order.currency));
  bind_optional(insert, 8, order.amount_e4);
  insert.bind(9, std::string_view(order.extra)).run();

  auto& insert_item = write.sql(
      "INSERT INTO order_item(record_id, order_id, line, sku, name, quantity, price_e4) "
      "VALUES ($1, $2, $3, $4, $5, $6, $7)");
  int line = 0;
  for (const auto& item : order.items) {
    insert_item.bind(1, order.record.value)
        .bind(2, order.id.value)
        .bind(3, ++line)
        .bind(4, std::string_view(item.sku))
        .bind(5, std::string_view(item.name));
    item.quantity ? insert_item.bind(6, *item.quantity) : insert_item.bind_null(6);
    bind_optional(insert_item, 7, item.price_e4);
    insert_item.run();
  }
}

void insert_interaction(Write& write, const Interaction& interaction) {
  auto& insert = write.sql(
      "INSERT INTO interaction(record_id, id, batch_id, interaction_key, kind, direction, agent, at, "
      "duration_s, subject, "
      "extra) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)");
  insert.bind(1, interaction.record.value)
      .bind(2, interaction.id.value)
      .bind(3, interaction.batch.value)
      .bind(4, std::string_view(interaction.key))
      .bind(5, std::string_view(interaction.kind))
      .bind(6, std::string_view(interaction.direction))
      .bind(7, std::string_view(interaction.agent));
  bind_optional(insert, 8, interaction.at);
  bind_optional(insert, 9, interaction.duration_s);
  insert.bind(10, std::string_view(interaction.subject)).bind(11, std::string_view(interaction.extra)).run();
}

#define KITH_FACT_STANDS "NOT EXISTS (SELECT 1 FROM fact_end e WHERE e.fact_id = f.id) "

FactCounts facts_of_customer(Statements& sql, CustomerId customer) {
  auto count = [&](std::string_view statement) {
    auto& row = sql(statement);
    row.bind(1, customer.value).step();
    auto number = row.integer(0);
    row.reset();
    return number;
  };
  return {
      count("SELECT count(*) FROM orders f JOIN membership m ON m.record_id = f.record_id "
            "WHERE m.customer_id = $1 AND " KITH_FACT_STANDS),
      count("SELECT count(*) FROM membership m JOIN event_of_record f ON f.fresh IN (0, 1) AND f.record_id = "
            "m.record_id WHERE m.customer_id = $1 AND NOT EXISTS (SELECT 1 FROM fact_end e WHERE "
            "e.fact_id = f.event_id)"),
      count("SELECT count(*) FROM interaction f JOIN membership m ON m.record_id = f.record_id "
            "WHERE m.customer_id = $1 AND " KITH_FACT_STANDS)};
}

void each_order(Statements& sql, std::int64_t first, std::int64_t last,
                const std::function<void(const Order&)>& each) {
  auto& row =
      sql("SELECT id, record_id, batch_id, order_key, status, currency, placed_at, amount_e4, extra FROM "
          "orders f "
          "WHERE record_id BETWEEN $1 AND $2 AND " KITH_FACT_STANDS "ORDER BY record_id, id");
  row.bind(1, first).bind(2, last);
  Order order;
  while (row.step()) {
    order.id = OrderId(row.integer(0));
    order.record = RecordId(row.integer(1));
    order.batch = BatchId(row.integer(2));
    order.key = row.text(3);
    order.status = row.text(4);
    order.currency = row.text(5);
    order.placed_at = optional_integer(row, 6);
    order.amount_e4 = optional_integer(row, 7);
    order.extra = row.text(8);
    each(order);
  }
}

void each_order_item(
    Statements& sql, std::int64_t first, std::int64_t last,
    const std::function<void(const Order& key, std::int64_t line, const OrderItem& item)>& each) {
  auto& row = sql(
      "SELECT i.order_id, i.record_id, f.batch_id, i.line, i.sku, i.name, i.quantity, i.price_e4 "
      "FROM order_item i JOIN orders f ON f.record_id = i.record_id AND f.id = i.order_id "
      "WHERE i.record_id BETWEEN $1 AND $2 AND " KITH_FACT_STANDS "ORDER BY i.record_id, i.order_id, i.line");
  row.bind(1, first).bind(2, last);
  Order key;
  OrderItem item;
  while (row.step()) {
    key.id = OrderId(row.integer(0));
    key.record = RecordId(row.integer(1));
    key.batch = BatchId(row.integer(2));
    item.sku = row.text(4);
    item.name = row.text(5);
    item.quantity = row.is_null(6) ? std::nullopt : std::optional<double>(row.real(6));
    item.price_e4 = optional_integer(row, 7);
    each(key, row.integer(3), item);
  }
}

void each_interaction(Statements& sql, std::int64_t first, std::int64_t last,
                      const std::function<void(const Interaction&)>& each) {
  auto& row =
      sql("SELECT id, record_id, batch_id, interaction_key, kind, direction, agent, subject, at, duration_s, "
          "extra FROM interaction f WHERE record_id BETWEEN $1 AND $2 AND " KITH_FACT_STANDS
          "ORDER BY record_id, id");
  row.bind(1, first).bind(2, last);
  Interaction interaction;
  while (row.step()) {
    interaction.id = InteractionId(row.integer(0));
    interaction.record = RecordId(row.integer(1));
    interaction.batch = BatchId(row.integer(2));
    interaction.key = row.text(3);
    interaction.kind = row.text(4);
    interaction.direction = row.text(5);
    interaction.agent = row.text(6);
    interaction.subject = row.text(7);
    interaction.at = optional_integer(row, 8);
    interaction.duration_s = optional_integer(row, 9);
    interaction.extra = row.text(10);
    each(interaction);
  }
}

std::vector<Order> orders_of_record(Statements& sql, RecordId record) {
  std::vector<Order> orders;
  each_order(sql, record.value, record.value, [&](const Order& order) { orders.push_back(order); });
  auto order = orders.begin();
  each_order_item(sql, record.value, record.value,
                  [&](const Order& key, std::int64_t, const OrderItem& item) {
                    while (order->id != key.id) ++order;
                    order->items.push_back(item);
                  });
  return orders;
}

std::vector<Interaction> interactions_of_record(Statements& sql, RecordId record) {
  std::vector<Interaction> interactions;
  each_interaction(sql, record.value, record.value,
                   [&](const Interaction& interaction) { interactions.push_back(interaction); });
  return interactions;
}

}  // namespace kith::ledger
