#include "match/model/recall.h"

#include "base/random.h"

namespace kith::match {
namespace {

constexpr int imagined_matches = 20'000;

struct Agreement {
  std::vector<double> key;       // P(key agrees | match, both present, values unequal)
  std::vector<double> presence;  // P(both present | match), by field
};

bool any_rule_without(std::uint32_t rules, std::size_t field, const std::vector<std::uint32_t>& masked) {
  for (; rules != 0; rules &= rules - 1) {
    if (!(masked[static_cast<std::size_t>(__builtin_ctz(rules))] >> field & 1)) return true;
  }
  return false;
}

Agreement measure(const Records& records, const std::vector<BlockingKey>& keys,
                  const std::vector<std::uint32_t>& masked, const std::vector<SampledPair>& sample,
                  const std::vector<double>& posterior) {
  std::vector<double> agree(keys.size(), 0.0), unequal(keys.size(), 0.0);
  std::vector<double> both(records.fields.size(), 0.0), seen(records.fields.size(), 0.0);
  for (std::size_t i = 0; i < sample.size(); ++i) {
    if (posterior[i] < 0.01) continue;
    const std::uint32_t *x = records.row(sample[i].a), *y = records.row(sample[i].b);
    for (std::size_t f = 0; f < records.fields.size(); ++f) {
      if (!any_rule_without(sample[i].rules, f, masked)) continue;
      seen[f] += posterior[i];
      if (x[f] != 0 && y[f] != 0) both[f] += posterior[i];
    }
    for (std::size_t k = 0; k < keys.size(); ++k) {
      const std::size_t f = keys[k].field;
      if (keys[k].exact || x[f] == 0 || y[f] == 0 || x[f] == y[f]) continue;
      if (!any_rule_without(sample[i].rules, f, masked)) continue;
      unequal[k] += posterior[i];
      if (keys[k].at(x[f]) != 0 && keys[k].at(x[f]) == keys[k].at(y[f])) agree[k] += posterior[i];
    }
  }
  Agreement agreement;
  for (std::size_t k = 0; k < keys.size(); ++k) {
    agreement.key.push_back(keys[k].exact ? 0 : (agree[k] + 1) / (unequal[k] + 4));
  }
  for (std::size_t f = 0; f < records.fields.size(); ++f) {
    const double alone = static_cast<double>(records.fields[f].present) / static_cast<double>(records.rows);
    agreement.presence.push_back((both[f] + 10 * alone * alone) / (seen[f] + 10));
  }
  return agreement;
}

}  // namespace

void predict_recall(const Records& records, const std::vector<BlockingKey>& keys,
                    const std::vector<Rule>& rules, const std::vector<std::uint32_t>& masked,
                    const std::vector<SampledPair>& sample, const std::vector<double>& posterior,
                    std::uint64_t seed, Model& model) {
  const Agreement agreement = measure(records, keys, masked, sample, posterior);
  std::vector<int> found(rules.size(), 0);
  int any = 0;
  Random random(mix(seed ^ 0x5EC411));
  std::vector<char> agrees(keys.size());
  std::vector<double> draw(records.fields.size());
  for (int i = 0; i < imagined_matches; ++i) {
    for (std::size_t f = 0; f < draw.size(); ++f) {
      if (random.chance(agreement.presence[f])) {
        draw[f] = random.chance(model.fields[f].levels[0].m) ? 1 : 0.5;
      } else {
        draw[f] = 0;
      }
    }
    for (std::size_t k = 0; k < keys.size(); ++k) {
      const double state = draw[keys[k].field];
      agrees[k] = state == 1 || (state == 0.5 && random.chance(agreement.key[k]));
    }
    bool hit = false;
    for (std::size_t r = 0; r < rules.size(); ++r) {
      bool all = true;
      for (unsigned j = 0; j < rules[r].keys; ++j) all = all && agrees[rules[r].key[j]];
      found[r] += all;
      hit = hit || all;
    }
    any += hit;
  }
  for (std::size_t r = 0; r < rules.size(); ++r) {
    model.rules[r].predicted_recall = static_cast<double>(found[r]) / imagined_matches;
  }
  model.predicted_recall = static_cast<double>(any) / imagined_matches;
}

void predict_near(const std::vector<SampledPair>& sample, const std::vector<double>& posterior,
                  std::size_t rule, Model& model) {
  double brought = 1, both = 0.5;
  for (std::size_t i = 0; i < sample.size(); ++i) {
    const bool near = sample[i].rules >> rule & 1;
    if ((sample[i].rules & ~(1u << rule)) == 0) continue;
    brought += posterior[i];
    both += near ? posterior[i] : 0;
  }
  model.rules[rule].predicted_recall = both / brought;
  model.predicted_recall = 1 - (1 - model.predicted_recall) * (1 - both / brought);
}

}  // namespace kith::match
