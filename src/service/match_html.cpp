#include "service/match_html.h"

#include <algorithm>
#include <cstdio>

#include <nlohmann/json.hpp>

#include "base/date.h"
#include "base/embedded.h"
#include "service/dictionary.h"
#include "service/match_base.h"
#include "service/quality_html_text.h"

namespace kith::service {
namespace {

using nlohmann::ordered_json;

constexpr std::size_t most_linked = 60;

std::string fixed(const char* format, double value) {
  char text[48];
  std::snprintf(text, sizeof text, format, value);
  return text;
}

// What both pages share: head, sections, tables, and the script at the end.
class Page {
 public:
  Page(Language language, const Text& title) : language_(language) {
    out_ = "<!doctype html>\n<html lang=\"";
    out_ += language == Language::zh ? "zh-CN" : "en";
    out_ +=
        "\">\n<head>\n<meta charset=\"utf-8\">\n"
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src "
        "'unsafe-inline'; script-src 'unsafe-inline'; img-src data:\">\n"
        "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>" +
        say(title) + "</title>\n<style>\n";
    out_ += embedded("quality_page.css");
    out_ += "</style>\n</head>\n<body>\n<header class=\"top\"><div><div class=\"brand\">Kith 知客</div><h1>" +
            say(title) + "</h1></div></header>\n<main id=\"content\">\n";
  }

  std::string say(const Text& text) const { return escape_html(text.render(language_)); }
  std::string label(const std::string& attribute) const {
    return escape_html(attribute_label(attribute, language_));
  }

  void open(const Text& title) { out_ += "<section><h2>" + say(title) + "</h2>\n"; }
  void close() { out_ += "</section>\n"; }
  void paragraph(const std::string& html) { out_ += "<p>" + html + "</p>\n"; }
  void chart(const char* id) { out_ += std::string("<div class=\"chart\" id=\"") + id + "\"></div>\n"; }

  void open_table(const std::vector<std::string>& columns) {
    out_ += "<div class=\"wide\"><table><thead><tr>";
    for (const auto& column : columns) out_ += "<th scope=\"col\">" + column + "</th>";
    out_ += "</tr></thead><tbody>\n";
  }
  void row(const std::vector<std::string>& cells) {
    out_ += "<tr>";
    for (std::size_t i = 0; i < cells.size(); ++i)
      out_ += (i == 0 ? "<th scope=\"row\">" : "<td>") + cells[i] + (i == 0 ? "</th>" : "</td>");
    out_ += "</tr>\n";
  }
  void close_table() { out_ += "</tbody></table></div>\n"; }

  std::string finish(const ordered_json& data) {
    out_ += "</main>\n<footer><p>" +
            say("This page holds everything it shows and asks the network for nothing. It shows personal "
                "data: keep it as carefully as the records.") +
            "</p></footer>\n<script type=\"application/json\" id=\"data\">" +
            script_json(data.dump(-1, ' ', false, ordered_json::error_handler_t::replace)) +
            "</script>\n<script>";
    out_ += embedded("echarts.min.js");
    out_ += "</script>\n<script>\n";
    out_ += embedded("match_page.js");
    out_ += "</script>\n</body>\n</html>\n";
    return std::move(out_);
  }

 private:
  Language language_;
  std::string out_;
};

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
