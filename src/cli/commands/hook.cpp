#include <memory>

#include "base/error.h"
#include "cli/commands.h"
#include "service/hooks.h"

namespace kith::cli {
namespace {

struct HookWords {
  service::HookEdit edit;
  std::string id;
  bool drop = false, yes = false;
};

// Under which the server takes messages; host and port are whatever `kith serve` listens at.
std::string path_of(const service::HookView& view) { return "/hooks/" + to_string(view.hook.id); }

nlohmann::json as_json(const service::HookView& view) {
  return {{"id", to_string(view.hook.id)},  {"path", path_of(view)},
          {"name", view.hook.name},         {"source", view.source},
          {"scheme", view.hook.scheme},     {"header", view.hook.header},
          {"rows", view.hook.row_path},     {"enabled", view.hook.enabled},
          {"waiting", view.queue.messages}, {"failed", view.hook.failed_at != 0}};
}

void show_made(const Session& session, const service::HookMade& made) {
  if (session.json) {
    auto json = as_json(made.view);
    json["secret"] = made.secret;
    return session.print_json(json);
  }
  session.print(session.say(Text("Incoming webhook {id} takes messages for {source} at {path}.",
                                 {{"id", to_string(made.view.hook.id)},
                                  {"source", made.view.source},
                                  {"path", path_of(made.view)}})) +
                "\n" + session.say(Text("Its secret, shown this once: {secret}", {{"secret", made.secret}})) +
                "\n");
}

void add_adding(CLI::App* hook, Session& session) {
  auto words = std::make_shared<HookWords>();
  words->edit.scheme = "standard";
  auto* command = hook->add_subcommand("add", session.say("Make an address for another system"));
  command->add_option("name", words->edit.name, session.say("What it is called"))->required();
  command->add_option("--source", words->edit.source, session.say("Source that the messages belong to"))
      ->required();
  command
      ->add_option("--kind", words->edit.kind,
                   session.say("What a row is: customers, orders, events, interactions; else found out"))
      ->check(CLI::IsMember({"customers", "orders", "events", "interactions"}));
  auto* header = command->add_option(
      "--header", words->edit.header,
      session.say("Signed by HMAC-SHA256 of the body in this header, as X-Signature-256; else by the "
                  "Standard Webhooks rules"));
  command->add_option("--rows", words->edit.row_path,
                      session.say("Where the rows stand in the body, as data.items"));
  command->add_option("--secret", words->edit.secret,
                      session.say("The secret that the other system made; else one is made"));
  command->callback([&session, words, header] {
    if (header->count() > 0) words->edit.scheme = "hmac";
    auto home = session.open(service::Access::write);
    service::Office office(*home);
    show_made(session,
              service::add_hook(office, service::operator_at_the_machine(session.language), words->edit));
  });
}

void add_listing(CLI::App* hook, Session& session) {
  hook->add_subcommand("list", session.say("List them, with what waits"))->callback([&session] {
    auto home = session.open(service::Access::read);
    service::Office office(*home);
    const auto views = service::list_hooks(office, service::operator_at_the_machine(session.language));
    if (session.json) {
      auto json = nlohmann::json::array();
      for (const auto& view : views) json.push_back(as_json(view));
      return session.print_json(json);
    }
    Table table({{session.say("Incoming webhook"), Table::Align::left, 24},
                 {session.say("Called"), Table::Align::left, 30},
                 {session.say("Source"), Table::Align::left, 24},
                 {session.say("Waiting"), Table::Align::right, 9},
                 {session.say("State"), Table::Align::left, 12}});
    for (const auto& view : views)
      table.add({to_string(view.hook.id), view.hook.name, view.source, grouped(view.queue.messages),
                 session.say(!view.hook.enabled         ? "off"
                             : view.hook.failed_at != 0 ? "failed"
                                                        : "ready")});
    session.print(table.empty() ? session.say("No incoming webhook yet; `kith hook add` makes one.") + "\n"
                                : table.print(session.colour()));
  });
}

void add_rotating(CLI::App* hook, Session& session) {
  auto words = std::make_shared<HookWords>();
  auto* command = hook->add_subcommand("secret", session.say("Make a new secret; the old one ends"));
  command->add_option("id", words->id, session.say("Incoming webhook, as `kith hook list` shows it"))
      ->required();
  command->callback([&session, words] {
    auto home = session.open(service::Access::write);
    service::Office office(*home);
    show_made(session,
              service::rotate_hook(office, service::operator_at_the_machine(session.language), words->id));
  });
}

void add_removing(CLI::App* hook, Session& session) {
  auto words = std::make_shared<HookWords>();
  auto* command = hook->add_subcommand("remove", session.say("Remove one; what it brought stays"));
  command->add_option("id", words->id, session.say("Incoming webhook, as `kith hook list` shows it"))
      ->required();
  command->add_flag("--drop", words->drop, session.say("Drop messages that wait to be imported"));
  command->add_flag("--yes", words->yes, session.say("Do not ask"));
  command->callback([&session, words] {
    auto home = session.open(service::Access::write);
    if (!session.agrees(Text("Remove the incoming webhook {id}?", {{"id", words->id}}), words->yes)) return;
    service::Office office(*home);
    service::remove_hook(office, service::operator_at_the_machine(session.language), words->id, words->drop);
    if (session.json) return session.print_json({{"removed", words->id}});
    session.print(session.say(Text("Incoming webhook {id} is removed.", {{"id", words->id}})) + "\n");
  });
}

}  // namespace

void add_hook(CLI::App& app, Session& session) {
  auto* hook = app.add_subcommand(
      "hook", session.say("Incoming webhooks: addresses at which other systems leave messages"));
  hook->require_subcommand(1);
  add_adding(hook, session);
  add_listing(hook, session);
  add_rotating(hook, session);
  add_removing(hook, session);
}

}  // namespace kith::cli
