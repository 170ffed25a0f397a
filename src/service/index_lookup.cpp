#include "service/index_lookup.h"

#include <algorithm>
#include <unordered_map>

namespace kith::service {
namespace {

// A key that more records share says little of any of them.
constexpr std::size_t most_per_key = 100;
constexpr std::size_t values_kept = 100'000;

std::span<const unsigned char> as_bytes(std::string_view text) {
  return {reinterpret_cast<const unsigned char*>(text.data()), text.size()};
}

}  // namespace

IndexLookup::IndexLookup(ledger::Statements& sql, const Cancel& cancel)
    : sql_(sql), cancel_(cancel), base_(MatchBase::kept(sql)), values_(sql, base_->kinds), decoder_(sql) {}

std::vector<std::string> IndexLookup::values_of(const BatchLayout& batch, std::string_view cells,
                                                std::string_view standard) {
  const auto& found = decoder_.values(batch, as_bytes(cells), as_bytes(standard));
  std::vector<std::string> own(base_->kinds.size());
  for (std::size_t i = 0; i < found.size(); ++i) {
    if (found[i].verdict > Verdict::suspect || found[i].reason == Reason::placeholder) continue;
    for (std::size_t k = 0; k < base_->kinds.size(); ++k) {
      if (base_->kinds[k].first == batch.layout.outputs[i].attribute) own[k] = found[i].value;
    }
  }
  return own;
}

std::vector<IndexLookup::Likely> IndexLookup::look(const std::vector<std::vector<std::string>>& rows,
                                                   double least,
                                                   const std::function<bool(RecordId)>& wanted) {
  cancel_.check();
  if (values_.kept() > values_kept) values_.forget();
  std::vector<RecordId> records;
  std::unordered_map<RecordId, std::uint32_t> place;  // in `records`
  std::vector<match::FrozenRows::Pair> pairs;         // place, row
  std::vector<RecordId> sharers;
  for (const auto& key : match::index_keys(values_.table({}, rows), base_->model, base_->frequencies)) {
    sharers.clear();
    ledger::records_of_match_key(sql_, base_->state.bits, key.key, most_per_key, sharers);
    for (auto record : sharers) {
      auto at = place.find(record);
      if (at == place.end()) {
        if (!wanted(record) || values_.of(record) == nullptr) continue;
        at = place.emplace(record, static_cast<std::uint32_t>(records.size())).first;
        records.push_back(record);
      }
      pairs.emplace_back(at->second, key.row);
    }
  }
  std::sort(pairs.begin(), pairs.end());
  pairs.erase(std::unique(pairs.begin(), pairs.end()), pairs.end());
  const auto table = values_.table(records, rows);
  const match::FrozenRows scored(table, base_->model, base_->frequencies);
  const auto first_row = static_cast<std::uint32_t>(records.size());
  for (auto& pair : pairs) pair.second += first_row;
  std::vector<Likely> likely;
  for (const auto& weighed : scored.weigh(pairs, least, alone_))
    likely.push_back({weighed.pair.second - first_row, records[weighed.pair.first], weighed.total});
  std::stable_sort(likely.begin(), likely.end(),
                   [](const Likely& a, const Likely& b) { return a.row < b.row; });
  return likely;
}

}  // namespace kith::service
