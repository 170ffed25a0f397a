// Files that travel inside the binary (see kith_embed in CMakeLists.txt).
#pragma once
#include <span>
#include <string_view>

namespace kith {

/// The bytes of the embedded file of that name; empty where there is none. Valid for ever.
std::string_view embedded(std::string_view name) noexcept;

/// The names of all embedded files, in order.
std::span<const std::string_view> embedded_names() noexcept;

}  // namespace kith
