#include "quality/problem.h"

#include <algorithm>
#include <tuple>

namespace kith::quality {
namespace {

double share(std::int64_t part, std::int64_t whole) {
  return whole > 0 ? static_cast<double>(part) / static_cast<double>(whole) : 0;
}

class Ranking {
 public:
  void add(Problem problem, std::int64_t whole, double weight) {
    if (problem.rows <= 0) return;
    problem.share = share(problem.rows, whole);
    problem.impact = static_cast<double>(problem.rows) * severity_of(problem.kind) * weight;
    problems_.push_back(std::move(problem));
  }

  std::vector<Problem> best(std::size_t limit) {
    auto key = [](const Problem& p) {
      return std::tuple(-p.impact, p.source, p.attribute, p.kind, p.reason);
    };
    std::sort(problems_.begin(), problems_.end(),
              [&](const Problem& a, const Problem& b) { return key(a) < key(b); });
    if (problems_.size() > limit) problems_.resize(limit);
    return std::move(problems_);
  }

 private:
  std::vector<Problem> problems_;
};

void add_reason(Ranking& ranking, const Scorecard& card, const ReasonCount& count, double weight) {
  const auto& cell = card.count(count.source, count.attribute);
  Problem problem{count.source, count.attribute, ProblemKind::invalid, count.reason, count.rows, 0, 0, {}};
  switch (count.verdict) {
    case Verdict::invalid:
      return ranking.add(std::move(problem), cell.present(), weight);
    case Verdict::suspect:
      problem.kind = ProblemKind::suspect;
      return ranking.add(std::move(problem), cell.present(), weight);
    case Verdict::empty:
      problem.kind = ProblemKind::missing;
      return ranking.add(std::move(problem), cell.applicable(), weight);
    case Verdict::kept:
    case Verdict::changed:
      return;
  }
}

}  // namespace

std::string_view name_of(ProblemKind kind) noexcept {
  constexpr std::string_view names[] = {"invalid", "suspect", "contradicted", "repeated", "missing", "stale"};
  return names[static_cast<std::size_t>(kind)];
}

Text label_of(ProblemKind kind) {
  switch (kind) {
    case ProblemKind::invalid:
      return Text("Invalid");
    case ProblemKind::suspect:
      return Text("Suspect");
    case ProblemKind::contradicted:
      return Text("Contradicted");
    case ProblemKind::repeated:
      return Text("Repeated");
    case ProblemKind::missing:
      return Text("Missing");
    case ProblemKind::stale:
      return Text("Out of date");
  }
  return {};
}

double severity_of(ProblemKind kind) noexcept {
  switch (kind) {
    case ProblemKind::invalid:
      return 1;
    case ProblemKind::suspect:
    case ProblemKind::contradicted:
    case ProblemKind::repeated:
      return 0.5;
    case ProblemKind::missing:
      return 0.25;
    case ProblemKind::stale:
      return 0.05;
  }
  return 0;
}

std::vector<Problem> rank_problems(const Scorecard& card, std::span<const ReasonCount> reasons,
                                   std::span<const double> attribute_weights, std::size_t limit,
                                   const Weights& weights) {
  Ranking ranking;
  for (const auto& count : reasons) add_reason(ranking, card, count, attribute_weights[count.attribute]);
  for (std::size_t s = 0; s < card.records.size(); ++s) {
    const auto& records = card.records[s];
    auto of_record = [&](ProblemKind kind, std::int64_t rows, std::int64_t whole) {
      ranking.add({s, Problem::whole_record, kind, Reason::none, rows, 0, 0, {}}, whole, weights.record);
    };
    of_record(ProblemKind::repeated, records.resolved - records.first, records.resolved);
    of_record(ProblemKind::stale, records.dated - records.fresh, records.dated);
    for (std::size_t a = 0; a < card.attributes; ++a) {
      const auto& cell = card.count(s, a);
      auto of_value = [&](ProblemKind kind, std::int64_t rows, std::int64_t whole) {
        ranking.add({s, a, kind, Reason::none, rows, 0, 0, {}}, whole, attribute_weights[a]);
      };
      of_value(ProblemKind::contradicted, cell.contradicted, cell.usable());
      of_value(ProblemKind::repeated, cell.held - cell.distinct, cell.held);
    }
  }
  return ranking.best(limit);
}

}  // namespace kith::quality
