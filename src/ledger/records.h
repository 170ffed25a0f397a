// Records: rows as received, raw and standardised, the customer each points at, and the facts they came with.
#pragma once
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "ledger/batches.h"
#include "ledger/ledger.h"
#include "ledger/record_codec.h"

namespace kith::ledger {

/// A record to insert. Views must live until the call returns.
struct NewRecord {
  RecordId id;
  SourceId source;
  BatchId batch;
  std::uint64_t row = 0, line = 0;
  std::string_view source_key;       ///< empty: the source gives none
  std::string_view cells, standard;  ///< packed, see record_codec.h
};

/// Inserts records; their change log entry is the caller's (one for a whole run of ids).
void insert_records(Write& write, std::span<const NewRecord> records);

/// That a source gave a record under one of its own keys. `digest`: hash of the cells.
struct NewRecordKey {
  std::string_view key;
  std::int64_t digest = 0;
  RecordId record;
};
/// Fastest in order of key.
void insert_record_keys(Write& write, SourceId source, std::span<const NewRecordKey> keys);

/// A record as stored.
struct StoredRecord {
  RecordId id;
  SourceId source;
  BatchId batch;
  std::uint64_t row = 0, line = 0;
  std::int64_t received_at = 0;
  std::string source_key;
  CustomerId customer;
  Bytes cells, standard;
  bool ended = false;  ///< see ledger/endings.h
};

/// A record whose bytes lie elsewhere.
struct RecordView {
  RecordId id;
  SourceId source;
  BatchId batch;
  std::uint64_t row = 0, line = 0;
  std::int64_t received_at = 0;
  std::string_view source_key;
  CustomerId customer;
  std::span<const unsigned char> cells, standard;
  bool ended = false;
};

std::optional<StoredRecord> find_record(Statements& sql, RecordId id);
/// Those that stand, in order of id.
std::vector<StoredRecord> records_of_customer(Statements& sql, CustomerId customer);
/// Records with ids in [first, last], in order of id; `each` sees them one by one, each until it returns.
void each_record(Statements& sql, std::int64_t first, std::int64_t last,
                 const std::function<void(const RecordView&)>& each);
/// The standing record of that source, key and content digest.
std::optional<RecordId> record_of_key(Statements& sql, SourceId source, std::string_view key,
                                      std::int64_t digest);
/// The standing records that a source gave under one key, in order of id.
std::vector<RecordId> records_of_key(Statements& sql, SourceId source, std::string_view key);
/// The standing records to which its source gave the same key, itself among them; none where it gave none.
std::vector<RecordId> records_of_same_key(Statements& sql, RecordId record);

/// Points a record at a customer (none: at nobody) and keeps the past pointer. False where it pointed there
/// already. The change log entry (Entity::record without a batch) is the caller's; `change` is its number.
bool point_record(Write& write, RecordId record, CustomerId to, std::int64_t change);
/// The same for a record that points at nobody yet: one insert, no look.
void point_new_record(Write& write, RecordId record, CustomerId to, std::int64_t change);

/// The customer a record points at; none where it is not resolved yet.
CustomerId customer_of(Statements& sql, RecordId record);
/// The last customer a record pointed at before its present one; none where it never moved.
CustomerId former_customer(Statements& sql, RecordId record);
/// Whether any record ever pointed elsewhere than now.
bool any_moved(Statements& sql);
/// The customer a record pointed at just after change `change`.
CustomerId customer_as_of(Statements& sql, RecordId record, std::int64_t change);
/// Whether they stand or have ended; in order of id.
std::vector<RecordId> members_of(Statements& sql, CustomerId customer);
/// Those that stand.
std::vector<RecordId> standing_members_of(Statements& sql, CustomerId customer);
/// The pointers of the records in [first, last], in order; over long ranges only of those that point at
/// somebody.
void each_membership(Statements& sql, std::int64_t first, std::int64_t last,
                     const std::function<void(RecordId, CustomerId)>& each);

/// The records of the batch that point at somebody.
void each_pointer_of_batch(Statements& sql, const Batch& batch,
                           const std::function<void(RecordId, CustomerId)>& each);
/// As if the record had never pointed at anybody; for records that are about to go.
void forget_pointers(Write& write, RecordId record);

/// Pairs of standing records that one source gave under one key: each record of a key with the next.
void each_shared_key(Statements& sql, const std::function<void(RecordId, RecordId)>& each);
/// Former pointers of records, oldest first.
void each_past_membership(Statements& sql, const std::function<void(RecordId, CustomerId)>& each);

// Facts ---------------------------------------------------------------------------------------------------

struct OrderItem {
  std::string sku, name;
  std::optional<double> quantity;
  std::optional<std::int64_t> price_e4;  ///< ten-thousandths of the currency's unit
};
struct Order {
  OrderId id;
  RecordId record;
  BatchId batch;
  std::string key, status, currency;
  std::optional<std::int64_t> placed_at;  ///< ms since 1970
  std::optional<std::int64_t> amount_e4;
  std::string extra = "{}";  ///< JSON of what no other field takes
  std::vector<OrderItem> items;
};
struct Event {
  EventId id;
  RecordId record;
  BatchId batch;
  std::string key;  ///< the source's own id of the event; may be empty
  std::string name;
  std::optional<std::int64_t> at;
  std::string properties = "{}";
};
struct Interaction {
  InteractionId id;
  RecordId record;
  BatchId batch;
  std::string key;        ///< the source's own id of it; may be empty
  std::string kind;       ///< call, survey, visit, chat, mail …
  std::string direction;  ///< in, out or empty
  std::string agent, subject;
  std::optional<std::int64_t> at;
  std::optional<std::int64_t> duration_s;
  std::string extra = "{}";
};

void insert_order(Write& write, const Order& order);
void insert_event(Write& write, const Event& event);
void insert_interaction(Write& write, const Interaction& interaction);

/// The entries that settle_events() has not settled yet, as whoever collects knows them. Begin with a new one
/// where a transaction failed.
struct FreshEvents {
  std::int64_t entries = -1;  ///< -1: not counted yet
  std::int64_t wanted = 0;    ///< how many may stay; 0: to be told anew
  std::int64_t next_record = 0;
};
/// The same as insert_event(), for events of many people that come a few at a time: dirties fewer pages, and
/// wants settle_events() after every transaction.
void insert_fresh_event(Write& write, const Event& event, FreshEvents& fresh);
void settle_events(Write& write, FreshEvents& fresh);
/// What hangs on a customer's records. Here and below: of facts that stand (ledger/fact_keys.h).
struct FactCounts {
  std::int64_t orders = 0, events = 0, interactions = 0;
};
FactCounts facts_of_customer(Statements& sql, CustomerId customer);

/// The facts of records in [first, last], in order of record (events in order of arrival); orders without
/// their items.
void each_order(Statements& sql, std::int64_t first, std::int64_t last,
                const std::function<void(const Order&)>& each);
void each_order_item(
    Statements& sql, std::int64_t first, std::int64_t last,
    const std::function<void(const Order& key, std::int64_t line, const OrderItem& item)>& each);
void each_event(Statements& sql, std::int64_t first, std::int64_t last,
                const std::function<void(const Event&)>& each);
/// Those of them that came with the batch; reads nothing else.
void each_event_of_batch(Statements& sql, BatchId batch, std::int64_t first, std::int64_t last,
                         const std::function<void(const Event&)>& each);
void each_interaction(Statements& sql, std::int64_t first, std::int64_t last,
                      const std::function<void(const Interaction&)>& each);

std::vector<Order> orders_of_record(Statements& sql, RecordId record);
std::vector<Event> events_of_record(Statements& sql, RecordId record);
std::vector<Interaction> interactions_of_record(Statements& sql, RecordId record);

}  // namespace kith::ledger
