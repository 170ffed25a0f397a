// The server under load from a second process on loopback, beside what the same listener does without any
// work behind it (/healthz): customer page, list, filter, search, events.
//   bench_server [--records N] [--home FOLDER] [--seconds S] [--import] [--crowd S] [--only TEXT]
//     --home: a base that stays there; made where there is none. Key: as the environment says; who signs in
//       where somebody else was first: KITH_LOGIN, KITH_PASSWORD
//     --import: the same once more beside an import
//     --only: the loads with this in their name, beside /healthz
//     --crowd: 200 clients that pause between calls and 50 listeners, beside an import a minute, for so many
//       seconds
#include <algorithm>
#include <cerrno>
#include <chrono>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <functional>
#include <sstream>
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

#include "base/background.h"
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

// What the process holds by itself, without the pages of program files that lie in memory for everybody.
std::int64_t memory_mib(pid_t process) {
  std::ifstream status("/proc/" + std::to_string(process) + "/status");
  for (std::string line; std::getline(status, line);) {
    if (line.rfind("RssAnon:", 0) == 0) return std::atoll(line.c_str() + 8) / 1024;
  }
  return 0;
}

// What the process took so far: seconds of the processor, and bytes on their way to the disk.
struct Spent {
  double processor = 0, written = 0;
};
Spent spent_by(pid_t process) {
  const auto place = "/proc/" + std::to_string(process);
  Spent spent;
  std::string line, word;
  std::getline(std::ifstream(place + "/stat"), line);
  std::istringstream fields(line.substr(line.rfind(')') + 1));
  for (int field = 3; fields >> word && field <= 15; ++field) {
    if (field >= 14) spent.processor += std::atof(word.c_str()) / static_cast<double>(::sysconf(_SC_CLK_TCK));
  }
  std::ifstream io(place + "/io");
  while (std::getline(io, line)) {
    if (line.rfind("write_bytes:", 0) == 0) spent.written = std::atof(line.c_str() + 12);
  }
  return spent;
}

