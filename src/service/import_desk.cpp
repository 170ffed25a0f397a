#include "service/import_desk.h"

#include <filesystem>

#include <nlohmann/json.hpp>
#include <sys/stat.h>

#include "base/error.h"
#include "ledger/batches.h"
#include "ledger/catalogue.h"
#include "ledger/dry_run.h"
#include "service/mapping_json.h"
#include "service/resolve_new_records.h"
#include "service/resolve_records.h"
#include "service/sealed_file.h"

namespace kith::service {
namespace {

using nlohmann::json;

std::string folder_of(Home& home, ledger::UploadId id) {
  return (std::filesystem::path(home.folder()) / "uploads" / to_string(id)).string();
}

SecretKey key_of(const ledger::Upload& upload) { return SecretKey::from_bytes(upload.secret); }

// The upload's bytes as a file that has a name and no place on a disk: a link to memory, in a folder of its
// own.
class OpenedUpload {
 public:
  OpenedUpload(Home& home, const ledger::Upload& upload) : link_(folder_of(home, upload.id) + "/open") {
    open_pieces(folder_of(home, upload.id), upload.pieces, key_of(upload), to_string(upload.id), memory_);
    std::error_code ignored;
    std::filesystem::remove_all(link_, ignored);
    std::filesystem::create_directory(link_);
    path_ = link_ + "/" + std::filesystem::path(upload.name).filename().string();
    std::filesystem::create_symlink(memory_.path(), path_);
  }
  ~OpenedUpload() {
    std::error_code ignored;
    std::filesystem::remove_all(link_, ignored);
  }
  OpenedUpload(const OpenedUpload&) = delete;
  OpenedUpload& operator=(const OpenedUpload&) = delete;
  const std::string& path() const noexcept { return path_; }

