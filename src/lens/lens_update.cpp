#include <algorithm>
#include <map>

#include "base/error.h"
#include "duckdb/parallel/task_scheduler.hpp"
#include "lens/lens.h"
#include "lens/lens_implementation.h"
#include "lens/record_marks.h"

namespace kith::lens {

struct LensUpdate::State {
  explicit State(LensImplementation& l) : lens(l) {
    for (const auto& name : lens.supplied) {
      auto found = std::find_if(lens.attributes.begin(), lens.attributes.end(),
                                [&](const LensAttribute& attribute) { return attribute.name == name; });
      columns.push_back(static_cast<std::size_t>(found - lens.attributes.begin()));
    }
  }

  LensImplementation& lens;
  MarksWriter marks;
  std::vector<std::size_t> columns;  // for each attribute of record_row its position in attributes()
  std::map<std::string, std::unique_ptr<TableAppender>> appenders;
  const char* last_table = nullptr;  // rows come table by table
  TableAppender* last_appender = nullptr;
  std::unique_ptr<duckdb::QueryAppender> pointers;
  std::int64_t one_record = 0, one_customer = 0;  // the first pointer waits here: most updates have one
  struct Endings {
    std::int64_t first, last;
    std::vector<std::int64_t> ended;
  };
  std::vector<Endings> endings;  // set when the rows they are about stand
  bool open = false;

  duckdb::Connection& connection() { return *lens.connection; }

  void set_threads(unsigned threads) {
    if (lens.read_meanwhile) return;
    auto& scheduler = duckdb::TaskScheduler::GetScheduler(*connection().context);
    scheduler.SetThreads(threads, 1);
    scheduler.RelaunchThreads();
  }

  void run(const std::string& sql, duckdb::vector<duckdb::Value> parameters = {}) {
    execute(connection(), sql, lens.path, std::move(parameters));
  }

  TableAppender& appender(const char* table) {
    if (table == last_table) return *last_appender;
    auto& appender = appenders[table];
    try {
      if (!appender) appender = std::make_unique<TableAppender>(connection(), table);
    } catch (const std::exception& failure) {
      throw lens_error(failure, lens.path);
    }
    last_table = table;
    last_appender = appender.get();
    return *appender;
  }

  TableAppender& row_of(const char* table) {
    auto& row = appender(table);
    row.begin_row();
    return row;
  }

  void end_row(TableAppender& appender) {
    try {
      appender.end_row();
    } catch (const Error&) {
      throw;
    } catch (const std::exception& failure) {
      throw lens_error(failure, lens.path);
    }
  }

  void append_pointer(std::int64_t record, std::int64_t customer) {
    if (!pointers) {
      pointers = std::make_unique<duckdb::QueryAppender>(
          connection(),
          "UPDATE lens.main.record_row SET customer_id = p.customer FROM p WHERE record_row.id = p.id",
          duckdb::vector<duckdb::LogicalType>{duckdb::LogicalType::BIGINT, duckdb::LogicalType::BIGINT},
          duckdb::vector<std::string>{"id", "customer"}, "p");
    }
    pointers->BeginRow();
    pointers->Append<std::int64_t>(record);
    customer != 0 ? pointers->Append<std::int64_t>(customer) : pointers->Append(nullptr);
    pointers->EndRow();
  }

  void apply(const Endings& endings_of_range) {
    run("UPDATE record_row SET ended = NULL WHERE id BETWEEN $1 AND $2 AND ended",
        {duckdb::Value::BIGINT(endings_of_range.first), duckdb::Value::BIGINT(endings_of_range.last)});
    if (endings_of_range.ended.empty()) return;
    try {
      duckdb::QueryAppender appender(
          connection(), "UPDATE lens.main.record_row SET ended = true FROM e WHERE record_row.id = e.id",
          duckdb::vector<duckdb::LogicalType>{duckdb::LogicalType::BIGINT}, duckdb::vector<std::string>{"id"},
          "e");
      for (auto id : endings_of_range.ended) {
        appender.BeginRow();
        appender.Append<std::int64_t>(id);
        appender.EndRow();
      }
      appender.Close();
    } catch (const std::exception& failure) {
      throw lens_error(failure, lens.path);
    }
  }

