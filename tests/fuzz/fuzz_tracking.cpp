// What strangers send to the tracking calls. The first byte says which call, the rest is the body.
#include <algorithm>
#include <array>
#include <cstdint>
#include <cstdlib>
#include <string>

#include <nlohmann/json.hpp>

#include "base/error.h"
#include "base/utf8.h"
#include "service/tracking_call.h"

namespace {

constexpr std::int64_t now = 1'700'000'000'000, hour = 3'600'000;

void require(bool holds) {
  if (!holds) std::abort();
}

bool is_object(const std::string& text) {
  return kith::is_utf8(text) && nlohmann::json::parse(text, nullptr, false).is_object();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const std::array<std::string, 8> calls = {"identify", "track", "page",  "screen",
                                                   "group",    "alias", "batch", "import"};
  if (size == 0) return 0;
  const std::string body(reinterpret_cast<const char*>(data + 1), size - 1);
  require(kith::service::write_key_in(body).size() <= body.size());
  try {
    const auto read = kith::service::read_tracking(calls[data[0] % calls.size()], body, now);
    for (const auto& call : read.calls) {
      require(!call.key.empty() && call.key != call.anonymous);
      require(std::max({call.key.size(), call.anonymous.size(), call.previous.size(), call.message.size(),
                        call.name.size()}) <= 500);
      require(call.at <= now + hour);
      require(call.properties.empty() || is_object(call.properties));
      require(call.extra.empty() || is_object(call.extra));
      for (const auto& [attribute, value] : call.values) require(!value.empty() && kith::is_utf8(value));
    }
    for (const auto& refused : read.refused) require(refused.row > 0 && refused.raw.size() <= 65536);
  } catch (const kith::Error& error) {
    require(error.code() == kith::ErrorCode::bad_input);
  }
  return 0;
}
