#include <memory>

#include "cli/attribute_label.h"
#include "cli/commands.h"
#include "service/complete_values.h"

namespace kith::cli {
namespace {

std::string percent(double share) { return std::to_string(static_cast<int>(share * 100 + 0.5)) + "%"; }

nlohmann::json report_json(const service::CompletionReport& report) {
  nlohmann::json json = {{"on", report.on},
                         {"filled", report.filled},
                         {"customers", report.customers},
                         {"gaps", nlohmann::json::array()}};
  for (const auto& gap : report.gaps) {
    nlohmann::json entry = {{"attribute", gap.attribute},
                            {"customers", gap.customers},
                            {"empty", gap.empty},
                            {"value", gap.value},
                            {"sources", nlohmann::json::array()}};
    for (const auto& source : gap.sources)
      entry["sources"].push_back({{"from", source.from},
                                  {"confidence", source.confidence},
                                  {"customers", source.customers},
                                  {"example", source.example}});
    json["gaps"].push_back(std::move(entry));
  }
  return json;
}

std::string report_text(const Session& session, const service::CompletionReport& report) {
  using Align = Table::Align;
  Table table({{session.say("Attribute")},
               {session.say("Empty"), Align::right},
               {session.say("Share"), Align::right},
               {session.say("Could come from")},
               {session.say("Customers"), Align::right},
               {session.say("Confidence"), Align::right},
               {session.say("Example"), Align::left, 30}});
  for (const auto& gap : report.gaps) {
    bool first = true;
    auto add = [&](std::vector<std::string> rest) {
      std::vector<std::string> cells = {
          attribute_label(session, gap.attribute), grouped(gap.empty),
          percent(static_cast<double>(gap.empty) / static_cast<double>(gap.customers))};
      if (!first) cells = {"", "", ""};
      cells.insert(cells.end(), rest.begin(), rest.end());
      table.add(std::move(cells));
      first = false;
    };
    for (const auto& source : gap.sources)
      add({attribute_label(session, source.from), grouped(source.customers), percent(source.confidence),
           harmless(source.example)});
    if (gap.sources.empty()) add({"", "", "", ""});
  }
  return table.empty() ? session.say("No customer lacks a value.") + "\n" : table.print(session.colour());
}

}  // namespace

void add_complete(CLI::App& app, Session& session) {
  struct Words {
    bool dry_run = false, off = false;
  };
  auto words = std::make_shared<Words>();
  auto* command = app.add_subcommand(
      "complete",
      session.say("Fill gaps of customers with what their other values imply; can be switched off again"));
  command->add_flag("--dry-run", words->dry_run, session.say("Show what would happen; write nothing"));
  command->add_flag("--off", words->off, session.say("Take all filled values away again"));
  command->callback([&session, words] {
    auto home = session.open(service::Access::write);
    auto progress = session.progress();
    const auto report = words->dry_run
                            ? service::completion_gaps(*home, progress, session.cancel)
                            : service::set_completion(*home, !words->off, progress, session.cancel);
    progress.done();
    if (session.json) return session.print_json(report_json(report));
    Text::Arguments arguments{{"values", grouped(report.filled)}, {"customers", grouped(report.customers)}};
    if (words->off)
      return session.print(
          session.say(Text("Gaps are no longer filled: {customers} customers changed.", arguments)) + "\n");
    session.print(report_text(session, report));
    session.print(
        session.say(
            words->dry_run
                ? Text("{values} values of {customers} customers could be filled. Nothing was written.",
                       arguments)
                : Text("{values} values of {customers} customers were filled. `kith complete --off` takes "
                       "them "
                       "away again.",
                       arguments)) +
        "\n");
  });
}

}  // namespace kith::cli
