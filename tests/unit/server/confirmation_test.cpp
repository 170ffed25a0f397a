// Double opt-in: who scans mail confirms nothing, who guesses learns nothing, who follows a link twice does
// nothing twice, and a no stays a no.
#include "running_server.h"
#include "service/confirm_consent.h"

namespace kith::server {
namespace {

const std::string stranger = "Cookie: none=\r\nX-Kith:\r\n";

class ConfirmationTest : public RunningServer {
 protected:
  static inline std::string form;

  static void SetUpTestSuite() {
    RunningServer::SetUpTestSuite();
    ASSERT_EQ(post("/api/v1/sources", {{"name", "web"},
                                       {"owner", "Li Na"},
                                       {"purpose", "serve"},
                                       {"lawful_basis", "consent"},
                                       {"retention_days", 365}})
                  .status,
              201);
    auto made = post("/api/v1/forms",
                     {{"name", "Newsletter"},
                      {"source", "web"},
                      {"fields", {{{"attribute", "email"}, {"label", "E-mail"}, {"required", true}}}},
                      {"consent",
                       {{"purpose", "newsletter"},
                        {"channel", "email"},
                        {"text", "Write to me <weekly>."},
                        {"double_opt_in", true}}}});
    ASSERT_EQ(made.status, 201) << made.body;
    form = "/f/" + made.value()["id"].get<std::string>();
  }
  static std::string subscribe(const std::string& email) {
    auto taken = post(form, {{"values", {{"email", email}}}, {"consent", true}}, stranger);
    EXPECT_EQ(taken.status, 200) << taken.body;
    EXPECT_EQ(taken.body.find("/c/"), std::string::npos) << "who types an address must not get its link";
    auto found = post("/api/v1/customers/search", {{"q", email}}).value();
    EXPECT_EQ(found["items"].size(), 1U) << found.dump();
    return found["items"][0]["id"];
  }
  static json newest() { return get("/api/v1/confirmations?limit=1").value()["items"][0]; }
  static std::string path_of(const json& confirmation) {
    auto link = confirmation["link"].get<std::string>();
    return link.substr(link.find("/c/"));
  }
  static std::string reason(const std::string& customer) {
    return get("/api/v1/customers/" + customer + "/may-contact?purpose=newsletter&channel=email")
        .value()["reason"];
  }
  static json entries(const std::string& customer) {
    return get("/api/v1/customers/" + customer + "/consents").value()["items"];
  }
};

TEST_F(ConfirmationTest, OnlyTheLinkConfirmsAndOnlyOnce) {
  auto lin = subscribe("lin@example.com");
  EXPECT_EQ(reason(lin), "pending");
  auto waiting = newest();
  EXPECT_EQ(waiting["recipient"], "lin@example.com");
  EXPECT_EQ(waiting["customer"], lin);
  auto link = path_of(waiting);

  // Programs that scan mail open every link.
  auto looked = get(link, stranger);
  EXPECT_EQ(looked.status, 200);
  EXPECT_NE(looked.body.find("Write to me &lt;weekly>."), std::string::npos) << looked.body;
  EXPECT_EQ(looked.body.find("lin@"), std::string::npos);
  EXPECT_EQ(looked.headers["cache-control"], "no-store");
  EXPECT_EQ(reason(lin), "pending");

  auto confirmed = call("POST", link, "", stranger + "Content-Type: application/x-www-form-urlencoded\r\n");
  EXPECT_EQ(confirmed.status, 200) << confirmed.body;
  EXPECT_EQ(reason(lin), "given");
  auto proof = entries(lin);
  ASSERT_EQ(proof.size(), 2U);
  EXPECT_EQ(proof[0]["state"], "given");
  EXPECT_NE(proof[0]["evidence"].get<std::string>().find(waiting["id"]), std::string::npos);
  EXPECT_NE(proof[0]["evidence"].get<std::string>().find("lin@example.com"), std::string::npos);
  EXPECT_EQ(proof[0]["text_version"], proof[1]["text_version"]);

  EXPECT_EQ(call("POST", link, "", stranger).status, 200);
  EXPECT_EQ(entries(lin).size(), 2U) << "a second time does nothing";
  EXPECT_TRUE(get("/api/v1/confirmations?state=all&limit=1").value()["items"][0]["link"].is_null());
  EXPECT_NE(get(link, stranger + "Accept-Language: zh\r\n").body.find("已确认"), std::string::npos);
}

TEST_F(ConfirmationTest, ANoThatCameBetweenStaysANo) {
  auto wang = subscribe("wang@example.com");
  auto link = path_of(newest());
  ASSERT_EQ(post("/api/v1/customers/" + wang + "/consents",
                 {{"purpose", "all"}, {"channel", "all"}, {"state", "objected"}})
                .status,
            201);
  EXPECT_EQ(call("POST", link, "", stranger).status, 404);
  EXPECT_EQ(reason(wang), "objected");
}

// Where a link went stayed in the queue for ever.
TEST_F(ConfirmationTest, WhereALinkGoesIsForgottenOnceItCannotBeFollowed) {
  auto recipient = [] {
    return get("/api/v1/confirmations?state=all&limit=1").value()["items"][0]["recipient"];
  };
  service::Office office(*home);
  subscribe("hu@example.com");
  service::forget_recipients(office);
  EXPECT_EQ(recipient(), "hu@example.com") << "it still waits";
  EXPECT_EQ(call("POST", path_of(newest()), "", stranger).status, 200);
  EXPECT_EQ(recipient(), "");
  auto ma = subscribe("ma@example.com");
  ASSERT_EQ(post("/api/v1/customers/" + ma + "/consents",
                 {{"purpose", "newsletter"}, {"channel", "all"}, {"state", "withdrawn"}})
                .status,
            201);
  EXPECT_EQ(service::forget_recipients(office), 1);
  EXPECT_EQ(recipient(), "");
  EXPECT_EQ(service::forget_recipients(office), 0);
}

// Who answers for consents had to look at customers one by one.
TEST_F(ConfirmationTest, TheWholeBaseTellsWhoAgreedToWhat) {
  auto enter = [](const std::string& customer, const char* channel, const char* state) {
    EXPECT_EQ(post("/api/v1/customers/" + customer + "/consents",
                   {{"purpose", "survey"}, {"channel", channel}, {"state", state}})
                  .status,
              201);
  };
  auto a = subscribe("qian@example.com"), b = subscribe("sun@example.com");
  enter(a, "sms", "given");
  enter(b, "sms", "given");
  enter(b, "sms", "withdrawn");
  enter(b, "all", "given");
  auto base = get("/api/v1/consents?purpose=survey").value();
  std::map<std::string, int> counted;
  for (const auto& count : base["counts"]) {
    if (count["purpose"] == "survey")
      counted[count["channel"].get<std::string>() + " " + count["state"].get<std::string>()] =
          count["customers"];
  }
  EXPECT_EQ(counted, (std::map<std::string, int>{{"all given", 1}, {"sms given", 1}, {"sms withdrawn", 1}}))
      << base.dump();
  EXPECT_NE(base["purposes"].dump().find("newsletter"), std::string::npos);
  ASSERT_EQ(base["items"].size(), 4U);
  EXPECT_EQ(base["items"][0]["channel"], "all");
  EXPECT_EQ(base["items"][1]["state"], "withdrawn");
  EXPECT_EQ(base["items"][1]["customer"], b);
  EXPECT_EQ(base["items"][1]["stands"], true);
  EXPECT_EQ(base["items"][2]["stands"], false) << "withdrawn since";
  EXPECT_TRUE(base["next"].is_null());

  auto page = get("/api/v1/consents?purpose=survey&limit=3").value();
  ASSERT_EQ(page["items"].size(), 3U);
  auto rest =
      get("/api/v1/consents?purpose=survey&limit=3&cursor=" + page["next"].get<std::string>()).value();
  ASSERT_EQ(rest["items"].size(), 1U) << rest.dump();
  EXPECT_EQ(rest["items"][0]["id"], base["items"][3]["id"]);
  EXPECT_EQ(get("/api/v1/consents?purpose=survey&state=withdrawn&channel=sms").value()["items"].size(), 1U);
  for (const char* wrong : {"state=maybe", "channel=smoke", "cursor=zzz", "limit=0"})
    EXPECT_EQ(get(std::string("/api/v1/consents?") + wrong).status, 422) << wrong;
  EXPECT_EQ(get("/api/v1/consents", stranger).status, 401);
}

TEST_F(ConfirmationTest, WhatIsForgedOrCutTellsNothing) {
  subscribe("zhao@example.com");
  auto link = path_of(newest());
  auto unknown = get("/c/AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA", stranger);
  EXPECT_EQ(unknown.status, 404);
  for (std::size_t i : {4UL, 12UL, 20UL, 40UL}) {
    auto forged = link;
    forged[i] = forged[i] == 'A' ? 'B' : 'A';
    auto answer = call("POST", forged, "", stranger);
    EXPECT_EQ(answer.status, 404) << forged;
    EXPECT_EQ(answer.body, unknown.body) << "the same words for all";
  }
  EXPECT_EQ(get(link.substr(0, 20), stranger).status, 404);
  EXPECT_EQ(get("/api/v1/confirmations", stranger).status, 401);
}

TEST_F(ConfirmationTest, AConsentEnteredByHandMayWaitForTheCustomer) {
  auto made = post("/api/v1/customers", {{"values", {{"name", "Ada Byron"}, {"email", "ada@example.com"}}}});
  ASSERT_EQ(made.status, 201) << made.body;
  auto ada = made.value()["id"].get<std::string>();
  json wanted = {{"purpose", "newsletter"}, {"channel", "email"}, {"state", "given"}, {"confirm", true}};
  auto entered = post("/api/v1/customers/" + ada + "/consents", wanted);
  ASSERT_EQ(entered.status, 201) << entered.body;
  EXPECT_EQ(entered.value()["state"], "pending");
  EXPECT_EQ(reason(ada), "pending");
  auto id = newest()["id"].get<std::string>();
  EXPECT_TRUE(newest()["sent_at"].is_null());
  EXPECT_EQ(call("POST", "/api/v1/confirmations/" + id + "/sent").status, 200);
  EXPECT_FALSE(newest()["sent_at"].is_null());
  EXPECT_EQ(call("POST", path_of(newest()), "", stranger).status, 200);
  EXPECT_EQ(reason(ada), "given");

  wanted["channel"] = "post";
  EXPECT_EQ(post("/api/v1/customers/" + ada + "/consents", wanted).status, 422);
  wanted["channel"] = "email";
  wanted["state"] = "withdrawn";
  EXPECT_EQ(post("/api/v1/customers/" + ada + "/consents", wanted).status, 422);
}

TEST_F(ConfirmationTest, GuessingIsSlowedDown) {
  int refused = 0;
  for (int i = 0; i < 40; ++i) refused += get("/c/x" + std::to_string(i), stranger).status == 429;
  EXPECT_GE(refused, 10);
}

}  // namespace
}  // namespace kith::server
