#include "match/block/near.h"

#include <algorithm>
#include <bit>
#include <functional>

#include "base/ask_ahead.h"
#include "match/block/rules.h"
#include "match/compare/idf_features.h"

namespace kith::match {
namespace {

constexpr std::size_t nearest = 15;
constexpr std::size_t most_postings = 6000;  // looked at for one value
constexpr double least_cosine = 0.2;
constexpr std::uint64_t most_rows = 60;  // of two values together: what more rows share, blocks bring
constexpr std::size_t most_texts = 3;

// Rows of each value, end to end. Those of null are left out.
struct RowsOf {
  std::vector<std::uint32_t> rows;
  std::vector<std::size_t> begin;
  std::span<const std::uint32_t> of(std::uint32_t value) const {
    return {rows.data() + begin[value], begin[value + 1] - begin[value]};
  }
};

// The rows whose text tells who they are: an organisation beside a person's name only tells where that person
// works.
RowsOf group_rows(const Records& records, std::size_t field) {
  std::vector<std::size_t> names;
  for (std::size_t f = 0; f < records.fields.size(); ++f) {
    if (records.fields[field].kind == ColumnKind::company && is_name_of_person(records.fields[f].kind))
      names.push_back(f);
  }
  const auto is_wanted = [&](const std::uint32_t* row) {
    return row[field] != 0 &&
           std::none_of(names.begin(), names.end(), [&](std::size_t f) { return row[f] != 0; });
  };
  RowsOf groups;
  groups.begin.assign(records.fields[field].values.size() + 1, 0);
  for (std::uint32_t r = 0; r < records.rows; ++r) {
    if (is_wanted(records.row(r))) ++groups.begin[records.row(r)[field] + 1];
  }
  for (std::size_t v = 1; v < groups.begin.size(); ++v) groups.begin[v] += groups.begin[v - 1];
  groups.rows.resize(groups.begin.back());
  auto next = groups.begin;
  for (std::uint32_t r = 0; r < records.rows; ++r) {
    if (is_wanted(records.row(r))) groups.rows[next[records.row(r)[field]]++] = r;
  }
  return groups;
}

struct TextField {
  std::size_t field = 0, distinct = 0;
  RowsOf rows;
};

bool is_text(const Records::Field& field, TextField& text) {
  std::size_t bytes = 0;
  for (std::uint32_t v = 1; v < field.values.size(); ++v) {
    if (text.rows.of(v).empty()) continue;
    ++text.distinct;
    bytes += field.values[v].size();
  }
  return text.distinct >= 20 && text.distinct * 10 >= text.rows.rows.size() && bytes >= 8 * text.distinct;
}

std::vector<TextField> text_fields(const Records& records) {
  std::vector<TextField> texts;
  for (std::size_t f = 0; f < records.fields.size(); ++f) {
    const auto& field = records.fields[f];
    if (field.kind != ColumnKind::text && field.kind != ColumnKind::company) continue;
    TextField text{f, 0, group_rows(records, f)};
    if (is_text(field, text)) texts.push_back(std::move(text));
  }
  std::stable_sort(texts.begin(), texts.end(),
                   [](const TextField& a, const TextField& b) { return a.distinct > b.distinct; });
  if (texts.size() > most_texts) texts.resize(most_texts);
  std::sort(texts.begin(), texts.end(),
            [](const TextField& a, const TextField& b) { return a.field < b.field; });
  return texts;
}

// Which rows were drawn, and which values any of them holds.
class Drawn {
 public:
  Drawn(const Records& records, const RowSample& sample, std::size_t field)
      : rows_(records.rows, 0), values_(records.fields[field].values.size(), 0) {
    for (const auto row : sample.rows) rows_[row] = values_[records.row(row)[field]] = 1;
  }
  bool has_row(std::uint32_t row) const noexcept { return rows_[row] != 0; }
  bool has_value(std::uint32_t value) const noexcept { return values_[value] != 0; }

