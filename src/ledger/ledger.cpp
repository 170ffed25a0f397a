#include "ledger/ledger.h"

#include <algorithm>
#include <atomic>
#include <chrono>
#include <condition_variable>
#include <cstring>
#include <deque>
#include <exception>
#include <mutex>
#include <thread>
#include <unordered_map>
#include <utility>
#include <vector>

#include "base/error.h"
#include "ledger/dry_run.h"

namespace kith::ledger {

std::int64_t system_now() noexcept {
  using namespace std::chrono;
  return duration_cast<milliseconds>(system_clock::now().time_since_epoch()).count();
}

std::string_view name_of(Entity entity) noexcept {
  switch (entity) {
    case Entity::source:
      return "source";
    case Entity::attribute:
      return "attribute";
    case Entity::batch:
      return "batch";
    case Entity::record:
      return "record";
    case Entity::reject:
      return "reject";
    case Entity::customer:
      return "customer";
    case Entity::decision:
      return "decision";
    case Entity::fact:
      return "fact";
    case Entity::end:
      return "end";
  }
  return "record";
}

namespace {

// Milliseconds of a clock that nobody sets.
std::int64_t steady_now() noexcept {
  using namespace std::chrono;
  return duration_cast<milliseconds>(steady_clock::now().time_since_epoch()).count();
}

}  // namespace

struct Statements::Cache {
  struct Entry {
    std::string text;  // a string that was no constant may have given its place to another
    std::unique_ptr<Statement> statement;
  };
  std::unordered_map<const char*, Entry> by_place;
};

void Statements::reset() {
  if (!cache_) return;
  for (auto& [place, entry] : cache_->by_place) {
    if (entry.statement) entry.statement->reset();
  }
}

Statement& Statements::operator()(std::string_view sql) {
  if (!cache_) cache_ = std::make_shared<Cache>();
  auto& entry = cache_->by_place[sql.data()];
  if (entry.statement && entry.text == sql) {
    entry.statement->reset();
  } else {
    entry = {std::string(sql), connection_.prepare(sql)};
  }
  return *entry.statement;
}

std::int64_t Write::changed(Entity entity, std::string_view op, std::int64_t first, std::int64_t last,
                            std::int64_t batch) {
  std::int64_t seq = next_change_++;
  auto& insert =
      sql("INSERT INTO change_log(seq, at, entity, op, first_id, last_id, batch_id) VALUES ($1, $2, $3, $4, "
          "$5, $6, $7)");
  insert.bind(1, seq).bind(2, now_).bind(3, name_of(entity)).bind(4, op).bind(5, first).bind(6, last);
  batch != 0 ? insert.bind(7, batch) : insert.bind_null(7);
  insert.run();
  return seq;
}

namespace {

Digest audit_hash(std::span<const unsigned char> previous, std::int64_t seq, std::int64_t at,
                  std::string_view actor, std::string_view action, std::string_view object,
                  std::string_view detail) {
  Bytes text;
  text.reserve(256);
  text.push_back(0x00);
  text.insert(text.end(), previous.begin(), previous.end());
  auto add = [&](std::string_view part) {
    auto size = static_cast<std::uint32_t>(part.size());
    for (int shift = 0; shift < 32; shift += 8) text.push_back(static_cast<unsigned char>(size >> shift));
    text.insert(text.end(), part.begin(), part.end());
  };
  add(std::to_string(seq));
  add(std::to_string(at));
  add(actor);
  add(action);
  add(object);
  add(detail);
  return sha256(text);
}

}  // namespace

void Write::audit(std::string_view action, std::string_view object, std::string_view detail) {
  auto& last = sql("SELECT seq, hash FROM audit ORDER BY seq DESC LIMIT 1");
  std::int64_t seq = 1;
  Digest previous{};
  if (last.step()) {
    seq = last.integer(0) + 1;
    auto hash = last.blob(1);
    std::copy_n(hash.begin(), std::min(hash.size(), previous.size()), previous.begin());
  }
  last.reset();
  auto hash = audit_hash(previous, seq, now_, actor_, action, object, detail);
  sql("INSERT INTO audit(seq, at, actor, action, object, detail, hash) VALUES ($1, $2, $3, $4, $5, $6, $7)")
      .bind(1, seq)
      .bind(2, now_)
      .bind(3, std::string_view(actor_))
      .bind(4, action)
      .bind(5, object)
      .bind(6, detail)
      .bind_blob(7, hash)
      .run();
}

AuditCheck check_audit(Read& read) {
  AuditCheck check;
  Digest previous{};
  auto& rows = read.sql()("SELECT seq, at, actor, action, object, detail, hash FROM audit ORDER BY seq");
  while (rows.step()) {
    ++check.entries;
    auto hash = audit_hash(previous, rows.integer(0), rows.integer(1), rows.text(2), rows.text(3),
                           rows.text(4), rows.text(5));
    auto stored = rows.blob(6);
    bool fits = rows.integer(0) == check.entries && stored.size() == hash.size() &&
                std::memcmp(stored.data(), hash.data(), hash.size()) == 0;
    if (!fits && check.first_bad == 0) check.first_bad = rows.integer(0);
    previous = hash;
  }
  if (check.entries > 0) check.head = to_hex(previous);
  return check;
}

std::int64_t newest_change(Read& read) {
  auto& newest = read.sql()("SELECT coalesce(max(seq), 0) FROM change_log");
  newest.step();
  std::int64_t seq = newest.integer(0);
  newest.reset();
  return seq;
}

namespace {

std::string& acting_name() noexcept {
  thread_local std::string name;
  return name;
}

}  // namespace

namespace {

bool& trying() noexcept {
  thread_local bool tries = false;
  return tries;
}

// Ends a transaction that was only tried.
struct TakenBack {};

}  // namespace

DryRun::DryRun(bool tries) : before_(std::exchange(trying(), tries)) {}
DryRun::~DryRun() { trying() = before_; }
bool DryRun::on() noexcept { return trying(); }

ActingAs::ActingAs(std::string actor) : before_(std::exchange(acting_name(), std::move(actor))) {}
ActingAs::~ActingAs() { acting_name() = std::move(before_); }
const std::string& ActingAs::name() noexcept { return acting_name(); }

Read::Read(std::unique_ptr<Connection> connection)
    : Read(std::make_unique<Reader>(std::move(connection)), {}) {}

Read::Read(std::unique_ptr<Reader> reader, GiveBack give_back)
    : reader_(std::move(reader)), give_back_(std::move(give_back)) {
  reader_->connection->begin();
}

Read::~Read() {
  reader_->statements.reset();
  reader_->connection->rollback();
  if (give_back_) give_back_(std::move(reader_));
}

struct Ledger::State {
  struct Waiting {
    const std::function<void(Write&)>* work = nullptr;
    std::string actor;
    std::exception_ptr failure;
    bool done = false;
    std::function<void(Write&)> own{};  // of one that nobody waits for, who lives in the queue alone
  };

