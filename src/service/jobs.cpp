#include "service/jobs.h"

#include <algorithm>
#include <condition_variable>
#include <set>
#include <thread>

#include <nlohmann/json.hpp>

#include "base/background.h"

namespace kith::service {
namespace {

constexpr std::int64_t most_attempts = 3;

bool is_looking(std::string_view kind) noexcept { return kind == "preview"; }

}  // namespace

std::string_view right_for(std::string_view kind) noexcept {
  constexpr std::pair<std::string_view, std::string_view> rights[] = {
      {"import", "imports.write"},  {"preview", "imports.write"},       {"undo", "imports.write"},
      {"sample", "imports.write"},  {"resolve", "customers.merge"},     {"export", "exports.run"},
      {"verify", "settings.write"}, {"restandardise", "imports.write"}, {"collect", "imports.write"},
      {"hook", "imports.write"},    {"edit", "customers.write"},        {"unedit", "customers.write"}};
  for (auto [known, right] : rights) {
    if (known == kind) return right;
  }
  return {};
}

std::string problem_json(const Error& error, Language language) {
  nlohmann::json json = {{"code", name_of(error.code())},
                         {"title", error.sentence().render(language)},
                         {"detail", error.hint().render(language)}};
  if (error.place().line != 0) json["line"] = error.place().line;
  if (!error.place().column.empty()) json["column"] = error.place().column;
  return json.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

struct JobDesk::State {
  mutable std::mutex mutex;
  std::condition_variable arrived;
  std::map<std::string, Work> kinds;
  std::vector<ledger::Job> queue[2];
  struct Running {
    std::shared_ptr<Cancel> cancel;
    JobProgress progress;
    bool wanted_gone = false;  // a person cancelled it, not the end of the process
  };
  std::map<ledger::JobId, Running> running;
  std::map<std::string, Language> languages;  // of who began it, by id
  bool stopping = false, started = false;
  std::vector<std::thread> threads;
};

JobDesk::JobDesk(Office& office) : office_(office), state_(std::make_unique<State>()) {}
JobDesk::~JobDesk() { stop(); }

void JobDesk::add_kind(const std::string& kind, Work work) { state_->kinds[kind] = std::move(work); }

void JobDesk::start() {
  for (auto& job : ledger::open_jobs(office_.ledger().read()->sql())) {
    if (job.state == ledger::JobState::running) {
      bool given_up = job.attempts >= most_attempts;
      job.state = given_up ? ledger::JobState::failed : ledger::JobState::queued;
      job.ended_at = given_up ? office_.ledger().now() : 0;
      if (given_up)
        job.problem = problem_json(Error(ErrorCode::internal, "The job ended the process three times.",
                                         "Look into the log of the server, then try again."),
                                   Language::en);
      office_.ledger().write([&](ledger::Write& write) { ledger::update_job(write, job); });
      if (given_up) continue;
    }
    state_->queue[is_looking(job.kind) ? 1 : 0].push_back(job);
  }
  state_->started = true;
  for (bool looking : {false, true}) state_->threads.emplace_back([this, looking] { run(looking); });
}

void JobDesk::stop() {
  {
    std::lock_guard lock(state_->mutex);
    state_->stopping = true;
    for (auto& [id, running] : state_->running) running.cancel->request();
  }
  state_->arrived.notify_all();
  for (auto& thread : state_->threads) thread.join();
  state_->threads.clear();
}

JobView JobDesk::view_of(ledger::Job job) {
  JobView view{std::move(job), {}};
  std::lock_guard lock(state_->mutex);
  auto running = state_->running.find(view.job.id);
  if (running != state_->running.end()) view.progress = running->second.progress;
  return view;
}

void JobDesk::tell(const ledger::Job& job) {
  if (listener_) listener_(view_of(job));
}

ledger::Job JobDesk::enqueue(const Actor& actor, const std::string& kind, const std::string& words) {
  auto right = right_for(kind);
  if (right.empty() || state_->kinds.count(kind) == 0)
    throw Error(ErrorCode::bad_input, Text("There is no job {kind}.", {{"kind", kind}}));
  actor.require(right);
  ledger::Job job;
  ledger::ActingAs as(actor.id);
  office_.ledger().write([&](ledger::Write& write) {
    auto id = ledger::add_job(write, kind, words, actor.id);
    job = *ledger::find_job(write.sql, id);
    write.audit("job.begin", to_string(id), "{\"kind\":\"" + kind + "\"}");
  });
  {
    std::lock_guard lock(state_->mutex);
    state_->languages[actor.id] = actor.language;
    state_->queue[is_looking(kind) ? 1 : 0].push_back(job);
  }
  state_->arrived.notify_all();
  tell(job);
  return job;
}

JobView JobDesk::find(const Actor& actor, ledger::JobId id) {
  actor.require("jobs.read");
  auto job = ledger::find_job(office_.ledger().read()->sql(), id);
  if (!job) throw Error(ErrorCode::not_found, "There is no such job.", "The list of jobs has them all.");
  return view_of(*job);
}

std::vector<JobView> JobDesk::list(const Actor& actor, std::int64_t before, std::size_t limit) {
  actor.require("jobs.read");
  std::vector<JobView> views;
  for (auto& job : ledger::list_jobs(office_.ledger().read()->sql(), before, limit))
    views.push_back(view_of(std::move(job)));
  return views;
}

std::size_t JobDesk::open_jobs() const {
  std::lock_guard lock(state_->mutex);
  return state_->queue[0].size() + state_->queue[1].size() + state_->running.size();
}

JobView JobDesk::cancel(const Actor& actor, ledger::JobId id) {
  actor.require("jobs.write");
  auto job = ledger::find_job(office_.ledger().read()->sql(), id);
  if (!job) throw Error(ErrorCode::not_found, "There is no such job.", "The list of jobs has them all.");
  bool queued = false;
  {
    std::lock_guard lock(state_->mutex);
    auto running = state_->running.find(id);
    if (running != state_->running.end()) {
      running->second.wanted_gone = true;
      running->second.cancel->request();
    }
    for (auto& queue : state_->queue)
      queued = std::erase_if(queue, [&](const ledger::Job& j) { return j.id == id; }) > 0 || queued;
  }
  if (queued) {
    ledger::ActingAs as(actor.id);
    office_.ledger().write([&](ledger::Write& write) {
      job->state = ledger::JobState::cancelled;
      job->ended_at = write.now();
      ledger::update_job(write, *job);
      write.audit("job.cancel", to_string(id), "{}");
    });
    tell(*job);
  }
  return view_of(*job);
}

ledger::Job JobDesk::retry(const Actor& actor, ledger::JobId id) {
  actor.require("jobs.write");
  auto job = ledger::find_job(office_.ledger().read()->sql(), id);
  if (!job) throw Error(ErrorCode::not_found, "There is no such job.", "The list of jobs has them all.");
  if (job->state != ledger::JobState::failed && job->state != ledger::JobState::cancelled)
    throw Error(ErrorCode::conflict, "Only a job that failed or was cancelled can be tried again.");
  // It is done with the eyes of who ordered it.
  if (job->kind == "edit" && job->created_by != actor.id)
    throw Error(ErrorCode::denied, "Only who ordered it can try it again.", "Order it yourself.");
  return enqueue(actor, job->kind, job->words);
}

namespace {

// Tells four times a second.
class JobProgressTeller final : public Progress {
 public:
  JobProgressTeller(Language language, std::function<void(const JobProgress&)> tell)
      : language_(language), tell_(std::move(tell)) {}
  void phase(Text name, std::uint64_t total) override {
    progress_ = {name.render(language_), 0, total};
    told_ = std::chrono::steady_clock::now();
    tell_(progress_);
  }
  void at(std::uint64_t done) override {
    progress_.done = done;
    auto now = std::chrono::steady_clock::now();
    if (now - told_ < std::chrono::milliseconds(250)) return;
    told_ = now;
    tell_(progress_);
  }

 private:
  Language language_;
  std::function<void(const JobProgress&)> tell_;
  JobProgress progress_;
  std::chrono::steady_clock::time_point told_;
};

}  // namespace

void JobDesk::work_on(ledger::Job job, bool looking) {
  auto cancel = std::make_shared<Cancel>();
  Language language = Language::en;
  {
    std::lock_guard lock(state_->mutex);
    state_->running[job.id] = {cancel, {}, false};
    auto known = state_->languages.find(job.created_by);
    if (known != state_->languages.end()) language = known->second;
  }
  ledger::ActingAs as(job.created_by);
  auto store = [&](const char* action) {
    office_.ledger().write([&](ledger::Write& write) {
      ledger::update_job(write, job);
      if (action != nullptr) write.audit(action, to_string(job.id), "{\"kind\":\"" + job.kind + "\"}");
    });
  };
  std::optional<Error> failure;
  try {
    job.state = ledger::JobState::running;
    job.started_at = office_.ledger().now();
    ++job.attempts;
    store(nullptr);
    tell(job);
    JobProgressTeller progress(language, [&](const JobProgress& now) {
      {
        std::lock_guard lock(state_->mutex);
        state_->running[job.id].progress = now;
      }
      tell(job);
    });
    std::unique_lock<std::mutex> turn;
    if (!looking) turn = std::unique_lock(office_.home().lens_turn());
    job.result = state_->kinds.at(job.kind)(office_, job, progress, *cancel);
    job.state = ledger::JobState::done;
  } catch (const Error& error) {
    failure = error;
  } catch (const std::bad_alloc&) {
    failure =
        Error(ErrorCode::no_space, "There was not enough memory.", "Give the machine more, or less work.");
  } catch (const std::exception&) {
    failure = Error(ErrorCode::internal, "The job failed for a reason that Kith does not know.",
                    "Look into the log of the server, then try again.");
  }
  bool by_person = false, stopping = false;
  {
    std::lock_guard lock(state_->mutex);
    by_person = state_->running[job.id].wanted_gone;
    stopping = state_->stopping;
  }
  const char* action = "job.end";
  if (failure) {
    bool stopped = failure->code() == ErrorCode::cancelled;
    job.state = stopped && stopping && !by_person ? ledger::JobState::queued
                : stopped                         ? ledger::JobState::cancelled
                                                  : ledger::JobState::failed;
    action = stopped ? "job.cancel" : "job.fail";
    job.problem = problem_json(*failure, language);
    if (job.state == ledger::JobState::queued) --job.attempts;
  }
  job.ended_at = job.state == ledger::JobState::queued ? 0 : office_.ledger().now();
  {
    std::lock_guard lock(state_->mutex);
    state_->running.erase(job.id);
  }
  try {
    store(action);
  } catch (const std::exception&) {
    // The ledger takes nothing any more; the job begins again with the next process.
  }
  tell(job);
}

void JobDesk::run(bool looking) {
  // Whoever looks at a customer must not wait for the import of somebody else.
  if (!looking) work_in_background();
  auto& queue = state_->queue[looking ? 1 : 0];
  std::unique_lock lock(state_->mutex);
  for (;;) {
    state_->arrived.wait(lock, [&] { return state_->stopping || !queue.empty(); });
    if (state_->stopping) return;
    auto job = queue.front();
    queue.erase(queue.begin());
    lock.unlock();
    work_on(std::move(job), looking);
    lock.lock();
  }
}

}  // namespace kith::service
