// Right × route, generated from the contract: whoever lacks the right that the contract names is refused,
// whoever has it and no other is not; no route without a row, no row without a route. And what rules hide
// stays hidden on every way: pages, lists, filters, sorting, search, facets.
#include <fstream>
#include <regex>
#include <set>

#include "running_server.h"
#include "server/api.h"
#include "service/people.h"

namespace kith::server {
namespace {

struct Operation {
  std::string path, method, right;
  bool planned = false;
};

// The contract is written so that this is enough to read it.
std::vector<Operation> contract() {
  std::ifstream file(std::string(KITH_TESTS) + "/../api/openapi.yaml");
  std::vector<Operation> operations;
  std::string line, path;
  std::smatch found;
  while (std::getline(file, line)) {
    if (line == "components:") break;
    if (std::regex_match(line, found, std::regex("  (/[^:]*):"))) path = found[1];
    if (std::regex_match(line, found, std::regex("    (get|post|put|patch|delete):")))
      operations.push_back({path, found[1], "", false});
    if (std::regex_match(line, found, std::regex("      x-kith-right: (.*)")))
      operations.back().right = found[1];
    if (line == "      x-kith-status: planned") operations.back().planned = true;
  }
  return operations;
}

class PermissionTest : public testing::Test {
 protected:
  static inline std::filesystem::path folder;
  static inline std::unique_ptr<service::Home> home;
  static inline std::unique_ptr<Base> base;
  static inline std::unique_ptr<Api> api;
  static inline std::map<std::string, std::string> places;

  static void SetUpTestSuite() {
    folder = std::filesystem::temp_directory_path() / ("kith-permit-" + std::to_string(::getpid()));
    std::filesystem::remove_all(folder);
    service::KeyChoice key;
    key.key_hex = std::string(64, 'b');
    home = service::Home::create(folder.string(), key);
    base = std::make_unique<Base>(*home, "test");
    service::add_standard_kinds(base->jobs);
    base->jobs.add_kind("sample", [](auto&&...) { return std::string("{}"); });
    api = std::make_unique<Api>(*base);
    auto all = key_with({});
    auto enter = [&](const char* name, const char* city, const char* paper) {
      auto made = ask(all, Method::post, "/api/v1/customers",
                      {{"values", {{"name", name}, {"city", city}, {"id_number", paper}}}});
      EXPECT_EQ(made.status, 201) << made.body;
      return json::parse(made.body)["id"].get<std::string>();
    };
    places["customer"] = enter("王伟", "上海市", "A1234567");
    places["other"] = enter("李娜", "北京市", "B7654321");
    places["batch"] = "1";
    places["source"] = "by-hand";
    places["role"] = "seller";
  }
  static void TearDownTestSuite() {
    api.reset();
    base.reset();
    home.reset();
    std::filesystem::remove_all(folder);
  }

