#include <memory>

#include "cli/attribute_label.h"
#include "cli/commands.h"
#include "cli/lens_query.h"
#include "service/explore_values.h"

namespace kith::cli {
namespace {

std::string share(std::int64_t part, std::int64_t whole) {
  if (whole == 0) return "";
  const auto tenths = (part * 1000 + whole / 2) / whole;
  return std::to_string(tenths / 10) + "." + std::to_string(tenths % 10) + "%";
}

nlohmann::json counts_json(const std::vector<service::NamedCount>& counts) {
  auto json = nlohmann::json::array();
  for (const auto& each : counts) json.push_back({{"name", each.name}, {"records", each.records}});
  return json;
}

nlohmann::json facets_json(const service::ValueFacets& facets) {
  nlohmann::json json = {{"records", facets.records},
                         {"supplied", facets.supplied},
                         {"distinct", facets.distinct},
                         {"verdicts", nlohmann::json::object()},
                         {"reasons", counts_json(facets.reasons)},
                         {"values", nlohmann::json::array()},
                         {"patterns", counts_json(facets.patterns)}};
  for (std::size_t i = 0; i < facets.verdicts.size(); ++i)
    json["verdicts"][std::string(name_of(static_cast<Verdict>(i)))] = facets.verdicts[i];
  for (const auto& value : facets.values)
    json["values"].push_back(
        {{"value", value.value}, {"records", value.records}, {"verdict", name_of(value.verdict)}});
  return json;
}

std::string counted_table(const Session& session, const char* title, std::int64_t whole,
                          const std::vector<std::pair<std::string, std::int64_t>>& rows) {
  Table table({{session.say(title), Table::Align::left, 48},
               {session.say("Records"), Table::Align::right},
               {session.say("Share"), Table::Align::right}});
  for (const auto& [name, count] : rows) table.add({harmless(name), grouped(count), share(count, whole)});
  return table.empty() ? "" : table.print(session.colour()) + "\n";
}

std::string facets_text(const Session& session, const service::ValueFacets& facets) {
  std::vector<std::pair<std::string, std::int64_t>> verdicts, reasons, values, patterns;
  for (std::size_t i = 0; i < facets.verdicts.size(); ++i) {
    if (facets.verdicts[i] != 0)
      verdicts.emplace_back(session.say(std::string(name_of(static_cast<Verdict>(i))).c_str()),
                            facets.verdicts[i]);
  }
  for (const auto& each : facets.reasons) reasons.emplace_back(each.name, each.records);
  for (const auto& each : facets.values) values.emplace_back(each.value, each.records);
  for (const auto& each : facets.patterns) patterns.emplace_back(each.name, each.records);
  std::string text = counted_table(session, "Value", facets.supplied, values) +
                     counted_table(session, "Pattern", facets.supplied, patterns) +
                     counted_table(session, "Verdict", facets.supplied, verdicts) +
                     counted_table(session, "Reason", facets.supplied, reasons);
  text += session.say(Text(
              "{records} records, {supplied} of them from files that have it; {distinct} different values.",
              {{"records", grouped(facets.records)},
               {"supplied", grouped(facets.supplied)},
               {"distinct", grouped(facets.distinct)}})) +
          "\n";
  return text;
}

}  // namespace

void add_facets(CLI::App& app, Session& session) {
  struct Words {
    service::ValueScope scope;
    std::size_t limit = 20;
  };
  auto words = std::make_shared<Words>();
  auto* command = app.add_subcommand(
      "facets", session.say("Count the values, patterns, verdicts and reasons of an attribute"));
  command->add_option("attribute", words->scope.attribute, session.say("Which attribute"))->required();
  command->add_option("--source", words->scope.source, session.say("Only records of this source"));
  command->add_option("--batch", words->scope.batch, session.say("Only records of this batch"));
  command->add_option("--where", words->scope.where,
                      session.say("Only where this holds: attribute:operator:value; may be repeated"));
  command->add_option("--limit", words->limit, session.say("At most so many rows; 0: all"));
  command->callback([&session, words] {
    auto home = session.open(service::Access::write);
    auto progress = session.progress();
    auto& lens = home->lens(progress, session.cancel);
    const auto facets = service::facets_of(query_of(lens), words->scope, words->limit);
    progress.done();
    note_reading(*home, words->scope.attribute);
    session.json ? session.print_json(facets_json(facets)) : session.print(facets_text(session, facets));
  });
}

}  // namespace kith::cli
