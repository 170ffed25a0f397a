#include "service/tracking_call.h"

#include <algorithm>
#include <cstdlib>
#include <iterator>
#include <string_view>

#include <nlohmann/json.hpp>
#include <simdjson.h>

#include "base/date.h"
#include "base/error.h"
#include "service/record_decoder.h"

namespace kith::service {
namespace {

namespace dom = simdjson::dom;

constexpr std::size_t most_calls = 2500, most_id = 500, most_trait = 10000, most_properties = 256 * 1024,
                      most_refused = 65536;
constexpr std::string_view empty_object = "{}";

[[noreturn]] void no_call(Text what) {
  throw Error(ErrorCode::bad_input, std::move(what),
              "Send what the tracking protocol says: a type, and userId or anonymousId.");
}

// The element holds as long as the parser and until it parses again.
dom::object parse(dom::parser& parser, const std::string& body) {
  auto parsed = parser.parse(body);
  if (parsed.error() == simdjson::NUMBER_ERROR) {
    // A number wider than 64 bits is one all the same.
    const auto wide = nlohmann::json::parse(body, nullptr, false);
    if (wide.is_discarded()) no_call("The body is no JSON that can be read.");
    parsed = parser.parse(wide.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace));
  }
  dom::object object;
  if (parsed.get(object) != simdjson::SUCCESS) no_call("The body is no JSON that can be read.");
  return object;
}

std::string text_of(const dom::element& value) {
  if (value.is_string()) return std::string(std::string_view(value.get_string()));
  if (value.is_number() || value.is_bool()) return simdjson::minify(value);
  return {};
}

std::string text_at(const dom::object& object, std::string_view name) {
  dom::element value;
  return object.at_key(name).get(value) == simdjson::SUCCESS ? text_of(value) : std::string();
}

std::string_view string_at(const dom::object& object, std::string_view name) {
  std::string_view text;
  return object.at_key(name).get(text) == simdjson::SUCCESS ? text : std::string_view();
}

// An address or company is a text or an object of parts.
std::string trait_of(const dom::element& value) {
  dom::object parts;
  if (value.get(parts) != simdjson::SUCCESS) return text_of(value);
  dom::element name;
  if (parts.at_key("name").get(name) == simdjson::SUCCESS) return text_of(name);
  std::string joined;
  for (const char* part : {"street", "city", "state", "postalCode", "country"}) {
    dom::element piece;
    if (parts.at_key(part).get(piece) != simdjson::SUCCESS) continue;
    joined += (joined.empty() ? "" : ", ") + text_of(piece);
  }
  return joined;
}

std::int64_t time_of(const dom::object& call, std::int64_t now) {
  constexpr std::int64_t hour = 3600000;
  for (const char* name : {"timestamp", "originalTimestamp", "sentAt"}) {
    std::string text(string_at(call, name));
    if (text.empty()) continue;
    std::int64_t time = 0, fraction = 0;
    if (auto dot = text.find('.'); dot != std::string::npos && text.back() == 'Z') {
      fraction = std::atoll((text.substr(dot + 1, 3) + "00").substr(0, 3).c_str());
      text = text.substr(0, dot) + "Z";
    }
    if (parse_iso_time(text, time)) return std::min(time + fraction, now + hour);
  }
  return now;
}

std::string id_of(const dom::object& call, std::string_view name) {
  auto text = text_at(call, name);
  if (text.size() > most_id || text.find('\0') != std::string::npos) no_call("An id is too long.");
  return text;
}

void append_member(std::string& json, std::string_view name, std::string_view value) {
  if (json.size() > 1) json += ',';
  append_json_string(json, name);
  json += ':';
  json += value;
}

std::string json_text(std::string_view text) {
  std::string json;
  append_json_string(json, text);
  return json;
}

// The member as an object of JSON; one that is missing or something else has no members.
std::string object_at(const dom::object& call, std::string_view name) {
  dom::object object;
  if (call.at_key(name).get(object) != simdjson::SUCCESS) return std::string(empty_object);
  return simdjson::minify(object);
}

// What a page is called stands beside its properties, and goes before those.
std::string properties_of_page(const dom::object& call) {
  constexpr std::string_view beside[] = {"name", "category"};
  std::string_view said[std::size(beside)];
  for (std::size_t i = 0; i < std::size(beside); ++i) said[i] = string_at(call, beside[i]);
  std::string json = "{";
  dom::object properties;
  if (call.at_key("properties").get(properties) == simdjson::SUCCESS) {
    for (const auto member : properties) {
      bool replaced = false;
      for (std::size_t i = 0; i < std::size(beside); ++i)
        replaced |= said[i].data() != nullptr && member.key == beside[i];
      if (!replaced) append_member(json, member.key, simdjson::minify(member.value));
    }
  }
  for (std::size_t i = 0; i < std::size(beside); ++i) {
    if (said[i].data() != nullptr) append_member(json, beside[i], json_text(said[i]));
  }
  return json + "}";
}

void read_traits(const dom::object& body, TrackingCall& call) {
  dom::object all;
  if (body.at_key("traits").get(all) != simdjson::SUCCESS) return;
  std::string extra = "{";
  for (const auto member : all) {
    const auto* known = std::find_if(std::begin(tracking_traits), std::end(tracking_traits),
                                     [&](const auto& trait) { return member.key == trait.first; });
    if (known == std::end(tracking_traits)) {
      append_member(extra, member.key, simdjson::minify(member.value));
      continue;
    }
    auto text = trait_of(member.value);
    if (!text.empty() && text.size() <= most_trait) call.values[known->second] = std::move(text);
  }
  if (extra.size() > 1) call.extra = extra + "}";
}

TrackingCall read_call(const dom::object& body, std::string type, std::int64_t now) {
  TrackingCall call;
  call.type = type.empty() ? text_at(body, "type") : std::move(type);
  call.anonymous = id_of(body, "anonymousId");
  auto user = id_of(body, "userId");
  call.key = user.empty() ? call.anonymous : std::move(user);
  if (call.key == call.anonymous) call.anonymous.clear();
  call.previous = id_of(body, "previousId");
  call.message = id_of(body, "messageId");
  call.at = time_of(body, now);
  if (call.key.empty()) no_call("The call says of nobody: userId and anonymousId are missing.");
  if (call.type == "track") {
    call.name = text_at(body, "event");
    if (call.name.empty()) no_call("A track call needs the name of its event.");
    call.properties = object_at(body, "properties");
  } else if (call.type == "page" || call.type == "screen") {
    call.name = call.type;
    call.properties = properties_of_page(body);
  } else if (call.type == "group") {
    call.name = "group";
    call.properties = R"({"groupId":)" + json_text(id_of(body, "groupId")) + R"(,"traits":)" +
                      object_at(body, "traits") + "}";
  } else if (call.type == "identify") {
    read_traits(body, call);
  } else if (call.type != "alias") {
    no_call(Text("There is no call {type}.", {{"type", call.type}}));
  }
  if (call.name.size() > most_id || call.properties.size() > most_properties)
    no_call("An event is too large.");
  return call;
}

TrackingCall read_member(const dom::element& one, std::int64_t now) {
  dom::object object;
  if (one.get(object) != simdjson::SUCCESS) no_call("A call must be an object.");
  return read_call(object, "", now);
}

}  // namespace

TrackingBody read_tracking(const std::string& call, const std::string& body, std::int64_t now) {
  thread_local dom::parser parser;
  const auto parsed = parse(parser, body);
  TrackingBody read;
  if (call != "batch" && call != "import") {
    read.calls.push_back(read_call(parsed, call, now));
    return read;
  }
  dom::array batch;
  if (parsed.at_key("batch").get(batch) != simdjson::SUCCESS) no_call("A batch needs a list of calls.");
  if (batch.size() > most_calls) no_call("A batch has too many calls.");
  read.calls.reserve(batch.size());
  std::uint64_t row = 0;
  for (const auto one : batch) {
    ++row;
    try {
      read.calls.push_back(read_member(one, now));
    } catch (const Error& error) {
      read.refused.push_back({row, error.sentence(), simdjson::minify(one).substr(0, most_refused)});
    }
  }
  return read;
}

std::string write_key_in(const std::string& body) {
  dom::parser parser;
  std::string_view key;
  if (parser.parse(body).at_key("writeKey").get(key) != simdjson::SUCCESS) return {};
  return std::string(key);
}

}  // namespace kith::service
