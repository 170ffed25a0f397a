#include "server/shapes.h"

#include <map>
#include <string_view>
#include <vector>

#include "base/utf8.h"

namespace kith::server {
namespace {

using nlohmann::json;

// A field in one line: its type, then limits.
//   text MIN MAX · integer MIN MAX · boolean · time · words a|b|c · texts COUNT MAX (a list of texts) ·
//   map MAX (texts by name) · map? MAX (texts or null) · shape NAME · shape? NAME (or null) · shapes COUNT
//   NAME
struct Field {
  const char* name;
  bool required;
  const char* type;
};

#define KINDS "customers|orders|events|interactions"
#define MODES "add|upsert|snapshot"
#define CHANNELS "email|sms|phone|post|wechat|push|all"
#define BASES "consent|contract|legal_obligation|vital_interests|public_task|legitimate_interest"

const std::map<std::string_view, std::vector<Field>> shapes = {
    {"SignIn",
     {{"login", true, "text 0 200"}, {"password", true, "text 0 128"}, {"code", false, "text 0 40"}}},
    {"FirstRun",
     {{"token", true, "text 0 200"},
      {"login", true, "text 1 200"},
      {"name", false, "text 0 200"},
      {"password", true, "text 8 128"},
      {"language", false, "words en|zh"}}},
    {"MeEdit", {{"name", false, "text 1 200"}, {"language", false, "words en|zh"}}},
    {"PasswordChange", {{"current", true, "text 0 128"}, {"next", true, "text 8 128"}}},
    {"SecondFactorCode", {{"code", true, "text 6 6"}}},
    {"SettingsEdit",
     {{"name", false, "text 0 200"},
      {"language", false, "words en|zh"},
      {"zone", false, "text 0 60"},
      {"session_idle_minutes", false, "integer 5 1440"},
      {"session_days", false, "integer 1 90"}}},
    {"SourceNew",
     {{"name", true, "text 1 100"},
      {"owner", true, "text 1 200"},
      {"purpose", true, "text 1 500"},
      {"lawful_basis", true, "words " BASES},
      {"retention_days", true, "integer 1 36500"},
      {"trust", false, "integer 0 100"},
      {"region", false, "text 2 2"}}},
    {"SourceEdit",
     {{"owner", false, "text 1 200"},
      {"purpose", false, "text 1 500"},
      {"lawful_basis", false, "words " BASES},
      {"retention_days", false, "integer 1 36500"},
      {"trust", false, "integer 0 100"},
      {"region", false, "text 2 2"}}},
    {"MappingText", {{"toml", true, "text 0 100000"}}},
    {"UploadNew", {{"name", true, "text 1 200"}, {"bytes", true, "integer 1 4294967296"}}},
    {"ReadOptions",
     {{"format", false, "words csv|ndjson|json|xlsx|fixed|parquet|sqlite|vcard|mail"},
      {"encoding", false, "text 0 60"},
      {"delimiter", false, "text 0 3"},
      {"quote", false, "text 0 1"},
      {"header", false, "boolean"},
      {"header_line", false, "integer 1 1000000"},
      {"sheet", false, "text 0 200"}}},
    {"Mapping",
     {{"kind", true, "words " KINDS},
      {"key", false, "text? 0 1000"},
      {"key_attribute", false, "text? 0 100"},
      {"mode", false, "words " MODES},
      {"attributes", true, "shapes 1000 MappedAttribute"},
      {"facts", false, "map 1000"},
      {"amount_unit", false, "text 0 20"},
      {"currency", false, "text 0 3"},
      {"extra", false, "texts 10000 1000"}}},
    {"MappedAttribute",
     {{"attribute", true, "text 1 100"},
      {"columns", true, "texts 1000 1000"},
      {"value", false, "text 0 1000"},
      {"joiner", false, "text 0 10"},
      {"separator", false, "text 1 10"},
      {"piece", false, "integer -1000 1000"},
      {"date_order", false, "words day_month_year|month_day_year"},
      {"region", false, "text 2 2"},
      {"part_of", false, "text 0 100"},
      {"reason", false, "text 0 100"},
      {"confidence", false, "number"}}},
    {"ImportNew",
     {{"upload", true, "text 1 40"},
      {"source", true, "text 1 100"},
      {"kind", false, "words " KINDS},
      {"mode", false, "words? " MODES},
      {"key", false, "text? 1 1000"},
      {"mends", false, "integer 1 9007199254740991"},
      {"read", false, "shape ReadOptions"}}},
    {"ImportEdit",
     {{"source", false, "text 1 100"},
      {"kind", false, "words? " KINDS},
      {"mode", false, "words? " MODES},
      {"key", false, "text? 1 1000"},
      {"mends", false, "integer 1 9007199254740991"},
      {"read", false, "shape ReadOptions"},
      {"mapping", false, "shape? Mapping"}}},
    {"ImportCommit",
     {{"again", false, "boolean"},
      {"resolve", false, "boolean"},
      {"confirm_gone", false, "integer 0 9007199254740991"}}},
    {"CustomerSearch",
     {{"q", false, "text 0 200"},
      {"filters", false, "texts 20 500"},
      {"sort", false, "text 0 100"},
      {"attributes", false, "texts 200 100"},
      {"count", false, "boolean"},
      {"count_all", false, "boolean"},
      {"limit", false, "integer 1 200"},
      {"offset", false, "integer 0 1000000000"},
      {"cursor", false, "text? 0 4000"}}},
    {"FacetSearch",
     {{"attribute", true, "text 1 100"},
      {"q", false, "text 0 200"},
      {"filters", false, "texts 20 500"},
      {"limit", false, "integer 1 200"}}},
    {"CustomerNew",
     {{"values", true, "map 10000"},
      {"reason", false, "text 0 1000"},
      {"despite_duplicates", false, "boolean"}}},
    {"CustomerEdit", {{"values", true, "map? 10000"}, {"reason", false, "text 0 1000"}}},
    {"Revert",
     {{"attribute", true, "text 1 100"},
      {"change", true, "integer 1 9223372036854775807"},
      {"reason", false, "text 0 1000"}}},
    {"ConsentNew",
     {{"purpose", true, "text 1 100"},
      {"channel", true, "words " CHANNELS},
      {"state", true, "words given|pending|withdrawn|objected"},
      {"at", false, "time"},
      {"text_version", false, "text 0 100"},
      {"evidence", false, "text 0 1000"},
      {"confirm", false, "boolean"}}},
    {"CustomersEdit",
     {{"customers", true, "texts 1000 40"},
      {"values", true, "map? 10000"},
      {"reason", false, "text 0 1000"}}},
    {"MatchingEdit",
     {{"q", false, "text 0 200"},
      {"filters", false, "texts 20 500"},
      {"values", true, "map 10000"},
      {"reason", false, "text 0 1000"}}},
    {"Matching", {{"q", false, "text 0 200"}, {"filters", false, "texts 20 500"}}},
    {"DecisionsNew", {{"decisions", true, "shapes 200 DecisionNew"}}},
    {"DecisionNew",
     {{"kind", true, "words same|different|unsure"},
      {"a", true, "text 1 40"},
      {"b", true, "text 1 40"},
      {"blind", false, "boolean"},
      {"reason", false, "text 0 1000"}}},
    {"Merge", {{"customers", true, "texts 1000 40"}, {"reason", false, "text 0 1000"}}},
    {"Split",
     {{"records", true, "texts 1000 40"}, {"reason", false, "text 0 1000"}, {"undo", false, "boolean"}}},
    {"CorrectionNew",
     {{"attribute", false, "text 0 100"},
      {"column", false, "text 0 1000"},
      {"source", false, "text 0 100"},
      {"batch", false, "integer 1 1000000000000"},
      {"once", false, "boolean"},
      {"test", true, "words all|value|verdict|reason|pattern"},
      {"wanted", false, "text 0 10000"},
      {"action", true, "words put|replace|empty"},
      {"pattern", false, "text 0 1000"},
      {"text", false, "text 0 10000"}}},
    {"CorrectionsNew", {{"corrections", true, "shapes 5000 CorrectionNew"}}},
    {"Restandardise", {{"attribute", false, "text 0 100"}, {"source", false, "text 0 100"}}},
    {"HouseTextEdit", {{"toml", true, "text 0 200000"}}},
    {"ValueSearch",
     {{"source", false, "text 0 100"},
      {"batch", false, "integer 1 1000000000000"},
      {"where", false, "texts 20 500"},
      {"limit", false, "integer 1 200"}}},
    {"ClusterSearch",
     {{"method", false, "words fingerprint|pairs|phonetic|pinyin|distance"},
      {"source", false, "text 0 100"},
      {"batch", false, "integer 1 1000000000000"},
      {"where", false, "texts 20 500"},
      {"limit", false, "integer 1 200"}}},
    {"RuleCheck",
     {{"toml", false, "text 0 200000"}, {"rule", false, "text 0 200"}, {"rows", false, "integer 0 200"}}},
    {"ScheduleNew",
     {{"kind", true, "words resolve|verify"},
      {"cron", true, "text 1 100"},
      {"zone", false, "text 0 60"},
      {"on", false, "boolean"}}},
    {"ScheduleEdit", {{"cron", false, "text 1 100"}, {"zone", false, "text 0 60"}, {"on", false, "boolean"}}},
    {"ExportNew",
     {{"table", true, "words customers|records|values|rejects"},
      {"format", true, "words csv|xlsx|parquet|ndjson"},
      {"lossless", false, "boolean"},
      {"batch", false, "integer 1 1000000000"},
      {"matching", false, "shape Matching"}}},
    {"UserNew",
     {{"login", true, "text 1 200"},
      {"name", false, "text 0 200"},
      {"role", true, "text 1 60"},
      {"team", false, "text 0 100"},
      {"region", false, "text 0 100"},
      {"language", false, "words en|zh"},
      {"password", true, "text 8 128"}}},
    {"UserEdit",
     {{"name", false, "text 1 200"},
      {"role", false, "text 1 60"},
      {"team", false, "text 0 100"},
      {"region", false, "text 0 100"},
      {"disabled", false, "boolean"},
      {"password", false, "text 8 128"}}},
    {"RoleNew",
     {{"name", true, "text 1 60"},
      {"rights", true, "texts 100 60"},
      {"rows", false, "shapes 20 RowRule"},
      {"fields", false, "shapes 200 FieldRule"}}},
    {"RowRule", {{"attribute", true, "text 1 100"}, {"values", true, "texts 200 500"}}},
    {"FieldRule",
     {{"attribute", false, "text 0 100"},
      {"sensitivity", false, "words public|internal|personal|sensitive"},
      {"access", true, "words hide|mask|read|edit"}}},
    {"FormNew",
     {{"name", true, "text 1 100"},
      {"source", true, "text 1 100"},
      {"fields", true, "shapes 30 FormField"},
      {"consent", false, "shape FormConsent"},
      {"origins", false, "texts 20 200"}}},
    {"FormField",
     {{"attribute", true, "text 1 100"}, {"label", true, "text 1 200"}, {"required", false, "boolean"}}},
    {"FormConsent",
     {{"purpose", true, "text 1 100"},
      {"channel", true, "words " CHANNELS},
      {"text", true, "text 1 5000"},
      {"text_version", false, "text 0 100"},
      {"double_opt_in", false, "boolean"}}},
    {"Submission",
     {{"values", true, "map 10000"},
      {"consent", false, "boolean"},
      {"more", false, "text 0 1000"},
      {"campaign", false, "text 0 200"},
      {"page", false, "text 0 500"}}},
    {"HookNew",
     {{"name", true, "text 1 100"},
      {"source", true, "text 1 100"},
      {"kind", false, "words " KINDS},
      {"scheme", false, "words standard|hmac"},
      {"header", false, "text 0 100"},
      {"rows", false, "text 0 500"},
      {"secret", false, "text 0 500"},
      {"enabled", false, "boolean"}}},
    {"SignOnEdit",
     {{"issuer", true, "text 1 1000"},
      {"client_id", true, "text 1 500"},
      {"client_secret", false, "text 0 1000"},
      {"label", false, "text 0 100"},
      {"base_url", false, "text 0 1000"},
      {"by_email", false, "boolean"},
      {"second_factor", false, "words provider|proven|own"},
      {"level", false, "text 0 200"}}},
    {"SignOnCode", {{"code", true, "text 1 40"}}},
    {"WebhookNew",
     {{"url", true, "text 1 2000"},
      {"description", false, "text 0 500"},
      {"events", true, "texts 50 60"},
      {"enabled", false, "boolean"}}},
    {"ApiKeyNew",
     {{"name", true, "text 1 100"},
      {"kind", true, "words api|write"},
      {"role", false, "text 1 60"},
      {"scopes", false, "texts 100 60"},
      {"source", false, "text 1 100"},
      {"expires_at", false, "time"}}},
};

[[noreturn]] void fault(const std::string& field, Text what, Text hint) {
  throw Error(ErrorCode::bad_input, std::move(what), std::move(hint), {{}, 0, field});
}

std::vector<std::string_view> words_of(std::string_view text, char sign) {
  std::vector<std::string_view> words;
  for (;;) {
    auto end = text.find(sign);
    words.push_back(text.substr(0, end));
    if (end == std::string_view::npos) return words;
    text.remove_prefix(end + 1);
  }
}

void check_text(const json& value, const std::string& place, std::size_t least, std::size_t most) {
  if (!value.is_string()) fault(place, "This must be a text.", "Write it in quotes.");
  const auto& text = value.get_ref<const std::string&>();
  auto length = text.size() > most ? count_code_points(text) : text.size();
  if (text.find('\0') != std::string::npos)
    fault(place, "A text cannot hold the character NUL.", "Leave it out.");
  if (length > most)
    fault(place, "This text is too long.",
          Text("Write at most {count} characters.", {{"count", std::to_string(most)}}));
  if (count_code_points(text) < least)
    fault(place, "This text is too short.",
          Text("Write at least {count} characters.", {{"count", std::to_string(least)}}));
}

void check_object(std::string_view shape, const json& body, const std::string& prefix);

void check_field(const Field& field, const json& value, const std::string& place) {
  auto parts = words_of(field.type, ' ');
  auto type = parts[0];
  auto limit = [&](std::size_t i) { return std::stoll(std::string(parts[i])); };
  if (type.back() == '?' && type != "map?") {
    if (value.is_null()) return;
    type.remove_suffix(1);
  }
  if (type == "text") {
    check_text(value, place, static_cast<std::size_t>(limit(1)), static_cast<std::size_t>(limit(2)));
  } else if (type == "integer") {
    if (!value.is_number_integer() || (value.is_number_unsigned() && value.get<std::uint64_t>() > INT64_MAX))
      fault(place, "This must be a whole number.", "Write it without quotes and point.");
    auto number = value.get<std::int64_t>();
    if (number < limit(1) || number > limit(2))
      fault(place, "This number is out of range.",
            Text("It goes from {least} to {most}.",
                 {{"least", std::string(parts[1])}, {"most", std::string(parts[2])}}));
  } else if (type == "number") {
    if (!value.is_number()) fault(place, "This must be a number.", "Write it without quotes.");
  } else if (type == "boolean") {
    if (!value.is_boolean()) fault(place, "This must be true or false.", "Write it without quotes.");
  } else if (type == "time") {
    check_text(value, place, 10, 40);
  } else if (type == "words") {
    check_text(value, place, 0, 100);
    for (auto word : words_of(parts[1], '|')) {
      if (value.get_ref<const std::string&>() == word) return;
    }
    fault(place, "This word is not among those that are allowed.",
          Text("Write one of: {words}.", {{"words", std::string(parts[1])}}));
  } else if (type == "texts") {
    if (!value.is_array()) fault(place, "This must be a list.", "Write it in square brackets.");
    if (value.size() > static_cast<std::size_t>(limit(1)))
      fault(place, "This list is too long.",
            Text("Give at most {count}.", {{"count", std::string(parts[1])}}));
    for (std::size_t i = 0; i < value.size(); ++i)
      check_text(value[i], place + "." + std::to_string(i), 0, static_cast<std::size_t>(limit(2)));
  } else if (type == "map" || type == "map?") {
    if (!value.is_object()) fault(place, "This must be an object.", "Write it in curly brackets.");
    if (value.size() > 1000)
      fault(place, "This list is too long.", Text("Give at most {count}.", {{"count", "1000"}}));
    for (const auto& [name, text] : value.items()) {
      if (type == "map?" && text.is_null()) continue;
      check_text(text, place + "." + name, 0, static_cast<std::size_t>(limit(1)));
    }
  } else if (type == "shape") {
    check_object(parts[1], value, place + ".");
  } else if (type == "shapes") {
    if (!value.is_array()) fault(place, "This must be a list.", "Write it in square brackets.");
    if (value.size() > static_cast<std::size_t>(limit(1)))
      fault(place, "This list is too long.",
            Text("Give at most {count}.", {{"count", std::string(parts[1])}}));
    for (std::size_t i = 0; i < value.size(); ++i)
      check_object(parts[2], value[i], place + "." + std::to_string(i) + ".");
  }
}

void check_object(std::string_view shape, const json& body, const std::string& prefix) {
  auto place = prefix.empty() ? std::string() : prefix.substr(0, prefix.size() - 1);
  if (!body.is_object()) fault(place, "This must be an object.", "Write it in curly brackets.");
  const auto& fields = shapes.at(shape);
  for (const auto& [name, value] : body.items()) {
    const Field* known = nullptr;
    for (const auto& field : fields) {
      if (name == field.name) known = &field;
    }
    if (known == nullptr)
      fault(prefix + name, Text("There is no field {name} here.", {{"name", name}}), "Leave it out.");
    check_field(*known, value, prefix + name);
  }
  for (const auto& field : fields) {
    if (field.required && !body.contains(field.name))
      fault(prefix + field.name, Text("The field {name} is missing.", {{"name", field.name}}), "Add it.");
  }
}

}  // namespace

void check_shape(const std::string& shape, const json& body) { check_object(shape, body, ""); }

}  // namespace kith::server