  void finish_appenders() {
    try {
      for (auto& [table, appender] : appenders) appender->finish();
      appenders.clear();
      last_table = nullptr;
      if (pointers) {
        if (one_record != 0) append_pointer(one_record, one_customer);
        one_record = 0;
        pointers->Close();
        pointers.reset();
      }
    } catch (const Error&) {
      throw;
    } catch (const std::exception& failure) {
      throw lens_error(failure, lens.path);
    }
    if (one_record != 0) {
      run("UPDATE record_row SET customer_id = $2 WHERE id = $1",
          {duckdb::Value::BIGINT(one_record), one_customer != 0
                                                  ? duckdb::Value::BIGINT(one_customer)
                                                  : duckdb::Value(duckdb::LogicalType::BIGINT)});
      one_record = 0;
    }
  }
};

LensUpdate::LensUpdate(LensImplementation& lens) : state_(std::make_unique<State>(lens)) {
  // The thread that appends waits for helpers by spinning: alone it does the same work in half the processor
  // time.
  state_->set_threads(1);
  state_->run("BEGIN");
  state_->open = true;
}

LensUpdate::~LensUpdate() {
  if (!state_->open) {
    state_->set_threads(state_->lens.threads);
    return;
  }
  // Appenders flush what they hold when they go; within the transaction that is taken back right after.
  try {
    state_->appenders.clear();
    state_->last_table = nullptr;
    state_->pointers.reset();
  } catch (const std::exception&) {  // NOLINT: what failed is rolled back in the next line
  }
  state_->connection().Query("ROLLBACK");
  state_->set_threads(state_->lens.threads);
}

void LensUpdate::set_sources(std::span<const LensSource> sources) {
  state_->run("DELETE FROM source");
  for (const auto& source : sources) {
    state_->run("INSERT INTO source VALUES ($1, $2, $3, $4, $5, $6)",
                {duckdb::Value::BIGINT(source.id), source.name, source.owner, source.purpose,
                 duckdb::Value::INTEGER(source.trust),
                 duckdb::Value::INTEGER(static_cast<int>(source.retention_days))});
  }
}

void LensUpdate::set_batches(std::span<const LensBatch> batches) {
  state_->run("DELETE FROM batch");
  for (const auto& batch : batches) {
    auto& row = state_->row_of("batch");
    row.put(batch.id);
    row.put(batch.number);
    row.put(batch.source);
    row.put(std::string_view(batch.kind));
    row.put(std::string_view(batch.file));
    row.put(std::string_view(batch.state));
    row.put(batch.started_at);
    row.put(batch.records);
    row.put(batch.facts);
    row.put(batch.rejects);
    state_->end_row(row);
  }
}

void LensUpdate::remove_records(std::int64_t first, std::int64_t last, std::int64_t batch) {
  state_->run("DELETE FROM record_row WHERE id BETWEEN $1 AND $2 AND batch_id = $3",
              {duckdb::Value::BIGINT(first), duckdb::Value::BIGINT(last), duckdb::Value::BIGINT(batch)});
}

void LensUpdate::remove_batch(std::int64_t batch) {
  for (const char* table : {"record_row", "reject", "orders", "order_item", "event", "interaction"}) {
    state_->run(std::string("DELETE FROM ") + table + " WHERE batch_id = $1", {duckdb::Value::BIGINT(batch)});
  }
}

void LensUpdate::remove_rejects(std::int64_t batch) {
  state_->run("DELETE FROM reject WHERE batch_id = $1", {duckdb::Value::BIGINT(batch)});
}

void LensUpdate::remove_customers(std::int64_t first, std::int64_t last) {
  duckdb::vector<duckdb::Value> range{duckdb::Value::BIGINT(first), duckdb::Value::BIGINT(last)};
  state_->run("DELETE FROM customer WHERE id BETWEEN $1 AND $2", range);
  state_->run("DELETE FROM customer_value WHERE customer_id BETWEEN $1 AND $2", range);
}

void LensUpdate::remove_facts(std::int64_t first_record, std::int64_t last_record, std::int64_t batch) {
  for (const char* table : {"orders", "order_item", "event", "interaction"}) {
    state_->run(std::string("DELETE FROM ") + table + " WHERE record_id BETWEEN $1 AND $2 AND batch_id = $3",
                {duckdb::Value::BIGINT(first_record), duckdb::Value::BIGINT(last_record),
                 duckdb::Value::BIGINT(batch)});
  }
}

std::span<const unsigned char> LensUpdate::keep(std::span<const unsigned char> bytes) {
  return state_->appender("record_row").keep(bytes);
}

void LensUpdate::add(const LensRecord& record) {
  auto& row = state_->row_of("record_row");
  row.put(record.id);
  row.put(record.source);
  row.put(record.batch);
  row.put_id(record.customer);
  row.put(record.row);
  row.put(record.line);
  record.source_key.empty() ? row.put_null() : row.put(record.source_key);
  row.put(record.received_at);
  record.ended ? row.put(std::int64_t(1)) : row.put_null();
  record.extra.empty() ? row.put_null() : row.put(record.extra);
  auto& marks = state_->marks;
  marks.begin(state_->columns.size());
  for (auto position : state_->columns) marks.add(record.fields[position]);
  row.put(marks.finish());
  for (auto position : state_->columns) {
    const auto& field = record.fields[position];
    if (!field.supplied || field.verdict == Verdict::empty) {
      row.put_null();
    } else {
      record.kept ? row.put_kept(field.value) : row.put(field.value);
    }
  }
  state_->end_row(row);
}

void LensUpdate::add(const LensReject& reject) {
  auto& row = state_->row_of("reject");
  row.put(reject.id);
  row.put(reject.batch);
  row.put(reject.row);
  row.put(reject.line);
  row.put(reject.column);
  row.put(reject.reason);
  state_->end_row(row);
}

void LensUpdate::add(const LensCustomer& customer) {
  auto& row = state_->row_of("customer");
  row.put(customer.id);
  row.put(customer.created_at);
  row.put(customer.updated_at);
  row.put(customer.records);
  for (const auto& value : customer.golden) value ? row.put(*value) : row.put_null();
  state_->end_row(row);
}

void LensUpdate::add(const LensCustomerValue& value) {
  auto& row = state_->row_of("customer_value");
  row.put(value.customer);
  row.put(value.attribute);
  row.put(value.ordinal);
  row.put(value.value);
  row.put_small(static_cast<std::uint8_t>(value.verdict));
  row.put(value.record);
  row.put(value.rule);
  row.put(value.support);
  state_->end_row(row);
}

void LensUpdate::add(const LensOrder& order) {
  auto& row = state_->row_of("orders");
  row.put(order.id);
  row.put(order.record);
  row.put(order.batch);
  row.put(order.key);
  row.put(order.placed_at);
  row.put(order.status);
  row.put(order.currency);
  row.put(order.amount);
  state_->end_row(row);
}

void LensUpdate::add(const LensOrderItem& item) {
  auto& row = state_->row_of("order_item");
  row.put(item.order);
  row.put(item.record);
  row.put(item.batch);
  row.put(item.line);
  row.put(item.sku);
  row.put(item.name);
  row.put(item.quantity);
  row.put(item.price);
  state_->end_row(row);
}

void LensUpdate::add(const LensEvent& event) {
  auto& row = state_->row_of("event");
  row.put(event.id);
  row.put(event.record);
  row.put(event.batch);
  row.put(event.key);
  row.put(event.name);
  row.put(event.at);
  row.put(event.properties);
  state_->end_row(row);
}

void LensUpdate::add(const LensInteraction& interaction) {
  auto& row = state_->row_of("interaction");
  row.put(interaction.id);
  row.put(interaction.record);
  row.put(interaction.batch);
  row.put(interaction.key);
  row.put(interaction.kind);
  row.put(interaction.direction);
  row.put(interaction.agent);
  row.put(interaction.at);
  row.put(interaction.duration_s);
  row.put(interaction.subject);
  state_->end_row(row);
}

void LensUpdate::point(std::int64_t record, std::int64_t customer) {
  if (state_->one_record == 0 && !state_->pointers) {
    state_->one_record = record;
    state_->one_customer = customer;
    return;
  }
  try {
    state_->append_pointer(record, customer);
  } catch (const std::exception& failure) {
    throw lens_error(failure, state_->lens.path);
  }
}

void LensUpdate::set_ended(std::int64_t first, std::int64_t last, std::span<const std::int64_t> ended) {
  state_->endings.push_back({first, last, {ended.begin(), ended.end()}});
}

void LensUpdate::commit(std::int64_t watermark) {
  state_->finish_appenders();
  for (const auto& endings : state_->endings) state_->apply(endings);
  state_->run("UPDATE lens_state SET watermark = $1", {duckdb::Value::BIGINT(watermark)});
  state_->run("COMMIT");
  state_->open = false;
}

}  // namespace kith::lens
