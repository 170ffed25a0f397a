#include "server/workspace.h"

#include <cstdio>

#include <zlib.h>

#include "base/embedded.h"
#include "base/hash.h"

namespace kith::server {
namespace {

constexpr std::size_t worth_packing = 1400;  // less fits one packet anyway

std::string_view type_of(std::string_view path) noexcept {
  constexpr std::pair<std::string_view, std::string_view> types[] = {
      {".html", "text/html; charset=utf-8"},
      {".js", "text/javascript; charset=utf-8"},
      {".css", "text/css; charset=utf-8"},
      {".svg", "image/svg+xml"},
      {".png", "image/png"},
      {".ico", "image/x-icon"},
      {".json", "application/json"},
      {".webmanifest", "application/manifest+json"},
      {".yaml", "application/yaml"},
      {".txt", "text/plain; charset=utf-8"},
      {".map", "application/json"},
      {".woff2", "font/woff2"}};
  for (auto [end, type] : types) {
    if (path.size() >= end.size() && path.substr(path.size() - end.size()) == end) return type;
  }
  return "application/octet-stream";
}

bool takes_gzip(const Request& request) noexcept {
  auto accepted = request.header("accept-encoding");
  auto at = accepted.find("gzip");
  return at != std::string_view::npos && accepted.substr(at, 8) != "gzip;q=0";
}

std::string etag_of(std::string_view bytes) {
  char text[24];
  std::snprintf(text, sizeof text, "\"%016llx\"", static_cast<unsigned long long>(hash_bytes(bytes)));
  return text;
}

std::string packed(const std::string& plain) {
  ::z_stream stream{};
  if (::deflateInit2(&stream, 4, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY) != Z_OK) return {};
  std::string out(::deflateBound(&stream, plain.size()) + 32, '\0');
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(plain.data()));
  stream.avail_in = static_cast<uInt>(plain.size());
  stream.next_out = reinterpret_cast<Bytef*>(out.data());
  stream.avail_out = static_cast<uInt>(out.size());
  bool whole = ::deflate(&stream, Z_FINISH) == Z_STREAM_END;
  out.resize(stream.total_out);
  ::deflateEnd(&stream);
  return whole ? out : std::string();
}

}  // namespace

Response workspace_file(const Request& request) {
  Response response;
  auto name = "web" + (request.path == "/" ? std::string("/index.html") : request.path);
  auto bytes = embedded(name);
  bool asset = request.path.rfind("/assets/", 0) == 0;
  if (bytes.data() == nullptr && !asset) bytes = embedded(name = "web/index.html");
  if (bytes.data() == nullptr) {
    response.status = 404;
    response.set("Content-Type", "text/plain; charset=utf-8");
    response.body = "Not found\n";
    return response;
  }
  response.set("Content-Type", type_of(name));
  response.set("Cache-Control", asset ? "public, max-age=31536000, immutable" : "no-cache");
  response.set("ETag", etag_of(bytes));
  response.set("Vary", "Accept-Encoding");
  response.fixed = bytes;
  auto small = embedded(name + ".gz");
  if (small.data() != nullptr && takes_gzip(request)) {
    response.fixed = small;
    response.set("Content-Encoding", "gzip");
  }
  return response;
}

void add_security_headers(Response& response, bool secure) {
  response.set("X-Content-Type-Options", "nosniff");
  response.set("Referrer-Policy", "no-referrer");
  response.set("X-Frame-Options", "DENY");
  response.set("Cross-Origin-Opener-Policy", "same-origin");
  // Components of the workspace write their styles at run time; scripts come from here alone.
  response.set(
      "Content-Security-Policy",
      "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; "
      "font-src 'self'; connect-src 'self'; worker-src 'self' blob:; manifest-src 'self'; base-uri 'none'; "
      "form-action 'self'; frame-ancestors 'none'");
  if (secure) response.set("Strict-Transport-Security", "max-age=31536000; includeSubDomains");
}

void finish(const Request& request, Response& response) {
  if (response.events || !response.file.empty()) return;
  bool reading = request.method == Method::get || request.method == Method::head;
  if (reading && response.status == 200 && response.header("ETag").empty() && !response.body.empty())
    response.set("ETag", etag_of(response.body));
  if (reading && response.status == 200 && !response.header("ETag").empty() &&
      request.header("if-none-match") == response.header("ETag")) {
    response.status = 304;
    response.body.clear();
    response.fixed = {};
    return;
  }
  if (response.body.size() < worth_packing || !takes_gzip(request) ||
      !response.header("Content-Encoding").empty())
    return;
  auto small = packed(response.body);
  if (small.empty() || small.size() >= response.body.size()) return;
  response.body = std::move(small);
  response.set("Content-Encoding", "gzip");
}

}  // namespace kith::server
