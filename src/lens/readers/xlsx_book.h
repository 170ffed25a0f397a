// The parts of an XLSX workbook: the package, its sheets, strings and number formats.
#pragma once
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "lens/readers/xlsx_values.h"
#include "lens/readers/xml_pull.h"

namespace kith::lens {

struct SheetCell {
  std::size_t column = 0;  ///< 0-based
  std::string text;        ///< never empty
};

struct SheetRow {
  std::uint64_t number = 0;      ///< 1-based, rising from row to row
  std::vector<SheetCell> cells;  ///< by rising column; those that are empty are left out
};

struct MergedArea {
  std::uint64_t first_row, last_row;  ///< 1-based
  std::size_t first_column, last_column;
};

class SheetStream;

/// An open workbook. Throws Error(bad_input) naming the file and the part for what is damaged or refused.
class XlsxBook {
 public:
  struct Sheet {
    std::string name;
    std::string part;
    bool hidden = false;
  };

  static constexpr std::size_t most_columns = 16'384;
  static constexpr std::uint64_t most_rows = 1'048'576;

  explicit XlsxBook(const std::string& path);
  ~XlsxBook();

  const std::vector<Sheet>& sheets() const noexcept { return sheets_; }
  const std::string& path() const noexcept { return path_; }

  /// The rows of a sheet from the first on; the book must outlive it.
  std::unique_ptr<SheetStream> open(const Sheet& sheet) const;

 private:
  friend class SheetStream;
  class Part;
  struct Package;

  void read_part(const std::string& name, bool needed, const std::function<void(XmlPull&)>& work) const;
  void read_workbook();
  void read_styles(const std::string& part);
  void read_strings(const std::string& part);
  std::string_view shared_string(std::size_t number) const noexcept;

  std::string path_;
  std::unique_ptr<Package> package_;
  std::vector<Sheet> sheets_;
  bool since_1904_ = false;
  std::vector<NumberKind> styles_;  // by cell style
  std::string strings_;             // all shared strings, one behind the other
  std::vector<std::uint32_t> string_ends_;
};

class SheetStream {
 public:
  SheetStream(const XlsxBook& book, const XlsxBook::Sheet& sheet);
  ~SheetStream();

  /// The next row that holds a cell with text; false behind the last one.
  bool next(SheetRow& row);

  /// The merged areas, which stand behind the rows; complete once next() has returned false. Those that begin
  /// below `most_rows` given at begin are left out.
  const std::vector<MergedArea>& merged() const noexcept { return merged_; }
  void keep_merged_up_to(std::uint64_t row) noexcept { merged_up_to_ = row; }

  /// Share of the part read so far, 0–1.
  double share() const noexcept;

 private:
  void read_row(SheetRow& row);
  void read_cell(SheetRow& row, std::size_t& column);
  void read_merged();

  const XlsxBook& book_;
  std::string name_;
  std::unique_ptr<XlsxBook::Part> part_;
  std::unique_ptr<XmlPull> xml_;
  std::uint64_t row_ = 0, merged_up_to_ = 0;
  std::vector<MergedArea> merged_;
};

}  // namespace kith::lens
