#include "match/block/rules.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <map>
#include <span>
#include <utility>

#include "base/error.h"
#include "base/random.h"
#include "match/block/near.h"

namespace kith::match {
namespace {

constexpr std::size_t most_sample_rows = 100'000;
constexpr double pool_pairs = 1e6;     // scored while choosing, over all candidates
constexpr std::size_t most_keys = 48;  // 48 keys make at most 1,176 candidates
constexpr double least_gain = 0.0005;  // of the likely matches: a rule that adds less is not worth a pass

struct Keyed {
  std::uint64_t key;
  std::uint32_t row;
  bool operator<(const Keyed& other) const noexcept {
    return key != other.key ? key < other.key : row < other.row;
  }
};

// Keys are hashes: their upper bits part a large table into short runs, by way of `parted`, whose memory may
// serve again.
void sort_keyed(std::vector<Keyed>& keyed, std::vector<Keyed>& parted) {
  constexpr std::size_t in_a_run = 16;
  if (keyed.size() < 4096) return std::sort(keyed.begin(), keyed.end());
  const auto bits = static_cast<unsigned>(std::bit_width(keyed.size() / in_a_run));
  std::vector<std::uint32_t> begin((std::size_t{1} << bits) + 1, 0);
  for (const Keyed& item : keyed) ++begin[(item.key >> (64 - bits)) + 1];
  for (std::size_t run = 1; run < begin.size(); ++run) begin[run] += begin[run - 1];
  parted.resize(keyed.size());
  auto next = begin;
  for (const Keyed& item : keyed) parted[next[item.key >> (64 - bits)]++] = item;
  for (std::size_t run = 0; run + 1 < begin.size(); ++run)
    std::sort(parted.begin() + begin[run], parted.begin() + begin[run + 1]);
  keyed.swap(parted);
}

struct Candidate {
  Rule rule;
  double cost = 0;                       // pairs in the whole table, estimated
  double chance = 0;                     // that a block of it was looked into
  std::vector<std::uint64_t> oversized;  // keys of blocks that are too large, sorted
};

std::vector<Candidate> make_candidates(const std::vector<BlockingKey>& keys) {
  std::vector<Candidate> candidates;
  const auto count = static_cast<std::uint32_t>(std::min(keys.size(), most_keys));
  for (std::uint32_t i = 0; i < count; ++i) {
    candidates.push_back({Rule{{i, 0}, 1, 1u << keys[i].field, keys[i].name}});
    for (std::uint32_t j = i + 1; j < count; ++j) {
      if (keys[i].field == keys[j].field) continue;
      candidates.push_back(
          {Rule{{i, j}, 2, 1u << keys[i].field | 1u << keys[j].field, keys[i].name + " + " + keys[j].name}});
    }
  }
  return candidates;
}

// The key of a rule from those of its parts; 0 where one is missing.
std::uint64_t joined_key(std::uint64_t a, std::uint64_t b) noexcept {
  return a == 0 || b == 0 ? 0 : mix(a ^ mix(b)) | 1;
}

// Tells most keys that are alone from those that are not, in memory that is small and near.
class Alone {
 public:
  explicit Alone() : seen_(cells) {}
  void look_at(std::span<const std::uint64_t> keys) {
    std::fill(seen_.begin(), seen_.end(), std::uint8_t{0});
    for (const auto key : keys) {
      auto& seen = seen_[cell_of(key)];
      seen = static_cast<std::uint8_t>(seen == 0 ? 1 : 2);
    }
  }
  /// Of a key that was looked at. True: no other is equal to it. False: most often one is.
  bool is_alone(std::uint64_t key) const noexcept { return seen_[cell_of(key)] == 1; }

 private:
  static constexpr std::size_t cells = std::size_t{1} << 17;
  static std::size_t cell_of(std::uint64_t key) noexcept { return key >> 32 & (cells - 1); }
  std::vector<std::uint8_t> seen_;
};

// How often each key occurs that is not alone. Keys are hashes already: open addressing by their lower bits,
// at most half full.
class KeyCounts {
 public:
  void count(std::span<const std::uint64_t> keys) {
    alone_.look_at(keys);
    const auto left =
        std::count_if(keys.begin(), keys.end(), [&](auto key) { return !alone_.is_alone(key); });
    slots_.assign(std::bit_ceil(2 * static_cast<std::size_t>(left) + 2), {});
    mask_ = slots_.size() - 1;
    for (const auto key : keys) {
      if (alone_.is_alone(key)) continue;
      auto& slot = slots_[place_of(key)];
      slot.key = key;
      ++slot.count;
    }
  }

