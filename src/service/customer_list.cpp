#include "service/customer_list.h"

#include <algorithm>
#include <charconv>

#include <nlohmann/json.hpp>

#include "base/date.h"
#include "base/error.h"
#include "ledger/batches.h"
#include "ledger/catalogue.h"
#include "ledger/customers.h"
#include "service/standard_text.h"

namespace kith::service {
namespace {

constexpr std::string_view searched[] = {"name",    "phone",   "landline", "email",
                                         "company", "address", "nickname", "wechat"};
constexpr std::string_view standard_attributes[] = {"name", "phone", "email", "city", "company"};

[[noreturn]] void not_good(Text what, Text hint, const char* field) {
  throw Error(ErrorCode::bad_input, std::move(what), std::move(hint), {{}, 0, field});
}

// The conditions of a query as SQL over `customer c`. Names come from the dictionary, values are bound.
class Conditions {
 public:
  Conditions(Office& office, const Actor& actor) : office_(office), actor_(actor) {
    auto read = office.ledger().read();
    attributes_ = ledger::all_attributes(read->sql());
    for (const auto& rule : actor.rows) {
      auto column = lens::quoted(attribute(rule.attribute, "rows").name);
      sql_ += " AND c." + column + " IN (" + bound(rule.values) + ")";
    }
  }

  void search(const std::string& text) {
    if (text.empty()) return;
    if (auto id = parse_id<CustomerKind>(text)) {
      sql_ += " AND c.id = " + bind(id->value);
      return;
    }
    std::string ids;
    for (auto name : searched) {
      const auto& a = attribute(std::string(name), "q");
      if (actor_.access_to(a) >= FieldAccess::read)
        ids += (ids.empty() ? "" : ", ") + std::to_string(a.id.value);
    }
    if (ids.empty()) ids = "0";
    sql_ += " AND c.id IN (SELECT v.customer_id FROM customer_value v WHERE v.attribute_id IN (" + ids +
            ") AND contains(lower(v.value), lower(" + bind(text) + ")))";
  }

  void filter(const std::string& text) {
    auto first = text.find(':');
    auto second = first == std::string::npos ? first : text.find(':', first + 1);
    if (first == std::string::npos)
      not_good(Text("{filter} is no filter.", {{"filter", text}}), "Write it as attribute:operator:value.",
               "filter");
    auto name = text.substr(0, first);
    auto word = text.substr(first + 1, second == std::string::npos ? std::string::npos : second - first - 1);
    auto value = second == std::string::npos ? std::string() : text.substr(second + 1);
    if (name == "source" || name == "batch") return filter_origin(name, word, value);
    bool number = name == "records", time = name == "created_at" || name == "updated_at";
    auto column = number || time ? "c." + name : "c." + lens::quoted(readable(name, "filter").name);
    auto operand = [&](const std::string& one) -> std::string {
      if (number) return bind(number_of(one));
      if (time) return bind(time_of(one));
      return bind(one);
    };
    constexpr std::pair<std::string_view, std::string_view> comparisons[] = {
        {"eq", " = "}, {"ne", " IS DISTINCT FROM "}, {"lt", " < "}, {"le", " <= "}, {"gt", " > "},
        {"ge", " >= "}};
    for (auto [known, sign] : comparisons) {
      if (word == known) {
        sql_ += " AND " + column + std::string(sign) + operand(value);
        return;
      }
    }
    if (word == "in") {
      std::string list;
      for (const auto& one : split(value, '|')) list += (list.empty() ? "" : ", ") + operand(one);
      sql_ += " AND " + column + " IN (" + list + ")";
    } else if (word == "empty" || word == "filled") {
      sql_ += " AND " + column + (word == "empty" ? " IS NULL" : " IS NOT NULL");
    } else if ((word == "contains" || word == "starts") && !number && !time) {
      sql_ += word == "contains" ? " AND contains(lower(" + column + "), lower(" + bind(value) + "))"
                                 : " AND starts_with(lower(" + column + "), lower(" + bind(value) + "))";
    } else {
      not_good(Text("{word} is no operator here.", {{"word", word}}),
               "Operators are eq, ne, in, contains, starts, lt, le, gt, ge, empty, filled.", "filter");
    }
  }

  // The attribute, where the actor may read it.
  const ledger::Attribute& readable(const std::string& name, const char* field) {
    const auto& found = attribute(name, field);
    if (actor_.access_to(found) < FieldAccess::read)
      throw Error(ErrorCode::denied, Text("You may not look into {attribute}.", {{"attribute", name}}),
                  "Ask somebody who manages users for it.", {{}, 0, field});
    return found;
  }
  const ledger::Attribute& attribute(const std::string& name, const char* field) {
    for (const auto& a : attributes_) {
      if (a.name == name) return a;
    }
    not_good(Text("There is no attribute {name}.", {{"name", name}}), "The data dictionary lists them.",
             field);
  }

