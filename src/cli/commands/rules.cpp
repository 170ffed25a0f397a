#include <algorithm>
#include <functional>
#include <memory>

#include "base/error.h"
#include "base/file.h"
#include "cli/commands.h"
#include "cli/lens_query.h"
#include "cli/rule_report.h"
#include "ledger/house_texts.h"
#include "service/check_rules.h"
#include "service/rule_file.h"

namespace kith::cli {
namespace {

struct RuleWords {
  std::string file, rule;
  std::vector<std::string> assignments;
  std::size_t rows = 0;
  bool apply = false;
};

std::string severity_text(const Session& session, const quality::Rule& rule) {
  auto text = session.say(std::string(name_of(rule.severity)).c_str());
  for (const auto& [source, severity] : rule.sources)
    text += " · " + source + ": " + session.say(severity ? std::string(name_of(*severity)).c_str() : "off");
  return text;
}

void list_rules(const Session& session) {
  auto home = session.open(service::Access::read);
  auto read = home->ledger().read();
  const auto rules = service::standing_rules(read->sql());
  if (session.json) {
    const auto text = ledger::house_text(read->sql(), "rules");
    auto json = nlohmann::json::array();
    for (const auto& rule : rules)
      json.push_back({{"name", rule.name},
                      {"attribute", rule.attribute},
                      {"check", name_of(rule.check)},
                      {"severity", name_of(rule.severity)},
                      {"sentence", session.say(sentence_of(rule))}});
    return session.print_json({{"version", text.version}, {"toml", text.text}, {"rules", json}});
  }
  Table table({{session.say("Rule"), Table::Align::left, 36},
               {session.say("Demands"), Table::Align::left, 70},
               {session.say("Severity"), Table::Align::left, 40}});
  for (const auto& rule : rules)
    table.add({rule.name, session.say(sentence_of(rule)), severity_text(session, rule)});
  session.print(table.empty() ? session.say("No rules stand yet; `kith rules suggest` proposes some.") + "\n"
                              : table.print(session.colour()));
}

void show_rules(const Session& session) {
  auto home = session.open(service::Access::read);
  session.print(ledger::house_text(home->ledger().read()->sql(), "rules").text);
}

void put_rules(const Session& session, service::Home& home, const std::string& toml) {
  const auto rules = service::rules_from_toml(toml, "rules");
  std::int64_t version = 0;
  home.ledger().write([&](ledger::Write& write) {
    version = ledger::put_house_text(write, "rules", toml);
    write.audit("rules.put", "rules", "{\"version\":" + std::to_string(version) + "}");
  });
  if (session.json) return session.print_json({{"version", version}, {"rules", rules.size()}});
  session.print(session.say(Text("{count} rules stand, version {version}. They hold for what comes.",
                                 {{"count", grouped(static_cast<long long>(rules.size()))},
                                  {"version", std::to_string(version)}})) +
                "\n");
}

void set_rules(const Session& session, const std::string& file) {
  const auto toml = read_file(file);
  service::rules_from_toml(toml, file);
  auto home = session.open(service::Access::write);
  put_rules(session, *home, toml);
}

// Rules of `toml` that `others` has not word for word, with what they hit.
std::vector<service::RuleHits> hits_of_changed(Session& session, service::Home& home, const RuleWords& words,
                                               const std::vector<quality::Rule>& rules,
                                               const std::vector<quality::Rule>& others) {
  std::vector<quality::Rule> changed;
  for (const auto& rule : rules) {
    const auto text = service::rules_to_toml({rule});
    if (std::none_of(others.begin(), others.end(),
                     [&](const auto& other) { return service::rules_to_toml({other}) == text; }))
      changed.push_back(rule);
  }
  auto progress = session.progress();
  auto hits = service::check_rules(query_of(home.lens(progress, session.cancel)), changed,
                                   home.ledger().now() / 86400000, words.rows, session.cancel);
  progress.done();
  if (words.rows != 0) note_reading(home, "rules");
  return hits;
}

// Shows what goes and what comes; writes it where that was asked for.
void change_rules(Session& session, const RuleWords& words,
                  const std::function<std::string(std::string_view)>& change) {
  auto home = session.open(service::Access::write);
  const auto before = ledger::house_text(home->ledger().read()->sql(), "rules").text;
  const auto after = change(before);
  const auto old_rules = service::standing_rules(home->ledger().read()->sql());
  const auto new_rules = service::rules_from_toml(after, "rules");
  const auto gone = hits_of_changed(session, *home, words, old_rules, new_rules),
             come = hits_of_changed(session, *home, words, new_rules, old_rules);
  if (!session.json) {
    if (!gone.empty()) session.print(session.say("Before:") + "\n" + hits_text(session, gone) + "\n");
    if (!come.empty()) session.print(session.say("After:") + "\n" + hits_text(session, come) + "\n");
  }
  if (words.apply) return put_rules(session, *home, after);
  if (session.json)
    return session.print_json(
        {{"toml", after}, {"before", hits_json(session, gone)}, {"after", hits_json(session, come)}});
  session.print(session.say("Say --apply to write it.") + "\n");
}

// `file`: rules to try; empty: those that stand.
void check(Session& session, const RuleWords& words, const std::string& file) {
  std::vector<quality::Rule> rules;
  if (!file.empty()) rules = service::rules_from_toml(read_file(file), file);
  auto home = session.open(service::Access::write);
  if (file.empty()) rules = service::standing_rules(home->ledger().read()->sql());
  if (!words.rule.empty()) {
    std::erase_if(rules, [&](const auto& rule) { return rule.name != words.rule; });
    if (rules.empty())
      throw Error(ErrorCode::not_found, Text("There is no rule {word}.", {{"word", words.rule}}),
                  "`kith rules list` lists them.");
  }
  auto progress = session.progress();
  auto& lens = home->lens(progress, session.cancel);
  const auto hits = service::check_rules(query_of(lens), rules, home->ledger().now() / 86400000, words.rows,
                                         session.cancel);
  progress.done();
  if (words.rows != 0) note_reading(*home, "rules");
  session.json ? session.print_json(hits_json(session, hits)) : session.print(hits_text(session, hits));
}

void suggest(Session& session) {
  auto home = session.open(service::Access::write);
  auto progress = session.progress();
  auto& lens = home->lens(progress, session.cancel);
  const auto rules = service::suggest_rules(query_of(lens));
  progress.done();
  const auto toml = service::rules_to_toml(rules);
  session.json ? session.print_json({{"toml", toml}, {"rules", rules.size()}}) : session.print(toml);
}

void add_changes(CLI::App& command, Session& session, const std::shared_ptr<RuleWords>& words) {
  auto* add =
      command.add_subcommand("add", session.say("Show what one more rule would hit; --apply adds it"));
  auto* change = command.add_subcommand(
      "change", session.say("Show what a rule with other keys would hit; --apply takes it"));
  auto* drop = command.add_subcommand("drop", session.say("Show a rule that would go; --apply drops it"));
  for (auto* each : {change, drop})
    each->add_option("rule", words->rule, session.say("Name of the rule"))->required();
  for (auto* each : {add, change})
    each->add_option("keys", words->assignments,
                     session.say("KEY=VALUE, as attribute=phone check=required severity=warn"))
        ->required();
  for (auto* each : {add, change, drop}) {
    each->add_option("--rows", words->rows, session.say("Show so many records of each rule"));
    each->add_flag("--apply", words->apply, session.say("Write it; without this it is only shown"));
  }
  add->callback([&session, words] {
    change_rules(session, *words,
                 [&](std::string_view toml) { return service::rules_with(toml, {}, words->assignments); });
  });
  change->callback([&session, words] {
    change_rules(session, *words, [&](std::string_view toml) {
      return service::rules_with(toml, words->rule, words->assignments);
    });
  });
  drop->callback([&session, words] {
    change_rules(session, *words,
                 [&](std::string_view toml) { return service::rules_without(toml, words->rule); });
  });
}

}  // namespace

void add_rules(CLI::App& app, Session& session) {
  auto words = std::make_shared<RuleWords>();
  auto* command = app.add_subcommand(
      "rules", session.say("What is demanded of values: list, try, change, check, suggest"));
  command->require_subcommand(1);
  command->add_subcommand("list", session.say("List the rules that stand"))->callback([&session] {
    list_rules(session);
  });
  auto* attempt =
      command->add_subcommand("try", session.say("Count what the rules of a file would hit; change nothing"));
  attempt->add_option("file", words->file, session.say("TOML file"))->required();
  auto* set = command->add_subcommand("set", session.say("Take the rules from a TOML file"));
  set->add_option("file", words->file, session.say("TOML file"))->required();
  auto* check_command = command->add_subcommand("check", session.say("Count what the rules that stand hit"));
  for (auto* each : {attempt, check_command}) {
    each->add_option("--rule", words->rule, session.say("Only the rule of this name"));
    each->add_option("--rows", words->rows, session.say("Show so many records of each rule"));
  }
  command->add_subcommand("show", session.say("Print the rules that stand as TOML"))->callback([&session] {
    show_rules(session);
  });
  add_changes(*command, session, words);
  attempt->callback([&session, words] { check(session, *words, words->file); });
  check_command->callback([&session, words] { check(session, *words, {}); });
  set->callback([&session, words] { set_rules(session, words->file); });
  command->add_subcommand("suggest", session.say("Propose rules that the data nearly keeps already, as TOML"))
      ->callback([&session] { suggest(session); });
}

}  // namespace kith::cli