 private:
  std::vector<char> rows_, values_;
};

// The nearest of many values, at most so many; ties by the lower value.
class Nearest {
 public:
  explicit Nearest(std::size_t most) : most_(most) {}
  void clear() noexcept {
    best_.clear();
    least_ = 0;
  }
  /// `nearness` ≥ 0. True: it may be one of them.
  bool may_be(float nearness, std::uint32_t value) const noexcept { return of(nearness, value) > least_; }
  void add(float nearness, std::uint32_t value) {
    best_.push_back(of(nearness, value));
    if (best_.size() == 4 * most_) cut();
  }
  /// Calls visit(nearness, value) for each, the nearest first.
  template <class Visit>
  void visit(Visit&& visit) {
    if (best_.size() > most_) cut();
    std::sort(best_.begin(), best_.end(), std::greater<>());
    for (const auto own : best_)
      visit(std::bit_cast<float>(static_cast<std::uint32_t>(own >> 32)), ~static_cast<std::uint32_t>(own));
  }

 private:
  // As one number, for the bits of floats that are not negative are in the floats' order.
  static std::uint64_t of(float nearness, std::uint32_t value) noexcept {
    return static_cast<std::uint64_t>(std::bit_cast<std::uint32_t>(nearness)) << 32 | ~value;
  }
  void cut() {
    std::nth_element(best_.begin(), best_.begin() + static_cast<std::ptrdiff_t>(most_ - 1), best_.end(),
                     std::greater<>());
    best_.resize(most_);
    least_ = best_.back();
  }
  std::size_t most_;
  std::vector<std::uint64_t> best_;
  std::uint64_t least_ = 0;
};

class Index {
 public:
  Index(const Records& records, const IdfFeatures& features, const RowsOf& rows)
      : records_(records), features_(features), rows_(rows) {
    begin_.assign(features.features() + 1, 0);
    for (std::uint32_t v = 1; v < features.values(); ++v) {
      if (rows.of(v).empty()) continue;
      for (std::uint32_t token : features.of(v)) ++begin_[token + 1];
    }
    for (std::size_t t = 1; t < begin_.size(); ++t) begin_[t] += begin_[t - 1];
    postings_.resize(begin_.back());
    auto next = begin_;
    for (std::uint32_t v = 1; v < features.values(); ++v) {
      if (rows.of(v).empty()) continue;
      for (std::uint32_t token : features.of(v)) postings_[next[token]++] = v;
    }
  }

  struct Scratch {
    explicit Scratch(const IdfFeatures& features) : one(features) {}
    IdfFeatures::One one;
    struct Sum {
      float shared = 0, norm = 0;  // Σ weights; of the value. Side by side: far apart is what takes the time
    };
    std::vector<Sum> of;                                  // by value
    std::vector<std::pair<float, std::uint32_t>> shared;  // weights, and who shares them
    std::vector<std::uint32_t> touched;
    Nearest likely{4 * nearest}, best{nearest};
  };

  // Calls visit(other) for the nearest others of a value, nearest first; ties by the lower value.
  template <class Visit>
  void nearest_of(std::uint32_t value, Scratch& scratch, Visit&& visit) const {
    for (auto v = static_cast<std::uint32_t>(scratch.of.size()); v < features_.values(); ++v)
      scratch.of.push_back({0, features_.norm(v)});
    sum_up(value, scratch);
    scratch.likely.clear();
    for (std::uint32_t other : scratch.touched) {
      auto& [shared, norm] = scratch.of[other];
      const float nearness = shared / norm;
      shared = 0;
      if (scratch.likely.may_be(nearness, other) && other != value && is_pair(value, other))
        scratch.likely.add(nearness, other);
    }
    scratch.one.set(value);
    scratch.best.clear();
    scratch.likely.visit([&](float, std::uint32_t other) {
      const double cosine = scratch.one.cosine(other);
      if (cosine >= least_cosine) scratch.best.add(static_cast<float>(cosine), other);
    });
    scratch.best.visit([&](float, std::uint32_t other) { visit(other); });
  }

