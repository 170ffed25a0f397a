// The server of one base: API, workspace, health, measurements, log.
#pragma once
#include <cstdint>
#include <functional>
#include <memory>
#include <string>

#include "server/http/http_server.h"
#include "server/http/web_call.h"
#include "service/home.h"
#include "service/jobs.h"

namespace kith::server {

struct ServerOptions {
  HttpOptions http;
  std::string version;
  WebCallRules web;  ///< what webhooks may call
  /// What the analytical copy may hold in memory, in bytes; 0: a quarter of what the machine has, at most 512
  /// MiB.
  std::uint64_t lens_memory = 0;
  /// A line of the log, JSON without personal data; called from any thread.
  std::function<void(const std::string&)> log;
  /// The work of the job "sample"; none: there is no such job.
  service::JobDesk::Work load_sample;
};

class Server {
 public:
  /// Opens the door. REQUIRES a home that is open for writing and outlives this. Throws what HttpServer
  /// throws.
  Server(service::Home& home, ServerOptions options);
  ~Server();
  Server(const Server&) = delete;
  Server& operator=(const Server&) = delete;

  std::uint16_t port() const noexcept;
  /// The token that makes the first user; empty where there is one.
  std::string first_run_token();
  /// Serves until stop(), on the calling thread.
  void run();
  /// From any thread: lets answers under way end, stops the jobs, then run() returns.
  void stop();
  bool reload_certificate();

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace kith::server