  /// 0 or 1 where the key is alone.
  std::uint32_t of(std::uint64_t key) const noexcept { return slots_[place_of(key)].count; }

  /// Calls visit(key, count) for each key, in no order that means anything.
  template <class Visit>
  void for_each(Visit&& visit) const {
    for (const auto& slot : slots_) {
      if (slot.count != 0) visit(slot.key, slot.count);
    }
  }

 private:
  struct Slot {
    std::uint64_t key = 0;
    std::uint32_t count = 0;
  };
  std::size_t place_of(std::uint64_t key) const noexcept {
    auto at = static_cast<std::size_t>(key >> 1) & mask_;
    while (slots_[at].count != 0 && slots_[at].key != key) at = (at + 1) & mask_;
    return at;
  }
  Alone alone_;
  std::vector<Slot> slots_;
  std::size_t mask_ = 0;
};

// Calls visit(begin, end) for every run of equal keys of two rows or more.
template <class Visit>
void for_each_block(const std::vector<Keyed>& keyed, Visit&& visit) {
  for (std::size_t i = 0; i < keyed.size();) {
    std::size_t j = i + 1;
    while (j < keyed.size() && keyed[j].key == keyed[i].key) ++j;
    if (j - i > 1) visit(i, j);
    i = j;
  }
}

// How many of a sample's rows a block may hold.
double limit_of_blocks(double share) {
  return share < 1 ? std::max(4.0, largest_block * share) : largest_block;
}

// Chooses among candidates; one per call of choose_rules().
class Chooser {
 public:
  Chooser(const Records& records, const std::vector<BlockingKey>& keys, double budget, std::uint64_t seed,
          Executor& executor, const Cancel& cancel)
      : records_(records),
        keys_(keys),
        budget_(budget),
        seed_(seed),
        executor_(executor),
        cancel_(cancel),
        candidates_(make_candidates(keys)) {
    auto sample = sample_rows(records.rows, most_sample_rows, seed);
    rows_ = std::move(sample.rows);
    share_ = sample.share;
    block_limit_ = limit_of_blocks(share_);
    counting_.resize(executor.threads());
  }

  std::vector<Rule> choose(const Likelihood& likelihood) {
    take_keys();
    measure();
    find_likely(likelihood);
    cover();
    auto chosen = greedy();
    return chosen.empty() ? exact_rules() : chosen;
  }

 private:
  struct Counting {
    std::vector<std::uint64_t> keys;
    KeyCounts counts, in_source;
    Alone alone;
  };

  // The keys of the sample's rows, key by key. A key that one row alone has brings no pair, nor does any that
  // it is part of: it is left out.
  void take_keys() {
    key_of_row_.resize(std::min(keys_.size(), most_keys));
    keyed_rows_.resize(key_of_row_.size());
    executor_.for_each(key_of_row_.size(), [&](std::size_t k, unsigned worker) {
      auto& key_of_row = key_of_row_[k];
      key_of_row.reserve(rows_.size());
      for (auto row : rows_) key_of_row.push_back(keys_[k].at(records_.row(row)[keys_[k].field]));
      KeyCounts& counts = counting_[worker].counts;
      counts.count(key_of_row);
      for (std::uint32_t i = 0; i < rows_.size(); ++i) {
        if (counts.of(key_of_row[i]) < 2) key_of_row[i] = 0;
        if (key_of_row[i] != 0) keyed_rows_[k].push_back(i);
      }
    });
  }

  // Calls visit(place of the row among rows_, key) for every row that has a key.
  template <class Visit>
  void for_each_key(const Rule& rule, Visit&& visit) const {
    auto [a, b] = rule.key;
    if (rule.keys == 1) {
      for (const auto i : keyed_rows_[a]) visit(i, key_of_row_[a][i]);
      return;
    }
    const auto &first = key_of_row_[a], &second = key_of_row_[b];
    const bool first_is_shorter = keyed_rows_[a].size() < keyed_rows_[b].size();
    for (const auto i : keyed_rows_[first_is_shorter ? a : b]) {
      if (const std::uint64_t key = joined_key(first[i], second[i]); key != 0) visit(i, key);
    }
  }

