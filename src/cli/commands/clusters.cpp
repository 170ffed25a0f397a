#include <memory>

#include "cli/change_report.h"
#include "cli/commands.h"
#include "cli/lens_query.h"
#include "service/explore_values.h"
#include "service/restandardise.h"

namespace kith::cli {
namespace {

nlohmann::json clusters_json(const service::FoundClusters& found) {
  nlohmann::json json = {{"distinct", found.distinct},
                         {"clusters", found.clusters},
                         {"records", found.records},
                         {"items", nlohmann::json::array()}};
  for (const auto& cluster : found.found) {
    nlohmann::json item = {
        {"value", cluster.value}, {"records", cluster.records}, {"others", nlohmann::json::array()}};
    for (const auto& other : cluster.others)
      item["others"].push_back({{"name", other.name}, {"records", other.records}});
    json["items"].push_back(std::move(item));
  }
  return json;
}

std::string clusters_text(const Session& session, const service::FoundClusters& found) {
  Table table({{session.say("Would become"), Table::Align::left, 40},
               {session.say("Records"), Table::Align::right},
               {session.say("From"), Table::Align::left, 70}});
  for (const auto& cluster : found.found) {
    std::string others;
    for (const auto& other : cluster.others)
      others += (others.empty() ? "" : " · ") + harmless(other.name) + " ×" + grouped(other.records);
    table.add({harmless(cluster.value), grouped(cluster.records), others});
  }
  std::string text = table.empty() ? "" : table.print(session.colour());
  text += session.say(
              Text("{clusters} clusters among {distinct} different values; {records} records would change.",
                   {{"clusters", grouped(found.clusters)},
                    {"distinct", grouped(found.distinct)},
                    {"records", grouped(found.records)}})) +
          "\n";
  return text;
}

}  // namespace

void add_clusters(CLI::App& app, Session& session) {
  struct Words {
    service::ValueScope scope;
    std::string method = "fingerprint";
    std::size_t limit = 20;
    bool fix = false, apply = false;
  };
  auto words = std::make_shared<Words>();
  auto* command = app.add_subcommand(
      "clusters", session.say("Find values of an attribute that may be one written in several ways"));
  command->add_option("attribute", words->scope.attribute, session.say("Which attribute"))->required();
  command->add_option("--method", words->method,
                      session.say("How alike is told: fingerprint, pairs, phonetic, pinyin, distance"));
  command->add_option("--source", words->scope.source, session.say("Only records of this source"));
  command->add_option("--batch", words->scope.batch, session.say("Only records of this batch"));
  command->add_option("--where", words->scope.where,
                      session.say("Only where this holds: attribute:operator:value; may be repeated"));
  command->add_option("--limit", words->limit, session.say("At most so many rows; 0: all"));
  command->add_flag("--fix", words->fix,
                    session.say("Show what making each of the clusters listed one value changes"));
  command->add_flag("--apply", words->apply, session.say("With --fix: write it"));
  command->callback([&session, words] {
    const auto method = service::cluster_method(words->method);
    auto home = session.open(service::Access::write);
    auto progress = session.progress();
    service::FoundClusters found;
    {
      auto& lens = home->lens(progress, session.cancel);
      found = service::clusters_of(query_of(lens), words->scope, method, words->limit);
    }
    note_reading(*home, words->scope.attribute);
    if (!words->fix) {
      progress.done();
      return session.json ? session.print_json(clusters_json(found))
                          : session.print(clusters_text(session, found));
    }
    service::RestandardiseRequest request;
    request.dry_run = !words->apply;
    request.corrections = service::corrections_of(words->scope, found.found);
    service::RestandardiseReport report;
    if (!request.corrections.empty())
      report = service::restandardise(*home, request, progress, session.cancel);
    if (report.batch != 0) home->lens(progress, session.cancel);
    progress.done();
    if (session.json) return session.print_json(change_json(report));
    session.print(change_text(session, report));
    if (request.dry_run && report.changed != 0) session.print(session.say("Say --apply to write it.") + "\n");
  });
}

}  // namespace kith::cli
