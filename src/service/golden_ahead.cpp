#include "service/golden_ahead.h"

#include <algorithm>
#include <memory>

#include "base/build_ahead.h"
#include "ledger/records.h"
#include "service/golden.h"

namespace kith::service {
namespace {

class Maker {
 public:
  Maker(ledger::Statements& sql, const AskGolden& ask) : sql_(sql), ask_(ask), builder_(sql) {}

  GoldenBuilt make(std::size_t customer) {
    asked_.customer = CustomerId();
    asked_.records.clear();
    records_.clear();
    ask_(customer, asked_);
    for (auto id : asked_.records) records_.push_back(*ledger::find_record(sql_, id));
    GoldenBuilt built;
    if (asked_.customer) built.present = ledger::values_of(sql_, asked_.customer);
    built.next = builder_.build(records_);
    return built;
  }

 private:
  ledger::Statements& sql_;
  const AskGolden& ask_;
  GoldenBuilder builder_;
  GoldenAsked asked_;
  std::vector<ledger::StoredRecord> records_;
};

}  // namespace

void build_golden_values(ledger::Write& write, Snapshots* snapshots, std::size_t customers,
                         const AskGolden& ask, const TakeGolden& take, const Cancel& cancel) {
  constexpr std::size_t piece = 128;
  if (snapshots == nullptr || customers <= piece) {
    Maker maker(write.sql, ask);
    for (std::size_t c = 0; c < customers; ++c) {
      if (c % 1024 == 0) cancel.check();
      take(c, maker.make(c));
    }
    return;
  }
  std::vector<std::unique_ptr<Maker>> makers(snapshots->executor().threads());
  using Built = std::vector<GoldenBuilt>;
  auto build = [&](std::size_t p, unsigned worker) {
    cancel.check();
    auto& maker = makers[worker];
    if (!maker) maker = std::make_unique<Maker>(snapshots->sql(worker), ask);
    Built built;
    for (std::size_t c = p * piece; c < std::min(customers, (p + 1) * piece); ++c)
      built.push_back(maker->make(c));
    return built;
  };
  auto hand_over = [&](std::size_t p, const Built& built) {
    for (std::size_t i = 0; i < built.size(); ++i) take(p * piece + i, built[i]);
  };
  build_ahead<Built>(snapshots->executor(), (customers + piece - 1) / piece, build, hand_over);
}

}  // namespace kith::service
