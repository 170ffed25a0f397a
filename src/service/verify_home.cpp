#include "service/verify_home.h"

#include <algorithm>

#include "base/error.h"
#include "ledger/references.h"
#include "service/lens_feed.h"

namespace kith::service {
namespace {

void check_references(ledger::Read& read, std::vector<Check>& checks) {
  auto broken = ledger::broken_references(read.sql());
  for (auto& finding : broken) checks.push_back({"references", false, std::move(finding)});
  if (!broken.empty()) return;
  auto size = ledger::size_of(read.sql());
  checks.push_back({"references", true,
                    Text("{records} records, {customers} customers",
                         {{"records", grouped(size.records)}, {"customers", grouped(size.customers)}})});
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
