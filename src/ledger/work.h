// Work under way: jobs and schedules, files on their way in, answers to calls that may come twice.
#pragma once
#include <optional>
#include <string>
#include <vector>

#include "ledger/ledger.h"

namespace kith::ledger {

struct JobKind {
  static constexpr std::string_view prefix = "job";
};
struct ScheduleKind {
  static constexpr std::string_view prefix = "sch";
};
struct UploadKind {
  static constexpr std::string_view prefix = "upl";
};
struct DraftKind {
  static constexpr std::string_view prefix = "imp";
};
using JobId = Id<JobKind>;
using ScheduleId = Id<ScheduleKind>;
using UploadId = Id<UploadKind>;
using DraftId = Id<DraftKind>;

enum class JobState { queued, running, done, failed, cancelled };
std::string_view name_of(JobState state) noexcept;

struct Job {
  JobId id;
  std::string kind;
  JobState state = JobState::queued;
  std::string words;  ///< JSON: what it is asked to do
  std::int64_t created_at = 0, started_at = 0, ended_at = 0;
  std::string created_by;
  std::int64_t attempts = 0;
  std::string result, problem;  ///< JSON; empty for none
};
JobId add_job(Write& write, const std::string& kind, const std::string& words, const std::string& created_by);
/// Stores state, times, attempts, result and problem.
void update_job(Write& write, const Job& job);
std::optional<Job> find_job(Statements& sql, JobId id);
/// Newest first, with ids below `before` (0: all).
std::vector<Job> list_jobs(Statements& sql, std::int64_t before, std::size_t limit);
/// Those queued or running, oldest first.
std::vector<Job> open_jobs(Statements& sql);

struct Schedule {
  ScheduleId id;
  std::string kind, cron, zone, words, created_by;
  bool enabled = true;
  std::int64_t next_at = 0;  ///< 0: never
  JobId last_job;
};
ScheduleId add_schedule(Write& write, const Schedule& schedule);
void update_schedule(Write& write, const Schedule& schedule);
void remove_schedule(Write& write, ScheduleId id);
std::vector<Schedule> all_schedules(Statements& sql);

struct Upload {
  UploadId id;
  std::string name;
  std::int64_t bytes = 0, arrived = 0, pieces = 0;
  Bytes secret;
  std::string created_by;
  std::int64_t created_at = 0;
};
UploadId add_upload(Write& write, const Upload& upload);
/// Stores arrived and pieces.
void update_upload(Write& write, const Upload& upload);
void remove_upload(Write& write, UploadId id);
std::optional<Upload> find_upload(Statements& sql, UploadId id);
std::vector<Upload> all_uploads(Statements& sql);

/// An import that is being prepared. `read`, `mapping`, `options`, `preview`, `problem` are JSON, empty for
/// none.
struct Draft {
  DraftId id;
  UploadId upload;
  std::string source, kind, read, mapping, state, preview, problem, created_by;
  JobId job;
  std::int64_t batch = 0, created_at = 0;
  std::string options;
};
DraftId add_draft(Write& write, const Draft& draft);
void update_draft(Write& write, const Draft& draft);
void remove_draft(Write& write, DraftId id);
std::optional<Draft> find_draft(Statements& sql, DraftId id);
/// Newest first.
std::vector<Draft> all_drafts(Statements& sql);

/// The answer to a call with an Idempotency-Key.
struct Answered {
  Digest request{};
  int status = 0;
  std::string body;
};
std::optional<Answered> find_answered(Statements& sql, std::string_view caller, std::string_view key);
/// Those older than a day go.
void put_answered(Write& write, std::string_view caller, std::string_view key, const Answered& answered);

}  // namespace kith::ledger