  std::string bind(lens::LensValue value) {
    parameters_.push_back(std::move(value));
    return "$" + std::to_string(parameters_.size());
  }
  void add(const std::string& condition) { sql_ += condition; }
  const std::string& sql() const noexcept { return sql_; }
  const std::vector<lens::LensValue>& parameters() const noexcept { return parameters_; }

 private:
  std::string bound(const std::vector<std::string>& values) {
    std::string list;
    for (const auto& value : values) list += (list.empty() ? "" : ", ") + bind(value);
    return list.empty() ? "NULL" : list;
  }
  static std::vector<std::string> split(const std::string& text, char sign) {
    std::vector<std::string> parts;
    std::size_t begin = 0;
    for (;;) {
      auto end = text.find(sign, begin);
      parts.push_back(text.substr(begin, end == std::string::npos ? end : end - begin));
      if (end == std::string::npos) return parts;
      begin = end + 1;
    }
  }
  static std::int64_t number_of(const std::string& text) {
    std::int64_t number = 0;
    auto [end, fault] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (fault != std::errc() || end != text.data() + text.size())
      not_good(Text("{text} is no whole number.", {{"text", text}}), "Write it as 12.", "filter");
    return number;
  }
  static std::int64_t time_of(const std::string& text) {
    std::int64_t time = 0;
    if (!parse_iso_time(text, time))
      not_good(Text("{text} is not a time.", {{"text", text}}),
               "Write it as 2026-11-21, 2026-11-21 08:05 or 2026-11-21T08:05:00Z.", "filter");
    return time;
  }
  void filter_origin(const std::string& name, const std::string& word, const std::string& value) {
    if (word != "eq") not_good(Text("{word} is no operator here.", {{"word", word}}), "Take eq.", "filter");
    auto condition =
        name == "source"
            ? "r.source_id = (SELECT id FROM source WHERE name = " + bind(value) + ")"
            : "r.batch_id = (SELECT id FROM batch WHERE number = " + bind(number_of(value)) + ")";
    sql_ +=
        " AND c.id IN (SELECT r.customer_id FROM record_row r WHERE r.ended IS NULL AND " + condition + ")";
  }

