#include "service/export/export_sql.h"

#include <algorithm>
#include <set>

#include "base/verdict.h"

namespace kith::service {
namespace {

using lens::quoted;

// Puts a select together: an expression and a column at a time.
class Select {
 public:
  explicit Select(Language language) : language_(language) {}

  void add(std::string_view name, std::string_view expression, Text label, ExportCell cell = ExportCell::text,
           const lens::LensAttribute* of = nullptr, bool several = false) {
    auto distinct = distinct_name(std::string(name));
    expressions_ += expressions_.empty() ? "" : ", ";
    expressions_ += std::string(expression) + " AS " + quoted(distinct);
    columns_.push_back(
        {distinct, label.render(language_), cell, of ? of->name : "", of ? of->type : "", several});
  }

  const std::string& expressions() const noexcept { return expressions_; }
  std::vector<ExportColumn> take_columns() { return std::move(columns_); }

 private:
  // DuckDB does not tell names apart by case, and neither do many who read the file.
  std::string distinct_name(const std::string& name) {
    auto lower = [](std::string text) {
      std::transform(text.begin(), text.end(), text.begin(),
                     [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c | 0x20) : c; });
      return text;
    };
    auto candidate = name;
    for (int number = 2; !taken_.insert(lower(candidate)).second; ++number)
      candidate = name + "_" + std::to_string(number);
    return candidate;
  }

  Language language_;
  std::string expressions_;
  std::vector<ExportColumn> columns_;
  std::set<std::string> taken_;
};

std::string verdict_sql(std::string_view column) {
  std::string sql = "CASE " + std::string(column);
  for (auto verdict : {Verdict::kept, Verdict::changed, Verdict::suspect, Verdict::invalid, Verdict::empty}) {
    sql += " WHEN " + std::to_string(static_cast<int>(verdict)) + " THEN '" + std::string(name_of(verdict)) +
           "'";
  }
  return sql + " END";
}

std::string moment_sql(ExportFormat format, std::string_view milliseconds) {
  return format == ExportFormat::parquet ? "epoch_ms(" + std::string(milliseconds) + ")"
                                         : time_sql(milliseconds);
}

Text label_of(const lens::LensAttribute& attribute, Language language) {
  const auto& label = language == Language::zh ? attribute.label_zh : attribute.label_en;
  return Text("{label}", {{"label", label.empty() ? attribute.name : label}});
}

Text label_of(const lens::LensAttribute& attribute, Language language, const char* english) {
  return Text(english, {{"label", label_of(attribute, language).render(language)}});
}

std::string blocks_sql(const std::string& id, const std::string& from) {
  return "SELECT id FROM (SELECT " + id + " AS id, row_number() OVER (ORDER BY " + id + ") - 1 AS n " + from +
         ") WHERE n % " + std::to_string(export_block) + " = 0 ORDER BY id";
}

// " WHERE …" for the customers that are wanted; `id` is the customer's.
std::string customers_of(const std::string& id, const ExportOnly& only) {
  std::string where = " WHERE true";
  if (only.batch)
    where += " AND " + id +
             " IN (SELECT customer_id FROM record WHERE batch_id = " + std::to_string(*only.batch) + ")";
  if (!only.customers.empty()) where += " AND " + id + " IN (" + only.customers + ")";
  return where;
}

// Which of these expressions, counts of something, are above zero.
std::vector<bool> any_of_each(lens::Lens& lens, const std::vector<std::string>& expressions,
                              const std::string& from) {
  std::vector<bool> any(expressions.size(), false);
  if (expressions.empty()) return any;
  std::string sql = "SELECT ";
  for (std::size_t i = 0; i < expressions.size(); ++i) sql += (i == 0 ? "" : ", ") + expressions[i];
  lens.query(sql + from, {}, [&](const lens::LensRow& row) {
    for (std::size_t i = 0; i < any.size(); ++i) any[i] = row.integer(i) != 0;
  });
  return any;
}

// Attributes of which some customer has several values.
std::set<std::int64_t> several_valued(lens::Lens& lens, const ExportOnly& only) {
  std::set<std::int64_t> attributes;
  lens.query("SELECT DISTINCT attribute_id FROM customer_value" + customers_of("customer_id", only) +
                 " AND ordinal > 0",
             {}, [&](const lens::LensRow& row) { attributes.insert(row.integer(0)); });
  return attributes;
}

std::string list_of(ExportFormat format, const std::string& list) {
  return format == ExportFormat::ndjson ? "to_json(" + list + ")" : list;
}

// All values of the customers that have several, one column an attribute; to be joined as v. A range of ids
// stands after this and after several_middle. Most customers have one value of each, and gathering it would
// cost more than all the rest of the export, in Parquet also memory for every customer at once.
std::string several_sql(ExportFormat format, const std::set<std::int64_t>& attributes, bool apart) {
  std::string sql = " LEFT JOIN (SELECT customer_id";
  for (auto attribute : attributes) {
    auto id = std::to_string(attribute);
    bool joined = format == ExportFormat::csv || format == ExportFormat::xlsx;
    auto all = joined
                   ? std::string("string_agg(value, ") + (apart ? "chr(31)" : "'; '") + " ORDER BY ordinal)"
                   : "list(value ORDER BY ordinal)";
    sql += ", " + all + " FILTER (WHERE attribute_id = " + id + ") AS " + quoted(id);
  }
  return sql +
         " FROM customer_value SEMI JOIN (SELECT customer_id, attribute_id FROM customer_value "
         "WHERE ordinal > 0 AND customer_id";
}
constexpr std::string_view several_middle = ") USING (customer_id, attribute_id) WHERE customer_id";
constexpr std::string_view several_end = " GROUP BY customer_id) v ON v.customer_id = c.id";

// All values of one attribute: those of v, else the golden one.
std::string all_values_sql(ExportFormat format, const lens::LensAttribute& attribute) {
  auto golden = "c." + quoted(attribute.name), several = "v." + quoted(std::to_string(attribute.id));
  if (format == ExportFormat::csv || format == ExportFormat::xlsx)
    return "coalesce(" + several + ", " + golden + ")";
  return list_of(format,
                 "coalesce(" + several + ", CASE WHEN " + golden + " IS NOT NULL THEN [" + golden + "] END)");
}

}  // namespace