  const std::vector<std::uint64_t>& keys_of(const Rule& rule, Counting& counting) const {
    counting.keys.clear();
    for_each_key(rule, [&](std::size_t, std::uint64_t key) { counting.keys.push_back(key); });
    return counting.keys;
  }

  // Costs from the histograms; candidates beyond the budget are dropped. Across sources, pairs within one do
  // not count.
  void measure() {
    auto pairs_of = [](double n) { return n * (n - 1) / 2; };
    executor_.for_each(candidates_.size(), [&](std::size_t c, unsigned worker) {
      cancel_.check();
      Candidate& candidate = candidates_[c];
      double pairs = 0;
      Counting& counting = counting_[worker];
      const KeyCounts& counts = counting.counts;
      counting.counts.count(keys_of(candidate.rule, counting));
      counts.for_each([&](std::uint64_t key, std::uint32_t rows) {
        if (rows > block_limit_) {
          candidate.oversized.push_back(key);
        } else {
          pairs += pairs_of(rows);
        }
      });
      std::sort(candidate.oversized.begin(), candidate.oversized.end());
      if (records_.across) {
        counting.keys.clear();
        for_each_key(candidate.rule, [&](std::size_t i, std::uint64_t key) {
          if (counts.of(key) <= block_limit_)
            counting.keys.push_back(mix(key ^ mix(records_.source[rows_[i]] + 1)) | 1);
        });
        counting.in_source.count(counting.keys);
        counting.in_source.for_each([&](std::uint64_t, std::uint32_t rows) { pairs -= pairs_of(rows); });
      }
      candidate.cost = pairs / (share_ * share_);
    });
    std::erase_if(candidates_, [&](const Candidate& c) { return c.cost <= 0 || c.cost > budget_; });
  }

  // Pairs of the candidates' blocks, of each candidate about as many, sorted; a pair that several bring once.
  std::vector<RowPair> draw_pool() {
    const double each = pool_pairs / static_cast<double>(std::max<std::size_t>(candidates_.size(), 1));
    std::vector<std::vector<RowPair>> found(candidates_.size());
    executor_.for_each(candidates_.size(), [&](std::size_t c, unsigned worker) {
      cancel_.check();
      Candidate& candidate = candidates_[c];
      candidate.chance = std::min(1.0, each / (candidate.cost * share_ * share_));
      const bool all = candidate.chance >= 1;
      Alone& alone = counting_[worker].alone;
      if (all) alone.look_at(keys_of(candidate.rule, counting_[worker]));
      std::vector<Keyed> keyed, parted;
      for_each_key(candidate.rule, [&](std::size_t i, std::uint64_t key) {
        if (all ? !alone.is_alone(key) : Random(mix(key ^ seed_)).unit() < candidate.chance)
          keyed.push_back({key, rows_[i]});
      });
      sort_keyed(keyed, parted);
      for_each_block(keyed, [&](std::size_t begin, std::size_t end) {
        if (static_cast<double>(end - begin) > block_limit_) return;
        for (std::size_t i = begin; i < end; ++i) {
          for (std::size_t j = i + 1; j < end; ++j) {
            if (records_.is_pair(keyed[i].row, keyed[j].row))
              found[c].emplace_back(keyed[i].row, keyed[j].row);
          }
        }
      });
    });
    std::vector<RowPair> pool;
    for (const auto& part : found) pool.insert(pool.end(), part.begin(), part.end());
    std::sort(pool.begin(), pool.end());
    pool.erase(std::unique(pool.begin(), pool.end()), pool.end());
    return pool;
  }

  void find_likely(const Likelihood& likelihood) {
    const auto pool = draw_pool();
    constexpr std::size_t piece = 4096;
    std::vector<std::vector<LikelyPair>> found((pool.size() + piece - 1) / piece);
    executor_.for_each(found.size(), [&](std::size_t p, unsigned worker) {
      cancel_.check();
      const auto begin = p * piece;
      found[p] = likelihood(std::span(pool).subspan(begin, std::min(piece, pool.size() - begin)), worker);
    });
    for (const auto& part : found) likely_.insert(likely_.end(), part.begin(), part.end());
  }

