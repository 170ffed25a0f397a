#include "service/tune_model.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <unordered_map>

#include <nlohmann/json.hpp>

#include "base/error.h"
#include "ledger/people.h"
#include "ledger/reviews.h"
#include "match/compare/comparator.h"
#include "service/match_base.h"

namespace kith::service {
namespace {

constexpr char setting_key[] = "match.tuning";

std::string to_text(const match::Tuning& tuning) {
  nlohmann::json json = {{"prior", tuning.prior}, {"fields", nlohmann::json::object()}};
  for (const auto& field : tuning.fields) json["fields"][field.column] = field.levels;
  return json.dump();
}

using RecordPair = std::pair<RecordId, RecordId>;

// What most reviewers say of each pair: above 0 for the same.
std::map<RecordPair, int> votes_of(ledger::Statements& sql) {
  std::map<RecordPair, int> votes;
  for (const auto& review : ledger::all_reviews(sql)) {
    if (review.verdict == ledger::ReviewVerdict::unsure) continue;
    votes[{review.a, review.b}] += review.verdict == ledger::ReviewVerdict::same ? 1 : -1;
  }
  return votes;
}

// Pairs that share a record, however far around, share the lowest record.
std::unordered_map<RecordId, RecordId> groups_of(const std::map<RecordPair, int>& votes) {
  std::unordered_map<RecordId, RecordId> lowest;
  auto find = [&](RecordId record) {
    while (true) {
      const auto next = lowest.try_emplace(record, record).first->second;
      if (next == record) return record;
      record = next;
    }
  };
  for (const auto& [pair, vote] : votes) {
    const auto [low, high] = std::minmax({find(pair.first), find(pair.second)});
    lowest[high] = low;
  }
  std::unordered_map<RecordId, RecordId> groups;
  for (const auto& [pair, vote] : votes) groups[pair.first] = find(pair.first);
  return groups;
}

std::vector<std::uint8_t> levels_of(const match::Model& model, const match::PairExplanation& why) {
  std::vector<std::uint8_t> levels(model.fields.size(), match::null_level);
  for (const auto& weight : why.weights) {
    for (std::size_t f = 0; f < model.fields.size(); ++f) {
      if (model.fields[f].column != weight.column) continue;
      for (std::size_t l = 0; l < model.fields[f].levels.size(); ++l) {
        if (model.fields[f].levels[l].name == weight.level) levels[f] = static_cast<std::uint8_t>(l);
      }
    }
  }
  return levels;
}

std::vector<TuneReport::Move> moves_of(const match::Model& model, const match::Tuning& tuning) {
  auto tuned = model;
  match::apply(tuning, tuned);
  std::vector<TuneReport::Move> moves;
  for (std::size_t f = 0; f < model.fields.size(); ++f) {
    const auto& field = model.fields[f];
    for (std::size_t l = 0; l < field.levels.size(); ++l) {
      const auto& level = field.levels[l];
      const double before = std::log2(level.m / level.u),
                   after = std::log2(tuned.fields[f].levels[l].m / level.u);
      if (std::fabs(after - before) >= 0.5) moves.push_back({field.column, level.name, before, after});
    }
  }
  std::stable_sort(moves.begin(), moves.end(), [](const auto& x, const auto& y) {
    return std::fabs(x.after - x.before) > std::fabs(y.after - y.before);
  });
  return moves;
}

}  // namespace

match::Tuning tuning_of(ledger::Statements& sql) {
  match::Tuning tuning;
  const auto text = ledger::setting(sql, setting_key);
  if (text.empty()) return tuning;
  const auto json = nlohmann::json::parse(text, nullptr, false);
  if (!json.is_object() || !json.contains("fields") || !json.contains("prior"))
    throw Error(ErrorCode::corrupt, "What reviews taught matching is damaged.", "kith review --untune");
  tuning.prior = json["prior"].get<double>();
  for (const auto& [column, levels] : json["fields"].items())
    tuning.fields.push_back({column, levels.get<std::vector<double>>()});
  return tuning;
}

TuneReport tune_by_reviews(Home& home, bool keep) {
  TuneReport report;
  std::vector<match::JudgedPair> judged;
  match::Model model;
  {
    auto read = home.ledger().read();
    auto& sql = read->sql();
    const auto base = MatchBase::kept(sql);
    model = base->model;
    RecordValues values(sql, base->compared);
    auto votes = votes_of(sql);
    std::erase_if(votes, [&](const auto& vote) {
      return values.of(vote.first.first) == nullptr || values.of(vote.first.second) == nullptr;
    });
    const auto groups = groups_of(votes);
    for (const auto& [pair, vote] : votes) {
      if (vote == 0) {
        ++report.at_odds;
        continue;
      }
      const auto table = values.table(std::vector<RecordId>{pair.first, pair.second});
      const auto why = match::explain(table, model, 0, 1, &base->frequencies);
      judged.push_back({levels_of(model, why), why.total, vote > 0,
                        static_cast<std::uint64_t>(groups.at(pair.first).value)});
    }
  }
  report.pairs = judged.size();
  report.result = match::tune(model, judged);
  if (report.result.before.pairs == 0) {
    throw Error(
        ErrorCode::conflict,
        Text("{same} pairs were found the same and {different} different; {fewest} in all, and a fifth of "
             "these of either, are needed.",
             {{"same", std::to_string(report.result.same)},
              {"different", std::to_string(report.result.different)},
              {"fewest", std::to_string(match::fewest_judged)}}),
        "Review more pairs: kith review --next");
  }
  report.moves = moves_of(model, report.result.tuning);
  if (!keep || !report.result.better) return report;
  home.ledger().write([&](ledger::Write& write) {
    ledger::put_setting(write, setting_key,
                        to_text(match::combined(tuning_of(write.sql), report.result.tuning)));
    write.audit("match.tune", "base", "{\"pairs\":" + std::to_string(report.pairs) + "}");
  });
  report.kept = true;
  return report;
}

void forget_tuning(Home& home) {
  home.ledger().write([&](ledger::Write& write) {
    ledger::put_setting(write, setting_key, "");
    write.audit("match.untune", "base", "{}");
  });
}

}  // namespace kith::service
