// What the pages of matching share; private to service/*_html.cpp.
#pragma once
#include <cstdio>
#include <string>
#include <utility>
#include <vector>

#include <nlohmann/json.hpp>

#include "base/embedded.h"
#include "base/text.h"
#include "service/dictionary.h"
#include "service/quality_html_text.h"

namespace kith::service {

inline std::string fixed(const char* format, double value) {
  char text[48];
  std::snprintf(text, sizeof text, format, value);
  return text;
}

/// Head, sections, tables, and the script at the end. What goes in as a string is HTML already.
class MatchHtmlPage {
 public:
  MatchHtmlPage(Language language, const Text& title, bool personal = true)
      : language_(language), personal_(personal) {
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
  /// Not escaped: for what a script shows.
  std::string plain(const Text& sentence) const { return sentence.render(language_); }
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

  std::string finish(const nlohmann::ordered_json& data) {
    out_ += "</main>\n<footer><p>" +
            say(personal_ ? Text("This page holds everything it shows and asks the network for nothing. It "
                                 "shows personal data: keep it as carefully as the records.")
                          : Text("This page holds everything it shows and asks the network for nothing. It "
                                 "shows no value of any row.")) +
            "</p></footer>\n<script type=\"application/json\" id=\"data\">" +
            script_json(data.dump(-1, ' ', false, nlohmann::ordered_json::error_handler_t::replace)) +
            "</script>\n<script>";
    out_ += embedded("echarts.min.js");
    out_ += "</script>\n<script>\n";
    out_ += embedded("match_page.js");
    out_ += "</script>\n</body>\n</html>\n";
    return std::move(out_);
  }

 private:
  Language language_;
  bool personal_;
  std::string out_;
};

}  // namespace kith::service
