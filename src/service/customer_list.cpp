#include "service/customer_list.h"

#include <algorithm>
#include <charconv>

#include <nlohmann/json.hpp>

#include "base/date.h"
#include "base/error.h"
#include "base/utf8.h"
#include "ledger/batches.h"
#include "ledger/catalogue.h"
#include "ledger/customer_ranges.h"
#include "ledger/customers.h"
#include "service/search_index.h"
#include "service/standard_text.h"

namespace kith::service {
namespace {

// More hits than this are not handed to the lens one by one.
constexpr std::size_t most_named = most_counted;
// Further into the list of everybody the lens counts faster than the ledger.
constexpr std::size_t most_passed_over = 20000;
constexpr std::string_view standard_attributes[] = {"name", "phone", "email", "city", "company"};

[[noreturn]] void not_good(Text what, Text hint, const char* field) {
  throw Error(ErrorCode::bad_input, std::move(what), std::move(hint), {{}, 0, field});
}

// The conditions of a query as SQL over `customer c`. Names come from the dictionary, values are bound.
class Conditions {
 public:
  // Values: parameters, or within the SQL itself.
  enum class Values { bound, written };
  Conditions(Office& office, const Actor& actor, Values values = Values::bound)
      : office_(office), actor_(actor), values_(values) {
    auto read = office.ledger().read();
    attributes_ = ledger::all_attributes(read->sql());
    for (const auto& rule : actor.rows) {
      auto column = lens::quoted(attribute(rule.attribute, "rows").name);
      sql_ += " AND c." + column + " IN (" + bound(rule.values) + ")";
    }
  }

  void search(const std::string& text) {
    if (text.empty()) return;
    check_text(text, "q");
    said_ = true;
    if (auto id = parse_id<CustomerKind>(text)) {
      sql_ += " AND c.id = " + bind(id->value);
      return;
    }
    std::vector<std::int64_t> ids;
    for (auto name : searched_attributes) {
      const auto& a = attribute(std::string(name), "q");
      if (actor_.access_to(a) >= FieldAccess::read) ids.push_back(a.id.value);
    }
    searched_ = text;
    searched_ids_ = std::move(ids);
    hits_ = office_.search().find(searched_, searched_ids_, 0, most_named + 1);
    if (hits_ && hits_->size() <= most_named) return only(*hits_);
    search_in_lens();
  }

  /// Nothing was said: every customer is in the list.
  bool none() const { return !said_ && actor_.rows.empty(); }
  /// The search alone says who is in the list, and its index has answered: most_named at most, and one more
  /// where there are more.
  const std::vector<std::int64_t>* only_hits() const {
    return filters_ == 0 && actor_.rows.empty() && hits_ ? &*hits_ : nullptr;
  }
  /// Of the customers that the search finds, rising and above `after`, the first `most`; none where the lens
  /// must be asked.
  std::optional<std::vector<std::int64_t>> first_hits(std::int64_t after, std::size_t most) {
    if (only_hits() == nullptr) return std::nullopt;
    return office_.search().find(searched_, searched_ids_, after, most);
  }