  /// An API key of owner with these rights alone; all where none is named.
  static std::string key_with(const std::vector<std::string>& rights, const std::string& role = "owner") {
    auto actor = service::operator_at_the_machine(Language::en);
    ledger::ApiKey key;
    key.name = "test";
    key.kind = "api";
    key.role = role;
    if (!rights.empty()) key.scopes = json(rights).dump();
    return service::add_key(*home, actor, key, "").second;
  }
  static Response ask(const std::string& key, Method method, const std::string& target,
                      const json& body = nullptr) {
    Request request;
    request.method = method;
    EXPECT_TRUE(read_target(target, request.path, request.query)) << target;
    if (!key.empty()) request.headers.emplace_back("authorization", "Bearer " + key);
    request.headers.emplace_back("x-kith", "1");
    if (!body.is_null()) {
      request.headers.emplace_back("content-type", "application/json");
      request.body = body.dump();
    }
    return api->handle(request);
  }
  // An id of its kind that nobody has.
  static std::string blank_id(const std::string& place) {
    static const std::map<std::string, std::string> prefixes = {
        {"user", "usr"},         {"job", "job"},    {"schedule", "sch"}, {"export", "job"},
        {"key", "key"},          {"upload", "upl"}, {"import", "imp"},   {"form", "frm"},
        {"confirmation", "cfm"}, {"hook", "hok"},   {"webhook", "whk"},  {"delivery", "msg"},
        {"decision", "dec"},     {"record", "rec"}};
    auto known = prefixes.find(place);
    return (known != prefixes.end() ? known->second : "x") + "_0000000000001";
  }
  // What one must see besides, to do it.
  static std::vector<std::string> rights_for(const Operation& operation) {
    std::vector<std::string> rights = {operation.right};
    const std::map<std::string, std::string> besides = {{"/api/v1/customers", "customers.read"},
                                                        {"/api/v1/customers/edits", "customers.read"},
                                                        {"/api/v1/imports/{import}", "imports.read"},
                                                        {"/api/v1/schedules", "customers.merge"},
                                                        {"/api/v1/settings", "settings.read"}};
    if (auto known = besides.find(operation.path); known != besides.end()) rights.push_back(known->second);
    if (operation.path.find("{customer}") != std::string::npos) rights.push_back("customers.read");
    return rights;
  }
  static std::string target_of(const Operation& operation) {
    std::string target = operation.path;
    for (std::smatch found; std::regex_search(target, found, std::regex("\\{([a-z]+)\\}"));) {
      auto known = places.find(found[1]);
      target = found.prefix().str() + (known != places.end() ? known->second : blank_id(found[1])) +
               found.suffix().str();
    }
    if (operation.path == "/api/v1/why") target += "?a=" + places["customer"] + "&b=" + places["other"];
    if (operation.path.find("may-contact") != std::string::npos) target += "?purpose=x&channel=email";
    return target;
  }
  static Method method_of(const std::string& word) {
    return word == "get"     ? Method::get
           : word == "post"  ? Method::post
           : word == "put"   ? Method::put
           : word == "patch" ? Method::patch
                             : Method::del;
  }
  // A body that its shape takes.
  static json body_for(const std::string& shape) {
    static const json bodies = json::parse(R"({
      "SettingsEdit": {}, "MeEdit": {}, "PasswordChange": {"current": "x", "next": "xxxxxxxxxxxxxxxxxx"},
      "SecondFactorCode": {"code": "123456"},
      "SourceNew": {"name": "a", "owner": "a", "purpose": "a", "lawful_basis": "consent", "retention_days": 1},
      "SourceEdit": {}, "MappingText": {"toml": ""}, "UploadNew": {"name": "a", "bytes": 1},
      "ImportNew": {"upload": "upl_0000000000000", "source": "a"}, "ImportEdit": {}, "ImportCommit?": {},
      "CustomerSearch": {}, "FacetSearch": {"attribute": "city"}, "CustomerNew": {"values": {"name": "x"}}, "CustomerEdit": {"values": {"name": "x"}},
      "CustomersEdit": {"customers": ["cus_x"], "values": {"name": "x"}}, "DecisionsNew": {"decisions": []},
      "Revert": {"attribute": "name", "change": 1},
      "ConsentNew": {"purpose": "x", "channel": "email", "state": "given"},
      "DecisionNew": {"kind": "different", "a": "cus_x", "b": "cus_y"}, "Merge": {"customers": ["cus_x", "cus_y"]},
      "CorrectionsNew": {"corrections": [{"attribute": "city", "test": "value", "wanted": "x", "action": "empty"}]},
      "ValueSearch": {}, "ClusterSearch": {}, "Restandardise": {}, "HouseTextEdit": {"toml": ""}, "RuleCheck": {},
      "Split": {"records": ["rec_x"]}, "ScheduleNew": {"kind": "resolve", "cron": "0 0 1 1 *"}, "ScheduleEdit": {},
      "SignOnEdit": {"issuer": "http://x", "client_id": "x"}, "HookNew": {"name": "x", "source": "by-hand"}, "WebhookNew": {"url": "https://example.com/", "events": ["ping"]},
      "FormNew": {"name": "x", "source": "by-hand", "fields": [{"attribute": "name", "label": "x"}]},
      "MatchingEdit": {"filters": ["name:eq:x"], "values": {"name": "x"}}, "ExportNew": {"table": "customers", "format": "csv"},
      "UserNew": {"login": "x", "role": "sales", "password": "short one here, very"}, "UserEdit": {},
      "RoleNew": {"name": "seller", "rights": []}, "ApiKeyNew": {"name": "x", "kind": "api", "role": "sales"}})");
    return bodies.contains(shape) ? bodies[shape] : json(nullptr);
  }
  static const Api::Entry* entry_of(const Operation& operation) {
    for (const auto& entry : api->entries()) {
      auto pattern = std::regex_replace(operation.path, std::regex("\\{call\\}"), "track");
      if (entry.path == pattern && entry.method == method_of(operation.method)) return &entry;
    }
    return nullptr;
  }
};

TEST_F(PermissionTest, EveryRouteIsInTheContractAndTheOtherWayRound) {
  std::set<std::string> told;
  for (const auto& operation : contract()) {
    EXPECT_FALSE(operation.right.empty()) << operation.path;
    told.insert(operation.method + " " + operation.path);
    bool there = entry_of(operation) != nullptr;
    EXPECT_EQ(there, !operation.planned) << operation.method << " " << operation.path;
  }
  for (const auto& entry : api->entries()) {
    if (entry.path.rfind("/v1/", 0) == 0 || entry.door == Door::stranger)
      continue;  // one path of the contract with many words
    std::string method(name_of(entry.method));
    for (char& c : method) c = static_cast<char>(std::tolower(c));
    EXPECT_EQ(told.count(method + " " + entry.path), 1U) << method << " " << entry.path;
  }
}

TEST_F(PermissionTest, ARightOpensWhatTheContractSaysAndNothingElse) {
  for (const auto& operation : contract()) {
    const auto* entry = entry_of(operation);
    if (entry == nullptr || entry->door != Door::signed_in) continue;
    auto where = operation.method + " " + operation.path;
    auto body = body_for(entry->shape);
    auto target = target_of(operation);
    EXPECT_EQ(ask("", method_of(operation.method), target, body).status, 401) << where;
    EXPECT_EQ(ask("kith_stolen", method_of(operation.method), target, body).status, 401) << where;
    if (operation.right == "any") continue;
    std::vector<std::string> others;
    for (auto right : service::all_rights()) {
      if (right != operation.right) others.emplace_back(right);
    }
    ASSERT_EQ(others.size() + 1, service::all_rights().size()) << where << operation.right;
    auto refused = ask(key_with(others), method_of(operation.method), target, body);
    EXPECT_EQ(refused.status, 403) << where << " " << refused.body;
    auto target_dry = operation.method == "post" ? target + "?dry_run=true" : target;
    auto opened = ask(key_with(rights_for(operation)), method_of(operation.method), target_dry, body);
    // Merging by a decision needs the right to merge as well; the contract's right is that of looking.
    EXPECT_NE(opened.status, 403) << where << " " << opened.body;
    EXPECT_NE(opened.status, 401) << where;
    EXPECT_LT(opened.status, 500) << where << " " << opened.body;
  }
}

TEST_F(PermissionTest, WhatARoleMayNotSeeShowsOnNoWay) {
  auto owner = key_with({});
  auto made = ask(owner, Method::put, "/api/v1/roles/seller",
                  {{"name", "seller"},
                   {"rights",
                    {"customers.read", "customers.write", "quality.read", "exports.run", "imports.read",
                     "customers.merge", "consents.read", "matching.review"}},
                   {"rows", {{{"attribute", "city"}, {"values", {"上海市"}}}}},
                   {"fields",
                    {{{"attribute", "id_number"}, {"access", "hide"}},
                     {{"attribute", "name"}, {"access", "mask"}},
                     {{"attribute", "occupation"}, {"access", "edit"}},
                     {{"sensitivity", "internal"}, {"access", "read"}}}}});
  ASSERT_EQ(made.status, 200) << made.body;
  ask(owner, Method::patch, "/api/v1/customers/" + places["customer"], {{"values", {{"name", "王伟"}}}});
  auto seller = key_with({}, "seller");
  auto mine = "/api/v1/customers/" + places["customer"], foreign = "/api/v1/customers/" + places["other"];
  for (const char* part : {"", "/history", "/timeline", "/surroundings", "/orders", "/events",
                           "/interactions", "/consents", "/may-contact?purpose=x&channel=email"}) {
    EXPECT_EQ(ask(seller, Method::get, foreign + part).status, 404) << part;
    auto page = ask(seller, Method::get, mine + part);
    EXPECT_EQ(page.status, 200) << part << page.body;
    EXPECT_EQ(page.body.find("A1234567"), std::string::npos) << part << page.body;
    EXPECT_EQ(page.body.find("王伟"), std::string::npos) << part << page.body;
  }
  auto search = [](auto& who, json body) { return ask(who, Method::post, "/api/v1/customers/search", body); };
  auto list = search(seller, {{"attributes", {"name", "city", "id_number"}}, {"count", true}});
  EXPECT_EQ(json::parse(list.body)["count"]["value"], 1);
  EXPECT_EQ(list.body.find("A1234567"), std::string::npos);
  EXPECT_EQ(list.body.find("王伟"), std::string::npos);
  EXPECT_EQ(list.body.find(places["other"]), std::string::npos);
  for (const json& about : std::vector<json>{{{"filters", {"id_number:starts:A"}}},
                                             {{"filters", {"name:eq:x"}}},
                                             {{"sort", "id_number"}},
                                             {{"sort", "-name"}}})
    EXPECT_EQ(search(seller, about).status, 403) << about.dump();
  auto facet = [](auto& who, const char* attribute) {
    return ask(who, Method::post, "/api/v1/customers/facets", {{"attribute", attribute}});
  };
  // What customers that the role does not see agreed to is neither listed nor counted.
  for (const auto& customer : {places["customer"], places["other"]})
    EXPECT_EQ(ask(owner, Method::post, "/api/v1/customers/" + customer + "/consents",
                  {{"purpose", "row rules"}, {"channel", "post"}, {"state", "given"}})
                  .status,
              201);
  auto agreed = [&](auto& who) {
    return json::parse(ask(who, Method::get, "/api/v1/consents?purpose=row%20rules").body);
  };
  auto counted = [](const json& answer) {
    for (const auto& count : answer["counts"]) {
      if (count["purpose"] == "row rules") return count["customers"].get<int>();
    }
    return 0;
  };
  EXPECT_EQ(agreed(owner)["items"].size(), 2U) << agreed(owner).dump();
  EXPECT_EQ(counted(agreed(owner)), 2);
  EXPECT_EQ(agreed(seller)["items"].size(), 1U);
  EXPECT_EQ(agreed(seller)["items"][0]["customer"], places["customer"]);
  EXPECT_EQ(counted(agreed(seller)), 1);
  // Nor what was decided about them.
  for (const auto& customer : {places["customer"], places["other"]})
    EXPECT_EQ(
        ask(owner, Method::patch, "/api/v1/customers/" + customer, {{"values", {{"occupation", "Pinned"}}}})
            .status,
        200);
  auto pins = [&](auto& who) {
    std::map<std::string, std::string> attributes;  // of pins, by their ids
    const auto answer = json::parse(ask(who, Method::get, "/api/v1/decisions").body);
    for (const auto& one : answer["items"]) {
      if (one["kind"] == "pin") attributes[one["id"]] = one["attribute"];
    }
    return attributes;
  };
  const auto all = pins(owner), own = pins(seller);
  EXPECT_EQ(own.size() + 1, all.size());
  for (const auto& [id, attribute] : all) {
    const auto answer = ask(seller, Method::del, "/api/v1/decisions/" + id + "?dry_run=true");
    EXPECT_EQ(answer.status, own.count(id) == 0    ? 404
                             : attribute == "name" ? 403
                                                   : 200)
        << attribute << answer.body;
  }
  EXPECT_EQ(facet(seller, "id_number").status, 403);
  EXPECT_EQ(json::parse(search(seller, {{"q", "王"}}).body)["items"].size(), 0U);
  EXPECT_EQ(json::parse(search(owner, {{"q", "王"}}).body)["items"].size(), 1U);
  auto cities = facet(seller, "city");
  EXPECT_EQ(json::parse(cities.body)["total"], 1) << cities.body;
  EXPECT_EQ(ask(seller, Method::patch, foreign, {{"values", {{"city", "上海市"}}}}).status, 404);
  EXPECT_EQ(ask(seller, Method::patch, mine, {{"values", {{"city", "北京市"}}}}).status, 403);
  EXPECT_EQ(ask(seller, Method::post, "/api/v1/merge", {{"customers", {places["customer"], places["other"]}}})
                .status,
            404);
  EXPECT_EQ(ask(seller, Method::get, "/api/v1/quality").status, 403);
  EXPECT_EQ(ask(seller, Method::get, "/api/v1/rejects").status, 403);
  EXPECT_EQ(ask(seller, Method::post, "/api/v1/exports", {{"table", "customers"}, {"format", "csv"}}).status,
            403);
  EXPECT_EQ(json::parse(ask(seller, Method::get, "/api/v1/summary").body)["customers"], 0);
}

}  // namespace
}  // namespace kith::server
