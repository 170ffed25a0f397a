// Text inside mails and vCards: quoted-printable, base64, and the encoded words of mail headers.
#pragma once
#include <string>
#include <string_view>

namespace kith::lens {

/// RFC 2045 6.7; what is no such code stays as it is.
std::string from_quoted_printable(std::string_view text);

/// Decodes base64, passing over what is none of its characters.
std::string from_base64(std::string_view text);

/// Bytes in `charset` as UTF-8. Where the charset is unknown or the bytes are none of its text: UTF-8 where
/// they are that, else windows-1252.
std::string as_utf8(std::string_view bytes, std::string_view charset);

/// A mail header with its encoded words (RFC 2047) in plain UTF-8. Words side by side in one charset are
/// joined before they are decoded, since senders cut inside characters.
std::string decoded_header(std::string_view text);

}  // namespace kith::lens
