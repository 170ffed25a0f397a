#include "service/office.h"

#include <chrono>

#include "base/error.h"

namespace kith::service {

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
  written_.wait(lock, [this] { return waiting_.size() < 20000; });
  waiting_.push_back({actor.id, std::move(action), std::move(object), std::move(detail)});
  ++noted_;
  arrived_.notify_one();
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
    std::vector<Entry> entries;
    entries.swap(waiting_);
    lock.unlock();
    try {
      // Each under the name of who read: one transaction would have one name.
      for (std::size_t begin = 0; begin < entries.size();) {
        auto end = begin;
        while (end < entries.size() && entries[end].actor == entries[begin].actor) ++end;
        ledger::ActingAs as(entries[begin].actor);
        ledger_.write([&](ledger::Write& write) {
          for (auto i = begin; i < end; ++i)
            write.audit(entries[i].action, entries[i].object, entries[i].detail);
        });
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

Office::Office(Home& home) : home_(home), trail_(home.ledger()) {
  home_.keep_lens_open();
  home_.ledger().keep_readers(8);
}

LensView Office::lens() {
  std::int64_t newest = 0;
  {
    auto read = ledger().read();
    newest = ledger::newest_change(*read);
  }
  if (lens_at_.load() != newest) {
    std::unique_lock turn(home_.lens_turn(), std::try_to_lock);
    if (turn.owns_lock()) {
      Progress silent;
      Cancel never;
      home_.lens(silent, never);
      lens_at_ = newest;
    }
  }
  auto view = home_.lens_view();
  if (!view.reader)
    throw Error(ErrorCode::busy, "The base is being prepared for reading.", "Try again in a moment.");
  return view;
}

std::unique_lock<std::mutex> Office::lens_turn() {
  std::unique_lock turn(home_.lens_turn(), std::try_to_lock);
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
