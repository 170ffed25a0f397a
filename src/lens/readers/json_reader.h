// JSON and NDJSON as blocks of rows.
#pragma once
#include <memory>

#include "lens/file_reader.h"
#include "lens/readers/byte_source.h"

namespace kith::lens {

/// `shape` holds format, encoding and byte order mark.
///
/// The file is cut into its elements (the lines of NDJSON; the elements of the outermost array of JSON, or
/// the objects that follow one another) in bounded memory, and each element is parsed by itself. simdjson
/// reads them rather than DuckDB, because a number must arrive as it is written: DuckDB's reader passes it
/// through a binary one, and 20-digit ids or "1.50" would not come back.
///
/// Nested objects become columns with dotted names ("address.city"), arrays stay compact JSON text, an empty
/// object is null. The columns are all keys of the whole file in order of appearance, found by a first pass,
/// so a key that appears late is not lost. A key that stands twice in an object, a value that is no object,
/// broken JSON, an element over 4 MiB: rejects. Throws Error(bad_input) for no object at all and for more
/// than 4,096 different keys.
std::unique_ptr<FileReader> make_json_reader(std::unique_ptr<ByteSource> source, FileShape shape);

}  // namespace kith::lens