  void filter(const std::string& text) {
    check_text(text, "filter");
    said_ = true;
    ++filters_;
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

  // For those whose values of all these attributes are these already.
  void unless(const std::map<std::string, std::string>& values) {
    std::string differs;
    for (const auto& [name, value] : values)
      differs += (differs.empty() ? "" : " OR ") + ("c." + lens::quoted(readable(name, "values").name)) +
                 " IS DISTINCT FROM " + bind(value);
    if (!differs.empty()) sql_ += " AND (" + differs + ")";
  }

  std::string bind(lens::LensValue value) {
    if (values_ == Values::written) return written(value);
    parameters_.push_back(std::move(value));
    return "$" + std::to_string(parameters_.size());
  }
  void add(const std::string& condition) { sql_ += condition; }
  const std::string& sql() const noexcept { return sql_; }
  const std::vector<lens::LensValue>& parameters() const noexcept { return parameters_; }

 private:
  // The lens takes no other.
  static void check_text(const std::string& text, const char* field) {
    if (!is_utf8(text) || text.find('\0') != std::string::npos)
      not_good("This is no text.", "Write it in UTF-8, without zero bytes.", field);
  }
  static std::string written(const lens::LensValue& value) {
    if (const auto* number = std::get_if<std::int64_t>(&value)) return std::to_string(*number);
    const auto* text = std::get_if<std::string>(&value);
    if (text == nullptr) return "NULL";
    std::string literal = "'";
    for (char sign : *text) {
      if (sign == '\0') not_good("A text has no zero bytes.", "Leave them out.", "filter");
      literal += sign;
      if (sign == '\'') literal += sign;
    }
    return literal + "'";
  }
  // Numbers that came from the ledger: few of them as they are, so that the lens reads the blocks alone that
  // hold them.
  void only(const std::vector<std::int64_t>& customers) {
    std::string list;
    for (auto id : customers) list += (list.empty() ? "" : ",") + std::to_string(id);
    if (customers.empty()) {
      sql_ += " AND false";
    } else if (customers.size() <= 200) {
      sql_ += " AND c.id IN (" + list + ")";
    } else {
      sql_ += " AND c.id IN (SELECT unnest(string_split(" + bind(list) + ", ',')::BIGINT[]))";
    }
  }
  void search_in_lens() {
    std::string ids;
    for (auto id : searched_ids_) ids += (ids.empty() ? "" : ", ") + std::to_string(id);
    if (ids.empty()) ids = "0";
    sql_ += " AND c.id IN (SELECT v.customer_id FROM customer_value v WHERE v.attribute_id IN (" + ids +
            ") AND contains(lower(v.value), lower(" + bind(searched_) + ")))";
  }

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
  Values values_;
  std::vector<ledger::Attribute> attributes_;
  std::string searched_;
  std::vector<std::int64_t> searched_ids_;
  std::optional<std::vector<std::int64_t>> hits_;
  int filters_ = 0;
  bool said_ = false;
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

// The place in a list where a page begins: the value it is sorted by, and the id.
nlohmann::json position_of(const std::string& text) {
  auto parsed = nlohmann::json::parse(text, nullptr, false);
  if (!parsed.is_array() || parsed.size() != 2 || !parsed[1].is_number_integer())
    not_good("This is no cursor of this base.", "Begin the list from its first page.", "cursor");
  return parsed;
}

// After that place: later values, equal values with a later id; nulls come last.
void begin_after(const nlohmann::json& place, const Order& order, Conditions& conditions) {
  auto id = conditions.bind(place[1].get<std::int64_t>());
  if (order.column.empty()) {
    conditions.add(" AND c.id > " + id);
    return;
  }
  if (place[0].is_null()) {
    conditions.add(" AND " + order.column + " IS NULL AND c.id > " + id);
    return;
  }
  auto value = place[0].is_number_integer() ? conditions.bind(place[0].get<std::int64_t>())
                                            : conditions.bind(place[0].get<std::string>());
  conditions.add(" AND (" + order.column + (order.falling ? " < " : " > ") + value + " OR " + order.column +
                 " IS NULL OR (" + order.column + " = " + value + " AND c.id > " + id + "))");
}

// A customer's place in a list.
struct ListPlace {
  std::int64_t id = 0;
  nlohmann::json value;  // that it is sorted by; null: none, or by id

  nlohmann::json position() const { return nlohmann::json::array({value, id}); }
};

void count(Office& office, const CustomerQuery& query, const Conditions& conditions,
           CustomerListing& listing) {
  const auto* hits = conditions.only_hits();
  if (hits != nullptr && (hits->size() <= most_named || !query.count_all)) {
    listing.count = static_cast<std::int64_t>(std::min(hits->size(), most_named));
  } else if (conditions.none() && !query.count_all) {
    listing.count = ledger::count_standing(office.ledger().read()->sql(), most_counted);
  } else {
    const auto most = query.count_all ? std::string() : " LIMIT " + std::to_string(most_counted);
    office.lens(LensFor::customers)
        ->query("SELECT count(*) FROM (SELECT 1 FROM customer c WHERE " + conditions.sql() + most + ")",
                conditions.parameters(), [&](const lens::LensRow& row) { listing.count = row.integer(0); });
  }
  listing.capped = !query.count_all && listing.count >= most_counted;
}

// Who is on the page, and the one after; by the ledger or the search alone where these can say it.
std::vector<ListPlace> places_of(Office& office, const CustomerQuery& query, Conditions& conditions,
                                 const Order& order, const nlohmann::json& begins) {
  std::vector<ListPlace> places;
  const auto most = query.limit + 1;
  if (order.column.empty()) {
    const auto after = begins.is_null() ? 0 : begins[1].get<std::int64_t>();
    std::optional<std::vector<std::int64_t>> ids;
    if (conditions.none() && query.offset <= most_passed_over)
      ids = ledger::standing_customers(office.ledger().read()->sql(), after,
                                       static_cast<std::int64_t>(query.offset + most));
    else
      ids = conditions.first_hits(after, query.offset + most);
    if (ids) {
      for (auto i = query.offset; i < ids->size(); ++i) places.push_back({(*ids)[i], nullptr});
      return places;
    }
  }
  if (!begins.is_null()) begin_after(begins, order, conditions);
  const bool by_id = order.column.empty();
  const auto sql = "SELECT c.id, " + (by_id ? std::string("NULL") : order.column) +
                   " FROM customer c WHERE " + conditions.sql() + " ORDER BY " +
                   (by_id ? "" : order.column + (order.falling ? " DESC" : " ASC") + " NULLS LAST, ") +
                   "c.id LIMIT " + std::to_string(most) + " OFFSET " + std::to_string(query.offset);
  office.lens(LensFor::customers)->query(sql, conditions.parameters(), [&](const lens::LensRow& row) {
    ListPlace place{row.integer(0), nullptr};
    if (!row.is_null(1) && order.number) place.value = row.integer(1);
    if (!row.is_null(1) && !order.number) place.value = std::string(row.text(1));
    places.push_back(std::move(place));
  });
  return places;
}

// An attribute of the rows, and how the actor may see it.
struct Wanted {
  AttributeId id;
  std::string name, type;
  FieldAccess access;
};

ListedCustomer listed(ledger::Statements& sql, const ledger::Customer& stored,
                      const std::vector<Wanted>& shown, const CompanyStandard& standard) {
  ListedCustomer customer{stored.id, stored.records, stored.created_at, stored.updated_at, {}, {}};
  const auto values = ledger::values_of(sql, stored.id);
  for (const auto& field : shown) {
    const auto value = std::find_if(values.begin(), values.end(), [&](const auto& one) {
      return one.attribute == field.id && one.ordinal == 0;
    });
    if (value == values.end()) continue;
    auto seen = [&](std::string_view text) {
      return field.access == FieldAccess::mask ? masked(text) : std::string(text);
    };
    customer.values.emplace_back(field.name, seen(value->value));
    if (!changes_showing(standard)) continue;
    if (const auto other = shown_value(standard, field.name, field.type, value->value); other != value->value)
      customer.shown.emplace_back(field.name, seen(other));
  }
  return customer;
}

}  // namespace

std::string matching_sql(Office& office, const Actor& actor, const CustomerQuery& query,
                         const std::map<std::string, std::string>& unless) {
  actor.require("customers.read");
  Conditions conditions(office, actor, Conditions::Values::written);
  conditions.search(query.search);
  for (const auto& filter : query.filters) conditions.filter(filter);
  conditions.unless(unless);
  return "SELECT c.id FROM customer c WHERE " + conditions.sql();
}

CustomerListing list_customers(Office& office, const Actor& actor, const CustomerQuery& query) {
  actor.require("customers.read");
  // Who looks at a list will search it.
  office.search().prepare();
  Conditions conditions(office, actor);
  conditions.search(query.search);
  for (const auto& filter : query.filters) conditions.filter(filter);
  auto order = order_of(query.sort, conditions);
  auto wanted = query.attributes;
  if (wanted.empty()) wanted.assign(std::begin(standard_attributes), std::end(standard_attributes));
  std::vector<Wanted> shown;
  for (const auto& name : wanted) {
    const auto& attribute = conditions.attribute(name, "attributes");
    auto access = actor.access_to(attribute);
    if (access == FieldAccess::hide) continue;
    shown.push_back({attribute.id, name, attribute.type, access});
  }
  if (!query.cursor.empty() && query.offset != 0)
    not_good("A list goes on from a cursor or from an offset, not from both.", "Leave one of them out.",
             "offset");
  nlohmann::json begins;
  if (!query.cursor.empty()) begins = position_of(open_cursor(office.home(), query.cursor));
  CustomerListing listing;
  if (query.count || query.count_all) count(office, query, conditions, listing);
  auto places = places_of(office, query, conditions, order, begins);
  const bool more = places.size() > query.limit;
  if (more) places.resize(query.limit);
  if (more) listing.next = seal_cursor(office.home(), places.back().position().dump());

  auto read = office.ledger().read();
  const auto standard = company_standard(read->sql());
  const RowSight sight(read->sql(), actor);
  for (const auto& place : places) {
    const CustomerId id(place.id);
    const auto stored = ledger::find_customer(read->sql(), id);
    // Gone, or gone to where the actor does not see it, since the lens was fed.
    if (!stored || stored->records == 0 || stored->merged_into || !sight.sees(id)) continue;
    listing.items.push_back(listed(read->sql(), *stored, shown, standard));
  }
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
  auto view = office.lens(LensFor::customers);
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

RowSight::RowSight(ledger::Statements& sql, const Actor& actor) : sql_(sql) {
  if (actor.rows.empty()) return;
  const auto attributes = ledger::all_attributes(sql);
  for (const auto& rule : actor.rows) {
    Rule known{{}, &rule.values};
    for (const auto& attribute : attributes) {
      if (attribute.name == rule.attribute) known.attribute = attribute.id;
    }
    rules_.push_back(known);
  }
}

bool RowSight::sees(CustomerId customer) const {
  if (rules_.empty()) return true;
  const auto values = ledger::values_of(sql_, customer);
  return std::all_of(rules_.begin(), rules_.end(), [&](const Rule& rule) {
    return rule.attribute && std::any_of(values.begin(), values.end(), [&](const auto& value) {
             return value.ordinal == 0 && value.attribute == rule.attribute &&
                    std::find(rule.values->begin(), rule.values->end(), value.value) != rule.values->end();
           });
  });
}

bool sees_customer(ledger::Statements& sql, const Actor& actor, CustomerId customer) {
  return RowSight(sql, actor).sees(customer);
}

}  // namespace kith::service
