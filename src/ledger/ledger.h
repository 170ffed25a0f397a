// The ledger: the system of record. One writer with group commit, any number of snapshot readers.
//
// Invariants
// 1. A write is acknowledged (write() returns) only after its transaction is durable.
// 2. Every change of data carries a change log entry in the same transaction.
// 3. Writers queue; those that wait together share one transaction, each behind its own savepoint, so one
// that
//    fails leaves the others whole.
// 4. A batch in state `open` is being written or taken back; whoever gets the writer's lock and finds one
// takes it
//    back (service/take_back.h), so a killed process leaves nothing half done.
#pragma once
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "base/crypto.h"
#include "base/ids.h"
#include "ledger/driver.h"

namespace kith::ledger {

/// Milliseconds since 1970 UTC.
using Clock = std::function<std::int64_t()>;
std::int64_t system_now() noexcept;

/// What a table is called in the change log.
/// `end`: that records stand or no longer do.
enum class Entity { source, attribute, batch, record, reject, customer, decision, fact, end };
std::string_view name_of(Entity entity) noexcept;

/// Statements of one connection, prepared once each where the SQL is a constant. A reference holds until the
/// same place in memory is asked with another text.
class Statements {
 public:
  explicit Statements(Connection& connection) : connection_(connection) {}
  Statement& operator()(std::string_view sql);
  Connection& connection() noexcept { return connection_; }
  /// Ends what is still being stepped through; prepared statements stay.
  void reset();

 private:
  struct Cache;
  Connection& connection_;
  std::shared_ptr<Cache> cache_;
};

/// While it lives, what this thread asks to be written is entered under this name, not under the ledger's
/// own. The innermost holds.
class ActingAs {
 public:
  explicit ActingAs(std::string actor);
  ~ActingAs();
  ActingAs(const ActingAs&) = delete;
  ActingAs& operator=(const ActingAs&) = delete;
  /// Of this thread; empty for none.
  static const std::string& name() noexcept;

 private:
  std::string before_;
};

/// One write in progress; only inside Ledger::write.
class Write {
 public:
  Write(Statements& statements, IdSource& ids, std::int64_t now, std::int64_t& next_change,
        std::string_view actor, bool first)
      : sql(statements), now_(now), ids_(ids), next_change_(next_change), actor_(actor), first_(first) {}

  Statements& sql;

  std::int64_t now() const noexcept { return now_; }
  const std::string& actor() const noexcept { return actor_; }
  /// No other write stands before it in its transaction: a snapshot taken now sees what this one found.
  bool is_first() const noexcept { return first_; }
  /// The first of `count` fresh ids, in steps of id_step.
  std::int64_t take_ids(std::int64_t count = 1) { return ids_.take(count, now_); }
  /// Enters a change that covers the ids first … last of `entity`, and returns its number.
  std::int64_t changed(Entity entity, std::string_view op, std::int64_t first, std::int64_t last,
                       std::int64_t batch = 0);
  /// The number that the next change will take.
  std::int64_t next_change() const noexcept { return next_change_; }
  /// Appends to the audit chain. `detail` is JSON and holds ids and counts, never personal data.
  void audit(std::string_view action, std::string_view object, std::string_view detail);

 private:
  std::int64_t now_;
  IdSource& ids_;
  std::int64_t& next_change_;
  std::string actor_;
  bool first_;
};

/// A connection that reads, with its statements; given back to whom it was borrowed from.
struct Reader {
  explicit Reader(std::unique_ptr<Connection> opened)
      : connection(std::move(opened)), statements(*connection) {}
  std::unique_ptr<Connection> connection;
  Statements statements;
};

/// A snapshot: every statement of it sees the same state.
class Read {
 public:
  using GiveBack = std::function<void(std::unique_ptr<Reader>)>;
  explicit Read(std::unique_ptr<Connection> connection);
  Read(std::unique_ptr<Reader> reader, GiveBack give_back);
  ~Read();
  Read(const Read&) = delete;
  Read& operator=(const Read&) = delete;
  Statements& sql() noexcept { return reader_->statements; }

 private:
  std::unique_ptr<Reader> reader_;
  GiveBack give_back_;
};

/// Whether somebody sits before what a write is part of.
enum class Pace { awaited, unhurried };

class Ledger {
 public:
  /// Opens the ledger in `store`, made or migrated where needed when `may_write`. Throws Error(too_new) for a
  /// ledger of a newer version and Error(conflict) for an older one without `may_write`.
  Ledger(std::unique_ptr<Store> store, bool may_write, Clock clock = system_now, std::string actor = "cli");
  ~Ledger();
  Ledger(const Ledger&) = delete;
  Ledger& operator=(const Ledger&) = delete;

  /// Runs `work` in a transaction and returns when it is durable. Throws what `work` throws, its changes
  /// undone.
  void write(const std::function<void(Write&)>& work, Pace pace = Pace::awaited);
  /// The same for work that nobody waits for: returns at once. What `work` throws is dropped, and what a
  /// killed process had not come to is lost.
  void write_soon(std::function<void(Write&)> work);
  /// Whether an awaited write had to wait for another's transaction within the last second: who writes much
  /// then does it in small pieces.
  bool others_wait() const noexcept;
  /// A fresh snapshot. REQUIRES that it ends before the ledger.
  std::unique_ptr<Read> read();
  /// Keeps up to so many connections of ended snapshots open for the next; none where this is not called.
  void keep_readers(std::size_t most);

  bool may_write() const noexcept;
  /// Transactions committed so far by this process.
  std::uint64_t commits() const noexcept;
  std::int64_t now() const;
  Store& store() noexcept;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

/// The newest schema version of this binary.
int newest_schema();
/// Brings an empty or older ledger to `version` (tests stop at older ones). One transaction each.
void migrate(Connection& connection, int version);
int schema_of(Connection& connection);

/// The outcome of walking the audit chain.
struct AuditCheck {
  std::int64_t entries = 0;
  std::int64_t first_bad = 0;  ///< the first entry whose hash does not fit; 0 when all do
  std::string head;            ///< hex of the last hash
};
AuditCheck check_audit(Read& read);

/// The newest change number; 0 when there is none.
std::int64_t newest_change(Read& read);

}  // namespace kith::ledger
