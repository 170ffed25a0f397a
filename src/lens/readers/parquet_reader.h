// Parquet files, through DuckDB.
#pragma once
#include <memory>
#include <string>

#include "lens/file_reader.h"

namespace kith::lens {

/// Every value as text; lists and structures as JSON. Throws Error(bad_input) for a file that is damaged.
std::unique_ptr<FileReader> make_parquet_reader(const std::string& path, FileShape shape);

}  // namespace kith::lens
