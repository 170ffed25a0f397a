// The lens: the analytical copy of the ledger, one encrypted DuckDB file. It can be deleted at any time; the
// service layer feeds it from the change log (service/lens_feed.h).
//
// Tables (times in ms since 1970, ids as in the ledger)
//   source(id, name, owner, purpose, trust, retention_days)
//   batch(id, number, source_id, kind, file, state, started_at, records, facts, rejects)
//   attribute(id, name, type, class, sensitivity, label_en, label_zh, multiple)
//   record(id, source_id, batch_id, customer_id, row, line, source_key, received_at, extra, and per attribute
//   NAME
//          "NAME" the standard value, "NAME:raw" the text as received where it differs, "NAME:verdict" 0–4
//          (see base/verdict.h; null: the batch does not supply the attribute), "NAME:reason"). A view of
//          record_row, which keeps the columns of attributes that some batch supplies alone. The view has the
//          records that stand; in record_row `ended` is true of the others, whose facts count all the same.
//   reject(id, batch_id, row, line, "column", reason)
//   customer(id, created_at, updated_at, records, and per attribute "NAME" the golden value)
//   customer_value(customer_id, attribute_id, ordinal, value, verdict, record_id, rule, support)
//   orders(id, record_id, batch_id, order_key, placed_at, status, currency, amount)  amounts in currency
//   units order_item(order_id, record_id, batch_id, line, sku, name, quantity, price) event(id, record_id,
//   batch_id, event_key, name, at, properties) interaction(id, record_id, batch_id, interaction_key, kind,
//   direction, agent, at, duration_s, subject)
// Only records, facts and rejects of batches that are done or being written stand here.
//
// Invariant: the tables and the watermark change in one transaction, so the lens always equals the ledger as
// of the change `watermark()`.
#pragma once
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "base/crypto.h"
#include "base/verdict.h"
#include "lens/duckdb/instance.h"

namespace kith::lens {

/// A parameter of a query: null, integer, real or text.
using LensValue = std::variant<std::monostate, std::int64_t, double, std::string>;

/// One row of a result; valid inside the callback only. Columns count from 0.
class LensRow {
 public:
  virtual ~LensRow() = default;
  virtual std::size_t size() const noexcept = 0;
  virtual bool is_null(std::size_t column) const = 0;
  /// Integers of any width (booleans as 0/1; wider than 64 bits: the low 64). 0 for null.
  virtual std::int64_t integer(std::size_t column) const = 0;
  /// Any number; 0 for null.
  virtual double real(std::size_t column) const = 0;
  /// A text column; empty for null.
  virtual std::string_view text(std::size_t column) const = 0;
  /// Any column as text, as DuckDB prints it; empty for null.
  virtual std::string printed(std::size_t column) const = 0;
};

/// An attribute of the dictionary as the lens knows it. Its columns are made from `name`.
struct LensAttribute {
  std::int64_t id = 0;
  std::string name, type, attribute_class, sensitivity, label_en, label_zh;
  bool multiple = false;
};
struct LensSource {
  std::int64_t id = 0;
  std::string name, owner, purpose;
  int trust = 0;
  std::int64_t retention_days = 0;
};
struct LensBatch {
  std::int64_t id = 0, number = 0, source = 0;
  std::string kind, file, state;
  std::int64_t started_at = 0, records = 0, facts = 0, rejects = 0;
};

/// One attribute of a record. supplied false: the batch does not map it.
struct LensField {
  bool supplied = false;
  std::string_view value;
  std::string_view raw;  ///< as received; ignored where equal to value
  Verdict verdict = Verdict::empty;
  Reason reason = Reason::none;
};
struct LensRecord {
  std::int64_t id = 0, source = 0, batch = 0, customer = 0;
  std::int64_t row = 0, line = 0, received_at = 0;
  std::string_view source_key;
  std::string_view extra;             ///< JSON object; empty: none
  std::span<const LensField> fields;  ///< in the order of attributes()
  bool kept = false;                  ///< the texts of `fields` lie in memory of LensUpdate::keep()
  bool ended = false;                 ///< it does not stand: kept for its facts alone
};
struct LensReject {
  std::int64_t id = 0, batch = 0, row = 0, line = 0;
  std::string_view column, reason;
};
struct LensCustomer {
  std::int64_t id = 0, created_at = 0, updated_at = 0, records = 0;
  std::span<const std::optional<std::string_view>> golden;  ///< in the order of attributes()
};
struct LensCustomerValue {
  std::int64_t customer = 0, attribute = 0, ordinal = 0;
  std::string_view value;
  Verdict verdict = Verdict::kept;
  std::int64_t record = 0;
  std::string_view rule;
  std::int64_t support = 0;
};
struct LensOrder {
  std::int64_t id = 0, record = 0, batch = 0;
  std::string_view key, status, currency;
  std::optional<std::int64_t> placed_at;
  std::optional<double> amount;
};
struct LensOrderItem {
  std::int64_t order = 0, record = 0, batch = 0, line = 0;
  std::string_view sku, name;
  std::optional<double> quantity, price;
};
struct LensEvent {
  std::int64_t id = 0, record = 0, batch = 0;
  std::string_view key, name, properties;
  std::optional<std::int64_t> at;
};
struct LensInteraction {
  std::int64_t id = 0, record = 0, batch = 0;
  std::string_view key, kind, direction, agent, subject;
  std::optional<std::int64_t> at, duration_s;
};

class LensImplementation;

/// Changes to the lens, all or nothing: they stand after commit(), and not at all where it was never called.
/// Removals act on what stood before the update; additions come after them (a table's removals first, then
/// its rows).
class LensUpdate {
 public:
  explicit LensUpdate(LensImplementation& lens);
  ~LensUpdate();
  LensUpdate(const LensUpdate&) = delete;
  LensUpdate& operator=(const LensUpdate&) = delete;

