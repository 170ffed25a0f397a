#include "match/block/near.h"

#include <algorithm>

#include "match/compare/idf_features.h"

namespace kith::match {
namespace {

constexpr std::size_t nearest = 15;
constexpr std::size_t most_postings = 6000;  // looked at for one value
constexpr double least_cosine = 0.2;
constexpr std::uint64_t most_rows = 60;  // of two values together: what more rows share, blocks bring
constexpr std::size_t most_texts = 3;

bool is_text(const Records::Field& field) {
  if (field.kind != ColumnKind::text && field.kind != ColumnKind::company) return false;
  const std::size_t distinct = field.values.size() - 1;
  if (distinct < 20 || distinct * 10 < field.present) return false;
  std::size_t bytes = 0;
  for (std::string_view value : field.values) bytes += value.size();
  return bytes >= 8 * distinct;
}

std::vector<std::size_t> text_fields(const Records& records) {
  std::vector<std::size_t> fields;
  for (std::size_t f = 0; f < records.fields.size(); ++f) {
    if (is_text(records.fields[f])) fields.push_back(f);
  }
  std::stable_sort(fields.begin(), fields.end(), [&](std::size_t a, std::size_t b) {
    return records.fields[a].values.size() > records.fields[b].values.size();
  });
  if (fields.size() > most_texts) fields.resize(most_texts);
  std::sort(fields.begin(), fields.end());
  return fields;
}

// Rows of each value, end to end.
struct RowsOf {
  std::vector<std::uint32_t> rows;
  std::vector<std::size_t> begin;
  std::span<const std::uint32_t> of(std::uint32_t value) const {
    return {rows.data() + begin[value], begin[value + 1] - begin[value]};
  }
};

RowsOf group_rows(const Records& records, std::size_t field) {
  RowsOf groups;
  groups.begin.assign(records.fields[field].values.size() + 1, 0);
  for (std::uint32_t r = 0; r < records.rows; ++r) ++groups.begin[records.row(r)[field] + 1];
  for (std::size_t v = 1; v < groups.begin.size(); ++v) groups.begin[v] += groups.begin[v - 1];
  groups.rows.resize(records.rows);
  auto next = groups.begin;
  for (std::uint32_t r = 0; r < records.rows; ++r) groups.rows[next[records.row(r)[field]]++] = r;
  return groups;
}

class Index {
 public:
  Index(const Records& records, const IdfFeatures& features, const RowsOf& rows)
      : records_(records), features_(features), rows_(rows) {
    begin_.assign(features.features() + 1, 0);
    for (std::uint32_t v = 1; v < features.values(); ++v) {
      for (std::uint32_t token : features.of(v)) ++begin_[token + 1];
    }
    for (std::size_t t = 1; t < begin_.size(); ++t) begin_[t] += begin_[t - 1];
    postings_.resize(begin_.back());
    auto next = begin_;
    for (std::uint32_t v = 1; v < features.values(); ++v) {
      for (std::uint32_t token : features.of(v)) postings_[next[token]++] = v;
    }
  }

  struct Scratch {
    std::vector<float> sum;
    std::vector<std::uint32_t> touched;
    std::vector<std::pair<float, std::uint32_t>> best;
  };

  // The nearest others of a value, nearest first; ties by the lower value.
  void nearest_of(std::uint32_t value, Scratch& scratch) const {
    scratch.sum.resize(features_.values(), 0.0f);
    scratch.touched.clear();
    scratch.best.clear();
    std::size_t looked = 0;
    for (std::uint32_t token : features_.of(value)) {
      const std::size_t n = begin_[token + 1] - begin_[token];
      if (looked > 0 && looked + n > most_postings) break;
      if (n > 4 * most_postings) break;
      looked += n;
      for (std::size_t i = begin_[token]; i < begin_[token + 1]; ++i) {
        const std::uint32_t other = postings_[i];
        if (scratch.sum[other] == 0) scratch.touched.push_back(other);
        scratch.sum[other] += features_.weight(token);
      }
    }
    for (std::uint32_t other : scratch.touched) {
      if (other != value && is_pair(value, other))
        scratch.best.emplace_back(scratch.sum[other] / features_.norm(other), other);
      scratch.sum[other] = 0;
    }
    keep(scratch.best, 4 * nearest);
    for (auto& [cosine, other] : scratch.best) cosine = static_cast<float>(features_.cosine(value, other));
    keep(scratch.best, nearest);
    while (!scratch.best.empty() && scratch.best.back().first < least_cosine) scratch.best.pop_back();
  }

