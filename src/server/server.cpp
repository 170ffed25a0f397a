#include "server/server.h"

#include <algorithm>
#include <array>
#include <chrono>
#include <cmath>
#include <cstdio>
#include <map>

#include "base/date.h"
#include "base/machine.h"
#include "server/api.h"
#include "server/routes/render.h"
#include "server/workspace.h"
#include "service/import_desk.h"

namespace kith::server {
namespace {

constexpr std::uint64_t small_body = 1u << 20, piece_body = service::most_piece_bytes,
                        collected_body = 4u << 20;

// Requests by route and class of status, and how long they took: what /metrics tells.
class Measurements {
 public:
  static constexpr std::array<double, 9> bounds = {0.001, 0.005, 0.01, 0.025, 0.05, 0.1, 0.5, 2, 10};

  void add(const std::string& route, int status, double seconds) {
    std::lock_guard lock(mutex_);
    auto& entry = routes_[route];
    ++entry.statuses[static_cast<std::size_t>(status / 100)];
    entry.seconds += seconds;
    ++entry.count;
    for (std::size_t i = 0; i < bounds.size(); ++i) entry.buckets[i] += seconds <= bounds[i] ? 1 : 0;
  }

  std::string text() const {
    std::lock_guard lock(mutex_);
    std::string out = "# TYPE kith_requests_total counter\n";
    for (const auto& [route, entry] : routes_) {
      for (std::size_t i = 1; i < entry.statuses.size(); ++i) {
        if (entry.statuses[i] == 0) continue;
        out += "kith_requests_total{route=\"" + route + "\",status=\"" + std::to_string(i) + "xx\"} " +
               std::to_string(entry.statuses[i]) + "\n";
      }
    }
    out += "# TYPE kith_request_seconds histogram\n";
    for (const auto& [route, entry] : routes_) {
      for (std::size_t i = 0; i < bounds.size(); ++i) {
        char bound[24];
        std::snprintf(bound, sizeof bound, "%g", bounds[i]);
        out += "kith_request_seconds_bucket{route=\"" + route + "\",le=\"" + bound + "\"} " +
               std::to_string(entry.buckets[i]) + "\n";
      }
      out += "kith_request_seconds_bucket{route=\"" + route + "\",le=\"+Inf\"} " +
             std::to_string(entry.count) + "\nkith_request_seconds_sum{route=\"" + route + "\"} " +
             std::to_string(entry.seconds) + "\nkith_request_seconds_count{route=\"" + route + "\"} " +
             std::to_string(entry.count) + "\n";
    }
    return out;
  }

 private:
  struct Entry {
    std::array<std::uint64_t, 6> statuses{};
    std::array<std::uint64_t, bounds.size()> buckets{};
    double seconds = 0;
    std::uint64_t count = 0;
  };
  mutable std::mutex mutex_;
  std::map<std::string, Entry> routes_;
};

bool begins(std::string_view text, std::string_view with) { return text.substr(0, with.size()) == with; }

std::uint64_t body_limit(Method method, std::string_view path) {
  if (method == Method::patch && begins(path, "/api/v1/uploads/")) return piece_body;
  if (begins(path, "/v1/")) return collected_body;
  return begins(path, "/api/") || begins(path, "/f/") || begins(path, "/c/") || begins(path, "/hooks/")
             ? small_body
             : 0;
}

// Events and messages wait for the commit that makes them durable.
bool collects(std::string_view path) { return begins(path, "/v1/") || begins(path, "/hooks/"); }

std::uint64_t usual_lens_memory() {
  constexpr std::uint64_t most = 512u << 20, least = 128u << 20;
  return std::clamp(machine_memory() / 4, least, most);
}

Response plain(int status, std::string text) {
  Response response;
  response.status = status;
  response.set("Content-Type", "text/plain; charset=utf-8");
  response.set("Cache-Control", "no-store");
  response.body = std::move(text);
  return response;
}

}  // namespace

struct Server::State {
  State(service::Home& home, ServerOptions given)
      : options(std::move(given)),
        base(home, options.version, options.web),
        api(base),
        http(
            options.http, [this](const Request& request) { return handle(request); }, body_limit, collects) {}

  ServerOptions options;
  Base base;
  Api api;
  Measurements measurements;
  std::atomic<bool> ready{false};
  std::atomic<std::uint64_t> number{0};
  HttpServer http;

