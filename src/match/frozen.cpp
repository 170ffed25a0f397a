#include "match/frozen.h"

#include <algorithm>
#include <numeric>

#include "base/hash.h"
#include "match/block/keys.h"
#include "match/block/near.h"
#include "match/block/rules.h"
#include "match/cluster/partition.h"
#include "match/model/records.h"
#include "match/model/scorer.h"

namespace kith::match {
namespace {

// What a person can be searched by, besides the rules: kinds of columns and their keys.
struct SearchKey {
  ColumnKind kind;
  const char* what;  // empty: the value itself
};
constexpr SearchKey search_keys[] = {
    {ColumnKind::phone, ""},          {ColumnKind::phone, "last 7 digits"},
    {ColumnKind::email, ""},          {ColumnKind::email, "local part"},
    {ColumnKind::id_number, ""},      {ColumnKind::full_name, ""},
    {ColumnKind::full_name, "sound"}, {ColumnKind::company, ""},
    {ColumnKind::company, "words"},
};

std::uint64_t combine(std::uint64_t a, std::uint64_t b) noexcept {
  const std::uint64_t both[2] = {a, b};
  return hash_bytes({reinterpret_cast<const char*>(both), sizeof both});
}

bool has_only(const Table& table, const Model& model) {
  if (table.columns.size() != model.fields.size()) return false;
  for (std::size_t c = 0; c < table.columns.size(); ++c) {
    if (table.columns[c].name != model.fields[c].column || table.columns[c].kind != model.fields[c].kind)
      return false;
  }
  return true;
}

// The model compares some columns only; the others would be unknown to it.
Table columns_of(const Table& table, const Model& model) {
  Table own;
  own.order = table.order;
  for (const FieldModel& field : model.fields) {
    for (const Column& column : table.columns) {
      if (column.name == field.column && column.kind == field.kind) own.columns.push_back(column);
    }
  }
  return own;
}

Partitioning partitioning(const Comparison& comparison, const Scorer& scorer, const Blocks& blocks,
                          const Near& near, double bias) {
  return {comparison, scorer, blocks, near, bias, {}, {}, false, false, nullptr};
}

}  // namespace

const double edge_bits = -company_bits;

std::uint32_t Frequencies::Field::count_of(std::string_view value) const noexcept {
  const std::uint64_t hash = hash_bytes(value);
  const auto found = std::lower_bound(counts.begin(), counts.end(), std::pair{hash, std::uint32_t{0}});
  return found != counts.end() && found->first == hash ? found->second : 1;
}

bool Frequencies::Field::is_generic(std::string_view value) const noexcept {
  return std::binary_search(generic.begin(), generic.end(), hash_bytes(value));
}

const Frequencies::Field* Frequencies::of(std::string_view column) const noexcept {
  for (const Field& field : fields) {
    if (field.column == column) return &field;
  }
  return nullptr;
}

Frequencies count_frequencies(const Table& table, const Model& model) {
  Frequencies frequencies;
  frequencies.rows = table.rows();
  for (const FieldModel& known : model.fields) {
    Frequencies::Field field;
    field.column = known.column;
    for (const Column& column : table.columns) {
      if (column.name != known.column || column.kind != known.kind) continue;
      std::vector<std::uint32_t> counts(column.values.size(), 0);
      for (std::uint32_t id : column.ids) ++counts[id];
      const bool unique = is_nearly_unique(column.kind);
      for (std::size_t id = 1; id < counts.size(); ++id) {
        if (unique && counts[id] > generic_limit(table.rows())) {
          field.generic.push_back(hash_bytes(column.values[id]));
          counts[id] = 0;
        }
        field.present += counts[id];
      }
      for (std::size_t id = 1; id < counts.size(); ++id) {
        if (counts[id] > 1 && counts[id] > least_frequency * static_cast<double>(field.present))
          field.counts.emplace_back(hash_bytes(column.values[id]), counts[id]);
      }
    }
    std::sort(field.counts.begin(), field.counts.end());
    std::sort(field.generic.begin(), field.generic.end());
    frequencies.fields.push_back(std::move(field));
  }
  return frequencies;
}

std::size_t index_rules(const Model& model) {
  return static_cast<std::size_t>(
      std::count_if(model.rules.begin(), model.rules.end(),
                    [](const RuleModel& rule) { return !is_near_rule(rule.name); }));
}

std::vector<std::string> index_names(const Model& model) {
  std::vector<std::string> names;
  for (const RuleModel& rule : model.rules) {
    if (!is_near_rule(rule.name)) names.push_back(rule.name);
  }
  for (const FieldModel& field : model.fields) {
    for (const SearchKey& search : search_keys) {
      if (search.kind != field.kind) continue;
      auto name = *search.what == '\0' ? field.column : field.column + ":" + search.what;
      if (std::find(names.begin(), names.end(), name) == names.end()) names.push_back(std::move(name));
    }
  }
  return names;
}

std::vector<IndexKey> index_keys(const Table& table, const Model& model, const Frequencies& frequencies,
                                 std::size_t most, Executor* executor) {
  const Records records = make_records(table, false, &frequencies);
  const auto names = index_names(model);
  const auto keys = make_keys(records, {.constant = true, .rules = &names}, executor);
  std::vector<IndexKey> out;
  for (std::uint32_t n = 0; n < std::min(names.size(), most); ++n) {
    const auto rule = rule_named(names[n], keys);
    if (!rule) continue;
    const std::uint64_t seed = hash_bytes(names[n]);
    for (std::uint32_t row = 0; row < records.rows; ++row) {
      const std::uint64_t key = key_of(*rule, keys, records.row(row));
      if (key != 0) out.push_back({combine(seed, key), records.original[row], n});
    }
  }
  return out;
}

struct FrozenRows::State {
  State(const Table& all, const Model& whole, const Frequencies& counted, Executor* executor)
      : given(all),
        model(whole),
        frequencies(counted),
        cut(has_only(all, whole) ? Table() : columns_of(all, whole)),
        records(make_records(has_only(all, whole) ? all : cut, false, &counted)),
        comparison(records, executor),
        fit(fitted(whole, comparison)),
        scorer(comparison, fit),
        bias(log2_odds(whole.lambda)),
        canonical(records.rows) {
    for (std::uint32_t r = 0; r < records.rows; ++r) canonical[records.original[r]] = r;
  }

