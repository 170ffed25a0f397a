// Foreign text inside HTML. Everything that is not markup of ours passes through here.
#pragma once
#include <string>
#include <string_view>

namespace kith::service {

/// For text and for attribute values in either quotes. Control characters and bytes that are no UTF-8 become
/// U+FFFD.
std::string escape_html(std::string_view text);

/// A value as a <bdi>, where what the eye would miss is marked: blanks at the ends, unusual blanks, control
/// and invisible characters, broken bytes. Cut after 120 characters.
std::string value_html(std::string_view value);

/// JSON for a script element: no "<", so neither "</script" nor "<!--" can stand in it.
std::string script_json(std::string json);

}  // namespace kith::service
