#include "service/golden_ahead.h"

#include <algorithm>
#include <memory>

#include "base/build_ahead.h"
#include "base/executor.h"
#include "ledger/records.h"
#include "service/golden.h"

namespace kith::service {
namespace {

// Every snapshot has a cache of its own, and one writer keeps no more of them busy.
constexpr unsigned most_helpers = 4;

class Maker {
 public:
  Maker(ledger::Statements& sql, const RecordsOfCustomer& records_of)
      : sql_(sql), records_of_(records_of), builder_(sql) {}

  std::vector<ledger::GoldenValue> make(std::size_t customer) {
    ids_.clear();
    records_.clear();
    records_of_(customer, ids_);
    for (auto id : ids_) records_.push_back(*ledger::find_record(sql_, id));
    return builder_.build(records_);
  }

 private:
  ledger::Statements& sql_;
  const RecordsOfCustomer& records_of_;
  GoldenBuilder builder_;
  std::vector<RecordId> ids_;
  std::vector<ledger::StoredRecord> records_;
};

struct Helper {
  Helper(ledger::Ledger& ledger, const RecordsOfCustomer& records_of)
      : read(ledger.read()), maker(read->sql(), records_of) {}
  std::unique_ptr<ledger::Read> read;
  Maker maker;
};

}  // namespace

void build_golden_values(ledger::Write& write, const GoldenHelp* help, std::size_t customers,
                         const RecordsOfCustomer& records_of, const TakeGolden& take, const Cancel& cancel) {
  constexpr std::size_t piece = 128;
  if (help == nullptr || help->threads < 2 || customers <= piece) {
    Maker maker(write.sql, records_of);
    for (std::size_t c = 0; c < customers; ++c) {
      if (c % 1024 == 0) cancel.check();
      take(c, maker.make(c));
    }
    return;
  }
  Executor few(std::min(most_helpers, help->threads));
  std::vector<std::unique_ptr<Helper>> helpers(few.threads());
  using Built = std::vector<std::vector<ledger::GoldenValue>>;
  auto build = [&](std::size_t p, unsigned worker) {
    cancel.check();
    auto& helper = helpers[worker];
    if (!helper) helper = std::make_unique<Helper>(help->ledger, records_of);
    Built built;
    for (std::size_t c = p * piece; c < std::min(customers, (p + 1) * piece); ++c)
      built.push_back(helper->maker.make(c));
    return built;
  };
  auto hand_over = [&](std::size_t p, const Built& built) {
    for (std::size_t i = 0; i < built.size(); ++i) take(p * piece + i, built[i]);
  };
  build_ahead<Built>(few, (customers + piece - 1) / piece, build, hand_over);
}

}  // namespace kith::service
