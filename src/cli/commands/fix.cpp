#include <memory>

#include "base/error.h"
#include "cli/change_report.h"
#include "cli/commands.h"
#include "ledger/batches.h"
#include "ledger/corrections.h"
#include "service/restandardise.h"

namespace kith::cli {
namespace {

struct FixWords {
  service::Correction correction;
  std::string from, to, cause, pattern, replace;
  bool empty = false, once = false, apply = false, list = false;
  std::int64_t withdraw = 0;
};

bool is_verdict(const std::string& word) {
  for (auto verdict : {Verdict::kept, Verdict::changed, Verdict::suspect, Verdict::invalid, Verdict::empty}) {
    if (name_of(verdict) == word) return true;
  }
  return false;
}

// The words of the command line as a correction.
service::Correction correction_of(const FixWords& words, bool has_from, bool has_to, bool has_replace) {
  using service::CorrectionAction;
  using service::CorrectionTest;
  auto correction = words.correction;
  if (has_from + !words.cause.empty() > 1)
    throw Error(ErrorCode::usage, "Which values are meant is said twice.",
                "Say --from or --cause, not both.");
  if (has_to + words.empty + has_replace != 1)
    throw Error(ErrorCode::usage, "Say once what the values become.",
                "--to VALUE, --pattern PATTERN --replace TEXT, or --empty.");
  if (has_from) {
    correction.test = CorrectionTest::value;
    correction.wanted = words.from;
  } else if (!words.cause.empty()) {
    correction.test = is_verdict(words.cause) ? CorrectionTest::verdict : CorrectionTest::reason;
    correction.wanted = words.cause;
  } else if (!words.pattern.empty()) {
    correction.test = CorrectionTest::pattern;
  }
  correction.pattern = words.pattern;
  correction.action = words.empty   ? CorrectionAction::empty
                      : has_replace ? CorrectionAction::replace
                                    : CorrectionAction::put;
  correction.text = has_replace ? words.replace : words.to;
  return correction;
}

std::string sentence_of(const Session& session, const service::Correction& correction) {
  const auto& of = correction.attribute.empty() ? correction.column : correction.attribute;
  std::string which = correction.wanted;
  if (correction.test == service::CorrectionTest::pattern) which = "/" + correction.pattern + "/";
  if (which.empty()) which = session.say("all");
  std::string becomes = correction.action == service::CorrectionAction::empty ? session.say("(empty)")
                        : correction.action == service::CorrectionAction::replace
                            ? "/" + correction.pattern + "/ → " + correction.text
                            : correction.text;
  return of + ": " + harmless(which) + " → " + harmless(becomes);
}

void list_corrections(const Session& session) {
  auto home = session.open(service::Access::read);
  auto read = home->ledger().read();
  const auto all = ledger::all_corrections(read->sql());
  if (session.json) {
    auto json = nlohmann::json::array();
    for (const auto& each : all) {
      auto batch = ledger::find_batch(read->sql(), each.batch);
      json.push_back({{"number", each.number},
                      {"correction", nlohmann::json::parse(each.words)},
                      {"made_by", each.made_by},
                      {"made_at", each.made_at},
                      {"batch", batch ? nlohmann::json(batch->number) : nlohmann::json()},
                      {"withdrawn", each.withdrawn_at != 0}});
    }
    return session.print_json(json);
  }
  Table table({{session.say("Number"), Table::Align::right},
               {session.say("Correction"), Table::Align::left, 70},
               {session.say("Who")},
               {session.say("When")},
               {session.say("Batch"), Table::Align::right},
               {session.say("State")}});
  for (const auto& each : all) {
    auto batch = ledger::find_batch(read->sql(), each.batch);
    table.add({std::to_string(each.number), sentence_of(session, service::correction_from_json(each.words)),
               each.made_by, local_time(each.made_at), batch ? std::to_string(batch->number) : "",
               session.say(each.withdrawn_at == 0 ? "stands" : "withdrawn")});
  }
  session.print(table.empty() ? session.say("Nothing was corrected yet.") + "\n"
                              : table.print(session.colour()));
}

void carry_out(Session& session, service::Home& home, const service::RestandardiseRequest& request) {
  auto progress = session.progress();
  const auto report = service::restandardise(home, request, progress, session.cancel);
  if (report.batch != 0) home.lens(progress, session.cancel);
  progress.done();
  if (session.json) return session.print_json(change_json(report));
  session.print(change_text(session, report));
  if (request.withdraw != 0 && report.batch != 0)
    session.print(session.say(Text("Correction {number} is withdrawn.",
                                   {{"number", std::to_string(request.withdraw)}})) +
                  "\n");
  const bool worth_writing = report.changed != 0 || request.withdraw != 0;
  if (request.dry_run && worth_writing) session.print(session.say("Say --apply to write it.") + "\n");
}

void withdraw(Session& session, const FixWords& words) {
  service::RestandardiseRequest request;
  request.dry_run = !words.apply;
  request.withdraw = words.withdraw;
  auto home = session.open(request.dry_run ? service::Access::read : service::Access::write);
  carry_out(session, *home, request);
}

}  // namespace

void add_fix(CLI::App& app, Session& session) {
  auto words = std::make_shared<FixWords>();
  auto& correction = words->correction;
  auto* command =
      app.add_subcommand("fix", session.say("Set values right, in all records or by cause; cells stay"));
  command->add_option("--attribute", correction.attribute, session.say("Values of this attribute"));
  command->add_option("--column", correction.column, session.say("Values of this column of the files"));
  auto* from =
      command->add_option("--from", words->from, session.say("Only this value, as received or standardised"));
  command->add_option("--cause", words->cause, session.say("Only values with this verdict or reason"));
  command->add_option("--pattern", words->pattern, session.say("Only values in which this pattern is found"));
  auto* to = command->add_option("--to", words->to, session.say("What they become"));
  auto* replace = command->add_option("--replace", words->replace,
                                      session.say("What the found pattern becomes; \\1 is its first group"));
  command->add_flag("--empty", words->empty, session.say("They become empty"));
  command->add_option("--source", correction.source, session.say("Only records of this source"));
  command->add_option("--batch", correction.batch, session.say("Only records of this batch"));
  command->add_flag("--once", words->once, session.say("Only what is there; not what comes later"));
  command->add_flag("--apply", words->apply, session.say("Write it; without this it is only shown"));
  command->add_flag("--list", words->list, session.say("List the corrections"));
  command
      ->add_option("--withdraw", words->withdraw,
                   session.say("Take the correction of this number out again, from what is there, too"))
      ->check(CLI::PositiveNumber);
  command->callback([&session, words, from, to, replace] {
    if (words->list) return list_corrections(session);
    if (words->withdraw != 0) return withdraw(session, *words);
    service::RestandardiseRequest request;
    auto correction = correction_of(*words, from->count() != 0, to->count() != 0, replace->count() != 0);
    service::check_correction(correction);
    request.dry_run = !words->apply;
    auto home = session.open(request.dry_run ? service::Access::read : service::Access::write);
    if (words->once || words->correction.batch != 0) {
      auto read = home->ledger().read();
      for (const auto& batch : ledger::all_batches(read->sql())) correction.until_batch = batch.number;
    }
    request.corrections.push_back(std::move(correction));
    carry_out(session, *home, request);
  });
}

}  // namespace kith::cli
