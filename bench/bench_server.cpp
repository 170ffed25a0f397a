// The server under load from a second process on loopback, beside what the same listener does without any
// work behind it (/healthz): customer page, list, filter, search, events.
//   bench_server [--records N] [--seconds S] [--import]     --import: the same once more beside an import
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <functional>
#include <string>
#include <thread>
#include <vector>

#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <nlohmann/json.hpp>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/executor.h"
#include "ledger/catalogue.h"
#include "sample/sample.h"
#include "server/server.h"
#include "service/import_file.h"
#include "service/resolve_records.h"

namespace {

using namespace kith;
using nlohmann::json;
namespace fs = std::filesystem;

double now() {
  return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch()).count();
}

std::int64_t memory_mib(pid_t process) {
  std::ifstream status("/proc/" + std::to_string(process) + "/status");
  for (std::string line; std::getline(status, line);) {
    if (line.rfind("VmRSS:", 0) == 0) return std::atoll(line.c_str() + 6) / 1024;
  }
  return 0;
}

class Client {
 public:
  explicit Client(int port) : socket_(::socket(AF_INET, SOCK_STREAM, 0)) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(static_cast<std::uint16_t>(port));
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    int one = 1;
    ::setsockopt(socket_, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
    if (::connect(socket_, reinterpret_cast<sockaddr*>(&address), sizeof address) != 0) std::exit(1);
  }
  ~Client() { ::close(socket_); }
  Client(const Client&) = delete;
  Client& operator=(const Client&) = delete;

  int call(const std::string& text) {
    if (::send(socket_, text.data(), text.size(), MSG_NOSIGNAL) < 0) return 0;
    body.clear();
    std::size_t end = 0;
    while ((end = body.find("\r\n\r\n")) == std::string::npos) {
      if (!more()) return 0;
    }
    header = body.substr(0, end);
    auto at = header.find("Content-Length: ");
    std::size_t length = at == std::string::npos ? 0 : std::strtoull(header.c_str() + at + 16, nullptr, 10);
    while (body.size() < end + 4 + length && more()) {
    }
    body.erase(0, end + 4);
    return std::atoi(header.c_str() + 9);
  }
  std::string header, body;

 private:
  bool more() {
    char bytes[65536];
    auto got = ::recv(socket_, bytes, sizeof bytes, 0);
    if (got <= 0) return false;
    body.append(bytes, static_cast<std::size_t>(got));
    return true;
  }
  int socket_;
};

std::string request(const std::string& method, const std::string& target, const std::string& headers,
                    const std::string& body) {
  return method + " " + target + " HTTP/1.1\r\nHost: 127.0.0.1\r\n" + headers +
         (method == "GET" ? "" : "Content-Length: " + std::to_string(body.size()) + "\r\n") + "\r\n" + body;
}

// `clients` connections for `seconds`; what each asks next comes from `next`. `each`: things in one call.
void load(const char* what, int port, int clients, double seconds,
          const std::function<std::string(int client, int number)>& next, double each = 1) {
  std::vector<std::vector<double>> times(static_cast<std::size_t>(clients));
  std::vector<int> failures(static_cast<std::size_t>(clients));
  std::vector<std::thread> threads;
  double begun = now();
  for (int c = 0; c < clients; ++c) {
    threads.emplace_back([&, c] {
      Client client(port);
      for (int number = 0; now() - begun < seconds; ++number) {
        auto text = next(c, number);
        double before = now();
        int status = client.call(text);
        times[static_cast<std::size_t>(c)].push_back(now() - before);
        if (status / 100 != 2) ++failures[static_cast<std::size_t>(c)];
        if (status == 0) break;
      }
    });
  }
  for (auto& thread : threads) thread.join();
  double took = now() - begun;
  std::vector<double> all;
  int failed = 0;
  for (auto& mine : times) all.insert(all.end(), mine.begin(), mine.end());
  for (int mine : failures) failed += mine;
  std::sort(all.begin(), all.end());
  auto at = [&](double share) {
    return all[static_cast<std::size_t>(share * static_cast<double>(all.size() - 1))] * 1000;
  };
  std::printf("%-34s %2d clients %9.0f /s  p50 %7.2f ms  p99 %7.2f ms  worst %7.1f ms  failed %d\n", what,
              clients, static_cast<double>(all.size()) * each / took, at(0.5), at(0.99), all.back() * 1000,
              failed);
  std::fflush(stdout);
}

