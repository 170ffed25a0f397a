#include <memory>

#include "base/error.h"
#include "cli/attribute_label.h"
#include "cli/commands.h"
#include "cli/lens_query.h"
#include "service/actor.h"
#include "service/personal_search.h"

namespace kith::cli {
namespace {

struct PersonalWords {
  std::string file;
  service::ValueScope scope;
  bool unmapped = false, reveal = false;
  double least = 0.5;
  std::size_t limit = 20;
};

std::string shown(const PersonalWords& words, const service::PersonalFinding& finding) {
  return words.reveal ? finding.text : service::masked(finding.text);
}

nlohmann::json report_json(const PersonalWords& words, const service::PersonalReport& report) {
  nlohmann::json json = {{"texts", report.texts},
                         {"with_findings", report.with_findings},
                         {"columns", nlohmann::json::object()},
                         {"findings", nlohmann::json::array()}};
  for (const auto& [column, kinds] : report.columns) {
    for (const auto& [kind, count] : kinds) json["columns"][column][std::string(name_of(kind))] = count;
  }
  for (const auto& finding : report.findings) {
    nlohmann::json entry = {
        {"column", finding.column},     {"row", finding.row}, {"kind", name_of(finding.kind)},
        {"from", finding.from},         {"to", finding.to},   {"confidence", finding.confidence},
        {"text", shown(words, finding)}};
    if (finding.record) entry["record"] = to_string(finding.record);
    json["findings"].push_back(std::move(entry));
  }
  return json;
}

std::string report_text(const Session& session, const PersonalWords& words,
                        const service::PersonalReport& report) {
  using Align = Table::Align;
  Table columns({{session.say("Column"), Align::left, 40},
                 {session.say("Kind")},
                 {session.say("Found"), Align::right}});
  for (const auto& [column, kinds] : report.columns) {
    for (const auto& [kind, count] : kinds)
      columns.add({harmless(column), session.say(std::string(name_of(kind)).c_str()),
                   grouped(static_cast<long long>(count))});
  }
  Table findings({{session.say("Column"), Align::left, 30},
                  {session.say("Row"), Align::right},
                  {session.say("Kind")},
                  {session.say("Bytes")},
                  {session.say("Confidence"), Align::right},
                  {session.say("Text"), Align::left, 40}});
  for (const auto& each : report.findings)
    findings.add({harmless(each.column), std::to_string(each.row),
                  session.say(std::string(name_of(each.kind)).c_str()),
                  std::to_string(each.from) + "–" + std::to_string(each.to),
                  std::to_string(static_cast<int>(each.confidence * 100 + 0.5)) + "%",
                  harmless(shown(words, each))});
  std::string text;
  if (!columns.empty()) text += columns.print(session.colour()) + "\n";
  if (!findings.empty()) text += findings.print(session.colour()) + "\n";
  text += session.say(Text("{texts} texts looked at; {found} of them hold personal data.",
                           {{"texts", grouped(static_cast<long long>(report.texts))},
                            {"found", grouped(static_cast<long long>(report.with_findings))}})) +
          "\n";
  return text;
}

}  // namespace

void add_find_personal_data(CLI::App& app, Session& session) {
  auto words = std::make_shared<PersonalWords>();
  auto* command = app.add_subcommand(
      "find-personal-data", session.say("Find names, phones, mails, papers, cards, addresses in free text"));
  command->add_option("file", words->file, session.say("A file; without one the base is looked through"));
  command->add_option("--attribute", words->scope.attribute,
                      session.say("Values of this attribute of the base"));
  command->add_flag("--unmapped", words->unmapped,
                    session.say("Columns of the base that no attribute takes"));
  command->add_option("--source", words->scope.source, session.say("Only records of this source"));
  command->add_option("--least", words->least, session.say("Only what is at least so sure, 0 to 1"))
      ->check(CLI::Range(0.0, 1.0));
  command->add_option("--limit", words->limit, session.say("Show so many places"));
  command->add_flag("--reveal", words->reveal, session.say("Show what stands there, not masked"));
  command->callback([&session, words] {
    if (!words->file.empty()) {
      auto report =
          service::find_personal_in_file(words->file, {}, words->least, words->limit, session.cancel);
      return session.json ? session.print_json(report_json(*words, report))
                          : session.print(report_text(session, *words, report));
    }
    if (words->scope.attribute.empty() && !words->unmapped)
      throw Error(ErrorCode::usage, "Where to look is missing.",
                  "Name a file, --attribute NAME, or --unmapped.");
    auto home = session.open(service::Access::write);
    auto progress = session.progress();
    auto& lens = home->lens(progress, session.cancel);
    auto report = service::find_personal_in_base(query_of(lens), words->scope, words->least, words->limit,
                                                 session.cancel);
    progress.done();
    note_reading(*home, words->scope.attribute.empty() ? "unmapped" : words->scope.attribute);
    session.json ? session.print_json(report_json(*words, report))
                 : session.print(report_text(session, *words, report));
  });
}

}  // namespace kith::cli
