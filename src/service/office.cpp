#include "service/office.h"

#include <algorithm>
#include <chrono>

#include "base/error.h"
#include "ledger/customer_ranges.h"
#include "service/search_index.h"

namespace kith::service {
namespace {

// Bringing the lens up takes milliseconds after a change and longer after many.
constexpr auto refresh_patience = std::chrono::seconds(2);

// How long reads gather before they are written together. A commit empties what every reader of the ledger
// has in memory, and costs as much for one entry as for a hundred.
constexpr auto gathering = std::chrono::milliseconds(30);
constexpr std::size_t gathered_at_most = 1000, most_waiting = 20000;

}  // namespace

ReadTrail::ReadTrail(ledger::Ledger& ledger) : ledger_(ledger), thread_([this] { run(); }) {}

ReadTrail::~ReadTrail() {
  {
    std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  arrived_.notify_all();
  thread_.join();
}

void ReadTrail::note(const Actor& actor, std::string action, std::string object, std::string detail) {
  std::unique_lock lock(mutex_);
  // A trail that cannot be written holds readers up rather than forgetting them.
  written_.wait(lock, [this] { return waiting_.size() < most_waiting; });
  waiting_.push_back({actor.id, std::move(action), std::move(object), std::move(detail)});
  ++noted_;
  if (waiting_.size() == 1 || waiting_.size() >= gathered_at_most) arrived_.notify_one();
}

void ReadTrail::flush() {
  std::unique_lock lock(mutex_);
  auto wanted = noted_;
  written_.wait(lock, [&] { return done_ >= wanted || stopping_; });
}

void ReadTrail::run() {
  std::unique_lock lock(mutex_);
  for (;;) {
    arrived_.wait(lock, [this] { return stopping_ || !waiting_.empty(); });
    if (waiting_.empty()) return;
    arrived_.wait_for(lock, gathering, [this] { return stopping_ || waiting_.size() >= gathered_at_most; });
    std::vector<Entry> entries;
    entries.swap(waiting_);
    lock.unlock();
    try {
      // Each under the name of who read: one transaction would have one name.
      std::stable_sort(entries.begin(), entries.end(),
                       [](const Entry& a, const Entry& b) { return a.actor < b.actor; });
      for (std::size_t begin = 0; begin < entries.size();) {
        auto end = begin;
        while (end < entries.size() && entries[end].actor == entries[begin].actor) ++end;
        ledger::ActingAs as(entries[begin].actor);
        ledger_.write(
            [&](ledger::Write& write) {
              for (auto i = begin; i < end; ++i)
                write.audit(entries[i].action, entries[i].object, entries[i].detail);
            },
            ledger::Pace::unhurried);
        begin = end;
      }
    } catch (const std::exception&) {
      // The ledger takes no writes any more; every verb that writes says so.
    }
    lock.lock();
    done_ += entries.size();
    written_.notify_all();
  }
}

Office::Office(Home& home)
    : home_(home), trail_(home.ledger()), search_(std::make_unique<SearchIndex>(*this)) {
  home_.keep_lens_open();
  home_.ledger().keep_readers(8);
}

Office::~Office() = default;

// Brings the lens to `newest`, where no job has it.
void Office::bring_up(std::int64_t newest) {
  std::unique_lock gate(refresh_mutex_);
  if (!refreshed_.wait_for(gate, refresh_patience, [&] { return !refreshing_; })) return;
  if (lens_at_ >= newest) return;
  std::unique_lock turn(home_.lens_turn(), std::try_to_lock);
  if (!turn.owns_lock()) return;
  refreshing_ = true;
  gate.unlock();
  struct Done {
    Office& office;
    ~Done() {
      std::lock_guard gate(office.refresh_mutex_);
      office.refreshing_ = false;
      office.refreshed_.notify_all();
    }
  };
  // The turn ends before the waiting are told, or they would take it for a job's.
  Done done{*this};
  std::unique_lock mine = std::move(turn);
  Progress silent;
  Cancel never;
  home_.lens(silent, never);
  lens_at_ = newest;
}

LensView Office::lens(LensFor what) {
  std::int64_t newest = 0;
  {
    auto read = ledger().read();
    newest = what == LensFor::customers ? ledger::newest_change_but_facts(read->sql(), lens_at_)
                                        : ledger::newest_change(*read);
  }
  if (lens_at_ < newest) bring_up(newest);
  auto view = home_.lens_view();
  if (!view.reader)
    throw Error(ErrorCode::busy, "The base is being prepared for reading.", "Try again in a moment.");
  return view;
}

std::unique_lock<std::mutex> Office::try_lens_turn() {
  std::unique_lock gate(refresh_mutex_);
  refreshed_.wait_for(gate, refresh_patience, [&] { return !refreshing_; });
  return {home_.lens_turn(), std::try_to_lock};
}

std::unique_lock<std::mutex> Office::lens_turn() {
  auto turn = try_lens_turn();
  if (!turn.owns_lock())
    throw Error(ErrorCode::busy, "A job is working on the base.", "Try again when it has finished.");
  return turn;
}

std::string seal_cursor(Home& home, std::string_view position) {
  auto sealed = seal(home.keyring().lens(),
                     {reinterpret_cast<const unsigned char*>(position.data()), position.size()}, "cursor");
  return to_base64url(sealed);
}

std::string open_cursor(Home& home, std::string_view cursor) {
  Bytes sealed, plain;
  std::string standard(cursor);
  for (char& c : standard) c = c == '-' ? '+' : c == '_' ? '/' : c;
  if (cursor.size() > 4000 || !from_base64(standard, sealed) ||
      !open_sealed(home.keyring().lens(), sealed, "cursor", plain)) {
    throw Error(ErrorCode::bad_input, "This is no cursor of this base.",
                "Begin the list from its first page.", {{}, 0, "cursor"});
  }
  return {plain.begin(), plain.end()};
}

}  // namespace kith::service
