// Incoming webhooks: who lacks the secret, changes a byte, sends late or sends again gets nothing in; what is
// taken becomes records as a file's rows do.
#include "ledger/hooks.h"

#include "base/crypto.h"
#include "running_server.h"
#include "service/hook_message.h"

namespace kith::server {
namespace {

const std::string stranger = "Cookie: none=\r\nX-Kith:\r\n";

Bytes bytes_of(const std::string& text) { return {text.begin(), text.end()}; }

class HooksTest : public RunningServer {
 protected:
  static void SetUpTestSuite() {
    RunningServer::SetUpTestSuite();
    ASSERT_EQ(post("/api/v1/sources", {{"name", "shop"},
                                       {"owner", "Li Na"},
                                       {"purpose", "serve"},
                                       {"lawful_basis", "contract"},
                                       {"retention_days", 365}})
                  .status,
              201);
  }
  struct Made {
    std::string id, path, secret;
  };
  static Made make(json about) {
    about.update({{"name", "shop"}, {"source", "shop"}}, false);
    auto made = post("/api/v1/hooks", about);
    EXPECT_EQ(made.status, 201) << made.body;
    auto id = made.value()["hook"]["id"].get<std::string>();
    return {id, "/hooks/" + id, made.value()["secret"]};
  }
  static std::string signed_headers(const Made& hook, const std::string& id, std::int64_t seconds,
                                    const std::string& body) {
    Bytes key;
    EXPECT_TRUE(from_base64(hook.secret.substr(6), key));
    auto time = std::to_string(seconds);
    return stranger + "webhook-id: " + id + "\r\nwebhook-timestamp: " + time + "\r\nwebhook-signature: v1," +
           to_base64(hmac_sha256(key, id + "." + time + "." + body)) + "\r\n";
  }
  static std::int64_t now() { return home->ledger().now() / 1000; }
  static json hook_of(const std::string& id) {
    auto all = get("/api/v1/hooks").value();
    for (const auto& hook : all["items"]) {
      if (hook["id"] == id) return hook;
    }
    return {};
  }
};

TEST_F(HooksTest, WhatIsSignedBecomesRecordsAndCanBeUndone) {
  auto hook = make({{"rows", "data"}});
  EXPECT_EQ(hook.secret.substr(0, 6), "whsec_");
  json message = {{"data",
                   {{{"name", "王伟"}, {"email", "wang@example.com"}, {"phone", "13800001234"}},
                    {{"name", "Ada Byron"}, {"email", "ada@example.com"}, {"phone", "13900001234"}},
                    7}}};
  auto body = message.dump();
  auto headers = signed_headers(hook, "msg_1", now(), body);
  EXPECT_EQ(call("POST", hook.path, body, headers).status, 202);
  // Again, as senders do that heard no answer: the same words, nothing stored.
  EXPECT_EQ(call("POST", hook.path, body, headers).status, 200);
  EXPECT_EQ(hook_of(hook.id)["waiting"], 1);
  auto begun = call("POST", "/api/v1/hooks/" + hook.id + "/import");
  ASSERT_EQ(begun.status, 202) << begun.body;
  auto job = ended(begun.value()["id"]);
  ASSERT_EQ(job["state"], "done") << job.dump();
  EXPECT_EQ(job["result"]["records"], 3) << job.dump();
  EXPECT_EQ(hook_of(hook.id)["waiting"], 0);
  auto records = get("/api/v1/records?batch=" + std::to_string(job["result"]["batch"].get<int>())).value();
  EXPECT_NE(records.dump().find("+8613800001234"), std::string::npos) << records.dump();
  auto undo = call("POST", "/api/v1/batches/" + std::to_string(job["result"]["batch"].get<int>()) + "/undo");
  EXPECT_EQ(ended(undo.value()["id"])["state"], "done");
  EXPECT_EQ(call("POST", "/api/v1/hooks/" + hook.id + "/import").status, 409);
}

TEST_F(HooksTest, WithoutTheSecretNothingComesIn) {
  auto hook = make({});
  const std::string body = R"({"name":"Eve"})";
  auto good = signed_headers(hook, "msg_9", now(), body);
  auto answer = [&](const std::string& path, const std::string& sent, const std::string& headers) {
    return call("POST", path, sent, headers);
  };
  auto unknown = answer("/hooks/hok_0000000000001", body, good);
  EXPECT_EQ(unknown.status, 401);
  for (const auto& [sent, headers] : std::vector<std::pair<std::string, std::string>>{
           {body + " ", good},
           {body, stranger},
           {body, signed_headers(hook, "msg_9", now() - 400, body)},
           {body, signed_headers(hook, "msg_9", now() + 400, body)},
           {body, signed_headers(hook, "msg 9", now(), body)},
           {body, good.substr(0, good.size() - 6) + "AA==\r\n"}}) {
    auto refused = answer(hook.path, sent, headers);
    EXPECT_EQ(refused.status, 401) << headers;
    EXPECT_EQ(refused.body, unknown.body) << "a wrong signature tells nothing more than a wrong address";
  }
  EXPECT_EQ(hook_of(hook.id)["waiting"], 0);
  EXPECT_EQ(answer(hook.path, "not json", signed_headers(hook, "m2", now(), "not json")).status, 422);
  auto rotated = call("POST", "/api/v1/hooks/" + hook.id + "/secret");
  ASSERT_EQ(rotated.status, 201) << rotated.body;
  EXPECT_EQ(answer(hook.path, body, good).status, 401);
  hook.secret = rotated.value()["secret"];
  EXPECT_EQ(answer(hook.path, body, signed_headers(hook, "msg_9", now(), body)).status, 202);
  EXPECT_EQ(call("DELETE", "/api/v1/hooks/" + hook.id).status, 409) << "a message waits";
  EXPECT_EQ(call("DELETE", "/api/v1/hooks/" + hook.id + "?drop=true").status, 204);
}

TEST_F(HooksTest, OneHeaderWithTheMacOfTheBody) {
  auto hook = make({{"scheme", "hmac"}, {"header", "X-Hub-Signature-256"}, {"secret", "given by the shop"}});
  EXPECT_EQ(hook.secret, "given by the shop");
  const std::string body = R"([{"name":"Lin Hui"}])";
  auto mac = hmac_sha256(bytes_of(hook.secret), body);
  EXPECT_EQ(
      call("POST", hook.path, body, stranger + "X-Hub-Signature-256: sha256=" + to_hex(mac) + "\r\n").status,
      202);
  EXPECT_EQ(
      call("POST", hook.path, body, stranger + "X-Hub-Signature-256: " + to_base64(mac) + "\r\n").status, 200)
      << "the same body again";
  EXPECT_EQ(
      call("POST", hook.path, body + "\n", stranger + "X-Hub-Signature-256: " + to_hex(mac) + "\r\n").status,
      401);
  EXPECT_EQ(
      post("/api/v1/hooks", {{"name", "x"}, {"source", "shop"}, {"scheme", "hmac"}, {"header", "no header"}})
          .status,
      422);
  EXPECT_EQ(post("/api/v1/hooks", {{"name", "x"}, {"source", "shop"}, {"secret", "short"}}).status, 422);
  EXPECT_EQ(post("/api/v1/hooks", {{"name", "x"}, {"source", "nobody"}}).status, 422);
}

TEST(HookMessage, RowsStandWhereThePathSays) {
  using service::rows_of_message;
  EXPECT_EQ(rows_of_message(R"({"a":1})", "", "m"), std::vector<std::string>{R"({"_webhook":"m","a":1})"});
  EXPECT_EQ(rows_of_message(R"({"a":{"b":[{"c":1},2]}})", "a.b", "m"),
            (std::vector<std::string>{R"({"_webhook":"m","c":1})", R"({"_webhook":"m","value":2})"}));
  EXPECT_TRUE(rows_of_message("[]", "", "m").empty());
  for (const char* body : {"", "1", "{", "\"x\"", "{\"a\":1}x", "\xff{}"})
    EXPECT_THROW(rows_of_message(body, "", "m"), Error) << body;
  EXPECT_THROW(rows_of_message(R"({"a":1})", "b", "m"), Error);
  EXPECT_THROW(rows_of_message(std::string(100, '[') + std::string(100, ']'), "", "m"), Error);
}

}  // namespace
}  // namespace kith::server
