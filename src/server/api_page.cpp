#include "server/api_page.h"

#include <algorithm>

#include "server/contract.h"

namespace kith::server {
namespace {

using json = nlohmann::ordered_json;

constexpr const char* methods[] = {"get", "post", "put", "patch", "delete"};

std::string escaped(std::string_view text) {
  std::string out;
  for (char c : text) {
    if (c == '&')
      out += "&amp;";
    else if (c == '<')
      out += "&lt;";
    else if (c == '>')
      out += "&gt;";
    else if (c == '"')
      out += "&quot;";
    else
      out += c;
  }
  return out;
}

// `code` and **strong** of one line.
std::string inline_marks(std::string_view text) {
  std::string out;
  bool code = false, strong = false;
  auto plain = escaped(text);
  for (std::size_t i = 0; i < plain.size(); ++i) {
    if (plain[i] == '`') {
      out += code ? "</code>" : "<code>";
      code = !code;
    } else if (!code && plain[i] == '*' && i + 1 < plain.size() && plain[i + 1] == '*') {
      out += strong ? "</strong>" : "<strong>";
      strong = !strong;
      ++i;
    } else {
      out += plain[i];
    }
  }
  return out + (code ? "</code>" : "") + (strong ? "</strong>" : "");
}

// Paragraphs and lists of lines that begin with "* ".
std::string marked_up(std::string_view text) {
  std::vector<std::pair<bool, std::string>> blocks;
  bool fresh = true;
  while (!text.empty()) {
    auto end = std::min(text.find('\n'), text.size());
    auto line = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    while (!line.empty() && line.front() == ' ') line.remove_prefix(1);
    if (line.empty()) {
      fresh = true;
      continue;
    }
    const bool item = line.substr(0, 2) == "* ";
    if (item) line.remove_prefix(2);
    if (fresh || item)
      blocks.emplace_back(item, std::string(line));
    else
      blocks.back().second += " " + std::string(line);
    fresh = false;
  }
  std::string out;
  bool within = false;
  for (const auto& [item, block] : blocks) {
    if (item != within) out += item ? "<ul>" : "</ul>";
    within = item;
    out += (item ? "<li>" : "<p>") + inline_marks(block) + (item ? "</li>" : "</p>");
  }
  return out + (within ? "</ul>" : "");
}

class Page {
 public:
  Page(Language language, const std::string& version) : language_(language), version_(version) {}

  std::string make() {
    const auto& all = contract();
    head(all);
    for (const auto& tag : all["tags"]) section(all, tag);
    shapes(all);
    out_ += "</main></body></html>\n";
    return std::move(out_);
  }

 private:
  std::string say(const Text& text) const { return escaped(text.render(language_)); }

  void head(const json& all) {
    const bool zh = language_ == Language::zh;
    out_ += "<!doctype html><html lang=\"" + std::string(zh ? "zh-CN" : "en") +
            "\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width, "
            "initial-scale=1\"><title>" +
            say("The API of Kith") +
            "</title><link rel=\"stylesheet\" href=\"/docs/api.css\"><script src=\"/docs/api.js\" "
            "defer></script></head><body><nav aria-label=\"" +
            say("Parts of the API") + "\"><p class=\"name\"><a href=\"/\">Kith 知客</a> " +
            escaped(version_) + "</p><label>" + say("Search") +
            "<input id=\"search\" type=\"search\" autocomplete=\"off\"></label><p id=\"found\" "
            "role=\"status\" data-none=\"" +
            say("Nothing has all of these words.") + "\"></p><ul>";
    for (const auto& tag : all["tags"]) {
      auto name = escaped(tag["name"].get<std::string>());
      out_ += "<li><a href=\"#" + name + "\">" + name + "</a></li>";
    }
    out_ += "<li><a href=\"#shapes\">" + say("Shapes") + "</a></li></ul><p><a lang=\"" +
            std::string(zh ? "en" : "zh-CN") + "\" href=\"/docs/api?lang=" + (zh ? "en" : "zh") + "\">" +
            (zh ? "English" : "中文") +
            "</a></p><p><a href=\"/docs/openapi.yaml\">YAML</a> · <a href=\"/docs/openapi.json\">JSON</a></p>"
            "</nav><main><h1>" +
            say("The API of Kith") + "</h1>" + marked_up(all["info"]["description"].get<std::string>());
  }

