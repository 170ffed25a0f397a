#include "match/survivorship.h"

#include <algorithm>
#include <compare>
#include <tuple>

#include "base/utf8.h"

namespace kith::match {
namespace {

// What one distinct value has going for it, over all records that hold it.
struct Standing {
  std::string_view value;
  Candidate best;  ///< the record that speaks for it
  std::uint32_t support = 0;
  int grade = 0;  ///< 0 good, 1 suspect, 2 invalid
  int trust = 0;
  std::int64_t time = 0;
  std::size_t length = 0, words = 0;
};

int grade_of(Verdict verdict) {
  if (verdict == Verdict::suspect) return 1;
  return verdict == Verdict::invalid ? 2 : 0;
}

std::size_t count_words(std::string_view text) {
  std::size_t words = 0;
  bool inside = false;
  for (char c : text) {
    const bool blank = c == ' ' || c == ',' || c == ';' || c == '\t';
    words += !blank && !inside;
    inside = !blank;
  }
  return words;
}

// Of two records that hold the same value: does `a` speak for it rather than `b`? Total: ends at the record
// id.
bool speaks_before(const Candidate& a, const Candidate& b, SurvivorshipRule rule) {
  if (grade_of(a.verdict) != grade_of(b.verdict)) return grade_of(a.verdict) < grade_of(b.verdict);
  if (rule == SurvivorshipRule::most_trusted && a.trust != b.trust) return a.trust > b.trust;
  if (rule == SurvivorshipRule::most_recent && a.time != b.time) return a.time > b.time;
  if (a.record != b.record) return a.record < b.record;
  return std::tie(a.verdict, b.trust, b.time) < std::tie(b.verdict, a.trust, a.time);
}

bool survives_before(const Standing& a, const Standing& b, SurvivorshipRule rule) {
  if (a.grade != b.grade) return a.grade < b.grade;
  switch (rule) {
    case SurvivorshipRule::most_recent:
      if (a.time != b.time) return a.time > b.time;
      break;
    case SurvivorshipRule::most_trusted:
      if (a.trust != b.trust) return a.trust > b.trust;
      break;
    case SurvivorshipRule::most_complete:
      if (a.words != b.words) return a.words > b.words;
      if (a.length != b.length) return a.length > b.length;
      break;
    case SurvivorshipRule::longest:
      if (a.length != b.length) return a.length > b.length;
      break;
    case SurvivorshipRule::most_frequent:
    case SurvivorshipRule::pinned:
      break;
  }
  if (a.support != b.support) return a.support > b.support;
  if (a.trust != b.trust) return a.trust > b.trust;
  if (a.time != b.time) return a.time > b.time;
  if (a.best.record != b.best.record) return a.best.record < b.best.record;
  return a.value < b.value;
}

}  // namespace

std::string_view name_of(SurvivorshipRule rule) noexcept {
  switch (rule) {
    case SurvivorshipRule::most_recent:
      return "most_recent";
    case SurvivorshipRule::most_trusted:
      return "most_trusted";
    case SurvivorshipRule::most_frequent:
      return "most_frequent";
    case SurvivorshipRule::most_complete:
      return "most_complete";
    case SurvivorshipRule::longest:
      return "longest";
    case SurvivorshipRule::pinned:
      return "pinned";
  }
  return "most_recent";
}

std::vector<Survivor> survive(std::span<const Candidate> candidates, SurvivorshipRule rule) {
  std::vector<const Candidate*> sorted;
  sorted.reserve(candidates.size());
  for (const auto& candidate : candidates) {
    if (candidate.verdict != Verdict::empty && !candidate.value.empty()) sorted.push_back(&candidate);
  }
  std::sort(sorted.begin(), sorted.end(), [rule](const Candidate* a, const Candidate* b) {
    if (a->value != b->value) return a->value < b->value;
    return speaks_before(*a, *b, rule);
  });

  std::vector<Standing> standings;
  for (const Candidate* candidate : sorted) {
    if (standings.empty() || standings.back().value != candidate->value) {
      standings.push_back({candidate->value, *candidate, 0, grade_of(candidate->verdict), candidate->trust,
                           candidate->time, count_code_points(candidate->value),
                           count_words(candidate->value)});
    }
    Standing& standing = standings.back();
    ++standing.support;
    standing.trust = std::max(standing.trust, candidate->trust);
    standing.time = std::max(standing.time, candidate->time);
  }
  std::sort(standings.begin(), standings.end(),
            [rule](const Standing& a, const Standing& b) { return survives_before(a, b, rule); });

  std::vector<Survivor> survivors;
  survivors.reserve(standings.size());
  for (const auto& standing : standings) {
    survivors.push_back({standing.value, standing.best.verdict, standing.best.record, standing.support});
  }
  return survivors;
}

}  // namespace kith::match
