#include "service/expected_duplicates.h"

#include <algorithm>
#include <cmath>

namespace kith::service {
namespace {

// A key that more records share says little of any of them.
constexpr std::size_t most_per_key = 100;

std::span<const unsigned char> as_bytes(const std::string& text) {
  return {reinterpret_cast<const unsigned char*>(text.data()), text.size()};
}

}  // namespace

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
  const auto base = MatchBase::load(sql);
  const double prior = std::log2(base.model.lambda / (1 - base.model.lambda));
  RecordValues values(sql, base.kinds);
  RecordDecoder decoder(sql);
  batch_.first_columns = batch_.layout.first_columns();
  Executor alone(1);
  for (const auto& row : rows_) {
    cancel.check();
    const auto& found = decoder.values(batch_, as_bytes(row.cells), as_bytes(row.standard));
    std::vector<std::string> own(base.kinds.size());
    for (std::size_t i = 0; i < found.size(); ++i) {
      if (found[i].verdict > Verdict::suspect || found[i].reason == Reason::placeholder) continue;
      for (std::size_t k = 0; k < base.kinds.size(); ++k) {
        if (base.kinds[k].first == batch_.layout.outputs[i].attribute) own[k] = found[i].value;
      }
    }
    std::vector<RecordId> records;
    for (const auto& key : match::index_keys(values.table({}, {own}), base.model, base.frequencies))
      ledger::records_of_match_key(sql, base.state.bits, key.key, most_per_key, records);
    std::sort(records.begin(), records.end());
    records.erase(std::unique(records.begin(), records.end()), records.end());
    std::erase_if(records, [&](RecordId record) { return values.of(record) == nullptr; });
    const auto table = values.table(records, {own});
    const match::FrozenRows rows(table, base.model, base.frequencies);
    std::vector<match::FrozenRows::Pair> pairs;
    const auto question = static_cast<std::uint32_t>(records.size());
    for (std::uint32_t i = 0; i < question; ++i) pairs.emplace_back(i, question);
    answer.found += !rows.weigh(pairs, std::max(prior, 0.0), alone).empty();
    ++answer.looked_at;
    if (values.kept() > 100'000) values.forget();
  }
  return answer;
}

}  // namespace kith::service
