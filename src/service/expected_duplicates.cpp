#include "service/expected_duplicates.h"

#include <algorithm>

#include "service/index_lookup.h"

namespace kith::service {

void ExpectedDuplicates::add(std::string_view cells, std::string_view standard) {
  if (taken_++ % stride_ != 0) return;
  rows_.push_back({std::string(cells), std::string(standard)});
  if (rows_.size() <= most_looked_at) return;
  // Every other one goes: what stays is every 2nd, 4th, 8th … row of all.
  std::vector<Row> half;
  for (std::size_t i = 0; i < rows_.size(); i += 2) half.push_back(std::move(rows_[i]));
  rows_ = std::move(half);
  stride_ *= 2;
}

ExpectedDuplicates::Answer ExpectedDuplicates::answer(ledger::Statements& sql, const Cancel& cancel) {
  Answer answer;
  answer.rows = taken_;
  if (!MatchBase::exists(sql)) return answer;
  IndexLookup index(sql, cancel);
  const double more_likely_than_not = 0;
  for (std::size_t at = 0; at < rows_.size(); at += IndexLookup::rows_at_once) {
    std::vector<std::vector<std::string>> piece;
    for (std::size_t i = at; i < std::min(rows_.size(), at + IndexLookup::rows_at_once); ++i)
      piece.push_back(index.values_of(batch_, rows_[i].cells, rows_[i].standard));
    std::size_t last = piece.size();
    for (const auto& likely : index.look(piece, more_likely_than_not, [](RecordId) { return true; })) {
      answer.found += likely.row != last;
      last = likely.row;
    }
    answer.looked_at += piece.size();
  }
  return answer;
}

}  // namespace kith::service
