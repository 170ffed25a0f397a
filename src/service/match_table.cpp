#include "service/match_table.h"

#include <algorithm>
#include <string>

#include "base/error.h"
#include "service/value_dictionary.h"

namespace kith::service {
match::ColumnKind match_kind_named(std::string_view name) {
  using match::ColumnKind;
  constexpr std::pair<std::string_view, ColumnKind> names[] = {{"full_name", ColumnKind::full_name},
                                                               {"given_name", ColumnKind::given_name},
                                                               {"family_name", ColumnKind::family_name},
                                                               {"phone", ColumnKind::phone},
                                                               {"email", ColumnKind::email},
                                                               {"date", ColumnKind::date},
                                                               {"postal_code", ColumnKind::postal_code},
                                                               {"place", ColumnKind::place},
                                                               {"address", ColumnKind::address},
                                                               {"id_number", ColumnKind::id_number},
                                                               {"company", ColumnKind::company},
                                                               {"category", ColumnKind::category}};
  for (const auto& [known, kind] : names) {
    if (known == name) return kind;
  }
  return ColumnKind::text;
}

MatchInput read_match_input(lens::Lens& lens, const std::vector<std::pair<std::string, std::string>>& kinds,
                            const std::vector<RecordId>& only) {
  MatchInput input;
  std::string sql = "SELECT r.id, r.source_id, coalesce(r.customer_id, 0)";
  std::vector<ValueDictionary> dictionaries;
  std::vector<std::size_t> columns;
  for (const auto& [attribute, kind] : kinds) {
    match::Column column;
    column.name = attribute;
    column.kind = match_kind_named(kind);
    column.values.push_back({});
    input.table.columns.push_back(std::move(column));
    auto name = lens::quoted(attribute), verdict = lens::quoted(attribute + ":verdict"),
         reason = lens::quoted(attribute + ":reason");
    auto made_up = std::to_string(static_cast<int>(Reason::placeholder));
    sql += ", CASE WHEN " + verdict + " <= 2 AND " + reason + " <> " + made_up + " THEN " + name + " END";
  }
  dictionaries.reserve(kinds.size());
  for (auto& column : input.table.columns) dictionaries.emplace_back(column.values);
  sql += " FROM record r JOIN batch b ON b.id = r.batch_id WHERE b.state = 'done'";
  std::vector<lens::LensValue> parameters;
  if (!only.empty()) {
    sql += " AND r.id IN (";
    for (std::size_t i = 0; i < only.size(); ++i) {
      sql += (i == 0 ? "$" : ", $") + std::to_string(i + 1);
      parameters.emplace_back(only[i].value);
    }
    sql += ")";
  }
  sql += " ORDER BY r.id";

  std::unordered_map<std::int64_t, std::uint32_t> sources;
  lens.query(sql, parameters, [&](const lens::LensRow& row) {
    input.table.order.push_back(row.integer(0));
    auto source = sources.emplace(row.integer(1), static_cast<std::uint32_t>(sources.size())).first->second;
    input.source.push_back(source);
    input.customer.push_back(row.integer(2));
    for (std::size_t i = 0; i < kinds.size(); ++i) {
      auto text = row.is_null(i + 3) ? std::string_view() : row.text(i + 3);
      input.table.columns[i].ids.push_back(text.empty() ? 0 : dictionaries[i].id_of(text));
    }
  });
  return input;
}

std::int64_t row_of(const match::Table& table, RecordId record) {
  auto found = std::lower_bound(table.order.begin(), table.order.end(), record.value);
  if (found == table.order.end() || *found != record.value) return -1;
  return found - table.order.begin();
}

}  // namespace kith::service
