#include <memory>

#include "base/error.h"
#include "cli/attribute_label.h"
#include "cli/commands.h"
#include "service/decide.h"
#include "service/review_pairs.h"
#include "service/tune_model.h"

namespace kith::cli {
namespace {

struct Words {
  std::string decide, a, b, reviewer, reason;
  bool next = false, blind = false, contradictions = false, tune = false, keep = false, untune = false;
  std::size_t limit = 20;
};

const char* sentence_of(ledger::ReviewVerdict verdict) {
  switch (verdict) {
    case ledger::ReviewVerdict::same:
      return "the same";
    case ledger::ReviewVerdict::different:
      return "different";
    default:
      return "unsure";
  }
}

nlohmann::json as_json(const service::PageRecord& record) {
  nlohmann::json json = {{"id", to_string(record.id)},
                         {"source", record.source},
                         {"file", record.file},
                         {"row", record.row},
                         {"values", nlohmann::json::object()}};
  for (const auto& v : record.values) json["values"][v.attribute] = v.value;
  return json;
}

nlohmann::json as_json(const service::UnsurePair& pair) {
  nlohmann::json json = {{"pair", {to_string(pair.a.id), to_string(pair.b.id)}},
                         {"customers", {to_string(pair.customer_a), to_string(pair.customer_b)}},
                         {"records", pair.records},
                         {"facts", pair.facts},
                         {"value", pair.value},
                         {"a", as_json(pair.a)},
                         {"b", as_json(pair.b)}};
  if (pair.probability) json["probability"] = *pair.probability;
  if (pair.explanation) {
    json["weights"] = nlohmann::json::array();
    for (const auto& w : pair.explanation->weights) {
      json["weights"].push_back({{"attribute", w.column},
                                 {"level", w.level},
                                 {"weight", w.weight},
                                 {"term_frequency", w.term_frequency}});
    }
  }
  for (const auto& r : pair.said)
    json["said"].push_back({{"reviewer", r.reviewer}, {"verdict", ledger::name_of(r.verdict)}});
  return json;
}

nlohmann::json as_json(const service::ReviewProgress& progress) {
  nlohmann::json json = {{"waiting", progress.waiting},          {"same", progress.same},
                         {"different", progress.different},      {"unsure", progress.unsure},
                         {"reviewers", nlohmann::json::array()}, {"agreement", nlohmann::json::array()}};
  for (const auto& r : progress.reviewers)
    json["reviewers"].push_back({{"name", r.name}, {"pairs", r.pairs}, {"blind", r.blind}});
  for (const auto& a : progress.agreement) {
    json["agreement"].push_back(
        {{"reviewers", {a.one, a.other}}, {"pairs", a.pairs}, {"agreed", a.agreed}, {"kappa", a.kappa}});
  }
  if (progress.precision) json["precision"] = *progress.precision;
  if (progress.recall) json["recall"] = *progress.recall;
  return json;
}

std::string value_of(const service::PageRecord& record, const std::string& attribute) {
  for (const auto& v : record.values) {
    if (v.attribute == attribute) return harmless(v.value);
  }
  return {};
}

// Both records side by side, with the weight of each attribute.
std::string side_by_side(const Session& session, const service::UnsurePair& pair) {
  std::vector<std::string> attributes;
  for (const auto* record : {&pair.a, &pair.b}) {
    for (const auto& v : record->values) {
      if (std::find(attributes.begin(), attributes.end(), v.attribute) == attributes.end())
        attributes.push_back(v.attribute);
    }
  }
  Table table({{session.say("Attribute")},
               {to_string(pair.a.id), Table::Align::left, 40},
               {to_string(pair.b.id), Table::Align::left, 40},
               {session.say("Weight"), Table::Align::right}});
  for (const auto& attribute : attributes) {
    std::string weight;
    for (const auto& w : pair.explanation ? pair.explanation->weights : std::vector<match::Weight>()) {
      if (w.column != attribute || !w.counts()) continue;
      char text[32];
      std::snprintf(text, sizeof text, "%+.2f", w.weight + w.term_frequency);
      weight = text;
    }
    table.add({attribute_label(session, attribute), value_of(pair.a, attribute), value_of(pair.b, attribute),
               weight});
  }
  std::string out = table.print(session.colour());
  out += session.say(Text("{records} records and {facts} facts hang on the answer.",
                          {{"records", grouped(pair.records)}, {"facts", grouped(pair.facts)}})) +
         "\n";
  if (pair.probability) {
    char text[32];
    std::snprintf(text, sizeof text, "%.3f", *pair.probability);
    out += session.say(Text("Probability that they are one: {probability}", {{"probability", text}})) + "\n";
  }
  for (const auto& r : pair.said) {
    out += session.say(Text("{who} said: {verdict}",
                            {{"who", r.reviewer}, {"verdict", session.say(sentence_of(r.verdict))}})) +
           "\n";
  }
  return out;
}

std::string queue_table(const Session& session, const std::vector<service::UnsurePair>& queue) {
  Table table({{session.say("Record")},
               {session.say("Record")},
               {session.say("Name"), Table::Align::left, 18},
               {session.say("Name"), Table::Align::left, 18},
               {session.say("Probability"), Table::Align::right},
               {session.say("Hangs on it"), Table::Align::right}});
  for (const auto& pair : queue) {
    char text[32] = "";
    if (pair.probability) std::snprintf(text, sizeof text, "%.3f", *pair.probability);
    table.add({to_string(pair.a.id), to_string(pair.b.id), value_of(pair.a, "name"), value_of(pair.b, "name"),
               text, grouped(pair.records + pair.facts)});
  }
  return table.print(session.colour());
}

std::string progress_text(const Session& session, const service::ReviewProgress& progress) {
  auto count = [](std::uint64_t n) { return grouped(static_cast<long long>(n)); };
  auto out = session.say(Text("{waiting} pairs wait; {same} were found the same, {different} different, "
                              "{unsure} unsure.",
                              {{"waiting", count(progress.waiting)},
                               {"same", count(progress.same)},
                               {"different", count(progress.different)},
                               {"unsure", count(progress.unsure)}})) +
             "\n";
  for (const auto& a : progress.agreement) {
    char kappa[32];
    std::snprintf(kappa, sizeof kappa, "%.2f", a.kappa);
    out += session.say(Text("{one} and {other} agree on {agreed} of {pairs} pairs (κ {kappa}).",
                            {{"one", a.one},
                             {"other", a.other},
                             {"agreed", count(a.agreed)},
                             {"pairs", count(a.pairs)},
                             {"kappa", kappa}})) +
           "\n";
  }
  return out;
}

void decide(const Session& session, service::Home& home, const Words& words) {
  service::ReviewWord word;
  {
    auto read = home.ledger().read();
    word.a = service::record_named(read->sql(), words.a);
    word.b = service::record_named(read->sql(), words.b);
  }
  word.verdict = words.decide == "same"        ? ledger::ReviewVerdict::same
                 : words.decide == "different" ? ledger::ReviewVerdict::different
                                               : ledger::ReviewVerdict::unsure;
  word.reviewer = words.reviewer;
  word.blind = words.blind;
  word.reason = words.reason;
  auto progress = session.progress();
  const auto effect = service::review_pair(home, word, progress, session.cancel);
  home.lens(progress, session.cancel);
  progress.done();
  const bool one = effect.customer_a == effect.customer_b;
  if (session.json) {
    return session.print_json({{"customers", {to_string(effect.customer_a), to_string(effect.customer_b)}},
                               {"one_customer", one},
                               {"moved", effect.moved},
                               {"contradicts", effect.contradicts}});
  }
  session.print(session.say(one ? "They are one customer." : "They are two customers.") + "\n");
  if (effect.contradicts)
    session.remark("This contradicts other decisions; `kith review --contradictions` shows which.");
}

void list_contradictions(const Session& session, service::Home& home) {
  const auto found = service::contradictions_of(home);
  if (session.json) {
    auto all = nlohmann::json::array();
    for (const auto& c : found) {
      nlohmann::json entry = {{"different", {to_string(c.different.a), to_string(c.different.b)}},
                              {"by", c.different.made_by},
                              {"decision", to_string(c.different.id)},
                              {"because", nlohmann::json::array()}};
      for (const auto& step : c.steps) {
        entry["because"].push_back({{"pair", {to_string(step.from), to_string(step.to)}},
                                    {"by", step.same ? step.same->made_by : ""},
                                    {"source_key", !step.same.has_value()}});
      }
      all.push_back(std::move(entry));
    }
    return session.print_json(all);
  }
  if (found.empty()) return session.print(session.say("No decision contradicts another.") + "\n");
  std::string out;
  for (const auto& c : found) {
    out += session.say(Text("{who} decided that {a} and {b} are different, but:",
                            {{"who", c.different.made_by},
                             {"a", to_string(c.different.a)},
                             {"b", to_string(c.different.b)}})) +
           "\n";
    for (const auto& step : c.steps) {
      Text::Arguments arguments{{"a", to_string(step.from)}, {"b", to_string(step.to)}};
      if (step.same) arguments.emplace_back("who", step.same->made_by);
      out += "  " +
             session.say(step.same ? Text("{who} decided that {a} and {b} are the same", arguments)
                                   : Text("the source gave {a} and {b} one key", arguments)) +
             "\n";
    }
  }
  session.print(out);
}

std::string bits(double value) {
  char text[32];
  std::snprintf(text, sizeof text, "%+.2f", value);
  return text;
}

nlohmann::json as_json(const service::TuneReport& report) {
  auto check = [](const match::TuningCheck& c) {
    return nlohmann::json{{"pairs", c.pairs}, {"wrong", c.wrong}, {"loss", c.loss}};
  };
  nlohmann::json json = {{"pairs", report.pairs},
                         {"same", report.result.same},
                         {"different", report.result.different},
                         {"at_odds", report.at_odds},
                         {"before", check(report.result.before)},
                         {"after", check(report.result.after)},
                         {"better", report.result.better},
                         {"kept", report.kept},
                         {"prior", report.result.tuning.prior},
                         {"moves", nlohmann::json::array()}};
  for (const auto& move : report.moves) {
    json["moves"].push_back({{"attribute", move.attribute},
                             {"level", move.level},
                             {"before", move.before},
                             {"after", move.after}});
  }
  return json;
}

void tune(const Session& session, service::Home& home, bool keep) {
  const auto report = service::tune_by_reviews(home, keep);
  if (session.json) return session.print_json(as_json(report));
  const auto& result = report.result;
  auto count = [](std::size_t n) { return grouped(static_cast<long long>(n)); };
  auto out = session.say(Text("Learned from {pairs} pairs: {same} the same, {different} different.",
                              {{"pairs", count(report.pairs)},
                               {"same", count(result.same)},
                               {"different", count(result.different)}})) +
             "\n";
  if (report.at_odds > 0)
    out += session.say(Text("On {pairs} more, reviewers say one thing as often as the other.",
                            {{"pairs", count(report.at_odds)}})) +
           "\n";
  Table table({{session.say(Text("{pairs} pairs held back", {{"pairs", count(result.before.pairs)}}))},
               {session.say("Wrong"), Table::Align::right},
               {session.say("Loss a pair, bits"), Table::Align::right}});
  auto row = [&](const char* name, const match::TuningCheck& check) {
    char loss[32];
    std::snprintf(loss, sizeof loss, "%.3f", check.loss);
    table.add({session.say(name), count(check.wrong), loss});
  };
  row("As learned", result.before);
  row("With what people said", result.after);
  out += table.print(session.colour());
  if (!report.moves.empty()) {
    Table moves({{session.say("Attribute")},
                 {session.say("Level")},
                 {session.say("Weight"), Table::Align::right},
                 {session.say("Tuned"), Table::Align::right}});
    for (const auto& move : report.moves)
      moves.add({attribute_label(session, move.attribute), session.say(move.level.c_str()), bits(move.before),
                 bits(move.after)});
    out += moves.print(session.colour());
  }
  out += session.say(!result.better ? "That is no better: nothing is kept."
                     : report.kept  ? "Kept. It takes effect with the next `kith resolve`."
                                    : "Better. --keep makes it hold from the next `kith resolve` on.") +
         "\n";
  session.print(out);
}

}  // namespace

void add_review(CLI::App& app, Session& session) {
  auto words = std::make_shared<Words>();
  auto* command = app.add_subcommand(
      "review", session.say("Settle pairs that matching is unsure of; most telling first"));
  command->add_flag("--next", words->next, session.say("Show the next pair side by side"));
  command
      ->add_option("--decide", words->decide,
                   session.say("same, different or unsure: settle the two records"))
      ->check(CLI::IsMember({"same", "different", "unsure"}));
  command->add_option("a", words->a, session.say("A record"));
  command->add_option("b", words->b, session.say("Another record"));
  command->add_option("--reviewer", words->reviewer, session.say("Who reviews"));
  command->add_option("--reason", words->reason, session.say("Why, for those who come later"));
  command->add_flag("--blind", words->blind, session.say("Without what matching thinks or others said"));
  command->add_flag("--contradictions", words->contradictions,
                    session.say("List decisions that contradict each other, and what leads to it"));
  auto* tune_flag = command->add_flag(
      "--tune", words->tune, session.say("Learn weights from what people said, checked on pairs held back"));
  command->add_flag("--keep", words->keep, session.say("With --tune: keep what proves better"))
      ->needs(tune_flag);
  command->add_flag("--untune", words->untune, session.say("Forget what was kept: weights as learned"))
      ->excludes(tune_flag);
  command->add_option("--limit", words->limit, session.say("Pairs to show"))->check(CLI::Range(1, 1000));
  command->callback([&session, words] {
    auto home = session.open(service::Access::write);
    if (words->tune) return tune(session, *home, words->keep);
    if (words->untune) {
      service::forget_tuning(*home);
      if (session.json) return session.print_json({{"kept", false}});
      return session.print(session.say("Weights are as learned again, from the next `kith resolve` on.") +
                           "\n");
    }
    if (words->contradictions) return list_contradictions(session, *home);
    if (!words->decide.empty()) {
      if (words->a.empty() || words->b.empty())
        throw Error(ErrorCode::usage, "A decision needs two records.",
                    "kith review --decide same rec_… rec_…");
      return decide(session, *home, *words);
    }
    service::ReviewRequest request{words->reviewer, words->blind, words->next ? 1 : words->limit};
    const auto queue = service::review_queue(*home, request);
    const auto progress = service::review_progress(*home);
    home->ledger().write([&](ledger::Write& write) {
      write.audit("review.read", "base", "{\"pairs\":" + std::to_string(queue.size()) + "}");
    });
    if (session.json) {
      auto pairs = nlohmann::json::array();
      for (const auto& pair : queue) pairs.push_back(as_json(pair));
      return session.print_json({{"pairs", pairs}, {"progress", as_json(progress)}});
    }
    if (queue.empty()) {
      session.print(session.say("No pair waits for a review.") + "\n");
    } else {
      session.print(words->next ? side_by_side(session, queue.front()) : queue_table(session, queue));
    }
    session.print(progress_text(session, progress));
  });
}

}  // namespace kith::cli
