#include "ledger/reviews.h"

namespace kith::ledger {
namespace {

ReviewVerdict verdict_named(std::string_view name) {
  if (name == "same") return ReviewVerdict::same;
  return name == "different" ? ReviewVerdict::different : ReviewVerdict::unsure;
}

}  // namespace

void replace_uncertain_pairs(Write& write, const std::vector<UncertainPair>& pairs) {
  write.sql("DELETE FROM uncertain_pair").run();
  for (const auto& pair : pairs) put_uncertain_pair(write, pair);
}

void put_uncertain_pair(Write& write, const UncertainPair& pair) {
  write
      .sql(
          "INSERT INTO uncertain_pair(record_a, record_b, total) VALUES ($1, $2, $3) "
          "ON CONFLICT (record_a, record_b) DO UPDATE SET total = excluded.total")
      .bind(1, pair.a.value)
      .bind(2, pair.b.value)
      .bind(3, pair.total)
      .run();
}

std::optional<UncertainPair> find_uncertain_pair(Statements& sql, RecordId a, RecordId b) {
  auto& row = sql("SELECT total FROM uncertain_pair WHERE record_a = $1 AND record_b = $2");
  std::optional<UncertainPair> pair;
  if (row.bind(1, a.value).bind(2, b.value).step()) pair = UncertainPair{a, b, row.real(0)};
  row.reset();
  return pair;
}

std::vector<UncertainPair> all_uncertain_pairs(Statements& sql) {
  auto& row = sql("SELECT record_a, record_b, total FROM uncertain_pair ORDER BY record_a, record_b");
  std::vector<UncertainPair> pairs;
  while (row.step()) pairs.push_back({RecordId(row.integer(0)), RecordId(row.integer(1)), row.real(2)});
  return pairs;
}

std::string_view name_of(ReviewVerdict verdict) noexcept {
  switch (verdict) {
    case ReviewVerdict::same:
      return "same";
    case ReviewVerdict::different:
      return "different";
    default:
      return "unsure";
  }
}

void put_review(Write& write, const Review& review) {
  auto& insert = write.sql(
      "INSERT INTO review(record_a, record_b, reviewer, verdict, blind, total, made_at) "
      "VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (record_a, record_b, reviewer) DO UPDATE SET "
      "verdict = excluded.verdict, blind = excluded.blind, total = excluded.total, made_at = "
      "excluded.made_at");
  insert.bind(1, review.a.value)
      .bind(2, review.b.value)
      .bind(3, std::string_view(review.reviewer))
      .bind(4, name_of(review.verdict))
      .bind(5, review.blind ? 1 : 0);
  review.total ? insert.bind(6, *review.total) : insert.bind_null(6);
  insert.bind(7, write.now()).run();
}

std::vector<Review> all_reviews(Statements& sql) {
  auto& row =
      sql("SELECT record_a, record_b, reviewer, verdict, blind, total, made_at FROM review "
          "ORDER BY record_a, record_b, reviewer");
  std::vector<Review> reviews;
  while (row.step()) {
    Review review{RecordId(row.integer(0)),
                  RecordId(row.integer(1)),
                  std::string(row.text(2)),
                  verdict_named(row.text(3)),
                  row.integer(4) != 0,
                  std::nullopt,
                  row.integer(6)};
    if (!row.is_null(5)) review.total = row.real(5);
    reviews.push_back(std::move(review));
  }
  return reviews;
}

}  // namespace kith::ledger
