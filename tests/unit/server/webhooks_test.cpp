// Outgoing webhooks: what is told, signed and tried again; and addresses that must not be called.
#include "service/webhooks.h"

#include <deque>
#include <future>

#include "base/error.h"
#include "running_server.h"
#include "server/http/web_call.h"

namespace kith::server {
namespace {

std::vector<unsigned char> bytes_of(const std::string& text) {
  std::vector<unsigned char> bytes;
  in_addr four{};
  in6_addr six{};
  if (inet_pton(AF_INET, text.c_str(), &four) == 1) {
    auto* first = reinterpret_cast<const unsigned char*>(&four);
    bytes.assign(first, first + 4);
  } else if (inet_pton(AF_INET6, text.c_str(), &six) == 1) {
    bytes.assign(six.s6_addr, six.s6_addr + 16);
  }
  return bytes;
}

TEST(WebCall, PrivateAddressesAreKnown) {
  for (const char* inner : {"127.0.0.1",
                            "127.8.8.8",
                            "10.1.2.3",
                            "172.16.0.1",
                            "172.31.255.255",
                            "192.168.1.1",
                            "169.254.169.254",
                            "100.64.0.1",
                            "0.0.0.0",
                            "224.0.0.1",
                            "255.255.255.255",
                            "198.18.0.1",
                            "::1",
                            "::",
                            "fe80::1",
                            "fc00::1",
                            "fd12::1",
                            "ff02::1",
                            "::ffff:127.0.0.1",
                            "::ffff:10.0.0.1",
                            "64:ff9b::7f00:1",
                            "2002:7f00:1::",
                            "2001:db8::1",
                            "2001::1"})
    EXPECT_FALSE(is_public_address(bytes_of(inner))) << inner;
  for (const char* outer : {"8.8.8.8", "1.1.1.1", "172.32.0.1", "192.169.0.1", "100.128.0.1",
                            "2606:4700::1111", "2400:3200::1", "::ffff:8.8.8.8"})
    EXPECT_TRUE(is_public_address(bytes_of(outer))) << outer;
  EXPECT_FALSE(is_public_address({}));
}

TEST(WebCall, AddressesThatAreNotCalled) {
  for (const char* url : {"", "example.com", "ftp://example.com", "file:///etc/passwd", "http://example.com/",
                          "https://user:word@example.com/", "https://example.com:22/", "gopher://example.com",
                          "https://", "javascript:alert(1)", "https://exa mple.com/"}) {
    try {
      check_web_address(url, {});
      ADD_FAILURE() << url;
    } catch (const Error& error) {
      EXPECT_EQ(error.place().column, "url") << url;
    }
  }
  check_web_address("https://example.com/hook?a=1", {});
  check_web_address("https://example.com:8443/", {});
  // Whatever spelling leads to the machine itself is refused when the socket is opened.
  for (const char* url :
       {"https://127.0.0.1:8443/", "https://localhost:8443/", "https://[::1]:8443/",
        "https://2130706433:8443/", "https://0x7f.1:8443/", "https://[::ffff:127.0.0.1]:8443/"}) {
    auto answer = call_web({url, "{}", {}}, {false, 2});
    EXPECT_EQ(answer.status, 0) << url;
    EXPECT_EQ(answer.problem, "the name leads to an address that is not public") << url;
  }
}

// The worked example of Standard Webhooks: secret, id, time and body with their signature.
TEST(Webhooks, TheSignatureIsThatOfTheStandard) {
  Bytes secret;
  ASSERT_TRUE(from_base64("MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", secret));
  EXPECT_EQ(service::webhook_signature(secret, "msg_p5jXN8AQM9LWM0D4loKWxJek", 1614265330,
                                       R"({"test": 2432232314})"),
            "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
}

class WebhookDeskTest : public testing::Test {
 protected:
  void SetUp() override {
    folder_ = std::filesystem::temp_directory_path() / ("kith-webhooks-" + std::to_string(::getpid()));
    std::filesystem::remove_all(folder_);
    service::KeyChoice key;
    key.key_hex = std::string(64, 'b');
    home_ = service::Home::create(folder_.string(), key);
    office_ = std::make_unique<service::Office>(*home_);
    desk_ = std::make_unique<service::WebhookDesk>(
        *office_,
        [this](const service::WebCall& call) {
          calls_.push_back(call);
          service::WebAnswer answer;
          answer.status = answers_.empty() ? 200 : answers_.front();
          if (!answers_.empty()) answers_.pop_front();
          return answer;
        },
        [](const std::string&) {});
  }
  void TearDown() override {
    desk_.reset();
    office_.reset();
    home_.reset();
    std::filesystem::remove_all(folder_);
  }
  void happen(const std::string& action) {
    home_->ledger().write(
        [&](ledger::Write& write) { write.audit(action, "cus_0000000000001", "{\"records\":2}"); });
  }
  // As if the waiting had been done.
  void let_time_pass() {
    home_->ledger().write([](ledger::Write& write) {
      write.sql("UPDATE webhook_delivery SET next_at = 0 WHERE state = 'waiting'").run();
    });
  }
  std::filesystem::path folder_;
  std::unique_ptr<service::Home> home_;
  std::unique_ptr<service::Office> office_;
  std::unique_ptr<service::WebhookDesk> desk_;
  std::vector<service::WebCall> calls_;
  std::deque<int> answers_;
  service::Actor actor_ = service::operator_at_the_machine(Language::en);
};

TEST_F(WebhookDeskTest, TellsWhatItWasAskedForOnceAndNothingFromBefore) {
  happen("customer.merge");
  auto made = desk_->add(actor_, {"https://example.com/a", "", {"customer.*"}, true});
  EXPECT_TRUE(made.secret.starts_with("whsec_"));
  EXPECT_EQ(desk_->round(), 0U);
  happen("customer.merge");
  happen("customer.read");
  happen("batch.import");
  EXPECT_EQ(desk_->round(), 1U);
  EXPECT_EQ(desk_->round(), 0U);
  ASSERT_EQ(calls_.size(), 1U);
  auto body = json::parse(calls_[0].body);
  EXPECT_EQ(body["type"], "customer.merge");
  EXPECT_EQ(body["specversion"], "1.0");
  EXPECT_EQ(body["subject"], "cus_0000000000001");
  EXPECT_EQ(body["data"]["detail"]["records"], 2);
  std::map<std::string, std::string> headers(calls_[0].headers.begin(), calls_[0].headers.end());
  EXPECT_EQ(body["id"], headers["webhook-id"]);
  EXPECT_EQ(headers["webhook-signature"],
            service::webhook_signature(made.webhook.secret, headers["webhook-id"],
                                       std::stoll(headers["webhook-timestamp"]), calls_[0].body));
  auto deliveries = desk_->deliveries(actor_, to_string(made.webhook.id), 0, 10);
  ASSERT_EQ(deliveries.size(), 1U);
  EXPECT_EQ(deliveries[0].state, ledger::DeliveryState::done);
}

TEST_F(WebhookDeskTest, TriesAgainThenGivesUpAndSendsWhenAsked) {
  auto made = desk_->add(actor_, {"https://example.com/a", "", {"*"}, true});
  happen("customer.merge");
  answers_ = {500, 0, 302};
  EXPECT_EQ(desk_->round(), 1U);
  EXPECT_EQ(desk_->round(), 0U) << "it waits";
  auto id = to_string(made.webhook.id);
  auto delivery = desk_->deliveries(actor_, id, 0, 10).at(0);
  EXPECT_EQ(delivery.status, 500);
  EXPECT_EQ(delivery.next_at - delivery.answered_at, 5000);
  for (int i = 0; i < 9; ++i) {
    answers_.push_back(503);
    let_time_pass();
    desk_->round();
  }
  delivery = desk_->deliveries(actor_, id, 0, 10).at(0);
  EXPECT_EQ(delivery.attempts, 10);
  EXPECT_EQ(delivery.state, ledger::DeliveryState::dead);
  let_time_pass();
  answers_.clear();
  EXPECT_EQ(desk_->round(), 0U);
  desk_->replay(actor_, id, to_string(delivery.id));
  EXPECT_EQ(desk_->round(), 1U);
  EXPECT_EQ(desk_->deliveries(actor_, id, 0, 10).at(0).state, ledger::DeliveryState::done);
}

TEST_F(WebhookDeskTest, WhoeverIsGoneIsToldNothingMore) {
  auto made = desk_->add(actor_, {"https://example.com/a", "", {"customer.merge"}, true});
  happen("customer.merge");
  happen("customer.merge");
  answers_ = {410};
  desk_->round();
  EXPECT_FALSE(desk_->list(actor_).at(0).enabled);
  EXPECT_EQ(desk_->round(), 0U);
  EXPECT_EQ(calls_.size(), 1U);
  EXPECT_THROW(desk_->add(actor_, {"https://example.com/a", "", {"customer.eat"}, true}), Error);
}

// One call over the loopback, as a receiver sees it.
TEST(Webhooks, ACallArrivesWithItsHeaders) {
  int listener = ::socket(AF_INET, SOCK_STREAM, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t length = sizeof address;
  ASSERT_EQ(::bind(listener, reinterpret_cast<sockaddr*>(&address), sizeof address), 0);
  ASSERT_EQ(::listen(listener, 1), 0);
  ASSERT_EQ(::getsockname(listener, reinterpret_cast<sockaddr*>(&address), &length), 0);
  auto received = std::async(std::launch::async, [&] {
    int connection = ::accept(listener, nullptr, nullptr);
    std::string text;
    char bytes[4096];
    while (text.find("{\"a\":1}") == std::string::npos) {
      auto got = ::recv(connection, bytes, sizeof bytes, 0);
      if (got <= 0) break;
      text.append(bytes, static_cast<std::size_t>(got));
    }
    const std::string answer =
        "HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1/\r\nContent-Length: 0\r\n\r\n";
    ::send(connection, answer.data(), answer.size(), MSG_NOSIGNAL);
    ::close(connection);
    return text;
  });
  auto url = "http://127.0.0.1:" + std::to_string(ntohs(address.sin_port)) + "/hook";
  auto answer = call_web({url, "{\"a\":1}", {{"webhook-id", "msg_1"}}}, {true, 5});
  EXPECT_EQ(answer.status, 302) << answer.problem << ": a redirect is an answer, and is not followed";
  auto text = received.get();
  ::close(listener);
  EXPECT_EQ(text.find("POST /hook HTTP/1.1\r\n"), 0U) << text;
  EXPECT_NE(text.find("webhook-id: msg_1\r\n"), std::string::npos) << text;
}

}  // namespace
}  // namespace kith::server
