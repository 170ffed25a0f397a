#include "service/rejects_file.h"

#include <algorithm>
#include <unordered_map>
#include <unordered_set>

#include "base/error.h"
#include "base/utf8.h"
#include "lens/readers/text_decoder.h"
#include "service/export/new_files.h"

namespace kith::service {
namespace {

constexpr std::string_view id_column = "kith_reject", line_column = "kith_line",
                           reason_column = "kith_reason", raw_column = "kith_raw", cell_column = "kith_cell_";
constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";

// As text, whatever bytes of it are none.
std::string decoded(const std::string& raw, const std::string& encoding) {
  std::string text;
  std::vector<lens::TextFault> faults;
  lens::TextDecoder::make(encoding.empty() ? "UTF-8" : encoding)->decode(raw, true, text, faults);
  std::string clean;
  for (std::size_t at = 0; at < text.size();) {
    auto c = next_code_point(text, at);
    append_utf8(clean, c == 0 ? 0xFFFD : c);
  }
  while (!clean.empty() && (clean.back() == '\n' || clean.back() == '\r')) clean.pop_back();
  return clean;
}

// The cells of one record; nothing where a quote is left open.
std::vector<std::string> split(const std::string& text, char delimiter, char quote) {
  std::vector<std::string> cells(1);
  bool inside = false, opened = false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (inside) {
      if (c != quote) {
        cells.back() += c;
      } else if (i + 1 < text.size() && text[i + 1] == quote) {
        cells.back() += text[++i];
      } else {
        inside = false;
      }
    } else if (c == delimiter) {
      cells.emplace_back();
      opened = false;
    } else if (quote != '\0' && c == quote && cells.back().empty() && !opened) {
      inside = opened = true;
    } else {
      cells.back() += c;
    }
  }
  if (inside) cells.clear();
  return cells;
}

std::vector<std::string> cells_of(const std::string& text, const FileOrigin& origin) {
  if (origin.format == "xlsx") return split(text, '\t', '\0');
  if (origin.format != "csv") return {};
  auto cells = split(text, origin.delimiter, origin.quote);
  if (cells.empty() && text.find('\n') == std::string::npos) cells = split(text, origin.delimiter, '\0');
  return cells;
}

void append_cell(std::string& out, std::string_view cell) {
  auto safe = defused(cell);
  if (safe.find_first_of(",\"\r\n") == std::string::npos &&
      (safe.empty() || (safe.front() != ' ' && safe.back() != ' '))) {
    out += safe;
    return;
  }
  out += '"';
  for (char c : safe) {
    if (c == '"') out += '"';
    out += c;
  }
  out += '"';
}

ledger::Batch batch_numbered(ledger::Statements& sql, std::int64_t number) {
  auto batch = ledger::find_batch(sql, number);
  if (!batch)
    throw Error(ErrorCode::not_found,
                Text("There is no batch {number}.", {{"number", std::to_string(number)}}),
                "`kith batches` lists them.");
  return *batch;
}

int place_of(const std::vector<std::string>& columns, std::string_view name) {
  auto found = std::find(columns.begin(), columns.end(), name);
  return found == columns.end() ? -1 : static_cast<int>(found - columns.begin());
}

bool is_own(std::string_view column) {
  return column == id_column || column == line_column || column == reason_column || column == raw_column;
}

bool is_formula(char c) { return c == '=' || c == '+' || c == '-' || c == '@' || c == '\t' || c == '\r'; }

}  // namespace

std::vector<std::string> reject_cells(const ledger::Reject& reject, const FileOrigin& origin) {
  return cells_of(decoded(reject.raw, origin.encoding), origin);
}

std::string defused(std::string_view cell) {
  const auto begin = cell.find_first_not_of('\'');
  const bool dangerous = begin != std::string_view::npos && is_formula(cell[begin]);
  return (dangerous ? "'" : "") + std::string(cell);
}

std::string_view armed(std::string_view cell) noexcept {
  const auto begin = cell.find_first_not_of('\'');
  if (begin == 0 || begin == std::string_view::npos || !is_formula(cell[begin])) return cell;
  return cell.substr(1);
}

bool is_rejects_file(const std::vector<std::string>& columns) noexcept {
  return place_of(columns, id_column) >= 0;
}

