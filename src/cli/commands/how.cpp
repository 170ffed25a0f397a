#include <algorithm>
#include <memory>

#include "base/date.h"
#include "base/file.h"
#include "cli/attribute_label.h"
#include "cli/commands.h"
#include "service/customer_page.h"
#include "service/decide.h"
#include "service/match_html.h"

namespace kith::cli {

void add_how(CLI::App& app, Session& session) {
  struct Words {
    std::string customer, html;
  };
  auto words = std::make_shared<Words>();
  auto* command = app.add_subcommand(
      "how", session.say("How a customer came to be: every record, merge, split and change"));
  command->add_option("customer", words->customer, session.say("cus_… or one of its records rec_…"))
      ->required();
  command->add_option("--html", words->html, session.say("Write it as one self-contained page to this file"));
  command->callback([&session, words] {
    auto home = session.open(service::Access::write);
    CustomerId customer;
    service::CustomerPage page;
    std::vector<service::StoryStep> story;
    std::vector<service::RecordLink> links;
    {
      auto read = home->ledger().read();
      customer = service::customer_named(read->sql(), words->customer);
      page = service::read_customer(*read, customer, std::nullopt);
      story = service::story_of(*read, customer);
      if (!words->html.empty()) links = service::links_between(*read, page.records);
    }
    home->ledger().write(
        [&](ledger::Write& write) { write.audit("customer.history", to_string(customer), "{}"); });
    if (!words->html.empty()) {
      write_file_atomically(words->html, service::how_html({page, story, links}, session.language));
      if (!session.json)
        return session.print(session.say(Text("The report is in {path}.", {{"path", words->html}})) + "\n");
    }
    if (session.json) {
      auto json = nlohmann::json::array();
      for (const auto& step : story) {
        nlohmann::json entry = {{"change", step.change},
                                {"at", to_iso_time(step.at)},
                                {"values_changed", step.values_changed},
                                {"joined", nlohmann::json::array()},
                                {"left", nlohmann::json::array()}};
        for (auto id : step.joined) entry["joined"].push_back(to_string(id));
        for (auto id : step.left) entry["left"].push_back(to_string(id));
        entry["ended"] = nlohmann::json::array();
        for (auto id : step.ended) entry["ended"].push_back(to_string(id));
        json.push_back(entry);
      }
      return session.print_json({{"id", to_string(customer)}, {"story", json}});
    }
    std::string out = styled(to_string(customer), Style::bold, session.colour()) + "\n";
    for (const auto& step : story) {
      out += local_time(step.at) + "\n";
      for (auto id : step.joined) out += "  + " + to_string(id) + "\n";
      for (auto id : step.left) {
        const bool ended = std::find(step.ended.begin(), step.ended.end(), id) != step.ended.end();
        out += "  − " + to_string(id) +
               (ended ? "  " + session.say("replaced, or gone from its source") : "") + "\n";
      }
      if (!step.values_changed.empty()) {
        std::string names;
        for (const auto& name : step.values_changed)
          names += (names.empty() ? "" : comma(session)) + attribute_label(session, name);
        out += "  " + session.say(Text("values: {names}", {{"names", names}})) + "\n";
      }
    }
    out += "\n";
    Table table({{session.say("Record")},
                 {session.say("Source")},
                 {session.say("File"), Table::Align::left, 28},
                 {session.say("Row"), Table::Align::right},
                 {session.say("Name"), Table::Align::left, 22},
                 {session.say("Phone")},
                 {session.say("E-mail"), Table::Align::left, 30}});
    for (const auto& r : page.records) {
      auto value_of = [&](std::string_view attribute) {
        for (const auto& v : r.values) {
          if (v.attribute == attribute) return v.value;
        }
        return std::string();
      };
      table.add({to_string(r.id), r.source, r.file, std::to_string(r.row), value_of("name"),
                 value_of("phone"), value_of("email")});
    }
    session.print(out + table.print(session.colour()));
  });
}

}  // namespace kith::cli
