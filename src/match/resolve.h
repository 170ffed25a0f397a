// Records to clusters, without labels: choose blocking rules, learn the model, score, cluster.
#pragma once
#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <vector>

#include "base/executor.h"
#include "base/progress.h"
#include "match/table.h"

namespace kith::match {

/// A comparison level of a column, most alike first.
struct Level {
  std::string name;  ///< "exact", "jaro_winkler ≥ 0.92", …
  double m = 0;      ///< P(level | same customer)
  double u = 0;      ///< P(level | different customers)
};

/// Agreement that another column's agreement brings with it: the city with the postal code, the family name
/// with the shared phone of a household. Once `column` agrees exactly, these u stand for the field's own, so
/// that the same evidence is not counted twice.
struct Dependence {
  std::string column;
  std::vector<double> u;  ///< P(level | different customers that agree on `column`), by level
};

/// How one column is compared, as learned.
struct FieldModel {
  std::string column;
  ColumnKind kind = ColumnKind::text;
  std::vector<Level> levels;
  bool term_frequency = false;
  std::vector<Dependence> dependences;  ///< strongest first: the first whose column agrees is used
};

/// A blocking rule, as chosen.
struct RuleModel {
  std::string name;             ///< "email" or "family_name + birth_year"
  std::uint64_t pairs = 0;      ///< exact cost: pairs it proposes
  double predicted_recall = 0;  ///< of this rule alone
  std::uint64_t dropped = 0;    ///< rows left out because too many share the value, even with another field
};

/// All that scoring needs besides the table. Frozen once learned.
struct Model {
  std::vector<FieldModel> fields;
  std::vector<RuleModel> rules;
  double lambda = 0;  ///< P(two random records are the same customer)
  /// Where a row has at most one partner in each other source: the odds that two rows without one are
  /// partners, which stand for those of λ; 0 elsewhere.
  double partner_odds = 0;
  double predicted_recall = 0;  ///< of all rules together
  bool anchored = false;        ///< m is as the comparators expect it, for EM was led astray (model/anchor.h)
};

/// Moves of a learned model's weights, in bits: what people's words taught (model/tune.h).
struct Tuning {
  struct Field {
    std::string column;
    std::vector<double> levels;  ///< of each level
  };
  std::vector<Field> fields;
  double prior = 0;
  bool empty() const noexcept { return fields.empty() && prior == 0; }
};

/// Does no cluster hold two rows of one source? Open: so where hardly a row (one in ten) has a twin
/// in its own source. Anything but `no` needs Table::source.
enum class OnePerSource : std::uint8_t { no, yes, open };

struct Options {
  std::uint64_t seed = 1;
  double pairs_per_row = 60;  ///< budget for candidate pairs; a million in any case
  std::size_t learn_rows =
      250'000;             ///< of a larger table rules and model are learned from so many, drawn by a hash
  double threshold = 0.5;  ///< posterior at which an edge speaks for a merge
  const Model* model =
      nullptr;    ///< scores by this one instead of learning; without rules they are chosen by it
  Tuning tuning;  ///< moves what is learned; a model given is taken as it is
  bool across_sources =
      false;  ///< linking: only pairs of different sources are compared. Needs Table::source
  OnePerSource one_per_source = OnePerSource::no;
  std::size_t uncertain = 0;  ///< how many pairs to hand out that are nearest to even odds
  bool apart = false;         ///< hand out likely pairs that clustering parted
  /// Seconds from any start, for Statistics; without it they stay 0. The engine itself knows no clock.
  std::function<double()> clock;
};

struct Statistics {
  std::uint64_t rows = 0, pairs_scored = 0, edges = 0, clusters = 0, largest_cluster = 0;
  std::uint64_t components = 0, largest_component = 0;  ///< of rows joined by edges, before clustering
  double seconds_block = 0, seconds_learn = 0, seconds_score = 0, seconds_cluster = 0;
};

/// A phone, e-mail or identity number that more unrelated rows share than can be: max(30, rows / 2000). It
/// tells nothing and is taken for null.
struct GenericValue {
  std::string column;
  std::string value;  ///< personal data: for the user's eyes, never for a log
  std::uint64_t rows = 0;
};

/// A pair that the model is unsure of; rows of the table, a < b.
struct UncertainPair {
  std::uint32_t a = 0, b = 0;
  double total = 0;  ///< log2 odds that they are one, the prior included
};

struct Resolution {
  Model model;
  std::vector<std::uint32_t> cluster;  ///< n numbers in [0, clusters), by first row
  Statistics statistics;
  std::vector<GenericValue> generic;     ///< values taken for null: default phones and their like
  bool one_per_source = false;           ///< as decided
  std::vector<UncertainPair> uncertain;  ///< at most Options::uncertain, nearest to even odds first
  /// With Options::apart: pairs that blocking brought, whose total is above edge_bits, and whose rows went to
  /// different clusters; rows of the table, a < b, in no order that means anything but always the same one.
  std::vector<std::pair<std::uint32_t, std::uint32_t>> apart;
  std::vector<double> twins;  ///< of each source, the share of rows with a twin in it, where that was asked
};

/// The whole job. Same table, constraints and options give the same clusters at any thread count and for any
/// order of rows. Contradictory constraints (same by transitivity, yet different): `different` gives way and
/// the pair is listed in nothing silently — the caller checks with contradictions().
/// Columns without a value are left out, and so are those after the first 20 that have one. Throws
/// Error(internal) for a table whose columns are not of one length, Error(bad_input) where options.model does
/// not fit the table, Error(cancelled) once `cancel` is requested.
Resolution resolve(const Table& table, const Constraints& constraints, const Options& options,
                   Executor& executor, Progress& progress, const Cancel& cancel);

/// Share of the pairs of equal `truth` labels (one a row, 0 for none) that the model's rules bring together;
/// 1 where there is no such pair. Across sources only pairs of different ones count. O(rules · n log n + true
/// pairs · rules).
double blocking_recall(const Table& table, const Model& model, std::span<const std::uint64_t> truth,
                       Executor& executor, bool across = false);

/// Pairs of `different` that `same` joins by transitivity.
std::vector<std::pair<std::uint32_t, std::uint32_t>> contradictions(std::size_t rows,
                                                                    const Constraints& constraints);

/// What the level is called where both sides have a value that weighs nothing (model/pattern.h): an e-mail
/// that is alike only because the names are, a full name beside a given and a family name.
inline constexpr const char* level_of_names = "alike, as the names are";
inline constexpr const char* level_of_parts = "said by given and family name";

/// One line of the waterfall of a pair.
struct Weight {
  std::string column;
  std::string level;          ///< the level's name, "null" where either side has none, or one of the above
  double weight = 0;          ///< log2(m/u)
  std::string given;          ///< the column whose agreement u takes for granted; empty for none
  double term_frequency = 0;  ///< log2 adjustment for how common the shared value is

  /// Was anything of the column weighed?
  bool counts() const noexcept {
    return level != "null" && level != level_of_names && level != level_of_parts;
  }
};

/// Why two rows are (not) the same customer: prior + weights = total (log2 odds).
struct PairExplanation {
  double prior = 0;
  std::vector<Weight> weights;
  double total = 0;
  double probability = 0;
};
struct Frequencies;
/// `frozen`: how common values are, in place of what the table says; then two rows are table enough.
PairExplanation explain(const Table& table, const Model& model, std::uint32_t a, std::uint32_t b,
                        const Frequencies* frozen = nullptr);

}  // namespace kith::match
