#include "service/quality_measure.h"

#include <algorithm>
#include <array>
#include <unordered_map>

#include "base/utf8.h"
#include "lens/lens.h"
#include "quality/agreement.h"
#include "service/quality_sql.h"

namespace kith::service {
namespace {

using lens::LensRow;
using lens::LensValue;
using quality::Measurement;

std::string file_name(std::string_view path) {
  const auto slash = path.find_last_of("/\\");
  return std::string(slash == std::string_view::npos ? path : path.substr(slash + 1));
}

// What the packed number of quality_sql::verdicts holds.
struct Packed {
  Verdict verdict;
  Reason reason;
  bool fresh, fresh_then;

  explicit Packed(std::int64_t number)
      : verdict(static_cast<Verdict>(number >> 2 & 7)),
        reason(static_cast<Reason>(number >> 5)),
        fresh(number >> 1 & 1),
        fresh_then(number & 1) {}
};

void count_verdict(quality::ValueCounts& counts, Verdict verdict, std::int64_t rows) {
  switch (verdict) {
    case Verdict::kept:
      counts.kept += rows;
      return;
    case Verdict::changed:
      counts.changed += rows;
      return;
    case Verdict::suspect:
      counts.suspect += rows;
      return;
    case Verdict::invalid:
      counts.invalid += rows;
      return;
    case Verdict::empty:
      counts.empty += rows;
      return;
  }
}

class Measuring {
 public:
  Measuring(RunQuery lens, std::int64_t now, const QualityOptions& options, Progress* progress,
            const Cancel* cancel)
      : lens_(std::move(lens)), options_(options), progress_(progress), cancel_(cancel) {
    report_.measured_at = now;
    report_.weights = options.weights;
  }

  QualityReport run() {
    step(Text("Counting verdicts"));
    read_sources();
    read_batches();
    read_attributes();
    count_records();
    count_verdicts();
    step(Text("Comparing records of one customer"));
    compare_customers();
    step(Text("Looking for repeated values"));
    count_repeats();
    step(Text("Reading patterns"));
    read_patterns();
    if (!options_.rules.empty()) step(Text("Asking the rules"));
    ask_rules();
    step(Text("Collecting examples"));
    score();
    read_rejects();
    if (progress_) progress_->done();
    return std::move(report_);
  }

 private:
  void query(const std::string& sql, const std::vector<LensValue>& values,
             const std::function<void(const LensRow&)>& each) {
    if (cancel_) cancel_->check();
    lens_(sql, values, each);
  }

  void step(const Text& name) {
    if (progress_) progress_->phase(name, 0);
  }

  void read_sources();
  void read_batches();
  void read_attributes();
  void count_records();
  void count_verdicts();
  void keep_supplied(const std::vector<char>& supplied);
  void compare_customers();
  void count_repeats();
  void read_patterns();
  void score();
  void add_examples(quality::Problem& problem);
  void ask_rules();
  void read_rejects();

  std::optional<std::size_t> batch_index(std::int64_t id) const {
    auto found = batch_of_.find(id);
    if (found == batch_of_.end()) return std::nullopt;
    return found->second;
  }

