// Calls to addresses that people enter. The only part that knows libcurl.
//
// A server that calls what it is told to can be turned against its own network (SSRF). So: https alone, on
// port 443 or 1024 and above; no name or password in the address; no redirect is followed; the address that a
// name leads to is looked at when the socket is opened, whatever it led to before, and must be public (RFC
// 6890 lists what is not).
#pragma once
#include <string>

#include "service/webhooks.h"

namespace kith::server {

struct WebCallRules {
  bool allow_private = false;  ///< plain http and private addresses, too: for networks that are one's own
  long seconds = 15;           ///< for the whole call
};

/// Throws Error(bad_input) with the place "url" for an address that may not be called.
void check_web_address(const std::string& url, const WebCallRules& rules);

/// The answer's body is read up to 64 KiB and forgotten, unless the call keeps it. Thread-safe.
service::WebAnswer call_web(const service::WebCall& call, const WebCallRules& rules);

/// Whether an address, 4 or 16 bytes in network order, is one of the public network.
bool is_public_address(std::span<const unsigned char> address) noexcept;

}  // namespace kith::server
