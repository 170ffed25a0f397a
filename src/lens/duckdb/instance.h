// DuckDB instances as Kith opens them: no extension is ever fetched or loaded, nothing of the user's home is
// read, no query text is logged.
#pragma once
#include <cstdint>
#include <exception>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "base/error.h"

namespace duckdb {
class DuckDB;
}

namespace kith::lens {

/// An instance in memory for reading foreign files; it writes nothing to disk, temporary files included.
/// `threads` ≥ 1 in all. Throws Error(internal) where the library cannot start.
std::unique_ptr<duckdb::DuckDB> open_reader_instance(unsigned threads = 1);

struct LensOptions {
  std::uint64_t memory_limit = std::uint64_t{1} << 30;  ///< bytes; what does not fit spills, encrypted
  unsigned threads = 2;                                 ///< ≥ 1
  /// Threads stay as many while the lens is fed, for those who read meanwhile; else feeding has one alone.
  bool read_meanwhile = false;
  std::vector<std::string> allowed_directories;  ///< where COPY … TO may write exports; nowhere else
};

/// The name under which the lens file is attached; a connection begins with `USE lens`.
inline constexpr const char* lens_catalog = "lens";

/// Opens the lens file at `path`, made where it is missing, inside an instance in memory. File and
/// write-ahead log are AES-256-GCM under `key`; spill files go to `path`.tmp, encrypted under a random key of
/// the process. Afterwards external access is off but for the lens itself and `allowed_directories`, and the
/// configuration is locked (SET of an instance setting fails; USE works). The key never stands in an SQL
/// text, a log or an error. One process at a time holds a lens file. Throws Error: wrong_key; corrupt (not a
/// lens, damaged, or its log is: delete and rebuild it); too_new; busy (another process has it open); io and
/// no_space (the system refuses).
std::unique_ptr<duckdb::DuckDB> open_lens_instance(const std::string& path,
                                                   std::span<const unsigned char, 32> key,
                                                   const LensOptions& options = {});

/// What an exception of DuckDB means for the lens at `path`, also for one that a later query throws: corrupt
/// for a block or log entry whose tag or checksum is wrong, no_space, io, busy, too_new, cancelled for an
/// interrupt; internal for all else. The text of DuckDB is left out where it can hold values of rows.
Error lens_error(const std::exception& failure, const std::string& path);

}  // namespace kith::lens
