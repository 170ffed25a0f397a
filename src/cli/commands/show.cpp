#include <algorithm>
#include <memory>

#include "base/date.h"
#include "base/error.h"
#include "cli/attribute_label.h"
#include "cli/commands.h"
#include "service/company_standard.h"
#include "service/customer_page.h"
#include "service/decide.h"
#include "service/relations.h"

namespace kith::cli {
namespace {

constexpr std::size_t facts_shown = 8;

std::string money(const ledger::Order& order) {
  if (!order.amount_e4) return "";
  char text[48];
  std::snprintf(text, sizeof text, "%.2f", static_cast<double>(*order.amount_e4) / 10000.0);
  return text + (order.currency.empty() ? "" : " " + order.currency);
}

std::string when(const std::optional<std::int64_t>& at) { return at ? local_time(*at) : ""; }

nlohmann::json time_json(const std::optional<std::int64_t>& at) {
  return at ? nlohmann::json(to_iso_time(*at)) : nlohmann::json();
}

nlohmann::json as_json(const service::CustomerPage& page) {
  nlohmann::json json = {{"id", to_string(page.customer.id)}, {"records", page.customer.records}};
  if (page.as_of != 0) json["as_of_change"] = page.as_of;
  if (page.asked) json["asked_for"] = to_string(*page.asked);
  auto values = nlohmann::json::array();
  for (const auto& v : page.values) {
    values.push_back({{"attribute", v.attribute.name},
                      {"value", v.golden.value},
                      {"shown", v.shown},
                      {"ordinal", v.golden.ordinal},
                      {"verdict", name_of(v.golden.verdict)},
                      {"rule", v.golden.rule},
                      {"support", v.golden.support},
                      {"record", to_string(v.golden.record)},
                      {"source", v.source},
                      {"file", v.file},
                      {"row", v.row}});
  }
  json["values"] = values;
  auto records = nlohmann::json::array();
  for (const auto& r : page.records) {
    nlohmann::json entry = {{"id", to_string(r.id)},   {"source", r.source}, {"file", r.file},
                            {"batch", r.batch_number}, {"row", r.row},       {"key", r.source_key}};
    for (const auto& v : r.values) {
      entry["values"][v.attribute] = {
          {"value", v.value}, {"raw", v.raw}, {"verdict", name_of(v.verdict)}, {"reason", name_of(v.reason)}};
    }
    if (r.ended_by != 0) entry["ended_by"] = r.ended_by;
    if (r.successor) entry["successor"] = to_string(r.successor);
    if (!r.extra.empty()) entry["extra"] = nlohmann::json::parse(r.extra, nullptr, false);
    records.push_back(entry);
  }
  json["members"] = records;
  auto orders = nlohmann::json::array();
  for (const auto& o : page.orders) {
    auto items = nlohmann::json::array();
    for (const auto& i : o.items) {
      nlohmann::json item = {{"sku", i.sku}, {"name", i.name}};
      if (i.quantity) item["quantity"] = *i.quantity;
      if (i.price_e4) item["price"] = static_cast<double>(*i.price_e4) / 10000.0;
      items.push_back(item);
    }
    nlohmann::json order = {{"id", to_string(o.id)}, {"record", to_string(o.record)},
                            {"key", o.key},          {"placed_at", time_json(o.placed_at)},
                            {"status", o.status},    {"currency", o.currency},
                            {"items", items}};
    if (o.amount_e4) order["amount"] = static_cast<double>(*o.amount_e4) / 10000.0;
    orders.push_back(order);
  }
  json["orders"] = orders;
  auto events = nlohmann::json::array();
  for (const auto& e : page.events) {
    events.push_back({{"id", to_string(e.id)},
                      {"record", to_string(e.record)},
                      {"key", e.key},
                      {"name", e.name},
                      {"at", time_json(e.at)},
                      {"properties", nlohmann::json::parse(e.properties, nullptr, false)}});
  }
  json["events"] = events;
  auto interactions = nlohmann::json::array();
  for (const auto& i : page.interactions) {
    nlohmann::json entry = {{"id", to_string(i.id)}, {"record", to_string(i.record)}, {"key", i.key},
                            {"kind", i.kind},        {"direction", i.direction},      {"agent", i.agent},
                            {"at", time_json(i.at)}, {"subject", i.subject}};
    if (i.duration_s) entry["duration_s"] = *i.duration_s;
    interactions.push_back(entry);
  }
  json["interactions"] = interactions;
  return json;
}

std::string label_of(const Session& session, const ledger::Attribute& attribute) {
  return session.language == Language::zh ? attribute.label_zh : attribute.label_en;
}

// Why a value is golden: the rule that chose it, or the attribute whose record it comes along with.
std::string because_of(const Session& session, const service::CustomerPage& page, const std::string& rule) {
  constexpr std::string_view along = "with ", completed = "completed from ";
  const bool is_completed = rule.rfind(completed, 0) == 0;
  if (rule.rfind(along, 0) != 0 && !is_completed) return session.say(rule.c_str());
  auto leader = rule.substr(is_completed ? completed.size() : along.size());
  for (const auto& v : page.values) {
    if (v.attribute.name != leader) continue;
    leader = label_of(session, v.attribute);
    break;
  }
  return session.say(is_completed ? Text("completed from {attribute}", {{"attribute", leader}})
                                  : Text("with {attribute}", {{"attribute", leader}}));
}

std::string values_table(const Session& session, const service::CustomerPage& page) {
  Table table({{session.say("Attribute")},
               {session.say("Value"), Table::Align::left, 44},
               {session.say("Because")},
               {session.say("From"), Table::Align::left, 40}});
  for (const auto& v : page.values) {
    auto label = label_of(session, v.attribute);
    auto from = v.source.empty() ? std::string() : v.source + " · " + v.file + ":" + std::to_string(v.row);
    auto because = because_of(session, page, v.golden.rule);
    if (v.golden.support > 1) because += " ×" + std::to_string(v.golden.support);
    if (v.golden.verdict == Verdict::suspect || v.golden.verdict == Verdict::invalid)
      because = session.say(Text(
          "{rule} ({verdict})",
          {{"rule", because}, {"verdict", session.say(std::string(name_of(v.golden.verdict)).c_str())}}));
    table.add({v.golden.ordinal == 0 ? label : "", v.shown, because, from});
  }
  return table.print(session.colour());
}

// Records that later files of their sources replaced, or lack.
std::string ended_lines(const Session& session, const service::CustomerPage& page) {
  std::string out;
  for (const auto& r : page.records) {
    if (r.ended_by == 0) continue;
    Text::Arguments arguments{{"record", to_string(r.id)},
                              {"origin", harmless(r.source + " · " + r.file + ":" + std::to_string(r.row))},
                              {"batch", std::to_string(r.ended_by)},
                              {"successor", to_string(r.successor)}};
    out += (out.empty() ? "\n" : "") +
           session.say(
               r.successor
                   ? Text("{record} ({origin}) was replaced by {successor} in batch {batch}.", arguments)
                   : Text("{record} ({origin}) is gone from its source since batch {batch}.", arguments)) +
           "\n";
  }
  return out;
}

std::string facts_tables(const Session& session, const service::CustomerPage& page) {
  std::string out;
  auto newest_first = [](auto facts, auto time) {
    std::stable_sort(facts.begin(), facts.end(),
                     [&](const auto& a, const auto& b) { return time(a) > time(b); });
    return facts;
  };
  auto more = [&](std::size_t count) {
    if (count > facts_shown)
      out += session.say(Text("… and {count} more; --json shows all.",
                              {{"count", std::to_string(count - facts_shown)}})) +
             "\n";
  };
  if (!page.orders.empty()) {
    Table table({{session.say("Order")},
                 {session.say("When")},
                 {session.say("Amount"), Table::Align::right},
                 {session.say("Status")},
                 {session.say("Items"), Table::Align::left, 50}});
    std::size_t shown = 0;
    for (const auto& o : newest_first(page.orders, [](const auto& f) { return f.placed_at.value_or(0); })) {
      if (++shown > facts_shown) break;
      std::string items;
      for (const auto& i : o.items) items += (items.empty() ? "" : ", ") + (i.name.empty() ? i.sku : i.name);
      table.add({o.key, when(o.placed_at), money(o), o.status, items});
    }
    out += "\n" + table.print(session.colour());
    more(page.orders.size());
  }
  if (!page.events.empty()) {
    Table table(
        {{session.say("Event")}, {session.say("When")}, {session.say("Properties"), Table::Align::left, 70}});
    std::size_t shown = 0;
    for (const auto& e : newest_first(page.events, [](const auto& f) { return f.at.value_or(0); })) {
      if (++shown > facts_shown) break;
      table.add({e.name, when(e.at), e.properties});
    }
    out += "\n" + table.print(session.colour());
    more(page.events.size());
  }
  if (!page.interactions.empty()) {
    Table table({{session.say("Interaction")},
                 {session.say("When")},
                 {session.say("Direction")},
                 {session.say("Subject"), Table::Align::left, 60}});
    std::size_t shown = 0;
    for (const auto& i : newest_first(page.interactions, [](const auto& f) { return f.at.value_or(0); })) {
      if (++shown > facts_shown) break;
      table.add({i.kind, when(i.at), i.direction, i.subject});
    }
    out += "\n" + table.print(session.colour());
    more(page.interactions.size());
  }
  return out;
}

nlohmann::json as_json(const std::vector<service::Relation>& relations) {
  auto json = nlohmann::json::array();
  for (const auto& relation : relations) {
    nlohmann::json entry = {{"kind", service::name_of(relation.kind)},
                            {"attribute", relation.attribute},
                            {"value", relation.value},
                            {"more", relation.more},
                            {"others", nlohmann::json::array()}};
    for (const auto& other : relation.others)
      entry["others"].push_back({{"customer", to_string(other.customer)}, {"name", other.name}});
    json.push_back(std::move(entry));
  }
  return json;
}

std::string relations_text(const Session& session, const std::vector<service::Relation>& relations) {
  std::string out;
  for (const auto& relation : relations) {
    Text::Arguments arguments{{"attribute", attribute_label(session, relation.attribute)},
                              {"value", harmless(relation.value)}};
    out += "\n" +
           session.say(relation.kind == service::RelationKind::household
                           ? Text("Household, by {attribute} {value}:", arguments)
                           : Text("Company {value}, also of:", arguments)) +
           "\n";
    for (const auto& other : relation.others)
      out += "  " + to_string(other.customer) + "  " + harmless(other.name) + "\n";
    if (relation.more) out += "  …\n";
  }
  return out;
}

}  // namespace

void add_show(CLI::App& app, Session& session) {
  struct Words {
    std::string customer, as_of;
  };
  auto words = std::make_shared<Words>();
  auto* command = app.add_subcommand(
      "show", session.say("One customer: golden values with their lineage, records, orders, events"));
  command->add_option("customer", words->customer, session.say("cus_… or one of its records rec_…"))
      ->required();
  command->add_option("--as-of", words->as_of,
                      session.say("As it stood then: 2026-11-21, 2026-11-21 08:05 or …Z"));
  command->callback([&session, words] {
    auto home = session.open(service::Access::write);
    service::CustomerPage page;
    std::vector<service::Relation> relations;
    {
      auto read = home->ledger().read();
      std::optional<std::int64_t> as_of;
      if (!words->as_of.empty()) as_of = read_time(words->as_of);
      auto asked = parse_id<CustomerKind>(words->customer);
      // A merged customer stands for itself in its own past, and redirects now.
      auto customer = as_of && asked ? *asked : service::customer_named(read->sql(), words->customer);
      page = service::read_customer(*read, customer, as_of);
      if (asked && *asked != customer) page.asked = *asked;
      if (!as_of) relations = service::relations_of(read->sql(), customer);
    }
    home->ledger().write(
        [&](ledger::Write& write) { write.audit("customer.read", to_string(page.customer.id), "{}"); });
    if (session.json) {
      auto json = as_json(page);
      json["relations"] = as_json(relations);
      return session.print_json(json);
    }
    std::string out = styled(to_string(page.customer.id), Style::bold, session.colour());
    out += "  " + session.say(Text("{count} records", {{"count", std::to_string(page.customer.records)}})) +
           "\n";
    if (page.asked)
      out +=
          session.say(Text("{id} was merged into this customer.", {{"id", to_string(*page.asked)}})) + "\n";
    if (page.as_of != 0) out += session.say(Text("As of {time}.", {{"time", words->as_of}})) + "\n";
    if (page.records.empty() && page.values.empty()) {
      out += session.say(page.as_of != 0 ? "It did not exist then." : "It has no records any more.") + "\n";
    } else {
      out += values_table(session, page);
    }
    session.print(out + ended_lines(session, page) + relations_text(session, relations) +
                  facts_tables(session, page));
  });
}

}  // namespace kith::cli
