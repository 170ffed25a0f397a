// The seam between the ledger and the database that holds it. Everything above speaks this interface and
// the SQL that SQLite and PostgreSQL share (parameters as $1, $2 … first used in rising order); what must
// differ (types, bulk loading, key handling, snapshots) sits behind it.
//
// Invariants
// 1. One writer: a Store has at most one open write connection, held by one thread at a time.
// 2. A reader sees one snapshot from begin() to end(), whatever the writer does meanwhile.
// 3. After a failed commit nothing of the transaction stands, and the store refuses further writes.
#pragma once
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>

#include "base/crypto.h"

namespace kith::ledger {

/// A prepared statement. Parameters and columns count from 1 and 0 respectively, as in SQL and C.
/// A `text` or `blob` bound must stay alive until the next step() returns; one read, until the next step().
class Statement {
 public:
  virtual ~Statement() = default;
  virtual Statement& bind(int parameter, std::int64_t value) = 0;
  virtual Statement& bind(int parameter, double value) = 0;
  virtual Statement& bind(int parameter, std::string_view text) = 0;
  virtual Statement& bind_blob(int parameter, std::span<const unsigned char> bytes) = 0;
  virtual Statement& bind_null(int parameter) = 0;
  Statement& bind(int parameter, int value) { return bind(parameter, static_cast<std::int64_t>(value)); }
  Statement& bind(int parameter, const char* text) { return bind(parameter, std::string_view(text)); }

  /// Runs to the next row; false when there is none (the statement is then ready to be bound and run again).
  virtual bool step() = 0;
  /// Runs a statement that returns no rows, and makes it ready to be bound and run again.
  void run() {
    while (step()) {
    }
  }
  virtual void reset() = 0;

  virtual bool is_null(int column) const = 0;
  virtual std::int64_t integer(int column) const = 0;
  virtual double real(int column) const = 0;
  virtual std::string_view text(int column) const = 0;
  virtual std::span<const unsigned char> blob(int column) const = 0;
};

/// A connection of one thread.
class Connection {
 public:
  virtual ~Connection() = default;
  virtual std::unique_ptr<Statement> prepare(std::string_view sql) = 0;
  /// Runs one or more statements without parameters or rows.
  virtual void execute(std::string_view sql) = 0;
  virtual void begin() = 0;
  virtual void commit() = 0;
  virtual void rollback() noexcept = 0;
  /// Rows changed by the last statement.
  virtual std::int64_t changed() const = 0;
};

/// A database. Connections must not outlive it.
class Store {
 public:
  virtual ~Store() = default;
  /// The writing connection. Throws Error(busy) where another process writes.
  virtual std::unique_ptr<Connection> open_writer() = 0;
  /// A read-only connection; may be used beside the writer and other readers.
  virtual std::unique_ptr<Connection> open_reader() = 0;
  /// Encrypts everything anew with `key`. REQUIRES no other connection open.
  virtual void change_key(const SecretKey& key) = 0;
  /// What the database's own integrity and foreign-key checks find; empty when sound.
  virtual std::string check() = 0;
};

}  // namespace kith::ledger
