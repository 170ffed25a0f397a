#include "cli/rule_report.h"

namespace kith::cli {

nlohmann::json hits_json(const Session& session, const std::vector<service::RuleHits>& hits) {
  auto json = nlohmann::json::array();
  for (const auto& each : hits) {
    nlohmann::json entry = {{"rule", each.rule.name},
                            {"severity", name_of(each.rule.severity)},
                            {"sentence", session.say(sentence_of(each.rule))},
                            {"checked", each.checked},
                            {"hits", each.hits},
                            {"by_source", nlohmann::json::object()},
                            {"rows", nlohmann::json::array()}};
    for (const auto& [source, count] : each.by_source) entry["by_source"][source] = count;
    for (const auto& row : each.rows)
      entry["rows"].push_back({{"record", to_string(row.record)},
                               {"source", row.source},
                               {"batch", row.batch},
                               {"row", row.row},
                               {"value", row.value},
                               {"beside", row.beside}});
    json.push_back(std::move(entry));
  }
  return json;
}

std::string hits_text(const Session& session, const std::vector<service::RuleHits>& hits) {
  using Align = Table::Align;
  Table table({{session.say("Rule"), Align::left, 36},
               {session.say("Demands"), Align::left, 60},
               {session.say("Severity")},
               {session.say("Asked"), Align::right},
               {session.say("Hits"), Align::right}});
  for (const auto& each : hits)
    table.add({each.rule.name, session.say(sentence_of(each.rule)),
               session.say(std::string(name_of(each.rule.severity)).c_str()), grouped(each.checked),
               grouped(each.hits)});
  auto text = table.empty() ? session.say("There are no rules.") + "\n" : table.print(session.colour());
  for (const auto& each : hits) {
    if (each.rows.empty()) continue;
    Table rows({{session.say("Record")},
                {session.say("Source")},
                {session.say("Batch"), Align::right},
                {session.say("Row"), Align::right},
                {session.say("Value"), Align::left, 50},
                {session.say("Beside"), Align::left, 50}});
    for (const auto& row : each.rows)
      rows.add({to_string(row.record), row.source, std::to_string(row.batch), std::to_string(row.row),
                harmless(row.value), harmless(row.beside)});
    text += "\n" + each.rule.name + "\n" + rows.print(session.colour());
  }
  return text;
}

}  // namespace kith::cli