  Response handle(const Request& request);
  Response route(const Request& request);
  void log(const Request& request, const Response& response, double seconds, std::uint64_t which);
};

Response Server::State::route(const Request& request) {
  for (std::string_view part : {"/api/", "/v1/", "/f/", "/c/", "/docs/", "/hooks/"}) {
    if (begins(request.path, part)) return api.handle(request);
  }
  bool reading = request.method == Method::get || request.method == Method::head;
  if (!reading) {
    auto response = plain(405, "Method not allowed\n");
    response.set("Allow", "GET, HEAD");
    return response;
  }
  if (request.path == "/healthz") return plain(200, "ok\n");
  if (request.path == "/readyz") return plain(ready ? 200 : 503, ready ? "ready\n" : "not ready\n");
  if (request.path == "/metrics") {
    auto text = measurements.text();
    text += "# TYPE kith_connections gauge\nkith_connections " + std::to_string(http.connections()) + "\n";
    text += "# TYPE kith_event_listeners gauge\nkith_event_listeners " +
            std::to_string(base.topic.listeners()) + "\n";
    text += "# TYPE kith_jobs_open gauge\nkith_jobs_open " + std::to_string(base.jobs.open_jobs()) + "\n";
    text += "# TYPE kith_ledger_commits_total counter\nkith_ledger_commits_total " +
            std::to_string(base.home.ledger().commits()) + "\n";
    return plain(200, std::move(text));
  }
  auto response = workspace_file(request);
  response.route = "workspace";
  return response;
}

Response Server::State::handle(const Request& request) {
  auto begun = std::chrono::steady_clock::now();
  auto which = ++number;
  auto response = route(request);
  finish(request, response);
  add_security_headers(response, request.secure);
  response.set("X-Request-Id", std::to_string(which));
  if (response.route.empty())
    response.route = request.path == "/metrics" || request.path == "/healthz" || request.path == "/readyz"
                         ? request.path
                         : "none";
  double seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - begun).count();
  measurements.add(response.route, response.status, seconds);
  log(request, response, seconds, which);
  return response;
}

// Route, not path; user's id, not name; no query, no address: nothing of these is anybody's data.
void Server::State::log(const Request& request, const Response& response, double seconds,
                        std::uint64_t which) {
  if (!options.log) return;
  json line = {{"at", to_iso_time(base.home.ledger().now())},
               {"request", which},
               {"method", name_of(request.method)},
               {"route", response.route},
               {"status", response.status},
               {"ms", std::round(seconds * 100000) / 100}};
  if (!response.caller.empty()) line["caller"] = response.caller;
  options.log(line.dump());
}

Server::Server(service::Home& home, ServerOptions options) {
  home.limit_lens(options.lens_memory != 0 ? options.lens_memory : usual_lens_memory());
  state_ = std::make_unique<State>(home, std::move(options));
  auto& base = state_->base;
  service::add_standard_kinds(base.jobs);
  if (state_->options.load_sample) base.jobs.add_kind("sample", state_->options.load_sample);
  base.jobs.listen([&base](const service::JobView& view) {
    // Sentences go in English here: a listener that wants its own language asks for the job.
    base.topic.publish("job",
                       job_json(view, Language::en).dump(-1, ' ', false, json::error_handler_t::replace));
    if (view.job.state != ledger::JobState::running && view.job.state != ledger::JobState::queued) {
      auto read = base.home.ledger().read();
      base.topic.publish("change", "{\"change\":" + std::to_string(ledger::newest_change(*read)) + "}");
    }
  });
  base.jobs.start();
  base.scheduler.start();
  base.webhooks.start();
  base.hooks.start();
  state_->ready = true;
}

Server::~Server() = default;

std::uint16_t Server::port() const noexcept { return state_->http.port(); }
std::string Server::first_run_token() { return state_->base.sign_in.first_run_token(); }

void Server::run() {
  state_->http.run();
  state_->base.webhooks.stop();
  state_->base.hooks.stop();
  state_->base.scheduler.stop();
  state_->base.jobs.stop();
}

void Server::stop() {
  state_->ready = false;
  state_->base.topic.close();
  state_->http.stop();
}

bool Server::reload_certificate() { return state_->http.reload_certificate(); }

}  // namespace kith::server
