#include <cmath>
#include <map>
#include <memory>

#include "base/error.h"
#include "cli/attribute_label.h"
#include "cli/commands.h"
#include "service/dictionary.h"
#include "service/find_customers.h"
#include "service/standard_text.h"

namespace kith::cli {
namespace {

nlohmann::json as_json(const service::FindReport& report) {
  auto asked = nlohmann::json::array(), found = nlohmann::json::array();
  for (const auto& v : report.values) {
    asked.push_back({{"attribute", v.attribute},
                     {"given", v.given},
                     {"value", v.value},
                     {"verdict", name_of(v.verdict)},
                     {"reason", name_of(v.reason)},
                     {"use", service::name_of(v.use)},
                     {"guessed", v.guessed}});
  }
  for (const auto& f : report.found) {
    nlohmann::json entry = {{"customer", to_string(f.customer)},
                            {"record", to_string(f.record)},
                            {"probability", f.explanation.probability},
                            {"total", f.explanation.total},
                            {"agreeing", f.agreeing},
                            {"weights", nlohmann::json::array()}};
    for (const auto& w : f.explanation.weights) {
      if (!w.counts()) continue;
      entry["weights"].push_back(
          {{"attribute", w.column}, {"level", w.level}, {"weight", w.weight + w.term_frequency}});
    }
    for (const auto& [attribute, value] : f.values) entry["values"][attribute] = value;
    found.push_back(std::move(entry));
  }
  return {{"asked", asked},
          {"found", found},
          {"compared", report.compared},
          {"more", report.more},
          {"seconds", report.seconds}};
}

// What cannot be searched by, and why.
void remark_on(const Session& session, const service::SearchValue& value) {
  auto attribute = attribute_label(session, value.attribute);
  auto given = harmless(value.given);
  switch (value.use) {
    case service::SearchUse::generic:
      return session.remark(
          Text("{attribute} {value} is generic: it stands for nobody and finds nothing by "
               "itself.",
               {{"attribute", attribute}, {"value", given}}));
    case service::SearchUse::invalid:
      return session.remark(Text("{value} cannot be a value of {attribute}: {reason}.",
                                 {{"value", given},
                                  {"attribute", attribute},
                                  {"reason", std::string(text_of(value.reason, session.language))}}));
    case service::SearchUse::empty:
      return session.remark(
          Text("{value} says nothing of {attribute}.", {{"value", given}, {"attribute", attribute}}));
    case service::SearchUse::not_matched:
      return session.remark(Text("Customers cannot be found by {attribute}.", {{"attribute", attribute}}));
    default:
      return;
  }
}

std::string evidence(const Session& session, const match::PairExplanation& explanation) {
  std::string text;
  for (const auto& w : explanation.weights) {
    if (!w.counts()) continue;
    char number[32];
    std::snprintf(number, sizeof number, "%+.1f", w.weight + w.term_frequency);
    text += (text.empty() ? "" : " ") + attribute_label(session, w.column) + number;
  }
  return text;
}

void print_found(const Session& session, const service::FindReport& report,
                 const service::CompanyStandard& standard) {
  for (const auto& value : report.values) remark_on(session, value);
  for (const auto& value : report.values) {
    if (!value.guessed) continue;
    session.remark(
        Text("{value} was taken for: {attribute}",
             {{"value", harmless(value.given)}, {"attribute", attribute_label(session, value.attribute)}}));
  }
  if (report.found.empty()) return session.print(session.say("Nobody in the base is like that.") + "\n");
  Table table({{session.say("Customer")},
               {session.say("Probability"), Table::Align::right},
               {session.say("Name"), Table::Align::left, 22},
               {session.say("Phone")},
               {session.say("E-mail"), Table::Align::left, 28},
               {session.say("Evidence (bits)"), Table::Align::left, 60}});
  for (const auto& f : report.found) {
    std::map<std::string, std::string> values;
    for (const auto& [name, value] : f.values) values[name] = service::shown_golden(standard, name, value);
    char probability[32];
    std::snprintf(probability, sizeof probability, "%.4f", f.explanation.probability);
    table.add({to_string(f.customer), probability, values["name"], values["phone"], values["email"],
               evidence(session, f.explanation)});
  }
  session.print(table.print(session.colour()));
  if (report.more)
    session.remark("So many records share what was asked for that not all were compared; name more.");
}

}  // namespace

void add_find(CLI::App& app, Session& session) {
  struct Words {
    std::vector<std::string> text;
    std::vector<std::pair<std::string, std::string>> values;
    std::size_t limit = 10;
  };
  auto words = std::make_shared<Words>();
  auto* command = app.add_subcommand(
      "find", session.say("Find customers by what is known of them: search before you create one"));
  command->add_option("text", words->text, session.say("Free text: a name, a phone, an e-mail …"));
  for (const auto& attribute : service::built_in_attributes()) {
    if (attribute.match_kind.empty()) continue;
    command->add_option_function<std::string>(
        "--" + attribute.name,
        [words, name = attribute.name](const std::string& value) { words->values.emplace_back(name, value); },
        session.language == Language::zh ? attribute.label_zh : attribute.label_en);
  }
  command->add_option("--limit", words->limit, session.say("Candidates to show"))->check(CLI::Range(1, 1000));
  command->callback([&session, words] {
    auto home = session.open(service::Access::write);
    service::FindRequest request;
    request.values = words->values;
    for (const auto& word : words->text) request.text += (request.text.empty() ? "" : " ") + word;
    request.limit = words->limit;
    auto report = service::find_customers(*home, request);
    home->ledger().write([&](ledger::Write& write) {
      write.audit("customer.find", "base", "{\"found\":" + std::to_string(report.found.size()) + "}");
    });
    if (session.json) return session.print_json(as_json(report));
    print_found(session, report, service::company_standard(home->ledger().read()->sql()));
  });
}

}  // namespace kith::cli
