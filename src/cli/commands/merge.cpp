#include <memory>

#include "cli/commands.h"
#include "service/decide.h"

namespace kith::cli {

void add_merge(CLI::App& app, Session& session) {
  struct Words {
    std::vector<std::string> customers;
    std::string reason;
    bool dry_run = false, yes = false;
  };
  auto words = std::make_shared<Words>();
  auto* command =
      app.add_subcommand("merge", session.say("Join customers that are one; binds every later resolve"));
  command
      ->add_option("customer", words->customers, session.say("The customer to keep, then those that join it"))
      ->required()
      ->expected(2, 1000);
  command->add_option("--reason", words->reason, session.say("Why, for the record"));
  command->add_flag("--dry-run", words->dry_run, session.say("Show what would happen; write nothing"));
  command->add_flag("--yes,-y", words->yes, session.say("Do not ask"));
  command->callback([&session, words] {
    auto home = session.open(words->dry_run ? service::Access::read : service::Access::write);
    std::vector<CustomerId> customers;
    {
      auto read = home->ledger().read();
      for (const auto& name : words->customers)
        customers.push_back(service::customer_named(read->sql(), name));
    }
    auto report = service::merge_customers(*home, customers, words->reason, true);
    Text::Arguments arguments{{"into", to_string(report.into)},
                              {"records", grouped(report.records)},
                              {"orders", grouped(report.orders)},
                              {"events", grouped(report.events)},
                              {"interactions", grouped(report.interactions)},
                              {"count", grouped(static_cast<long long>(report.merged.size()))}};
    if (!words->dry_run) {
      if (!session.agrees(Text("Join {count} customers with {records} records, {orders} orders, {events} "
                               "events and {interactions} interactions to {into}?",
                               arguments),
                          words->yes))
        return;
      service::merge_customers(*home, customers, words->reason, false);
    }
    if (session.json) {
      auto merged = nlohmann::json::array();
      for (auto id : report.merged) merged.push_back(to_string(id));
      return session.print_json({{"into", to_string(report.into)},
                                 {"merged", merged},
                                 {"records", report.records},
                                 {"orders", report.orders},
                                 {"events", report.events},
                                 {"interactions", report.interactions},
                                 {"done", !words->dry_run}});
    }
    session.print(
        session.say(words->dry_run
                        ? Text("Dry run: {records} records, {orders} orders, {events} events and "
                               "{interactions} interactions would join {into}.",
                               arguments)
                        : Text("{records} records, {orders} orders, {events} events and {interactions} "
                               "interactions joined {into}; the merged ids redirect to it.",
                               arguments)) +
        "\n");
  });
}

}  // namespace kith::cli
