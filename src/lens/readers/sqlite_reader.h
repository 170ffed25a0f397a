// Tables and views of SQLite files.
#pragma once
#include <memory>
#include <string>
#include <vector>

#include "lens/file_reader.h"

namespace kith::lens {

/// Reads the table that options.sheet names, else the one there is. The file is opened for reading only and
/// as one that nobody changes: no journal is played back, nothing is written beside it. Throws
/// Error(bad_input) for a file that is damaged or encrypted, and for one with several tables where none is
/// named, listing them.
std::unique_ptr<FileReader> make_sqlite_reader(const std::string& path, FileShape shape,
                                               const ReadOptions& options);

/// The tables and views that have rows.
std::vector<std::string> sqlite_tables(const std::string& path);

}  // namespace kith::lens
