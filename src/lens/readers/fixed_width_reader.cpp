#include "lens/readers/fixed_width_reader.h"

#include <algorithm>

#include "base/utf8.h"
#include "lens/readers/column_names.h"
#include "lens/readers/fed_reader.h"
#include "lens/readers/sniff.h"
#include "lens/readers/text_lines.h"

namespace kith::lens {
namespace {

constexpr std::size_t sample_lines = 300;
constexpr std::size_t widest = 2000;

struct Line {
  std::string_view text;
  std::uint64_t number = 0;
};

std::vector<Line> lines_of(std::string_view text, bool whole) {
  std::vector<Line> lines;
  std::uint64_t number = 0;
  for (std::size_t at = 0; at < text.size() && lines.size() < sample_lines;) {
    std::size_t end = text.find('\n', at);
    if (end == std::string_view::npos && !whole) break;
    std::string_view line = text.substr(at, std::min(end, text.size()) - at);
    if (line.ends_with('\r')) line.remove_suffix(1);
    ++number;
    if (line.find_first_not_of(' ') != std::string_view::npos) lines.push_back({line, number});
    if (end == std::string_view::npos) break;
    at = end + 1;
  }
  return lines;
}

bool is_rule(std::string_view line) { return line.find_first_not_of("-= +|") == std::string_view::npos; }

using Measure = FixedWidth::Measure;

std::size_t width_of(std::string_view character, Measure measure) {
  if (measure == Measure::bytes) return character.size();
  return measure == Measure::characters ? 1 : std::max<std::size_t>(display_width(character), 1);
}

// Marks the places of the line that hold something.
void mark_filled(std::string_view line, Measure measure, std::vector<std::size_t>& filled) {
  std::size_t place = 0;
  for (std::size_t at = 0; at < line.size() && place < widest;) {
    std::size_t before = at;
    char32_t c = next_code_point(line, at);
    std::size_t width = width_of(line.substr(before, at - before), measure);
    if (filled.size() < place + width) filled.resize(place + width);
    if (c != ' ') {
      for (std::size_t i = 0; i < width; ++i) ++filled[place + i];
    }
    place += width;
  }
}

std::vector<std::string> cut(std::string_view line, const FixedWidth& table) {
  const auto& begins = table.begins;
  std::vector<std::string> cells(begins.size());
  std::size_t place = 0, column = 0;
  for (std::size_t at = 0; at < line.size();) {
    std::size_t before = at;
    next_code_point(line, at);
    while (column + 1 < begins.size() && place >= begins[column + 1]) ++column;
    cells[column] += line.substr(before, at - before);
    place += width_of(line.substr(before, at - before), table.measure);
  }
  for (auto& cell : cells) {
    cell.erase(0, std::min(cell.find_first_not_of(' '), cell.size()));
    cell.resize(cell.find_last_not_of(' ') + 1);
  }
  return cells;
}

class Lines final : public RowFeed {
 public:
  Lines(TextLines lines, FixedWidth table) : lines_(std::move(lines)), table_(std::move(table)) {}

  bool next(FedRow& row) override {
    std::string line;
    while (lines_.next(line)) {
      if (lines_.number() < table_.data_line || line.find_first_not_of(' ') == std::string::npos ||
          is_rule(line))
        continue;
      row.line = lines_.number();
      auto cells = cut(line, table_);
      for (std::size_t k = 0; k < cells.size(); ++k) {
        if (!cells[k].empty()) row.cells.emplace_back(k, std::move(cells[k]));
      }
      return true;
    }
    return false;
  }
  std::uint64_t position() const noexcept override { return lines_.position(); }

 private:
  TextLines lines_;
  FixedWidth table_;
};

}  // namespace

namespace {

std::optional<FixedWidth> guess_by(Measure measure, const std::vector<Line>& lines,
                                   const ReadOptions& options) {
  std::vector<std::size_t> filled;
  for (const auto& line : lines) mark_filled(line.text, measure, filled);
  if (filled.size() >= widest) return std::nullopt;
  FixedWidth table;
  table.measure = measure;
  std::size_t longest_gap = 0, gap = 1;
  for (std::size_t place = 0; place < filled.size(); ++place) {
    if (filled[place] == 0) {
      ++gap;
      continue;
    }
    if (gap > 0) {
      if (!table.begins.empty()) longest_gap = std::max(longest_gap, gap);
      table.begins.push_back(place);
    }
    gap = 0;
  }
  if (table.begins.size() < 3 || longest_gap < 2) return std::nullopt;
  // Numbers stand at the right of their column: what is left of the first filled place is theirs, too.
  table.begins.front() = 0;
  std::vector<std::vector<std::string>> rows;
  std::size_t well_filled = 0;
  for (const auto& line : lines) {
    rows.push_back(cut(line.text, table));
    auto full = static_cast<std::size_t>(std::count_if(rows.back().begin(), rows.back().end(),
                                                       [](const std::string& c) { return !c.empty(); }));
    well_filled += full * 3 >= table.begins.size() * 2;
  }
  if (well_filled * 5 < rows.size() * 4) return std::nullopt;
  table.header = options.header ? *options.header : looks_like_header(rows);
  table.header_line = lines.front().number;
  table.data_line = lines.front().number + (table.header ? 1 : 0);
  table.columns = distinct_names(table.header ? rows.front() : std::vector<std::string>(table.begins.size()));
  return table;
}

}  // namespace

std::optional<FixedWidth> guess_fixed_width(std::string_view text, bool whole, const ReadOptions& options) {
  if (text.find('\t') != std::string_view::npos) return std::nullopt;
  auto lines = lines_of(text, whole);
  std::erase_if(lines, [&](const Line& line) {
    return is_rule(line.text) || (options.header_line && line.number < *options.header_line);
  });
  if (lines.size() < 5) return std::nullopt;
  std::optional<FixedWidth> best;
  for (auto measure : {Measure::screen, Measure::characters, Measure::bytes}) {
    auto found = guess_by(measure, lines, options);
    if (found && (!best || found->begins.size() > best->begins.size())) best = std::move(found);
  }
  return best;
}

std::unique_ptr<FileReader> make_fixed_width_reader(std::unique_ptr<ByteSource> source, FileShape shape,
                                                    FixedWidth table) {
  shape.columns = table.columns;
  shape.header = table.header;
  shape.header_line = table.header_line;
  TextLines lines(std::move(source), shape.encoding, shape.byte_order_mark);
  return make_fed_reader(std::move(shape), std::make_unique<Lines>(std::move(lines), std::move(table)));
}

}  // namespace kith::lens
