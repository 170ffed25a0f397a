// Learns the weights by which streets are tagged (src/standard/street_weights.txt) from labelled addresses.
//   bench_street_weights [--l1 C] [--l2 C] [--least N] [--rounds N] [--out FILE]
// Without --out a fifth of the addresses is held out and graded, and nothing is written. The weights maximise
// the likelihood of a linear-chain conditional random field with both penalties, by OWL-QN (Andrew and Gao
// 2007).
#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <deque>
#include <fstream>
#include <map>
#include <memory>
#include <numeric>
#include <sstream>
#include <string>
#include <unordered_map>
#include <vector>

#include "base/utf8.h"
#include "bench/standard/read.h"
#include "standard/standardise.h"
#include "standard/street_splitter.h"
#include "standard/street_tagger.h"

namespace {

using namespace kith;
using standard::street::Feature;
using standard::street::no_part;
using standard::street::tag_count;
using standard::street::TagText;
using Tags = std::vector<std::uint8_t>;
using Numbers = std::vector<double>;

struct Settings {
  double l1 = 2, l2 = 0.05;
  std::size_t least = 20, rounds = 150;
  std::string out;
};

// A street: what stands at each character, and the tag it should get.
struct Example {
  TagText text;
  Tags gold;
  std::vector<std::vector<std::uint32_t>> features;
};

std::uint8_t tag_of_label(const std::string& label) {
  static const std::map<std::string, char> letters = {
      {"devZone", 'z'}, {"town", 't'},    {"community", 'c'}, {"road", 'r'},  {"roadno", 'n'},
      {"subRoad", 's'}, {"subroad", 's'}, {"subroadno", 'q'}, {"poi", 'p'},   {"subpoi", 'e'},
      {"houseno", 'h'}, {"cellno", 'u'},  {"floorno", 'f'},   {"roomno", 'm'}};
  const auto found = letters.find(label);
  if (found == letters.end()) return no_part;
  return static_cast<std::uint8_t>(2 * standard::street::part_letters.find(found->second));
}

// The street within the labelled text, with its labels; false where it was mended and is not found there.
bool read_example(const bench::Tagged& item, Example& example) {
  static const auto function = standard::standardiser_for("address").function;
  std::string text;
  Tags of_byte;
  for (const auto& [label, piece] : item) {
    const auto tag = tag_of_label(label);
    for (std::size_t i = 0; i < piece.size(); ++i)
      of_byte.push_back(i == 0 || tag == no_part ? tag : static_cast<std::uint8_t>(tag + 1));
    text += piece;
  }
  standard::Standardised address;
  function(text, {}, address);
  auto splitter = standard::street::splitter_for(address);
  const auto at = text.rfind(address.part(standard::Part::street));
  if (!splitter || at == std::string::npos) return false;
  example.text = splitter->split_by_rules();
  for (std::size_t i = 0; i < example.text.count; ++i)
    example.gold.push_back(of_byte[at + splitter->offset(i)]);
  // A piece whose beginning is not in the street begins where the street does.
  if (!example.gold.empty() && example.gold[0] % 2 == 1) --example.gold[0];
  return example.text.count > 0;
}

std::string spelled(const Feature& feature) {
  std::string out(standard::street::name_of_look(feature.look));
  out += ' ';
  if (feature.size == 0) out += '-';
  for (std::size_t i = 0; i < feature.size; ++i) append_utf8(out, feature.seen[i]);
  return out;
}

// Weights: tag_count for each feature, then one for each step from a tag to a tag.
class Field {
 public:
  Field(std::vector<Example>& examples, std::size_t least) : examples_(examples) {
    std::unordered_map<std::string, std::uint32_t> counts;
    auto each = [&](auto&& take) {
      for (auto& example : examples_)
        for (std::size_t i = 0; i < example.text.count; ++i)
          features_at(example.text, i, [&](const Feature& feature) { take(example, i, spelled(feature)); });
    };
    each([&](Example&, std::size_t, const std::string& name) { ++counts[name]; });
    std::unordered_map<std::string, std::uint32_t> numbers;
    for (auto& example : examples_) example.features.assign(example.text.count, {});
    each([&](Example& example, std::size_t i, const std::string& name) {
      if (counts[name] < least) return;
      const auto [at, fresh] = numbers.emplace(name, static_cast<std::uint32_t>(names_.size()));
      if (fresh) names_.push_back(name);
      example.features[i].push_back(at->second);
    });
  }

