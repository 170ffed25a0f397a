#include "match/model/pattern.h"

#include <algorithm>
#include <unordered_map>
#include <utility>

#include "base/largest_first.h"
#include "base/random.h"
#include "match/compare/romanize.h"
#include "match/compare/spelled_name.h"
#include "match/compare/tokens.h"
#include "match/compare/value_shape.h"

namespace kith::match {

Comparison::Comparison(const Records& records, Executor* executor) : records_(&records) {
  for (std::size_t f = 0; f < records.fields.size(); ++f) {
    const auto& field = records.fields[f];
    comparators_.push_back(make_comparator(field.kind));
    repeats_.push_back(1u << f);
    if (field.kind == ColumnKind::given_name && given_ == none) given_ = f;
    if (field.kind == ColumnKind::family_name && family_ == none) family_ = f;
    if (field.kind == ColumnKind::full_name && full_ == none) full_ = f;
  }
  prepare(executor);
  find_made_of_names(executor);
  if (given_ == none || family_ == none) return;
  if (full_ != none) {
    for (std::size_t f : {given_, family_}) {
      repeats_[f] |= 1u << full_;
      repeats_[full_] |= 1u << f;
    }
  }
  std::unordered_map<std::string_view, std::uint32_t> family_ids;
  const auto& family = records.fields[family_].values;
  for (std::uint32_t id = 1; id < family.size(); ++id) family_ids.emplace(family[id], id);
  for (std::string_view name : records.fields[given_].values) {
    const auto found = family_ids.find(name);
    family_of_given_.push_back(found == family_ids.end() ? 0 : found->second);
  }
}

// Comparators, then shapes in small pieces.
void Comparison::prepare(Executor* executor) {
  struct Task {
    std::size_t field, begin, end;  // values to make shapes of; none where the comparator is prepared
  };
  const auto values_of = [&](std::size_t f) -> const auto& { return records_->fields[f].values; };
  std::vector<Task> tasks;
  const auto order = largest_first(comparators_.size(), [&](std::size_t f) { return values_of(f).size(); });
  for (const std::size_t f : order) tasks.push_back({f, 0, 0});
  has_shapes_ = executor != nullptr;
  shapes_.resize(comparators_.size());
  constexpr std::size_t piece = 20'000;
  for (std::size_t f = 0; f < comparators_.size() && has_shapes_; ++f) {
    if (!has_shape(records_->fields[f].kind)) continue;
    const std::size_t values = values_of(f).size();
    shapes_[f].resize(values);
    for (std::size_t begin = 0; begin < values; begin += piece)
      tasks.push_back({f, begin, std::min(values, begin + piece)});
  }
  Executor alone;
  (executor != nullptr ? *executor : alone).for_each(tasks.size(), [&](std::size_t t, unsigned) {
    const auto [f, begin, end] = tasks[t];
    if (begin == end) return comparators_[f]->prepare(values_of(f));
    make_shapes(records_->fields[f].kind, std::span(values_of(f)).subspan(begin, end - begin),
                std::span(shapes_[f]).subspan(begin, end - begin));
  });
}

void Comparison::find_made_of_names(Executor* executor) {
  std::vector<std::size_t> emails, names;
  Romanizer romanizer;
  for (std::size_t f = 0; f < comparators_.size(); ++f) {
    const auto& field = records_->fields[f];
    if (field.kind == ColumnKind::email) emails.push_back(f);
    if (is_name_of_person(field.kind)) {
      names.push_back(f);
      romanizer.learn(field.values);
    }
  }
  if (emails.empty() || names.empty()) return;
  made_of_name_.assign(records_->rows, 0);
  constexpr std::size_t piece = 20'000;
  Executor alone;
  (executor != nullptr ? *executor : alone)
      .for_each((records_->rows + piece - 1) / piece, [&](std::size_t p, unsigned) {
        std::vector<std::string> words;
        std::vector<std::string_view> views;
        for (std::size_t r = p * piece; r < std::min(records_->rows, (p + 1) * piece); ++r) {
          const std::uint32_t* row = records_->row(r);
          words.clear();
          for (const auto f : names) {
            for (const auto word : words_of(records_->fields[f].values[row[f]]))
              words.push_back(romanizer.fold(word));
          }
          views.assign(words.begin(), words.end());
          std::sort(views.begin(), views.end(),
                    [](std::string_view a, std::string_view b) { return a.size() > b.size(); });
          for (const auto f : emails) {
            if (row[f] != 0 && is_made_of(records_->fields[f].values[row[f]], views))
              made_of_name_[r] |= 1u << f;
          }
        }
      });
  for (const auto fields : made_of_name_) made_of_name_fields_ |= fields;
}

// The full name says nothing that given and family name of both rows do not say.
bool Comparison::is_repeated(const std::uint32_t* a, const std::uint32_t* b) const noexcept {
  return given_ != none && family_ != none && a[given_] && a[family_] && b[given_] && b[family_];
}

std::uint32_t Comparison::equal_fields(const std::uint32_t* a, const std::uint32_t* b) const noexcept {
  std::uint32_t equal = 0;
  for (std::size_t f = 0; f < comparators_.size(); ++f) {
    equal |= static_cast<std::uint32_t>(a[f] == b[f] && a[f] != 0) << f;
  }
  if (full_ != none && equal >> full_ & 1 && is_repeated(a, b)) equal &= ~(1u << full_);
  return equal;
}

bool Comparison::is_swapped(const std::uint32_t* a, const std::uint32_t* b) const noexcept {
  const std::uint32_t x = family_of_given_[a[given_]], y = family_of_given_[b[given_]];
  return x != 0 && x == b[family_] && y != 0 && y == a[family_];
}

std::uint8_t Comparison::level(std::size_t field, const std::uint32_t* a, const std::uint32_t* b,
                               Memo& memo) const {
  std::uint32_t low = a[field], high = b[field];
  if (low == 0 || high == 0) return null_level;
  if (field == full_ && is_repeated(a, b)) return null_level;
  if (low == high) return 0;
  if (may_be_swapped(field) && is_swapped(a, b)) return swapped_names_level;
  if (!shapes_[field].empty()) {
    const auto levels =
        possible_levels(records_->fields[field].kind, shapes_[field][low], shapes_[field][high]);
    if (std::has_single_bit(levels))
      return unless_of_names(field, a, b, static_cast<std::uint8_t>(std::countr_zero(levels)));
  }
  if (low > high) std::swap(low, high);
  const std::uint64_t hash = mix(static_cast<std::uint64_t>(low) << 32 | high);
  Memo::Slot& slot = memo.slots_[(field << memo.bits_) + (hash >> (64 - memo.bits_))];
  if (slot.low != low || slot.high != high) slot = {low, high, comparators_[field]->level(low, high)};
  return unless_of_names(field, a, b, slot.level);
}

std::uint8_t Comparison::possible(std::size_t field, const std::uint32_t* a,
                                  const std::uint32_t* b) const noexcept {
  constexpr std::uint8_t any = 0x7E;
  if (shapes_[field].empty()) return any;
  if (may_be_swapped(field) && is_swapped(a, b)) return 1u << swapped_names_level;
  return possible_levels(records_->fields[field].kind, shapes_[field][a[field]], shapes_[field][b[field]]);
}

void Comparison::ask_for(std::uint32_t row) const noexcept {
  constexpr std::size_t in_a_line = 16;
  const std::uint32_t* ids = records_->row(row);
  for (std::size_t f = 0; f < comparators_.size(); f += in_a_line) __builtin_prefetch(ids + f);
  __builtin_prefetch(ids + comparators_.size() - 1);
}

void Comparison::ask_for_shapes(const std::uint32_t* a, const std::uint32_t* b,
                                std::uint32_t equal) const noexcept {
  for (std::size_t f = 0; f < comparators_.size(); ++f) {
    if (equal >> f & 1 || a[f] == 0 || b[f] == 0 || shapes_[f].empty()) continue;
    __builtin_prefetch(&shapes_[f][a[f]]);
    __builtin_prefetch(&shapes_[f][b[f]]);
  }
}

Pattern Comparison::pattern(const std::uint32_t* a, const std::uint32_t* b, Memo& memo) const {
  Pattern pattern = 0;
  for (std::size_t f = 0; f < comparators_.size(); ++f) {
    pattern |= static_cast<Pattern>(level(f, a, b, memo)) << (3 * f);
  }
  return pattern;
}

}  // namespace kith::match
