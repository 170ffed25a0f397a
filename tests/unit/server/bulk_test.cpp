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
  EXPECT_EQ(made.value()["changed"], 2) << made.body;
  EXPECT_EQ(city(ada), "上海市");
  EXPECT_EQ(city(lin), "上海市");
  // Undo puts back what was pinned before, and lets go what was not.
  json let_go = {{"customers", {ada, lin}}, {"values", {{"city", nullptr}}}};
  auto gone = post("/api/v1/customers/edit", let_go);
  EXPECT_EQ(city(ada), "");
  auto back = [](const json& order) {
    return ended(
        call("POST", "/api/v1/customers/edits/" + order["order"].get<std::string>() + "/undo").value()["id"]);
  };
  EXPECT_EQ(back(gone.value())["state"], "done");
  EXPECT_EQ(city(ada), "上海市");
  json moved = {{"customers", {ada}}, {"values", {{"city", "广州市"}}}};
  auto there = post("/api/v1/customers/edit", moved);
  EXPECT_EQ(city(ada), "广州市");
  EXPECT_EQ(back(there.value())["state"], "done");
  EXPECT_EQ(city(ada), "上海市");
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

TEST_F(BulkTest, EverybodyWhoMatchesGetsAValueAndOneUndoTakesItBack) {
  auto one = enter("Olga Many", "o1@many.example"), two = enter("Pia Many", "o2@many.example"),
       three = enter("Quinn Many", "o3@many.example"), other = enter("Rita Few", "r@few.example");
  ASSERT_EQ(call("PATCH", "/api/v1/customers/" + two, R"({"values":{"city":"北京市"}})").status, 200);
  ASSERT_EQ(call("PATCH", "/api/v1/customers/" + three, R"({"values":{"city":"上海市"}})").status, 200);

  json wanted = {{"filters", {"email:contains:many.example"}}, {"values", {{"city", "上海"}}}};
  auto before = change();
  auto tried = post("/api/v1/customers/edits?dry_run=true", wanted);
  EXPECT_EQ(tried.status, 200) << tried.body;
  EXPECT_EQ(tried.value()["customers"], 3);
  EXPECT_EQ(tried.value()["changed"], 2) << "one has it already: " << tried.body;
  ASSERT_EQ(tried.value()["examples"].size(), 2U) << tried.body;
  EXPECT_EQ(
      tried.value()["examples"][0],
      json(
          {{"id", one}, {"name", "Olga Many"}, {"before", json::object()}, {"after", {{"city", "上海市"}}}}));
  EXPECT_EQ(tried.value()["examples"][1]["before"]["city"], "北京市");
  EXPECT_EQ(change(), before);

  auto begun = post("/api/v1/customers/edits", wanted);
  EXPECT_EQ(begun.status, 202) << begun.body;
  auto done = ended(begun.value()["id"]);
  EXPECT_EQ(done["state"], "done") << done.dump();
  EXPECT_EQ(done["result"]["customers"], 2);
  EXPECT_EQ(city(one), "上海市");
  EXPECT_EQ(city(two), "上海市");
  EXPECT_EQ(city(other), "");

  // What somebody says afterwards stays, what stood before stands again.
  ASSERT_EQ(call("PATCH", "/api/v1/customers/" + one, R"({"values":{"city":"广州市"}})").status, 200);
  const auto undo = "/api/v1/customers/edits/" + begun.value()["id"].get<std::string>() + "/undo";
  auto back = call("POST", undo);
  EXPECT_EQ(back.status, 202) << back.body;
  EXPECT_EQ(ended(back.value()["id"])["state"], "done");
  EXPECT_EQ(city(one), "广州市");
  EXPECT_EQ(city(two), "北京市");
  EXPECT_EQ(city(three), "上海市");
  EXPECT_EQ(call("POST", undo).status, 409) << "twice";
  EXPECT_EQ(call("POST", "/api/v1/customers/edits/job_0000000000001/undo").status, 404);

  wanted["values"] = {{"email", "no mail"}};
  EXPECT_EQ(post("/api/v1/customers/edits", wanted).status, 422);
  wanted["values"] = json::object();
  EXPECT_EQ(post("/api/v1/customers/edits", wanted).status, 422);
  wanted = {{"filters", {"nothing:eq:x"}}, {"values", {{"city", "上海市"}}}};
  EXPECT_EQ(post("/api/v1/customers/edits", wanted).status, 422);
  wanted["filters"] = {"city:eq:' OR 1=1 --"};
  EXPECT_EQ(post("/api/v1/customers/edits?dry_run=true", wanted).value()["customers"], 0);
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

TEST_F(BulkTest, AMergeTakenBackSaysNothingOfThePair) {
  auto one = enter("Uma Pair", "u1@pair.example"), other = enter("Una Pair", "u2@pair.example");
  auto record = get("/api/v1/customers/" + other).value()["members"][0]["id"];
  auto decided = [] { return get("/api/v1/decisions?limit=200").value()["items"].size(); };
  const auto before = decided();
  auto merged = [&] { return post("/api/v1/merge", {{"customers", {one, other}}}).status; };
  ASSERT_EQ(merged(), 200);
  EXPECT_EQ(decided(), before + 1) << "that they are one";
  EXPECT_EQ(post("/api/v1/split", {{"records", {record}}, {"undo", true}}).status, 200);
  EXPECT_EQ(get("/api/v1/customers/" + other).value()["id"], other);
  EXPECT_EQ(decided(), before);
  ASSERT_EQ(merged(), 200);
  EXPECT_EQ(post("/api/v1/split", {{"records", {record}}}).status, 200);
  EXPECT_EQ(decided(), before + 1) << "that they are others";
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
