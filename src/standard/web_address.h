// Names of hosts, as e-mail, web addresses and domains share them (RFC 1123 §2.1, RFC 5890).
#pragma once
#include <string>
#include <string_view>

namespace kith::standard {

/// Two labels at least, the last of them no number; letters, digits, dashes inside, and letters beyond ASCII.
bool is_host_name(std::string_view host) noexcept;

/// Four decimal numbers below 256.
bool is_ip4_address(std::string_view host) noexcept;

/// What stands beyond ASCII is letters, marks and digits: no sign, no punctuation, no invisible character.
/// REQUIRES well-formed UTF-8.
bool has_only_letters_beyond_ascii(std::string_view host) noexcept;

void make_host_lower(std::string& host);

}  // namespace kith::standard
