#include "lens/readers/record_scanner.h"

#include <algorithm>

namespace kith::lens {

struct RecordScanner::Cursor {
  const char* at;
  const char* end;
  bool last;
  Record& record;
  bool empty = true;  // the cell just read
  bool more = false;  // the text ends inside the record
};

RecordScanner::RecordScanner(const Dialect& dialect, std::size_t wanted)
    : dialect_(dialect), wanted_(wanted), line_(dialect.cr_lines ? '\r' : '\n') {
  auto mark = [](std::array<bool, 256>& table, char c) { table[static_cast<unsigned char>(c)] = true; };
  for (char c : {dialect_.delimiter, '\n', '\r'}) mark(special_, c);
  mark(quoted_special_, line_);
  if (dialect_.quote == '\0') {
    // Data here, but a reader that knows quotes would take it for one.
    mark(special_, '"');
    return;
  }
  mark(special_, dialect_.quote);
  mark(quoted_special_, dialect_.quote);
  if (dialect_.backslash) mark(quoted_special_, '\\');
}

std::size_t RecordScanner::line_end(std::string_view text, std::size_t from) const {
  std::size_t at = text.find(line_, from);
  return at == std::string_view::npos ? text.size() : at;
}

// Whether the line at `from` reads as a row by itself, which says that a quote opened above it was a slip.
bool RecordScanner::begins_a_row(std::string_view text, std::size_t from) const {
  std::string_view line = text.substr(from, line_end(text, from) - from);
  if (line.empty()) return false;
  bool balanced = std::count(line.begin(), line.end(), dialect_.quote) % 2 == 0;
  return balanced && cell_at(line, line.size()) == wanted_;
}

// Reads past the opening quote up to behind the closing one. False: a fault or the end of the text.
bool RecordScanner::quoted_cell(Cursor& cursor) const {
  auto& [at, end, last, record, empty, more] = cursor;
  empty = false;
  ++at;
  for (;;) {
    while (at < end && !quoted_special_[static_cast<unsigned char>(*at)]) ++at;
    if (at == end) {
      more = true;
      return false;
    }
    if (*at == line_) {
      ++record.lines;
      ++at;
    } else if (*at == dialect_.quote) {
      if (at + 1 == end) {
        if (!last) {
          more = true;
          return false;
        }
        ++at;
        return true;
      }
      if (at[1] != dialect_.quote) {
        ++at;
        break;
      }
      at += 2;
    } else {
      record.plain = false;
      if (at + 1 < end && at[1] != line_) ++at;
      ++at;
    }
  }
  if (*at == ' ') {
    record.plain = false;
    while (at < end && *at == ' ') ++at;
    if (at == end) {
      more = !last;
      return last;
    }
  }
  if (*at == dialect_.delimiter || *at == '\n' || *at == '\r') return true;
  record.fault = RecordFault::text_after_quote;
  return false;
}

// Reads an unquoted cell up to its delimiter or line break. False: the end of the text.
bool RecordScanner::plain_cell(Cursor& cursor) const {
  auto& [at, end, last, record, empty, more] = cursor;
  const char* begin = at;
  for (;;) {
    while (at < end && !special_[static_cast<unsigned char>(*at)]) ++at;
    empty = at == begin;
    if (at == end) {
      more = !last;
      return last;
    }
    char c = *at;
    if (c == dialect_.delimiter || c == line_) return true;
    if (c == '\r' && at + 1 == end && !last) {
      more = true;
      return false;
    }
    // The CR of CR LF, or of a file's last line.
    if (c == '\r' && (at + 1 == end || at[1] == '\n')) return true;
    record.plain = false;
    ++at;
  }
}

bool RecordScanner::next(std::string_view text, std::size_t from, bool last, Record& record) const {
  record = {};
  record.begin = from;
  record.plain = !dialect_.blank_after;
  Cursor cursor{text.data() + from, text.data() + text.size(), last, record};
  const char* front = text.data();
  for (;;) {
    ++record.cells;
    bool quoted = false;
    if (dialect_.quote != '\0' && cursor.at < cursor.end) {
      const char* probe = cursor.at;
      while (probe < cursor.end && *probe == ' ' && dialect_.delimiter != ' ') ++probe;
      quoted = probe < cursor.end && *probe == dialect_.quote;
      if (quoted && probe != cursor.at) {
        record.plain = false;
        cursor.at = probe;
      }
    }
    if (!quoted && dialect_.blank_after) {
      while (cursor.at < cursor.end && *cursor.at == ' ') ++cursor.at;
    }
    bool whole = quoted ? quoted_cell(cursor) : plain_cell(cursor);
    if (!whole) break;
    if (!cursor.empty) record.filled = record.cells;
    if (record.cells == wanted_) record.wanted_end = static_cast<std::size_t>(cursor.at - front);
    if (cursor.at == cursor.end || *cursor.at != dialect_.delimiter) {
      record.end = static_cast<std::size_t>(cursor.at - front);
      if (cursor.at < cursor.end && *cursor.at == '\r' && line_ == '\n') {
        // A quoted cell may stand before the last byte read so far.
        if (cursor.at + 1 == cursor.end && !last) return false;
        ++cursor.at;
        if (cursor.at < cursor.end && *cursor.at != '\n') {
          record.fault = RecordFault::text_after_quote;
          break;
        }
      }
      if (cursor.at < cursor.end) {
        ++cursor.at;
        ++record.lines;
      }
      record.next = static_cast<std::size_t>(cursor.at - front);
      return true;
    }
    ++cursor.at;
  }
  if (cursor.more && !last && text.size() - from < longest_record) return false;
  record.plain = false;
  record.fault_cell = record.cells;
  if (record.fault == RecordFault::none) record.fault = RecordFault::never_closed;
  bool closed = record.fault == RecordFault::text_after_quote;
  if (closed && record.lines > 0) closed = !begins_a_row(text, line_end(text, from) + 1);
  std::size_t searched = closed ? static_cast<std::size_t>(cursor.at - front) : from;
  record.end = line_end(text, searched);
  if (record.end == text.size() && !last && text.size() - from < longest_record) return false;
  if (record.end == text.size() && !last) {
    record.fault = RecordFault::too_long;
    record.lines = 0;
  } else if (!closed) {
    record.fault = RecordFault::never_closed;
    record.lines = 0;
  }
  record.next = std::min(record.end + 1, text.size());
  if (record.end < text.size()) ++record.lines;
  if (record.end > from && line_ == '\n' && text[record.end - 1] == '\r') --record.end;
  record.filled = record.cells;
  return true;
}

// Reads the quoted cell whose opening quote is at `at`, which moves behind the closing one; what it holds is
// moved together where quotes were doubled.
Cell RecordScanner::unquoted(std::span<char> record, std::size_t& at) const {
  std::size_t begin = ++at, end = begin;
  for (; at < record.size(); ++at) {
    if (record[at] == dialect_.quote) {
      if (at + 1 >= record.size() || record[at + 1] != dialect_.quote) break;
      ++at;
    } else if (dialect_.backslash && record[at] == '\\' && at + 1 < record.size() &&
               (record[at + 1] == dialect_.quote || record[at + 1] == '\\')) {
      ++at;
    }
    record[end++] = record[at];
  }
  return {record.data() + begin, end - begin};
}

void RecordScanner::split(std::span<char> record, std::vector<Cell>& cells) const {
  cells.clear();
  std::string_view text(record.data(), record.size());
  bool quotes = dialect_.quote != '\0' && text.find(dialect_.quote) != std::string_view::npos;
  for (std::size_t at = 0; cells.size() < wanted_; ++at) {
    std::size_t probe = at;
    if (quotes || dialect_.blank_after) {
      while (probe < text.size() && text[probe] == ' ' && dialect_.delimiter != ' ') ++probe;
    }
    if (quotes && probe < text.size() && text[probe] == dialect_.quote) {
      at = probe;
      cells.push_back(unquoted(record, at));
      at = std::min(text.find(dialect_.delimiter, at), text.size());
    } else {
      if (dialect_.blank_after) at = probe;
      std::size_t end = std::min(text.find(dialect_.delimiter, at), text.size());
      cells.push_back(end == at ? null_cell : text.substr(at, end - at));
      at = end;
    }
    if (at >= text.size()) break;
  }
}

std::vector<RecordCell> RecordScanner::split(std::string_view record) const {
  std::string copy(record);
  std::vector<Cell> views;
  split(copy, views);
  std::vector<RecordCell> cells;
  for (auto view : views) cells.push_back({std::string(view), is_null(view)});
  return cells;
}

// One reading of a record with faulty quotes; the quote that opens cell number `literal` is data.
std::vector<RecordCell> RecordScanner::lenient_cells(std::string_view record, std::size_t literal) const {
  std::vector<RecordCell> cells;
  auto ends = [&](std::size_t at) { return at >= record.size() || record[at] == dialect_.delimiter; };
  for (std::size_t at = 0;; ++at) {
    auto& cell = cells.emplace_back();
    std::size_t probe = at;
    while (probe < record.size() && record[probe] == ' ' && dialect_.delimiter != ' ') ++probe;
    if (probe < record.size() && record[probe] == dialect_.quote && cells.size() != literal) {
      for (at = probe + 1; at < record.size(); ++at) {
        if (record[at] == dialect_.quote) {
          if (ends(at + 1)) break;
          if (record[at + 1] == dialect_.quote) ++at;
        }
        cell.text += record[at];
      }
      if (at >= record.size()) return {};
      ++at;
    } else {
      if (dialect_.blank_after) at = probe;
      for (; !ends(at); ++at) cell.text += record[at];
      cell.null = cell.text.empty();
    }
    if (at >= record.size() || cells.size() > wanted_) return cells;
  }
}

std::vector<RecordCell> RecordScanner::split_leniently(std::string_view record) const {
  std::vector<RecordCell> found = lenient_cells(record, 0);
  if (found.size() == wanted_) return found;
  found.clear();
  for (std::size_t literal = 1; literal <= std::min<std::size_t>(wanted_, 200); ++literal) {
    auto cells = lenient_cells(record, literal);
    if (cells.size() != wanted_) continue;
    bool same = cells.size() == found.size() &&
                std::equal(cells.begin(), cells.end(), found.begin(),
                           [](const RecordCell& a, const RecordCell& b) { return a.text == b.text; });
    if (!found.empty() && !same) return {};
    found = std::move(cells);
  }
  return found;
}

std::size_t RecordScanner::cell_at(std::string_view record, std::size_t offset) const {
  std::size_t cell = 1;
  bool inside = false;
  for (std::size_t at = 0; at < std::min(offset, record.size()); ++at) {
    if (dialect_.quote != '\0' && record[at] == dialect_.quote) inside = !inside;
    if (!inside && record[at] == dialect_.delimiter) ++cell;
  }
  return cell;
}

}  // namespace kith::lens