 private:
  MemoryFile memory_;
  std::string link_, path_;
};

// Its own or, for who manages users, anybody's.
ledger::Upload upload_of(ledger::Statements& sql, const Actor& actor, ledger::UploadId id) {
  auto upload = ledger::find_upload(sql, id);
  if (!upload || (upload->created_by != actor.id && !actor.may("users.manage")))
    throw Error(ErrorCode::not_found, "There is no such upload.", "Begin it again.");
  return *upload;
}

ledger::Draft draft_of(ledger::Statements& sql, ledger::DraftId id) {
  auto draft = ledger::find_draft(sql, id);
  if (!draft) throw Error(ErrorCode::not_found, "There is no such import.", "Begin it again.");
  return *draft;
}

DraftView view_of(ledger::Statements& sql, ledger::Draft draft) {
  DraftView view{std::move(draft), {}, 0};
  if (auto upload = ledger::find_upload(sql, view.draft.upload)) {
    view.file = upload->name;
    view.bytes = upload->bytes;
  } else if (view.draft.batch != 0) {
    if (auto batch = ledger::find_batch(sql, view.draft.batch)) {
      view.file = batch->file;
      view.bytes = batch->file_bytes;
    }
  }
  return view;
}

void check_source(ledger::Statements& sql, const std::string& name) {
  if (!ledger::find_source(sql, name))
    throw Error(ErrorCode::bad_input, Text("There is no source named {name}.", {{"name", name}}),
                "The list of sources has them all.", {{}, 0, "source"});
}

void remove_bytes(Home& home, ledger::UploadId id) {
  if (ledger::DryRun::on()) return;
  std::error_code ignored;
  std::filesystem::remove_all(folder_of(home, id), ignored);
}

bool is_under_way(const ledger::Draft& draft) {
  return draft.state == "committing" || draft.state == "previewing";
}

[[noreturn]] void under_way() {
  throw Error(ErrorCode::conflict, "A job works on this import.",
              "Wait until it has finished, or cancel it.");
}

ImportRequest request_of(const ledger::Draft& draft, const std::string& path) {
  ImportRequest request;
  request.file = path;
  request.source = draft.source;
  if (!draft.kind.empty()) request.kind = batch_kind(draft.kind);
  request.read = read_options_of(draft.read);
  if (!draft.mapping.empty()) request.mapping_text = mapping_toml(draft.mapping);
  auto options = draft.options.empty() ? json::object() : json::parse(draft.options);
  request.mode = ledger::batch_mode(options.value("mode", ""));
  request.key = options.value("key", "");
  if (options.contains("mends")) request.mends = options["mends"].get<std::int64_t>();
  return request;
}

// The same failure with the names of files as the person knows them.
Error without_folders(const Error& error, const std::string& folder) {
  auto plain = [&](const Text& text) {
    auto arguments = text.arguments();
    for (auto& [name, value] : arguments) {
      for (auto at = value.find(folder); at != std::string::npos; at = value.find(folder))
        value.erase(at, folder.size() + 1);
    }
    return Text(text.key(), arguments);
  };
  auto place = error.place();
  if (place.file.rfind(folder, 0) == 0) place.file = std::filesystem::path(place.file).filename().string();
  return Error(error.code(), plain(error.sentence()), plain(error.hint()), place);
}

ledger::Draft draft_of_job(Office& office, const ledger::Job& job) {
  const auto id = parse_id<ledger::DraftKind>(json::parse(job.words).value("import", ""));
  return draft_of(office.ledger().read()->sql(), id.value_or(ledger::DraftId()));
}

// What a failed job leaves with the draft; then the failure goes on.
template <class Action>
std::string with_draft(Office& office, const ledger::Job& job, const Action& action) {
  auto words = json::parse(job.words);
  auto draft = draft_of_job(office, job);
  auto upload = ledger::find_upload(office.ledger().read()->sql(), draft.upload);
  if (!upload) throw Error(ErrorCode::not_found, "There is no such upload.", "Begin it again.");
  auto store = [&] {
    office.ledger().write([&](ledger::Write& write) { ledger::update_draft(write, draft); });
  };
  try {
    OpenedUpload opened(office.home(), *upload);
    auto result = action(draft, words, opened.path());
    draft.problem.clear();
    store();
    return result;
  } catch (const Error& failed) {
    auto error = without_folders(failed, folder_of(office.home(), upload->id) + "/open");
    // What comes after the batch stands may fail; the import has not.
    draft.state = draft.batch != 0 ? "done" : error.code() == ErrorCode::cancelled ? "draft" : "failed";
    draft.problem = problem_json(error, Language::en);
    store();
    throw error;
  }
}

}  // namespace

ledger::Upload begin_upload(Office& office, const Actor& actor, const std::string& name, std::int64_t bytes) {
  actor.require("imports.write");
  if (name.find('/') != std::string::npos || name == "." || name == "..")
    throw Error(ErrorCode::bad_input, "This is no name of a file.", "Give the name without its folders.",
                {{}, 0, "name"});
  if (bytes > most_upload_bytes)
    throw Error(ErrorCode::bad_input, "The file is too large to be uploaded.",
                "Import it with `kith import` on the server; up to 4 GiB can be uploaded.", {{}, 0, "bytes"});
  ledger::Upload upload;
  upload.name = name;
  upload.bytes = bytes;
  upload.secret.resize(SecretKey::size);
  random_bytes(upload.secret);
  upload.created_by = actor.id;
  office.ledger().write([&](ledger::Write& write) {
    upload.id = ledger::add_upload(write, upload);
    upload.created_at = write.now();
  });
  std::filesystem::create_directories(folder_of(office.home(), upload.id));
  ::chmod((std::filesystem::path(office.home().folder()) / "uploads").c_str(), 0700);
  return upload;
}

ledger::Upload find_upload(Office& office, const Actor& actor, ledger::UploadId id) {
  actor.require("imports.write");
  return upload_of(office.ledger().read()->sql(), actor, id);
}

ledger::Upload continue_upload(Office& office, const Actor& actor, ledger::UploadId id, std::int64_t offset,
                               std::string_view piece) {
  actor.require("imports.write");
  auto upload = upload_of(office.ledger().read()->sql(), actor, id);
  auto size = static_cast<std::int64_t>(piece.size());
  if (offset != upload.arrived || offset + size > upload.bytes || size == 0) {
    throw Error(ErrorCode::conflict,
                Text("The upload goes on at byte {offset}.", {{"offset", std::to_string(upload.arrived)}}),
                "Ask how many bytes have arrived, then send what comes after them.");
  }
  seal_piece(folder_of(office.home(), id), upload.pieces, piece, key_of(upload), to_string(id));
  office.ledger().write([&](ledger::Write& write) {
    auto now = upload_of(write.sql, actor, id);
    if (now.arrived != offset)
      throw Error(ErrorCode::conflict,
                  Text("The upload goes on at byte {offset}.", {{"offset", std::to_string(now.arrived)}}),
                  "Ask how many bytes have arrived, then send what comes after them.");
    upload.arrived += size;
    ++upload.pieces;
    ledger::update_upload(write, upload);
  });
  return upload;
}

void drop_upload(Office& office, const Actor& actor, ledger::UploadId id) {
  actor.require("imports.write");
  office.ledger().write([&](ledger::Write& write) {
    upload_of(write.sql, actor, id);
    for (const auto& draft : ledger::all_drafts(write.sql)) {
      if (draft.upload == id && is_under_way(draft)) under_way();
    }
    ledger::remove_upload(write, id);
  });
  remove_bytes(office.home(), id);
}

DraftView add_draft(Office& office, const Actor& actor, const ledger::Draft& wanted) {
  actor.require("imports.write");
  read_options_of(wanted.read);
  ledger::Draft draft = wanted;
  draft.state = "draft";
  draft.created_by = actor.id;
  DraftView view;
  office.ledger().write([&](ledger::Write& write) {
    auto upload = upload_of(write.sql, actor, draft.upload);
    if (upload.arrived != upload.bytes)
      throw Error(ErrorCode::conflict, "The file has not arrived whole.", "Send the rest of it first.");
    check_source(write.sql, draft.source);
    view = view_of(write.sql, draft_of(write.sql, ledger::add_draft(write, draft)));
  });
  return view;
}

DraftView find_draft(Office& office, const Actor& actor, ledger::DraftId id) {
  actor.require("imports.read");
  auto read = office.ledger().read();
  return view_of(read->sql(), draft_of(read->sql(), id));
}

std::vector<DraftView> list_drafts(Office& office, const Actor& actor) {
  actor.require("imports.read");
  std::vector<DraftView> views;
  auto read = office.ledger().read();
  for (auto& draft : ledger::all_drafts(read->sql())) views.push_back(view_of(read->sql(), std::move(draft)));
  return views;
}

DraftView edit_draft(Office& office, const Actor& actor, ledger::Draft draft) {
  actor.require("imports.write");
  read_options_of(draft.read);
  if (!draft.mapping.empty()) mapping_toml(draft.mapping);
  DraftView view;
  office.ledger().write([&](ledger::Write& write) {
    auto stored = draft_of(write.sql, draft.id);
    if (is_under_way(stored)) under_way();
    if (stored.state == "done")
      throw Error(ErrorCode::conflict, "This import is done.", "Undo its batch to take it back.");
    check_source(write.sql, draft.source);
    draft.state = "draft";
    draft.preview.clear();
    draft.problem.clear();
    ledger::update_draft(write, draft);
    view = view_of(write.sql, draft);
  });
  return view;
}

void drop_draft(Office& office, const Actor& actor, ledger::DraftId id) {
  actor.require("imports.write");
  ledger::UploadId upload;
  office.ledger().write([&](ledger::Write& write) {
    auto draft = draft_of(write.sql, id);
    if (is_under_way(draft)) under_way();
    upload = draft.upload;
    ledger::remove_draft(write, id);
    ledger::remove_upload(write, upload);
  });
  remove_bytes(office.home(), upload);
}

namespace {

ledger::Job begin_job(Office& office, JobDesk& jobs, const Actor& actor, ledger::DraftId id, const char* kind,
                      const char* state, const json& words) {
  actor.require("imports.write");
  ledger::Draft draft;
  office.ledger().write([&](ledger::Write& write) {
    draft = draft_of(write.sql, id);
    if (is_under_way(draft)) under_way();
    if (draft.state == "done")
      throw Error(ErrorCode::conflict, "This import is done.", "Undo its batch to take it back.");
    draft.state = state;
    ledger::update_draft(write, draft);
  });
  auto job = jobs.enqueue(actor, kind, words.dump());
  office.ledger().write([&](ledger::Write& write) {
    auto now = draft_of(write.sql, id);
    now.job = job.id;
    ledger::update_draft(write, now);
  });
  return job;
}

}  // namespace

ledger::Job preview_draft(Office& office, JobDesk& jobs, const Actor& actor, ledger::DraftId id) {
  return begin_job(office, jobs, actor, id, "preview", "previewing", {{"import", to_string(id)}});
}

ledger::Job commit_draft(Office& office, JobDesk& jobs, const Actor& actor, ledger::DraftId id,
                         const CommitOptions& options) {
  if (options.resolve) actor.require("customers.merge");
  json words = {{"import", to_string(id)}, {"again", options.again}, {"resolve", options.resolve}};
  if (options.confirmed_gone) words["confirmed_gone"] = *options.confirmed_gone;
  return begin_job(office, jobs, actor, id, "import", "committing", words);
}

std::string run_preview(Office& office, const ledger::Job& job, Progress& progress, const Cancel& cancel) {
  return with_draft(office, job, [&](ledger::Draft& draft, const json&, const std::string& path) {
    auto request = request_of(draft, path);
    request.dry_run = true;
    request.threads = 1;
    draft.preview = report_json(import_file(office.home(), request, progress, cancel));
    draft.state = "ready";
    draft.job = job.id;
    return draft.preview;
  });
}

namespace {

// What an import said that died after its batch stood.
ImportReport report_of(const ledger::Batch& batch) {
  ImportReport report;
  report.batch = batch.number;
  report.layout = layout_from_json(batch.layout);
  report.counts.resize(report.layout.outputs.size());
  report.rows = static_cast<std::uint64_t>(batch.file_rows);
  report.records = static_cast<std::uint64_t>(batch.records);
  report.facts = static_cast<std::uint64_t>(batch.facts);
  report.rejects = static_cast<std::uint64_t>(batch.rejects);
  report.unchanged = static_cast<std::uint64_t>(batch.unchanged);
  report.replaced = static_cast<std::uint64_t>(batch.replaced);
  report.gone = static_cast<std::uint64_t>(batch.gone);
  report.mended = static_cast<std::uint64_t>(batch.mended);
  return report;
}

// The batch that the draft has become already.
std::optional<ledger::Batch> stored_batch(Office& office, const ledger::Draft& draft) {
  if (draft.batch == 0) return std::nullopt;
  return ledger::find_batch(office.ledger().read()->sql(), draft.batch);
}

// A job that died after its batch stood goes on behind it.
ImportReport import_once(Office& office, ledger::Draft& draft, ImportRequest& request, Progress& progress,
                         const Cancel& cancel) {
  if (const auto stands = stored_batch(office, draft)) return report_of(*stands);
  request.on_stored = [&draft](ledger::Write& write, const ledger::Batch& batch) {
    auto stored = draft_of(write.sql, draft.id);
    stored.batch = batch.number;
    ledger::update_draft(write, stored);
    draft.batch = batch.number;
  };
  return import_file(office.home(), request, progress, cancel);
}

}  // namespace

std::string run_import(Office& office, const ledger::Job& job, Progress& progress, const Cancel& cancel) {
  if (const auto draft = draft_of_job(office, job); draft.state == "done" && draft.job == job.id) {
    if (const auto stands = stored_batch(office, draft)) return report_json(report_of(*stands));
  }
  ledger::UploadId upload;
  auto result =
      with_draft(office, job, [&](ledger::Draft& draft, const json& words, const std::string& path) {
        auto request = request_of(draft, path);
        request.again = words.value("again", false);
        if (words.contains("confirmed_gone"))
          request.confirmed_gone = words["confirmed_gone"].get<std::int64_t>();
        auto report = import_once(office, draft, request, progress, cancel);
        draft.batch = report.batch;
        draft.preview.clear();
        draft.state = "done";
        draft.job = job.id;
        upload = draft.upload;
        if (words.value("resolve", false)) {
          const bool known = can_resolve_new(office.home());
          if (!known ||
              resolve_new_records(office.home(), progress, cancel, 0, most_after_import).waiting > 0)
            resolve_records(office.home(), progress, cancel);
          office.home().lens(progress, cancel);
        }
        return report_json(report);
      });
  // The rows stand in the ledger now, as received.
  office.ledger().write([&](ledger::Write& write) { ledger::remove_upload(write, upload); });
  remove_bytes(office.home(), upload);
  return result;
}

lens::ReadOptions read_options_of(const std::string& text) {
  lens::ReadOptions options;
  auto read = text.empty() ? json::object() : json::parse(text, nullptr, false);
  if (!read.is_object()) return options;
  if (read.contains("format")) {
    for (auto format : lens::all_formats) {
      if (lens::name_of(format) == read["format"].get<std::string>()) options.format = format;
    }
    if (!options.format)
      throw Error(ErrorCode::bad_input, "There is no such format.", "Leave it out: it is found out.",
                  {{}, 0, "read.format"});
  }
  if (read.contains("encoding")) options.encoding = read["encoding"].get<std::string>();
  auto one = [&](const char* name) -> std::optional<char> {
    if (!read.contains(name)) return std::nullopt;
    auto value = read[name].get<std::string>();
    if (value == "tab" || value == "\\t") return '\t';
    if (value.empty()) return '\0';
    return value[0];
  };
  if (auto delimiter = one("delimiter")) options.delimiter = *delimiter;
  if (auto quote = one("quote")) options.quote = *quote;
  if (read.contains("header")) options.header = read["header"].get<bool>();
  if (read.contains("header_line")) options.header_line = read["header_line"].get<std::uint64_t>();
  if (read.contains("sheet")) options.sheet = read["sheet"].get<std::string>();
  return options;
}

}  // namespace kith::service
