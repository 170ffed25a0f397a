#include "service/export_desk.h"

#include <filesystem>

#include <nlohmann/json.hpp>

#include "base/error.h"
#include "ledger/catalogue.h"
#include "service/customer_list.h"
#include "service/export_table.h"

namespace kith::service {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;

constexpr std::int64_t kept_for_ms = 86400000;

fs::path folder_of(Home& home, ledger::JobId id) {
  return fs::path(home.folder()) / "exports" / to_string(id);
}

// Exports of days gone by.
void remove_old(Office& office) {
  std::error_code ignored;
  for (const auto& entry : fs::directory_iterator(fs::path(office.home().folder()) / "exports", ignored)) {
    auto id = parse_id<ledger::JobKind>(entry.path().filename().string());
    auto job = id ? ledger::find_job(office.ledger().read()->sql(), *id) : std::nullopt;
    if (!job || office.ledger().now() - job->created_at > kept_for_ms) fs::remove_all(entry.path(), ignored);
  }
}

// A folder in memory where the system has one, else in the home; gone at the end in any case.
class WorkFolder {
 public:
  WorkFolder(Home& home, ledger::JobId id) {
    std::error_code failure;
    fs::path base = fs::is_directory("/dev/shm", failure) ? fs::path("/dev/shm") : fs::path(home.folder());
    unsigned char random[12];
    random_bytes(random);
    path_ = base / ("kith-" + to_string(id) + "-" + to_hex(random));
    fs::create_directory(path_);
    fs::permissions(path_, fs::perms::owner_all);
  }
  ~WorkFolder() {
    std::error_code ignored;
    fs::remove_all(path_, ignored);
  }
  WorkFolder(const WorkFolder&) = delete;
  WorkFolder& operator=(const WorkFolder&) = delete;
  const fs::path& path() const noexcept { return path_; }

 private:
  fs::path path_;
};

CustomerQuery matching_in(const json& words) {
  CustomerQuery query;
  query.search = words.at("matching").value("q", "");
  query.filters = words.at("matching").value("filters", std::vector<std::string>());
  return query;
}

}  // namespace

ledger::Job begin_export(Office& office, JobDesk& jobs, const Actor& actor, const std::string& words) {
  actor.require("exports.run");
  bool all = actor.sees_all_rows();
  for (const auto& attribute : ledger::all_attributes(office.ledger().read()->sql()))
    all = all && actor.access_to(attribute) >= FieldAccess::read;
  if (!all)
    throw Error(ErrorCode::denied, "An export has all customers and attributes; your role sees only some.",
                "Ask somebody who sees all.");
  const auto asked = json::parse(words);
  if (asked.contains("matching")) {
    const auto table = export_table_named(asked.at("table").get<std::string>());
    if (table != ExportTable::customers && table != ExportTable::values)
      throw Error(ErrorCode::bad_input,
                  "Only customers and their values can be chosen by search and filters.",
                  "Leave them out, or choose another table.", {{}, 0, "matching"});
    matching_sql(office, actor, matching_in(asked));  // throws for what is no filter
  }
  return jobs.enqueue(actor, "export", words);
}

std::string run_export(Office& office, const ledger::Job& job, Progress& progress, const Cancel& cancel) {
  remove_old(office);
  auto words = json::parse(job.words);
  auto table = words.at("table").get<std::string>(), format = words.at("format").get<std::string>();
  ExportRequest request;
  request.table = export_table_named(table).value_or(ExportTable::customers);
  request.format = export_format_named(format).value_or(ExportFormat::csv);
  request.lossless = words.value("lossless", false);
  request.language = words.value("language", "en") == "zh" ? Language::zh : Language::en;
  if (words.contains("batch")) request.batch = words["batch"].get<std::int64_t>();
  // Who exports sees all.
  if (words.contains("matching"))
    request.matching = matching_sql(office, operator_at_the_machine(request.language), matching_in(words));
  WorkFolder work(office.home(), job.id);
  request.path = (work.path() / (table + "." + format)).string();
  auto report = export_table(office.home(), request, progress, cancel);
  auto folder = folder_of(office.home(), job.id);
  json files = json::array(), pieces = json::array();
  for (std::size_t i = 0; i < report.files.size(); ++i) {
    auto part = folder / std::to_string(i);
    fs::create_directories(part);
    files.push_back(fs::path(report.files[i]).filename().string());
    pieces.push_back(seal_whole_file(report.files[i], part.string(), office.home().keyring().lens(),
                                     to_string(job.id) + "/" + std::to_string(i)));
  }
  return json({{"id", to_string(job.id)},
               {"table", table},
               {"format", format},
               {"rows", report.rows},
               {"bytes", report.bytes},
               {"files", files},
               {"pieces", pieces}})
      .dump();
}

OpenedExport open_export(Office& office, JobDesk& jobs, const Actor& actor, ledger::JobId id,
                         std::size_t part) {
  actor.require("exports.run");
  auto all = actor;
  all.rights.emplace_back("jobs.read");
  auto job = jobs.find(all, id).job;
  if (job.kind != "export" || job.state != ledger::JobState::done ||
      (job.created_by != actor.id && !actor.may("users.manage")))
    throw Error(ErrorCode::not_found, "There is no such export.", "Make it again.");
  auto result = json::parse(job.result);
  if (part >= result["files"].size() || !fs::exists(folder_of(office.home(), id)))
    throw Error(ErrorCode::not_found, "There is no such export.", "Make it again.");
  OpenedExport opened;
  opened.name = result["files"][part].get<std::string>();
  opened.keeps = std::make_shared<MemoryFile>();
  opened.path = opened.keeps->path();
  open_pieces((folder_of(office.home(), id) / std::to_string(part)).string(),
              result["pieces"][part].get<std::int64_t>(), office.home().keyring().lens(),
              to_string(id) + "/" + std::to_string(part), *opened.keeps);
  ledger::ActingAs as(actor.id);
  office.ledger().write([&](ledger::Write& write) { write.audit("export.fetch", to_string(id), "{}"); });
  return opened;
}

}  // namespace kith::service
