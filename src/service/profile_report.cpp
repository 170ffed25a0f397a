#include <algorithm>
#include <cstdio>

#include <nlohmann/json.hpp>

#include "service/dictionary.h"
#include "service/profile_file.h"

namespace kith::service {
namespace {

std::string percent(std::uint64_t part, std::uint64_t whole) {
  if (whole == 0) return "–";
  char text[16];
  double share = 100.0 * static_cast<double>(part) / static_cast<double>(whole);
  // What is not all must not look like all, nor something like nothing.
  if (part < whole && share > 99.9) share = 99.9;
  if (part > 0 && share < 0.1) share = 0.1;
  std::snprintf(text, sizeof text, part == whole || part == 0 ? "%.0f %%" : "%.1f %%", share);
  return text;
}

std::string short_number(double number) {
  char text[40];
  std::snprintf(text, sizeof text, "%.6g", number);
  return text;
}

std::string count(std::uint64_t number) { return grouped(static_cast<long long>(number)); }

// Many a place is called as people are: 安顺, 吴忠, Florence.
bool names_places(const std::string& attribute) {
  const auto* known = built_in_attribute(attribute);
  return known != nullptr && (known->type == "country" || known->match_kind == "place");
}

std::uint64_t filled(const FileColumn& column) { return static_cast<std::uint64_t>(column.profile.values()); }

std::string harmless(std::string_view text) {
  std::string out;
  for (char c : text) out += static_cast<unsigned char>(c) < 0x20 || c == 0x7F ? ' ' : c;
  return out;
}

// A kind in the reader's language, from its name.
std::string kind_word(std::string_view name, Language language) {
  const Text words[] = {"empty",
                        "e-mail address",
                        "phone number",
                        "identity number",
                        "web address",
                        "date",
                        "name of a person",
                        "name of a company",
                        "postal address",
                        "gender",
                        "contact in one cell",
                        "number",
                        "code",
                        "text"};
  static_assert(std::size(words) == static_cast<std::size_t>(ValueKind::count_));
  for (std::size_t k = 0; k < std::size(words); ++k) {
    if (name_of(static_cast<ValueKind>(k)) == name) return words[k].render(language);
  }
  return std::string(name);
}

std::string kind_words(const FileColumn& column, Language language) {
  if (column.kinds.seen == 0) return "–";
  auto most = column.kinds.most();
  std::string text = kind_word(name_of(most), language);
  double share = column.kinds.share(most);
  if (share < 0.995) text += " " + std::to_string(static_cast<int>(share * 100)) + " %";
  return text;
}

std::string distinct_words(const FileColumn& column) {
  return (column.profile.distinct_is_exact() ? "" : "≈ ") +
         count(static_cast<std::uint64_t>(column.profile.distinct()));
}

std::string shape_words(const FileProfile& profile, Language language) {
  const auto& shape = profile.shape;
  std::string text = std::string(lens::name_of(shape.format));
  for (const auto& part : {shape.compression, shape.encoding, shape.sheet}) {
    if (!part.empty()) text += " · " + harmless(part);
  }
  text += " · " + Text("{rows} rows × {columns} columns, {rejects} rejects",
                       {{"rows", count(profile.rows)},
                        {"columns", count(profile.columns.size())},
                        {"rejects", count(profile.rejects)}})
                      .render(language);
  return text;
}

// The sentences that stand for the file as a whole.
std::vector<Text> findings(const FileProfile& profile) {
  std::vector<Text> found;
  for (const auto& [reason, times] : profile.reject_reasons) {
    found.emplace_back("{count} rows cannot be read: {reason}",
                       Text::Arguments{{"count", count(times)}, {"reason", reason.render(Language::en)}});
  }
  if (profile.repeated_rows > 0)
    found.emplace_back(profile.repeated_exact ? "{count} rows repeat another row in every cell"
                                              : "at least {count} rows repeat another row in every cell",
                       Text::Arguments{{"count", count(profile.repeated_rows)}});
  std::string keys;
  for (const auto& column : profile.columns) {
    if (column.key) keys += (keys.empty() ? "" : ", ") + harmless(column.name);
  }
  if (keys.empty())
    found.emplace_back("no column tells the rows apart");
  else
    found.emplace_back("each of these alone tells the rows apart: {columns}",
                       Text::Arguments{{"columns", keys}});
  for (const auto& column : profile.columns) {
    for (std::size_t k = 1; k < static_cast<std::size_t>(ValueKind::count_); ++k) {
      auto kind = static_cast<ValueKind>(k);
      if (!is_personal(kind) || column.kinds.share(kind) < 0.02 || column.kinds.counts[k] < 2) continue;
      if (kind == ValueKind::person && names_places(column.attribute)) continue;
      found.emplace_back(
          "personal data in {column}: {kind}",
          Text::Arguments{{"column", harmless(column.name)}, {"kind", std::string(name_of(kind))}});
    }
    if (column.outliers > 0) {
      found.emplace_back("{column}: {count} of {all} numbers lie far outside, below {low} or above {high}",
                         Text::Arguments{{"column", harmless(column.name)},
                                         {"count", count(column.outliers)},
                                         {"all", count(column.numbers)},
                                         {"low", short_number(column.low_fence)},
                                         {"high", short_number(column.high_fence)}});
    }
  }
  for (const auto& dependency : profile.dependencies) {
    auto per_mille = static_cast<std::uint64_t>(dependency.share * 1000);
    found.emplace_back("{from} decides {to} in {share} of the rows",
                       Text::Arguments{{"from", harmless(profile.columns[dependency.from].name)},
                                       {"to", harmless(profile.columns[dependency.to].name)},
                                       {"share", percent(per_mille, 1000)}});
  }
  return found;
}

// Kinds and reasons inside a sentence are words of their own.
std::string say(const Text& text, Language language) {
  Text::Arguments arguments = text.arguments();
  for (auto& [name, value] : arguments) {
    if (name == "kind") value = kind_word(value, language);
    if (name == "reason") value = tr(language, value);
  }
  return Text(text.key(), arguments).render(language);
}

std::string escaped(std::string_view text) {
  std::string out;
  for (char c : harmless(text)) {
    if (c == '<')
      out += "&lt;";
    else if (c == '>')
      out += "&gt;";
    else if (c == '&')
      out += "&amp;";
    else if (c == '"')
      out += "&quot;";
    else
      out += c;
  }
  return out;
}

constexpr std::string_view style = R"(
:root{color-scheme:light dark}body{font:15px/1.5 system-ui,"PingFang SC","Microsoft YaHei",sans-serif;margin:2rem auto;max-width:70rem;padding:0 1rem}
h1{font-size:1.5rem;margin:0}h2{font-size:1.1rem;margin:2rem 0 .5rem}.dim{opacity:.7}
section{border:1px solid #8884;border-radius:8px;padding:.8rem 1rem;margin:.8rem 0}
.grid{display:grid;grid-template-columns:repeat(auto-fit,minmax(16rem,1fr));gap:1rem}
table{border-collapse:collapse;width:100%}td{padding:.1rem .4rem;vertical-align:middle;overflow-wrap:anywhere}td.n{text-align:right;white-space:nowrap;width:1%}
.bar{background:#3b82f688;height:.8rem;border-radius:2px;min-width:1px}.bins{display:flex;align-items:flex-end;height:4rem;gap:1px}.bins div{flex:1;background:#3b82f688;min-height:1px}
code{font-size:.95em}li{margin:.15rem 0}@media print{section{break-inside:avoid}}
)";

void add_bars(std::string& out, const std::vector<std::pair<std::string, std::int64_t>>& rows, bool code) {
  std::int64_t most = 1;
  for (const auto& row : rows) most = std::max(most, row.second);
  out += "<table>";
  for (const auto& [text, times] : rows) {
    out += "<tr><td>" + std::string(code ? "<code>" : "") + escaped(text.substr(0, 200)) +
           (code ? "</code>" : "") + "</td><td class=n>" + grouped(times) +
           "</td><td style=\"width:35%\"><div class=bar style=\"width:" + std::to_string(100 * times / most) +
           "%\"></div></td></tr>";
  }
  out += "</table>";
}

void add_column(std::string& out, const FileColumn& column, const FileProfile& profile, Language language) {
  out +=
      "<section><strong>" + escaped(column.name) + "</strong> <span class=dim>" +
      escaped(kind_words(column, language)) + " · " +
      escaped(Text("{filled} filled, {distinct} different",
                   {{"filled", percent(filled(column), profile.rows)}, {"distinct", distinct_words(column)}})
                  .render(language));
  if (!column.attribute.empty())
    out += " · " + escaped(Text("an import reads it as {attribute}",
                                {{"attribute", attribute_label(column.attribute, language)}})
                               .render(language));
  out += "</span><div class=grid>";
  std::vector<std::pair<std::string, std::int64_t>> values, patterns;
  for (const auto& top : column.profile.top_values(8)) values.emplace_back(top.value, top.count);
  for (const auto& top : column.profile.top_patterns(8)) patterns.emplace_back(top.pattern, top.count);
  if (!column.key) {
    out += "<div>" + escaped(tr(language, "Frequent values"));
    add_bars(out, values, false);
    out += "</div>";
  }
  out += "<div>" + escaped(tr(language, "Patterns"));
  add_bars(out, patterns, true);
  out += "</div>";
  if (!column.histogram.empty()) {
    auto most =
        std::max<std::uint64_t>(1, *std::max_element(column.histogram.begin(), column.histogram.end()));
    out += "<div>" + escaped(tr(language, "Distribution")) + "<div class=bins>";
    for (auto bin : column.histogram)
      out += "<div title=\"" + count(bin) + "\" style=\"height:" + std::to_string(100 * bin / most) +
             "%\"></div>";
    out += "</div><span class=dim>" + short_number(column.least) + " – " + short_number(column.greatest) +
           "</span></div>";
  }
  out += "</div>";
  auto rules = suggested_rules(column, profile.rows);
  if (!rules.empty()) {
    out += "<ul>";
    for (const auto& rule : rules) out += "<li>" + escaped(say(rule, language)) + "</li>";
    out += "</ul>";
  }
  out += "</section>\n";
}

}  // namespace

std::string profile_terminal(const FileProfile& profile, Language language) {
  std::string out = harmless(profile.file) + "  " + shape_words(profile, language) + "\n";
  for (const auto& column : profile.columns) {
    out += "\n" + harmless(column.name) + "\n  " + kind_words(column, language) + " · " +
           Text("{filled} filled, {distinct} different",
                {{"filled", percent(filled(column), profile.rows)}, {"distinct", distinct_words(column)}})
               .render(language);
    if (!column.attribute.empty())
      out += " · " + Text("an import reads it as {attribute}",
                          {{"attribute", attribute_label(column.attribute, language)}})
                         .render(language);
    out += "\n";
    auto line = [&](const char* title, const auto& list, auto text) {
      if (list.empty()) return;
      std::string all;
      for (const auto& each : list) {
        std::string value = harmless(text(each));
        if (value.size() > 60) value = "…";
        all += (all.empty() ? "" : "  ") + value + " ×" + grouped(each.count);
      }
      out += "  " + tr(language, title) + ": " + all + "\n";
    };
    if (!column.key)
      line("Frequent values", column.profile.top_values(5), [](const auto& top) { return top.value; });
    line("Patterns", column.profile.top_patterns(3), [](const auto& top) { return top.pattern; });
    for (const auto& rule : suggested_rules(column, profile.rows))
      out += "  → " + harmless(say(rule, language)) + "\n";
  }
  out += "\n" + tr(language, "What stands out") + "\n";
  for (const auto& finding : findings(profile)) out += "  • " + say(finding, language) + "\n";
  return out;
}

std::string profile_json(const FileProfile& profile) {
  using nlohmann::ordered_json;
  ordered_json json = {{"file", profile.file},
                       {"format", lens::name_of(profile.shape.format)},
                       {"compression", profile.shape.compression},
                       {"encoding", profile.shape.encoding},
                       {"sheet", profile.shape.sheet},
                       {"header_line", profile.shape.header_line},
                       {"rows", profile.rows},
                       {"rejects", profile.rejects},
                       {"repeated_rows", profile.repeated_rows},
                       {"seconds", profile.seconds}};
  json["columns"] = ordered_json::array();
  for (const auto& column : profile.columns) {
    ordered_json entry = {{"name", column.name},
                          {"filled", column.profile.values()},
                          {"nulls", column.profile.nulls()},
                          {"blanks", column.profile.blanks()},
                          {"distinct", column.profile.distinct()},
                          {"distinct_is_exact", column.profile.distinct_is_exact()},
                          {"shortest", column.profile.shortest()},
                          {"longest", column.profile.longest()},
                          {"key", column.key},
                          {"attribute", column.attribute},
                          {"confidence", column.confidence}};
    entry["kinds"] = ordered_json::object();
    for (std::size_t k = 1; k < static_cast<std::size_t>(ValueKind::count_); ++k) {
      if (column.kinds.counts[k] > 0)
        entry["kinds"][std::string(name_of(static_cast<ValueKind>(k)))] = column.kinds.counts[k];
    }
    if (column.numbers > 0) {
      entry["outliers"] = column.outliers;
      entry["least"] = column.least;
      entry["greatest"] = column.greatest;
    }
    entry["top_values"] = ordered_json::array();
    for (const auto& top : column.profile.top_values(10))
      entry["top_values"].push_back({{"value", top.value}, {"count", top.count}});
    entry["patterns"] = ordered_json::array();
    for (const auto& top : column.profile.top_patterns(10))
      entry["patterns"].push_back({{"pattern", top.pattern}, {"count", top.count}});
    entry["rules"] = ordered_json::array();
    for (const auto& rule : suggested_rules(column, profile.rows))
      entry["rules"].push_back(rule.render(Language::en));
    json["columns"].push_back(std::move(entry));
  }
  json["dependencies"] = ordered_json::array();
  for (const auto& d : profile.dependencies) {
    json["dependencies"].push_back(
        {{"from", profile.columns[d.from].name}, {"to", profile.columns[d.to].name}, {"share", d.share}});
  }
  json["findings"] = ordered_json::array();
  for (const auto& finding : findings(profile)) json["findings"].push_back(finding.render(Language::en));
  return json.dump(2, ' ', false, ordered_json::error_handler_t::replace);
}

std::string profile_html(const FileProfile& profile, Language language) {
  std::string name = escaped(profile.file.substr(profile.file.find_last_of('/') + 1));
  std::string out =
      "<!doctype html><html lang=\"" + std::string(language == Language::zh ? "zh-CN" : "en") +
      "\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width\"><title>" +
      name + "</title><style>" + std::string(style) + "</style></head><body><h1>" + name +
      "</h1><p class=dim>" + escaped(shape_words(profile, language)) + "</p><h2>" +
      escaped(tr(language, "What stands out")) + "</h2><ul>";
  for (const auto& finding : findings(profile)) out += "<li>" + escaped(say(finding, language)) + "</li>";
  out += "</ul><h2>" + escaped(tr(language, "Columns")) + "</h2>\n";
  for (const auto& column : profile.columns) add_column(out, column, profile, language);
  return out + "</body></html>\n";
}

}  // namespace kith::service
