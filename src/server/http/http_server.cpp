#include "server/http/http_server.h"

#include <algorithm>
#include <chrono>
#include <limits>
#include <list>
#include <mutex>
#include <thread>
#include <utility>

#include <boost/asio.hpp>
#include <boost/asio/ssl.hpp>
#include <boost/beast.hpp>
#include <boost/beast/ssl.hpp>

#include "base/error.h"

namespace kith::server {
namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = beast::http;
using tcp = asio::ip::tcp;
using boost::system::error_code;
using Plain = beast::tcp_stream;
using Secure = beast::ssl_stream<beast::tcp_stream>;
using std::chrono::seconds;

// Writes into `error` what would be thrown, so that a coroutine has one way out.
auto quietly(error_code& error) { return asio::redirect_error(asio::use_awaitable, error); }

asio::awaitable<Response> call(const HttpServer::Handler* handler, const Request* request) {
  co_return (*handler)(*request);
}

std::shared_ptr<asio::ssl::context> read_certificate(const HttpOptions& options) {
  auto context = std::make_shared<asio::ssl::context>(asio::ssl::context::tls_server);
  context->set_options(asio::ssl::context::default_workarounds | asio::ssl::context::no_sslv2 |
                       asio::ssl::context::no_sslv3 | asio::ssl::context::no_tlsv1 |
                       asio::ssl::context::no_tlsv1_1 | SSL_OP_NO_RENEGOTIATION);
  error_code error;
  context->use_certificate_chain_file(options.certificate, error);
  if (!error) context->use_private_key_file(options.private_key, asio::ssl::context::pem, error);
  if (error) {
    throw Error(ErrorCode::io, "The certificate or its key cannot be read.",
                "Give PEM files that belong together with --tls-cert and --tls-key.",
                {options.certificate, 0, {}});
  }
  return context;
}

std::string lower_case(std::string_view text) {
  std::string out(text);
  std::transform(out.begin(), out.end(), out.begin(),
                 [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
  return out;
}

// What Kith does not do, and what this version of Beast does not know (QUERY), is `other`: those who know the
// paths say what is done there instead.
Method method_of(http::verb verb) {
  switch (verb) {
    case http::verb::get:
      return Method::get;
    case http::verb::head:
      return Method::head;
    case http::verb::post:
      return Method::post;
    case http::verb::put:
      return Method::put;
    case http::verb::patch:
      return Method::patch;
    case http::verb::delete_:
      return Method::del;
    case http::verb::options:
      return Method::options;
    default:
      return Method::other;
  }
}

using Parser = http::request_parser<http::string_body>;

// The status that refuses a message by its header alone; 0 where it may go on.
int refusal(const Parser& parser) {
  const auto& message = parser.get();
  if (message.version() != 10 && message.version() != 11) return 505;
  auto hosts = message.count(http::field::host);
  if (hosts > 1 || (message.version() == 11 && hosts == 0)) return 400;
  auto codings = message.count(http::field::transfer_encoding);
  if (codings > 0) {
    if (message.version() == 10 || codings > 1 || message.count(http::field::content_length) > 0) return 400;
    if (lower_case(message[http::field::transfer_encoding].to_string()) != "chunked") return 501;
  }
  if (message.count(http::field::content_length) > 1) return 400;
  for (char c : message[http::field::content_length]) {
    if (c < '0' || c > '9') return 400;
  }
  if (message.count(http::field::expect) > 0 &&
      lower_case(message[http::field::expect].to_string()) != "100-continue")
    return 417;
  return 0;
}

int status_of_parse(const error_code& error) {
  if (error == http::error::header_limit) return 431;
  if (error == http::error::body_limit) return 413;
  return 400;
}

}  // namespace

struct HttpServer::Core : std::enable_shared_from_this<HttpServer::Core> {
  Core(HttpOptions o, Handler h, BodyLimit b, Waits w)
      : options(std::move(o)),
        handler(std::move(h)),
        body_limit(std::move(b)),
        waits(std::move(w)),
        pool(options.workers != 0 ? options.workers : std::max(4u, 2 * std::thread::hardware_concurrency())),
        waiting_pool(waits ? std::max(1u, options.waiters) : 1),
        acceptor(io) {}

  HttpOptions options;
  Handler handler;
  BodyLimit body_limit;
  Waits waits;
  asio::io_context io{1};
  asio::thread_pool pool, waiting_pool;
  tcp::acceptor acceptor;
  std::mutex certificate_mutex;
  std::shared_ptr<asio::ssl::context> certificate;
  std::atomic<std::size_t> connections{0};
  std::atomic<bool> stopping{false};
  std::uint16_t port = 0;
  // Of connections: how to end those that wait for a next request. Only the I/O thread touches it.
  struct Open {
    std::function<void()> close;
    bool busy = false;
  };
  std::list<Open> open;

  void listen();
  std::shared_ptr<asio::ssl::context> certificate_now() {
    std::lock_guard lock(certificate_mutex);
    return certificate;
  }
  asio::awaitable<void> accept();
  asio::awaitable<void> drain();
  asio::awaitable<void> greet(tcp::socket socket);
  template <class Stream>
  asio::awaitable<void> serve(Stream& stream, std::string peer, bool secure);
  template <class Stream>
  asio::awaitable<bool> exchange(Stream& stream, beast::flat_buffer& buffer, std::string peer, bool secure,
                                 Open* mine);
  template <class Stream>
  asio::awaitable<void> refuse(Stream& stream, int status);
  template <class Stream, class Body>
  asio::awaitable<bool> send(Stream& stream, http::response<Body>& message);
  template <class Stream>
  asio::awaitable<bool> answer(Stream& stream, Response response, bool head, unsigned version, bool keep);
  template <class Stream>
  asio::awaitable<void> stream_events(Stream& stream, Response response);
};

void HttpServer::Core::listen() {
  if (!options.certificate.empty()) certificate = read_certificate(options);
  error_code error;
  auto address = asio::ip::make_address(options.address, error);
  if (error) {
    throw Error(ErrorCode::usage,
                Text("{address} is not an address to listen at.", {{"address", options.address}}),
                "Write it as 127.0.0.1:8460, 0.0.0.0:8460 or [::1]:8460.");
  }
  tcp::endpoint endpoint(address, options.port);
  acceptor.open(endpoint.protocol(), error);
  if (!error) acceptor.set_option(asio::socket_base::reuse_address(true), error);
  if (!error) acceptor.bind(endpoint, error);
  if (!error) acceptor.listen(1024, error);
  if (error) {
    throw Error(ErrorCode::io,
                Text("The address {address} cannot be listened at: {reason}.",
                     {{"address", options.address + ":" + std::to_string(options.port)},
                      {"reason", error.message()}}),
                "Choose another with --listen, or stop what uses it.");
  }
  port = acceptor.local_endpoint().port();
}

asio::awaitable<void> HttpServer::Core::accept() {
  auto self = shared_from_this();
  while (!stopping) {
    error_code error;
    auto socket = co_await acceptor.async_accept(quietly(error));
    if (stopping || error == asio::error::operation_aborted) co_return;
    if (error) {
      // Out of descriptors, most likely: let some go before the next.
      asio::steady_timer pause(io, std::chrono::milliseconds(50));
      co_await pause.async_wait(quietly(error));
      continue;
    }
    if (connections >= options.most_connections) {
      socket.close(error);
      continue;
    }
    socket.set_option(tcp::no_delay(true), error);
    asio::co_spawn(io, self->greet(std::move(socket)), asio::detached);
  }
}

// Ends the connections that wait, lets the others answer, and gives up on them after a while.
asio::awaitable<void> HttpServer::Core::drain() {
  error_code error;
  acceptor.close(error);
  for (auto& connection : open) {
    if (!connection.busy) connection.close();
  }
  asio::steady_timer pause(io);
  for (int looks = options.grace_seconds * 50; looks > 0 && connections > 0; --looks) {
    pause.expires_after(std::chrono::milliseconds(20));
    co_await pause.async_wait(quietly(error));
  }
  io.stop();
}

asio::awaitable<void> HttpServer::Core::greet(tcp::socket socket) {
  auto self = shared_from_this();
  ++connections;
  error_code error;
  auto remote = socket.remote_endpoint(error);
  std::string peer = error ? "" : remote.address().to_string();
  auto context = certificate_now();
  try {
    if (context) {
      Secure stream(std::move(socket), *context);
      beast::get_lowest_layer(stream).expires_after(seconds(options.header_seconds));
      co_await stream.async_handshake(asio::ssl::stream_base::server, quietly(error));
      if (!error) {
        co_await serve(stream, peer, true);
        beast::get_lowest_layer(stream).expires_after(seconds(5));
        co_await stream.async_shutdown(quietly(error));
      }
    } else {
      Plain stream(std::move(socket));
      co_await serve(stream, peer, false);
      stream.socket().shutdown(tcp::socket::shutdown_send, error);
    }
  } catch (const std::exception&) {
    // A connection that fails takes nobody with it.
  }
  --connections;
}

template <class Stream>
asio::awaitable<void> HttpServer::Core::serve(Stream& stream, std::string peer, bool secure) {
  beast::flat_buffer buffer;
  auto mine = open.emplace(open.end());
  auto* lowest = &beast::get_lowest_layer(stream);
  mine->close = [lowest] { lowest->cancel(); };
  try {
    for (;;) {
      bool again = co_await exchange(stream, buffer, peer, secure, &*mine);
      if (!again) break;
    }
  } catch (const std::exception&) {
    // As above; the entry must go in any case.
  }
  open.erase(mine);
}

template <class Stream>
asio::awaitable<bool> HttpServer::Core::exchange(Stream& stream, beast::flat_buffer& buffer, std::string peer,
                                                 bool secure, Open* mine) {
  error_code error;
  auto& lowest = beast::get_lowest_layer(stream);
  if (buffer.size() == 0) {
    if (stopping) co_return false;
    lowest.expires_after(seconds(options.idle_seconds));
    auto got = co_await stream.async_read_some(buffer.prepare(8192), quietly(error));
    if (error) co_return false;
    buffer.commit(got);
  }
  mine->busy = true;
  Parser parser;
  parser.header_limit(static_cast<std::uint32_t>(options.most_header));
  // Beast 1.74 takes "no limit" for a limit of nothing; the right one follows once the path is known.
  parser.body_limit(std::numeric_limits<std::uint64_t>::max());
  lowest.expires_after(seconds(options.header_seconds));
  co_await http::async_read_header(stream, buffer, parser, quietly(error));
  if (error) {
    if (error != http::error::end_of_stream && error != beast::error::timeout &&
        error.category() == make_error_code(http::error::bad_method).category())
      co_await refuse(stream, status_of_parse(error));
    if (error == beast::error::timeout) co_await refuse(stream, 408);
    co_return false;
  }
  Request request;
  int refused = refusal(parser);
  request.method = method_of(parser.get().method());
  auto target = parser.get().target();
  if (refused == 0 && target.size() > 8192) refused = 414;
  if (refused == 0 && !read_target({target.data(), target.size()}, request.path, request.query))
    refused = 400;
  std::uint64_t most = refused == 0 ? body_limit(request.method, request.path) : 0;
  auto length = parser.content_length();
  if (refused == 0 && length && *length > most) refused = 413;
  if (refused != 0) {
    co_await refuse(stream, refused);
    co_return false;
  }
  parser.body_limit(most);
  if (!parser.is_done()) {
    lowest.expires_after(seconds(options.body_seconds));
    if (parser.get().count(http::field::expect) > 0) {
      static const std::string go_on = "HTTP/1.1 100 Continue\r\n\r\n";
      co_await asio::async_write(stream, asio::buffer(go_on), quietly(error));
      if (error) co_return false;
    }
    co_await http::async_read(stream, buffer, parser, quietly(error));
    if (error) {
      if (error == beast::error::timeout) {
        co_await refuse(stream, 408);
      } else {
        co_await refuse(stream, status_of_parse(error));
      }
      co_return false;
    }
  }
  auto& message = parser.get();
  for (const auto& field : message) {
    auto name = field.name_string();
    auto value = field.value();
    request.headers.emplace_back(lower_case({name.data(), name.size()}),
                                 std::string(value.data(), value.size()));
  }
  request.body = std::move(message.body());
  request.peer = std::move(peer);
  request.secure = secure;
  unsigned version = message.version();
  bool keep = message.keep_alive() && !stopping;
  bool head = request.method == Method::head;
  lowest.expires_never();
  auto& on = waits && waits(request.path) ? waiting_pool : pool;
  auto response = co_await asio::co_spawn(on, call(&handler, &request), asio::use_awaitable);
  if (response.events && !head) {
    co_await stream_events(stream, std::move(response));
    co_return false;
  }
  keep = keep && !stopping;
  bool sent = co_await answer(stream, std::move(response), head, version, keep);
  mine->busy = false;
  co_return sent&& keep;
}

template <class Stream, class Body>
asio::awaitable<bool> HttpServer::Core::send(Stream& stream, http::response<Body>& message) {
  error_code error;
  beast::get_lowest_layer(stream).expires_after(seconds(options.body_seconds));
  http::response_serializer<Body> serializer(message);
  co_await http::async_write(stream, serializer, quietly(error));
  co_return !error;
}

template <class Stream>
asio::awaitable<void> HttpServer::Core::refuse(Stream& stream, int status) {
  http::response<http::string_body> message(static_cast<http::status>(status), 11);
  message.set(http::field::content_type, "application/problem+json");
  message.set("X-Content-Type-Options", "nosniff");
  message.keep_alive(false);
  auto title = http::obsolete_reason(static_cast<http::status>(status)).to_string();
  message.body() =
      "{\"type\":\"about:blank\",\"title\":\"" + title + "\",\"status\":" + std::to_string(status) + "}";
  message.prepare_payload();
  co_await send(stream, message);
  // What is still under way from the other side would reset the connection before our answer is read.
  error_code error;
  auto& lowest = beast::get_lowest_layer(stream);
  lowest.socket().shutdown(tcp::socket::shutdown_send, error);
  lowest.expires_after(seconds(2));
  char rest[4096];
  std::size_t most = 1 << 20;
  while (!error && most > 0) {
    auto got = co_await lowest.async_read_some(asio::buffer(rest), quietly(error));
    most -= std::min(most, got);
  }
}

template <class Stream>
asio::awaitable<bool> HttpServer::Core::answer(Stream& stream, Response response, bool head, unsigned version,
                                               bool keep) {
  auto dress = [&](auto& message) {
    message.version(version);
    message.result(static_cast<unsigned>(response.status));
    for (const auto& [name, value] : response.headers) message.insert(name, value);
    message.keep_alive(keep);
  };
  bool bodiless = response.status == 204 || response.status == 304;
  if (!response.file.empty() && !head) {
    http::response<http::file_body> message;
    error_code error;
    message.body().open(response.file.c_str(), beast::file_mode::scan, error);
    if (error) {
      co_await refuse(stream, 500);
      co_return false;
    }
    dress(message);
    message.prepare_payload();
    bool sent = co_await send(stream, message);
    co_return sent;
  }
  http::response<http::span_body<const char>> message;
  dress(message);
  if (!bodiless) message.content_length(response.size());
  if (!bodiless && !head) {
    message.body() = response.fixed.data() != nullptr
                         ? beast::span<const char>(response.fixed.data(), response.fixed.size())
                         : beast::span<const char>(response.body.data(), response.body.size());
  }
  bool sent = co_await send(stream, message);
  co_return sent;
}

template <class Stream>
asio::awaitable<void> HttpServer::Core::stream_events(Stream& stream, Response response) {
  error_code error;
  auto timer = std::make_shared<asio::steady_timer>(io);
  std::weak_ptr<asio::steady_timer> weak = timer;
  auto* context = &io;
  response.events->on_arrival([weak, context] {
    asio::post(*context, [weak] {
      if (auto waiting = weak.lock()) waiting->cancel();
    });
  });
  std::string out = "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nConnection: close\r\n";
  for (const auto& [name, value] : response.headers) out += name + ": " + value + "\r\n";
  out += "\r\nretry: 2000\n\n";
  while (!error && !stopping) {
    if (!out.empty()) {
      beast::get_lowest_layer(stream).expires_after(seconds(30));
      co_await asio::async_write(stream, asio::buffer(out), quietly(error));
      if (error) break;
    }
    if (response.events->closed()) break;
    timer->expires_after(seconds(15));
    out = response.events->take();
    if (!out.empty()) continue;
    error_code waited;
    co_await timer->async_wait(quietly(waited));
    out = response.events->take();
    if (out.empty() && !waited) out = ":\n\n";
  }
  response.events->on_arrival({});
  response.events->close();
}

HttpServer::HttpServer(HttpOptions options, Handler handler, BodyLimit body_limit, Waits waits)
    : core_(std::make_shared<Core>(std::move(options), std::move(handler), std::move(body_limit),
                                   std::move(waits))) {
  core_->listen();
}

HttpServer::~HttpServer() {
  core_->stopping = true;
  core_->io.stop();
  core_->pool.stop();
  core_->waiting_pool.stop();
  core_->pool.join();
  core_->waiting_pool.join();
}

std::uint16_t HttpServer::port() const noexcept { return core_->port; }
bool HttpServer::secure() const noexcept { return !core_->options.certificate.empty(); }
std::size_t HttpServer::connections() const noexcept { return core_->connections; }

void HttpServer::run() {
  asio::co_spawn(core_->io, core_->accept(), asio::detached);
  core_->io.run();
  core_->pool.join();
  core_->waiting_pool.join();
}

void HttpServer::stop() {
  core_->stopping = true;
  asio::post(core_->io, [core = core_] { asio::co_spawn(core->io, core->drain(), asio::detached); });
}

bool HttpServer::reload_certificate() {
  if (!secure()) return true;
  try {
    auto fresh = read_certificate(core_->options);
    std::lock_guard lock(core_->certificate_mutex);
    core_->certificate = std::move(fresh);
    return true;
  } catch (const Error&) {
    return false;
  }
}

}  // namespace kith::server
