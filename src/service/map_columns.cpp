#include <algorithm>
#include <set>
#include <unordered_set>

#include "service/dictionary.h"
#include "service/header_names.h"
#include "service/known_exports.h"
#include "service/layout.h"
#include "service/value_kinds.h"

namespace kith::service {
namespace {

// The kind that the headers speak for: the one with its own key, or its name and time, among them.
BatchKind guess_kind(const std::vector<std::string>& columns) {
  auto has = [&](BatchKind kind, FactRole role) {
    return std::any_of(columns.begin(), columns.end(),
                       [&](const std::string& column) { return meaning_of(column, kind).role == role; });
  };
  auto named = [&](std::initializer_list<std::string_view> names) {
    return std::any_of(columns.begin(), columns.end(), [&](const std::string& column) {
      auto name = normalised_header(column);
      return std::find(names.begin(), names.end(), name) != names.end();
    });
  };
  if (has(BatchKind::orders, FactRole::order_key) &&
      (has(BatchKind::orders, FactRole::amount) || has(BatchKind::orders, FactRole::items))) {
    return BatchKind::orders;
  }
  if (has(BatchKind::interactions, FactRole::interaction_key)) return BatchKind::interactions;
  if (named({"event", "eventname", "eventtype", "事件", "事件名称"}) &&
      has(BatchKind::events, FactRole::event_at)) {
    return BatchKind::events;
  }
  return BatchKind::customers;
}

const ledger::Attribute& attribute_named(std::string_view name) {
  const auto& all = built_in_attributes();
  return *std::find_if(all.begin(), all.end(), [&](const ledger::Attribute& a) { return a.name == name; });
}

// Day before month unless a first number above twelve is never seen and a second one is.
standard::DateOrder order_of(const std::vector<std::string_view>& cells) {
  bool first_above = false, second_above = false;
  for (auto cell : cells) {
    int numbers[2] = {0, 0}, digits[2] = {0, 0}, which = 0;
    for (char c : cell) {
      if (c >= '0' && c <= '9') {
        numbers[which] = std::min(numbers[which] * 10 + (c - '0'), 9999);
        ++digits[which];
      } else if (c == '/' || c == '-' || c == '.') {
        if (++which == 2) break;
      } else {
        break;
      }
    }
    if (which != 2 || digits[0] > 2 || digits[1] > 2) continue;
    first_above |= numbers[0] > 12;
    second_above |= numbers[1] > 12;
  }
  return second_above && !first_above ? standard::DateOrder::month_day_year
                                      : standard::DateOrder::day_month_year;
}

constexpr DerivedPart parts_of_attributes[] = {
    {"name", "family_name", standard::Part::family_name},
    {"name", "given_name", standard::Part::given_name},
    {"address", "province", standard::Part::province},
    {"address", "city", standard::Part::city},
    {"address", "district", standard::Part::district},
    {"address", "postal_code", standard::Part::postal_code},
    {"id_number", "birth_date", standard::Part::birth_date},
    {"id_number", "gender", standard::Part::gender},
};

constexpr std::size_t enough_values = 5;
constexpr std::size_t enough_to_repeat = 40;
constexpr double least_distinct_names = 0.2;

// The attribute that values of a kind speak for by themselves; empty for kinds that may be anybody's.
std::string_view attribute_of(ValueKind kind) {
  switch (kind) {
    case ValueKind::email:
      return "email";
    case ValueKind::phone:
      return "phone";
    case ValueKind::id_number:
      return "id_number";
    case ValueKind::person:
      return "name";
    case ValueKind::company:
      return "company";
    case ValueKind::address:
      return "address";
    case ValueKind::gender:
      return "gender";
    default:
      return {};
  }
}

// Whether a header is at odds with cells of that kind: an e-mail address is never a phone number.
bool contradicts(std::string_view attribute, ValueKind kind) {
  bool sure = kind == ValueKind::email || kind == ValueKind::phone || kind == ValueKind::id_number;
  if (!sure) return false;
  for (std::string_view fits : {"comment", "wechat", "nickname", "customer_number"}) {
    if (attribute == fits) return false;
  }
  if (kind == ValueKind::phone && attribute == "landline") return false;
  return attribute_of(kind) != attribute;
}

// Different values among those that are not empty; 1 where there are too few to tell.
double distinct_share(const std::vector<std::string_view>& cells) {
  std::unordered_set<std::string_view> distinct;
  std::size_t filled = 0;
  for (auto cell : cells) {
    if (cell.empty()) continue;
    ++filled;
    distinct.insert(cell);
  }
  return filled < enough_to_repeat ? 1 : static_cast<double>(distinct.size()) / static_cast<double>(filled);
}

// What a column's cells say, where they say it clearly.
struct Said {
  std::string_view attribute;
  double confidence = 0;
};

Said said_by(const KindCounts& kinds, const std::vector<std::string_view>& cells) {
  if (kinds.seen < enough_values) return {};
  ValueKind most = kinds.most();
  // Words that look like names and come again and again are a list to choose from ("Email Opened").
  if (most == ValueKind::person && distinct_share(cells) < least_distinct_names) return {};
  double share = kinds.share(most);
  double needed = most == ValueKind::company ? 0.6 : most == ValueKind::address ? 0.7 : 0.8;
  if (share < needed) return {};
  return {attribute_of(most), share};
}

// "客户名称", "account", "name": a person's or a company's.
bool may_be_either(std::string_view name) {
  for (std::string_view either :
       {"客户名称", "客户", "名称", "customername", "customer", "account", "accountname", "client",
        "clientname", "buyer", "购买方", "付款方", "单位名称", "name"}) {
    if (name == either) return true;
  }
  return false;
}

struct Headers {
  std::vector<std::string> normal;  // without the prefix of the system they come from
  std::vector<HeaderMeaning> meanings;
};

Headers read_headers(const Layout& layout, const KnownExport* known, std::vector<std::string> normal,
                     const std::string& prefix) {
  Headers headers;
  headers.normal = std::move(normal);
  for (std::size_t i = 0; i < layout.columns.size(); ++i) {
    HeaderMeaning meaning;
    if (known != nullptr) meaning = known->meaning_of(headers.normal[i]);
    if (!meaning.known())
      meaning = meaning_of(prefix.empty() ? layout.columns[i] : headers.normal[i], layout.kind);
    headers.meanings.push_back(meaning);
  }
  return headers;
}

// Of several addresses (to bill, to ship, of the office) one is the customer's: the one with most parts. The
// others are kept as they are.
void settle_on_one_address(std::vector<HeaderMeaning>& meanings) {
  std::vector<std::pair<std::string_view, std::set<std::string_view>>> places;
  for (const auto& meaning : meanings) {
    if (!is_address_part(meaning.attribute)) continue;
    auto place = std::find_if(places.begin(), places.end(),
                              [&](const auto& entry) { return entry.first == meaning.place; });
    if (place == places.end()) place = places.insert(places.end(), {meaning.place, {}});
    place->second.insert(meaning.attribute);
  }
  if (places.size() < 2) return;
  auto chosen = std::max_element(places.begin(), places.end(), [](const auto& a, const auto& b) {
    if (a.second.size() != b.second.size()) return a.second.size() < b.second.size();
    return rank_of_place(a.first) > rank_of_place(b.first);
  });
  for (auto& meaning : meanings) {
    if (!is_address_part(meaning.attribute) || meaning.place == chosen->first) continue;
    bool spare = meaning.place.empty() && chosen->second.count(meaning.attribute) == 0;
    if (spare) continue;
    meaning = {};
    meaning.nothing = true;
  }
}

}  // namespace

std::span<const DerivedPart> derived_parts() noexcept { return parts_of_attributes; }

Layout map_columns(const std::vector<std::string>& columns, std::optional<BatchKind> wanted,
                   const std::vector<std::vector<std::string_view>>& sample) {
  Layout layout;
  layout.columns = columns;
  layout.facts.assign(columns.size(), FactRole::none);

  std::vector<std::string> names;
  for (const auto& column : columns) names.push_back(normalised_header(column));
  auto prefix = common_prefix(names);
  for (auto& name : names) {
    if (!prefix.empty() && name.size() > prefix.size() && name.starts_with(prefix))
      name.erase(0, prefix.size());
  }
  const auto* known = recognise_export(names);
  if (known != nullptr && wanted && *wanted != known->kind) known = nullptr;
  if (known != nullptr) layout.known_as = known->name;
  layout.kind = wanted.value_or(known != nullptr ? known->kind : guess_kind(columns));
  auto [normal, meanings] = read_headers(layout, known, std::move(names), prefix);
  settle_on_one_address(meanings);
  auto column_named = [&](std::string_view name) {
    auto found = std::find(normal.begin(), normal.end(), name);
    return found == normal.end() ? -1 : static_cast<int>(found - normal.begin());
  };

  // A customer's name beside a contact's is a company's; a phone beside a mobile is the second phone.
  int contact = column_named("联系人") >= 0 ? column_named("联系人") : column_named("contactname");
  for (std::size_t i = 0; i < columns.size(); ++i) {
    bool names_customer =
        normal[i] == "客户名称" || normal[i] == "客户" || normal[i] == "customername" || normal[i] == "名称";
    if (contact >= 0 && names_customer && column_named("公司") < 0) meanings[i].attribute = "company";
  }
  const standard::Standard plain;
  std::vector<Said> said(columns.size());
  std::vector<double> confidence(columns.size(), 1);
  std::vector<bool> by_content(columns.size(), false);
  for (std::size_t i = 0; i < std::min(columns.size(), sample.size()); ++i) {
    auto kinds = kinds_of(sample[i], plain);
    said[i] = said_by(kinds, sample[i]);
    auto& meaning = meanings[i];
    bool sure = known != nullptr && known->meaning_of(normal[i]).known();
    if (meaning.attribute == "score" && kinds.seen >= enough_values && kinds.share(ValueKind::number) < 0.5) {
      meaning = {};  // "Hot" and "cold" rate, too, but not in points
      meaning.nothing = true;
    } else if (sure) {
      if (meaning.attribute == said[i].attribute) confidence[i] = said[i].confidence;
    } else if (may_be_either(normal[i]) && meaning.role == FactRole::none && kinds.seen >= enough_values) {
      double person = kinds.share(ValueKind::person), company = kinds.share(ValueKind::company);
      if (company >= 0.4 && company > person) {
        meaning.attribute = "company";
        confidence[i] = company;
        by_content[i] = true;
      } else if (person >= 0.5 && company < 0.1) {
        meaning.attribute = "name";
        confidence[i] = person;
        by_content[i] = true;
      }
    } else if (!meaning.attribute.empty() && !said[i].attribute.empty() &&
               contradicts(meaning.attribute, kinds.most())) {
      meaning.attribute = said[i].attribute;
      confidence[i] = said[i].confidence;
      by_content[i] = true;
    } else if (!meaning.attribute.empty() && meaning.attribute == said[i].attribute) {
      confidence[i] = said[i].confidence;
    }
  }
  auto is_mobile = [&](std::size_t i) {
    return normal[i].find("mobile") != std::string::npos || normal[i].find("手机") != std::string::npos ||
           normal[i].find("cell") != std::string::npos;
  };
  bool has_mobile = false;
  for (std::size_t i = 0; i < columns.size(); ++i)
    has_mobile |= meanings[i].attribute == "phone" && is_mobile(i);

  std::unordered_set<std::string_view> taken;
  auto add_output = [&](std::string_view attribute, std::vector<int> from) {
    Output output;
    output.attribute = attribute;
    output.type = attribute_named(attribute).type;
    output.columns = std::move(from);
    output.reason = "header";
    if (output.type == "date" || output.type == "timestamp") {
      auto column = static_cast<std::size_t>(output.columns.front());
      if (column < sample.size()) output.date_order = order_of(sample[column]);
    }
    taken.insert(attribute_named(attribute).name);
    layout.outputs.push_back(std::move(output));
  };

  std::vector<bool> used(columns.size(), false);
  // House number and further lines belong to the address.
  std::vector<int> address_columns;
  for (std::string_view part :
       {"streetnumber", "housenumber", "address1", "addressline1", "address", "address2", "addressline2"}) {
    if (int column = column_named(part); column >= 0) address_columns.push_back(column);
  }
  if (address_columns.size() > 1) {
    add_output("address", address_columns);
    for (int column : address_columns) used[static_cast<std::size_t>(column)] = true;
  }

  std::unordered_set<int> roles_taken;
  for (std::size_t i = 0; i < columns.size(); ++i) {
    if (used[i]) continue;
    auto meaning = meanings[i];
    if (meaning.role != FactRole::none && roles_taken.insert(static_cast<int>(meaning.role)).second) {
      layout.facts[i] = meaning.role;
      used[i] = true;
      continue;
    }
    auto attribute = meaning.attribute;
    if (attribute == "phone" && has_mobile && !is_mobile(i)) attribute = "landline";
    if (attribute == "phone" && taken.count("phone") != 0) attribute = "landline";
    if (attribute.empty() || taken.count(attribute) != 0) continue;
    add_output(attribute, {static_cast<int>(i)});
    layout.outputs.back().confidence = confidence[i];
    if (by_content[i]) layout.outputs.back().reason = "content";
    if (known != nullptr && known->meaning_of(normal[i]).attribute == attribute)
      layout.outputs.back().reason = "export";
    used[i] = true;
  }
  // What no header names is found by what it holds, unless parts of the same are there already.
  bool has_name = taken.count("name") + taken.count("family_name") + taken.count("given_name") > 0;
  for (std::size_t i = 0; i < columns.size(); ++i) {
    auto attribute = said[i].attribute;
    if (used[i] || attribute.empty() || meanings[i].known()) continue;
    if (attribute == "phone" && taken.count("phone") != 0) attribute = "landline";
    if (taken.count(attribute) != 0 || (attribute == "name" && has_name)) continue;
    add_output(attribute, {static_cast<int>(i)});
    layout.outputs.back().reason = "content";
    layout.outputs.back().confidence = said[i].confidence;
    used[i] = true;
  }

  if (known != nullptr) {
    for (std::size_t i = 0; i < columns.size() && layout.key_column < 0; ++i) {
      if (!known->meaning_of(normal[i]).key) continue;
      layout.key_column = static_cast<int>(i);
      used[i] = true;
    }
  }
  // The source's key: the first key-like column, the more telling names first. It may also be an attribute
  // (openid).
  for (std::string_view last_resort : {"", "id", "accountid", "key", "no", "序号"}) {
    if (layout.key_column >= 0) break;
    for (std::size_t i = 0; i < columns.size(); ++i) {
      bool weak = normal[i] == "id" || normal[i] == "accountid" || normal[i] == "key" || normal[i] == "no" ||
                  normal[i] == "序号";
      bool fits =
          last_resort.empty() ? meanings[i].key && !weak : meanings[i].key && normal[i] == last_resort;
      if (!fits && !(last_resort.empty() && (normal[i] == "openid"))) continue;
      layout.key_column = static_cast<int>(i);
      used[i] = true;
      break;
    }
  }

  // A name from its parts, where the file gives no whole one.
  auto output_of = [&](std::string_view attribute) {
    for (std::size_t i = 0; i < layout.outputs.size(); ++i) {
      if (layout.outputs[i].attribute == attribute) return static_cast<int>(i);
    }
    return -1;
  };
  int family = output_of("family_name"), given = output_of("given_name");
  if (family >= 0 && given >= 0 && taken.count("name") == 0) {
    Output name;
    name.attribute = "name";
    name.type = "person_name";
    name.columns = {layout.outputs[static_cast<std::size_t>(given)].first_column(),
                    layout.outputs[static_cast<std::size_t>(family)].first_column()};
    name.reason = "header";
    taken.insert("name");
    layout.outputs.push_back(std::move(name));
  }
  for (const auto& derived : derived_parts()) {
    int from = output_of(derived.from);
    if (from < 0 || taken.count(derived.attribute) != 0) continue;
    Output part;
    part.attribute = derived.attribute;
    part.type = attribute_named(derived.attribute).type;
    part.from_output = from;
    part.part = derived.part;
    part.reason = "part";
    taken.insert(attribute_named(derived.attribute).name);
    layout.outputs.push_back(std::move(part));
  }
  for (std::size_t i = 0; i < columns.size(); ++i) {
    if (!used[i]) layout.extra.push_back(static_cast<int>(i));
  }
  return layout;
}

}  // namespace kith::service
