#include "service/match_html.h"

#include <algorithm>

#include <nlohmann/json.hpp>

#include "base/date.h"
#include "service/dictionary.h"
#include "service/match_base.h"
#include "service/match_html_page.h"

namespace kith::service {
namespace {

using nlohmann::ordered_json;
using Page = MatchHtmlPage;

constexpr std::size_t most_linked = 60;

std::string value_of(const PageRecord& record, const std::string& attribute) {
  for (const auto& v : record.values) {
    if (v.attribute == attribute) return value_html(v.value);
  }
  return {};
}

std::string place_of(const PageRecord& record) {
  return escape_html(record.source) + " · " + escape_html(record.file) + " · " + std::to_string(record.row);
}

}  // namespace

std::string why_html(const WhyPage& why, Language language) {
  Page page(language, "Why two records are one customer, or are not");
  const auto& explanation = why.explanation;
  page.open(why.one_customer ? Text("They are one customer.") : Text("They are two customers."));
  page.paragraph(page.say(Text("Probability that they are one: {probability}",
                               {{"probability", fixed("%.4f", explanation.probability)}})));
  for (const auto& [attribute, value] : why.what_if)
    page.paragraph(page.say(Text("As if: {change}", {{"change", attribute + "=" + value}})));
  page.chart("waterfall");
  page.paragraph(
      page.say("Each bar is evidence in bits: to the right for one customer, to the left against; they add "
               "up from what was to be expected of any two records."));
  page.close();
  page.open("The two records");
  page.open_table({page.say("Attribute"), to_string(why.a.id), to_string(why.b.id), page.say("Level"),
                   page.say("Weight")});
  page.row({page.say("Where from"), place_of(why.a), place_of(why.b), "", ""});
  ordered_json data = {{"labels", ordered_json::array()}, {"weights", ordered_json::array()}};
  auto add_bar = [&](const std::string& label, double weight) {
    data["labels"].push_back(label);
    data["weights"].push_back(weight);
  };
  add_bar(tr(language, "before looking"), explanation.prior);
  for (const auto& w : explanation.weights) {
    const auto a = value_of(why.a, w.column), b = value_of(why.b, w.column);
    if (a.empty() && b.empty()) continue;
    const bool missing = w.level == "null";
    page.row({page.label(w.column), a, b, missing ? page.say("missing on a side") : page.say(Text(w.level)),
              missing ? "" : fixed("%+.2f", w.weight + w.term_frequency)});
    if (!missing) add_bar(attribute_label(w.column, language), w.weight + w.term_frequency);
  }
  page.close_table();
  page.close();
  data["total"] = {{"label", tr(language, "together")}, {"weight", explanation.total}};
  return page.finish(data);
}

std::vector<RecordLink> links_between(ledger::Read& read, const std::vector<PageRecord>& records) {
  if (!MatchBase::exists(read.sql())) return {};
  const auto base = MatchBase::load(read.sql());
  RecordValues values(read.sql(), base.kinds);
  std::vector<RecordId> ids;
  std::vector<std::size_t> places;
  for (std::size_t i = 0; i < records.size() && ids.size() < most_linked; ++i) {
    if (values.of(records[i].id) == nullptr) continue;
    ids.push_back(records[i].id);
    places.push_back(i);
  }
  std::vector<match::FrozenRows::Pair> pairs;
  for (std::uint32_t i = 0; i < ids.size(); ++i) {
    for (std::uint32_t j = i + 1; j < ids.size(); ++j) pairs.emplace_back(i, j);
  }
  const auto table = values.table(ids);
  const match::FrozenRows rows(table, base.model, base.frequencies);
  Executor alone(1);
  std::vector<RecordLink> links;
  for (const auto& pair : rows.weigh(pairs, -1e6, alone))
    links.push_back({places[pair.pair.first], places[pair.pair.second], pair.total});
  return links;
}

std::string how_html(const HowPage& how, Language language) {
  Page page(language, "How a customer came to be");
  const auto& records = how.customer.records;
  page.open(Text("{count} records", {{"count", std::to_string(how.customer.customer.records)}}));
  page.paragraph(to_string(how.customer.customer.id));
  page.chart("graph");
  page.paragraph(
      page.say("A line joins two records that speak for one customer: the thicker, the more. A dashed line "
               "speaks against it."));
  page.close();
  page.open("What happened");
  page.open_table({page.say("Time"), page.say("Records that came"), page.say("Records that left"),
                   page.say("Values that changed")});
  auto list = [](const std::vector<RecordId>& ids) {
    std::string text;
    for (auto id : ids) text += (text.empty() ? "" : "<br>") + to_string(id);
    return text;
  };
  for (const auto& step : how.story) {
    std::string names;
    for (const auto& name : step.values_changed) names += (names.empty() ? "" : ", ") + page.label(name);
    page.row({to_iso_time(step.at), list(step.joined), list(step.left), names});
  }
  page.close_table();
  page.close();
  page.open("The records");
  page.open_table({page.say("Record"), page.say("Where from"), page.say("Name"), page.say("Phone"),
                   page.say("E-mail"), page.say("Address")});
  ordered_json data = {{"nodes", ordered_json::array()}, {"links", ordered_json::array()}};
  for (const auto& record : records) {
    page.row({to_string(record.id), place_of(record), value_of(record, "name"), value_of(record, "phone"),
              value_of(record, "email"), value_of(record, "address")});
    if (data["nodes"].size() < most_linked)
      data["nodes"].push_back({{"id", to_string(record.id)}, {"source", record.source}});
  }
  page.close_table();
  page.close();
  for (const auto& link : how.links) data["links"].push_back({link.a, link.b, link.total});
  return page.finish(data);
}

}  // namespace kith::service