std::string rejects_csv(ledger::Ledger& ledger, std::int64_t number, Language language, RejectsFile& report) {
  std::vector<ledger::Reject> rejects;
  Layout layout;
  {
    auto read = ledger.read();
    const auto batch = batch_numbered(read->sql(), number);
    layout = layout_from_json(batch.layout);
    ledger::each_reject(read->sql(), batch.id, [&](const ledger::Reject& reject) {
      if (!reject.mended_by) rejects.push_back(reject);
    });
  }
  if (rejects.empty()) {
    throw Error(ErrorCode::conflict,
                Text("Batch {number} has no rejects that are open.", {{"number", std::to_string(number)}}),
                "`kith batches` shows how many each has.");
  }
  std::vector<std::vector<std::string>> rows;
  std::size_t width = layout.columns.size();
  std::vector<std::string> raws;
  for (const auto& reject : rejects) {
    auto text = decoded(reject.raw, layout.origin.encoding);
    rows.push_back(cells_of(text, layout.origin));
    report.in_pieces += !rows.back().empty();
    raws.push_back(rows.back().empty() ? std::move(text) : std::string());
    width = std::max(width, rows.back().size());
  }
  std::string buffer(byte_order_mark);
  buffer += std::string(id_column) + "," + std::string(line_column) + "," + std::string(reason_column) + "," +
            std::string(raw_column);
  for (std::size_t i = 0; i < width; ++i) {
    buffer += ',';
    append_cell(buffer, i < layout.columns.size() ? layout.columns[i]
                                                  : std::string(cell_column) + std::to_string(i + 1));
  }
  buffer += "\r\n";
  for (std::size_t i = 0; i < rejects.size(); ++i) {
    const auto& reject = rejects[i];
    buffer += to_string(reject.id) + "," + std::to_string(reject.line != 0 ? reject.line : reject.row) + ",";
    append_cell(buffer, (reject.column.empty() ? "" : reject.column + ": ") + reject.reason.render(language));
    buffer += ',';
    append_cell(buffer, raws[i]);
    for (std::size_t c = 0; c < width; ++c) {
      buffer += ',';
      if (c < rows[i].size()) append_cell(buffer, rows[i][c]);
    }
    buffer += "\r\n";
  }
  report.rows = rejects.size();
  return buffer;
}

RejectsFile write_rejects(Home& home, std::int64_t batch, const std::string& path, bool overwrite,
                          Language language) {
  RejectsFile report;
  auto text = rejects_csv(home.ledger(), batch, language, report);
  NewFiles files(path, overwrite);
  ByteWriter out(files.add(), files.path());
  out.buffer() += text;
  out.close();
  files.publish();
  return report;
}

struct MendedRows::State {
  std::unique_ptr<lens::FileReader> file;
  ledger::Batch batch;
  std::unordered_map<std::int64_t, std::int64_t> open;  // rejects: number of the batch that mended it, or 0
  std::unordered_set<std::int64_t> taken;
  std::vector<ledger::MendedReject> mended;
  int id_at = -1;
  std::vector<int> kept, beyond;  // columns of the file: those of the batch, and cells beyond them
  RowBlock first;
  bool has_first = false;

  // Why the row cannot be taken; empty where it can.
  Text fault(const RowBlock& block, std::size_t row, std::optional<RejectId> id) {
    auto cell = block.columns[static_cast<std::size_t>(id_at)][row];
    if (!id) return Text("{text} is no id of a reject", {{"text", std::string(cell.substr(0, 40))}});
    auto known = open.find(id->value);
    if (known == open.end())
      return Text("it is no reject of batch {number}", {{"number", std::to_string(batch.number)}});
    if (known->second != 0)
      return Text("it was mended already, in batch {number}", {{"number", std::to_string(known->second)}});
    if (taken.count(id->value) != 0) return "the same reject stands twice in the file";
    for (int column : beyond) {
      if (!block.columns[static_cast<std::size_t>(column)][row].empty())
        return "there are still cells beyond the columns";
    }
    bool any = false;
    for (int column : kept) any |= !block.columns[static_cast<std::size_t>(column)][row].empty();
    if (!any) return "the row is empty still";
    return {};
  }

  std::string raw_of(const RowBlock& block, std::size_t row) const {
    std::string raw;
    for (int column : kept) {
      if (column != kept.front()) raw += ',';
      append_cell(raw, block.columns[static_cast<std::size_t>(column)][row]);
    }
    return raw;
  }
};