struct Orders {
  int port = 0;
  std::string cookie, write_key;
  std::vector<std::string> customers;
};

void run_loads(const Orders& orders, double seconds) {
  auto get = [&](const std::string& target) {
    return request("GET", target, "Cookie: " + orders.cookie + "\r\n", "");
  };
  load("nothing behind it (/healthz)", orders.port, 4, seconds, [&](int, int) { return get("/healthz"); });
  load("customer page", orders.port, 4, seconds, [&](int c, int n) {
    return get("/api/v1/customers/" +
               orders.customers[static_cast<std::size_t>(n * 7 + c * 131) % orders.customers.size()]);
  });
  load("list", orders.port, 2, seconds, [&](int, int) { return get("/api/v1/customers?limit=50"); });
  load("list sorted by name", orders.port, 2, seconds,
       [&](int, int) { return get("/api/v1/customers?limit=50&sort=name"); });
  auto search = [&](const json& words) {
    return request("POST", "/api/v1/customers/search",
                   "Cookie: " + orders.cookie + "\r\nX-Kith: 1\r\nContent-Type: application/json\r\n",
                   words.dump());
  };
  load("filter by city", orders.port, 2, seconds, [&](int, int) {
    return search({{"limit", 50}, {"filters", {"city:eq:上海市"}}});
  });
  load("search by part of a phone", orders.port, 2, seconds, [&](int, int n) {
    return search({{"limit", 8}, {"q", "1380" + std::to_string(1000 + n % 9000)}});
  });
  load("search by name", orders.port, 2, seconds, [&](int, int) {
    return search({{"limit", 8}, {"q", "王伟"}});
  });
  auto event = [](int c, int n) {
    return json({{"type", "track"},
                 {"userId", "u" + std::to_string((n * 31 + c) % 5000)},
                 {"event", "Product Viewed"},
                 {"messageId", std::to_string(::getpid()) + "-" + std::to_string(now()) + "-" +
                                   std::to_string(c) + "-" + std::to_string(n)},
                 {"properties", {{"sku", "A" + std::to_string(n % 100)}, {"price", 12.5}}}});
  };
  auto headers = "Content-Type: application/json\r\nAuthorization: Basic " +
                 to_base64({reinterpret_cast<const unsigned char*>((orders.write_key + ":").data()),
                            orders.write_key.size() + 1}) +
                 "\r\n";
  load("events, one a call", orders.port, 32, seconds,
       [&](int c, int n) { return request("POST", "/v1/track", headers, event(c, n).dump()); });
  load(
      "events, a hundred a call", orders.port, 4, seconds,
      [&](int c, int n) {
        json batch = json::array();
        for (int i = 0; i < 100; ++i) batch.push_back(event(c, n * 100 + i));
        return request("POST", "/v1/batch", headers, json({{"batch", batch}}).dump());
      },
      100);
}

}  // namespace