  // Which likely pairs agree on each key, a bit a pair.
  std::vector<std::vector<std::uint64_t>> agreeing_pairs() const {
    std::vector<std::vector<std::uint64_t>> agree(key_of_row_.size());
    executor_.for_each(agree.size(), [&](std::size_t k, unsigned) {
      const BlockingKey& key = keys_[k];
      agree[k].assign((likely_.size() + 63) / 64, 0);
      for (std::size_t p = 0; p < likely_.size(); ++p) {
        const auto& [a, b] = likely_[p].rows;
        const std::uint64_t of = key.at(records_.row(a)[key.field]);
        if (of != 0 && of == key.at(records_.row(b)[key.field]))
          agree[k][p / 64] |= std::uint64_t{1} << (p % 64);
      }
    });
    return agree;
  }

  bool is_oversized(const Candidate& candidate, const RowPair& pair) const {
    return std::binary_search(candidate.oversized.begin(), candidate.oversized.end(),
                              key_of(candidate.rule, keys_, records_.row(pair.first)));
  }

  // Which candidate brings which likely pair; then each pair's weight is divided by its chance to be in the
  // pool.
  void cover() {
    const auto agree = agreeing_pairs();
    covered_.resize(candidates_.size());
    executor_.for_each(candidates_.size(), [&](std::size_t c, unsigned) {
      const Candidate& candidate = candidates_[c];
      auto& covered = covered_[c] = agree[candidate.rule.key[0]];
      for (std::size_t w = 0; candidate.rule.keys == 2 && w < covered.size(); ++w)
        covered[w] &= agree[candidate.rule.key[1]][w];
      if (candidate.oversized.empty()) return;
      for (std::size_t p = 0; p < likely_.size(); ++p) {
        const std::uint64_t bit = std::uint64_t{1} << (p % 64);
        if ((covered[p / 64] & bit) != 0 && is_oversized(candidate, likely_[p].rows)) covered[p / 64] ^= bit;
      }
    });
    for (std::size_t p = 0; p < likely_.size(); ++p) {
      double missed = 1;
      for (std::size_t c = 0; c < candidates_.size(); ++c) {
        if (covered_[c][p / 64] >> (p % 64) & 1) missed *= 1 - candidates_[c].chance;
      }
      likely_[p].posterior /= std::max(1 - missed, 1e-3);
    }
  }

  double gain(std::size_t c, const std::vector<std::uint64_t>& done) const {
    double sum = 0;
    for (std::size_t w = 0; w < done.size(); ++w) {
      for (std::uint64_t left = covered_[c][w] & ~done[w]; left != 0; left &= left - 1) {
        sum += likely_[w * 64 + static_cast<std::size_t>(__builtin_ctzll(left))].posterior;
      }
    }
    return sum;
  }

  std::vector<Rule> greedy() {
    std::vector<Rule> chosen;
    std::vector<std::uint64_t> done((likely_.size() + 63) / 64, 0);
    double all = 0, spent = 0;
    for (const auto& pair : likely_) all += pair.posterior;
    std::vector<double> upper(candidates_.size(), all);  // gains only shrink: yesterday's bounds today's
    std::vector<char> used(candidates_.size(), 0);
    const double floor = budget_ / 50;  // what any rule costs in time, whatever its pairs
    while (chosen.size() < most_rules - 1) {
      std::size_t best = candidates_.size();
      double best_value = 0;
      for (std::size_t c = 0; c < candidates_.size(); ++c) {
        if (used[c] || spent + candidates_[c].cost > budget_) continue;
        const double price = candidates_[c].cost + floor;
        if (upper[c] / price <= best_value) continue;
        upper[c] = gain(c, done);
        if (upper[c] >= least_gain * all && upper[c] / price > best_value) {
          best = c;
          best_value = upper[c] / price;
        }
      }
      if (best == candidates_.size() || all <= 0) break;
      used[best] = 1;
      spent += candidates_[best].cost;
      for (std::size_t w = 0; w < done.size(); ++w) done[w] |= covered_[best][w];
      chosen.push_back(candidates_[best].rule);
    }
    return chosen;
  }

  // Nothing looked like a match: let every field that can be afforded bring equal values together.
  std::vector<Rule> exact_rules() const {
    std::vector<Rule> rules;
    double spent = 0;
    for (const Candidate& candidate : candidates_) {
      if (candidate.rule.keys != 1 || !keys_[candidate.rule.key[0]].exact || rules.size() + 1 >= most_rules)
        continue;
      if (spent + candidate.cost > budget_) continue;
      spent += candidate.cost;
      rules.push_back(candidate.rule);
    }
    return rules;
  }

