#include <csignal>
#include <memory>
#include <thread>

#include <pthread.h>

#include "base/error.h"
#include "cli/commands.h"
#include "cli/load_sample.h"
#include "server/server.h"

namespace kith::cli {
namespace {

struct Words {
  std::string listen = "127.0.0.1:8460", certificate, key;
  unsigned workers = 0, lens_memory = 0;
  bool quiet = false, private_webhooks = false;
};

void read_address(const std::string& text, server::HttpOptions& options) {
  auto colon = text.rfind(':');
  auto address = colon == std::string::npos ? text : text.substr(0, colon);
  if (!address.empty() && address.front() == '[' && address.back() == ']')
    address = address.substr(1, address.size() - 2);
  if (!address.empty()) options.address = address;
  if (colon == std::string::npos) return;
  unsigned long port = 65536;
  auto digits = text.substr(colon + 1);
  if (!digits.empty() && digits.size() <= 5 && digits.find_first_not_of("0123456789") == std::string::npos)
    port = std::stoul(digits);
  if (port > 65535)
    throw Error(ErrorCode::usage, Text("{address} is not an address to listen at.", {{"address", text}}),
                "Write it as 127.0.0.1:8460, 0.0.0.0:8460 or [::1]:8460.");
  options.port = static_cast<std::uint16_t>(port);
}

bool is_loopback(const std::string& address) { return address.rfind("127.", 0) == 0 || address == "::1"; }

}  // namespace

void add_serve(CLI::App& app, Session& session) {
  auto words = std::make_shared<Words>();
  auto* command =
      app.add_subcommand("serve", session.say("Serve the base: workspace and API for a whole company"));
  command->add_option("--listen", words->listen, session.say("Address and port"));
  auto* certificate = command->add_option("--tls-cert", words->certificate,
                                          session.say("PEM file with the certificate chain"));
  auto* key =
      command->add_option("--tls-key", words->key, session.say("PEM file with the certificate's key"));
  certificate->needs(key);
  key->needs(certificate);
  command->add_option("--workers", words->workers, session.say("Threads that answer; 0: two a core"));
  command
      ->add_option(
          "--lens-memory", words->lens_memory,
          session.say(
              "MiB that the analytical copy may hold in memory; 0: a quarter of the machine's, at most 512"))
      ->check(CLI::Range(0u, 1u << 20));
  command->add_flag("--private-webhooks", words->private_webhooks,
                    session.say("Webhooks may go to private addresses and plain http"));
  command->add_flag("--quiet", words->quiet, session.say("No line a request on stderr"));
  command->callback([&session, words] {
    server::ServerOptions options;
    read_address(words->listen, options.http);
    options.http.certificate = words->certificate;
    options.http.private_key = words->key;
    options.http.workers = words->workers;
    options.lens_memory = static_cast<std::uint64_t>(words->lens_memory) << 20;
    options.web.allow_private = words->private_webhooks;
    options.version = KITH_VERSION;
    options.load_sample = load_sample;
    if (!words->quiet)
      options.log = [](const std::string& line) { std::fputs((line + "\n").c_str(), stderr); };
    // Signals come to one thread of ours, and to nobody in the middle of something.
    sigset_t signals;
    sigemptyset(&signals);
    for (int number : {SIGINT, SIGTERM, SIGHUP}) sigaddset(&signals, number);
    ::pthread_sigmask(SIG_BLOCK, &signals, nullptr);
    std::signal(SIGPIPE, SIG_IGN);
    auto home = session.open(service::Access::write);
    server::Server server(*home, std::move(options));
    auto scheme = std::string(words->certificate.empty() ? "http" : "https");
    server::HttpOptions said;
    read_address(words->listen, said);
    auto host = said.address.find(':') != std::string::npos ? "[" + said.address + "]" : said.address;
    auto address = scheme + "://" + host + ":" + std::to_string(server.port());
    session.print(session.say(Text("Kith serves at {address}", {{"address", address}})) + "\n");
    if (words->certificate.empty() && !is_loopback(said.address))
      session.remark("Without TLS everybody on the way can read along: give --tls-cert and --tls-key.");
    if (auto token = server.first_run_token(); !token.empty())
      session.print(session.say(Text("There is no user yet. This link makes the owner, once: {link}",
                                     {{"link", address + "/first-run#token=" + token}})) +
                    "\n");
    std::thread waiter([&] {
      for (;;) {
        int number = 0;
        if (::sigwait(&signals, &number) != 0) continue;
        if (number == SIGHUP) {
          server.reload_certificate();
          continue;
        }
        server.stop();
        return;
      }
    });
    server.run();
    waiter.join();
  });
}

}  // namespace kith::cli