  RowPair own(const FrozenRows::Pair& pair) const {
    return std::minmax({canonical[pair.first], canonical[pair.second]});
  }

  const Table& given;
  const Model& model;
  const Frequencies& frequencies;
  Table cut;  // where the table has columns that the model does not know
  Records records;
  Comparison comparison;
  Model fit;
  Scorer scorer;
  double bias;
  std::vector<std::uint32_t> canonical;  // of the table's rows, their place in `records`
};

FrozenRows::FrozenRows(const Table& table, const Model& model, const Frequencies& frequencies,
                       Executor* executor)
    : state_(std::make_unique<State>(table, model, frequencies, executor)) {}
FrozenRows::~FrozenRows() = default;

std::vector<FrozenRows::Weighed> FrozenRows::weigh(const std::vector<Pair>& pairs, double least,
                                                   Executor& executor) const {
  constexpr std::size_t piece = 20'000;
  std::vector<Comparison::Memo> memos(executor.threads(),
                                      Comparison::Memo(state_->comparison.fields(), pairs.size()));
  std::vector<std::vector<Weighed>> found((pairs.size() + piece - 1) / piece);
  const double bound = least - state_->bias;
  executor.for_each(found.size(), [&](std::size_t p, unsigned worker) {
    for (std::size_t i = p * piece; i < std::min(pairs.size(), (p + 1) * piece); ++i) {
      const auto [a, b] = state_->own(pairs[i]);
      const double weight = state_->scorer.weight_above(bound, a, b, memos[worker]);
      if (weight > bound) found[p].push_back({pairs[i], weight + state_->bias});
    }
  });
  std::vector<Weighed> all;
  for (auto& part : found) all.insert(all.end(), part.begin(), part.end());
  return all;
}

std::vector<std::uint32_t> FrozenRows::cluster(const std::vector<Pair>& edges, std::vector<IndexKey> keys,
                                               const Constraints& constraints, Executor& executor) const {
  const auto rows = state_->records.rows;
  Blocks blocks{index_rules(state_->model), {}, {}};
  blocks.of.assign(rows * blocks.rules, 0);
  std::sort(keys.begin(), keys.end(), [](const IndexKey& x, const IndexKey& y) { return x.key < y.key; });
  std::uint32_t number_of_key = 0;
  for (std::size_t i = 0, end = 0; i < keys.size(); i = end) {
    while (end < keys.size() && keys[end].key == keys[i].key) ++end;
    if (end - i < 2 || keys[i].name >= blocks.rules) continue;
    ++number_of_key;
    for (auto k = i; k < end; ++k)
      blocks.of[state_->canonical[keys[k].row] * blocks.rules + keys[k].name] = number_of_key;
  }
  Near near;
  for (const auto& pair : edges) near.pairs.push_back(state_->own(pair));
  std::sort(near.pairs.begin(), near.pairs.end());
  auto job = partitioning(state_->comparison, state_->scorer, blocks, near, state_->bias);
  job.near_only = true;
  for (const auto& pair : constraints.same) job.same.push_back(state_->own(pair));
  for (const auto& pair : constraints.different) job.different.push_back(state_->own(pair));
  RowSets joined(rows), components(rows);
  for (const auto& [a, b] : job.same) joined.unite(a, b);
  std::erase_if(job.different,
                [&](const RowPair& pair) { return joined.find(pair.first) == joined.find(pair.second); });
  for (const auto& [a, b] : near.pairs) components.unite(a, b);
  Statistics statistics;
  const auto lowest = partition(job, components, statistics, executor, Cancel());
  std::vector<std::uint32_t> number(rows, ~0u), out(rows);
  std::uint32_t next = 0;
  for (std::uint32_t row = 0; row < rows; ++row) {
    const std::uint32_t cluster = lowest[state_->canonical[row]];
    if (number[cluster] == ~0u) number[cluster] = next++;
    out[row] = number[cluster];
  }
  return out;
}

PairExplanation FrozenRows::explain(std::uint32_t a, std::uint32_t b) const {
  return match::explain(state_->given, state_->model, a, b, &state_->frequencies);
}

}  // namespace kith::match