// In a process of its own, so that what it took does not count for what comes after.
void apart(const std::function<void()>& work) {
  std::fflush(stdout);
  const auto child = ::fork();
  if (child == 0) {
    work();
    std::fflush(stdout);
    std::_Exit(0);
  }
  int status = 0;
  ::waitpid(child, &status, 0);
  if (status != 0) std::exit(1);
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
  // Reads what comes until then; false where the stream ended before.
  bool listen(const std::string& text, double until, std::size_t& bytes) {
    timeval limit{1, 0};
    ::setsockopt(socket_, SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof limit);
    if (::send(socket_, text.data(), text.size(), MSG_NOSIGNAL) < 0) return false;
    while (now() < until) {
      char some[4096];
      auto got = ::recv(socket_, some, sizeof some, 0);
      if (got == 0 || (got < 0 && errno != EAGAIN)) return false;
      if (got > 0) bytes += static_cast<std::size_t>(got);
    }
    return true;
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
          const std::function<std::string(int client, int number)>& next, double each = 1,
          bool pauses = false) {
  std::vector<std::vector<double>> times(static_cast<std::size_t>(clients));
  std::vector<int> failures(static_cast<std::size_t>(clients));
  std::vector<std::thread> threads;
  const auto server = ::getppid();
  const auto spent = spent_by(server);
  double begun = now();
  for (int c = 0; c < clients; ++c) {
    threads.emplace_back([&, c] {
      Client client(port);
      for (int number = 0; now() - begun < seconds; ++number) {
        auto text = next(c, number);
        if (pauses && now() - begun >= seconds) break;
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
  const auto after = spent_by(server);
  const auto units = static_cast<double>(all.size()) * each;
  std::printf("%-34s %.3f ms of the server's processor each, %.1f KiB written\n", "",
              (after.processor - spent.processor) * 1000 / units,
              (after.written - spent.written) / 1024 / units);
  std::fflush(stdout);
}

struct Orders {
  int port = 0;
  std::string only;  // part of the names of the loads to run; empty: all
  std::string cookie, write_key;
  std::vector<std::string> customers;
  double crowd = 0;  // seconds; 0: every load by itself
};

// A listener of the stream of events: how many bytes came, and whether the stream held to the end.
struct Listener {
  std::thread thread;
  std::size_t bytes = 0;
  bool held = false;
};

// Two hundred clients at their desks, and fifty pages that listen.
void run_crowd(const Orders& orders) {
  const auto cookie = "Cookie: " + orders.cookie + "\r\n";
  const double begun = now(), seconds = orders.crowd;
  std::vector<Listener> listeners(50);
  for (auto& listener : listeners)
    listener.thread = std::thread([&] {
      Client client(orders.port);
      listener.held =
          client.listen(request("GET", "/api/v1/jobs/stream", cookie, ""), begun + seconds, listener.bytes);
    });
  const auto ask = [&](int c, int n) {
    ::usleep(static_cast<unsigned>(300000 + (c * 7919 + n * 104729) % 400000));
    switch ((c + n) % 4) {
      case 0:
        return request("GET", "/api/v1/customers?limit=50", cookie, "");
      case 1:
        return request(
            "POST", "/api/v1/customers/search", cookie + "X-Kith: 1\r\nContent-Type: application/json\r\n",
            json({{"limit", 8}, {"q", "1380" + std::to_string(1000 + (n * 31 + c) % 9000)}}).dump());
      default:
        return request(
            "GET",
            "/api/v1/customers/" +
                orders.customers[static_cast<std::size_t>(n * 7 + c * 131) % orders.customers.size()],
            cookie, "");
    }
  };
  load("200 at their desks", orders.port, 200, seconds, ask, 1, true);
  std::size_t held = 0, bytes = 0;
  for (auto& listener : listeners) {
    listener.thread.join();
    held += listener.held ? 1 : 0;
    bytes += listener.bytes;
  }
  std::printf("%zu of 50 listeners held, %zu bytes each\n", held, bytes / listeners.size());
  std::fflush(stdout);
}

void run_loads(const Orders& orders, double seconds) {
  const auto run = [&](const char* what, int clients,
                       const std::function<std::string(int client, int number)>& next, double each = 1) {
    if (std::strstr(what, orders.only.c_str()) != nullptr)
      load(what, orders.port, clients, seconds, next, each);
  };
  auto get = [&](const std::string& target) {
    return request("GET", target, "Cookie: " + orders.cookie + "\r\n", "");
  };
  load("nothing behind it (/healthz)", orders.port, 4, seconds, [&](int, int) { return get("/healthz"); });
  run("customer page", 4, [&](int c, int n) {
    return get("/api/v1/customers/" +
               orders.customers[static_cast<std::size_t>(n * 7 + c * 131) % orders.customers.size()]);
  });
  run("list", 2, [&](int, int) { return get("/api/v1/customers?limit=50"); });
  run("list sorted by name", 2, [&](int, int) { return get("/api/v1/customers?limit=50&sort=name"); });
  auto search = [&](const json& words) {
    return request("POST", "/api/v1/customers/search",
                   "Cookie: " + orders.cookie + "\r\nX-Kith: 1\r\nContent-Type: application/json\r\n",
                   words.dump());
  };
  run("filter by city", 2, [&](int, int) {
    return search({{"limit", 50}, {"filters", {"city:eq:上海市"}}});
  });
  run("search by part of a phone", 2, [&](int, int n) {
    return search({{"limit", 8}, {"q", "1380" + std::to_string(1000 + n % 9000)}});
  });
  run("search by name", 2, [&](int, int) { return search({{"limit", 8}, {"q", "王伟"}}); });
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
  run("events, one a call", 32,
      [&](int c, int n) { return request("POST", "/v1/track", headers, event(c, n).dump()); });
  run(
      "events, a hundred a call", 4,
      [&](int c, int n) {
        json batch = json::array();
        for (int i = 0; i < 100; ++i) batch.push_back(event(c, n * 100 + i));
        return request("POST", "/v1/batch", headers, json({{"batch", batch}}).dump());
      },
      100);
}

void take_in(service::Home& home, const std::string& file, const std::string& name, Cancel& cancel) {
  Progress silent;
  home.ledger().write([&](ledger::Write& write) {
    if (ledger::find_source(write.sql, name)) return;
    ledger::Source source;
    source.name = name;
    source.owner = source.purpose = "bench";
    source.lawful_basis = "contract";
    source.retention_days = 365;
    ledger::add_source(write, source);
  });
  service::ImportRequest request;
  request.file = file;
  request.source = name;
  request.again = true;
  service::import_file(home, request, silent, cancel);
}

void make_base(const std::string& place, const service::KeyChoice& key, const std::string& file) {
  Progress silent;
  Cancel never;
  auto home = service::Home::create(place, key);
  take_in(*home, file, "people", never);
  const auto report = service::resolve_records(*home, silent, never);
  std::printf("%llu records, %llu customers\n", static_cast<unsigned long long>(report.records),
              static_cast<unsigned long long>(report.customers));
}

// What a server takes before anybody came.
void empty_server(const std::string& place) {
  service::KeyChoice key;
  key.key_hex = std::string(64, '1');
  auto home = service::Home::create(place, key);
  server::ServerOptions options;
  options.http.port = 0;
  server::Server server(*home, std::move(options));
  std::thread serving([&] { server.run(); });
  Client(server.port()).call(request("GET", "/readyz", "", ""));
  ::sleep(2);
  std::printf("an empty base: %lld MiB\n", static_cast<long long>(memory_mib(::getpid())));
  server.stop();
  serving.join();
}

}  // namespace

int main(int argc, char** argv) {
  std::uint64_t records = 100000;
  std::string kept, only;
  double seconds = 5, crowd = 0;
  bool beside_import = false;
  for (int i = 1; i < argc; ++i) {
    if (std::strcmp(argv[i], "--records") == 0 && i + 1 < argc)
      records = std::strtoull(argv[++i], nullptr, 10);
    if (std::strcmp(argv[i], "--seconds") == 0 && i + 1 < argc) seconds = std::atof(argv[++i]);
    if (std::strcmp(argv[i], "--crowd") == 0 && i + 1 < argc) crowd = std::atof(argv[++i]);
    if (std::strcmp(argv[i], "--home") == 0 && i + 1 < argc) kept = argv[++i];
    if (std::strcmp(argv[i], "--only") == 0 && i + 1 < argc) only = argv[++i];
    if (std::strcmp(argv[i], "--import") == 0) beside_import = true;
  }
  int to_load[2], to_server[2];
  if (::pipe(to_load) != 0 || ::pipe(to_server) != 0) return 1;
  pid_t child = ::fork();
  if (child == 0) {
    // The load generator: hears where the server is, and runs when told to.
    ::close(to_load[1]);  // or the end of the orders is never seen
    std::string line;
    Orders orders;
    orders.only = only;
    FILE* in = ::fdopen(to_load[0], "r");
    char* text = nullptr;
    std::size_t room = 0;
    while (::getline(&text, &room, in) > 0) {
      auto told = json::parse(text);
      orders.port = told["port"];
      orders.cookie = told["cookie"];
      orders.write_key = told["write_key"];
      orders.customers = told["customers"].get<std::vector<std::string>>();
      orders.crowd = told["crowd"];
      orders.crowd > 0 ? run_crowd(orders) : run_loads(orders, seconds);
      char done = 'x';
      if (::write(to_server[1], &done, 1) != 1) break;
    }
    std::_Exit(0);
  }
  ::close(to_load[0]);
  const auto folder = fs::temp_directory_path() / ("kith-bench-server-" + std::to_string(::getpid()));
  fs::create_directories(folder);
  auto key = service::key_choice_from_environment();
  if (kept.empty()) key.key_hex = std::string(64, '1');
  const auto place = kept.empty() ? (folder / "home").string() : kept;
  apart([&] { empty_server((folder / "empty").string()); });
  if (beside_import || crowd > 0 || !fs::exists(place)) {
    sample::PeopleOptions people;
    people.directory = (folder / "people").string();
    people.records = records;
    apart([&] {
      Progress silent;
      Cancel never;
      Executor executor(std::max(1u, std::thread::hardware_concurrency()));
      sample::write_people(people, executor, silent, never);
    });
  }
  if (!fs::exists(place)) apart([&] { make_base(place, key, (folder / "people" / "people.csv").string()); });
  double begun = now();
  auto home = service::Home::open(place, key, service::Access::write);
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
  const char *login = std::getenv("KITH_LOGIN"), *password = std::getenv("KITH_PASSWORD");
  const json me = {{"login", login != nullptr ? login : "bench"},
                   {"password", password != nullptr ? password : "four words make one"}};
  auto owner = me;
  owner["token"] = server.first_run_token();
  if (client.call(request("POST", "/api/v1/first-run", headers, owner.dump())) / 100 != 2)
    client.call(request("POST", "/api/v1/session", headers, me.dump()));
  auto cookie_at = client.header.find("Set-Cookie: ") + 12;
  json told = {{"port", server.port()},
               {"crowd", 0},
               {"cookie", client.header.substr(cookie_at, client.header.find(';', cookie_at) - cookie_at)}};
  headers += "Cookie: " + told["cookie"].get<std::string>() + "\r\n";
  begun = now();
  client.call(request("GET", "/api/v1/customers?limit=200", headers, ""));
  std::printf("first list after %.2f s, %lld MiB\n", now() - begun,
              static_cast<long long>(memory_mib(::getpid())));
  auto listed = json::parse(client.body);
  if (!listed.contains("items") || listed["items"].empty()) {
    std::fprintf(stderr, "The base has no customers for this owner: %s\n", client.body.c_str());
    ::kill(child, SIGTERM);
    std::_Exit(1);
  }
  for (const auto& item : listed["items"]) told["customers"].push_back(item["id"]);
  client.call(request("POST", "/api/v1/sources", headers,
                      json({{"name", "events"},
                            {"owner", "bench"},
                            {"purpose", "bench"},
                            {"lawful_basis", "contract"},
                            {"retention_days", 365}})
                          .dump()));
  client.call(request("POST", "/api/v1/keys", headers,
                      json({{"name", "load"}, {"kind", "write"}, {"source", "events"}}).dump()));
  told["write_key"] = json::parse(client.body)["secret"];
  // What is searched is gathered behind the first who looks.
  begun = now();
  for (double took = 1; took > 0.03 && now() - begun < 30;) {
    const double before = now();
    client.call(
        request("POST", "/api/v1/customers/search", headers, "{\"q\":\"nobody at all\",\"limit\":1}"));
    took = now() - before;
  }
  std::printf("search ready %.2f s later, %lld MiB\n", now() - begun,
              static_cast<long long>(memory_mib(::getpid())));
  auto run = [&] {
    auto line = told.dump() + "\n";
    char done = 0;
    if (::write(to_load[1], line.data(), line.size()) < 0 || ::read(to_server[0], &done, 1) != 1)
      std::exit(1);
    std::printf("%lld MiB afterwards\n", static_cast<long long>(memory_mib(::getpid())));
  };
  std::fflush(stdout);
  run();
  if (beside_import || crowd > 0) {
    told["crowd"] = crowd;
    std::printf("beside an import:\n");
    std::fflush(stdout);
    std::atomic<bool> over{false};
    Cancel enough;
    std::thread importing([&] {
      work_in_background();  // as jobs do
      while (!over) {
        std::unique_lock turn(home->lens_turn());
        const double started = now();
        try {
          take_in(*home, (folder / "people" / "people.csv").string(), "more", enough);
        } catch (const Error& error) {
          std::printf("  the import was taken back: %s\n", error.sentence().render(Language::en).c_str());
          return;
        }
        std::printf("  an import of %llu rows took %.0f s\n", static_cast<unsigned long long>(records),
                    now() - started);
        std::fflush(stdout);
        // The crowd stays for minutes: one import a minute, or the base would be another at the end.
        while (crowd > 0 && !over && now() - started < 60) ::usleep(100000);
      }
    });
    std::thread watching([&] {
      for (int second = 0; !over; ++second) {
        ::sleep(1);
        if (second % 30 != 29) continue;
        std::printf("  %d s: %lld MiB\n", second + 1, static_cast<long long>(memory_mib(::getpid())));
        std::fflush(stdout);
      }
    });
    run();
    over = true;
    enough.request();
    watching.join();
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
