// Second factors, recovery codes, views as another role, and work that a restart finds again.
#include "base/one_time_code.h"
#include "ledger/work.h"
#include "running_server.h"

namespace kith::server {
namespace {

class IdentityTest : public RunningServer {
 protected:
  static constexpr const char* stranger = "Cookie: none=\r\n";

  static std::string cookie_of(Answer& answer) {
    auto text = answer.headers["set-cookie"];
    return "Cookie: " + text.substr(0, text.find(';')) + "\r\n";
  }
  // A user with a session of their own.
  static std::string user(const std::string& login, const std::string& role) {
    auto made =
        post("/api/v1/users", {{"login", login}, {"role", role}, {"password", "orange boat under rain"}});
    EXPECT_EQ(made.status, 201) << made.body;
    auto session =
        post("/api/v1/session", {{"login", login}, {"password", "orange boat under rain"}}, stranger);
    EXPECT_EQ(session.status, 201) << session.body;
    return cookie_of(session);
  }
  static Bytes from_base32(const std::string& text) {
    Bytes bytes;
    unsigned held = 0;
    int bits = 0;
    for (char c : text) {
      held = held << 5 | static_cast<unsigned>(c >= 'A' ? c - 'A' : c - '2' + 26);
      bits += 5;
      if (bits >= 8) bytes.push_back(static_cast<unsigned char>(held >> (bits -= 8)));
    }
    return bytes;
  }
  static Answer sign_in(const std::string& login, const std::string& code) {
    return post("/api/v1/session", {{"login", login}, {"password", "orange boat under rain"}, {"code", code}},
                stranger);
  }
};

TEST_F(IdentityTest, ASecondFactorCountsOnceAndRecoveryCodesOnceEach) {
  auto mine = user("wang.wei", "steward");
  auto begun = post("/api/v1/me/second-factor", json::object(), mine);
  ASSERT_EQ(begun.status, 201) << begun.body;
  auto secret = from_base32(begun.value()["secret"]);
  ASSERT_EQ(secret.size(), 20U);
  EXPECT_EQ(sign_in("wang.wei", "").status, 201) << "begun, but not confirmed: it does not count yet";

  auto now = code_step(home->ledger().now());
  EXPECT_GE(call("PUT", "/api/v1/me/second-factor", json({{"code", "000000"}}).dump(), mine).status, 400);
  auto confirmed =
      call("PUT", "/api/v1/me/second-factor", json({{"code", one_time_code(secret, now)}}).dump(), mine);
  ASSERT_EQ(confirmed.status, 200) << confirmed.body;
  auto codes = confirmed.value()["codes"].get<std::vector<std::string>>();
  ASSERT_GE(codes.size(), 8U);

  auto without = sign_in("wang.wei", "");
  EXPECT_EQ(without.status, 401);
  EXPECT_EQ(without.value()["type"], "code_needed");
  EXPECT_EQ(sign_in("wang.wei", one_time_code(secret, now)).status, 401)
      << "that step was used up to confirm";
  auto next = one_time_code(secret, now + 1);
  EXPECT_EQ(sign_in("wang.wei", next).status, 201);
  EXPECT_EQ(sign_in("wang.wei", next).status, 401) << "a code counts once";
  EXPECT_EQ(sign_in("wang.wei", codes[0]).status, 201);
  EXPECT_EQ(sign_in("wang.wei", codes[0]).status, 401) << "a recovery code counts once";
  EXPECT_EQ(sign_in("wang.wei", codes[1]).status, 201);
}

TEST_F(IdentityTest, AViewAsSeesWhatTheRoleSeesAndChangesNothing) {
  ASSERT_EQ(post("/api/v1/customers", {{"values", {{"name", "何苗"}, {"phone", "13312345678"}}}}).status,
            201);
  ASSERT_EQ(post("/api/v1/roles", {{"name", "masked"},
                                   {"rights", {"customers.read", "customers.write"}},
                                   {"fields", {{{"attribute", "phone"}, {"access", "mask"}}}}})
                .status,
            201);
  const std::string as = "X-Kith-View-As: masked\r\n";
  auto all = post("/api/v1/customers/search", {{"q", "何苗"}});
  EXPECT_NE(all.body.find("12345678"), std::string::npos) << all.body;
  auto seen = post("/api/v1/customers/search", {{"q", "何苗"}}, as);
  ASSERT_EQ(seen.status, 200) << seen.body;
  EXPECT_NE(seen.body.find("何苗"), std::string::npos);
  EXPECT_EQ(seen.body.find("12345678"), std::string::npos) << seen.body;
  EXPECT_EQ(get("/api/v1/users", as).status, 403);
  EXPECT_EQ(post("/api/v1/customers", {{"values", {{"name", "无人"}}}}, as).status, 403);
  EXPECT_EQ(get("/api/v1/customers", user("zhao.liu", "sales") + as).status, 403)
      << "only who manages users may look as another";
}

TEST_F(IdentityTest, WorkUnderWayIsFoundAgainAfterARestart) {
  finish();
  ledger::JobId id;
  home->ledger().write([&](ledger::Write& write) {
    id = ledger::add_job(write, "verify", "{}", "cli");
    auto job = *ledger::find_job(write.sql, id);
    job.state = ledger::JobState::running;
    job.started_at = write.now();
    job.attempts = 1;
    ledger::update_job(write, job);
  });
  start();
  auto done = ended(to_string(id));
  EXPECT_EQ(done["state"], "done") << done.dump();
}

}  // namespace
}  // namespace kith::server