  void section(const json& all, const json& tag) {
    auto name = tag["name"].get<std::string>();
    out_ += "<section><h2 id=\"" + escaped(name) + "\">" + escaped(name) + "</h2><p>" +
            inline_marks(tag.value("description", "")) + "</p>";
    for (const auto& [path, item] : all["paths"].items()) {
      for (const char* method : methods) {
        if (!item.contains(method)) continue;
        const auto& operation = item[method];
        if (operation["tags"][0] == name) call(path, method, item, operation);
      }
    }
    out_ += "</section>";
  }

  void call(const std::string& path, const std::string& method, const json& item, const json& operation) {
    std::string upper = method;
    for (char& c : upper) c = static_cast<char>(c - 32);
    out_ += "<details class=\"entry\" id=\"" + escaped(operation["operationId"].get<std::string>()) +
            "\"><summary><b class=\"" + method + "\">" + upper + "</b> <code>" + escaped(path) +
            "</code> <span>" + inline_marks(operation.value("summary", "")) + "</span></summary>";
    out_ += marked_up(operation.value("description", ""));
    auto right = operation.value("x-kith-right", "any");
    out_ += "<p>" +
            (right == "none"  ? say("Needs nobody signed in.")
             : right == "any" ? say("Needs somebody signed in; no right of its own.")
                              : say("Needs the right") + " <code>" + escaped(right) + "</code>") +
            "</p>";
    parameters(item, operation);
    if (operation.contains("requestBody")) {
      out_ += "<h4>" + say("Body") + "</h4>";
      content(resolved(operation["requestBody"]));
    }
    out_ += "<h4>" + say("Answers") + "</h4><dl>";
    for (const auto& [status, answer] : operation["responses"].items()) {
      const auto& told = resolved(answer);
      out_ += "<dt>" + (status == "default" ? say("otherwise") : escaped(status)) + "</dt><dd>" +
              inline_marks(told.value("description", ""));
      content(told);
      out_ += "</dd>";
    }
    out_ += "</dl></details>";
  }

  void parameters(const json& item, const json& operation) {
    std::vector<json> all;
    for (const auto* holder : {&item, &operation}) {
      if (!holder->contains("parameters")) continue;
      for (const auto& parameter : (*holder)["parameters"]) all.push_back(resolved(parameter));
    }
    if (all.empty()) return;
    out_ += "<h4>" + say("Parameters") + "</h4>" + table_head();
    for (const auto& parameter : all) {
      out_ += "<tr><td><code>" + escaped(parameter["name"].get<std::string>()) + "</code> <small>" +
              place_word(parameter["in"].get<std::string>()) + "</small></td><td>" +
              type_of(parameter["schema"]) + needed(parameter.value("required", false)) + "</td><td>" +
              inline_marks(parameter.value("description", "")) + limits(resolved(parameter["schema"])) +
              "</td></tr>";
    }
    out_ += "</table>";
  }

  std::string place_word(const std::string& place) const {
    if (place == "path") return say("in the path");
    if (place == "header") return say("in a header");
    return say("in the query");
  }

  std::string table_head() const {
    return "<table><tr><th>" + say("Field") + "</th><th>" + say("Type") + "</th><th>" + say("Meaning") +
           "</th></tr>";
  }

  std::string needed(bool required) const {
    return required ? " <em>" + say("required") + "</em>" : std::string();
  }

  void content(const json& holder) {
    if (!holder.contains("content")) return;
    for (const auto& [kind, what] : holder["content"].items()) {
      out_ += "<p><code>" + escaped(kind) + "</code>";
      if (what.contains("schema")) {
        const auto& schema = what["schema"];
        out_ += " " + type_of(schema) + "</p>";
        if (!schema.contains("$ref")) fields(schema);
      } else {
        out_ += "</p>";
      }
    }
  }