 private:
  // Of every value that shares one of this one's rarest features: the weights that they share.
  void sum_up(std::uint32_t value, Scratch& scratch) const {
    scratch.touched.clear();
    scratch.shared.clear();
    std::size_t looked = 0;
    for (std::uint32_t token : features_.of(value)) {
      const std::size_t n = begin_[token + 1] - begin_[token];
      if (looked > 0 && looked + n > most_postings) break;
      if (n > 4 * most_postings) break;
      looked += n;
      for (std::size_t i = begin_[token]; i < begin_[token + 1]; ++i)
        scratch.shared.emplace_back(features_.weight(token), postings_[i]);
    }
    for (std::size_t i = 0; i < scratch.shared.size(); ++i) {
      if (i + far_ahead < scratch.shared.size())
        __builtin_prefetch(&scratch.of[scratch.shared[i + far_ahead].second]);
      const auto [weight, other] = scratch.shared[i];
      if (scratch.of[other].shared == 0) scratch.touched.push_back(other);
      scratch.of[other].shared += weight;
    }
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

void look_into(const Records& records, const RowSample& sample, const TextField& text, Near& near,
               Executor& executor, const Cancel& cancel) {
  const IdfFeatures features(records.fields[text.field].values, executor);
  const RowsOf& rows = text.rows;
  const Drawn drawn(records, sample, text.field);
  const Index index(records, features, rows);
  constexpr std::size_t piece = 500;
  const std::size_t values = features.values();
  std::vector<std::vector<std::pair<std::uint32_t, std::uint32_t>>> found((values + piece - 1) / piece);
  std::vector<Index::Scratch> scratch(executor.threads(), Index::Scratch(features));
  executor.for_each(found.size(), [&](std::size_t p, unsigned worker) {
    cancel.check();
    for (auto v = static_cast<std::uint32_t>(std::max<std::size_t>(1, p * piece));
         v < std::min(values, (p + 1) * piece); ++v) {
      if (rows.of(v).empty() || !drawn.has_value(v)) continue;
      index.nearest_of(v, scratch[worker], [&](std::uint32_t other) {
        if (drawn.has_value(other)) found[p].emplace_back(std::minmax(v, other));
      });
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
        if (drawn.has_row(same[i]) && drawn.has_row(same[j]) && records.is_pair(same[i], same[j]))
          near.pairs.emplace_back(same[i], same[j]);
      }
    }
  }
  for (const auto& [a, b] : all) {
    const auto x = rows.of(a), y = rows.of(b);
    NearValues values_near{a, b, 0};
    const bool few = x.size() + y.size() <= most_rows;
    for (std::uint32_t i : x) {
      for (std::uint32_t j : y) {
        if (!drawn.has_row(i) || !drawn.has_row(j) || !records.is_pair(i, j)) continue;
        ++values_near.pairs;
        if (few) near.pairs.emplace_back(std::minmax(i, j));
      }
    }
    if (near.whole >> text.field & 1) near.values[text.field].push_back(values_near);
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

bool brings_near(const Model& model) noexcept {
  return std::any_of(model.rules.begin(), model.rules.end(), [](const RuleModel& rule) {
    return is_near_rule(rule.name) || rule.name == every_pair_name;
  });
}

Near find_near(const Records& records, const RowSample& sample, Executor& executor, const Cancel& cancel) {
  Near near;
  near.values.resize(records.fields.size());
  if (records.rows < 2) return near;
  for (const TextField& text : text_fields(records)) {
    near.fields |= 1u << text.field;
    if (text.rows.rows.size() == records.fields[text.field].present) near.whole |= 1u << text.field;
    near.name += (near.name.empty() ? near_name : ", ") + records.fields[text.field].name;
    look_into(records, sample, text, near, executor, cancel);
  }
  std::sort(near.pairs.begin(), near.pairs.end());
  near.pairs.erase(std::unique(near.pairs.begin(), near.pairs.end()), near.pairs.end());
  return near;
}

}  // namespace kith::match
