// Long work of a served base: durable jobs, run one after the other, with progress, cancel and retry.
//
// States: queued → running → done | failed | cancelled, each step entered in the ledger before it is told.
// A job that was running when its process died is queued again, up to three attempts: what it had half done
// was taken back when the base was opened (service/take_back.h).
// Two threads: one for what needs the writer or the lens, one for looking at files that are to be imported.
#pragma once
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/error.h"
#include "ledger/work.h"
#include "service/office.h"

namespace kith::service {

/// How far a running job is.
struct JobProgress {
  std::string phase;  ///< in the language of who began it
  std::uint64_t done = 0, total = 0;
};

struct JobView {
  ledger::Job job;
  JobProgress progress;
};

class JobDesk {
 public:
  /// Does the work and returns its result as JSON. Throws Error.
  using Work = std::function<std::string(Office&, const ledger::Job&, Progress&, const Cancel&)>;
  /// Told whenever a job moves, on the thread that moved it.
  using Listener = std::function<void(const JobView&)>;

  explicit JobDesk(Office& office);
  ~JobDesk();
  JobDesk(const JobDesk&) = delete;
  JobDesk& operator=(const JobDesk&) = delete;

  /// REQUIRES that start() has not been called.
  void add_kind(const std::string& kind, Work work);
  void listen(Listener listener) { listener_ = std::move(listener); }
  void start();
  /// Stops what runs, leaving it queued, and waits for it.
  void stop();

  /// Throws Error(denied) without the right that the kind needs.
  ledger::Job enqueue(const Actor& actor, const std::string& kind, const std::string& words);
  JobView find(const Actor& actor, ledger::JobId id);
  std::vector<JobView> list(const Actor& actor, std::int64_t before, std::size_t limit);
  JobView cancel(const Actor& actor, ledger::JobId id);
  /// Throws Error(conflict) for one that has not failed and was not cancelled.
  ledger::Job retry(const Actor& actor, ledger::JobId id);
  std::size_t open_jobs() const;

 private:
  struct State;
  void run(bool looking);
  void work_on(ledger::Job job, bool looking);
  void tell(const ledger::Job& job);
  JobView view_of(ledger::Job job);

  Office& office_;
  Listener listener_;
  std::unique_ptr<State> state_;
};

/// The right that a kind of job needs; empty for an unknown kind.
std::string_view right_for(std::string_view kind) noexcept;

/// The kinds that the service brings along: those of right_for().
void add_standard_kinds(JobDesk& jobs);

/// A failure as JSON: code, the sentences, and the place.
std::string problem_json(const Error& error, Language language);

}  // namespace kith::service
