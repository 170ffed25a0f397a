#include "service/hooks.h"

#include <algorithm>
#include <condition_variable>
#include <filesystem>
#include <mutex>
#include <thread>
#include <unordered_map>

#include <nlohmann/json.hpp>

#include "base/date.h"
#include "base/error.h"
#include "ledger/batches.h"
#include "ledger/catalogue.h"
#include "ledger/consents.h"
#include "service/import_file.h"
#include "service/resolve_new_records.h"
#include "service/sealed_file.h"

namespace kith::service {
namespace {

using nlohmann::json;

constexpr std::int64_t second = 1000, longest_wait = 15 * second, after_failure = 600 * second;
constexpr std::int64_t window = 600 * second, enough_messages = 500;
constexpr std::size_t most_messages = 5000, most_hooks = 100, secret_bytes = 32, least_secret = 8;
constexpr int most_refused = 100;

[[noreturn]] void no_hook() {
  throw Error(ErrorCode::not_found, "There is no such incoming webhook.",
              "The list of incoming webhooks has them all.");
}

ledger::Hook found(ledger::Statements& sql, const std::string& name) {
  auto id = parse_id<ledger::HookKind>(name);
  auto hook = id ? ledger::find_hook(sql, *id) : std::nullopt;
  if (!hook) no_hook();
  return *hook;
}

std::string source_named(ledger::Statements& sql, SourceId id) {
  for (const auto& source : ledger::all_sources(sql)) {
    if (source.id == id) return source.name;
  }
  return {};
}

HookView view_of(ledger::Statements& sql, ledger::Hook hook) {
  HookView view;
  view.source = source_named(sql, hook.source);
  view.queue = ledger::queue_of(sql, hook.id);
  view.hook = std::move(hook);
  view.hook.secret.clear();
  return view;
}

// A name of a header, in lower case. Those that every call has would never hold a signature.
std::string header_name(const std::string& text) {
  std::string name;
  for (char c : text) name += c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
  const bool plain = !name.empty() && name.size() <= 100 &&
                     name.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789-_") == std::string::npos;
  if (!plain)
    throw Error(ErrorCode::bad_input, "This is no name of a header.",
                "Name the header that holds the signature, as X-Signature-256.", {{}, 0, "header"});
  return name;
}

void fill(ledger::Write& write, ledger::Hook& hook, const HookEdit& edit) {
  auto source = ledger::find_source(write.sql, edit.source);
  if (!source)
    throw Error(ErrorCode::bad_input, Text("There is no source named {name}.", {{"name", edit.source}}),
                "The list of sources has them all.", {{}, 0, "source"});
  hook.name = edit.name;
  hook.source = source->id;
  hook.kind = edit.kind;
  hook.scheme = edit.scheme;
  hook.header = edit.scheme == "standard" ? std::string() : header_name(edit.header);
  hook.row_path = edit.row_path;
  hook.enabled = edit.enabled;
}

// Standard Webhooks write the secret as base64 behind "whsec_"; others take the text as it is.
Bytes secret_of(const std::string& scheme, const std::string& text) {
  Bytes bytes(text.begin(), text.end());
  const bool coded = scheme == "standard" && text.rfind("whsec_", 0) == 0;
  if (coded) {
    bytes.clear();
    from_base64(std::string_view(text).substr(6), bytes);
  }
  if (bytes.size() < least_secret)
    throw Error(ErrorCode::bad_input, "This secret is too short.",
                "Take the one that the other system shows, or leave it out: one is made.", {{}, 0, "secret"});
  return bytes;
}

std::string fresh_secret(const std::string& scheme) {
  Bytes bytes(secret_bytes);
  random_bytes(bytes);
  return scheme == "standard" ? "whsec_" + to_base64(bytes) : to_base64url(bytes);
}

// The jobs that hooks begin by themselves.
Actor acting_for(const ledger::Hook& hook) {
  Actor actor;
  actor.id = actor.login = actor.name = to_string(hook.id);
  actor.rights = {"imports.write"};
  return actor;
}

ledger::Job begin(Office& office, JobDesk& jobs, const Actor& actor, const ledger::Hook& hook) {
  auto waiting = ledger::waiting_messages(office.ledger().read()->sql(), hook.id, 0, most_messages);
  if (waiting.empty())
    throw Error(ErrorCode::conflict, "No message waits.", "What came before was imported already.");
  json words = {{"hook", to_string(hook.id)}, {"last", waiting.back().id}};
  return jobs.enqueue(actor, "hook", words.dump());
}

// What waits as one file in memory, under a name that a person understands.
class WaitingFile {
 public:
  WaitingFile(Home& home, const ledger::Hook& hook, const std::vector<ledger::HookMessage>& messages)
      : folder_(std::filesystem::path(home.folder()) / "uploads" / to_string(hook.id)) {
    for (const auto& message : messages) memory_.append(message.rows);
    std::error_code ignored;
    std::filesystem::remove_all(folder_, ignored);
    std::filesystem::create_directories(folder_);
    std::filesystem::permissions(folder_.parent_path(), std::filesystem::perms::owner_all, ignored);
    path_ = folder_ / ("webhook-" + to_iso_time(messages.front().arrived_at).substr(0, 10) + ".ndjson");
    std::filesystem::create_symlink(memory_.path(), path_);
  }
  ~WaitingFile() {
    std::error_code ignored;
    std::filesystem::remove_all(folder_, ignored);
  }
  WaitingFile(const WaitingFile&) = delete;
  WaitingFile& operator=(const WaitingFile&) = delete;
  std::string path() const { return path_.string(); }

