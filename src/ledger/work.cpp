#include "ledger/work.h"

#include <algorithm>

namespace kith::ledger {
namespace {

constexpr JobState states[] = {JobState::queued, JobState::running, JobState::done, JobState::failed,
                               JobState::cancelled};

#define JOB_COLUMNS \
  "id, kind, state, words, created_at, created_by, started_at, ended_at, attempts, result, problem"

Job read_job(Statement& row) {
  Job job;
  job.id = JobId(row.integer(0));
  job.kind = row.text(1);
  for (auto state : states) {
    if (name_of(state) == row.text(2)) job.state = state;
  }
  job.words = row.text(3);
  job.created_at = row.integer(4);
  job.created_by = row.text(5);
  job.started_at = row.integer(6);
  job.ended_at = row.integer(7);
  job.attempts = row.integer(8);
  job.result = row.text(9);
  job.problem = row.text(10);
  return job;
}

std::vector<Job> all_jobs_of(Statement& row) {
  std::vector<Job> jobs;
  while (row.step()) jobs.push_back(read_job(row));
  return jobs;
}

void bind_or_null(Statement& statement, int parameter, std::int64_t value) {
  value != 0 ? statement.bind(parameter, value) : statement.bind_null(parameter);
}

#define UPLOAD_COLUMNS "id, name, bytes, arrived, pieces, secret, created_by, created_at"

Upload read_upload(Statement& row) {
  Upload upload;
  upload.id = UploadId(row.integer(0));
  upload.name = row.text(1);
  upload.bytes = row.integer(2);
  upload.arrived = row.integer(3);
  upload.pieces = row.integer(4);
  auto secret = row.blob(5);
  upload.secret.assign(secret.begin(), secret.end());
  upload.created_by = row.text(6);
  upload.created_at = row.integer(7);
  return upload;
}

#define DRAFT_COLUMNS                                                                                        \
  "id, upload_id, source, kind, read_options, mapping, state, job_id, batch, preview, problem, created_by, " \
  "created_at, options"

Draft read_draft(Statement& row) {
  Draft draft;
  draft.id = DraftId(row.integer(0));
  draft.upload = UploadId(row.integer(1));
  draft.source = row.text(2);
  draft.kind = row.text(3);
  draft.read = row.text(4);
  draft.mapping = row.text(5);
  draft.state = row.text(6);
  draft.job = JobId(row.integer(7));
  draft.batch = row.integer(8);
  draft.preview = row.text(9);
  draft.problem = row.text(10);
  draft.created_by = row.text(11);
  draft.created_at = row.integer(12);
  draft.options = row.text(13);
  return draft;
}

}  // namespace

std::string_view name_of(JobState state) noexcept {
  constexpr std::string_view names[] = {"queued", "running", "done", "failed", "cancelled"};
  return names[static_cast<std::size_t>(state)];
}

JobId add_job(Write& write, const std::string& kind, const std::string& words,
              const std::string& created_by) {
  JobId id(write.take_ids());
  write.sql("INSERT INTO job(" JOB_COLUMNS ") VALUES ($1, $2, 'queued', $3, $4, $5, NULL, NULL, 0, '', '')")
      .bind(1, id.value)
      .bind(2, std::string_view(kind))
      .bind(3, std::string_view(words))
      .bind(4, write.now())
      .bind(5, std::string_view(created_by))
      .run();
  return id;
}

void update_job(Write& write, const Job& job) {
  auto& update = write.sql(
      "UPDATE job SET state = $1, started_at = $2, ended_at = $3, attempts = $4, result = $5, problem = $6 "
      "WHERE id = $7");
  update.bind(1, name_of(job.state));
  bind_or_null(update, 2, job.started_at);
  bind_or_null(update, 3, job.ended_at);
  update.bind(4, job.attempts)
      .bind(5, std::string_view(job.result))
      .bind(6, std::string_view(job.problem))
      .bind(7, job.id.value)
      .run();
}

std::optional<Job> find_job(Statements& sql, JobId id) {
  auto& row = sql("SELECT " JOB_COLUMNS " FROM job WHERE id = $1");
  if (!row.bind(1, id.value).step()) return std::nullopt;
  auto job = read_job(row);
  row.reset();
  return job;
}

std::vector<Job> list_jobs(Statements& sql, std::int64_t before, std::size_t limit) {
  auto& row = sql("SELECT " JOB_COLUMNS " FROM job WHERE id < $1 ORDER BY id DESC LIMIT $2");
  row.bind(1, before != 0 ? before : INT64_MAX).bind(2, static_cast<std::int64_t>(limit));
  return all_jobs_of(row);
}

std::vector<Job> open_jobs(Statements& sql) {
  return all_jobs_of(sql("SELECT " JOB_COLUMNS " FROM job WHERE state IN ('queued', 'running') ORDER BY id"));
}

ScheduleId add_schedule(Write& write, const Schedule& schedule) {
  ScheduleId id(write.take_ids());
  auto& insert = write.sql(
      "INSERT INTO schedule(id, kind, cron, zone, enabled, words, created_by, next_at, last_job) VALUES ($1, "
      "$2, $3, $4, $5, $6, $7, $8, NULL)");
  insert.bind(1, id.value)
      .bind(2, std::string_view(schedule.kind))
      .bind(3, std::string_view(schedule.cron))
      .bind(4, std::string_view(schedule.zone))
      .bind(5, schedule.enabled ? 1 : 0)
      .bind(6, std::string_view(schedule.words))
      .bind(7, std::string_view(schedule.created_by));
  bind_or_null(insert, 8, schedule.next_at);
  insert.run();
  write.audit("schedule.add", to_string(id), "{}");
  return id;
}

void update_schedule(Write& write, const Schedule& schedule) {
  auto& update = write.sql(
      "UPDATE schedule SET cron = $1, zone = $2, enabled = $3, next_at = $4, last_job = $5 WHERE id = $6");
  update.bind(1, std::string_view(schedule.cron))
      .bind(2, std::string_view(schedule.zone))
      .bind(3, schedule.enabled ? 1 : 0);
  bind_or_null(update, 4, schedule.next_at);
  bind_or_null(update, 5, schedule.last_job.value);
  update.bind(6, schedule.id.value).run();
}

void remove_schedule(Write& write, ScheduleId id) {
  write.sql("DELETE FROM schedule WHERE id = $1").bind(1, id.value).run();
  write.audit("schedule.remove", to_string(id), "{}");
}

std::vector<Schedule> all_schedules(Statements& sql) {
  std::vector<Schedule> schedules;
  auto& row = sql(
      "SELECT id, kind, cron, zone, enabled, words, created_by, next_at, last_job FROM schedule ORDER BY id");
  while (row.step()) {
    Schedule schedule;
    schedule.id = ScheduleId(row.integer(0));
    schedule.kind = row.text(1);
    schedule.cron = row.text(2);
    schedule.zone = row.text(3);
    schedule.enabled = row.integer(4) != 0;
    schedule.words = row.text(5);
    schedule.created_by = row.text(6);
    schedule.next_at = row.integer(7);
    schedule.last_job = JobId(row.integer(8));
    schedules.push_back(schedule);
  }
  return schedules;
}

UploadId add_upload(Write& write, const Upload& upload) {
  UploadId id(write.take_ids());
  write.sql("INSERT INTO upload(" UPLOAD_COLUMNS ") VALUES ($1, $2, $3, 0, 0, $4, $5, $6)")
      .bind(1, id.value)
      .bind(2, std::string_view(upload.name))
      .bind(3, upload.bytes)
      .bind_blob(4, upload.secret)
      .bind(5, std::string_view(upload.created_by))
      .bind(6, write.now())
      .run();
  return id;
}

void update_upload(Write& write, const Upload& upload) {
  write.sql("UPDATE upload SET arrived = $1, pieces = $2 WHERE id = $3")
      .bind(1, upload.arrived)
      .bind(2, upload.pieces)
      .bind(3, upload.id.value)
      .run();
}

void remove_upload(Write& write, UploadId id) {
  write.sql("DELETE FROM upload WHERE id = $1").bind(1, id.value).run();
}

std::optional<Upload> find_upload(Statements& sql, UploadId id) {
  auto& row = sql("SELECT " UPLOAD_COLUMNS " FROM upload WHERE id = $1");
  if (!row.bind(1, id.value).step()) return std::nullopt;
  auto upload = read_upload(row);
  row.reset();
  return upload;
}

std::vector<Upload> all_uploads(Statements& sql) {
  std::vector<Upload> uploads;
  auto& row = sql("SELECT " UPLOAD_COLUMNS " FROM upload ORDER BY id");
  while (row.step()) uploads.push_back(read_upload(row));
  return uploads;
}

DraftId add_draft(Write& write, const Draft& draft) {
  DraftId id(write.take_ids());
  write
      .sql("INSERT INTO import_draft(" DRAFT_COLUMNS
           ") VALUES ($1, $2, $3, $4, $5, '', $6, NULL, NULL, '', '', $7, $8, $9)")
      .bind(1, id.value)
      .bind(2, draft.upload.value)
      .bind(3, std::string_view(draft.source))
      .bind(4, std::string_view(draft.kind))
      .bind(5, std::string_view(draft.read))
      .bind(6, std::string_view(draft.state))
      .bind(7, std::string_view(draft.created_by))
      .bind(8, write.now())
      .bind(9, std::string_view(draft.options))
      .run();
  return id;
}

void update_draft(Write& write, const Draft& draft) {
  auto& update = write.sql(
      "UPDATE import_draft SET source = $1, kind = $2, read_options = $3, mapping = $4, state = $5, job_id = "
      "$6, "
      "batch = $7, preview = $8, problem = $9, options = $10 WHERE id = $11");
  update.bind(1, std::string_view(draft.source))
      .bind(2, std::string_view(draft.kind))
      .bind(3, std::string_view(draft.read))
      .bind(4, std::string_view(draft.mapping))
      .bind(5, std::string_view(draft.state));
  bind_or_null(update, 6, draft.job.value);
  bind_or_null(update, 7, draft.batch);
  update.bind(8, std::string_view(draft.preview))
      .bind(9, std::string_view(draft.problem))
      .bind(10, std::string_view(draft.options))
      .bind(11, draft.id.value)
      .run();
}

void remove_draft(Write& write, DraftId id) {
  write.sql("DELETE FROM import_draft WHERE id = $1").bind(1, id.value).run();
}

std::optional<Draft> find_draft(Statements& sql, DraftId id) {
  auto& row = sql("SELECT " DRAFT_COLUMNS " FROM import_draft WHERE id = $1");
  if (!row.bind(1, id.value).step()) return std::nullopt;
  auto draft = read_draft(row);
  row.reset();
  return draft;
}

std::vector<Draft> all_drafts(Statements& sql) {
  std::vector<Draft> drafts;
  auto& row = sql("SELECT " DRAFT_COLUMNS " FROM import_draft ORDER BY id DESC");
  while (row.step()) drafts.push_back(read_draft(row));
  return drafts;
}

std::optional<Answered> find_answered(Statements& sql, std::string_view caller, std::string_view key) {
  auto& row = sql("SELECT request, status, body FROM answered WHERE caller = $1 AND key = $2");
  if (!row.bind(1, caller).bind(2, key).step()) return std::nullopt;
  Answered answered;
  auto digest = row.blob(0);
  std::copy_n(digest.begin(), std::min(digest.size(), answered.request.size()), answered.request.begin());
  answered.status = static_cast<int>(row.integer(1));
  answered.body = row.text(2);
  row.reset();
  return answered;
}

void put_answered(Write& write, std::string_view caller, std::string_view key, const Answered& answered) {
  write.sql("DELETE FROM answered WHERE at < $1").bind(1, write.now() - 86400000).run();
  write
      .sql(
          "INSERT INTO answered(caller, key, request, status, body, at) VALUES ($1, $2, $3, $4, $5, $6) ON "
          "CONFLICT (caller, key) DO NOTHING")
      .bind(1, caller)
      .bind(2, key)
      .bind_blob(3, answered.request)
      .bind(4, answered.status)
      .bind(5, std::string_view(answered.body))
      .bind(6, write.now())
      .run();
}

}  // namespace kith::ledger
