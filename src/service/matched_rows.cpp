#include "service/matched_rows.h"

#include <algorithm>
#include <tuple>

#include "ledger/records.h"

namespace kith::service {
namespace {

const double nine_to_one = 3.17;  // as log2 odds

}  // namespace

MatchedRows::MatchedRows(ledger::Statements& sql, SourceId source, BatchId before, const Cancel& cancel)
    : sql_(sql), source_(source), before_(before), index_(sql, cancel) {}

void MatchedRows::add(RecordId heir, std::vector<std::string> values) {
  heirs_.push_back(heir);
  rows_.push_back(std::move(values));
  if (rows_.size() == IndexLookup::rows_at_once) ask();
}

void MatchedRows::ask() {
  auto is_earlier = [&](RecordId id) {
    const auto record = ledger::find_record(sql_, id);
    return record && record->source == source_ && record->batch < before_ && !record->ended;
  };
  for (const auto& likely : index_.look(rows_, nine_to_one, is_earlier))
    pairings_.push_back({asked_ + likely.row, heirs_[likely.row], likely.record, likely.total});
  asked_ += rows_.size();
  rows_.clear();
  heirs_.clear();
}

std::vector<MatchedRows::Pairing> MatchedRows::take() {
  if (!rows_.empty()) ask();
  std::sort(pairings_.begin(), pairings_.end(), [](const Pairing& a, const Pairing& b) {
    return std::tuple(-a.total, a.record, a.row) < std::tuple(-b.total, b.record, b.row);
  });
  return std::move(pairings_);
}

}  // namespace kith::service
