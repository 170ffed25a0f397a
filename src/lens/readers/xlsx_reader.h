// XLSX sheets (ECMA-376 SpreadsheetML) as blocks of rows.
#pragma once
#include <memory>
#include <string>
#include <vector>

#include "lens/file_reader.h"

namespace kith::lens {

/// Opens the workbook at `path`. Shared strings are held in memory (at most 512 MiB), sheets are streamed,
/// twice: merged areas stand behind the cells. Rows of a block carry the sheet's row number as their line.
///
/// Title rows above the table (one filled cell where the table has several) are skipped. Where header cells
/// are merged across columns, the level below is joined on with a dot ("联系方式.手机"); cells merged
/// downwards name one column. Cells with a date format become ISO dates ("2024-03-05", "2024-03-05T14:30:00",
/// "14:30:00"); numbers are written out in full without exponent, with at most 15 significant digits where
/// the file holds a binary number. Formulas give their stored value, error values ("#N/A") their text. Hidden
/// rows are rows. Wholly blank rows are skipped. A document type declaration is refused, as are parts that
/// claim to inflate without bound. Throws Error(bad_input) for no workbook, no such sheet, no rows, a damaged
/// part.
std::unique_ptr<FileReader> make_xlsx_reader(const std::string& path, FileShape shape,
                                             const ReadOptions& options);

/// The visible sheets with rows below a header, in the order of the workbook.
std::vector<std::string> xlsx_sheets(const std::string& path, const ReadOptions& options);

}  // namespace kith::lens
