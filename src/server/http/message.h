// What the server hears and answers, without a word of the library that carries it.
#pragma once
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "server/http/subscription.h"

namespace kith::server {

/// `other`: one that HTTP knows and nothing here does, as TRACE.
enum class Method { get, head, post, put, patch, del, options, other };
std::string_view name_of(Method method) noexcept;

using Fields = std::vector<std::pair<std::string, std::string>>;

struct Request {
  Method method = Method::get;
  std::string path;  ///< decoded; begins with /, without empty, . or .. segments but for a last empty one
  Fields query;      ///< decoded, in the order given
  Fields headers;    ///< names in lower case
  std::string body;
  std::string peer;     ///< the address of who calls, without port
  bool secure = false;  ///< came over TLS

  /// The first header of that lower-case name; empty for none.
  std::string_view header(std::string_view name) const noexcept;
  /// The first parameter of that name; empty for none.
  std::string_view parameter(std::string_view name) const noexcept;
  /// A cookie's value; empty for none.
  std::string_view cookie(std::string_view name) const noexcept;
};

struct Response {
  int status = 200;
  Fields headers;
  std::string body;
  std::string_view fixed;                ///< in place of body: bytes that live for ever
  std::string file;                      ///< in place of body: a file to send
  std::shared_ptr<void> keeps;           ///< lives until the answer is sent
  std::shared_ptr<Subscription> events;  ///< in place of body: a stream of server-sent events

  // For log and measurements.
  std::string route;   ///< the template of the path, never the path itself
  std::string caller;  ///< an id, never a name

  void set(std::string_view name, std::string_view value);
  std::string_view header(std::string_view name) const noexcept;
  std::size_t size() const noexcept { return fixed.data() != nullptr ? fixed.size() : body.size(); }
};

/// Reads an origin-form target ("/a/b?x=1"). False for anything that is none: bad escapes, control
/// characters, NUL, invalid UTF-8, empty or dot segments, backslashes.
bool read_target(std::string_view target, std::string& path, Fields& query);

/// Decodes %XX; false for a bad escape.
bool percent_decoded(std::string_view text, bool plus_is_space, std::string& out);

}  // namespace kith::server
