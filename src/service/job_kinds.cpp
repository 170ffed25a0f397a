// The work behind each kind of job.
#include <nlohmann/json.hpp>

#include "service/edit_matching.h"
#include "service/export_desk.h"
#include "service/hooks.h"
#include "service/import_desk.h"
#include "service/jobs.h"
#include "service/resolve_records.h"
#include "service/source_folder.h"
#include "service/undo_import.h"
#include "service/value_desk.h"
#include "service/verify_home.h"

namespace kith::service {
namespace {

using nlohmann::json;

std::string run_undo(Office& office, const ledger::Job& job, Progress& progress, const Cancel& cancel) {
  auto words = json::parse(job.words);
  auto report = undo_import(office.home(), words.at("batch").get<std::int64_t>(), progress, cancel);
  office.home().lens(progress, cancel);
  return json({{"batch", report.batch},
               {"records", report.records},
               {"facts", report.facts},
               {"rejects", report.rejects},
               {"customers_changed", report.customers_changed}})
      .dump();
}

std::string run_collect(Office& office, const ledger::Job& job, Progress& progress, const Cancel& cancel) {
  auto words = json::parse(job.words);
  CollectOptions options;
  options.source = words.value("source", "");
  auto files = json::array();
  for (const auto& file : collect_files(office.home(), options, progress, cancel)) {
    json entry = {{"source", file.source},   {"name", file.name},   {"state", name_of(file.state)},
                  {"records", file.records}, {"facts", file.facts}, {"rejects", file.rejects}};
    if (file.batch != 0) entry["batch"] = file.batch;
    if (!file.reason.empty())
      entry["reason"] = {{"en", file.reason.render(Language::en)}, {"zh", file.reason.render(Language::zh)}};
    files.push_back(std::move(entry));
  }
  return json({{"files", files}}).dump();
}

std::string run_resolve(Office& office, const ledger::Job&, Progress& progress, const Cancel& cancel) {
  auto report = resolve_records(office.home(), progress, cancel);
  return json({{"records", report.records},
               {"customers", report.customers},
               {"created", report.created},
               {"merged", report.merged},
               {"split", report.split},
               {"moved", report.moved},
               {"contradictions", report.contradictions},
               {"pairs_scored", report.statistics.pairs_scored},
               {"predicted_recall", report.model.predicted_recall},
               {"generic_values", report.generic_values},
               {"seconds", report.seconds}})
      .dump();
}

std::string run_verify(Office& office, const ledger::Job&, Progress& progress, const Cancel& cancel) {
  auto report = verify_home(office.home(), progress, cancel);
  auto checks = json::array();
  for (const auto& check : report.checks)
    checks.push_back(
        {{"name", check.name},
         {"sound", check.sound},
         {"detail", {{"en", check.detail.render(Language::en)}, {"zh", check.detail.render(Language::zh)}}}});
  return json({{"sound", report.sound()}, {"checks", checks}, {"audit_head", report.audit.head}}).dump();
}

}  // namespace

void add_standard_kinds(JobDesk& jobs) {
  jobs.add_kind("preview", run_preview);
  jobs.add_kind("import", run_import);
  jobs.add_kind("undo", run_undo);
  jobs.add_kind("resolve", run_resolve);
  jobs.add_kind("export", run_export);
  jobs.add_kind("verify", run_verify);
  jobs.add_kind("restandardise", run_restandardise);
  jobs.add_kind("collect", run_collect);
  jobs.add_kind("hook", run_hook);
  jobs.add_kind("edit", run_edit);
  jobs.add_kind("unedit", run_edit_undo);
}

}  // namespace kith::service
