// What strangers send: calls of the tracking protocol and forms; what a browser objects to, and who may be
// contacted.
#include <algorithm>

#include "running_server.h"

namespace kith::server {
namespace {

class CollectionTest : public RunningServer {
 protected:
  static void SetUpTestSuite() {
    RunningServer::SetUpTestSuite();
    ASSERT_EQ(post("/api/v1/sources", {{"name", "web"},
                                       {"owner", "Li Na"},
                                       {"purpose", "serve"},
                                       {"lawful_basis", "consent"},
                                       {"retention_days", 365}})
                  .status,
              201);
    auto key = post("/api/v1/keys", {{"name", "site"}, {"kind", "write"}, {"source", "web"}});
    ASSERT_EQ(key.status, 201) << key.body;
    write_key = key.value()["secret"];
  }
  static Answer track(const std::string& name, json body, const std::string& headers = {}) {
    body["writeKey"] = write_key;
    return post("/v1/" + name, body, "Cookie: none=\r\nX-Kith:\r\n" + headers);
  }
  static json only_customer(const std::string& q) {
    auto found = post("/api/v1/customers/search", {{"q", q}}).value();
    EXPECT_EQ(found["items"].size(), 1U) << q << found.dump();
    return found["items"].empty() ? json() : found["items"][0];
  }
  static json contact(const std::string& customer, const std::string& purpose) {
    return get("/api/v1/customers/" + customer + "/may-contact?purpose=" + purpose + "&channel=email")
        .value();
  }
  // Records that were collected point at nobody until a resolve.
  static void resolve() {
    auto job = call("POST", "/api/v1/resolve");
    ASSERT_EQ(job.status, 202) << job.body;
    ASSERT_EQ(ended(job.value()["id"])["state"], "done");
  }
  static inline std::string write_key;
};

TEST_F(CollectionTest, TracksOfAUserHangOnTheRecordAndCountOnce) {
  json who = {{"userId", "u1"},
              {"messageId", "m1"},
              {"traits", {{"name", "Ada Byron"}, {"email", "ada@example.com"}}}};
  EXPECT_EQ(track("identify", who).status, 200);
  EXPECT_EQ(track("identify", who).status, 200);
  json bought = {{"userId", "u1"}, {"messageId", "m2"}, {"event", "Bought"}, {"properties", {{"sku", "A1"}}}};
  EXPECT_EQ(track("track", bought).status, 200);
  EXPECT_EQ(track("batch", {{"batch", {[&] {
                               auto again = bought;
                               again["type"] = "track";
                               return again;
                             }()}}})
                .status,
            200);
  EXPECT_EQ(track("track", {{"event", "Nobody"}}).status, 400);
  EXPECT_EQ(post("/v1/track", {{"writeKey", "wrong"}, {"userId", "u1"}, {"event", "x"}}, "Cookie: none=\r\n")
                .status,
            401);
  resolve();
  auto ada = only_customer("ada@example.com");
  auto timeline =
      get("/api/v1/customers/" + ada["id"].get<std::string>() + "/timeline?kinds=event").value()["items"];
  ASSERT_EQ(timeline.size(), 1U) << timeline.dump();
  EXPECT_NE(timeline[0].dump().find("Bought"), std::string::npos);
}

TEST_F(CollectionTest, GlobalPrivacyControlIsAnObjection) {
  json who = {{"userId", "u2"},
              {"messageId", "m3"},
              {"traits", {{"name", "Grace Brewster"}, {"email", "grace@example.com"}}}};
  EXPECT_EQ(track("identify", who, "Sec-GPC: 1\r\n").status, 200);
  resolve();
  auto grace = only_customer("grace@example.com")["id"].get<std::string>();
  for (const char* purpose : {"tracking", "marketing"}) {
    auto answer = contact(grace, purpose);
    EXPECT_EQ(answer["allowed"], false) << answer.dump();
    EXPECT_EQ(answer["reason"], "objected") << answer.dump();
  }
}

TEST_F(CollectionTest, AFormTakesWhatItsFieldsTakeAndTheConsentWithItsText) {
  auto made = post(
      "/api/v1/forms",
      {{"name", "Newsletter"},
       {"source", "web"},
       {"fields",
        {{{"attribute", "name"}, {"label", "Name"}},
         {{"attribute", "email"}, {"label", "E-mail"}, {"required", true}}}},
       {"consent",
        {{"purpose", "newsletter"}, {"channel", "email"}, {"text", "Write to me."}, {"text_version", "v7"}}},
       {"origins", {"https://shop.example"}}});
  ASSERT_EQ(made.status, 201) << made.body;
  auto address = "/f/" + made.value()["id"].get<std::string>();
  const std::string stranger = "Cookie: none=\r\nX-Kith:\r\nOrigin: https://shop.example\r\n";
  auto script = get(address + "/embed.js", stranger);
  EXPECT_EQ(script.status, 200);
  EXPECT_LT(script.body.size(), 6U << 10);

  auto missing = post(address, {{"values", {{"name", "Lin"}}}}, stranger);
  EXPECT_EQ(missing.status, 422);
  EXPECT_EQ(missing.value()["errors"][0]["field"], "values.email") << missing.body;
  EXPECT_EQ(post(address, {{"values", {{"email", "no mail"}}}}, stranger).status, 422);
  EXPECT_EQ(post(address, {{"values", {{"email", "x@example.com"}, {"salary", "1"}}}}, stranger).status, 422);
  EXPECT_EQ(post(address, {{"values", {{"email", "x@example.com"}}}},
                 "Cookie: none=\r\nX-Kith:\r\nOrigin: https://evil.example\r\n")
                .status,
            403);
  // A program that fills in what nobody sees hears the same, and nothing is stored.
  EXPECT_EQ(post(address, {{"values", {{"email", "robot@example.com"}}}, {"more", "buy"}}, stranger).status,
            200);
  EXPECT_EQ(post("/api/v1/customers/search", {{"q", "robot@example.com"}}).value()["items"].size(), 0U);

  auto taken =
      post(address, {{"values", {{"name", "Lin Hui"}, {"email", "lin@example.com"}}}, {"consent", true}},
           stranger);
  ASSERT_EQ(taken.status, 200) << taken.body;
  auto lin = only_customer("lin@example.com")["id"].get<std::string>();
  EXPECT_EQ(contact(lin, "newsletter")["allowed"], true);
  auto consents = get("/api/v1/customers/" + lin + "/consents").value();
  EXPECT_NE(consents.dump().find("v7"), std::string::npos) << consents.dump();

  // Whoever said no as one of two keeps it when they become one.
  auto other = post("/api/v1/customers", {{"values", {{"name", "林慧"}, {"email", "lin.hui@example.com"}}},
                                          {"despite_duplicates", true}});
  ASSERT_EQ(other.status, 201) << other.body;
  auto id = other.value()["id"].get<std::string>();
  ASSERT_EQ(post("/api/v1/customers/" + id + "/consents",
                 {{"purpose", "newsletter"}, {"channel", "all"}, {"state", "objected"}})
                .status,
            201);
  ASSERT_EQ(post("/api/v1/merge", {{"customers", {lin, id}}}).status, 200);
  EXPECT_EQ(contact(lin, "newsletter")["reason"], "objected");

  int refused = 0;
  for (int i = 0; i < 12; ++i)
    refused +=
        post(address, {{"values", {{"email", "m" + std::to_string(i) + "@example.com"}}}}, stranger).status ==
        429;
  EXPECT_GE(refused, 2) << "no more than ten in ten minutes from one address";
}

// Who is known is remembered from call to call: not beyond an undo, or events would hang on nobody.
TEST_F(CollectionTest, WhoWasTakenBackComesAgainWithTheNextEvent) {
  const auto of_u9 = [] {
    int records = 0;
    const auto listed = get("/api/v1/records?source=web&limit=200").value();
    for (const auto& record : listed["items"]) records += record["key"] == "u9" ? 1 : 0;
    return records;
  };
  for (const char* message : {"u9-1", "u9-2"})
    EXPECT_EQ(track("track", {{"userId", "u9"}, {"messageId", message}, {"event", "Looked"}}).status, 200);
  EXPECT_EQ(of_u9(), 1) << "the second event hangs on the record of the first";
  const auto batches = get("/api/v1/batches").value()["items"];
  const auto collected = std::find_if(batches.begin(), batches.end(), [](const json& batch) {
    return batch["file"].get<std::string>().rfind("events-", 0) == 0;
  });
  ASSERT_NE(collected, batches.end()) << batches.dump();
  const auto job =
      call("POST", "/api/v1/batches/" + std::to_string((*collected)["number"].get<int>()) + "/undo");
  ASSERT_EQ(job.status, 202) << job.body;
  ASSERT_EQ(ended(job.value()["id"])["state"], "done");
  EXPECT_EQ(of_u9(), 0);
  EXPECT_EQ(track("track", {{"userId", "u9"}, {"messageId", "u9-3"}, {"event", "Looked"}}).status, 200);
  EXPECT_EQ(of_u9(), 1);
}

}  // namespace
}  // namespace kith::server
