// What strangers write into a request: its target, its cookies, its JSON, the five fields of a schedule.
#include <cstdint>
#include <cstdlib>
#include <string>

#include <nlohmann/json.hpp>

#include "base/error.h"
#include "base/utf8.h"
#include "server/http/message.h"
#include "server/shapes.h"
#include "service/cron.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  std::string text(reinterpret_cast<const char*>(data), size);
  kith::server::Request request;
  if (kith::server::read_target(text, request.path, request.query)) {
    // What is taken for a path never climbs, and is text.
    auto path = request.path + "/";
    if (path.find("/../") != std::string::npos || path.find("/./") != std::string::npos) std::abort();
    if (!kith::is_utf8(path) || path.find('\0') != std::string::npos) std::abort();
  }
  request.headers.emplace_back("cookie", text);
  request.cookie("kith");
  auto body = nlohmann::json::parse(text, nullptr, false);
  if (!body.is_discarded()) {
    for (const char* shape : {"SignIn", "ImportEdit", "RoleNew", "CustomerEdit", "FormNew", "ApiKeyNew"}) {
      try {
        kith::server::check_shape(shape, body);
      } catch (const kith::Error&) {
      }
    }
  }
  try {
    kith::service::Cron(text).next(1700000000000, kith::service::TimeZone::named("UTC"));
  } catch (const kith::Error&) {
  }
  return 0;
}
