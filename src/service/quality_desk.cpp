#include "service/quality_desk.h"

#include "base/error.h"
#include "ledger/catalogue.h"
#include "ledger/house_texts.h"
#include "service/quality_report.h"
#include "service/rule_file.h"

namespace kith::service {
namespace {

constexpr std::int64_t ms_an_hour = 3600 * 1000;

void require_all_customers(const Actor& actor) {
  if (actor.sees_all_rows()) return;
  throw Error(ErrorCode::denied, "Your role sees only some customers; this is about all of them.",
              "Ask somebody who sees all.");
}

QualityOptions options_for(Office& office, bool with_examples) {
  QualityOptions options;
  if (!with_examples) options.examples = options.patterns = options.rule_rows = 0;
  options.rules = standing_rules(office.ledger().read()->sql());
  return options;
}

}  // namespace

std::shared_ptr<const QualityReport> QualityDesk::measured(Office& office, bool with_examples) {
  auto turn = office.try_lens_turn();
  if (!turn.owns_lock()) return nullptr;
  Progress silent;
  Cancel never;
  return std::make_shared<const QualityReport>(measure_quality(
      office.home().lens(silent, never), office.ledger().now(), options_for(office, with_examples)));
}

std::shared_ptr<const QualityReport> QualityDesk::measured_beside(Office& office, bool with_examples) {
  const auto options = options_for(office, with_examples);
  auto view = office.lens();
  const RunQuery query = [&](std::string_view sql, std::span<const lens::LensValue> parameters,
                             const std::function<void(const lens::LensRow&)>& each) {
    view->query(sql, parameters, each);
  };
  return std::make_shared<const QualityReport>(measure_quality(query, office.ledger().now(), options));
}

std::string QualityDesk::report(Office& office, const Actor& actor) {
  actor.require("quality.read");
  require_all_customers(actor);
  // Problems and patterns show values: whoever may not read every attribute sees the figures alone.
  bool sees_all = true;
  for (const auto& attribute : ledger::all_attributes(office.ledger().read()->sql()))
    sees_all = sees_all && actor.access_to(attribute) >= FieldAccess::read;
  std::unique_lock one(mutex_);
  // Asked now that it is our turn: what was measured meanwhile may be of a later change than the one we came
  // at.
  Kept wanted;
  {
    auto read = office.ledger().read();
    wanted.change = ledger::newest_change(*read);
    wanted.rules = ledger::house_text(read->sql(), "rules").version;
    wanted.hour = office.ledger().now() / ms_an_hour;
  }
  auto& kept = kept_[sees_all ? 1 : 0];
  if (kept.change != wanted.change || kept.rules != wanted.rules || kept.hour != wanted.hour) {
    wanted.report = measured(office, sees_all);
    if (wanted.report) kept = wanted;
  }
  const auto report = kept.report ? kept.report : measured_beside(office, sees_all);
  one.unlock();
  office.trail().note(actor, "quality.read", "base");
  return quality_json(*report, actor.language);
}

}  // namespace kith::service