MendedRows::MendedRows(std::unique_ptr<lens::FileReader> file, ledger::Ledger& ledger,
                       std::optional<std::int64_t> batch, const Cancel& cancel)
    : state_(std::make_unique<State>()) {
  state_->file = std::move(file);
  shape_ = state_->file->shape();
  state_->id_at = place_of(shape_.columns, id_column);
  if (state_->id_at < 0) {
    throw Error(ErrorCode::bad_input,
                "The file has no column kith_reject: it is not known which rows it mends.",
                "Write the rejects with `kith rejects BATCH --out FILE`, and mend that file.");
  }
  state_->has_first = state_->file->next(state_->first, cancel);
  auto read = ledger.read();
  std::optional<ledger::Batch> found;
  if (batch) found = batch_numbered(read->sql(), *batch);
  for (std::size_t row = 0; !found && row < state_->first.rows(); ++row) {
    auto id = parse_id<RejectKind>(state_->first.columns[static_cast<std::size_t>(state_->id_at)][row]);
    if (auto reject = id ? ledger::batch_of_reject(read->sql(), *id) : std::nullopt)
      found = ledger::find_batch(read->sql(), *reject);
  }
  if (!found || found->state != ledger::BatchState::done) {
    throw Error(ErrorCode::bad_input, "No row of the file names a reject that this base knows.",
                "Was its batch undone, or does it belong to another base?");
  }
  state_->batch = *found;
  std::unordered_map<std::int64_t, std::int64_t> numbers;  // of the batches that mended some already
  for (const auto& other : ledger::all_batches(read->sql())) numbers[other.id.value] = other.number;
  ledger::each_reject(read->sql(), found->id, [&](const ledger::Reject& reject) {
    state_->open.emplace(reject.id.value, reject.mended_by ? numbers[reject.mended_by.value] : 0);
  });
  const auto columns = std::move(shape_.columns);
  shape_.columns.clear();
  for (std::size_t i = 0; i < columns.size(); ++i) {
    if (is_own(columns[i])) continue;
    if (columns[i].rfind(cell_column, 0) == 0) {
      state_->beyond.push_back(static_cast<int>(i));
      continue;
    }
    state_->kept.push_back(static_cast<int>(i));
    shape_.columns.emplace_back(armed(columns[i]));
  }
  if (state_->kept.empty()) {
    throw Error(ErrorCode::bad_input, "The file has none of the columns of the rejected rows.",
                "Write the rejects with `kith rejects BATCH --out FILE`, and mend that file.");
  }
}

MendedRows::~MendedRows() = default;

std::uint64_t MendedRows::position() const noexcept { return state_->file->position(); }
const ledger::Batch& MendedRows::mended() const noexcept { return state_->batch; }
const std::vector<ledger::MendedReject>& MendedRows::rejects() const noexcept { return state_->mended; }

bool MendedRows::next(RowBlock& block, const Cancel& cancel) {
  RowBlock received;
  if (state_->has_first) {
    received = std::move(state_->first);
    state_->has_first = false;
  } else if (!state_->file->next(received, cancel)) {
    return false;
  }
  block = RowBlock();
  block.storage = received.storage;
  block.rejects = std::move(received.rejects);
  block.columns.resize(state_->kept.size());
  // A row that is no row still says at its beginning which reject it was.
  for (const auto& reject : block.rejects) {
    auto begin = reject.raw.find("rej_");
    if (begin == std::string::npos || begin > 4) continue;
    auto id = parse_id<RejectKind>(std::string_view(reject.raw).substr(begin, 17));
    if (!id || state_->open.count(id->value) == 0 || state_->open[id->value] != 0) continue;
    if (state_->taken.insert(id->value).second) state_->mended.push_back({*id, 0, {}});
  }
  for (std::size_t row = 0; row < received.rows(); ++row) {
    auto id = parse_id<RejectKind>(received.columns[static_cast<std::size_t>(state_->id_at)][row]);
    auto fault = state_->fault(received, row, id);
    if (!fault.empty()) {
      // What is still wrong with an open reject is told by the new one alone.
      const bool again = id && state_->open.count(id->value) != 0 && state_->open[id->value] == 0;
      if (again && state_->taken.insert(id->value).second) state_->mended.push_back({*id, 0, {}});
      block.rejects.push_back(
          {received.row[row], received.line[row], {}, fault, state_->raw_of(received, row)});
      continue;
    }
    state_->taken.insert(id->value);
    state_->mended.push_back({*id, received.row[row], {}});
    block.row.push_back(received.row[row]);
    block.line.push_back(received.line[row]);
    for (std::size_t i = 0; i < state_->kept.size(); ++i) {
      auto cell = received.columns[static_cast<std::size_t>(state_->kept[i])][row];
      block.columns[i].push_back(is_null(cell) ? cell : armed(cell));
    }
  }
  return true;
}

}  // namespace kith::service
