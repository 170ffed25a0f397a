// HTTP as strangers speak it. The adversaries: the message that two readers cut differently, the slow, the
// endless, the path that climbs, the body that is none.
#include "running_server.h"

namespace kith::server {
namespace {

class HttpTest : public RunningServer {
 protected:
  static int status_of(const std::string& bytes) {
    Client client(server->port());
    client.send_raw(bytes);
    return client.read().status;
  }
};

TEST_F(HttpTest, SeveralCallsGoThroughOneConnectionAlsoSentTogether) {
  Client client(server->port());
  client.send_raw("GET /healthz HTTP/1.1\r\nHost: a\r\n\r\nGET /readyz HTTP/1.1\r\nHost: a\r\n\r\n");
  EXPECT_EQ(client.read().body, "ok\n");
  EXPECT_EQ(client.read().body, "ready\n");
  client.send_raw("HEAD /healthz HTTP/1.1\r\nHost: a\r\n\r\n");
  auto head = client.read(true);
  EXPECT_EQ(head.status, 200);
  EXPECT_EQ(head.headers["content-length"], "3");
}

TEST_F(HttpTest, AMessageThatTwoReadersCutDifferentlyIsRefused) {
  const std::string post = "POST /api/v1/session HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\n";
  EXPECT_EQ(status_of(post + "Content-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"), 400);
  EXPECT_EQ(status_of(post + "Transfer-Encoding: chunked\r\nContent-Length: 2\r\n\r\n0\r\n\r\n"), 400);
  EXPECT_EQ(status_of(post + "Content-Length: 2\r\nContent-Length: 3\r\n\r\n{}"), 400);
  EXPECT_EQ(status_of(post + "Content-Length: 2\r\nContent-Length: 2\r\n\r\n{}"), 400);
  EXPECT_EQ(status_of(post + "Content-Length: +2\r\n\r\n{}"), 400);
  EXPECT_EQ(status_of(post + "Content-Length: 2, 2\r\n\r\n{}"), 400);
  EXPECT_NE(status_of(post + "Transfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n") / 100, 2);
  EXPECT_NE(status_of(post + "Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n") / 100, 2);
  EXPECT_NE(status_of(post + "Transfer-Encoding : chunked\r\n\r\n0\r\n\r\n") / 100, 2);
  EXPECT_EQ(status_of("POST / HTTP/1.0\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"), 400);
  EXPECT_EQ(status_of(post + "Transfer-Encoding: chunked\r\n\r\nZZ\r\n"), 400);
}

TEST_F(HttpTest, AHeaderThatIsNoneIsRefused) {
  EXPECT_EQ(status_of("GET / HTTP/1.1\r\n\r\n"), 400);
  EXPECT_EQ(status_of("GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n"), 400);
  EXPECT_EQ(status_of("QUERY /api/v1/session HTTP/1.1\r\nHost: a\r\n\r\n"), 405);
  EXPECT_EQ(status_of("BREW / HTTP/1.1\r\nHost: a\r\n\r\n"), 405);
  EXPECT_EQ(status_of("TRACE / HTTP/1.1\r\nHost: a\r\n\r\n"), 405);
  EXPECT_EQ(status_of("TRACE /api/v1/session HTTP/1.1\r\nHost: a\r\n\r\n"), 405);
  EXPECT_EQ(status_of("TRACE /api/v1/nowhere HTTP/1.1\r\nHost: a\r\n\r\n"), 404);
  auto taken = call("PROPFIND", "/api/v1/session");
  EXPECT_EQ(taken.status, 405);
  EXPECT_EQ(taken.headers["allow"], "GET, HEAD, POST, DELETE");
  EXPECT_EQ(call("DELETE", "/healthz").headers["allow"], "GET, HEAD");
  EXPECT_EQ(status_of("GET http://other/ HTTP/1.1\r\nHost: a\r\n\r\n"), 400);
  EXPECT_EQ(status_of("\x16\x03\x01\x02 not http\r\n\r\n"), 400);
  EXPECT_EQ(status_of("GET / HTTP/1.1\r\nHost: a\r\nX: " + std::string(20000, 'x') + "\r\n\r\n"), 431);
}

TEST_F(HttpTest, APathThatClimbsOrHidesIsRefused) {
  for (const char* path : {"/../etc/passwd", "/%2e%2e/x", "/a/..%2fb/../..", "/a%00b", "/a\\..\\b", "/%c0%af",
                           "/a%0d%0aX: y", "//x", "/%zz"}) {
    EXPECT_EQ(get(path).status, 400) << path;
  }
  EXPECT_NE(get("/assets/nothing.js").status, 200);
}

TEST_F(HttpTest, ABodyBeyondItsLimitIsRefusedBeforeItComes) {
  EXPECT_EQ(status_of("POST /api/v1/session HTTP/1.1\r\nHost: a\r\nContent-Length: 99999999999\r\n\r\n"),
            413);
  std::string chunks;
  for (int i = 0; i < 20; ++i) chunks += "20000\r\n" + std::string(0x20000, 'x') + "\r\n";
  EXPECT_EQ(status_of("POST /api/v1/session HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n" +
                      chunks + "0\r\n\r\n"),
            413);
  EXPECT_EQ(status_of("POST /healthz HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\n\r\nx"), 413);
}

TEST_F(HttpTest, TheSlowAreLetGo) {
  Client client(server->port());
  client.send_raw("GET / HTTP/1.1\r\nHost:");
  auto answer = client.read();
  EXPECT_TRUE(answer.status == 408 || answer.status == 0) << answer.status;
  EXPECT_TRUE(client.ended());
  Client body(server->port());
  body.send_raw("POST /api/v1/session HTTP/1.1\r\nHost: a\r\nContent-Length: 10\r\n\r\n{");
  answer = body.read();
  EXPECT_TRUE(answer.status == 408 || answer.status == 0) << answer.status;
}

TEST_F(HttpTest, WhatABrowserMayDoIsSaidWithEveryAnswer) {
  for (const char* path : {"/healthz", "/api/v1/session", "/api/v1/nothing"}) {
    auto answer = get(path);
    EXPECT_EQ(answer.headers["x-content-type-options"], "nosniff") << path;
    EXPECT_NE(answer.headers["content-security-policy"].find("script-src 'self'"), std::string::npos);
    EXPECT_EQ(answer.headers["content-security-policy"].find("script-src 'self' 'unsafe"), std::string::npos);
  }
}

TEST_F(HttpTest, AnAnswerThatTheCallerHasIsNotSentAgain) {
  auto first = get("/api/v1/attributes");
  ASSERT_EQ(first.status, 200);
  ASSERT_FALSE(first.headers["etag"].empty());
  EXPECT_EQ(get("/api/v1/attributes", "If-None-Match: " + first.headers["etag"] + "\r\n").status, 304);
  auto packed = get("/api/v1/attributes", "Accept-Encoding: gzip\r\n");
  EXPECT_EQ(packed.headers["content-encoding"], "gzip");
  EXPECT_LT(packed.body.size(), first.body.size());
}

}  // namespace
}  // namespace kith::server
