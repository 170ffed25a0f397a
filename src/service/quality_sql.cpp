#include "service/quality_sql.h"

#include "lens/lens.h"

namespace kith::service::quality_sql {
namespace {

using lens::quoted;

std::string quoted(std::string_view attribute, std::string_view suffix) {
  return lens::quoted(std::string(attribute) + ':' + std::string(suffix));
}

// A usable value is kept, changed or suspect.
std::string usable(std::string_view attribute) { return quoted(attribute, "verdict") + " <= 2"; }

// The horizon of each batch; null comparisons of a source without one fall to 0.
constexpr std::string_view aged_records =
    " FROM record JOIN (SELECT batch.id AS aged_batch, batch.started_at AS started_at, "
    "CASE WHEN source.retention_days > 0 THEN source.retention_days::BIGINT * 86400000 END AS horizon "
    "FROM batch JOIN source ON source.id = batch.source_id) ON aged_batch = record.batch_id";
constexpr std::string_view fresh_now = "coalesce(record.received_at >= $1 - horizon, false)";
constexpr std::string_view fresh_then = "coalesce(record.received_at >= started_at - horizon, false)";

template <class Make>
std::string listed(std::span<const std::string> attributes, Make make) {
  std::string out;
  for (std::size_t i = 0; i < attributes.size(); ++i) {
    if (i != 0) out += ", ";
    out += make(attributes[i], i);
  }
  return out;
}

}  // namespace

std::string verdicts(std::span<const std::string> attributes) {
  std::string sql = "WITH packed AS (SELECT record.batch_id AS batch_id, ";
  sql += listed(attributes, [](const std::string& name, std::size_t i) {
    return "(coalesce(" + quoted(name, "reason") + ", 0)::BIGINT * 32 + " + quoted(name, "verdict") +
           "::BIGINT * 4 + " + std::string(fresh_now) + "::BIGINT * 2 + " + std::string(fresh_then) +
           "::BIGINT)::UINTEGER AS k" + std::to_string(i);
  });
  sql += aged_records;
  sql += ") SELECT batch_id, ";
  sql += listed(attributes,
                [](const std::string&, std::size_t i) { return 'k' + std::to_string(i) + "::BIGINT"; });
  sql += ", count(*) FROM packed GROUP BY GROUPING SETS (";
  sql += listed(attributes,
                [](const std::string&, std::size_t i) { return "(batch_id, k" + std::to_string(i) + ')'; });
  return sql + ')';
}

std::string records() {
  std::string sql = "SELECT record.batch_id, count(*), (count(*) FILTER (";
  sql += fresh_now;
  sql += "))::BIGINT, (count(*) FILTER (";
  sql += fresh_then;
  sql += "))::BIGINT";
  sql += aged_records;
  return sql + " GROUP BY record.batch_id";
}

std::string marks(std::span<const std::string> attributes) {
  auto mark = [](const std::string& name) { return "(hash(" + quoted(name) + ") >> 33)::UINTEGER * 2"; };
  std::string sql = "SELECT * FROM (SELECT customer_id, batch_id";
  for (const auto& name : attributes) {
    sql += ", CASE WHEN " + usable(name) + " THEN (" + mark(name) + " + (" + quoted(name, "verdict") +
           " = 2)::UINTEGER)::UINTEGER END";
  }
  sql += " FROM record WHERE customer_id IS NOT NULL UNION ALL SELECT id, -1";
  for (const auto& name : attributes) {
    sql += ", CASE WHEN " + quoted(name) + " IS NOT NULL THEN (" + mark(name) + ")::UINTEGER END";
  }
  return sql + " FROM customer) ORDER BY 1, 2";
}

std::string repeats(std::string_view attribute) {
  return "WITH held AS (SELECT source_id, batch_id, hash(" + quoted(attribute) +
         ") AS value FROM record WHERE " + usable(attribute) +
         "), counted AS (SELECT batch_id, count(*) AS held FROM held GROUP BY batch_id), "
         "first AS (SELECT batch_id, count(*) AS fresh FROM (SELECT min(batch_id) AS batch_id FROM held "
         "GROUP BY source_id, value) GROUP BY batch_id) "
         "SELECT counted.batch_id, counted.held, coalesce(first.fresh, 0) FROM counted LEFT JOIN first USING "
         "(batch_id)";
}

// Few values are shared, so who shares them is counted for those alone.
std::string shared_values(std::string_view attribute) {
  const std::string value = "hash(" + quoted(attribute) + ")";
  const std::string where = " WHERE customer_id IS NOT NULL AND " + usable(attribute);
  return "WITH shared AS (SELECT " + value + " AS value FROM record" + where +
         " GROUP BY 1 HAVING min(customer_id) <> max(customer_id)), holders AS (SELECT value, count(DISTINCT "
         "customer_id) "
         "AS n FROM (SELECT " +
         value + " AS value, customer_id FROM record" + where +
         ") SEMI JOIN shared USING (value) GROUP BY value) "
         "SELECT count(*), coalesce(sum(n), 0)::BIGINT, coalesce(max(n), 0)::BIGINT FROM holders";
}

std::string golden(std::span<const std::string> attributes) {
  return "SELECT " +
         listed(attributes,
                [](const std::string& name, std::size_t) { return "count(" + quoted(name) + ')'; }) +
         " FROM customer";
}

std::string sample(std::span<const std::string> attributes) {
  return "SELECT " +
         listed(attributes,
                [](const std::string& name, std::size_t) {
                  return "CASE WHEN " + quoted(name, "verdict") + " <> 4 THEN coalesce(" +
                         quoted(name, "raw") + ", " + quoted(name) + ") END, CASE WHEN " + usable(name) +
                         " THEN " + quoted(name) + " END";
                }) +
         " FROM record WHERE hash(id) % $1::UBIGINT = 0";
}

std::string verdict_examples(std::string_view attribute) {
  const std::string raw = "coalesce(" + quoted(attribute, "raw") + ", " + quoted(attribute) + ", '')";
  return "SELECT " + raw + ", CASE WHEN " + usable(attribute) + " THEN coalesce(" + quoted(attribute) +
         ", '') ELSE '' END, count(*) FROM record WHERE source_id = $1 AND " + quoted(attribute, "verdict") +
         " = $2 AND " + quoted(attribute, "reason") + " = $3 GROUP BY 1, 2 ORDER BY 3 DESC, 1, 2 LIMIT $4";
}

std::string contradicted_examples(std::string_view attribute) {
  return "SELECT record." + quoted(attribute) + ", customer." + quoted(attribute) +
         ", count(*) FROM record JOIN customer ON customer.id = record.customer_id WHERE record.source_id = "
         "$1 AND record." +
         quoted(attribute, "verdict") + " <= 1 AND record." + quoted(attribute) + " <> customer." +
         quoted(attribute) + " GROUP BY 1, 2 ORDER BY 3 DESC, 1, 2 LIMIT $2";
}

std::string repeated_examples(std::string_view attribute) {
  return "SELECT " + quoted(attribute) + ", '', count(*) FROM record WHERE source_id = $1 AND " +
         usable(attribute) + " GROUP BY 1 HAVING count(*) > 1 ORDER BY 3 DESC, 1 LIMIT $2";
}

}  // namespace kith::service::quality_sql
