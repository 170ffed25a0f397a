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

void check_references(ledger::Read& read, std::vector<Check>& checks) {
  // No foreign key crosses distribution keys, so what would be one is checked here.
  struct Question {
    const char* finding;
    std::string_view sql;
  };
  constexpr Question questions[] = {
      {"{count} records without a batch",
       "SELECT count(*) FROM record r WHERE NOT EXISTS (SELECT 1 FROM batch b WHERE b.id = r.batch_id)"},
      {"{count} pointers without a record",
       "SELECT count(*) FROM membership m WHERE NOT EXISTS (SELECT 1 FROM record r WHERE r.id = "
       "m.record_id)"},
      {"{count} pointers without a customer",
       "SELECT count(*) FROM membership m WHERE NOT EXISTS (SELECT 1 FROM customer c WHERE c.id = "
       "m.customer_id)"},
      {"{count} keys without a record",
       "SELECT count(*) FROM record_key k WHERE NOT EXISTS (SELECT 1 FROM record r WHERE r.id = "
       "k.record_id)"},
      {"{count} orders without a record",
       "SELECT count(*) FROM orders o WHERE NOT EXISTS (SELECT 1 FROM record r WHERE r.id = o.record_id)"},
      {"{count} events without a record",
       "SELECT count(*) FROM event e WHERE NOT EXISTS (SELECT 1 FROM record r WHERE r.id = e.record_id)"},
      {"{count} interactions without a record",
       "SELECT count(*) FROM interaction i WHERE NOT EXISTS (SELECT 1 FROM record r WHERE r.id = "
       "i.record_id)"},
      {"{count} values of customers without records",
       "SELECT count(DISTINCT v.customer_id) FROM customer_value v WHERE NOT EXISTS (SELECT 1 FROM customer "
       "c WHERE c.id = v.customer_id AND c.records > 0)"},
      {"{count} customers with a wrong count of records",
       "SELECT count(*) FROM customer c WHERE c.records <> (SELECT count(*) FROM membership m WHERE "
       "m.customer_id = c.id)"},
      {"{count} batches left open", "SELECT count(*) FROM batch WHERE state = 'open'"},
      {"{count} batches with a wrong count of records",
       "SELECT count(*) FROM batch b WHERE b.state = 'done' AND b.records <> (SELECT count(*) FROM record r "
       "WHERE r.id BETWEEN b.first_id AND b.last_id AND r.batch_id = b.id)"},
  };
  bool sound = true;
  for (const auto& question : questions) {
    auto found = count(read.sql(), question.sql);
    if (found == 0) continue;
    sound = false;
    checks.push_back({"references", false, Text(question.finding, {{"count", grouped(found)}})});
  }
  if (!sound) return;
  auto records = count(read.sql(), "SELECT count(*) FROM record");
  auto customers = count(read.sql(), "SELECT count(*) FROM customer WHERE records > 0");
  checks.push_back({"references", true,
                    Text("{records} records, {customers} customers",
                         {{"records", grouped(records)}, {"customers", grouped(customers)}})});
}

void check_lens(Home& home, Progress& progress, const Cancel& cancel, std::vector<Check>& checks) {
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
  bool sound = true;
  std::int64_t rows = 0;
  for (std::size_t i = 0; i < refreshed.size(); ++i) {
    rows += refreshed[i].rows;
    if (refreshed[i] == rebuilt[i]) continue;
    sound = false;
    checks.push_back({"lens", false,
                      Text("table {table} differs: {rows} rows, rebuilt {rebuilt}",
                           {{"table", refreshed[i].table},
                            {"rows", grouped(refreshed[i].rows)},
                            {"rebuilt", grouped(rebuilt[i].rows)}})});
  }
  if (!sound) return;
  checks.push_back(
      {"lens", true, Text("{rows} rows equal those of a rebuilt lens", {{"rows", grouped(rows)}})});
}

}  // namespace

bool VerifyReport::sound() const noexcept {
  return std::all_of(checks.begin(), checks.end(), [](const Check& check) { return check.sound; });
}

VerifyReport verify_home(Home& home, Progress& progress, const Cancel& cancel) {
  VerifyReport report;
  progress.phase("Checking the ledger", 0);
  auto damage = home.ledger().store().check();
  report.checks.push_back({"integrity", damage.empty(),
                           damage.empty() ? Text("every page and foreign key is sound")
                                          : Text("the database finds: {damage}", {{"damage", damage}})});
  cancel.check();
  {
    auto read = home.ledger().read();
    check_references(*read, report.checks);
    report.audit = ledger::check_audit(*read);
  }
  const auto& audit = report.audit;
  bool chained = audit.first_bad == 0;
  report.checks.push_back(
      {"audit", chained,
       chained
           ? Text("{count} entries, head {head}", {{"count", grouped(audit.entries)}, {"head", audit.head}})
           : Text("entry {number} was tampered with", {{"number", std::to_string(audit.first_bad)}})});
  progress.phase("Checking the lens", 0);
  check_lens(home, progress, cancel, report.checks);
  progress.done();
  return report;
}

}  // namespace kith::service