 private:
  static void keep(std::vector<std::pair<float, std::uint32_t>>& best, std::size_t n) {
    auto nearer = [](const auto& x, const auto& y) {
      return x.first != y.first ? x.first > y.first : x.second < y.second;
    };
    const std::size_t kept = std::min(n, best.size());
    std::partial_sort(best.begin(), best.begin() + static_cast<std::ptrdiff_t>(kept), best.end(), nearer);
    best.resize(kept);
  }

  bool is_pair(std::uint32_t a, std::uint32_t b) const {
    if (!records_.across) return true;
    const auto x = rows_.of(a), y = rows_.of(b);
    for (std::uint32_t i : x) {
      for (std::uint32_t j : y) {
        if (records_.is_pair(i, j)) return true;
      }
      if (y.size() > most_rows) break;
    }
    return false;
  }

  const Records& records_;
  const IdfFeatures& features_;
  const RowsOf& rows_;
  std::vector<std::size_t> begin_;
  std::vector<std::uint32_t> postings_;
};

void look_into(const Records& records, std::size_t field, Near& near, Executor& executor,
               const Cancel& cancel) {
  const IdfFeatures features(records.fields[field].values);
  const RowsOf rows = group_rows(records, field);
  const Index index(records, features, rows);
  constexpr std::size_t piece = 500;
  const std::size_t values = features.values();
  std::vector<std::vector<std::pair<std::uint32_t, std::uint32_t>>> found((values + piece - 1) / piece);
  std::vector<Index::Scratch> scratch(executor.threads());
  executor.for_each(found.size(), [&](std::size_t p, unsigned worker) {
    cancel.check();
    for (auto v = static_cast<std::uint32_t>(std::max<std::size_t>(1, p * piece));
         v < std::min(values, (p + 1) * piece); ++v) {
      index.nearest_of(v, scratch[worker]);
      for (const auto& [cosine, other] : scratch[worker].best) found[p].emplace_back(std::minmax(v, other));
    }
  });
  std::vector<std::pair<std::uint32_t, std::uint32_t>> all;
  for (const auto& part : found) all.insert(all.end(), part.begin(), part.end());
  std::sort(all.begin(), all.end());
  all.erase(std::unique(all.begin(), all.end()), all.end());
  for (std::uint32_t v = 1; v < values; ++v) {
    const auto same = rows.of(v);
    if (same.size() > most_rows) continue;
    for (std::size_t i = 0; i < same.size(); ++i) {
      for (std::size_t j = i + 1; j < same.size(); ++j) {
        if (records.is_pair(same[i], same[j])) near.pairs.emplace_back(same[i], same[j]);
      }
    }
  }
  for (const auto& [a, b] : all) {
    const auto x = rows.of(a), y = rows.of(b);
    NearValues values_near{a, b, 0};
    const bool few = x.size() + y.size() <= most_rows;
    for (std::uint32_t i : x) {
      for (std::uint32_t j : y) {
        if (!records.is_pair(i, j)) continue;
        ++values_near.pairs;
        if (few) near.pairs.emplace_back(std::minmax(i, j));
      }
    }
    near.values[field].push_back(values_near);
  }
}

}  // namespace

bool Near::has(std::uint32_t a, std::uint32_t b) const noexcept {
  return std::binary_search(pairs.begin(), pairs.end(), NearPair(std::minmax(a, b)));
}

std::pair<std::size_t, std::size_t> Near::of(std::uint32_t a) const noexcept {
  const auto begin = std::lower_bound(pairs.begin(), pairs.end(), NearPair(a, 0));
  const auto end = std::lower_bound(begin, pairs.end(), NearPair(a + 1, 0));
  return {static_cast<std::size_t>(begin - pairs.begin()), static_cast<std::size_t>(end - pairs.begin())};
}

Near find_near(const Records& records, Executor& executor, const Cancel& cancel) {
  Near near;
  near.values.resize(records.fields.size());
  if (records.rows < 2) return near;
  for (std::size_t f : text_fields(records)) {
    near.fields |= 1u << f;
    near.name += (near.name.empty() ? near_name : ", ") + records.fields[f].name;
    look_into(records, f, near, executor, cancel);
  }
  std::sort(near.pairs.begin(), near.pairs.end());
  near.pairs.erase(std::unique(near.pairs.begin(), near.pairs.end()), near.pairs.end());
  return near;
}

}  // namespace kith::match
