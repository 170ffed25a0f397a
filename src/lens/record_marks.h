// What the lens keeps of a record beside its standard values, in one byte string a record: for each attribute
// the verdict and reason, and the text as received where it differs. Two columns an attribute cost three
// times as much to write, and are read a hundred times less often than the values. Only this room includes
// this.
//
// marks: varint n; n states of two bytes (little endian): verdict + 8 · reason, 0xFFFF where the batch does
//        not supply the attribute; then for each text as received that differs: varint attribute, varint
//        length, its bytes, attributes ascending.
#pragma once
#include <cstdint>
#include <string>
#include <string_view>

#include "lens/lens.h"

namespace duckdb {
class Connection;
}

namespace kith::lens {

/// Fills a string of marks attribute by attribute.
class MarksWriter {
 public:
  /// Begins the marks of a record with `attributes` attributes; what was filled before is gone.
  void begin(std::size_t attributes);
  /// The next attribute's.
  void add(const LensField& field);
  /// The finished marks; valid until begin().
  std::string_view finish();

 private:
  std::string states_, raws_;
  std::size_t at_ = 0, attribute_ = 0;
};

/// Makes `record_state(marks, attribute)` → USMALLINT and `record_raw(marks, attribute)` → VARCHAR known to
/// the instance, which the view `record` calls. Null where the marks have none, or are damaged.
void add_mark_functions(duckdb::Connection& connection);

}  // namespace kith::lens