int main(int argc, char** argv) {
  std::uint64_t records = 100000;
  double seconds = 5;
  bool beside_import = false;
  for (int i = 1; i < argc; ++i) {
    if (std::strcmp(argv[i], "--records") == 0 && i + 1 < argc)
      records = std::strtoull(argv[++i], nullptr, 10);
    if (std::strcmp(argv[i], "--seconds") == 0 && i + 1 < argc) seconds = std::atof(argv[++i]);
    if (std::strcmp(argv[i], "--import") == 0) beside_import = true;
  }
  int to_load[2], to_server[2];
  if (::pipe(to_load) != 0 || ::pipe(to_server) != 0) return 1;
  pid_t child = ::fork();
  if (child == 0) {
    // The load generator: hears where the server is, and runs when told to.
    std::string line;
    Orders orders;
    FILE* in = ::fdopen(to_load[0], "r");
    char* text = nullptr;
    std::size_t room = 0;
    while (::getline(&text, &room, in) > 0) {
      auto told = json::parse(text);
      orders.port = told["port"];
      orders.cookie = told["cookie"];
      orders.write_key = told["write_key"];
      orders.customers = told["customers"].get<std::vector<std::string>>();
      run_loads(orders, seconds);
      char done = 'x';
      if (::write(to_server[1], &done, 1) != 1) break;
    }
    std::_Exit(0);
  }
  ::close(to_load[0]);
  auto folder = fs::temp_directory_path() / ("kith-bench-server-" + std::to_string(::getpid()));
  fs::create_directories(folder);
  Progress silent;
  Cancel never;
  Executor executor(std::max(1u, std::thread::hardware_concurrency()));
  sample::PeopleOptions people;
  people.directory = (folder / "people").string();
  people.records = records;
  sample::write_people(people, executor, silent, never);
  service::KeyChoice key;
  key.key_hex = std::string(64, '1');
  {
    auto home = service::Home::create((folder / "home").string(), key);
    ledger::Source source;
    source.name = "people";
    source.owner = source.purpose = "bench";
    source.lawful_basis = "contract";
    source.retention_days = 365;
    home->ledger().write([&](ledger::Write& write) {
      ledger::add_source(write, source);
      source.name = "more";
      ledger::add_source(write, source);
    });
    service::ImportRequest request;
    request.file = (folder / "people" / "people.csv").string();
    request.source = "people";
    service::import_file(*home, request, silent, never);
    auto report = service::resolve_records(*home, silent, never);
    std::printf("%llu records, %llu customers\n", static_cast<unsigned long long>(report.records),
                static_cast<unsigned long long>(report.customers));
  }
  double begun = now();
  auto home = service::Home::open((folder / "home").string(), key, service::Access::write);
  server::ServerOptions options;
  options.http.port = 0;
  options.version = "bench";
  server::Server server(*home, std::move(options));
  std::thread serving([&] { server.run(); });
  {
    Client ready(server.port());
    ready.call(request("GET", "/readyz", "", ""));
  }
  std::printf("ready after %.2f s, %lld MiB\n", now() - begun,
              static_cast<long long>(memory_mib(::getpid())));
  Client client(server.port());
  std::string headers = "X-Kith: 1\r\nContent-Type: application/json\r\n";
  client.call(request(
      "POST", "/api/v1/first-run", headers,
      json({{"token", server.first_run_token()}, {"login", "bench"}, {"password", "four words make one"}})
          .dump()));
  auto cookie_at = client.header.find("Set-Cookie: ") + 12;
  json told = {{"port", server.port()},
               {"cookie", client.header.substr(cookie_at, client.header.find(';', cookie_at) - cookie_at)}};
  headers += "Cookie: " + told["cookie"].get<std::string>() + "\r\n";
  begun = now();
  client.call(request("GET", "/api/v1/customers?limit=200", headers, ""));
  std::printf("first list after %.2f s, %lld MiB\n", now() - begun,
              static_cast<long long>(memory_mib(::getpid())));
  auto listed = json::parse(client.body);
  for (const auto& item : listed["items"]) told["customers"].push_back(item["id"]);
  client.call(request("POST", "/api/v1/keys", headers,
                      json({{"name", "load"}, {"kind", "write"}, {"source", "people"}}).dump()));
  told["write_key"] = json::parse(client.body)["secret"];
  auto run = [&] {
    auto line = told.dump() + "\n";
    char done = 0;
    if (::write(to_load[1], line.data(), line.size()) < 0 || ::read(to_server[0], &done, 1) != 1)
      std::exit(1);
    std::printf("%lld MiB afterwards\n", static_cast<long long>(memory_mib(::getpid())));
  };
  std::fflush(stdout);
  run();
  if (beside_import) {
    std::printf("beside an import:\n");
    std::fflush(stdout);
    std::atomic<bool> over{false};
    std::thread importing([&] {
      while (!over) {
        std::unique_lock turn(home->lens_turn());
        service::ImportRequest request;
        request.file = (folder / "people" / "people.csv").string();
        request.source = "more";
        request.again = true;
        service::import_file(*home, request, silent, never);
      }
    });
    run();
    over = true;
    importing.join();
  }
  ::close(to_load[1]);
  server.stop();
  serving.join();
  ::waitpid(child, nullptr, 0);
  home.reset();
  fs::remove_all(folder);
  return 0;
}
