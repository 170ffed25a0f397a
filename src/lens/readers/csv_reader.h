// Delimited text as blocks of rows: the record scanner says what is a row and splits it.
#pragma once
#include <memory>

#include "lens/file_reader.h"
#include "lens/readers/byte_source.h"
#include "lens/readers/sniff.h"

namespace kith::lens {

/// `shape` holds encoding and byte order mark; the reader fills the rest from `table`.
///
/// The file is taken in pieces of a few MiB. Each piece is decoded and scanned: records that are blank are
/// skipped; records with bad bytes, NULs, quote faults or a wrong number of cells become rejects with their
/// bytes as received; cells beyond the last column that are empty are dropped. What is left is split where it
/// is copied into the block. Linear in the file; memory by block.
std::unique_ptr<FileReader> make_csv_reader(std::unique_ptr<ByteSource> source, FileShape shape,
                                            TableGuess table);

}  // namespace kith::lens
