#include <algorithm>
#include <array>
#include <cctype>
#include <map>
#include <optional>

#include "lens/readers/column_names.h"
#include "lens/readers/sniff.h"

namespace kith::lens {
namespace {

constexpr std::size_t sample_records = 500;
constexpr std::size_t sample_bytes = std::size_t{256} << 10;

struct SampledRecord {
  Record record;
  std::uint64_t line = 1;
};

std::vector<SampledRecord> sample(std::string_view text, bool whole, const Dialect& dialect,
                                  std::size_t most) {
  RecordScanner scanner(dialect, std::string_view::npos);
  std::vector<SampledRecord> records;
  std::uint64_t line = 1;
  for (std::size_t at = 0; at < text.size() && records.size() < most;) {
    Record record;
    if (!scanner.next(text, at, whole, record)) break;
    if (record.filled > 0) records.push_back({record, line});
    line += record.lines;
    at = record.next;
  }
  return records;
}

struct Rating {
  double score = 0;
  std::size_t cells = 1;
  std::size_t records = 0;
};

// How much the dialect makes a table of the text: the share of records with the most frequent number of
// cells, more for more cells, less where the first record is none of them.
Rating rate(std::string_view text, bool whole, const Dialect& dialect) {
  auto records = sample(text, whole, dialect, sample_records);
  if (records.empty()) return {};
  std::map<std::size_t, std::size_t> counts;
  std::size_t faults = 0;
  for (const auto& [record, line] : records) {
    if (record.fault != RecordFault::none)
      ++faults;
    else
      ++counts[record.cells];
  }
  if (counts.empty()) return {};
  auto most = std::max_element(counts.begin(), counts.end(),
                               [](const auto& a, const auto& b) { return a.second < b.second; });
  Rating rating;
  rating.cells = most->first;
  rating.records = records.size();
  if (rating.cells < 2) return rating;
  rating.score = static_cast<double>(most->second) / static_cast<double>(records.size() + faults);
  rating.score *= 1.0 - 1.0 / static_cast<double>(rating.cells + 1);
  if (records.front().record.cells != rating.cells) rating.score *= 0.7;
  return rating;
}

bool has_quoted_cells(std::string_view text, char quote, char delimiter) {
  for (std::size_t at = text.find(quote); at != std::string_view::npos; at = text.find(quote, at + 1)) {
    char before = at == 0 ? '\n' : text[at - 1];
    if (before == delimiter || before == '\n' || before == '\r') return true;
  }
  return false;
}

bool has_backslash_quotes(std::string_view text, char quote) {
  const char escaped[] = {'\\', quote};
  return text.find(std::string_view(escaped, 2)) != std::string_view::npos;
}

// Characters that separate cells often, and those that may: any other punctuation of the text.
constexpr std::string_view usual_delimiters = ",;\t|";

std::string rare_delimiters(std::string_view text) {
  std::array<bool, 256> seen{};
  for (char c : text) seen[static_cast<unsigned char>(c)] = true;
  std::string found;
  for (std::string_view candidates = "#^~\x01\x1f\x1e\x7f:!$%&*+=<>@?/\\ "; char c : candidates) {
    if (seen[static_cast<unsigned char>(c)]) found += c;
  }
  return found;
}

struct RatedDialect {
  Dialect dialect;
  Rating rating;
};

RatedDialect best_with(std::string_view text, bool whole, Dialect dialect, char delimiter,
                       const ReadOptions& options) {
  RatedDialect best{dialect, {-1, 1}};
  dialect.delimiter = delimiter;
  bool single = !has_quoted_cells(text, '"', delimiter) && has_quoted_cells(text, '\'', delimiter);
  for (char quote : {'"', '\''}) {
    if (options.quote && *options.quote != quote && quote != '"') continue;
    if (!options.quote && quote == '\'' && !single) continue;
    dialect.quote = options.quote ? *options.quote : quote;
    for (bool backslash : {false, true}) {
      if (backslash && (dialect.quote == '\0' || !has_backslash_quotes(text, dialect.quote))) continue;
      dialect.backslash = backslash;
      Rating rating = rate(text, whole, dialect);
      if (rating.score > best.rating.score + 1e-9) best = {dialect, rating};
    }
  }
  return best;
}

// Blanks and signs that stand in texts, too, must make a table without exception, and of several columns.
bool convincing(const Rating& rating, char delimiter) {
  std::size_t least = delimiter == ' '                                                        ? 4
                      : std::string_view(":/=+$%&").find(delimiter) != std::string_view::npos ? 3
                                                                                              : 2;
  double flawless = 1.0 - 1.0 / static_cast<double>(rating.cells + 1);
  return rating.cells >= least && rating.score >= 0.98 * flawless && rating.records >= 2;
}

// Whether nearly every cell but the first begins with a blank.
bool blanks_after(std::string_view text, bool whole, const Dialect& dialect) {
  if (dialect.delimiter == ' ') return false;
  RecordScanner scanner(dialect, std::string_view::npos);
  std::size_t seen = 0, blank = 0;
  for (const auto& [record, line] : sample(text, whole, dialect, 100)) {
    if (record.fault != RecordFault::none) continue;
    std::string_view all = text.substr(record.begin, record.end - record.begin);
    bool inside = false;
    for (std::size_t i = 0; i + 1 < all.size(); ++i) {
      if (dialect.quote != '\0' && all[i] == dialect.quote) inside = !inside;
      if (inside || all[i] != dialect.delimiter || all[i + 1] == dialect.delimiter) continue;
      ++seen;
      blank += all[i + 1] == ' ';
    }
  }
  return seen >= 2 && blank * 20 >= seen * 19;
}

Dialect guess_dialect(std::string_view text, bool whole, const ReadOptions& options) {
  Dialect plain;
  plain.cr_lines = text.find('\n') == std::string_view::npos && text.find('\r') != std::string_view::npos;
  RatedDialect best{plain, {-1, 1}};
  std::string first = options.delimiter ? std::string(1, *options.delimiter) : std::string(usual_delimiters);
  for (char delimiter : first) {
    auto rated = best_with(text, whole, plain, delimiter, options);
    if (rated.rating.score > best.rating.score + 1e-9) best = rated;
  }
  if (!options.delimiter && best.rating.score < 0.8) {
    double usual = best.rating.score;
    for (char delimiter : rare_delimiters(text)) {
      auto rated = best_with(text, whole, plain, delimiter, options);
      bool old = std::string_view("#^~\x01").find(delimiter) != std::string_view::npos && usual <= 0.4;
      if (!old && !convincing(rated.rating, delimiter)) continue;
      if (rated.rating.score > best.rating.score + 1e-9) best = rated;
    }
  }
  if (best.rating.score <= 0 && !options.delimiter) best.dialect.delimiter = ',';
  best.dialect.blank_after = blanks_after(text, whole, best.dialect);
  return best.dialect;
}

// A cell that is a value rather than a name: a number, a date, a phone number, an e-mail address.
bool is_value(std::string_view cell) {
  std::size_t digits = 0, letters = 0;
  bool at_sign = false;
  for (char c : cell) {
    auto byte = static_cast<unsigned char>(c);
    digits += std::isdigit(byte) != 0;
    letters += std::isalpha(byte) || byte >= 0x80;
    at_sign |= c == '@';
  }
  if (at_sign && letters > 2 && cell.find('.') != std::string_view::npos) return true;
  return digits > 0 && letters * 4 <= digits;
}

// Title lines stand above a table: at most one cell filled where the rows have several.
std::size_t first_of_table(const RecordScanner& scanner, std::string_view text,
                           const std::vector<SampledRecord>& records, std::size_t usual_cells) {
  if (usual_cells < 2) return 0;
  for (std::size_t i = 0; i < records.size() && i < 30; ++i) {
    const Record& record = records[i].record;
    if (record.fault != RecordFault::none) return i;
    std::size_t filled = 0;
    for (const auto& cell : scanner.split(text.substr(record.begin, record.end - record.begin))) {
      filled += !cell.text.empty();
    }
    if (filled >= 2) return i;
  }
  return 0;
}

// The names in a header whose quotes are at fault: cut at every delimiter, quotes left off.
std::vector<std::string> faulty_names(std::string_view record, const Dialect& dialect) {
  std::vector<std::string> names{""};
  for (char c : record) {
    if (c == dialect.delimiter)
      names.emplace_back();
    else if (c != dialect.quote)
      names.back() += c;
  }
  return names;
}

std::size_t usual_cells(const std::vector<SampledRecord>& records) {
  std::map<std::size_t, std::size_t> counts;
  for (const auto& sampled : records) {
    if (sampled.record.fault == RecordFault::none) ++counts[sampled.record.filled];
  }
  std::size_t best = 1, votes = 0;
  for (const auto& [cells, count] : counts) {
    if (count > votes) {
      best = cells;
      votes = count;
    }
  }
  return best;
}

std::vector<std::vector<std::string>> cells_of(const RecordScanner& scanner, std::string_view text,
                                               const std::vector<SampledRecord>& records, std::size_t most) {
  std::vector<std::vector<std::string>> rows;
  for (std::size_t i = 0; i < std::min(records.size(), most); ++i) {
    const Record& record = records[i].record;
    if (i > 0 && record.fault != RecordFault::none) continue;
    auto& row = rows.emplace_back();
    if (record.fault != RecordFault::none) continue;
    for (auto& cell : scanner.split(text.substr(record.begin, record.end - record.begin))) {
      row.push_back(std::move(cell.text));
    }
  }
  return rows;
}

}  // namespace

bool looks_like_header(const std::vector<std::vector<std::string>>& rows) {
  const auto& first = rows.front();
  std::size_t values = 0, named = 0;
  for (std::size_t k = 0; k < first.size(); ++k) {
    std::size_t below = 0, seen = 0;
    for (std::size_t i = 1; i < rows.size(); ++i) {
      if (k >= rows[i].size() || rows[i][k].empty()) continue;
      ++seen;
      below += is_value(rows[i][k]);
    }
    bool column_of_values = seen > 0 && below * 4 > seen * 3;
    if (is_value(first[k])) {
      values += column_of_values || seen == 0;
    } else if (column_of_values && !first[k].empty()) {
      ++named;
    }
  }
  return values == 0 || named > values;
}

namespace {

bool all_filled(const std::vector<std::string>& row) {
  return std::none_of(row.begin(), row.end(), [](const std::string& cell) { return cell.empty(); });
}

// A line of groups above a line of names: the groups leave cells empty, the names do not, and values follow.
bool is_group_line(const std::vector<std::vector<std::string>>& rows) {
  if (rows.size() < 3 || rows[0].size() != rows[1].size() || rows[1].size() < 3) return false;
  std::size_t empty = 0, values_below = 0;
  for (std::size_t k = 0; k < rows[0].size(); ++k) {
    empty += rows[0][k].empty();
    if (is_value(rows[0][k]) || is_value(rows[1][k])) return false;
    for (std::size_t i = 2; i < rows.size(); ++i) {
      if (k < rows[i].size() && is_value(rows[i][k])) {
        ++values_below;
        break;
      }
    }
  }
  std::size_t named = rows[0].size() - empty;
  return empty * 3 >= rows[0].size() && named >= 2 && all_filled(rows[1]) && values_below > 0;
}

std::vector<std::string> under_groups(const std::vector<std::string>& groups,
                                      std::vector<std::string> names) {
  std::string group;
  for (std::size_t k = 0; k < names.size(); ++k) {
    if (k < groups.size() && !groups[k].empty()) group = groups[k];
    if (!group.empty() && group != names[k]) names[k] = group + " " + names[k];
  }
  return names;
}

// The most frequent number of cells among the rows.
std::size_t usual_width(const std::vector<std::vector<std::string>>& rows) {
  std::map<std::size_t, std::size_t> counts;
  for (std::size_t i = 1; i < rows.size(); ++i) ++counts[rows[i].size()];
  std::size_t best = 0, votes = 0;
  for (const auto& [cells, count] : counts) {
    if (count > votes) {
      best = cells;
      votes = count;
    }
  }
  return best;
}

// Row numbers without a name in front, as R writes them: the header is one cell short.
bool has_nameless_row_numbers(const std::vector<std::vector<std::string>>& rows, std::size_t names) {
  std::size_t numbered = 0;
  for (std::size_t i = 1; i < rows.size(); ++i) {
    if (rows[i].size() != names + 1 || rows[i].back().empty()) return false;
    numbered += rows[i][0] == std::to_string(i);
  }
  return numbered >= 2 && numbered + 1 == rows.size();
}

void align_names(std::vector<std::string>& names, const std::vector<std::vector<std::string>>& rows) {
  std::size_t width = usual_width(rows);
  if (width > 1 && names.size() == width + 1 && !names.back().empty() &&
      std::count(names.begin(), names.end(), "") == 1) {
    names.erase(std::find(names.begin(), names.end(), ""));
  } else if (has_nameless_row_numbers(rows, names.size())) {
    names.insert(names.begin(), "");
  }
}

}  // namespace

TableGuess guess_table(std::string_view text, bool whole, const ReadOptions& options) {
  TableGuess guess;
  // Of a table with very many columns a row may be longer than the sample usually is.
  std::size_t enough = std::max(sample_bytes, 3 * std::min(text.find_first_of("\n\r"), text.size()));
  if (text.size() > enough) {
    text = text.substr(0, enough);
    whole = false;
  }
  guess.dialect = guess_dialect(text, whole, options);
  RecordScanner scanner(guess.dialect, std::string_view::npos);
  auto records = sample(text, whole, guess.dialect, sample_records);
  if (options.header_line) {
    std::erase_if(records, [&](const SampledRecord& r) { return r.line < *options.header_line; });
  }
  if (records.empty()) return guess;
  std::size_t usual = usual_cells(records);
  std::size_t front = options.header_line ? 0 : first_of_table(scanner, text, records, usual);
  records.erase(records.begin(), records.begin() + static_cast<std::ptrdiff_t>(front));
  auto rows = cells_of(scanner, text, records, 50);
  guess.header = options.header_line ? true : options.header ? *options.header : looks_like_header(rows);
  guess.header_line = records.front().line;
  std::vector<std::string> names;
  if (guess.header) {
    std::size_t lines = 1;
    const SampledRecord& first = records.front();
    if (first.record.fault == RecordFault::none) {
      names = rows.front();
      if (is_group_line(rows)) {
        names = under_groups(rows[0], rows[1]);
        lines = 2;
      }
    } else {
      std::string_view head = text.substr(first.record.begin, first.record.end - first.record.begin);
      names = faulty_names(head, guess.dialect);
    }
    guess.header_cells = rows[lines - 1].empty() ? names : rows[lines - 1];
    while (lines < rows.size() && lines < records.size() && rows[lines] == rows[lines - 1]) ++lines;
    const SampledRecord& last = records[std::min(lines, records.size()) - 1];
    guess.data_line = last.line + last.record.lines;
    records.erase(records.begin() + 1,
                  records.begin() + static_cast<std::ptrdiff_t>(std::min(lines, records.size())));
    rows.erase(rows.begin() + 1, rows.begin() + static_cast<std::ptrdiff_t>(std::min(lines, rows.size())));
    guess.has_rows = records.size() > 1;
  } else {
    guess.data_line = records.front().line;
    guess.has_rows = true;
    if (records.front().record.fault == RecordFault::none) names.resize(records.front().record.cells);
  }
  // Delimiters at the end of the header alone name no column.
  while (guess.header && names.size() > usual && names.back().empty()) names.pop_back();
  if (guess.header) align_names(names, rows);
  // Rows wider than their header keep their cells, in columns named by number.
  names.resize(std::max(names.size(), usual));
  if (guess.header && !records.empty()) records.erase(records.begin());
  guess.habits = RowHabits(cells_of(scanner, text, records, 200), names.size());
  guess.columns = distinct_names(std::move(names));
  return guess;
}

}  // namespace kith::lens
