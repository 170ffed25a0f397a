#include "match/linkable.h"

#include <cmath>

#include "match/model/pattern.h"
#include "match/model/records.h"
#include "match/model/scorer.h"

namespace kith::match {

std::vector<double> self_totals(const Table& table, const Model& model) {
  const Records records = make_records(table);
  const Comparison comparison(records);
  const Model fit = fitted(model, comparison);
  const Scorer scorer(comparison, fit);
  const double prior = model.partner_odds > 0 ? std::log2(model.partner_odds) : log2_odds(model.lambda);
  Comparison::Memo memo(comparison.fields(), 1);
  std::vector<double> totals(records.rows);
  for (std::uint32_t r = 0; r < records.rows; ++r)
    totals[records.original[r]] = scorer.weight(r, r, memo) + prior;
  return totals;
}

}  // namespace kith::match
