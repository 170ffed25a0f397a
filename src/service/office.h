// What the verbs of a served base share: the home, the trail of reads, the lens for many at a time.
#pragma once
#include <atomic>
#include <condition_variable>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "service/actor.h"
#include "service/home.h"

namespace kith::service {

/// Reads of personal data on their way into the audit chain. They are written by a thread of their own, a few
/// at a time, within a twentieth of a second: who looks at a customer does not wait for an import to let go
/// of the writer. What a killed process had not written yet is lost; changes are never entered this way.
class ReadTrail {
 public:
  explicit ReadTrail(ledger::Ledger& ledger);
  ~ReadTrail();
  /// `detail`: JSON with ids and counts, never personal data.
  void note(const Actor& actor, std::string action, std::string object, std::string detail = "{}");
  /// Returns when all that was noted before is durable.
  void flush();

 private:
  struct Entry {
    std::string actor, action, object, detail;
  };
  void run();

  ledger::Ledger& ledger_;
  std::mutex mutex_;
  std::condition_variable arrived_, written_;
  std::vector<Entry> waiting_;
  std::uint64_t noted_ = 0, done_ = 0;
  bool stopping_ = false;
  std::thread thread_;
};

/// What a reader of the lens looks at.
enum class LensFor {
  everything,
  customers  ///< and records, not orders, events or interactions: these come all the time where a site
             ///< collects
};

class SearchIndex;

class Office {
 public:
  explicit Office(Home& home);
  ~Office();

  Home& home() noexcept { return home_; }
  ledger::Ledger& ledger() noexcept { return home_.ledger(); }
  ReadTrail& trail() noexcept { return trail_; }
  SearchIndex& search() noexcept { return *search_; }

  /// The lens for reading, brought up to the newest change of what is looked at; where a job has it, as that
  /// job found it. Who comes while it is brought up for somebody else waits for that, two seconds at most.
  /// Throws Error(busy) while it is made for the first time.
  LensView lens(LensFor what = LensFor::everything);
  /// The Lens itself, for as long as the lock lives, after waiting as lens() does. Throws Error(busy) where a
  /// job has it.
  std::unique_lock<std::mutex> lens_turn();
  /// The same, without its lock where a job has it.
  std::unique_lock<std::mutex> try_lens_turn();

 private:
  Home& home_;
  ReadTrail trail_;
  void bring_up(std::int64_t newest);

  std::atomic<std::int64_t> lens_at_{-1};
  std::mutex refresh_mutex_;
  std::condition_variable refreshed_;
  bool refreshing_ = false;  // for a reader; a job that has the turn is none
  std::unique_ptr<SearchIndex> search_;
};

/// A position in a list, sealed: it holds values of customers and goes into addresses.
std::string seal_cursor(Home& home, std::string_view position);
/// Throws Error(bad_input) for a text that seal_cursor() of this home did not make.
std::string open_cursor(Home& home, std::string_view cursor);

}  // namespace kith::service
