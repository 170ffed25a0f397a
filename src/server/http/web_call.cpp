#include "server/http/web_call.h"

#include <algorithm>
#include <array>
#include <cstring>
#include <memory>

#include <curl/curl.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/error.h"

namespace kith::server {
namespace {

constexpr std::size_t most_answer = 64 << 10;

struct Range {
  std::array<unsigned char, 16> address;
  unsigned bits;
};

// RFC 6890 and the registries of special-purpose addresses of IANA.
constexpr Range private_v4[] = {
    {{0}, 8},
    {{10}, 8},
    {{100, 64}, 10},
    {{127}, 8},
    {{169, 254}, 16},
    {{172, 16}, 12},
    {{192, 0, 0}, 24},
    {{192, 0, 2}, 24},
    {{192, 88, 99}, 24},
    {{192, 168}, 16},
    {{198, 18}, 15},
    {{198, 51, 100}, 24},
    {{203, 0, 113}, 24},
    {{224}, 4},
    {{240}, 4},
};
// Of the other addresses 2000::/3 alone is handed out; these parts of it are not for the public.
constexpr Range private_v6[] = {
    {{0x20, 0x01, 0x00}, 23},        // protocols, Teredo
    {{0x20, 0x01, 0x0d, 0xb8}, 32},  // documentation
    {{0x20, 0x02}, 16},              // 6to4: carries any address of the old kind
    {{0x3f, 0xff}, 20},              // documentation
};

bool within(std::span<const unsigned char> address, const Range& range) noexcept {
  for (unsigned bit = 0; bit < range.bits; ++bit) {
    const unsigned char mask = static_cast<unsigned char>(0x80u >> bit % 8);
    if ((address[bit / 8] & mask) != (range.address[bit / 8] & mask)) return false;
  }
  return true;
}

struct Guard {
  const WebCallRules& rules;
  bool refused = false;
  std::size_t read = 0, keep = 0;
  std::string body;
};

curl_socket_t open_socket(void* context, curlsocktype, curl_sockaddr* address) {
  auto& guard = *static_cast<Guard*>(context);
  bool fits = guard.rules.allow_private;
  if (!fits && address->family == AF_INET) {
    sockaddr_in in{};
    std::memcpy(&in, &address->addr, sizeof in);
    unsigned char bytes[4];
    std::memcpy(bytes, &in.sin_addr, 4);
    fits = is_public_address(bytes);
  } else if (!fits && address->family == AF_INET6) {
    sockaddr_in6 in{};
    std::memcpy(&in, &address->addr, std::min<std::size_t>(sizeof in, address->addrlen));
    unsigned char bytes[16];
    std::memcpy(bytes, &in.sin6_addr, 16);
    fits = is_public_address(bytes);
  }
  if (!fits) {
    guard.refused = true;
    return CURL_SOCKET_BAD;
  }
  return ::socket(address->family, address->socktype | SOCK_CLOEXEC, address->protocol);
}

std::size_t take(char* bytes, std::size_t size, std::size_t count, void* context) {
  auto& guard = *static_cast<Guard*>(context);
  guard.read += size * count;
  if (guard.keep > 0 && guard.read <= guard.keep) guard.body.append(bytes, size * count);
  return guard.read > std::max(most_answer, guard.keep) ? 0 : size * count;
}

// libcurl's global state, once.
void prepare() {
  static const CURLcode ready = curl_global_init(CURL_GLOBAL_DEFAULT);
  static_cast<void>(ready);
}

std::string part_of(CURLU* url, CURLUPart part) {
  char* text = nullptr;
  if (curl_url_get(url, part, &text, 0) != CURLUE_OK) return {};
  std::string value(text);
  curl_free(text);
  return value;
}

// What libcurl says, without what it may quote.
std::string problem_of(CURLcode code, const Guard& guard) {
  if (guard.refused) return "the name leads to an address that is not public";
  return curl_easy_strerror(code);
}

}  // namespace

bool is_public_address(std::span<const unsigned char> address) noexcept {
  if (address.size() == 4)
    return std::none_of(std::begin(private_v4), std::end(private_v4),
                        [&](const Range& range) { return within(address, range); });
  if (address.size() != 16) return false;
  constexpr std::array<unsigned char, 12> mapped = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff};
  constexpr std::array<unsigned char, 12> translated = {0, 0x64, 0xff, 0x9b};  // NAT64: 64:ff9b::/96
  for (const auto& prefix : {mapped, translated}) {
    if (std::equal(prefix.begin(), prefix.end(), address.begin()))
      return is_public_address(address.subspan(12));
  }
  if ((address[0] & 0xe0) != 0x20) return false;
  return std::none_of(std::begin(private_v6), std::end(private_v6),
                      [&](const Range& range) { return within(address, range); });
}

