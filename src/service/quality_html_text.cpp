#include "service/quality_html_text.h"

#include <cstdint>
#include <cstdio>

#include "base/utf8.h"
#include "quality/pattern.h"

namespace kith::service {
namespace {

constexpr std::size_t longest_value = 120;

void append_escaped(std::string& out, char32_t c) {
  switch (c) {
    case '&':
      out += "&amp;";
      return;
    case '<':
      out += "&lt;";
      return;
    case '>':
      out += "&gt;";
      return;
    case '"':
      out += "&quot;";
      return;
    case '\'':
      out += "&#39;";
      return;
    default:
      append_utf8(out, c < 0x20 && c != '\t' && c != '\n' ? 0xFFFD : c == 0x7F ? 0xFFFD : c);
      return;
  }
}

void append_mark(std::string& out, std::string_view sign) {
  out += "<span class=\"mark\">";
  out += sign;
  out += "</span>";
}

}  // namespace

std::string escape_html(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  for (std::size_t at = 0; at < text.size();) append_escaped(out, next_code_point(text, at));
  return out;
}

std::string value_html(std::string_view value) {
  std::string out = "<bdi class=\"value\">";
  const std::size_t first_ink = value.find_first_not_of(' ');
  const std::size_t last_ink = value.find_last_not_of(' ');
  std::size_t shown = 0;
  for (std::size_t at = 0; at < value.size(); ++shown) {
    if (shown == longest_value) {
      out += "…";
      break;
    }
    const std::size_t begin = at;
    const char32_t c = next_code_point(value, at);
    const bool outer =
        c == ' ' && (begin < first_ink || begin > last_ink || first_ink == std::string_view::npos);
    const char32_t symbol = quality::pattern_class(c);
    if (outer || symbol == U'␣') {
      append_mark(out, c == 0x3000 ? "␣␣" : "␣");
    } else if (symbol == U'␀') {
      char name[16];
      std::snprintf(name, sizeof name, "U+%04X", static_cast<unsigned>(c));
      append_mark(out, name);
    } else if (c == 0xFFFD) {
      append_mark(out, "�");
    } else {
      append_escaped(out, c);
    }
  }
  return out + "</bdi>";
}

std::string script_json(std::string json) {
  std::string out;
  out.reserve(json.size());
  for (char c : json) {
    if (c == '<') {
      out += "\\u003c";
    } else {
      out += c;
    }
  }
  return out;
}

}  // namespace kith::service
