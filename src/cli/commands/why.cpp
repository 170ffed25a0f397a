#include <cmath>
#include <memory>

#include "base/error.h"
#include "base/file.h"
#include "base/utf8.h"
#include "cli/attribute_label.h"
#include "cli/commands.h"
#include "service/customer_page.h"
#include "service/decide.h"
#include "service/match_html.h"

namespace kith::cli {
namespace {

std::string signed_number(double value) {
  char text[32];
  std::snprintf(text, sizeof text, "%+.2f", value);
  return text;
}

// A bar to the right of the middle for evidence that speaks for it, to the left for evidence against.
std::string bar(double weight, bool colour) {
  constexpr int half = 16;
  int cells = std::min(half, static_cast<int>(std::lround(std::fabs(weight))));
  std::string left(static_cast<std::size_t>(half), ' '), right;
  if (weight < 0) {
    left.clear();
    for (int i = 0; i < half; ++i) left += i < half - cells ? " " : "▇";
    return styled(left, Style::bad, colour) + "│";
  }
  for (int i = 0; i < cells; ++i) right += "▇";
  return left + "│" + styled(right, Style::good, colour);
}

nlohmann::json as_json(const match::PairExplanation& explanation, RecordId a, RecordId b) {
  nlohmann::json json = {{"a", to_string(a)},
                         {"b", to_string(b)},
                         {"prior", explanation.prior},
                         {"total", explanation.total},
                         {"probability", explanation.probability},
                         {"weights", nlohmann::json::array()}};
  for (const auto& w : explanation.weights) {
    json["weights"].push_back({{"attribute", w.column},
                               {"level", w.level},
                               {"weight", w.weight},
                               {"given", w.given},
                               {"term_frequency", w.term_frequency}});
  }
  return json;
}

// "name=王小明" as attribute and text.
service::WhatIf changes_of(const std::vector<std::string>& words) {
  service::WhatIf changes;
  for (const auto& word : words) {
    const auto at = word.find('=');
    if (at == std::string::npos || at == 0) {
      throw Error(ErrorCode::usage, "What would be otherwise is said as ATTRIBUTE=VALUE.",
                  "For example: kith why A B --what-if name=王小明 --what-if phone=");
    }
    changes.emplace_back(word.substr(0, at), word.substr(at + 1));
  }
  return changes;
}

}  // namespace

void add_why(CLI::App& app, Session& session) {
  struct Words {
    std::string a, b;
    std::vector<std::string> what_if;
    std::string html;
  };
  auto words = std::make_shared<Words>();
  auto* command =
      app.add_subcommand("why", session.say("Why two records are one customer, or are not: the weights"));
  command->add_option("a", words->a, session.say("A record, or a customer"))->required();
  command->add_option("b", words->b,
                      session.say("Another record; left out: the customer's first two records"));
  command
      ->add_option("--what-if", words->what_if,
                   session.say("ATTRIBUTE=VALUE: as if the first record had that value (may be repeated)"))
      ->take_all()
      ->expected(1);
  command->add_option("--html", words->html, session.say("Write it as one self-contained page to this file"));
  command->callback([&session, words] {
    auto home = session.open(service::Access::write);
    RecordId a, b;
    bool one_customer = false;
    std::vector<ledger::Decision> decisions;
    {
      auto read = home->ledger().read();
      auto record_of = [&](const std::string& name, std::size_t which) {
        if (parse_id<RecordKind>(name)) return service::record_named(read->sql(), name);
        auto members = ledger::standing_members_of(read->sql(), service::customer_named(read->sql(), name));
        if (members.size() <= which)
          throw Error(ErrorCode::conflict, "The customer has only one record.",
                      "Name two records, or two customers.");
        return members[which];
      };
      a = record_of(words->a, 0);
      b = words->b.empty() ? record_of(words->a, 1) : record_of(words->b, 0);
      if (a == b)
        throw Error(ErrorCode::usage, "A record is the same customer as itself.", "Name two records.");
      one_customer = ledger::customer_of(read->sql(), a) == ledger::customer_of(read->sql(), b);
      for (const auto& decision : ledger::standing_decisions(read->sql())) {
        bool these = (decision.a == a && decision.b == b) || (decision.a == b && decision.b == a);
        if (these && decision.kind != ledger::DecisionType::pin) decisions.push_back(decision);
      }
    }
    auto explanation = service::why_same(*home, a, b, changes_of(words->what_if));
    home->ledger().write([&](ledger::Write& write) {
      write.audit("record.compare", to_string(a), "{\"with\":\"" + to_string(b) + "\"}");
    });
    if (!words->html.empty()) {
      auto read = home->ledger().read();
      service::WhyPage page{service::read_record(*read, a), service::read_record(*read, b), explanation,
                            one_customer, changes_of(words->what_if)};
      write_file_atomically(words->html, service::why_html(page, session.language));
      if (!session.json)
        return session.print(session.say(Text("The report is in {path}.", {{"path", words->html}})) + "\n");
    }
    if (session.json) {
      auto json = as_json(explanation, a, b);
      json["one_customer"] = one_customer;
      for (const auto& d : decisions)
        json["decisions"].push_back({{"kind", d.kind == ledger::DecisionType::same ? "same" : "different"},
                                     {"by", d.made_by},
                                     {"reason", d.reason}});
      return session.print_json(json);
    }
    std::string out = to_string(a) + "  ↔  " + to_string(b) + "\n";
    for (const auto& change : words->what_if)
      out += session.say(Text("As if: {change}", {{"change", harmless(change)}})) + "\n";
    out += session.say(one_customer ? "They are one customer." : "They are two customers.") + "\n\n";
    auto line = [&](const std::string& name, const std::string& level, double weight, double total) {
      auto label = shortened(name, 18), detail = shortened(level, 34);
      out += label + std::string(19 - std::min<std::size_t>(19, display_width(label)), ' ') + detail +
             std::string(35 - std::min<std::size_t>(35, display_width(detail)), ' ') + signed_number(weight) +
             std::string(8 - signed_number(weight).size(), ' ') + bar(total, session.colour()) + "\n";
    };
    line(session.say("before looking"), session.say("odds of any two records"), explanation.prior,
         explanation.prior);
    for (const auto& w : explanation.weights) {
      auto level = session.say(w.level.c_str());
      if (!w.given.empty()) level += " | " + attribute_label(session, w.given);
      auto attribute = attribute_label(session, w.column);
      double weight = w.weight + w.term_frequency;
      if (w.level == "null") {
        line(attribute, session.say("missing on a side"), 0, 0);
      } else {
        line(attribute, level, weight, weight);
      }
    }
    line(session.say("together"), "", explanation.total, explanation.total);
    char percent[32];
    std::snprintf(percent, sizeof percent, "%.4f", explanation.probability);
    out += "\n" +
           session.say(Text("Probability that they are one: {probability}", {{"probability", percent}})) +
           "\n";
    for (const auto& d : decisions) {
      out += session.say(d.kind == ledger::DecisionType::same
                             ? Text("{who} decided that they are the same.", {{"who", d.made_by}})
                             : Text("{who} decided that they are different.", {{"who", d.made_by}})) +
             "\n";
    }
    session.print(out);
  });
}

}  // namespace kith::cli
