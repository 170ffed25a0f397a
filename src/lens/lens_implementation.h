// What a Lens and its updates share. Only this room includes this.
#pragma once
#include <memory>
#include <string>
#include <vector>

#include "lens/lens.h"
#include "lens/lens_tables.h"

namespace kith::lens {

class LensImplementation {
 public:
  std::string path;
  std::unique_ptr<duckdb::DuckDB> database;
  std::unique_ptr<duckdb::Connection> connection;
  std::vector<LensAttribute> attributes;
  std::vector<std::string> supplied;  ///< attributes with columns in record_row, in the order of those
  unsigned threads = 1;               ///< of the instance, when nothing is fed
  bool read_meanwhile = false;        ///< as in LensOptions
};

}  // namespace kith::lens