std::string ExportQuery::rows(std::int64_t first, std::int64_t last) const {
  auto range = " BETWEEN " + std::to_string(first) + " AND " + std::to_string(last);
  std::string sql;
  for (std::size_t i = 0; i < pieces.size(); ++i) sql += (i == 0 ? "" : range) + pieces[i];
  return sql;
}

std::string id_sql(std::string_view prefix, std::string_view id) {
  std::string sql = "'" + std::string(prefix) + "_'";
  for (int shift = 60; shift >= 0; shift -= 5) {
    sql += " || substr('0123456789ABCDEFGHJKMNPQRSTVWXYZ', ((" + std::string(id) + " >> " +
           std::to_string(shift) + ") & 31) + 1, 1)";
  }
  return sql;
}

std::string time_sql(std::string_view milliseconds) {
  return "strftime(epoch_ms(" + std::string(milliseconds) + "), '%Y-%m-%dT%H:%M:%SZ')";
}

ExportQuery customers_query(lens::Lens& lens, ExportFormat format, Language language, const ExportOnly& only,
                            bool apart) {
  const auto& attributes = lens.attributes();
  auto from = " FROM customer c" + customers_of("c.id", only);
  std::vector<std::string> counts;
  for (const auto& attribute : attributes) counts.push_back("count(c." + quoted(attribute.name) + ")");
  auto held = any_of_each(lens, counts, from);
  auto several = several_valued(lens, only);

  Select select(language);
  select.add("id", id_sql("cus", "c.id"), "Customer");
  select.add("records", "c.records", "Records", ExportCell::number);
  select.add("created_at", moment_sql(format, "c.created_at"), "Created at");
  select.add("updated_at", moment_sql(format, "c.updated_at"), "Updated at");
  for (std::size_t i = 0; i < attributes.size(); ++i) {
    const auto& attribute = attributes[i];
    if (!held[i]) continue;
    select.add(attribute.name, "c." + quoted(attribute.name), label_of(attribute, language), ExportCell::text,
               &attribute);
    if (several.count(attribute.id) == 0) continue;
    select.add(attribute.name + "_all", all_values_sql(format, attribute),
               label_of(attribute, language, "{label} (all)"),
               format == ExportFormat::ndjson ? ExportCell::json : ExportCell::text, &attribute, true);
  }
  ExportQuery query;
  query.count = "SELECT count(*)" + from;
  query.blocks = blocks_sql("c.id", from);
  auto head = "SELECT " + select.expressions() + " FROM customer c";
  auto tail = customers_of("c.id", only) + " AND c.id";
  if (several.empty()) {
    query.pieces = {head + tail, " ORDER BY c.id"};
  } else {
    query.pieces = {head + several_sql(format, several, apart), std::string(several_middle),
                    std::string(several_end) + tail, " ORDER BY c.id"};
  }
  query.columns = select.take_columns();
  return query;
}