  RunQuery lens_;
  const QualityOptions& options_;
  Progress* progress_;
  const Cancel* cancel_;
  QualityReport report_;
  std::vector<std::string> names_;    // of the attributes
  std::vector<double> weights_;       // of the attributes
  std::vector<Measurement> batches_;  // as report_.batches
  std::unordered_map<std::int64_t, std::size_t> batch_of_;
  std::unordered_map<std::int64_t, std::size_t> source_of_;
  std::vector<quality::ReasonCount> reasons_;
};

void Measuring::read_sources() {
  query(
      "SELECT id, name, owner, purpose, coalesce(retention_days, 0)::BIGINT FROM source "
      "WHERE id IN (SELECT source_id FROM batch) ORDER BY name, id",
      {}, [&](const LensRow& row) {
        source_of_.emplace(row.integer(0), report_.sources.size());
        report_.sources.push_back({row.integer(0), std::string(row.text(1)), std::string(row.text(2)),
                                   std::string(row.text(3)), std::max<std::int64_t>(0, row.integer(4))});
      });
}

void Measuring::read_batches() {
  query(
      "SELECT id, number::BIGINT, source_id, file, started_at::BIGINT, rejects::BIGINT FROM batch ORDER BY "
      "number, id",
      {}, [&](const LensRow& row) {
        auto source = source_of_.find(row.integer(2));
        if (source == source_of_.end()) return;
        batch_of_.emplace(row.integer(0), report_.batches.size());
        MeasuredBatch batch{row.integer(0), row.integer(1),
                            source->second, file_name(std::string(row.text(3))),
                            row.integer(4), {},
                            std::nullopt};
        report_.batches.push_back(std::move(batch));
        Measurement measured;
        measured.source = source->second;
        measured.records.rejects = row.integer(5);
        batches_.push_back(std::move(measured));
      });
}

void Measuring::read_attributes() {
  std::vector<lens::LensAttribute> dictionary;
  query("SELECT name, type, class, sensitivity, label_en, label_zh, multiple FROM attribute ORDER BY id", {},
        [&](const LensRow& row) {
          dictionary.push_back({0, std::string(row.text(0)), std::string(row.text(1)),
                                std::string(row.text(2)), std::string(row.text(3)), std::string(row.text(4)),
                                std::string(row.text(5)), row.integer(6) != 0});
        });
  for (const auto& known : dictionary) {
    MeasuredAttribute attribute;
    attribute.name = known.name;
    attribute.type = known.type;
    attribute.attribute_class = known.attribute_class;
    attribute.sensitivity = known.sensitivity;
    attribute.label_en = known.label_en.empty() ? known.name : known.label_en;
    attribute.label_zh = known.label_zh.empty() ? attribute.label_en : known.label_zh;
    attribute.identifying = quality::is_identifying(known.type);
    attribute.comparable = quality::is_comparable(known.type, known.attribute_class, known.multiple);
    auto own = options_.attribute_weights.find(known.name);
    attribute.weight =
        own != options_.attribute_weights.end() ? own->second : quality::default_weight(known.type);
    names_.push_back(known.name);
    report_.attributes.push_back(std::move(attribute));
  }
}

void Measuring::count_records() {
  query(quality_sql::records(), {LensValue(report_.measured_at)}, [&](const LensRow& row) {
    auto b = batch_index(row.integer(0));
    if (!b) return;
    auto& records = batches_[*b].records;
    records.records = row.integer(1);
    if (report_.sources[batches_[*b].source].horizon_days == 0) return;
    records.dated = records.records;
    records.fresh = row.integer(2);
    records.fresh_then = row.integer(3);
  });
}

void Measuring::count_verdicts() {
  const std::size_t k = names_.size();
  for (auto& batch : batches_) batch.values.resize(k);
  std::map<std::array<std::size_t, 4>, std::int64_t> reasons;
  std::vector<char> supplied(k);
  if (k == 0 || batches_.empty()) return keep_supplied(supplied);
  query(quality_sql::verdicts(names_), {LensValue(report_.measured_at)}, [&](const LensRow& row) {
    std::size_t a = 0;
    while (a < k && row.is_null(1 + a)) ++a;
    if (a == k) return;  // records that do not supply the attribute
    auto b = batch_index(row.integer(0));
    if (!b) return;
    const Packed packed(row.integer(1 + a));
    const std::int64_t rows = row.integer(1 + k);
    auto& batch = batches_[*b];
    auto& counts = batch.values[a];
    supplied[a] = 1;
    count_verdict(counts, packed.verdict, rows);
    reasons[{batch.source, a, static_cast<std::size_t>(packed.verdict),
             static_cast<std::size_t>(packed.reason)}] += rows;
    if (packed.verdict == Verdict::empty || report_.sources[batch.source].horizon_days == 0) return;
    counts.dated += rows;
    counts.fresh += packed.fresh ? rows : 0;
    counts.fresh_then += packed.fresh_then ? rows : 0;
  });
  for (const auto& [key, rows] : reasons) {
    reasons_.push_back({key[0], key[1], static_cast<Verdict>(key[2]), static_cast<Reason>(key[3]), rows});
  }
  keep_supplied(supplied);
}

// Leaves out the attributes that no source supplies.
void Measuring::keep_supplied(const std::vector<char>& supplied) {
  std::vector<std::size_t> new_index(supplied.size());
  std::size_t kept = 0;
  for (std::size_t a = 0; a < supplied.size(); ++a) {
    if (!supplied[a]) continue;
    new_index[a] = kept;
    if (kept != a) {
      names_[kept] = std::move(names_[a]);
      report_.attributes[kept] = std::move(report_.attributes[a]);
      for (auto& batch : batches_) batch.values[kept] = batch.values[a];
    }
    ++kept;
  }
  names_.resize(kept);
  report_.attributes.resize(kept);
  for (auto& batch : batches_) batch.values.resize(kept);
  for (auto& reason : reasons_) reason.attribute = new_index[reason.attribute];
  for (const auto& attribute : report_.attributes) weights_.push_back(attribute.weight);
}

void Measuring::compare_customers() {
  const std::size_t k = names_.size(), n = report_.sources.size();
  report_.duplicates.shared.assign(n * n, 0);
  if (batches_.empty()) return;
  quality::Agreement agreement(batches_, n);
  std::vector<quality::ValueMark> marks(k);
  std::vector<char> comparable(k);
  for (std::size_t a = 0; a < k; ++a) comparable[a] = report_.attributes[a].comparable;
  std::uint64_t rows = 0;
  query(quality_sql::marks(names_), {}, [&](const LensRow& row) {
    if (cancel_ && (++rows & 0xFFFF) == 0) cancel_->check();
    const std::int64_t batch = row.integer(1);
    std::size_t index = quality::Agreement::golden;
    if (batch != -1) {
      auto found = batch_index(batch);
      if (!found) return;
      index = *found;
    }
    for (std::size_t a = 0; a < k; ++a) marks[a] = comparable[a] ? row.integer(2 + a) : 0;
    agreement.add(row.integer(0), index, marks);
  });
  agreement.finish();
  auto& duplicates = report_.duplicates;
  duplicates.sizes = agreement.sizes();
  duplicates.shared = agreement.shared();
  for (const auto& [size, customers] : duplicates.sizes) duplicates.customers += customers;
  for (const auto& batch : batches_) {
    duplicates.records += batch.records.records;
    duplicates.resolved += batch.records.resolved;
  }
  if (k == 0) return;
  query(quality_sql::golden(names_), {}, [&](const LensRow& row) {
    for (std::size_t a = 0; a < k; ++a) report_.attributes[a].golden = row.integer(a);
  });
}

void Measuring::count_repeats() {
  for (std::size_t a = 0; a < names_.size(); ++a) {
    if (!report_.attributes[a].identifying) continue;
    query(quality_sql::repeats(names_[a]), {}, [&](const LensRow& row) {
      auto b = batch_index(row.integer(0));
      if (!b) return;
      batches_[*b].values[a].held = row.integer(1);
      batches_[*b].values[a].distinct = row.integer(2);
    });
    if (report_.duplicates.resolved == 0) continue;
    query(quality_sql::shared_values(names_[a]), {}, [&](const LensRow& row) {
      if (row.integer(0) == 0) return;
      report_.duplicates.shared_values.push_back({a, row.integer(0), row.integer(1), row.integer(2)});
    });
  }
  auto& shared = report_.duplicates.shared_values;
  std::stable_sort(shared.begin(), shared.end(),
                   [](const SharedValues& x, const SharedValues& y) { return x.customers > y.customers; });
}

void Measuring::read_patterns() {
  const std::size_t k = names_.size();
  report_.patterns.resize(k);
  if (k == 0 || report_.duplicates.records == 0) return;
  const std::int64_t wanted = std::max<std::int64_t>(1, options_.sample_records);
  const std::int64_t step = (report_.duplicates.records + wanted - 1) / wanted;
  const quality::ProfileBounds bounds{.exact_distinct = 1024, .values = 0};
  std::vector<quality::ColumnProfile> raw(k, quality::ColumnProfile(bounds)),
      standard(k, quality::ColumnProfile(bounds));
  auto add = [](quality::ColumnProfile& profile, const LensRow& row, std::size_t column) {
    if (!row.is_null(column)) profile.add(row.text(column));
  };
  query(quality_sql::sample(names_), {LensValue(step)}, [&](const LensRow& row) {
    ++report_.pattern_records;
    for (std::size_t a = 0; a < k; ++a) {
      add(raw[a], row, 2 * a);
      add(standard[a], row, 2 * a + 1);
    }
  });
  for (std::size_t a = 0; a < k; ++a) {
    report_.patterns[a] = {raw[a].values(),
                           standard[a].values(),
                           standard[a].distinct(),
                           raw[a].patterns(),
                           standard[a].patterns(),
                           raw[a].top_patterns(options_.patterns),
                           standard[a].top_patterns(options_.patterns)};
  }
}

void Measuring::score() {
  report_.card = quality::make_scorecard(batches_, report_.sources.size(), weights_, options_.weights);
  report_.score = quality::score_of(report_.card.overall, options_.weights);
  for (std::size_t b = 0; b < batches_.size(); ++b) {
    report_.batches[b].records = batches_[b].records;
    report_.batches[b].score = quality::score_of(report_.card.trend[b], options_.weights);
  }
  report_.problems =
      quality::rank_problems(report_.card, reasons_, weights_, options_.problems, options_.weights);
  for (auto& problem : report_.problems) add_examples(problem);
}

void Measuring::add_examples(quality::Problem& problem) {
  if (problem.attribute == quality::Problem::whole_record || options_.examples == 0) return;
  const auto& attribute = report_.attributes[problem.attribute];
  const bool hide = attribute.sensitivity == "sensitive" && !options_.reveal_sensitive;
  auto take = [&](const LensRow& row) {
    quality::Example example{std::string(row.text(0)), std::string(row.text(1)), row.integer(2)};
    if (example.before.empty() && example.after.empty()) return;
    if (hide) {
      example.before = mask_example(example.before);
      example.after = mask_example(example.after);
    }
    problem.examples.push_back(std::move(example));
  };
  const LensValue source(report_.sources[problem.source].id);
  const LensValue limit(static_cast<std::int64_t>(options_.examples));
  auto by_verdict = [&](Verdict verdict) {
    query(quality_sql::verdict_examples(attribute.name),
          {source, LensValue(static_cast<std::int64_t>(verdict)),
           LensValue(static_cast<std::int64_t>(problem.reason)), limit},
          take);
  };
  switch (problem.kind) {
    case quality::ProblemKind::invalid:
      return by_verdict(Verdict::invalid);
    case quality::ProblemKind::suspect:
      return by_verdict(Verdict::suspect);
    case quality::ProblemKind::missing:
      return by_verdict(Verdict::empty);
    case quality::ProblemKind::contradicted:
      return query(quality_sql::contradicted_examples(attribute.name), {source, limit}, take);
    case quality::ProblemKind::repeated:
      return query(quality_sql::repeated_examples(attribute.name), {source, limit}, take);
    case quality::ProblemKind::stale:
      return;
  }
}

void Measuring::ask_rules() {
  const Cancel never;
  report_.rules = check_rules(lens_, options_.rules, report_.measured_at / 86'400'000, options_.rule_rows,
                              cancel_ ? *cancel_ : never);
  std::stable_sort(report_.rules.begin(), report_.rules.end(), [](const auto& a, const auto& b) {
    if (a.rule.severity != b.rule.severity) return a.rule.severity > b.rule.severity;
    return a.hits > b.hits;
  });
  if (options_.reveal_sensitive) return;
  auto sensitive = [&](const std::string& name) {
    return std::any_of(report_.attributes.begin(), report_.attributes.end(), [&](const auto& attribute) {
      return attribute.name == name && attribute.sensitivity == "sensitive";
    });
  };
  for (auto& hits : report_.rules) {
    for (auto& row : hits.rows) {
      if (sensitive(hits.rule.attribute)) row.value = mask_example(row.value);
      if (sensitive(hits.rule.with)) row.beside = mask_example(row.beside);
    }
  }
}

void Measuring::read_rejects() {
  query(
      "SELECT batch.source_id, reject.\"column\", reject.reason, count(*) FROM reject "
      "JOIN batch ON batch.id = reject.batch_id GROUP BY 1, 2, 3 ORDER BY 4 DESC, 1, 3, 2 LIMIT 50",
      {}, [&](const LensRow& row) {
        auto source = source_of_.find(row.integer(0));
        if (source == source_of_.end()) return;
        report_.rejects.push_back(
            {source->second, std::string(row.text(1)), std::string(row.text(2)), row.integer(3)});
      });
}

}  // namespace

QualityReport measure_quality(lens::Lens& lens, std::int64_t now, const QualityOptions& options,
                              Progress* progress, const Cancel* cancel) {
  const RunQuery run = [&](std::string_view sql, std::span<const LensValue> parameters,
                           const std::function<void(const LensRow&)>& each) {
    lens.query(sql, parameters, each);
  };
  return measure_quality(run, now, options, progress, cancel);
}

QualityReport measure_quality(const RunQuery& query, std::int64_t now, const QualityOptions& options,
                              Progress* progress, const Cancel* cancel) {
  return Measuring(query, now, options, progress, cancel).run();
}

std::string mask_example(std::string_view value) {
  std::vector<std::string_view> characters;
  for (std::size_t at = 0; at < value.size();) {
    const std::size_t begin = at;
    next_code_point(value, at);
    characters.push_back(value.substr(begin, at - begin));
  }
  const bool keeps_ends = characters.size() > 3;
  std::string out;
  for (std::size_t i = 0; i < characters.size(); ++i) {
    const bool end = i == 0 || i + 1 == characters.size();
    if (keeps_ends && end) {
      out += characters[i];
    } else {
      out += "•";
    }
  }
  return out;
}

}  // namespace kith::service
