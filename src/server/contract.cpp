#include "server/contract.h"

#include <charconv>
#include <memory>

#include <yaml.h>

#include "base/embedded.h"
#include "base/error.h"

namespace kith::server {
namespace {

using json = nlohmann::ordered_json;

constexpr int deepest = 64;

[[noreturn]] void no_yaml() {
  throw Error(ErrorCode::corrupt, "The contract inside the program cannot be read.", "Build it anew.");
}

struct Parser {
  ::yaml_parser_t parser{};
  ::yaml_document_t document{};

  explicit Parser(std::string_view text) {
    if (::yaml_parser_initialize(&parser) == 0) throw std::bad_alloc();
    ::yaml_parser_set_input_string(&parser, reinterpret_cast<const unsigned char*>(text.data()), text.size());
    if (::yaml_parser_load(&parser, &document) == 0) {
      ::yaml_parser_delete(&parser);
      no_yaml();
    }
  }
  ~Parser() {
    ::yaml_document_delete(&document);
    ::yaml_parser_delete(&parser);
  }
  Parser(const Parser&) = delete;
  Parser& operator=(const Parser&) = delete;
};

std::string text_of(const ::yaml_node_t& node) {
  return {reinterpret_cast<const char*>(node.data.scalar.value), node.data.scalar.length};
}

json scalar(const ::yaml_node_t& node) {
  auto text = text_of(node);
  if (node.data.scalar.style != YAML_PLAIN_SCALAR_STYLE) return text;
  if (text.empty() || text == "null" || text == "~") return nullptr;
  if (text == "true" || text == "false") return text == "true";
  std::int64_t number = 0;
  const auto* end = text.data() + text.size();
  if (auto [at, fault] = std::from_chars(text.data(), end, number); fault == std::errc() && at == end)
    return number;
  return text;
}

json value_of(::yaml_document_t& document, int index, int depth) {
  const auto* node = ::yaml_document_get_node(&document, index);
  if (node == nullptr || depth > deepest) no_yaml();
  if (node->type == YAML_SCALAR_NODE) return scalar(*node);
  if (node->type == YAML_SEQUENCE_NODE) {
    json list = json::array();
    for (auto* item = node->data.sequence.items.start; item < node->data.sequence.items.top; ++item)
      list.push_back(value_of(document, *item, depth + 1));
    return list;
  }
  json object = json::object();
  for (auto* pair = node->data.mapping.pairs.start; pair < node->data.mapping.pairs.top; ++pair) {
    const auto* key = ::yaml_document_get_node(&document, pair->key);
    if (key == nullptr || key->type != YAML_SCALAR_NODE) no_yaml();
    object[text_of(*key)] = value_of(document, pair->value, depth + 1);
  }
  return object;
}

}  // namespace

json yaml_to_json(std::string_view yaml) {
  Parser parser(yaml);
  if (::yaml_document_get_root_node(&parser.document) == nullptr) no_yaml();
  return value_of(parser.document, 1, 0);
}

std::string_view contract_text() noexcept { return embedded("openapi.yaml"); }

const json& contract() {
  static const json read = yaml_to_json(contract_text());
  return read;
}

const json& resolved(const json& value) {
  if (!value.is_object() || !value.contains("$ref")) return value;
  const auto& place = value["$ref"].get_ref<const std::string&>();
  return contract().at(json::json_pointer(place.substr(1)));
}

}  // namespace kith::server
