// Tables whose columns stand at the same place of every line, filled up with blanks.
#pragma once
#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "lens/file_reader.h"
#include "lens/readers/byte_source.h"

namespace kith::lens {

struct FixedWidth {
  /// What a place on a line is: programs count bytes, characters, or the columns of a screen, of which a
  /// Chinese character takes two.
  enum class Measure { screen, characters, bytes };
  Measure measure = Measure::screen;
  std::vector<std::size_t> begins;  ///< where each column begins
  bool header = true;
  std::uint64_t header_line = 1, data_line = 2;
  std::vector<std::string> columns;  ///< distinct
};

/// Finds the places that are blank in every line of the sample. Nothing unless at least five lines make three
/// columns, one of them parted by two blanks or more. Lines of dashes under the header are passed over.
std::optional<FixedWidth> guess_fixed_width(std::string_view text, bool whole, const ReadOptions& options);

std::unique_ptr<FileReader> make_fixed_width_reader(std::unique_ptr<ByteSource> source, FileShape shape,
                                                    FixedWidth table);

}  // namespace kith::lens
