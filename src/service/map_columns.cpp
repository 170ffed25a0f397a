#include <algorithm>
#include <set>
#include <unordered_set>

#include "service/dictionary.h"
#include "service/header_names.h"
#include "service/known_exports.h"
#include "service/layout.h"
#include "service/spelled_headers.h"
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
    {"contact", "name", standard::Part::name},
    {"contact", "job_title", standard::Part::job_title},
    {"contact", "phone", standard::Part::phone},
    {"contact", "email", standard::Part::email},
    {"contact", "company", standard::Part::organisation},
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
constexpr double least_contacts = 0.3;

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
    case ValueKind::contact:
      return "contact";
    default:
      return {};
  }
}

// Whether a header is at odds with cells of that kind: an e-mail address is never a phone number.
bool contradicts(std::string_view attribute, ValueKind kind) {
  if (kind == ValueKind::contact) return attribute == "name" || attribute == "phone" || attribute == "email";
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
  // Where some cells name a person and a number, those with one of them only are of the same column.
  if (double contacts = kinds.share(ValueKind::contact); contacts >= least_contacts) {
    contacts +=
        kinds.share(ValueKind::person) + kinds.share(ValueKind::phone) + kinds.share(ValueKind::email);
    if (contacts >= 0.8) return {"contact", contacts};
  }
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

// "金额（万元）": the name before the brackets, and the unit in them where it is one of money.
std::string_view unit_in(std::string_view header, std::string_view& name) {
  name = header;
  for (auto [open, close] :
       {std::pair<std::string_view, std::string_view>{"(", ")"}, {"（", "）"}, {"[", "]"}}) {
    if (!header.ends_with(close)) continue;
    auto at = header.rfind(open);
    if (at == std::string_view::npos || at == 0) continue;
    auto unit = header.substr(at + open.size(), header.size() - at - open.size() - close.size());
    if (scale_of_unit(unit) == 0) continue;
    name = header.substr(0, at);
    return unit;
  }
  return {};
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

// Decides what the columns of one file are, step by step; earlier steps go before later ones.
class ColumnMapper {
 public:
  ColumnMapper(const std::vector<std::string>& columns,
               const std::vector<std::vector<std::string_view>>& sample)
      : columns_(columns),
        sample_(sample),
        size_(columns.size()),
        said_(size_),
        confidence_(size_, 1),
        by_content_(size_, false),
        used_(size_, false) {
    layout_.columns = columns;
    layout_.facts.assign(size_, FactRole::none);
  }

  Layout map(std::optional<BatchKind> wanted) {
    read_headers(wanted);
    read_cells();
    take_address_lines();
    take_facts_and_attributes();
    take_unnamed();
    take_key();
    join_name();
    derive_parts();
    for (std::size_t i = 0; i < size_; ++i) {
      if (!used_[i]) layout_.extra.push_back(static_cast<int>(i));
    }
    return std::move(layout_);
  }

 private:
  void read_headers(std::optional<BatchKind> wanted) {
    std::vector<std::string> bare;  // without units
    for (const auto& column : columns_) {
      std::string_view name;
      units_.emplace_back(unit_in(column, name));
      bare.emplace_back(name);
      normal_.push_back(normalised_header(name));
    }
    const auto prefix = common_prefix(normal_);
    for (auto& name : normal_) {
      if (!prefix.empty() && name.size() > prefix.size() && name.starts_with(prefix))
        name.erase(0, prefix.size());
    }
    const auto spelled = spelled_out(normal_);
    for (std::size_t i = 0; i < size_; ++i) {
      if (!spelled[i].empty()) bare[i] = normal_[i] = spelled[i];
    }
    const auto paired = names_in_pairs(normal_);
    for (std::size_t i = 0; i < size_; ++i) {
      if (!paired[i].empty()) bare[i] = normal_[i] = paired[i];
    }
    known_ = recognise_export(normal_);
    if (known_ != nullptr && wanted && *wanted != known_->kind) known_ = nullptr;
    if (known_ != nullptr) layout_.known_as = known_->name;
    layout_.kind = wanted.value_or(known_ != nullptr ? known_->kind : guess_kind(bare));
    for (std::size_t i = 0; i < size_; ++i) {
      HeaderMeaning meaning;
      if (known_ != nullptr) meaning = known_->meaning_of(normal_[i]);
      if (!meaning.known()) meaning = meaning_of(prefix.empty() ? bare[i] : normal_[i], layout_.kind);
      meanings_.push_back(meaning);
    }
    settle_on_one_address(meanings_);
    // A customer's name beside a contact's is a company's.
    const bool has_contact = column_named("联系人") >= 0 || column_named("contactname") >= 0;
    if (!has_contact || column_named("公司") >= 0) return;
    for (std::size_t i = 0; i < size_; ++i) {
      for (std::string_view customer : {"客户名称", "客户", "customername", "名称"}) {
        if (normal_[i] == customer) meanings_[i].attribute = "company";
      }
    }
  }

  // Headers against what stands below them.
  void read_cells() {
    const standard::Standard plain;
    for (std::size_t i = 0; i < std::min(size_, sample_.size()); ++i) {
      const auto kinds = kinds_of(sample_[i], plain);
      said_[i] = said_by(kinds, sample_[i]);
      if (kinds.seen >= enough_values) settle_by_content(i, kinds);
    }
  }

  void settle_by_content(std::size_t i, const KindCounts& kinds) {
    auto& meaning = meanings_[i];
    auto mean = [&](std::string_view attribute, double confidence) {
      meaning.attribute = attribute;
      confidence_[i] = confidence;
      by_content_[i] = true;
    };
    if (meaning.attribute == "score" && kinds.share(ValueKind::number) < 0.5) {
      meaning = {};  // "Hot" and "cold" rate, too, but not in points
      meaning.nothing = true;
    } else if (is_known(i)) {
      if (meaning.attribute == said_[i].attribute) confidence_[i] = said_[i].confidence;
    } else if (said_[i].attribute == "contact" && contradicts(meaning.attribute, ValueKind::contact)) {
      mean("contact", said_[i].confidence);
    } else if (may_be_either(normal_[i]) && meaning.role == FactRole::none) {
      const double person = kinds.share(ValueKind::person), company = kinds.share(ValueKind::company);
      if (company >= 0.4 && company > person) {
        mean("company", company);
      } else if (person >= 0.5 && company < 0.1) {
        mean("name", person);
      }
    } else if (!meaning.attribute.empty() && !said_[i].attribute.empty() &&
               contradicts(meaning.attribute, kinds.most())) {
      mean(said_[i].attribute, said_[i].confidence);
    } else if (!meaning.attribute.empty() && meaning.attribute == said_[i].attribute) {
      confidence_[i] = said_[i].confidence;
    }
  }

  // House number and further lines belong to the address.
  void take_address_lines() {
    std::vector<int> lines;
    for (std::string_view part :
         {"streetnumber", "housenumber", "address1", "addressline1", "address", "address2", "addressline2"}) {
      if (int column = column_named(part); column >= 0) lines.push_back(column);
    }
    if (lines.size() < 2) return;
    for (int column : lines) used_[static_cast<std::size_t>(column)] = true;
    add_output("address", std::move(lines));
  }

  void take_facts_and_attributes() {
    bool has_mobile = false;
    for (std::size_t i = 0; i < size_; ++i) has_mobile |= meanings_[i].attribute == "phone" && is_mobile(i);
    std::unordered_set<int> roles_taken;
    for (std::size_t i = 0; i < size_; ++i) {
      if (used_[i]) continue;
      const auto& meaning = meanings_[i];
      if (meaning.role != FactRole::none && roles_taken.insert(static_cast<int>(meaning.role)).second) {
        layout_.facts[i] = meaning.role;
        if (meaning.role == FactRole::amount) take_unit(units_[i]);
        used_[i] = true;
        continue;
      }
      auto attribute = meaning.attribute;
      // A phone beside a mobile is the second phone.
      if (attribute == "phone" && ((has_mobile && !is_mobile(i)) || taken("phone"))) attribute = "landline";
      if (attribute.empty() || taken(attribute)) continue;
      auto& output = add_output(attribute, {static_cast<int>(i)});
      output.confidence = confidence_[i];
      if (by_content_[i]) output.reason = "content";
      if (known_ != nullptr && known_->meaning_of(normal_[i]).attribute == attribute)
        output.reason = "export";
      used_[i] = true;
    }
  }

  void take_unit(std::string_view unit) {
    if (unit.empty()) return;
    if (scale_of_unit(unit) != 1) layout_.amount_unit = unit;
    if (layout_.column_of(FactRole::currency) < 0) layout_.currency = currency_of_unit(unit);
  }

  // What no header names is found by what it holds, unless parts of the same are there already.
  void take_unnamed() {
    const bool has_name = taken("name") || taken("family_name") || taken("given_name");
    for (std::size_t i = 0; i < size_; ++i) {
      auto attribute = said_[i].attribute;
      if (used_[i] || attribute.empty() || meanings_[i].known()) continue;
      if (attribute == "phone" && taken("phone")) attribute = "landline";
      if (taken(attribute) || (attribute == "name" && has_name)) continue;
      auto& output = add_output(attribute, {static_cast<int>(i)});
      output.reason = "content";
      output.confidence = said_[i].confidence;
      used_[i] = true;
    }
  }

  // The source's key: the first key-like column, the more telling names first. It may also be an attribute
  // (openid).
  void take_key() {
    auto take = [&](auto&& fits) {
      for (std::size_t i = 0; i < size_ && layout_.key_column < 0; ++i) {
        if (!fits(i)) continue;
        layout_.key_column = static_cast<int>(i);
        used_[i] = true;
      }
    };
    constexpr std::string_view weak[] = {"id", "accountid", "key", "no", "序号"};
    auto is_weak = [&](std::size_t i) {
      return std::find(std::begin(weak), std::end(weak), normal_[i]) != std::end(weak);
    };
    if (known_ != nullptr) take([&](std::size_t i) { return known_->meaning_of(normal_[i]).key; });
    take([&](std::size_t i) { return (meanings_[i].key && !is_weak(i)) || normal_[i] == "openid"; });
    for (auto name : weak) take([&](std::size_t i) { return meanings_[i].key && normal_[i] == name; });
  }

  // A name from its parts, where the file gives no whole one.
  void join_name() {
    const int family = output_of("family_name"), given = output_of("given_name");
    if (family < 0 || given < 0 || taken("name")) return;
    auto first = [&](int output) { return layout_.outputs[static_cast<std::size_t>(output)].first_column(); };
    add_output("name", {first(given), first(family)});
  }

  void derive_parts() {
    for (const auto& derived : derived_parts()) {
      const int from = output_of(derived.from);
      if (from < 0 || taken(derived.attribute)) continue;
      auto& part = add_output(derived.attribute, {});
      part.from_output = from;
      part.part = derived.part;
      part.reason = "part";
    }
  }

  Output& add_output(std::string_view attribute, std::vector<int> from) {
    const auto& known = attribute_named(attribute);
    Output output;
    output.attribute = known.name;
    output.type = known.type;
    output.columns = std::move(from);
    output.reason = "header";
    if (!output.columns.empty() && (output.type == "date" || output.type == "timestamp")) {
      auto column = static_cast<std::size_t>(output.columns.front());
      if (column < sample_.size()) output.date_order = order_of(sample_[column]);
    }
    taken_.insert(known.name);
    return layout_.outputs.emplace_back(std::move(output));
  }

  int column_named(std::string_view name) const {
    auto found = std::find(normal_.begin(), normal_.end(), name);
    return found == normal_.end() ? -1 : static_cast<int>(found - normal_.begin());
  }
  int output_of(std::string_view attribute) const {
    for (std::size_t i = 0; i < layout_.outputs.size(); ++i) {
      if (layout_.outputs[i].attribute == attribute) return static_cast<int>(i);
    }
    return -1;
  }
  bool taken(std::string_view attribute) const { return taken_.count(attribute) != 0; }
  bool is_known(std::size_t i) const { return known_ != nullptr && known_->meaning_of(normal_[i]).known(); }
  bool is_mobile(std::size_t i) const {
    for (std::string_view sign : {"mobile", "手机", "cell"}) {
      if (normal_[i].find(sign) != std::string::npos) return true;
    }
    return false;
  }

  const std::vector<std::string>& columns_;
  const std::vector<std::vector<std::string_view>>& sample_;
  const std::size_t size_;
  std::vector<std::string> normal_;      // headers without units and without the prefix of their system
  std::vector<std::string_view> units_;  // of money, in brackets behind the header
  std::vector<HeaderMeaning> meanings_;
  const KnownExport* known_ = nullptr;
  std::vector<Said> said_;
  std::vector<double> confidence_;
  std::vector<bool> by_content_, used_;
  std::unordered_set<std::string_view> taken_;  // attributes
  Layout layout_;
};

}  // namespace

std::span<const DerivedPart> derived_parts() noexcept { return parts_of_attributes; }

Layout map_columns(const std::vector<std::string>& columns, std::optional<BatchKind> wanted,
                   const std::vector<std::vector<std::string_view>>& sample) {
  return ColumnMapper(columns, sample).map(wanted);
}

}  // namespace kith::service