 private:
  MemoryFile memory_;
  std::filesystem::path folder_, path_;
};

}  // namespace

std::vector<HookView> list_hooks(Office& office, const Actor& actor) {
  actor.require("sources.read");
  std::vector<HookView> views;
  auto read = office.ledger().read();
  for (auto& hook : ledger::all_hooks(read->sql())) views.push_back(view_of(read->sql(), std::move(hook)));
  return views;
}

HookMade add_hook(Office& office, const Actor& actor, const HookEdit& edit) {
  actor.require("sources.write");
  HookMade made;
  made.secret = edit.secret.empty() ? fresh_secret(edit.scheme) : edit.secret;
  ledger::ActingAs as(actor.id);
  office.ledger().write([&](ledger::Write& write) {
    if (ledger::all_hooks(write.sql).size() >= most_hooks)
      throw Error(ErrorCode::conflict, "There are a hundred incoming webhooks already.",
                  "Remove one that is not used.");
    ledger::Hook hook;
    fill(write, hook, edit);
    hook.secret = secret_of(edit.scheme, made.secret);
    hook.created_by = actor.id;
    hook.created_at = write.now();
    hook.id = ledger::put_hook(write, hook);
    write.audit("hook.add", to_string(hook.id), "{}");
    made.view = view_of(write.sql, hook);
  });
  return made;
}

HookView edit_hook(Office& office, const Actor& actor, const std::string& id, const HookEdit& edit) {
  actor.require("sources.write");
  HookView view;
  ledger::ActingAs as(actor.id);
  office.ledger().write([&](ledger::Write& write) {
    auto hook = found(write.sql, id);
    fill(write, hook, edit);
    if (!edit.secret.empty()) hook.secret = secret_of(edit.scheme, edit.secret);
    ledger::put_hook(write, hook);
    write.audit("hook.edit", id, "{}");
    view = view_of(write.sql, hook);
  });
  return view;
}

HookMade rotate_hook(Office& office, const Actor& actor, const std::string& id) {
  actor.require("sources.write");
  HookMade made;
  ledger::ActingAs as(actor.id);
  office.ledger().write([&](ledger::Write& write) {
    auto hook = found(write.sql, id);
    made.secret = fresh_secret(hook.scheme);
    hook.secret = secret_of(hook.scheme, made.secret);
    ledger::put_hook(write, hook);
    write.audit("hook.rotate", id, "{}");
    made.view = view_of(write.sql, hook);
  });
  return made;
}

void remove_hook(Office& office, const Actor& actor, const std::string& id, bool drop) {
  actor.require("sources.write");
  ledger::ActingAs as(actor.id);
  office.ledger().write([&](ledger::Write& write) {
    auto hook = found(write.sql, id);
    auto waiting = ledger::queue_of(write.sql, hook.id).messages;
    if (waiting > 0 && !drop)
      throw Error(ErrorCode::conflict,
                  Text("{count} messages wait to be imported.", {{"count", std::to_string(waiting)}}),
                  "Import them first, or drop them with drop=true.");
    ledger::remove_hook(write, hook.id);
    write.audit("hook.remove", id, json({{"dropped", waiting}}).dump());
  });
}

ledger::Job import_waiting(Office& office, JobDesk& jobs, const Actor& actor, const std::string& id) {
  actor.require("imports.write");
  return begin(office, jobs, actor, found(office.ledger().read()->sql(), id));
}

struct HookDesk::State {
  std::mutex mutex;
  std::condition_variable changed;
  bool stopping = false;
  std::thread thread;
  struct Refused {
    std::int64_t since = 0;
    int count = 0;
  };
  std::unordered_map<std::string, Refused> refused;
};

HookDesk::HookDesk(Office& office, JobDesk& jobs)
    : office_(office), jobs_(jobs), state_(std::make_unique<State>()) {}
HookDesk::~HookDesk() { stop(); }

void HookDesk::start() {
  state_->thread = std::thread([this] {
    std::unique_lock lock(state_->mutex);
    while (!state_->stopping) {
      lock.unlock();
      try {
        round();
      } catch (const std::exception&) {
        // The ledger takes no writes just now: what waits goes on waiting.
      }
      lock.lock();
      state_->changed.wait_for(lock, std::chrono::seconds(1), [this] { return state_->stopping; });
    }
  });
}

void HookDesk::stop() {
  {
    std::lock_guard lock(state_->mutex);
    state_->stopping = true;
  }
  state_->changed.notify_all();
  if (state_->thread.joinable()) state_->thread.join();
}

bool HookDesk::take(const std::string& name, const HeaderOf& header, const std::string& body,
                    const std::string& address) {
  const auto now = office_.ledger().now();
  {
    std::lock_guard lock(state_->mutex);
    auto mine = state_->refused.find(address);
    if (mine != state_->refused.end() && now - mine->second.since < window &&
        mine->second.count > most_refused)
      throw Error(ErrorCode::busy, "Too many calls came from your address.", "Try again in ten minutes.");
  }
  auto id = parse_id<ledger::HookKind>(name);
  auto hook = id ? ledger::find_hook(office_.ledger().read()->sql(), *id) : std::nullopt;
  std::optional<std::string> message;
  if (hook && hook->enabled) message = signed_message(*hook, header, body, now / second);
  if (!message) {
    std::lock_guard lock(state_->mutex);
    if (state_->refused.size() > 50000) state_->refused.clear();
    auto& mine = state_->refused[address];
    if (now - mine.since > window) mine = {now, 0};
    ++mine.count;
    throw Error(ErrorCode::denied, "There is no such incoming webhook, or its signature does not hold.",
                "Check the address, the secret and the clock of who sends.");
  }
  ledger::HookMessage stored;
  stored.message = *message;
  for (const auto& row : rows_of_message(body, hook->row_path, *message)) stored.rows += row + "\n";
  bool fresh = false;
  ledger::ActingAs as(to_string(hook->id));
  office_.ledger().write([&](ledger::Write& write) {
    fresh = ledger::note_message(write, hook->source, "hook " + to_string(hook->id) + " " + *message);
    if (fresh && !stored.rows.empty()) ledger::add_hook_message(write, hook->id, stored);
  });
  return fresh;
}

void HookDesk::round() {
  const auto now = office_.ledger().now();
  auto hooks = ledger::all_hooks(office_.ledger().read()->sql());
  for (const auto& hook : hooks) {
    auto queue = ledger::queue_of(office_.ledger().read()->sql(), hook.id);
    const bool due =
        queue.messages >= enough_messages || (queue.messages > 0 && now - queue.oldest_at >= longest_wait);
    if (!due || (hook.failed_at != 0 && now - hook.failed_at < after_failure)) continue;
    // One at a time: the next job takes what came meanwhile.
    bool under_way = false;
    for (const auto& job : ledger::open_jobs(office_.ledger().read()->sql()))
      under_way |= job.kind == "hook" && json::parse(job.words).value("hook", "") == to_string(hook.id);
    if (!under_way) begin(office_, jobs_, acting_for(hook), hook);
  }
}

std::string run_hook(Office& office, const ledger::Job& job, Progress& progress, const Cancel& cancel) {
  auto words = json::parse(job.words);
  auto hook = found(office.ledger().read()->sql(), words.value("hook", ""));
  const auto last = words.value("last", std::int64_t{0});
  auto messages = ledger::waiting_messages(office.ledger().read()->sql(), hook.id, last, most_messages);
  if (messages.empty()) return "{\"records\":0}";
  auto ended = [&](const std::string& problem, bool taken) {
    office.ledger().write([&](ledger::Write& write) {
      if (taken) ledger::remove_messages(write, hook.id, messages.back().id);
      auto stored = ledger::find_hook(write.sql, hook.id);
      if (!stored) return;
      stored->problem = problem;
      stored->failed_at = problem.empty() ? 0 : write.now();
      ledger::put_hook(write, *stored);
    });
  };
  try {
    WaitingFile file(office.home(), hook, messages);
    ImportRequest request;
    request.file = file.path();
    request.source = source_named(office.ledger().read()->sql(), hook.source);
    request.read.format = lens::FileFormat::ndjson;
    if (!hook.kind.empty()) request.kind = batch_kind(hook.kind);
    auto report = import_file(office.home(), request, progress, cancel);
    ended({}, true);
    if (can_resolve_new(office.home())) {
      resolve_new_records(office.home(), progress, cancel, 0, most_after_import);
      office.home().lens(progress, cancel);
    }
    return json({{"batch", report.batch},
                 {"messages", messages.size()},
                 {"records", report.records},
                 {"facts", report.facts},
                 {"rejects", report.rejects}})
        .dump();
  } catch (const Error& error) {
    // A job that died after its import finds its file known.
    if (tells_known_file(error)) {
      ended({}, true);
      return json({{"messages", messages.size()}, {"known", true}}).dump();
    }
    if (error.code() != ErrorCode::cancelled) ended(problem_json(error, Language::en), false);
    throw;
  }
}

}  // namespace kith::service