ExportQuery records_query(lens::Lens& lens, ExportFormat format, Language language,
                          std::optional<std::int64_t> batch) {
  const auto& attributes = lens.attributes();
  auto where = batch ? " WHERE r.batch_id = " + std::to_string(*batch) : std::string(" WHERE true");
  auto from = " FROM record r" + where;
  std::vector<std::string> counts;
  for (const auto& attribute : attributes) {
    counts.push_back("count(r." + quoted(attribute.name + ":verdict") + ")");
    counts.push_back("count(r." + quoted(attribute.name + ":raw") + ")");
  }
  auto held = any_of_each(lens, counts, from);

  Select select(language);
  select.add("id", id_sql("rec", "r.id"), "Record");
  select.add("customer", id_sql("cus", "r.customer_id"), "Customer");
  select.add("source", "s.name", "Source");
  select.add("batch", "b.number", "Batch", ExportCell::number);
  select.add("row", "r.\"row\"", "Row", ExportCell::number);
  select.add("line", "nullif(r.line, 0)", "Line", ExportCell::number);
  select.add("source_key", "r.source_key", "Key in the source");
  select.add("received_at", moment_sql(format, "r.received_at"), "Received at");
  for (std::size_t i = 0; i < attributes.size(); ++i) {
    const auto& attribute = attributes[i];
    auto verdict = "r." + quoted(attribute.name + ":verdict");
    if (!held[2 * i]) continue;
    select.add(attribute.name, "r." + quoted(attribute.name), label_of(attribute, language));
    if (held[2 * i + 1]) {
      select.add(attribute.name + "_raw", "r." + quoted(attribute.name + ":raw"),
                 label_of(attribute, language, "{label} (as received)"));
    }
    select.add(attribute.name + "_verdict", verdict_sql(verdict),
               label_of(attribute, language, "{label} (verdict)"));
  }
  select.add("extra", "r.extra", "Other columns", ExportCell::json);

  ExportQuery query;
  query.count = "SELECT count(*)" + from;
  query.blocks = blocks_sql("r.id", from);
  query.pieces = {
      "SELECT " + select.expressions() +
          " FROM record r LEFT JOIN source s ON s.id = r.source_id LEFT JOIN batch b ON b.id = r.batch_id" +
          where + " AND r.id",
      " ORDER BY r.id"};
  query.columns = select.take_columns();
  return query;
}

ExportQuery values_query(lens::Lens&, ExportFormat, Language language, const ExportOnly& only) {
  Select select(language);
  select.add("customer", id_sql("cus", "v.customer_id"), "Customer");
  select.add("attribute", "a.name", "Attribute");
  select.add("ordinal", "v.ordinal", "Rank", ExportCell::number);
  select.add("value", "v.value", "Value");
  select.add("verdict", verdict_sql("v.verdict"), "Verdict");
  select.add("record", id_sql("rec", "v.record_id"), "Record");
  select.add("source", "s.name", "Source");
  select.add("rule", "v.rule", "Rule");
  select.add("support", "v.support", "Support", ExportCell::number);

  ExportQuery query;
  query.count = "SELECT count(*) FROM customer_value v" + customers_of("v.customer_id", only);
  query.blocks = blocks_sql("c.id", " FROM customer c" + customers_of("c.id", only));
  query.pieces = {"SELECT " + select.expressions() +
                      " FROM customer_value v LEFT JOIN attribute a ON a.id = v.attribute_id "
                      "LEFT JOIN record r ON r.id = v.record_id LEFT JOIN source s ON s.id = r.source_id" +
                      customers_of("v.customer_id", only) + " AND v.customer_id",
                  " ORDER BY v.customer_id, v.attribute_id, v.ordinal"};
  query.attribute_column = 1;
  query.columns = select.take_columns();
  return query;
}

ExportQuery rejects_query(Language language, std::optional<std::int64_t> batch) {
  Select select(language);
  select.add("batch", "b.number", "Batch", ExportCell::number);
  select.add("file", "b.file", "File");
  select.add("row", "nullif(j.\"row\", 0)", "Row", ExportCell::number);
  select.add("line", "nullif(j.line, 0)", "Line", ExportCell::number);
  select.add("column", "nullif(j.\"column\", '')", "Column");
  select.add("reason", "j.reason", "Reason");

  auto where = batch ? " WHERE j.batch_id = " + std::to_string(*batch) : std::string(" WHERE true");
  ExportQuery query;
  query.count = "SELECT count(*) FROM reject j" + where;
  query.blocks = blocks_sql("j.id", " FROM reject j" + where);
  query.pieces = {"SELECT " + select.expressions() + " FROM reject j LEFT JOIN batch b ON b.id = j.batch_id" +
                      where + " AND j.id",
                  " ORDER BY b.number, j.id"};
  query.columns = select.take_columns();
  return query;
}

std::vector<ExportColumn> reject_columns(Language language, bool with_bytes) {
  auto columns = rejects_query(language, std::nullopt).columns;
  columns.push_back({"raw", tr(language, "Raw text"), ExportCell::text});
  if (with_bytes) columns.push_back({"raw_base64", tr(language, "Raw bytes in Base64"), ExportCell::text});
  return columns;
}

}  // namespace kith::service
