#include "quality/scorecard.h"

#include <algorithm>

namespace kith::quality {
namespace {

Ratio ratio(std::int64_t numerator, std::int64_t denominator) noexcept {
  return {static_cast<double>(numerator), static_cast<double>(denominator)};
}

constexpr std::string_view identifying_types[] = {"phone", "email", "code"};

}  // namespace

std::string_view name_of(Dimension dimension) noexcept {
  constexpr std::string_view names[] = {"completeness", "validity",   "uniqueness",
                                        "consistency",  "timeliness", "accuracy"};
  return names[static_cast<std::size_t>(dimension)];
}

Text label_of(Dimension dimension) {
  switch (dimension) {
    case Dimension::completeness:
      return Text("Completeness");
    case Dimension::validity:
      return Text("Validity");
    case Dimension::uniqueness:
      return Text("Uniqueness");
    case Dimension::consistency:
      return Text("Consistency");
    case Dimension::timeliness:
      return Text("Timeliness");
    case Dimension::accuracy:
      return Text("Accuracy (estimate)");
  }
  return {};
}

Text meaning_of(Dimension dimension) {
  switch (dimension) {
    case Dimension::completeness:
      return Text("Values present, among the records whose source supplies the attribute");
    case Dimension::validity:
      return Text("Present values that have the form of their type");
    case Dimension::uniqueness:
      return Text("Records and identifying values that do not repeat an earlier one of the same source");
    case Dimension::consistency:
      return Text("Pairs of records of one customer that agree");
    case Dimension::timeliness:
      return Text("Values received within the horizon that their source sets");
    case Dimension::accuracy:
      return Text("Usable values that are neither suspect nor contradicted by the golden value");
  }
  return {};
}

std::optional<double> score_of(const Scores& scores, const Weights& weights) noexcept {
  double sum = 0, total = 0;
  for (std::size_t i = 0; i < dimension_count; ++i) {
    auto value = scores.ratios[i].value();
    if (!value) continue;
    sum += weights.dimensions[i] * *value;
    total += weights.dimensions[i];
  }
  if (total <= 0) return std::nullopt;
  return sum / total;
}

void ValueCounts::add(const ValueCounts& other) noexcept {
  kept += other.kept;
  changed += other.changed;
  suspect += other.suspect;
  invalid += other.invalid;
  empty += other.empty;
  fresh += other.fresh;
  fresh_then += other.fresh_then;
  dated += other.dated;
  distinct += other.distinct;
  held += other.held;
  agreeing += other.agreeing;
  comparable += other.comparable;
  contradicted += other.contradicted;
}

void RecordCounts::add(const RecordCounts& other) noexcept {
  records += other.records;
  rejects += other.rejects;
  resolved += other.resolved;
  first += other.first;
  fresh += other.fresh;
  fresh_then += other.fresh_then;
  dated += other.dated;
}

Scores score_values(const ValueCounts& c) noexcept {
  Scores scores;
  scores[Dimension::completeness] = ratio(c.present(), c.applicable());
  scores[Dimension::validity] = ratio(c.present() - c.invalid, c.present());
  scores[Dimension::uniqueness] = ratio(c.distinct, c.held);
  scores[Dimension::consistency] = ratio(c.agreeing, c.comparable);
  scores[Dimension::timeliness] = ratio(c.fresh, c.dated);
  scores[Dimension::accuracy] = ratio(c.usable() - c.suspect - c.contradicted, c.usable());
  return scores;
}

Scores score_records(const RecordCounts& c) noexcept {
  Scores scores;
  scores[Dimension::uniqueness] = ratio(c.first, c.resolved);
  scores[Dimension::timeliness] = ratio(c.fresh, c.dated);
  return scores;
}

Scores score_batch(const Measurement& batch, std::span<const double> attribute_weights,
                   const Weights& weights) noexcept {
  Scores scores;
  auto records = batch.records;
  records.fresh = records.fresh_then;
  scores.add(score_records(records), weights.record);
  for (std::size_t a = 0; a < batch.values.size(); ++a) {
    auto values = batch.values[a];
    values.fresh = values.fresh_then;
    scores.add(score_values(values), attribute_weights[a]);
  }
  return scores;
}

Scorecard make_scorecard(std::span<const Measurement> batches, std::size_t sources,
                         std::span<const double> attribute_weights, const Weights& weights) {
  const std::size_t k = attribute_weights.size();
  Scorecard card;
  card.attributes = k;
  card.counts.resize(sources * k);
  card.cells.resize(sources * k);
  card.records.resize(sources);
  card.by_source.resize(sources);
  card.by_attribute.resize(k);
  for (const auto& batch : batches) {
    card.records[batch.source].add(batch.records);
    for (std::size_t a = 0; a < k; ++a) card.counts[batch.source * k + a].add(batch.values[a]);
    card.trend.push_back(score_batch(batch, attribute_weights, weights));
  }
  for (std::size_t s = 0; s < sources; ++s) {
    card.by_source[s].add(score_records(card.records[s]), weights.record);
    for (std::size_t a = 0; a < k; ++a) {
      auto& cell = card.cells[s * k + a];
      cell = score_values(card.counts[s * k + a]);
      card.by_source[s].add(cell, attribute_weights[a]);
      card.by_attribute[a].add(cell);
    }
    card.overall.add(card.by_source[s]);
  }
  return card;
}

bool is_identifying(std::string_view type) noexcept {
  return std::find(std::begin(identifying_types), std::end(identifying_types), type) !=
         std::end(identifying_types);
}

bool is_comparable(std::string_view type, std::string_view attribute_class, bool multiple) noexcept {
  return !multiple && type != "timestamp" && attribute_class == "basic";
}

double default_weight(std::string_view type) noexcept {
  return is_identifying(type) || type == "person_name" || type == "company_name" ? 3 : 1;
}

}  // namespace kith::quality
