#include "lens/readers/json_flatten.h"

#include <functional>
#include <unordered_map>

#include <simdjson.h>

#include "base/hash.h"

namespace kith::lens {
namespace {

namespace ondemand = simdjson::ondemand;
using Outcome = JsonFlattener::Outcome;

struct Failure {
  Outcome outcome;
};

struct TextHash {
  using is_transparent = void;
  std::size_t operator()(std::string_view text) const noexcept { return hash_bytes(text); }
};

std::string_view trimmed(std::string_view token) {
  while (!token.empty() && static_cast<unsigned char>(token.back()) <= ' ') token.remove_suffix(1);
  return token;
}

// The grammar of RFC 8259, section 6; the parser leaves a token unread until it is asked for a binary number.
bool is_number(std::string_view token) {
  std::size_t at = 0;
  auto digits = [&] {
    std::size_t from = at;
    while (at < token.size() && token[at] >= '0' && token[at] <= '9') ++at;
    return at - from;
  };
  if (at < token.size() && token[at] == '-') ++at;
  std::size_t whole_from = at;
  std::size_t whole = digits();
  if (whole == 0 || (whole > 1 && token[whole_from] == '0')) return false;
  if (at < token.size() && token[at] == '.') {
    ++at;
    if (digits() == 0) return false;
  }
  if (at < token.size() && (token[at] == 'e' || token[at] == 'E')) {
    ++at;
    if (at < token.size() && (token[at] == '+' || token[at] == '-')) ++at;
    if (digits() == 0) return false;
  }
  return at == token.size();
}

std::string_view number_of(ondemand::value value) {
  std::string_view token = trimmed(value.raw_json_token());
  if (!is_number(token)) throw Failure{Outcome::malformed};
  // The value must be taken, or the iteration would stand still.
  double number = 0;
  auto error = value.get_double().get(number);
  if (error && error != simdjson::NUMBER_ERROR) throw Failure{Outcome::malformed};
  return token;
}

void append_quoted(std::string_view text, std::string& out) {
  static constexpr char digits[] = "0123456789abcdef";
  out += '"';
  for (char c : text) {
    if (c == '"' || c == '\\') {
      out += '\\';
      out += c;
    } else if (c == '\n') {
      out += "\\n";
    } else if (static_cast<unsigned char>(c) < 0x20) {
      out += "\\u00";
      out += digits[static_cast<unsigned char>(c) >> 4];
      out += digits[static_cast<unsigned char>(c) & 15];
    } else {
      out += c;
    }
  }
  out += '"';
}

// The value as compact JSON, every part of it looked at.
void append_compact(ondemand::value value, std::string& out) {
  switch (value.type()) {
    case ondemand::json_type::array: {
      out += '[';
      bool first = true;
      for (auto element : value.get_array()) {
        if (!first) out += ',';
        first = false;
        append_compact(element.value(), out);
      }
      out += ']';
      break;
    }
    case ondemand::json_type::object: {
      out += '{';
      bool first = true;
      for (auto field : value.get_object()) {
        if (!first) out += ',';
        first = false;
        append_quoted(field.unescaped_key(), out);
        out += ':';
        append_compact(field.value(), out);
      }
      out += '}';
      break;
    }
    case ondemand::json_type::string:
      append_quoted(value.get_string(), out);
      break;
    case ondemand::json_type::boolean:
      out += value.get_bool() ? "true" : "false";
      break;
    case ondemand::json_type::number:
      out += number_of(value);
      break;
    case ondemand::json_type::null:
      if (!value.is_null()) throw Failure{Outcome::malformed};
      out += "null";
      break;
  }
}

}  // namespace

struct JsonFlattener::State {
  ondemand::parser parser;
  std::string padded, path, compact, fault_column;
  std::vector<std::string> columns;
  std::unordered_map<std::string, std::size_t, TextHash, std::equal_to<>> numbers;
  std::vector<std::uint64_t> seen_in;  // the last object that had the column
  std::uint64_t object = 0;
  BlockArena* arena = nullptr;
  std::vector<std::pair<std::size_t, Cell>>* cells = nullptr;

  std::size_t column(std::string_view name) {
    auto at = numbers.find(name);
    if (at != numbers.end()) return at->second;
    if (columns.size() == most_columns) throw Failure{Outcome::extra_columns};
    columns.emplace_back(name);
    seen_in.push_back(0);
    numbers.emplace(columns.back(), columns.size() - 1);
    return columns.size() - 1;
  }

  void add(std::string_view text, bool null) {
    std::size_t number = column(path);
    if (seen_in[number] == object) {
      fault_column = path;
      throw Failure{Outcome::repeated_key};
    }
    seen_in[number] = object;
    cells->emplace_back(number, null ? null_cell : arena->keep(text));
  }

  void flatten(ondemand::object members) {
    std::size_t prefix = path.size();
    for (auto field : members) {
      if (prefix > 0) path += '.';
      path += std::string_view(field.unescaped_key());
      flatten(field.value().value());
      path.resize(prefix);
    }
  }

  void flatten(ondemand::value value) {
    switch (value.type()) {
      case ondemand::json_type::object: {
        ondemand::object members = value.get_object();
        flatten(members);
        break;
      }
      case ondemand::json_type::array:
        compact.clear();
        append_compact(value, compact);
        add(compact, false);
        break;
      case ondemand::json_type::string: {
        std::string_view text = value.get_string();
        if (text.find('\0') != std::string_view::npos) {
          fault_column = path;
          throw Failure{Outcome::nul};
        }
        add(text, false);
        break;
      }
      case ondemand::json_type::boolean:
        add(value.get_bool() ? "true" : "false", false);
        break;
      case ondemand::json_type::number:
        add(number_of(value), false);
        break;
      case ondemand::json_type::null:
        if (!value.is_null()) throw Failure{Outcome::malformed};
        add({}, true);
        break;
    }
  }

  void roll_back(std::size_t known) {
    while (columns.size() > known) {
      numbers.erase(columns.back());
      columns.pop_back();
      seen_in.pop_back();
    }
  }

  Outcome read(std::string_view element) {
    padded.assign(element);
    padded.append(simdjson::SIMDJSON_PADDING, ' ');
    ondemand::document document = parser.iterate(padded.data(), element.size(), padded.size());
    if (document.type() != ondemand::json_type::object) return Outcome::no_object;
    path.clear();
    ondemand::object members = document.get_object();
    flatten(members);
    return document.current_location().error() == simdjson::OUT_OF_BOUNDS ? Outcome::row : Outcome::malformed;
  }
};

JsonFlattener::JsonFlattener() : state_(std::make_unique<State>()) {}
JsonFlattener::~JsonFlattener() = default;

Outcome JsonFlattener::read(std::string_view element, BlockArena& arena,
                            std::vector<std::pair<std::size_t, Cell>>& cells) {
  cells.clear();
  std::size_t known = state_->columns.size();
  ++state_->object;
  state_->arena = &arena;
  state_->cells = &cells;
  state_->fault_column.clear();
  Outcome outcome = Outcome::malformed;
  try {
    outcome = state_->read(element);
  } catch (const simdjson::simdjson_error&) {
    outcome = Outcome::malformed;
  } catch (const Failure& failure) {
    outcome = failure.outcome;
  }
  if (outcome != Outcome::row) state_->roll_back(known);
  return outcome;
}

const std::vector<std::string>& JsonFlattener::columns() const noexcept { return state_->columns; }
const std::string& JsonFlattener::fault_column() const noexcept { return state_->fault_column; }

}  // namespace kith::lens