  void fields(const json& schema) {
    if (schema.contains("items") && !schema["items"].contains("$ref")) fields(schema["items"]);
    for (const char* join : {"allOf", "oneOf", "anyOf"}) {
      if (!schema.contains(join)) continue;
      for (const auto& part : schema[join]) {
        if (part.contains("$ref"))
          out_ += "<p>" + type_of(part) + "</p>";
        else
          fields(part);
      }
    }
    if (!schema.contains("properties")) return;
    std::vector<std::string> required;
    if (schema.contains("required")) required = schema["required"].get<std::vector<std::string>>();
    out_ += table_head();
    for (const auto& [name, field] : schema["properties"].items()) {
      const bool must = std::find(required.begin(), required.end(), name) != required.end();
      out_ += "<tr><td><code>" + escaped(name) + "</code></td><td>" + type_of(field) + needed(must) +
              "</td><td>" + inline_marks(field.value("description", "")) + limits(field);
      if (!field.contains("$ref")) fields(field);
      out_ += "</td></tr>";
    }
    out_ += "</table>";
  }

  std::string type_of(const json& schema) const {
    if (schema.contains("$ref")) {
      auto place = schema["$ref"].get<std::string>();
      auto name = escaped(place.substr(place.rfind('/') + 1));
      return "<a href=\"#shape-" + name + "\">" + name + "</a>";
    }
    if (schema.contains("enum")) {
      std::string words;
      for (const auto& word : schema["enum"])
        words +=
            (words.empty() ? "" : " | ") + escaped(word.is_string() ? word.get<std::string>() : word.dump());
      return "<code>" + words + "</code>";
    }
    if (schema.contains("const")) return "<code>" + escaped(schema["const"].dump()) + "</code>";
    if (schema.contains("items")) return say("list of") + " " + type_of(schema["items"]);
    for (const char* join : {"oneOf", "anyOf", "allOf"}) {
      if (!schema.contains(join)) continue;
      std::string parts;
      for (const auto& part : schema[join])
        parts += (parts.empty() ? "" : std::string(join) == "allOf" ? " + " : " | ") + type_of(part);
      return parts;
    }
    std::string word = "object";
    if (schema.contains("type")) {
      const auto& type = schema["type"];
      word = type.is_array() ? "" : type.get<std::string>();
      for (const auto& one : type) {
        if (type.is_array()) word += (word.empty() ? "" : " | ") + one.get<std::string>();
      }
    }
    auto format = schema.value("format", "");
    return escaped(word) + (format.empty() ? "" : " <small>" + escaped(format) + "</small>");
  }

  std::string limits(const json& schema) const {
    std::string out;
    const std::pair<const char*, const char*> words[] = {
        {"default", "default"},     {"minimum", "≥"},          {"maximum", "≤"},
        {"minLength", "length ≥"},  {"maxLength", "length ≤"}, {"maxItems", "at most ×"},
        {"minItems", "at least ×"}, {"pattern", "like"}};
    for (auto [name, word] : words) {
      if (!schema.contains(name)) continue;
      const auto& value = schema[name];
      out += (out.empty() ? "" : " · ") + std::string(word) + " " +
             escaped(value.is_string() ? value.get<std::string>() : value.dump());
    }
    return out.empty() ? out : " <small>" + out + "</small>";
  }

  void shapes(const json& all) {
    out_ += "<section><h2 id=\"shapes\">" + say("Shapes") + "</h2>";
    for (const auto& [name, schema] : all["components"]["schemas"].items()) {
      out_ += "<details class=\"entry\" id=\"shape-" + escaped(name) + "\"><summary><code>" + escaped(name) +
              "</code> <span>" + type_of(schema) + "</span></summary>" +
              marked_up(schema.value("description", "")) + limits(schema);
      fields(schema);
      out_ += "</details>";
    }
    out_ += "</section>";
  }

  Language language_;
  const std::string& version_;
  std::string out_;
};

}  // namespace

std::string api_page(Language language, const std::string& version) { return Page(language, version).make(); }

}  // namespace kith::server
