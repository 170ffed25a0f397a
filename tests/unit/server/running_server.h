// A server on loopback, and a client that speaks to it by plain sockets, so that it can be as rude as it
// likes.
#pragma once
#include <atomic>
#include <cctype>
#include <filesystem>
#include <map>
#include <memory>
#include <string>
#include <thread>

#include <arpa/inet.h>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <nlohmann/json.hpp>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

#include "server/server.h"
#include "service/home.h"

namespace kith::server {

using nlohmann::json;

struct Answer {
  int status = 0;  ///< 0: the connection ended without one
  std::map<std::string, std::string> headers;
  std::string body;
  json value() const { return json::parse(body, nullptr, false); }
};

// Answers are waited for ten seconds.
inline bool connect_to(int socket, std::uint16_t port) {
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(port);
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  timeval limit{10, 0};
  ::setsockopt(socket, SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof limit);
  return ::connect(socket, reinterpret_cast<sockaddr*>(&address), sizeof address) == 0;
}

class Client {
 public:
  explicit Client(std::uint16_t port) : socket_(::socket(AF_INET, SOCK_STREAM, 0)) {
    connected = connect_to(socket_, port);
  }
  ~Client() { ::close(socket_); }
  Client(const Client&) = delete;
  Client& operator=(const Client&) = delete;

  bool connected = false;

  void send_raw(std::string_view bytes) {
    while (!bytes.empty()) {
      auto sent = ::send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
      if (sent <= 0) return;
      bytes.remove_prefix(static_cast<std::size_t>(sent));
    }
  }

  Answer read(bool head = false) {
    Answer answer;
    std::size_t end = 0;
    while ((end = held_.find("\r\n\r\n")) == std::string::npos) {
      if (!more()) return answer;
    }
    auto header = held_.substr(0, end);
    held_.erase(0, end + 4);
    answer.status = std::atoi(header.c_str() + 9);
    for (std::size_t at = header.find("\r\n"); at != std::string::npos;) {
      auto next = header.find("\r\n", at + 2);
      auto line = header.substr(at + 2, next == std::string::npos ? next : next - at - 2);
      auto colon = line.find(": ");
      if (colon != std::string::npos) {
        for (std::size_t i = 0; i < colon; ++i) line[i] = static_cast<char>(std::tolower(line[i]));
        answer.headers[line.substr(0, colon)] = line.substr(colon + 2);
      }
      at = next;
    }
    if (head || answer.status == 204 || answer.status == 304) return answer;
    auto length = static_cast<std::size_t>(std::atoll(answer.headers["content-length"].c_str()));
    while (held_.size() < length && more()) {
    }
    answer.body = held_.substr(0, length);
    held_.erase(0, length);
    return answer;
  }

  /// True once the other side has closed.
  bool ended() {
    while (more()) {
    }
    return closed_;
  }
  std::string read_some() {
    more();
    return std::exchange(held_, {});
  }

 private:
  bool more() {
    char bytes[65536];
    auto got = ::recv(socket_, bytes, sizeof bytes, 0);
    if (got <= 0) {
      closed_ = got == 0;
      return false;
    }
    held_.append(bytes, static_cast<std::size_t>(got));
    return true;
  }
  int socket_;
  std::string held_;
  bool closed_ = false;
};

/// One base and its server for all tests of a suite; the owner is signed in.
class RunningServer : public testing::Test {
 protected:
  static inline std::filesystem::path folder;
  static inline std::unique_ptr<service::Home> home;
  static inline std::unique_ptr<Server> server;
  static inline std::thread thread;
  static inline std::string cookie, token;
  static constexpr const char* password = "four words make one";

  static void SetUpTestSuite() {
    folder = std::filesystem::temp_directory_path() / ("kith-server-" + std::to_string(::getpid()));
    std::filesystem::remove_all(folder);
    service::KeyChoice key;
    key.key_hex = std::string(64, 'a');
    home = service::Home::create(folder.string(), key);
    start();
    token = server->first_run_token();
    auto made = post("/api/v1/first-run", {{"token", token}, {"login", "li.na"}, {"password", password}});
    ASSERT_EQ(made.status, 201) << made.body;
    cookie = made.headers["set-cookie"];
    cookie = cookie.substr(0, cookie.find(';'));
  }
  static void TearDownTestSuite() {
    finish();
    home.reset();
    std::filesystem::remove_all(folder);
  }
  static void start() {
    ServerOptions options;
    options.http.port = 0;
    options.http.header_seconds = 1;
    options.http.body_seconds = 2;
    options.version = "test";
    server = std::make_unique<Server>(*home, options);
    thread = std::thread([] { server->run(); });
  }
  static void finish() {
    server->stop();
    thread.join();
    server.reset();
  }

  static Answer call(const std::string& method, const std::string& target, const std::string& body = {},
                     const std::string& headers = {}) {
    Client client(server->port());
    std::string text = method + " " + target + " HTTP/1.1\r\nHost: 127.0.0.1\r\n";
    if (headers.find("Cookie:") == std::string::npos && !cookie.empty()) text += "Cookie: " + cookie + "\r\n";
    if (headers.find("X-Kith:") == std::string::npos) text += "X-Kith: 1\r\n";
    text += headers;
    if (!body.empty() || method != "GET") {
      if (headers.find("Content-Type:") == std::string::npos) text += "Content-Type: application/json\r\n";
      text += "Content-Length: " + std::to_string(body.size()) + "\r\n";
    }
    client.send_raw(text + "\r\n" + body);
    return client.read();
  }
  static Answer get(const std::string& target, const std::string& headers = {}) {
    return call("GET", target, {}, headers);
  }
  static Answer post(const std::string& target, const json& body, const std::string& headers = {}) {
    return call("POST", target, body.dump(), headers);
  }
  /// The job once it has ended.
  static json ended(const std::string& id) {
    for (int i = 0; i < 600; ++i) {
      auto job = get("/api/v1/jobs/" + id).value();
      if (job["state"] != "queued" && job["state"] != "running") return job;
      ::usleep(20000);
    }
    return {};
  }
};

}  // namespace kith::server
