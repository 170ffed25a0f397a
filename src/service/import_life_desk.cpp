#include "service/import_life_desk.h"

#include <algorithm>

#include <nlohmann/json.hpp>

#include "base/error.h"
#include "ledger/catalogue.h"
#include "service/rejects_file.h"

namespace kith::service {
namespace {

ledger::SourceFolder folder_named(ledger::Statements& sql, const std::string& name) {
  auto source = ledger::find_source(sql, name);
  if (!source)
    throw Error(ErrorCode::not_found, Text("There is no source named {name}.", {{"name", name}}),
                "The list of sources has them all.");
  auto folder = ledger::folder_of(sql, source->id);
  if (!folder)
    throw Error(ErrorCode::not_found, Text("The source {name} has no folder.", {{"name", name}}),
                "Give it one: kith source folder NAME DIR");
  return *folder;
}

}  // namespace

std::string take_rejects(Office& office, const Actor& actor, std::int64_t batch) {
  actor.require("exports.run");
  const auto attributes = ledger::all_attributes(office.ledger().read()->sql());
  const bool sees_all =
      actor.sees_all_rows() && std::all_of(attributes.begin(), attributes.end(), [&](const auto& attribute) {
        return actor.access_to(attribute) >= FieldAccess::read;
      });
  if (!sees_all)
    throw Error(ErrorCode::denied, "Rejected rows hold what you may not see.",
                "Ask somebody who sees every row and attribute.");
  RejectsFile report;
  auto text = rejects_csv(office.ledger(), batch, actor.language, report);
  office.trail().note(
      actor, "rejects.export", "base",
      "{\"batch\":" + std::to_string(batch) + ",\"rows\":" + std::to_string(report.rows) + "}");
  return text;
}

FolderView view_folder(Office& office, const Actor& actor, const std::string& source) {
  actor.require("sources.read");
  auto read = office.ledger().read();
  const auto folder = folder_named(read->sql(), source);
  FolderView view{source, folder.path, folder.pattern, {}};
  for (const auto& schedule : ledger::all_schedules(read->sql())) {
    if (schedule.id == folder.schedule) view.schedule = schedule;
  }
  return view;
}

ledger::Job collect_folder(Office& office, JobDesk& jobs, const Actor& actor, const std::string& source) {
  actor.require("imports.write");
  folder_named(office.ledger().read()->sql(), source);
  return jobs.enqueue(actor, "collect", nlohmann::json({{"source", source}}).dump());
}

}  // namespace kith::service