  std::size_t size() const { return names_.size() * tag_count + tag_count * tag_count; }

  // Minus the likelihood's logarithm, and its slope added to `slope`.
  double cost(const Numbers& w, Numbers& slope) const {
    double sum = 0;
    for (const auto& example : examples_) sum += cost_of(example, w, slope);
    return sum;
  }

  void write(const Numbers& w, std::ostream& out) const {
    auto hundredths = [&](std::size_t i) { return std::lround(100 * w[i]); };
    auto line = [&](const std::string& head, std::size_t first, std::size_t stride) {
      std::string text;
      for (std::size_t tag = 0; tag < tag_count; ++tag) {
        const auto weight = hundredths(first + tag * stride);
        if (weight == 0) continue;
        text += ' ';
        text += standard::street::sign_of(static_cast<std::uint8_t>(tag));
        text += '=' + std::to_string(weight);
      }
      if (!text.empty()) out << head << text << '\n';
    };
    std::vector<std::size_t> order(names_.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::sort(order.begin(), order.end(), [&](auto a, auto b) { return names_[a] < names_[b]; });
    for (auto i : order) line(names_[i], i * tag_count, 1);
    for (std::size_t from = 0; from < tag_count; ++from)
      line(std::string("> ") + standard::street::sign_of(static_cast<std::uint8_t>(from)),
           names_.size() * tag_count + from, tag_count);
  }

 private:
  static bool may_follow(std::size_t to, std::size_t from) {
    return to % 2 == 0 || from == to || from + 1 == to;
  }
  std::size_t step(std::size_t to, std::size_t from) const {
    return names_.size() * tag_count + to * tag_count + from;
  }

  double cost_of(const Example& example, const Numbers& w, Numbers& slope) const {
    using Row = std::array<double, tag_count>;
    const auto n = example.gold.size();
    std::vector<Row> own(n, Row{}), ahead(n, Row{}), back(n, Row{});
    std::vector<double> scale(n, 0);
    for (std::size_t i = 0; i < n; ++i)
      for (auto f : example.features[i])
        for (std::size_t tag = 0; tag < tag_count; ++tag) own[i][tag] += w[f * tag_count + tag];
    double gold = 0, log_all = 0;
    for (std::size_t i = 0; i < n; ++i) {
      gold += own[i][example.gold[i]];
      if (i > 0) gold += w[step(example.gold[i], example.gold[i - 1])];
      const double most = *std::max_element(own[i].begin(), own[i].end());
      for (auto& value : own[i]) value = std::exp(value - most);
      log_all += most;
    }
    std::array<Row, tag_count> steps{};
    for (std::size_t to = 0; to < tag_count; ++to)
      for (std::size_t from = 0; from < tag_count; ++from)
        steps[to][from] = may_follow(to, from) ? std::exp(w[step(to, from)]) : 0;
    for (std::size_t i = 0; i < n; ++i) {
      for (std::size_t to = 0; to < tag_count; ++to) {
        double sum = i == 0 ? (to % 2 == 0 ? 1 : 0) : 0;
        if (i > 0)
          for (std::size_t from = 0; from < tag_count; ++from) sum += ahead[i - 1][from] * steps[to][from];
        ahead[i][to] = sum * own[i][to];
        scale[i] += ahead[i][to];
      }
      for (auto& value : ahead[i]) value /= scale[i];
      log_all += std::log(scale[i]);
    }
    back[n - 1].fill(1);
    for (std::size_t i = n - 1; i-- > 0;)
      for (std::size_t from = 0; from < tag_count; ++from) {
        double sum = 0;
        for (std::size_t to = 0; to < tag_count; ++to)
          sum += steps[to][from] * own[i + 1][to] * back[i + 1][to];
        back[i][from] = sum / scale[i + 1];
      }
    for (std::size_t i = 0; i < n; ++i) {
      for (std::size_t tag = 0; tag < tag_count; ++tag) {
        const double excess = ahead[i][tag] * back[i][tag] - (tag == example.gold[i] ? 1 : 0);
        for (auto f : example.features[i]) slope[f * tag_count + tag] += excess;
      }
      if (i == 0) continue;
      for (std::size_t to = 0; to < tag_count; ++to)
        for (std::size_t from = 0; from < tag_count; ++from)
          slope[step(to, from)] += ahead[i - 1][from] * steps[to][from] * own[i][to] * back[i][to] / scale[i];
      slope[step(example.gold[i], example.gold[i - 1])] -= 1;
    }
    return log_all - gold;
  }

  std::vector<Example>& examples_;
  std::vector<std::string> names_;
};

double dot(const Numbers& a, const Numbers& b) {
  return std::inner_product(a.begin(), a.end(), b.begin(), 0.0);
}

// Of the penalised cost, the slope on the side where it falls; 0 where it falls on neither.
Numbers slope_with_l1(const Numbers& w, const Numbers& slope, double l1) {
  Numbers out(w.size());
  for (std::size_t i = 0; i < w.size(); ++i) {
    if (w[i] != 0)
      out[i] = slope[i] + (w[i] > 0 ? l1 : -l1);
    else if (slope[i] + l1 < 0)
      out[i] = slope[i] + l1;
    else if (slope[i] - l1 > 0)
      out[i] = slope[i] - l1;
  }
  return out;
}

Numbers learned(const Field& field, const Settings& settings) {
  struct Move {
    Numbers w, slope;
    double both;
  };
  constexpr std::size_t remembered = 6;
  Numbers w(field.size(), 0), slope(field.size(), 0);
  auto cost_at = [&](const Numbers& at, Numbers& to) {
    std::fill(to.begin(), to.end(), 0);
    double cost = field.cost(at, to);
    for (std::size_t i = 0; i < at.size(); ++i) {
      cost += settings.l1 * std::fabs(at[i]) + settings.l2 * at[i] * at[i] / 2;
      to[i] += settings.l2 * at[i];
    }
    return cost;
  };
  double cost = cost_at(w, slope);
  std::deque<Move> moves;
  for (std::size_t round = 0; round < settings.rounds; ++round) {
    const auto fall = slope_with_l1(w, slope, settings.l1);
    Numbers way = fall;
    std::vector<double> share(moves.size());
    for (std::size_t k = moves.size(); k-- > 0;) {
      share[k] = dot(moves[k].w, way) / moves[k].both;
      for (std::size_t i = 0; i < way.size(); ++i) way[i] -= share[k] * moves[k].slope[i];
    }
    const double unit = moves.empty() ? 1 / std::sqrt(dot(fall, fall))
                                      : moves.back().both / dot(moves.back().slope, moves.back().slope);
    for (auto& value : way) value *= unit;
    for (std::size_t k = 0; k < moves.size(); ++k) {
      const double more = share[k] - dot(moves[k].slope, way) / moves[k].both;
      for (std::size_t i = 0; i < way.size(); ++i) way[i] += more * moves[k].w[i];
    }
    for (std::size_t i = 0; i < way.size(); ++i) way[i] = way[i] * fall[i] > 0 ? -way[i] : 0;
    Numbers next(w.size()), next_slope(w.size());
    double next_cost = cost, length = 1;
    bool is_lower = false;
    for (int tries = 0; tries < 20 && !is_lower; ++tries, length /= 2) {
      double promised = 0;
      for (std::size_t i = 0; i < w.size(); ++i) {
        const double side = w[i] != 0 ? w[i] : -fall[i];
        next[i] = w[i] + length * way[i];
        if (next[i] * side < 0) next[i] = 0;
        promised += fall[i] * (next[i] - w[i]);
      }
      next_cost = cost_at(next, next_slope);
      is_lower = next_cost <= cost + 1e-4 * promised;
    }
    if (!is_lower) break;
    Move move{Numbers(w.size()), Numbers(w.size()), 0};
    for (std::size_t i = 0; i < w.size(); ++i) {
      move.w[i] = next[i] - w[i];
      move.slope[i] = next_slope[i] - slope[i];
    }
    move.both = dot(move.w, move.slope);
    const bool is_done = cost - next_cost < 1e-5 * cost;
    std::swap(w, next);
    std::swap(slope, next_slope);
    cost = next_cost;
    if (move.both > 1e-10) moves.push_back(std::move(move));
    if (moves.size() > remembered) moves.pop_front();
    if (round % 10 == 0) std::fprintf(stderr, "round %zu: cost %.0f\n", round, cost);
    if (is_done) break;
  }
  return w;
}

using Spans = std::vector<std::array<std::size_t, 3>>;  // tag, from, to

template <class T>
Spans spans_of(const T& tags, std::size_t count) {
  Spans spans;
  for (std::size_t i = 0; i < count; ++i) {
    if (tags[i] == no_part) continue;
    if (tags[i] % 2 == 0)
      spans.push_back({tags[i], i, i + 1});
    else if (!spans.empty())
      spans.back()[2] = i + 1;
  }
  return spans;
}

void grade(const std::vector<Example>& examples, const standard::street::Tagger& tagger) {
  std::size_t right = 0, found = 0, wanted = 0, by_rules = 0, of_rules = 0;
  for (const auto& example : examples) {
    const auto gold = spans_of(example.gold, example.text.count);
    const auto got = spans_of(tagger.tags_of(example.text), example.text.count);
    const auto rules = spans_of(example.text.rule, example.text.count);
    wanted += gold.size();
    found += got.size();
    of_rules += rules.size();
    for (const auto& span : got) right += std::find(gold.begin(), gold.end(), span) != gold.end();
    for (const auto& span : rules) by_rules += std::find(gold.begin(), gold.end(), span) != gold.end();
  }
  auto f1 = [&](std::size_t hits, std::size_t of) {
    return 2 * static_cast<double>(hits) / static_cast<double>(of + wanted);
  };
  std::printf("%zu held out: F1 of all pieces %.4f, by the rules alone %.4f\n", examples.size(),
              f1(right, found), f1(by_rules, of_rules));
}

int run(const Settings& settings) {
  const char* data = std::getenv("KITH_DATA");
  const std::filesystem::path file = std::filesystem::path(data != nullptr ? data : "../shared/data") /
                                     "contacts/address_cn/parsing/train.txt.gz";
  if (!std::filesystem::exists(file)) {
    std::fprintf(stderr, "skipped: no %s; KITH_DATA names the folder of the data\n", file.filename().c_str());
    return 77;
  }
  std::vector<Example> examples, held;
  std::size_t left_out = 0;
  for (const auto& item : bench::labelled_items(file)) {
    Example example;
    if (!read_example(item, example)) {
      ++left_out;
      continue;
    }
    const bool holds = settings.out.empty() && (examples.size() + held.size()) % 5 == 0;
    (holds ? held : examples).push_back(std::move(example));
  }
  std::fprintf(stderr, "%zu addresses, %zu held out, %zu left out\n", examples.size(), held.size(), left_out);
  const Field field(examples, settings.least);
  const auto weights = learned(field, settings);
  std::printf("%zu of %zu weights are not 0\n",
              weights.size() - static_cast<std::size_t>(std::count(weights.begin(), weights.end(), 0.0)),
              weights.size());
  std::ostringstream table;
  field.write(weights, table);
  if (settings.out.empty()) {
    grade(held, standard::street::Tagger(table.str()));
    return 0;
  }
  std::ofstream out(settings.out, std::ios::binary);
  out << "# What tells the parts of a Chinese street: look, what is seen, tag=weight in hundredths; > is a "
         "step\n"
         "# from tag to tag. Made by ./dev bench street_weights; tags are explained in street_features.h.\n"
      << table.str();
  return out ? 0 : 1;
}

}  // namespace

int main(int argc, char** argv) {
  Settings settings;
  for (int i = 1; i + 1 < argc; i += 2) {
    const std::string word = argv[i];
    if (word == "--l1") settings.l1 = std::strtod(argv[i + 1], nullptr);
    if (word == "--l2") settings.l2 = std::strtod(argv[i + 1], nullptr);
    if (word == "--least") settings.least = std::strtoull(argv[i + 1], nullptr, 10);
    if (word == "--rounds") settings.rounds = std::strtoull(argv[i + 1], nullptr, 10);
    if (word == "--out") settings.out = argv[i + 1];
  }
  return run(settings);
}