void check_web_address(const std::string& text, const WebCallRules& rules) {
  auto refuse = [](Text what, Text hint) {
    throw Error(ErrorCode::bad_input, std::move(what), std::move(hint), {{}, 0, "url"});
  };
  prepare();
  std::unique_ptr<CURLU, decltype(&curl_url_cleanup)> url(curl_url(), curl_url_cleanup);
  const auto fault = curl_url_set(url.get(), CURLUPART_URL, text.c_str(), 0);
  if (text.size() > 2000 || fault != CURLUE_OK || part_of(url.get(), CURLUPART_HOST).empty())
    refuse("This is no web address.", "Write it as https://example.com/path.");
  const auto scheme = part_of(url.get(), CURLUPART_SCHEME);
  if (scheme != "https" && !(scheme == "http" && rules.allow_private))
    refuse("Only addresses with https are called.", "Write it as https://example.com/path.");
  if (!part_of(url.get(), CURLUPART_USER).empty() || !part_of(url.get(), CURLUPART_PASSWORD).empty())
    refuse("The address names a user or password.", "Leave them out: calls are signed.");
  if (auto port = part_of(url.get(), CURLUPART_PORT); !port.empty() && !rules.allow_private) {
    const auto number = std::stol(port);
    if (number != 443 && number < 1024) refuse("This port is not called.", "Take 443, or 1024 and above.");
  }
}

service::WebAnswer call_web(const service::WebCall& call, const WebCallRules& rules) {
  service::WebAnswer answer;
  try {
    check_web_address(call.url, rules);
  } catch (const Error& error) {
    answer.problem = error.sentence().render(Language::en);
    return answer;
  }
  std::unique_ptr<CURL, decltype(&curl_easy_cleanup)> handle(curl_easy_init(), curl_easy_cleanup);
  if (!handle) {
    answer.problem = "there was not enough memory";
    return answer;
  }
  curl_slist* list = curl_slist_append(nullptr, "Expect:");
  for (const auto& [name, value] : call.headers)
    list = curl_slist_append(list, (name + ": " + value).c_str());
  std::unique_ptr<curl_slist, decltype(&curl_slist_free_all)> headers(list, curl_slist_free_all);
  Guard guard{rules};
  guard.keep = call.keep;
  auto* curl = handle.get();
  curl_easy_setopt(curl, CURLOPT_URL, call.url.c_str());
  curl_easy_setopt(curl, CURLOPT_PROTOCOLS_STR, rules.allow_private ? "https,http" : "https");
  curl_easy_setopt(curl, CURLOPT_FOLLOWLOCATION, 0L);
  curl_easy_setopt(curl, CURLOPT_PROXY, "");
  curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L);
  curl_easy_setopt(curl, CURLOPT_TIMEOUT, rules.seconds);
  curl_easy_setopt(curl, CURLOPT_CONNECTTIMEOUT, std::min(rules.seconds, 10L));
  curl_easy_setopt(curl, CURLOPT_USERAGENT, "Kith/1");
  curl_easy_setopt(curl, CURLOPT_HTTPHEADER, headers.get());
  if (!call.get) {
    curl_easy_setopt(curl, CURLOPT_POSTFIELDS, call.body.c_str());
    curl_easy_setopt(curl, CURLOPT_POSTFIELDSIZE, static_cast<long>(call.body.size()));
  }
  curl_easy_setopt(curl, CURLOPT_OPENSOCKETFUNCTION, open_socket);
  curl_easy_setopt(curl, CURLOPT_OPENSOCKETDATA, &guard);
  curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, take);
  curl_easy_setopt(curl, CURLOPT_WRITEDATA, &guard);
  const auto code = curl_easy_perform(curl);
  long status = 0;
  curl_easy_getinfo(curl, CURLINFO_RESPONSE_CODE, &status);
  // An answer that is too long was an answer.
  if (code == CURLE_OK || (code == CURLE_WRITE_ERROR && status != 0)) {
    answer.status = static_cast<int>(status);
  } else {
    answer.problem = problem_of(code, guard);
  }
  if (code == CURLE_OK && guard.read <= call.keep) answer.body = std::move(guard.body);
  return answer;
}

}  // namespace kith::server
