#include <algorithm>
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

Dialect guess_dialect(std::string_view text, bool whole, const ReadOptions& options) {
  Dialect best;
  best.cr_lines = text.find('\n') == std::string_view::npos && text.find('\r') != std::string_view::npos;
  std::string first = options.delimiter ? std::string(1, *options.delimiter) : std::string(",;\t|");
  double best_score = -1;
  for (const std::string& candidates : {first, std::string("#^~\x01")}) {
    for (char delimiter : candidates) {
      Dialect dialect = best;
      dialect.delimiter = delimiter;
      bool single = !has_quoted_cells(text, '"', delimiter) && has_quoted_cells(text, '\'', delimiter);
      for (char quote : {'"', '\''}) {
        if (options.quote && *options.quote != quote && quote != '"') continue;
        if (!options.quote && quote == '\'' && !single) continue;
        dialect.quote = options.quote ? *options.quote : quote;
        for (bool backslash : {false, true}) {
          if (backslash && (dialect.quote == '\0' || !has_backslash_quotes(text, dialect.quote))) continue;
          dialect.backslash = backslash;
          double score = rate(text, whole, dialect).score;
          if (score > best_score + 1e-9) {
            best_score = score;
            best = dialect;
          }
        }
      }
    }
    if (best_score > 0.4 || options.delimiter) break;
  }
  if (best_score <= 0 && !options.delimiter) best.delimiter = ',';
  return best;
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
                                               const std::vector<SampledRecord>& records) {
  std::vector<std::vector<std::string>> rows;
  for (std::size_t i = 0; i < std::min<std::size_t>(records.size(), 50); ++i) {
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

TableGuess guess_table(std::string_view text, bool whole, const ReadOptions& options) {
  TableGuess guess;
  if (text.size() > sample_bytes) {
    text = text.substr(0, sample_bytes);
    whole = false;
  }
  guess.dialect = guess_dialect(text, whole, options);
  RecordScanner scanner(guess.dialect, std::string_view::npos);
  auto records = sample(text, whole, guess.dialect, sample_records);
  if (records.empty()) return guess;
  std::size_t usual = usual_cells(records);
  std::size_t front = first_of_table(scanner, text, records, usual);
  records.erase(records.begin(), records.begin() + static_cast<std::ptrdiff_t>(front));
  const SampledRecord& first = records.front();
  guess.header = options.header ? *options.header : looks_like_header(cells_of(scanner, text, records));
  guess.header_line = first.line;
  guess.data_line = guess.header ? first.line + first.record.lines : first.line;
  guess.has_rows = records.size() > (guess.header ? 1u : 0u);
  std::vector<std::string> names;
  std::string_view head = text.substr(first.record.begin, first.record.end - first.record.begin);
  if (guess.header && first.record.fault == RecordFault::none) {
    for (auto& cell : scanner.split(head)) names.push_back(std::move(cell.text));
  } else if (guess.header) {
    names = faulty_names(head, guess.dialect);
  } else if (first.record.fault == RecordFault::none) {
    names.resize(first.record.cells);
  }
  // Delimiters at the end of the header alone name no column.
  while (guess.header && names.size() > usual && names.back().empty()) names.pop_back();
  // Rows wider than their header keep their cells, in columns named by number.
  names.resize(std::max(names.size(), usual));
  guess.columns = distinct_names(std::move(names));
  return guess;
}

}  // namespace kith::lens