  const Records& records_;
  const std::vector<BlockingKey>& keys_;
  double budget_;
  std::uint64_t seed_;
  Executor& executor_;
  const Cancel& cancel_;
  std::vector<std::uint32_t> rows_;
  std::vector<std::vector<std::uint64_t>> key_of_row_;  // by key and place in rows_
  std::vector<std::vector<std::uint32_t>> keyed_rows_;  // by key: places that have one
  std::vector<Counting> counting_;                      // by worker
  std::vector<Candidate> candidates_;
  std::vector<LikelyPair> likely_;  // posteriors divided by the pair's chance to be here
  std::vector<std::vector<std::uint64_t>> covered_;
  double share_ = 1, block_limit_ = largest_block;
};

// Exact keys, the one with the most values first: what an oversized block is split by.
std::vector<std::uint32_t> splitting_keys(const Records& records, const std::vector<BlockingKey>& keys) {
  std::vector<std::uint32_t> order;
  for (std::uint32_t k = 0; k < keys.size(); ++k) {
    if (keys[k].exact) order.push_back(k);
  }
  std::stable_sort(order.begin(), order.end(), [&](std::uint32_t a, std::uint32_t b) {
    return records.fields[keys[a].field].values.size() > records.fields[keys[b].field].values.size();
  });
  return order;
}

// Splits the rows of blocks that are too large by the most telling key of another field.
template <class Take>
void split_large(const Records& records, const RowSample& sample, const std::vector<BlockingKey>& keys,
                 Rule& rule, const std::vector<Keyed>& large, Take&& take) {
  rule.dropped = large.size();
  if (large.empty()) return;
  for (std::uint32_t k : splitting_keys(records, keys)) {
    if (rule.fields >> keys[k].field & 1) continue;
    std::vector<Keyed> split, parted;
    for (const Keyed& item : large) {
      if (const std::uint64_t key = keys[k].at(records.row(sample.rows[item.row])[keys[k].field]); key != 0) {
        split.push_back({mix(item.key ^ mix(key)), item.row});
      }
    }
    sort_keyed(split, parted);
    for_each_block(split, [&](std::size_t begin, std::size_t end) {
      if (static_cast<double>(end - begin) > limit_of_blocks(sample.share)) return;
      take(split, begin, end);
      rule.dropped -= end - begin;
    });
    return;
  }
}

// What a worker needs for one rule and has again for the next: a table of millions is touched for the first
// time once and not once a rule.
struct BlockMemory {
  std::vector<Keyed> keyed, parted;
};

// The numbers of one rule's blocks. Rows are places in the sample.
std::vector<std::uint32_t> make_rule_blocks(const Records& records, const RowSample& sample,
                                            const std::vector<BlockingKey>& keys, Rule& rule,
                                            BlockMemory& memory) {
  const auto rows = static_cast<std::uint32_t>(sample.rows.size());
  std::vector<Keyed>& keyed = memory.keyed;
  keyed.clear();
  keyed.reserve(rows);
  constexpr std::uint32_t ahead = 16;
  for (std::uint32_t row = 0; row < rows; ++row) {
    for (std::uint32_t k = 0; k < rule.keys && row + ahead < rows; ++k) {
      const BlockingKey& key = keys[rule.key[k]];
      key.ask_for(records.row(sample.rows[row + ahead])[key.field]);
    }
    if (const std::uint64_t key = key_of(rule, keys, records.row(sample.rows[row])); key != 0)
      keyed.push_back({key, row});
  }
  sort_keyed(keyed, memory.parted);
  std::uint32_t number = 0;
  std::vector<std::uint32_t> block_of(rows, 0);
  rule.pairs = rule.dropped = 0;
  PairCount count(records);
  auto take = [&](const std::vector<Keyed>& of, std::size_t begin, std::size_t end) {
    ++number;
    for (std::size_t i = begin; i < end; ++i) {
      block_of[of[i].row] = number;
      count.add(sample.rows[of[i].row]);
    }
    rule.pairs += count.take();
  };
  std::vector<Keyed> large;
  for_each_block(keyed, [&](std::size_t begin, std::size_t end) {
    if (static_cast<double>(end - begin) <= limit_of_blocks(sample.share) || rule.keys == 0)
      return take(keyed, begin, end);
    for (std::size_t i = begin; i < end; ++i) large.push_back(keyed[i]);
  });
  split_large(records, sample, keys, rule, large, take);
  return block_of;
}

// From rule by rule to row by row.
std::vector<std::uint32_t> transposed(const std::vector<std::vector<std::uint32_t>>& of_rule,
                                      std::size_t rows, Executor& executor) {
  const std::size_t rules = of_rule.size();
  std::vector<std::uint32_t> of(rows * rules);
  constexpr std::size_t piece = 50'000;
  executor.for_each((rows + piece - 1) / piece, [&](std::size_t p, unsigned) {
    const std::size_t end = std::min(rows, (p + 1) * piece);
    for (std::size_t row = p * piece; row < end; ++row) {
      for (std::size_t r = 0; r < rules; ++r) of[row * rules + r] = of_rule[r][row];
    }
  });
  return of;
}

}  // namespace

std::uint64_t key_of(const Rule& rule, const std::vector<BlockingKey>& keys,
                     const std::uint32_t* row) noexcept {
  if (rule.keys == 0) return 1;
  const BlockingKey& first = keys[rule.key[0]];
  const std::uint64_t a = first.at(row[first.field]);
  if (rule.keys == 1 || a == 0) return a;
  const BlockingKey& second = keys[rule.key[1]];
  return joined_key(a, second.at(row[second.field]));
}

std::vector<Rule> choose_rules(const Records& records, const std::vector<BlockingKey>& keys, double budget,
                               const Likelihood& likelihood, std::uint64_t seed, Executor& executor,
                               const Cancel& cancel) {
  if (records.rows < 2 || records.fields.empty()) return {};
  auto rules = Chooser(records, keys, budget, seed, executor, cancel).choose(likelihood);
  if (static_cast<double>(all_pairs(records)) <= budget)
    rules.push_back({{}, 0, 0, std::string(every_pair_name)});
  return rules;
}

std::optional<Rule> rule_named(std::string_view name, const std::vector<BlockingKey>& keys) {
  if (name == every_pair_name) return Rule{};
  auto find = [&](std::string_view wanted) {
    std::uint32_t i = 0;
    while (i < keys.size() && keys[i].name != wanted) ++i;
    return i;
  };
  if (const auto i = find(name); i < keys.size()) {
    return Rule{{i, 0}, 1, 1u << keys[i].field, keys[i].name};
  }
  // A column's own name may hold a plus sign.
  for (auto at = name.find(" + "); at != std::string_view::npos; at = name.find(" + ", at + 1)) {
    const auto i = find(name.substr(0, at)), j = find(name.substr(at + 3));
    if (i == keys.size() || j == keys.size()) continue;
    return Rule{{i, j}, 2, 1u << keys[i].field | 1u << keys[j].field, std::string(name)};
  }
  return std::nullopt;
}

std::vector<Rule> rules_of(const Model& model, const std::vector<BlockingKey>& keys) {
  std::vector<Rule> rules;
  for (const auto& rule : model.rules) {
    if (is_near_rule(rule.name)) continue;
    const auto found = rule_named(rule.name, keys);
    if (!found) {
      throw Error(ErrorCode::bad_input,
                  Text("The model has a blocking rule {rule} that fits no column of the table.",
                       {{"rule", rule.name}}));
    }
    rules.push_back(*found);
  }
  return rules;
}

Blocks make_blocks(const Records& records, const RowSample& sample, const std::vector<BlockingKey>& keys,
                   std::vector<Rule>& rules, Executor& executor, const Cancel& cancel) {
  Blocks blocks{rules.size(), {}, {}};
  if (records.across) {
    for (const auto row : sample.rows) blocks.source.push_back(records.source[row]);
  }
  std::vector<std::vector<std::uint32_t>> of_rule(rules.size());
  {
    std::vector<BlockMemory> memory(executor.threads());
    executor.for_each(rules.size(), [&](std::size_t r, unsigned worker) {
      cancel.check();
      of_rule[r] = make_rule_blocks(records, sample, keys, rules[r], memory[worker]);
    });
  }
  blocks.of = transposed(of_rule, sample.rows.size(), executor);
  return blocks;
}

}  // namespace kith::match
