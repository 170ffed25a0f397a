#include "service/schedules.h"

#include <algorithm>
#include <chrono>
#include <condition_variable>
#include <thread>

#include "base/error.h"
#include "service/confirm_consent.h"
#include "service/cron.h"
#include "service/people.h"

namespace kith::service {
namespace {

std::int64_t next_of(const ledger::Schedule& schedule, std::int64_t now) {
  // Both are read even where it is off, so that a fault is told when it is made.
  Cron cron(schedule.cron);
  auto zone = TimeZone::named(schedule.zone);
  auto next = cron.next(now, zone);
  if (!next)
    throw Error(ErrorCode::bad_input, "This schedule never comes due.",
                "Look at day and month: they never meet.", {{}, 0, "cron"});
  return schedule.enabled ? *next : 0;
}

ledger::Schedule find(ledger::Statements& sql, ledger::ScheduleId id) {
  for (auto& schedule : ledger::all_schedules(sql)) {
    if (schedule.id == id) return schedule;
  }
  throw Error(ErrorCode::not_found, "There is no such schedule.", "The list of schedules has them all.");
}

// What nobody has to ask for, every ten minutes.
void keep_house(Office& office, std::int64_t& last) {
  const auto now = office.ledger().now();
  if (last != 0 && now - last < 600000) return;
  last = now;
  forget_recipients(office);
}

}  // namespace

struct Scheduler::State {
  std::mutex mutex;
  std::condition_variable changed;
  bool stopping = false, moved = false;
  std::thread thread;
};

Scheduler::Scheduler(Office& office, JobDesk& jobs)
    : office_(office), jobs_(jobs), state_(std::make_unique<State>()) {}
Scheduler::~Scheduler() { stop(); }

void Scheduler::start() {
  state_->thread = std::thread([this] {
    std::int64_t housekept = 0;
    std::unique_lock lock(state_->mutex);
    while (!state_->stopping) {
      lock.unlock();
      std::int64_t next = 0;
      try {
        next = begin_due();
        keep_house(office_, housekept);
      } catch (const std::exception&) {
        next = office_.ledger().now() + 60000;
      }
      // The wall clock may be set: look once a minute at least.
      auto wait = next == 0 ? 60000 : std::clamp<std::int64_t>(next - office_.ledger().now(), 10, 60000);
      lock.lock();
      state_->changed.wait_for(lock, std::chrono::milliseconds(wait),
                               [this] { return state_->stopping || state_->moved; });
      state_->moved = false;
    }
  });
}

void Scheduler::stop() {
  {
    std::lock_guard lock(state_->mutex);
    state_->stopping = true;
  }
  state_->changed.notify_all();
  if (state_->thread.joinable()) state_->thread.join();
}

std::int64_t Scheduler::begin_due() {
  auto now = office_.ledger().now();
  std::int64_t soonest = 0;
  for (auto& schedule : ledger::all_schedules(office_.ledger().read()->sql())) {
    if (!schedule.enabled || schedule.next_at == 0) continue;
    if (schedule.next_at <= now) {
      try {
        auto user = parse_id<ledger::UserKind>(schedule.created_by);
        auto actor = user ? actor_of_user(office_.ledger().read()->sql(), *user) : std::nullopt;
        // Who stood at the machine may everything still.
        if (const auto machine = operator_at_the_machine(Language::en); schedule.created_by == machine.id)
          actor = machine;
        if (actor) schedule.last_job = jobs_.enqueue(*actor, schedule.kind, schedule.words).id;
      } catch (const Error&) {
        // Its maker may not do this any more; it stays, and says by its last job that it did not run.
      }
      schedule.next_at = next_of(schedule, now);
      office_.ledger().write([&](ledger::Write& write) { ledger::update_schedule(write, schedule); });
    }
    if (soonest == 0 || schedule.next_at < soonest) soonest = schedule.next_at;
  }
  return soonest;
}

std::vector<ledger::Schedule> Scheduler::list(const Actor& actor) {
  actor.require("jobs.read");
  return ledger::all_schedules(office_.ledger().read()->sql());
}

ledger::Schedule Scheduler::add(const Actor& actor, ledger::Schedule schedule) {
  actor.require("jobs.write");
  actor.require(right_for(schedule.kind));
  schedule.created_by = actor.id;
  if (schedule.words.empty()) schedule.words = "{}";
  schedule.next_at = next_of(schedule, office_.ledger().now());
  ledger::ActingAs as(actor.id);
  office_.ledger().write([&](ledger::Write& write) { schedule.id = ledger::add_schedule(write, schedule); });
  std::lock_guard lock(state_->mutex);
  state_->moved = true;
  state_->changed.notify_all();
  return schedule;
}

ledger::Schedule Scheduler::edit(const Actor& actor, ledger::ScheduleId id, const Edit& edit) {
  actor.require("jobs.write");
  ledger::Schedule schedule;
  ledger::ActingAs as(actor.id);
  office_.ledger().write([&](ledger::Write& write) {
    schedule = find(write.sql, id);
    if (edit.cron) schedule.cron = *edit.cron;
    if (edit.zone) schedule.zone = *edit.zone;
    if (edit.enabled) schedule.enabled = *edit.enabled;
    schedule.next_at = next_of(schedule, write.now());
    ledger::update_schedule(write, schedule);
    write.audit("schedule.edit", to_string(id), "{}");
  });
  std::lock_guard lock(state_->mutex);
  state_->moved = true;
  state_->changed.notify_all();
  return schedule;
}

void Scheduler::remove(const Actor& actor, ledger::ScheduleId id) {
  actor.require("jobs.write");
  ledger::ActingAs as(actor.id);
  office_.ledger().write([&](ledger::Write& write) {
    find(write.sql, id);
    ledger::remove_schedule(write, id);
  });
}

}  // namespace kith::service