  Office& office_;
  const Actor& actor_;
  std::vector<ledger::Attribute> attributes_;
  std::string sql_ = "c.records > 0";
  std::vector<lens::LensValue> parameters_;
};

// How a listing is ordered and where a page begins.
struct Order {
  std::string column;  // quoted; empty: by id
  bool falling = false, number = false;
};

Order order_of(const std::string& sort, Conditions& conditions) {
  Order order;
  if (sort.empty()) return order;
  order.falling = sort.front() == '-';
  auto name = order.falling ? sort.substr(1) : sort;
  order.number = name == "records" || name == "created_at" || name == "updated_at";
  order.column = order.number ? "c." + name : "c." + lens::quoted(conditions.readable(name, "sort").name);
  return order;
}

// After the position (value, id): later values, equal values with a later id; nulls come last.
void begin_after(const std::string& position, const Order& order, Conditions& conditions) {
  auto parsed = nlohmann::json::parse(position, nullptr, false);
  if (!parsed.is_array() || parsed.size() != 2 || !parsed[1].is_number_integer())
    not_good("This is no cursor of this base.", "Begin the list from its first page.", "cursor");
  auto id = conditions.bind(parsed[1].get<std::int64_t>());
  if (order.column.empty()) {
    conditions.add(" AND c.id > " + id);
    return;
  }
  if (parsed[0].is_null()) {
    conditions.add(" AND " + order.column + " IS NULL AND c.id > " + id);
    return;
  }
  auto value = parsed[0].is_number_integer() ? conditions.bind(parsed[0].get<std::int64_t>())
                                             : conditions.bind(parsed[0].get<std::string>());
  conditions.add(" AND (" + order.column + (order.falling ? " < " : " > ") + value + " OR " + order.column +
                 " IS NULL OR (" + order.column + " = " + value + " AND c.id > " + id + "))");
}

}  // namespace

CustomerListing list_customers(Office& office, const Actor& actor, const CustomerQuery& query) {
  actor.require("customers.read");
  Conditions conditions(office, actor);
  conditions.search(query.search);
  for (const auto& filter : query.filters) conditions.filter(filter);
  auto order = order_of(query.sort, conditions);
  auto wanted = query.attributes;
  if (wanted.empty()) wanted.assign(std::begin(standard_attributes), std::end(standard_attributes));
  std::string columns;
  struct Wanted {
    std::string name, type;
    FieldAccess access;
  };
  std::vector<Wanted> shown;
  for (const auto& name : wanted) {
    const auto& attribute = conditions.attribute(name, "attributes");
    auto access = actor.access_to(attribute);
    if (access == FieldAccess::hide) continue;
    shown.push_back({name, attribute.type, access});
    columns += ", c." + lens::quoted(name);
  }
  const auto standard = company_standard(office.ledger().read()->sql());
  auto view = office.lens();
  CustomerListing listing;
  if (query.count || query.count_all) {
    const auto most = query.count_all ? std::string() : " LIMIT " + std::to_string(most_counted);
    view->query("SELECT count(*) FROM (SELECT 1 FROM customer c WHERE " + conditions.sql() + most + ")",
                conditions.parameters(), [&](const lens::LensRow& row) { listing.count = row.integer(0); });
    listing.capped = !query.count_all && listing.count >= most_counted;
  }
  if (!query.cursor.empty() && query.offset != 0)
    not_good("A list goes on from a cursor or from an offset, not from both.", "Leave one of them out.",
             "offset");
  if (!query.cursor.empty()) begin_after(open_cursor(office.home(), query.cursor), order, conditions);
  const auto ordered =
      " ORDER BY " +
      (order.column.empty() ? "" : order.column + (order.falling ? " DESC" : " ASC") + " NULLS LAST, ") +
      "c.id";
  const auto limited = ordered + " LIMIT " + std::to_string(query.limit + 1);
  // Far into a list only the ids are sorted: all other columns are fetched for the page alone.
  const auto found = query.offset == 0
                         ? conditions.sql() + limited
                         : "c.id IN (SELECT c.id FROM customer c WHERE " + conditions.sql() + limited +
                               " OFFSET " + std::to_string(query.offset) + ")" + ordered;
  const auto sql = "SELECT c.id, c.records, c.created_at, c.updated_at, " +
                   (order.column.empty() ? std::string("NULL") : order.column) + columns +
                   " FROM customer c WHERE " + found;
  nlohmann::json position;
  bool more = false;
  view->query(sql, conditions.parameters(), [&](const lens::LensRow& row) {
    if (listing.items.size() == query.limit) {
      more = true;
      return;
    }
    ListedCustomer customer;
    customer.id = CustomerId(row.integer(0));
    customer.records = row.integer(1);
    customer.created_at = row.integer(2);
    customer.updated_at = row.integer(3);
    for (std::size_t i = 0; i < shown.size(); ++i) {
      if (row.is_null(5 + i)) continue;
      const auto text = row.text(5 + i);
      const auto& field = shown[i];
      auto seen = [&](std::string_view value) {
        return field.access == FieldAccess::mask ? masked(value) : std::string(value);
      };
      customer.values.emplace_back(field.name, seen(text));
      if (!changes_showing(standard)) continue;
      if (const auto other = shown_value(standard, field.name, field.type, text); other != text)
        customer.shown.emplace_back(field.name, seen(other));
    }
    nlohmann::json value;
    if (!row.is_null(4)) {
      if (order.number) {
        value = row.integer(4);
      } else {
        value = std::string(row.text(4));
      }
    }
    position = nlohmann::json::array({value, customer.id.value});
    listing.items.push_back(std::move(customer));
  });
  if (more) listing.next = seal_cursor(office.home(), position.dump());
  office.trail().note(actor, "customer.list", "base",
                      "{\"rows\":" + std::to_string(listing.items.size()) + "}");
  return listing;
}

Facet facet_of(Office& office, const Actor& actor, const std::string& attribute, const CustomerQuery& query) {
  actor.require("customers.read");
  Conditions conditions(office, actor);
  auto column = "c." + lens::quoted(conditions.readable(attribute, "attribute").name);
  conditions.search(query.search);
  for (const auto& filter : query.filters) conditions.filter(filter);
  Facet facet;
  auto view = office.lens();
  view->query("SELECT " + column + ", count(*) AS n FROM customer c WHERE " + conditions.sql() +
                  " GROUP BY 1 ORDER BY n DESC, 1",
              conditions.parameters(), [&](const lens::LensRow& row) {
                auto count = row.integer(1);
                facet.total += count;
                if (row.is_null(0)) {
                  facet.empty = count;
                } else if (facet.values.size() < query.limit) {
                  facet.values.emplace_back(row.text(0), count);
                } else {
                  facet.others += count;
                }
              });
  office.trail().note(actor, "customer.count", "base",
                      "{\"values\":" + std::to_string(facet.values.size()) + "}");
  return facet;
}

bool sees_customer(ledger::Statements& sql, const Actor& actor, CustomerId customer) {
  if (actor.sees_all_rows()) return true;
  auto attributes = ledger::all_attributes(sql);
  auto values = ledger::values_of(sql, customer);
  for (const auto& rule : actor.rows) {
    bool holds = false;
    for (const auto& value : values) {
      if (value.ordinal != 0) continue;
      for (const auto& attribute : attributes) {
        holds =
            holds || (attribute.id == value.attribute && attribute.name == rule.attribute &&
                      std::find(rule.values.begin(), rule.values.end(), value.value) != rule.values.end());
      }
    }
    if (!holds) return false;
  }
  return true;
}

}  // namespace kith::service
