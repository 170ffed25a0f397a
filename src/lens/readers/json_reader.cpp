#include "lens/readers/json_reader.h"

#include <algorithm>

#include "base/error.h"
#include "lens/readers/json_flatten.h"
#include "lens/readers/json_list.h"
#include "lens/readers/text_stream.h"

namespace kith::lens {
namespace {

constexpr std::size_t piece_bytes = std::size_t{4} << 20;
constexpr std::size_t longest_element = std::size_t{4} << 20;
constexpr std::size_t arena_rows = 2048;

bool is_blank(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }

std::uint64_t count_lines(std::string_view text) {
  return static_cast<std::uint64_t>(std::count(text.begin(), text.end(), '\n'));
}

struct Element {
  std::size_t begin = 0, end = 0;
  std::uint64_t line = 0;
  bool whole = true;  // false: the file or the window ends first
};

// Cuts the text into lines (NDJSON) or into the values within the outermost brackets (JSON).
class ElementCutter {
 public:
  explicit ElementCutter(bool lines) : lines_(lines) {}
  // Of the one list that begins in `line`; what follows it is nobody's.
  static ElementCutter of_list(std::uint64_t line) {
    ElementCutter cutter(false);
    cutter.one_list_ = true;
    cutter.line_ = line;
    return cutter;
  }

  // Finds the next element at or after `at` and moves `at` behind it. False: nothing more in this window.
  bool next(std::string_view text, std::size_t& at, bool last, Element& element) {
    return lines_ ? next_line(text, at, last, element) : next_value(text, at, last, element);
  }
  std::uint64_t line() const { return line_; }
  bool inside_array() const { return depth_ > 0; }

 private:
  bool next_line(std::string_view text, std::size_t& at, bool last, Element& element) {
    while (at < text.size()) {
      std::size_t end = text.find('\n', at);
      bool found = end != std::string_view::npos;
      if (!found && !last && text.size() - at < longest_element) return false;
      if (!found) end = text.size();
      element = {at, end, line_, found || last};
      bool skipped = skipping_;
      skipping_ = !element.whole;
      bool blank = std::all_of(text.begin() + static_cast<std::ptrdiff_t>(at),
                               text.begin() + static_cast<std::ptrdiff_t>(end), is_blank);
      line_ += found;
      at = end + found;
      // The rest of a line that was too long was reported with its beginning.
      if (!skipped && !blank) return true;
    }
    return false;
  }

  bool next_value(std::string_view text, std::size_t& at, bool last, Element& element) {
    if (closed_) at = text.size();
    for (; at < text.size(); ++at) {
      char c = text[at];
      if (c == '\n')
        ++line_;
      else if (c == '[')
        ++depth_;
      else if (c == ']') {
        depth_ -= depth_ > 0;
        closed_ = one_list_ && depth_ == 0;
        if (closed_) at = text.size() - 1;
      } else if (c != ',' && !is_blank(c))
        break;
    }
    if (at == text.size()) return false;
    std::size_t end = value_end(text, at);
    bool whole = end != std::string_view::npos;
    if (!whole && !last && text.size() - at < longest_element) return false;
    element = {at, whole ? end : text.size(), line_, whole};
    line_ += count_lines(text.substr(at, element.end - at));
    at = element.end;
    return true;
  }

  static std::size_t value_end(std::string_view text, std::size_t at) {
    std::size_t depth = 0;
    bool braces = text[at] == '{';
    for (bool inside = false; at < text.size(); ++at) {
      char c = text[at];
      if (inside) {
        if (c == '\\')
          ++at;
        else if (c == '"')
          inside = false;
        continue;
      }
      if (c == '"')
        inside = true;
      else if (!braces && (c == ',' || c == ']' || c == '\n'))
        return at;
      else if (c == '{' || c == '[')
        ++depth;
      else if ((c == '}' || c == ']') && --depth == 0)
        return at + 1;
    }
    return std::string_view::npos;
  }

  bool lines_;
  bool one_list_ = false, closed_ = false;
  bool skipping_ = false;
  std::uint64_t line_ = 1, depth_ = 0;
};

class JsonReader final : public FileReader {
 public:
  JsonReader(std::unique_ptr<ByteSource> source, FileShape shape)
      : stream_(std::move(source), shape.encoding, shape.byte_order_mark) {
    shape_ = std::move(shape);
    shape_.header_line = 0;
    if (shape_.format == FileFormat::json) {
      stream_.read_until(piece_bytes);
      list_ = wrapped_list(stream_.text());
      if (list_ && shape_.sheet.empty()) shape_.sheet = list_->path;
    }
    begin();
    find_columns();
  }

  bool next(RowBlock& block, const Cancel& cancel) override {
    cancel.check();
    block = {};
    auto arena = std::make_shared<BlockArena>();
    block.columns.resize(shape_.columns.size());
    const std::size_t block_rows = rows_per_block(shape_.columns.size());
    while (block.rows() < block_rows && block.rejects.size() < block_rows) {
      Element element;
      if (!next_element(element)) break;
      take(element, *arena, block);
    }
    block.storage = std::move(arena);
    return block.rows() > 0 || !block.rejects.empty();
  }

