// Many at once, and trying first: a dry run refuses what the real one would refuse, and leaves nothing
// behind.
#include "running_server.h"

namespace kith::server {
namespace {

class BulkTest : public RunningServer {
 protected:
  static std::string enter(const std::string& name, const std::string& email) {
    auto made = post("/api/v1/customers", {{"values", {{"name", name}, {"email", email}}}});
    EXPECT_EQ(made.status, 201) << made.body;
    return made.value()["id"];
  }
  static std::string city(const std::string& customer) {
    auto values = get("/api/v1/customers/" + customer).value()["values"];
    for (const auto& value : values) {
      if (value["attribute"] == "city") return value["value"];
    }
    return {};
  }
  static std::int64_t change() { return get("/api/v1/summary").value()["change"]; }
};

TEST_F(BulkTest, ManyCustomersGetAValueOrNoneDoes) {
  auto ada = enter("Ada Byron", "ada@example.com"), lin = enter("Lin Hui", "lin@example.com");
  json wanted = {{"customers", {ada, lin, ada}}, {"values", {{"city", "上海市"}}}, {"reason", "moved"}};
  auto before = change();
  auto tried = post("/api/v1/customers/edit?dry_run=true", wanted);
  EXPECT_EQ(tried.status, 200) << tried.body;
  EXPECT_EQ(tried.value(), json({{"customers", 2}, {"changed", 2}, {"done", false}}));
  EXPECT_EQ(change(), before);
  EXPECT_EQ(city(ada), "");
  auto made = post("/api/v1/customers/edit", wanted);
  EXPECT_EQ(made.value(), json({{"customers", 2}, {"changed", 2}, {"done", true}})) << made.body;
  EXPECT_EQ(city(ada), "上海市");
  EXPECT_EQ(city(lin), "上海市");
  EXPECT_EQ(post("/api/v1/customers/edit", wanted).value()["changed"], 0);

  wanted["values"] = {{"city", "北京市"}};
  wanted["customers"] = {ada, "cus_0000000000001"};
  auto refused = post("/api/v1/customers/edit", wanted);
  EXPECT_EQ(refused.status, 422);
  EXPECT_EQ(refused.value()["errors"][0]["field"], "customers.1") << refused.body;
  EXPECT_EQ(city(ada), "上海市") << "none where not all";
  wanted["customers"] = json::array();
  EXPECT_EQ(post("/api/v1/customers/edit", wanted).status, 422);
  wanted["customers"] = {ada};
  wanted["values"] = json::object();
  EXPECT_EQ(post("/api/v1/customers/edit", wanted).status, 422);
  wanted["values"] = {{"email", "no mail"}};
  EXPECT_EQ(post("/api/v1/customers/edit?dry_run=true", wanted).status, 422);
}

TEST_F(BulkTest, ManyPairsAreSettledAndEachSaysWhatBecameOfIt) {
  auto one = enter("王伟", "w1@example.com"), other = enter("王玮", "w2@example.com"),
       third = enter("赵敏", "z@example.com");
  json wanted = {{"decisions",
                  {{{"kind", "same"}, {"a", one}, {"b", other}},
                   {{"kind", "different"}, {"a", one}, {"b", third}},
                   {{"kind", "same"}, {"a", one}, {"b", "cus_0000000000001"}}}}};
  auto before = change();
  auto decided = [] { return get("/api/v1/decisions").value()["items"].size(); };
  const auto stood = decided();
  auto tried = post("/api/v1/decisions/bulk?dry_run=true", wanted).value();
  EXPECT_EQ(tried["failed"], 1) << tried.dump();
  EXPECT_EQ(change(), before);
  EXPECT_EQ(decided(), stood);
  auto made = post("/api/v1/decisions/bulk", wanted).value();
  EXPECT_EQ(made["failed"], 1) << made.dump();
  EXPECT_EQ(made["items"][2]["problem"]["status"], 404);
  EXPECT_EQ(get("/api/v1/customers/" + other).value()["id"], one);
  auto decisions = get("/api/v1/decisions").value()["items"];
  EXPECT_GE(decisions.size(), stood + 2);
  auto id = decisions[0]["id"].get<std::string>();
  EXPECT_EQ(call("DELETE", "/api/v1/decisions/" + id + "?dry_run=true").value()["done"], false);
  EXPECT_EQ(get("/api/v1/decisions").value()["items"].size(), decisions.size());
}

TEST_F(BulkTest, RemovalsCanBeTriedFirst) {
  ASSERT_EQ(call("PUT", "/api/v1/roles/seller", R"({"name":"seller","rights":["customers.read"]})").status,
            200);
  auto tried = call("DELETE", "/api/v1/roles/seller?dry_run=true");
  EXPECT_EQ(tried.status, 200);
  EXPECT_EQ(tried.value()["done"], false);
  EXPECT_NE(get("/api/v1/roles").body.find("seller"), std::string::npos);
  EXPECT_EQ(call("DELETE", "/api/v1/roles/nobody?dry_run=true").status,
            call("DELETE", "/api/v1/roles/nobody").status);
  EXPECT_EQ(call("DELETE", "/api/v1/roles/seller?dry_run=maybe").status, 422);
  EXPECT_EQ(call("DELETE", "/api/v1/roles/seller").status, 204);
  EXPECT_EQ(get("/api/v1/roles").body.find("seller"), std::string::npos);

  auto upload = post("/api/v1/uploads", {{"name", "a.csv"}, {"bytes", 5}}).value()["id"].get<std::string>();
  EXPECT_EQ(call("DELETE", "/api/v1/uploads/" + upload + "?dry_run=true").status, 200);
  auto piece = call("PATCH", "/api/v1/uploads/" + upload, "name\n",
                    "Content-Type: application/octet-stream\r\nUpload-Offset: 0\r\n");
  EXPECT_LT(piece.status, 300) << piece.body;
}

}  // namespace
}  // namespace kith::server
