// The listener: HTTP/1.1 over TCP or TLS. The only part that knows Asio and Beast.
//
// Invariants
// 1. Every read and write has a time limit and a size limit; nothing is read that was not asked for.
// 2. A message that two readers could cut differently is refused and its connection closed: both lengths,
//    a transfer coding that is not "chunked", HTTP/1.0 with chunks, no Host or two.
// 3. The handler runs on the work pool, never on the I/O thread; one that mostly waits runs on a pool of its
//    own, so that many can wait together for one durable commit and keep nobody else from being answered.
#pragma once
#include <atomic>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>

#include "server/http/message.h"

namespace kith::server {

struct HttpOptions {
  std::string address = "127.0.0.1";
  std::uint16_t port = 8460;  ///< 0: any that is free
  std::string certificate;    ///< PEM chain; empty: plain HTTP
  std::string private_key;    ///< PEM
  unsigned workers = 0;       ///< threads for handlers; 0: two a core, at least 4
  unsigned waiters = 48;      ///< threads for handlers that mostly wait for others (see Waits)
  std::size_t most_connections = 2000;
  std::size_t most_header = 16 * 1024;
  int header_seconds = 15;
  int body_seconds = 60;
  int idle_seconds = 75;
  int grace_seconds = 10;  ///< that stop() waits for answers under way
};

class HttpServer {
 public:
  using Handler = std::function<Response(const Request&)>;
  /// How many bytes of body a path takes.
  using BodyLimit = std::function<std::uint64_t(Method, std::string_view path)>;

  /// Whether the handler of a path mostly waits.
  using Waits = std::function<bool(std::string_view path)>;

  /// Listens at once. Throws Error(io) where the address is taken or the certificate cannot be read.
  HttpServer(HttpOptions options, Handler handler, BodyLimit body_limit, Waits waits = {});
  ~HttpServer();
  HttpServer(const HttpServer&) = delete;
  HttpServer& operator=(const HttpServer&) = delete;

  std::uint16_t port() const noexcept;
  bool secure() const noexcept;
  /// Serves until stop(); on the calling thread.
  void run();
  /// Takes no new connection, lets answers under way end, then run() returns. From any thread, or a signal's.
  void stop();
  /// Reads the certificate again; the old one stays where the new cannot be read (false).
  bool reload_certificate();

  std::size_t connections() const noexcept;

 private:
  struct Core;
  std::shared_ptr<Core> core_;
};

}  // namespace kith::server
