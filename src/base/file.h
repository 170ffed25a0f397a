// Small files, whole. Errors are those of throw_system_error, with the path named.
#pragma once
#include <string>
#include <string_view>

namespace kith {

std::string read_file(const std::string& path);

/// Replaces or makes `path` with these bytes and mode: a reader, or a crash, sees the old or the new whole.
/// Durable when it returns.
void write_file_atomically(const std::string& path, std::string_view bytes, unsigned mode = 0600);

}  // namespace kith
