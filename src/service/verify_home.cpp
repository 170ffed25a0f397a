#include "service/verify_home.h"

#include <algorithm>

#include "base/error.h"
#include "service/lens_feed.h"

namespace kith::service {
namespace {

std::int64_t count(ledger::Statements& sql, std::string_view statement) {
  auto& row = sql(statement);
  row.step();
  auto number = row.integer(0);
  row.reset();
  return number;
}

Check check_references(ledger::Read& read) {
  // No foreign key crosses distribution keys, so what would be one is checked here.
  struct Question {
    std::string_view name, sql;
  };
  constexpr Question questions[] = {
      {"records without a batch",
       "SELECT count(*) FROM record r WHERE NOT EXISTS (SELECT 1 FROM batch b WHERE b.id = r.batch_id)"},
      {"pointers without a record",
       "SELECT count(*) FROM membership m WHERE NOT EXISTS (SELECT 1 FROM record r WHERE r.id = "
       "m.record_id)"},
      {"pointers without a customer",
       "SELECT count(*) FROM membership m WHERE NOT EXISTS (SELECT 1 FROM customer c WHERE c.id = "
       "m.customer_id)"},
      {"keys without a record",
       "SELECT count(*) FROM record_key k WHERE NOT EXISTS (SELECT 1 FROM record r WHERE r.id = "
       "k.record_id)"},
      {"orders without a record",
       "SELECT count(*) FROM orders o WHERE NOT EXISTS (SELECT 1 FROM record r WHERE r.id = o.record_id)"},
      {"events without a record",
       "SELECT count(*) FROM event e WHERE NOT EXISTS (SELECT 1 FROM record r WHERE r.id = e.record_id)"},
      {"interactions without a record",
       "SELECT count(*) FROM interaction i WHERE NOT EXISTS (SELECT 1 FROM record r WHERE r.id = "
       "i.record_id)"},
      {"values of customers without records",
       "SELECT count(DISTINCT v.customer_id) FROM customer_value v WHERE NOT EXISTS (SELECT 1 FROM customer "
       "c WHERE c.id = v.customer_id AND c.records > 0)"},
      {"customers with a wrong count of records",
       "SELECT count(*) FROM customer c WHERE c.records <> (SELECT count(*) FROM membership m WHERE "
       "m.customer_id = c.id)"},
      {"batches left open", "SELECT count(*) FROM batch WHERE state = 'open'"},
      {"batches with a wrong count of records",
       "SELECT count(*) FROM batch b WHERE b.state = 'done' AND b.records <> (SELECT count(*) FROM record r "
       "WHERE r.id BETWEEN b.first_id AND b.last_id AND r.batch_id = b.id)"},
  };
  Check check{"references", true, ""};
  for (const auto& question : questions) {
    auto found = count(read.sql(), question.sql);
    if (found == 0) continue;
    check.sound = false;
    if (!check.detail.empty()) check.detail += "; ";
    check.detail += std::to_string(found) + " " + std::string(question.name);
  }
  if (check.sound) {
    check.detail = std::to_string(count(read.sql(), "SELECT count(*) FROM record")) + " records, " +
                   std::to_string(count(read.sql(), "SELECT count(*) FROM customer WHERE records > 0")) +
                   " customers";
  }
  return check;
}

Check check_lens(Home& home, Progress& progress, const Cancel& cancel) {
  auto refreshed = home.lens(progress, cancel).fingerprint();
  auto path = home.lens_path() + ".verify";
  lens::Lens::remove(path);
  std::vector<lens::Lens::Fingerprint> rebuilt;
  try {
    auto fresh = lens::Lens::open(path, home.keyring().lens());
    refresh_lens(home.ledger(), *fresh, progress, cancel);
    rebuilt = fresh->fingerprint();
  } catch (...) {
    lens::Lens::remove(path);
    throw;
  }
  lens::Lens::remove(path);
  Check check{"lens", true, ""};
  std::int64_t rows = 0;
  for (std::size_t i = 0; i < refreshed.size(); ++i) {
    rows += refreshed[i].rows;
    if (refreshed[i] == rebuilt[i]) continue;
    check.sound = false;
    if (!check.detail.empty()) check.detail += "; ";
    check.detail += refreshed[i].table + " differs (" + std::to_string(refreshed[i].rows) +
                    " rows, rebuilt " + std::to_string(rebuilt[i].rows) + ")";
  }
  if (check.sound) check.detail = std::to_string(rows) + " rows equal those of a rebuilt lens";
  return check;
}

}  // namespace

bool VerifyReport::sound() const noexcept {
  return std::all_of(checks.begin(), checks.end(), [](const Check& check) { return check.sound; });
}

VerifyReport verify_home(Home& home, Progress& progress, const Cancel& cancel) {
  VerifyReport report;
  progress.phase("Checking the ledger", 0);
  auto damage = home.ledger().store().check();
  report.checks.push_back(
      {"integrity", damage.empty(), damage.empty() ? "every page and foreign key is sound" : damage});
  cancel.check();
  {
    auto read = home.ledger().read();
    report.checks.push_back(check_references(*read));
    report.audit = ledger::check_audit(*read);
  }
  bool chained = report.audit.first_bad == 0;
  report.checks.push_back({"audit", chained,
                           chained
                               ? std::to_string(report.audit.entries) + " entries, head " + report.audit.head
                               : "entry " + std::to_string(report.audit.first_bad) + " was tampered with"});
  progress.phase("Checking the lens", 0);
  report.checks.push_back(check_lens(home, progress, cancel));
  progress.done();
  return report;
}

}  // namespace kith::service