  State(std::unique_ptr<Store> s, Clock c, std::string a)
      : store(std::move(s)), clock(std::move(c)), actor(std::move(a)) {}

  std::unique_ptr<Store> store;
  Clock clock;
  std::string actor;

  std::mutex mutex;
  std::condition_variable arrived, finished;
  std::deque<Waiting*> queue;
  bool stopping = false;
  std::exception_ptr broken;  // set after a failed commit: the store takes no further writes
  std::atomic<std::uint64_t> commits{0};
  bool committing = false;
  std::atomic<std::int64_t> waited_until{0};  // ms of the steady clock: when somebody last had to wait

  std::mutex readers_mutex;
  std::vector<std::unique_ptr<Reader>> idle_readers;
  std::size_t readers_kept = 0;

  std::unique_ptr<Connection> connection;
  std::unique_ptr<Statements> statements;
  std::unique_ptr<IdSource> ids;
  std::int64_t next_change = 1;
  std::thread writer;

  void prepare_writer();
  void run();
  void commit_together(std::vector<Waiting*>& group);
};

void Ledger::State::prepare_writer() {
  connection = store->open_writer();
  migrate(*connection, newest_schema());
  statements = std::make_unique<Statements>(*connection);
  auto& sql = *statements;
  std::int64_t last_id = 0;
  int node = 1;
  auto& meta = sql("SELECT value FROM meta WHERE key = $1");
  if (meta.bind(1, "last_id").step()) last_id = std::stoll(std::string(meta.text(0)));
  meta.reset();
  ids = std::make_unique<IdSource>(node, last_id);
  auto& newest = sql("SELECT coalesce(max(seq), 0) FROM change_log");
  newest.step();
  next_change = newest.integer(0) + 1;
  newest.reset();
}

Ledger::Ledger(std::unique_ptr<Store> store, bool may_write, Clock clock, std::string actor)
    : state_(std::make_unique<State>(std::move(store), std::move(clock), std::move(actor))) {
  if (!may_write) {
    auto reader = state_->store->open_reader();
    int found = schema_of(*reader);
    if (found > newest_schema()) migrate(*reader, found);
    if (found < newest_schema()) {
      throw Error(ErrorCode::conflict,
                  "This base was written by an older Kith and must be brought up to date first.",
                  "Run any command that writes, for example `kith verify`.");
    }
    return;
  }
  state_->prepare_writer();
  state_->writer = std::thread([this] { state_->run(); });
}

Ledger::~Ledger() {
  if (!state_->writer.joinable()) return;
  {
    std::lock_guard lock(state_->mutex);
    state_->stopping = true;
  }
  state_->arrived.notify_all();
  state_->writer.join();
}

// A writer that is alone needs no savepoint, which would copy every page before it is changed: where it
// fails, the transaction goes as a whole.
void Ledger::State::commit_together(std::vector<Waiting*>& group) {
  const bool alone = group.size() == 1;
  try {
    connection->begin();
    for (auto* waiting : group) {
      std::int64_t change_before = next_change;
      if (!alone) connection->execute("SAVEPOINT one");
      try {
        Write write(*statements, *ids, clock(), next_change, waiting->actor.empty() ? actor : waiting->actor,
                    waiting == group.front());
        (*waiting->work)(write);
        if (!alone) connection->execute("RELEASE one");
      } catch (...) {
        waiting->failure = std::current_exception();
        next_change = change_before;
        if (alone) {
          statements->reset();
          return connection->rollback();
        }
        connection->execute("ROLLBACK TO one; RELEASE one");
      }
    }
    auto last = std::to_string(ids->take(1, clock()));
    (*statements)(
        "INSERT INTO meta(key, value) VALUES ('last_id', $1) "
        "ON CONFLICT (key) DO UPDATE SET value = excluded.value")
        .bind(1, std::string_view(last))
        .run();
    connection->commit();
    ++commits;
  } catch (...) {
    broken = std::current_exception();
    connection->rollback();
    for (auto* waiting : group) {
      if (!waiting->failure) waiting->failure = broken;
    }
  }
}

void Ledger::State::run() {
  std::unique_lock lock(mutex);
  for (;;) {
    arrived.wait(lock, [this] { return stopping || !queue.empty(); });
    if (queue.empty()) return;
    std::vector<Waiting*> group(queue.begin(), queue.end());
    queue.clear();
    if (broken) {
      for (auto* waiting : group) waiting->failure = broken;
    } else {
      committing = true;
      lock.unlock();
      commit_together(group);
      lock.lock();
      committing = false;
    }
    for (auto* waiting : group) {
      if (waiting->own)
        delete waiting;
      else
        waiting->done = true;
    }
    finished.notify_all();
  }
}

void Ledger::write(const std::function<void(Write&)>& work, Pace pace) {
  if (!state_->writer.joinable()) throw Error(ErrorCode::internal, "The ledger was opened for reading only.");
  const std::function<void(Write&)> tried = [&](Write& write) {
    work(write);
    throw TakenBack{};
  };
  const bool dry = DryRun::on();
  State::Waiting waiting{dry ? &tried : &work, acting_name(), nullptr, false};
  std::unique_lock lock(state_->mutex);
  state_->queue.push_back(&waiting);
  if (state_->committing && pace == Pace::awaited) state_->waited_until = steady_now();
  state_->arrived.notify_one();
  state_->finished.wait(lock, [&] { return waiting.done; });
  lock.unlock();
  if (!waiting.failure) return;
  try {
    std::rethrow_exception(waiting.failure);
  } catch (const TakenBack&) {
    // All went well, and nothing stays.
  }
}

void Ledger::write_soon(std::function<void(Write&)> work) {
  if (!state_->writer.joinable() || DryRun::on()) return;
  auto waiting = std::make_unique<State::Waiting>();
  waiting->own = std::move(work);
  waiting->work = &waiting->own;
  waiting->actor = acting_name();
  std::lock_guard lock(state_->mutex);
  state_->queue.push_back(waiting.release());
  state_->arrived.notify_one();
}

bool Ledger::others_wait() const noexcept {
  return state_->waited_until != 0 && steady_now() - state_->waited_until < 1000;
}

std::unique_ptr<Read> Ledger::read() {
  std::unique_ptr<Reader> reader;
  {
    std::lock_guard lock(state_->readers_mutex);
    if (!state_->idle_readers.empty()) {
      reader = std::move(state_->idle_readers.back());
      state_->idle_readers.pop_back();
    }
  }
  if (!reader) reader = std::make_unique<Reader>(state_->store->open_reader());
  return std::make_unique<Read>(std::move(reader), [state = state_.get()](std::unique_ptr<Reader> idle) {
    std::lock_guard lock(state->readers_mutex);
    if (state->idle_readers.size() < state->readers_kept) state->idle_readers.push_back(std::move(idle));
  });
}

void Ledger::keep_readers(std::size_t most) {
  std::lock_guard lock(state_->readers_mutex);
  state_->readers_kept = most;
  if (state_->idle_readers.size() > most) state_->idle_readers.resize(most);
}

bool Ledger::may_write() const noexcept { return state_->writer.joinable(); }
std::uint64_t Ledger::commits() const noexcept { return state_->commits; }
std::int64_t Ledger::now() const { return state_->clock(); }
Store& Ledger::store() noexcept { return *state_->store; }

}  // namespace kith::ledger
