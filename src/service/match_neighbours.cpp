#include "service/match_neighbours.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <numeric>
#include <tuple>
#include <utility>

#include "base/hash.h"
#include "base/random.h"
#include "ledger/decisions_of_record.h"
#include "ledger/endings.h"
#include "ledger/match_pairs.h"
#include "ledger/match_sketches.h"
#include "ledger/records.h"
#include "match/model/scorer.h"
#include "service/compatible_links.h"

namespace kith::service {
namespace {

constexpr std::size_t rows_at_once = 16'384;
constexpr std::size_t values_kept = 400'000;
constexpr std::size_t keys_kept = 200'000;

}  // namespace

SketchedRecords::SketchedRecords(ledger::Statements& sql, const MatchBase& base)
    : sql_(sql),
      base_(base),
      bound_(match::edge_bits - match::log2_odds(base.model.lambda)),
      weights_(base.model, base.frequencies),
      own_(base.model),
      kept_(base.model),
      slots_(1024) {}

SketchedRecords::Slot& SketchedRecords::slot_of(RecordId record) noexcept {
  auto at = place_of(record);
  while (slots_[at].record && slots_[at].record != record) at = (at + 1) & (slots_.size() - 1);
  return slots_[at];
}

std::size_t SketchedRecords::place_of(RecordId record) const noexcept {
  return static_cast<std::size_t>(mix(static_cast<std::uint64_t>(record.value))) & (slots_.size() - 1);
}

void SketchedRecords::make_room(std::size_t records) {
  if (2 * records <= slots_.size()) return;
  const auto before = std::exchange(slots_, std::vector<Slot>(std::bit_ceil(4 * records)));
  for (const auto& slot : before) {
    if (slot.record) slot_of(slot.record) = slot;
  }
}

void SketchedRecords::enter(RecordId record, std::uint32_t row) {
  make_room(++entered_);
  slot_of(record) = {record, row};
}

void SketchedRecords::expect(std::uint64_t questions) {
  if (!base_.sketched || whole_ || questions < base_.frequencies.rows) return;
  whole_ = true;
  entered_ = 0;
  kept_.clear();
  kept_.reserve(base_.frequencies.rows);
  slots_.assign(slots_.size(), {});
  make_room(base_.frequencies.rows);
  ledger::see_sketches(sql_, [&](RecordId record, std::string_view sketch) {
    enter(record, static_cast<std::uint32_t>(kept_.rows()));
    kept_.add_packed(sketch);
  });
}

void SketchedRecords::ask_about(const match::Table& rows) {
  if (!base_.sketched) return;
  own_.clear();
  own_.add(rows, base_.frequencies);
  frequencies_ = weights_.frequencies_of(rows);
}

// What is far apart in memory is asked for before it is needed.
void SketchedRecords::drop_strangers(std::size_t row, std::vector<RecordId>& records) {
  if (!base_.sketched) return;
  if (!whole_) {
    for (auto record : records) {
      if (slot_of(record).record) continue;
      const auto next = static_cast<std::uint32_t>(kept_.rows());
      const bool stands =
          ledger::see_sketch(sql_, record, [&](std::string_view sketch) { kept_.add_packed(sketch); });
      enter(record, stands ? next : none);
    }
  }
  for (auto record : records) __builtin_prefetch(&slots_[place_of(record)]);
  std::vector<std::uint32_t> rows(records.size());
  for (std::size_t i = 0; i < records.size(); ++i) {
    rows[i] = slot_of(records[i]).row;
    if (rows[i] != none) kept_.prefetch(rows[i]);
  }
  const float* own = frequencies_.data() + row * base_.model.fields.size();
  std::size_t left = 0;
  for (std::size_t i = 0; i < records.size(); ++i) {
    if (rows[i] == none || weights_.most_weight(own_, row, own, kept_, rows[i]) > bound_)
      records[left++] = records[i];
  }
  records.resize(left);
}

Neighbours::Neighbours(ledger::Statements& sql, const MatchBase& base, RecordValues& values,
                       Snapshots* snapshots, Executor& executor, const Cancel& cancel)
    : sql_(sql),
      base_(base),
      executor_(executor),
      cancel_(cancel),
      ties_(sql),
      values_(values),
      snapshots_(snapshots),
      sketched_(sql, base),
      helpers_(snapshots != nullptr ? snapshots->executor().threads() : 0) {}

// What following these records asks for.
void Neighbours::read_ahead(std::span<const RecordId> records, bool of_core) {
  constexpr std::size_t piece = 128;
  if (snapshots_ == nullptr || records.size() < 2 * piece) return;
  snapshots_->executor().for_each((records.size() + piece - 1) / piece, [&](std::size_t p, unsigned worker) {
    cancel_.check();
    auto& helper = helpers_[worker];
    if (!helper) helper = std::make_unique<Helper>(snapshots_->sql(worker), base_);
    for (auto i = p * piece; i < std::min(records.size(), (p + 1) * piece); ++i)
      read_ahead(*helper, records[i], of_core);
  });
  for (auto& helper : helpers_) {
    if (!helper) continue;
    for (auto& [record, ties] : helper->read) ties_ahead_.emplace(record, std::move(ties));
    customers_ahead_.merge(helper->customers);
    values_.take(helper->values);
    helper->read.clear();
    helper->customers.clear();
    helper->values.forget();
  }
}

void Neighbours::read_ahead(Helper& helper, RecordId record, bool of_core) const {
  auto want = [&](const std::vector<RecordId>& others) {
    for (auto other : others) {
      if (!values_.knows(other)) helper.values.of(other);
    }
  };
  auto ties = helper.ties.of(record, of_core && seeds_.count(record) == 0);
  want(ties.same);
  want(ties.of_key);
  want(ties.likely);
  const auto customer = ties.customer;
  helper.read.emplace_back(record, std::move(ties));
  const auto& taken_in = of_core ? core_customers_ : rim_customers_;
  if (!customer || taken_in.count(customer) != 0) return;
  const auto [at, fresh] = helper.customers.try_emplace(customer);
  if (!fresh) return;
  at->second = helper.ties.of(customer);
  want(at->second.members);
}

RecordTies Neighbours::ties_of(RecordId record) {
  const auto ahead = ties_ahead_.extract(record);
  return ahead ? std::move(ahead.mapped())
               : ties_.of(record, core_.count(record) != 0 && seeds_.count(record) == 0);
}

CustomerTies Neighbours::ties_of(CustomerId customer) {
  const auto ahead = customers_ahead_.extract(customer);
  return ahead ? std::move(ahead.mapped()) : ties_.of(customer);
}

void Neighbours::learn_sharers(const std::vector<match::IndexKey>& keys) {
  if (sharers_.size() > keys_kept) sharers_.clear();
  std::vector<std::uint64_t> asked;
  for (const auto& key : keys) {
    if (sharers_.count(key.key) == 0) asked.push_back(key.key);
  }
  std::sort(asked.begin(), asked.end());
  asked.erase(std::unique(asked.begin(), asked.end()), asked.end());
  std::vector<std::vector<RecordId>> found(asked.size());
  ledger::records_of_match_keys(sql_, base_.state.bits, asked, match::most_sharers, found);
  for (std::size_t i = 0; i < asked.size(); ++i) sharers_.emplace(asked[i], std::move(found[i]));
}

std::size_t Neighbours::PairHash::operator()(const RecordPair& pair) const noexcept {
  const std::int64_t both[2] = {pair.first.value, pair.second.value};
  return hash_bytes({reinterpret_cast<const char*>(both), sizeof both});
}

// Into the core, whatever it was so far.
void Neighbours::reach(RecordId record) {
  if (core_.count(record) != 0 || values_.of(record) == nullptr) return;
  if (core_.size() >= most_) {
    stopped_short_ = true;
    return;
  }
  open_again(record);
  core_.insert(record);
  rim_.erase(record);
  next_.push_back(record);
}

void Neighbours::add_to_rim(RecordId record) {
  if (values_.of(record) == nullptr) return;
  open_again(record);
  if (core_.count(record) == 0 && rim_.insert(record).second) rim_next_.push_back(record);
}

// What was settled about a record no longer stands.
void Neighbours::open_again(RecordId record) {
  const auto found = group_of_.find(record);
  if (found == group_of_.end()) return;
  const auto group = std::exchange(groups_[found->second], {});
  for (const auto* records : {&group.core, &group.rim}) {
    for (auto own : *records) group_of_.erase(own);
    active_.insert(active_.end(), records->begin(), records->end());
  }
}

// What joins a record to others for certain, or did so far. Whoever was looked around from before is likely
// one with members of their customer and along the pairs that were kept, and with nobody else but those who
// came since, who are looked around from themselves.
bool Neighbours::follow(RecordId record, bool of_core) {
  const auto ties = ties_of(record);
  auto take = [&](RecordId other) { of_core ? reach(other) : add_to_rim(other); };
  auto join = [&](RecordId other) {
    if (other == record || values_.of(other) == nullptr) return;
    take(other);
    same_.emplace_back(record, other);
    joins_.emplace_back(record, other);
  };
  for (auto other : ties.same) join(other);
  for (auto other : ties.of_key) join(other);
  if (!ties.different.empty()) different_[record] = ties.different;
  if (ties.former) former_[record] = ties.former;
  customer_of_[record] = ties.customer;
  // A customer is taken in whole when its first member is.
  auto& taken_in = of_core ? core_customers_ : rim_customers_;
  if (ties.customer && taken_in.insert(ties.customer).second) {
    const auto customer = ties_of(ties.customer);
    RecordId before;
    for (auto member : customer.members) {
      take(member);
      if (before) joins_.emplace_back(before, member);
      // What took another record's place stays with those that the other was with.
      if (before && member <= customer.newest_heir) kept_.emplace_back(before, member);
      before = member;
    }
  }
  if (of_core && ties.seen) follow_likely(record, ties.likely);
  return ties.seen;
}

void Neighbours::follow_likely(RecordId record, const std::vector<RecordId>& likely) {
  for (auto other : likely) {
    if (values_.of(other) == nullptr) continue;
    add_to_rim(other);
    joins_.emplace_back(record, other);
    if (known_.insert(std::minmax(record, other)).second) followed_.emplace_back(record, other);
  }
}

// Who shares a key with one of the frontier, and is no stranger by its sketch.
std::vector<match::FrozenRows::Pair> Neighbours::hopeful_pairs(const std::vector<RecordId>& frontier,
                                                               std::vector<RecordId>& rows) {
  const auto own = values_.table(frontier);
  sketched_.ask_about(own);
  rows = frontier;
  std::unordered_map<RecordId, std::uint32_t> place;
  for (std::uint32_t i = 0; i < rows.size(); ++i) place.emplace(rows[i], i);
  auto keys = match::index_keys(own, base_.model, base_.frequencies, base_.rules);
  std::stable_sort(keys.begin(), keys.end(), [](const auto& a, const auto& b) { return a.row < b.row; });
  learn_sharers(keys);
  std::vector<std::size_t> begin(frontier.size() + 1, 0);
  for (const auto& key : keys) ++begin[key.row + 1];
  std::partial_sum(begin.begin(), begin.end(), begin.begin());
  std::vector<std::vector<RecordId>> others(frontier.size());
  std::vector<std::uint64_t> asked(frontier.size(), 0);
  auto meet = [&](std::size_t row) {
    auto& own_others = others[row];
    for (auto i = begin[row]; i < begin[row + 1]; ++i) {
      const auto& sharing = sharers_.find(keys[i].key)->second;
      own_others.insert(own_others.end(), sharing.begin(), sharing.end());
    }
    std::sort(own_others.begin(), own_others.end());
    own_others.erase(std::unique(own_others.begin(), own_others.end()), own_others.end());
    std::erase(own_others, frontier[row]);
    asked[row] = own_others.size();
    sketched_.drop_strangers(row, own_others);
  };
  constexpr std::size_t at_once = 64;
  if (sketched_.whole()) {
    executor_.for_each((frontier.size() + at_once - 1) / at_once, [&](std::size_t piece, unsigned) {
      for (auto row = piece * at_once; row < std::min(frontier.size(), (piece + 1) * at_once); ++row)
        meet(row);
    });
  } else {
    for (std::size_t row = 0; row < frontier.size(); ++row) meet(row);
  }
  std::vector<RecordId> unread;
  for (const auto& own_others : others) unread.insert(unread.end(), own_others.begin(), own_others.end());
  values_.read_ahead(std::move(unread), snapshots_);
  std::vector<match::FrozenRows::Pair> pairs;
  for (std::uint32_t row = 0; row < frontier.size(); ++row) {
    candidates_ += asked[row];
    for (auto other : others[row]) {
      auto at = place.find(other);
      // Two of the frontier meet once.
      if (at != place.end() && at->second < frontier.size() && at->second < row) continue;
      if (at == place.end()) {
        if (values_.of(other) == nullptr) continue;
        at = place.emplace(other, static_cast<std::uint32_t>(rows.size())).first;
        rows.push_back(other);
      }
      pairs.emplace_back(row, at->second);
    }
  }
  return pairs;
}

void Neighbours::look_around(const std::vector<RecordId>& frontier) {
  if (frontier.empty()) return;
  seen_.insert(seen_.end(), frontier.begin(), frontier.end());
  std::vector<RecordId> rows;
  const auto pairs = hopeful_pairs(frontier, rows);
  weighed_ += pairs.size();
  if (pairs.empty()) return;
  const auto table = values_.table(rows);
  const match::FrozenRows scored(table, base_.model, base_.frequencies);
  for (const auto& edge : scored.weigh(pairs, match::edge_bits, executor_)) {
    const auto [a, b] = std::minmax(rows[edge.pair.first], rows[edge.pair.second]);
    found_.emplace_back(a, b);
    if (std::fabs(edge.total) < -match::edge_bits) uncertain_.push_back({a, b, edge.total});
  }
}

void Neighbours::look(const std::vector<RecordId>& records) {
  look_around(records);
  apart_ = found_;
}

// Follows the core until it takes in nobody more, and makes the rim whole.
void Neighbours::take_in() {
  while (!next_.empty()) {
    auto frontier = std::exchange(next_, {});
    std::sort(frontier.begin(), frontier.end());
    active_.insert(active_.end(), frontier.begin(), frontier.end());
    for (std::size_t at = 0; at < frontier.size(); at += rows_at_once) {
      cancel_.check();
      const auto records = std::span(frontier).subspan(at, std::min(rows_at_once, frontier.size() - at));
      read_ahead(records, true);
      std::vector<RecordId> unseen;
      for (auto record : records) {
        if (!follow(record, true)) unseen.push_back(record);
      }
      const auto before = found_.size();
      look_around(unseen);
      for (auto i = before; i < found_.size(); ++i) {
        const auto [a, b] = found_[i];
        joins_.emplace_back(a, b);
        const bool of_seed = seeds_.count(a) != 0 || seeds_.count(b) != 0;
        for (auto record : {a, b}) of_seed ? reach(record) : add_to_rim(record);
      }
      if (values_.kept() > values_kept) values_.forget();
    }
  }
  while (!rim_next_.empty()) {
    auto frontier = std::exchange(rim_next_, {});
    std::erase_if(frontier, [&](RecordId record) { return core_.count(record) != 0; });
    active_.insert(active_.end(), frontier.begin(), frontier.end());
    for (std::size_t at = 0; at < frontier.size(); at += rows_at_once) {
      cancel_.check();
      const auto records = std::span(frontier).subspan(at, std::min(rows_at_once, frontier.size() - at));
      read_ahead(records, false);
      for (auto record : records) follow(record, false);
    }
  }
}

// The records that could be one component: a likely pair never leads from one group to another.
std::vector<std::uint32_t> Neighbours::groups_of(const std::vector<RecordId>& records) const {
  std::unordered_map<RecordId, std::uint32_t> place;
  place.reserve(records.size());
  for (std::uint32_t i = 0; i < records.size(); ++i) place.emplace(records[i], i);
  std::vector<std::uint32_t> parent(records.size());
  std::iota(parent.begin(), parent.end(), 0u);
  auto find = [&](std::uint32_t row) {
    while (parent[row] != row) row = parent[row] = parent[parent[row]];
    return row;
  };
  for (const auto& [a, b] : joins_) {
    const auto x = place.find(a), y = place.find(b);
    if (x == place.end() || y == place.end()) continue;
    const auto low = find(x->second), high = find(y->second);
    parent[std::max(low, high)] = std::min(low, high);
  }
  for (std::uint32_t row = 0; row < parent.size(); ++row) parent[row] = find(row);
  return parent;
}

// What is open, parted into pieces of whole groups, with what is known of their rows.
std::vector<Neighbours::Piece> Neighbours::pieces_of(const std::vector<RecordId>& records,
                                                     const std::vector<std::uint32_t>& group) {
  // Each piece prepares the model once.
  const std::size_t piece_rows = std::max<std::size_t>(4096, records.size() / (2 * executor_.threads()));
  std::vector<std::uint32_t> order(records.size()), at(records.size()), piece_of(records.size());
  std::iota(order.begin(), order.end(), 0u);
  std::stable_sort(order.begin(), order.end(),
                   [&](std::uint32_t a, std::uint32_t b) { return group[a] < group[b]; });
  std::unordered_map<RecordId, std::uint32_t> place;
  place.reserve(records.size());
  std::vector<Piece> pieces;
  for (std::size_t i = 0; i < order.size(); ++i) {
    const auto row = order[i];
    const bool new_group = i == 0 || group[row] != group[order[i - 1]];
    if (pieces.empty() || (new_group && pieces.back().rows.size() >= piece_rows)) pieces.emplace_back();
    piece_of[row] = static_cast<std::uint32_t>(pieces.size() - 1);
    at[row] = static_cast<std::uint32_t>(pieces.back().rows.size());
    pieces.back().rows.push_back(row);
    place.emplace(records[row], row);
    values_.of(records[row]);  // from here on they are only looked up, by many threads
  }
  auto give = [&](const std::vector<RecordPair>& pairs, std::vector<match::FrozenRows::Pair> Piece::*list) {
    for (const auto& [a, b] : pairs) {
      const auto x = place.find(a), y = place.find(b);
      if (x == place.end() || y == place.end() || piece_of[x->second] != piece_of[y->second]) continue;
      (pieces[piece_of[x->second]].*list).emplace_back(at[x->second], at[y->second]);
    }
  };
  give(found_, &Piece::likely);
  give(followed_, &Piece::likely);
  give(same_, &Piece::same);
  give(kept_, &Piece::kept);
  for (const auto& [record, others] : different_) {
    for (auto other : others) {
      if (record < other) give({{record, other}}, &Piece::different);
    }
  }
  return pieces;
}

// The likely pairs among a piece's rows: those found and those kept, and within each customer those of its
// members that share a key. There are no others, as every likely pair of two customers is kept.
Neighbours::Edges Neighbours::edges_among(const std::vector<RecordId>& records, const Piece& piece,
                                          const match::FrozenRows& rows,
                                          const std::vector<match::IndexKey>& keys) const {
  std::vector<match::FrozenRows::Pair> pairs;
  for (const auto& [a, b] : piece.likely) pairs.push_back(std::minmax(a, b));
  std::vector<std::int64_t> customer(records.size(), 0);
  for (std::size_t i = 0; i < records.size(); ++i) {
    const auto found = customer_of_.find(records[i]);
    if (found != customer_of_.end()) customer[i] = found->second.value;
  }
  struct Shared {
    std::int64_t customer;
    std::uint64_t key;
    std::uint32_t row;
  };
  std::vector<Shared> shared;
  for (const auto& key : keys) {
    if (customer[key.row] != 0) shared.push_back({customer[key.row], key.key, key.row});
  }
  auto order = [](const Shared& s) { return std::tuple(s.customer, s.key, s.row); };
  std::sort(shared.begin(), shared.end(),
            [&](const Shared& x, const Shared& y) { return order(x) < order(y); });
  for (std::size_t i = 0; i < shared.size(); ++i) {
    for (auto j = i + 1;
         j < shared.size() && shared[j].key == shared[i].key && shared[j].customer == shared[i].customer; ++j)
      pairs.emplace_back(shared[i].row, shared[j].row);
  }
  std::sort(pairs.begin(), pairs.end());
  pairs.erase(std::unique(pairs.begin(), pairs.end()), pairs.end());
  Executor alone;
  return rows.weigh(pairs, match::edge_bits, alone);
}

void Neighbours::cluster_piece(const std::vector<RecordId>& all, Piece& piece) const {
  std::vector<RecordId> records;
  for (auto row : piece.rows) records.push_back(all[row]);
  const auto table = values_.table(records);
  auto keys = match::index_keys(table, base_.model, base_.frequencies, base_.rules);
  const match::FrozenRows rows(table, base_.model, base_.frequencies);
  piece.edges = edges_among(records, piece, rows, keys);
  std::vector<match::FrozenRows::Pair> pairs;
  pairs.reserve(piece.edges.size());
  for (const auto& edge : piece.edges) pairs.push_back(edge.pair);
  match::Constraints constraints;
  constraints.same = std::move(piece.same);
  constraints.different = std::move(piece.different);
  add_compatible_links(constraints, records.size(), piece.kept);
  Executor alone;
  piece.cluster = rows.cluster(pairs, std::move(keys), constraints, alone);
}

// Clusters all that is open, and settles the groups whose rim came out as it went in.
void Neighbours::settle() {
  auto records = std::exchange(active_, {});
  std::sort(records.begin(), records.end());
  records.erase(std::unique(records.begin(), records.end()), records.end());
  if (records.empty()) return;
  const auto group = groups_of(records);
  auto pieces = pieces_of(records, group);
  executor_.for_each(pieces.size(), [&](std::size_t p, unsigned) {
    cancel_.check();
    cluster_piece(records, pieces[p]);
  });
  std::vector<std::uint32_t> cluster(records.size());
  std::uint32_t before = 0;  // numbers that pieces took
  for (const auto& piece : pieces) {
    for (std::size_t i = 0; i < piece.rows.size(); ++i) cluster[piece.rows[i]] = before + piece.cluster[i];
    before += static_cast<std::uint32_t>(piece.rows.size());
    for (const auto& edge : piece.edges) {
      const auto a = piece.rows[edge.pair.first], b = piece.rows[edge.pair.second];
      const auto pair = std::minmax(records[a], records[b]);
      if (std::fabs(edge.total) < -match::edge_bits)
        uncertain_.push_back({pair.first, pair.second, edge.total});
      if (cluster[a] != cluster[b] && known_.insert(pair).second) apart_.push_back(pair);
    }
  }
  judge(records, cluster, group);
}

void Neighbours::judge(const std::vector<RecordId>& records, const std::vector<std::uint32_t>& cluster,
                       const std::vector<std::uint32_t>& group) {
  // Of each cluster: its first row, its rows, and whether it is just one customer of the rim.
  struct Made {
    std::uint32_t first = ~0u, rows = 0;
    bool as_it_was = true;
  };
  std::vector<CustomerId> rim_of(records.size());
  std::unordered_map<CustomerId, std::uint32_t> members;
  for (std::size_t row = 0; row < records.size(); ++row) {
    if (rim_.count(records[row]) == 0) continue;
    rim_of[row] = customer_of_.at(records[row]);
    ++members[rim_of[row]];
  }
  std::vector<Made> made(records.size());
  for (std::uint32_t row = 0; row < records.size(); ++row) {
    auto& own = made[cluster[row]];
    if (own.first == ~0u) own.first = row;
    ++own.rows;
    own.as_it_was &= rim_of[row] == rim_of[own.first];
  }
  for (auto& own : made) {
    if (own.first == ~0u || !rim_of[own.first]) continue;
    own.as_it_was &= own.rows == members[rim_of[own.first]];
  }
  std::vector<char> open(records.size(), 0);
  for (std::uint32_t row = 0; row < records.size(); ++row) {
    if (!rim_of[row] || made[cluster[row]].as_it_was) continue;
    open[group[row]] = 1;
    reach(records[row]);
  }
  std::vector<std::uint32_t> number(records.size(), ~0u);
  std::vector<std::vector<RecordId>*> list(records.size(), nullptr);
  for (std::uint32_t row = 0; row < records.size(); ++row) {
    const auto record = records[row];
    // A core that may take in nobody more leaves the rim as it is.
    if (open[group[row]] != 0 && !stopped_short_) {
      active_.push_back(record);
      continue;
    }
    if (number[group[row]] == ~0u) {
      number[group[row]] = static_cast<std::uint32_t>(groups_.size());
      groups_.emplace_back();
    }
    auto& own = groups_[number[group[row]]];
    group_of_[record] = number[group[row]];
    if (rim_of[row]) {
      own.rim.push_back(record);
    } else {
      own.core.push_back(record);
      own.cluster.push_back(cluster[row]);
    }
  }
}

Neighbours::Parts Neighbours::cluster(const std::vector<RecordId>& seeds, const std::vector<RecordId>& beside,
                                      Progress& progress) {
  most_ = 32 * seeds.size() + beside.size() + most_rows;
  constexpr std::uint64_t pairs_of_each = 64;
  sketched_.expect(seeds.size() * pairs_of_each);
  seeds_.insert(seeds.begin(), seeds.end());
  values_.read_ahead(seeds, snapshots_);
  for (auto record : seeds) reach(record);
  for (auto record : beside) reach(record);
  while (!next_.empty() || !rim_next_.empty() || !active_.empty()) {
    cancel_.check();
    take_in();
    settle();
    progress.at(std::min<std::uint64_t>(seeds.size(), group_of_.size()));
  }
  Parts parts;
  std::vector<std::pair<RecordId, std::uint32_t>> rows;
  std::unordered_map<std::uint32_t, std::uint32_t> number;  // of one group's clusters
  for (const auto& group : groups_) {
    number.clear();
    for (std::size_t i = 0; i < group.core.size(); ++i) {
      const auto [at, fresh] = number.emplace(group.cluster[i], static_cast<std::uint32_t>(parts.clusters));
      parts.clusters += fresh;
      rows.emplace_back(group.core[i], at->second);
    }
  }
  std::sort(rows.begin(), rows.end());
  for (const auto& [record, cluster] : rows) {
    // Where the core stopped short a record can have been reached from two sides.
    if (!parts.records.empty() && parts.records.back() == record) continue;
    parts.records.push_back(record);
    parts.cluster.push_back(cluster);
    parts.customer.push_back(customer_of_.at(record));
    const auto former = former_.find(record);
    parts.former.push_back(former == former_.end() ? CustomerId() : former->second);
  }
  for (const auto& pair : found_) {
    const bool met = group_of_.count(pair.first) != 0 && group_of_.count(pair.second) != 0;
    if (!met && known_.insert(pair).second) apart_.push_back(pair);
  }
  return parts;
}

}  // namespace kith::service