  void set_sources(std::span<const LensSource> sources);
  void set_batches(std::span<const LensBatch> batches);
  void remove_records(std::int64_t first, std::int64_t last, std::int64_t batch);
  void remove_batch(std::int64_t batch);  ///< its records, facts and rejects
  void remove_rejects(std::int64_t batch);
  void remove_customers(std::int64_t first, std::int64_t last);  ///< with their values
  void remove_facts(std::int64_t first_record, std::int64_t last_record, std::int64_t batch);
  /// Copies bytes to where they stay until the record added next is written, which spares its texts one copy
  /// each.
  std::span<const unsigned char> keep(std::span<const unsigned char> bytes);
  /// Fields of attributes that Lens::supply() has not named are left out.
  void add(const LensRecord& record);
  void add(const LensReject& reject);
  void add(const LensCustomer& customer);
  void add(const LensCustomerValue& value);
  void add(const LensOrder& order);
  void add(const LensOrderItem& item);
  void add(const LensEvent& event);
  void add(const LensInteraction& interaction);
  /// The record points at `customer` now (0: at none).
  void point(std::int64_t record, std::int64_t customer);
  /// Of the records with ids in [first, last] those of `ended` (rising) have ended, and no others.
  void set_ended(std::int64_t first, std::int64_t last, std::span<const std::int64_t> ended);
  void commit(std::int64_t watermark);

 private:
  struct State;
  std::unique_ptr<State> state_;
};

/// A connection of its own to an open lens: reads what was last committed, beside whoever feeds it and beside
/// other readers. REQUIRES that the lens outlives it.
class LensReader {
 public:
  explicit LensReader(LensImplementation& lens);
  ~LensReader();
  LensReader(const LensReader&) = delete;
  LensReader& operator=(const LensReader&) = delete;
  /// As Lens::query. Not re-entrant; one thread at a time.
  void query(std::string_view sql, std::span<const LensValue> parameters,
             const std::function<void(const LensRow&)>& each);
  void interrupt() noexcept;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

class Lens {
 public:
  /// Opens the lens at `path`, made empty where there is none. Throws what open_lens_instance throws.
  static std::unique_ptr<Lens> open(const std::string& path, const SecretKey& key,
                                    const LensOptions& options = {});
  /// Deletes the lens file with its log and spill files. No error where there is none.
  static void remove(const std::string& path);
  ~Lens();
  Lens(const Lens&) = delete;
  Lens& operator=(const Lens&) = delete;

  /// The change of the ledger that the lens equals; 0: nothing yet.
  std::int64_t watermark();
  /// The attributes that have columns, in order of id.
  const std::vector<LensAttribute>& attributes() const noexcept;
  /// Stores the dictionary; every attribute can be asked for from then on.
  void set_attributes(const std::vector<LensAttribute>& attributes);
  /// Makes room for the values of these attributes in records. An attribute that no batch supplies takes
  /// none, which a lens of many attributes is fed twice as fast by. Names that are no attribute's are left
  /// out.
  void supply(const std::vector<std::string>& attributes);
  std::unique_ptr<LensUpdate> update();
  /// From any thread.
  std::unique_ptr<LensReader> reader();

  /// Runs read-only SQL with parameters $1, $2 …, calling `each` for every row; streamed. Not re-entrant.
  void query(std::string_view sql, std::span<const LensValue> parameters,
             const std::function<void(const LensRow&)>& each);
  /// Column names of a query's result.
  std::vector<std::string> columns_of(std::string_view sql);
  /// Writes a query's rows as Parquet to `path`, which must lie in LensOptions::allowed_directories.
  void write_parquet(std::string_view sql, const std::string& path);
  /// A running query stops with Error(cancelled). May be called from any thread.
  void interrupt() noexcept;

  /// For each table its name, row count and an order-independent hash of its rows.
  struct Fingerprint {
    std::string table;
    std::int64_t rows = 0;
    std::string hash;
    bool operator==(const Fingerprint&) const = default;
  };
  std::vector<Fingerprint> fingerprint();

 private:
  explicit Lens(std::unique_ptr<LensImplementation> implementation);
  std::unique_ptr<LensImplementation> implementation_;
};

/// The name as a quoted SQL identifier: the only way a name from outside gets into SQL.
std::string quoted(std::string_view identifier);

}  // namespace kith::lens