  std::uint64_t position() const noexcept override { return stream_.source().position(); }

 private:
  const std::string& path() const { return stream_.source().path(); }

  void begin() {
    stream_.rewind();
    cutter_ =
        list_ ? ElementCutter::of_list(list_->line) : ElementCutter(shape_.format == FileFormat::ndjson);
    at_ = fault_ = 0;
    ended_ = false;
    if (!list_) return;
    stream_.read_until(piece_bytes);
    at_ = list_->begin;
  }

  void find_columns() {
    Element element;
    std::vector<std::pair<std::size_t, Cell>> cells;
    bool any = false;
    auto arena = std::make_unique<BlockArena>();
    for (std::size_t count = 0; next_element(element); ++count) {
      if (count % arena_rows == 0) arena = std::make_unique<BlockArena>();
      std::string_view text = stream_.text().substr(element.begin, element.end - element.begin);
      auto outcome = flattener_.read(text, *arena, cells);
      any |= outcome == JsonFlattener::Outcome::row;
      if (outcome == JsonFlattener::Outcome::extra_columns) {
        throw Error(ErrorCode::bad_input,
                    Text("{path} has objects with more than {most} different keys.",
                         {{"path", path()}, {"most", std::to_string(JsonFlattener::most_columns)}}),
                    "Keys that are values (ids, dates) must become values of one key first.",
                    {path(), element.line, {}});
      }
    }
    if (!any) {
      throw Error(ErrorCode::bad_input, Text("{path} holds no JSON object.", {{"path", path()}}),
                  "Give an array of objects, or one object a line.", {path(), 1, {}});
    }
    shape_.columns = flattener_.columns();
    begin();
  }

  bool next_element(Element& element) {
    for (std::size_t size = piece_bytes;; size += piece_bytes) {
      if (cutter_.next(stream_.text(), at_, stream_.ended(), element)) return true;
      stream_.forget(at_);
      at_ = fault_ = 0;
      if (stream_.ended()) return end_of_array(element);
      stream_.read_until(size);
    }
  }

  // An array that is never closed is a file cut short: said once, as a reject behind the last row.
  bool end_of_array(Element& element) {
    if (ended_ || !cutter_.inside_array()) return false;
    ended_ = true;
    element = {0, 0, cutter_.line(), false};
    return true;
  }

  void take(const Element& element, BlockArena& arena, RowBlock& block) {
    ++row_;
    auto faults = stream_.faults_in(element.begin, element.end, fault_);
    if (!faults.empty()) {
      return reject(element, block, {},
                    faults[0].nul
                        ? Text("a NUL character in the row")
                        : Text("bytes that are no text in {encoding}", {{"encoding", shape_.encoding}}));
    }
    if (!element.whole) {
      return reject(element, block, {},
                    element.end - element.begin >= longest_element ? Text("an object of more than 4 MiB")
                                                                   : Text("the file ends inside the JSON"));
    }
    std::string_view text = stream_.text().substr(element.begin, element.end - element.begin);
    switch (flattener_.read(text, arena, cells_)) {
      case JsonFlattener::Outcome::row:
        break;
      case JsonFlattener::Outcome::no_object:
        return reject(element, block, {}, "is no JSON object");
      case JsonFlattener::Outcome::repeated_key:
        return reject(element, block, flattener_.fault_column(), "a key stands twice in the object");
      case JsonFlattener::Outcome::nul:
        return reject(element, block, flattener_.fault_column(), "a NUL character in the row");
      default:
        return reject(element, block, {}, "is no well-formed JSON");
    }
    for (auto& column : block.columns) column.push_back(null_cell);
    for (const auto& [column, cell] : cells_) block.columns[column].back() = cell;
    block.row.push_back(row_);
    block.line.push_back(element.line);
  }

  void reject(const Element& element, RowBlock& block, std::string column, Text reason) {
    RejectedRow row;
    row.row = row_;
    row.line = element.line;
    row.column = std::move(column);
    row.reason = std::move(reason);
    row.raw = stream_.raw(element.begin, element.end);
    block.rejects.push_back(std::move(row));
  }

  TextStream stream_;
  std::optional<WrappedList> list_;
  ElementCutter cutter_{false};
  JsonFlattener flattener_;
  std::vector<std::pair<std::size_t, Cell>> cells_;
  std::size_t at_ = 0, fault_ = 0;
  std::uint64_t row_ = 0;
  bool ended_ = false;
};

}  // namespace

std::unique_ptr<FileReader> make_json_reader(std::unique_ptr<ByteSource> source, FileShape shape) {
  return std::make_unique<JsonReader>(std::move(source), std::move(shape));
}

}  // namespace kith::lens
