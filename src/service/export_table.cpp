#include "service/export_table.h"

#include <chrono>
#include <condition_variable>
#include <filesystem>
#include <map>
#include <mutex>
#include <thread>

#include "base/error.h"
#include "ledger/batches.h"
#include "service/export/export_sql.h"
#include "service/export/new_files.h"
#include "service/export/row_writer.h"
#include "service/standard_text.h"

namespace kith::service {
namespace {

constexpr std::string_view table_names[] = {"customers", "records", "values", "rejects"};
constexpr std::string_view format_names[] = {"csv", "xlsx", "parquet", "ndjson"};

// Stops a running query of the lens when a person wants it: within a query nobody else looks.
class Stopper {
 public:
  Stopper(lens::Lens& lens, const Cancel& cancel)
      : thread_([this, &lens, &cancel] {
          std::unique_lock lock(mutex_);
          while (!wake_.wait_for(lock, std::chrono::milliseconds(50), [this] { return over_; })) {
            if (cancel.requested()) lens.interrupt();
          }
        }) {}
  ~Stopper() {
    {
      std::lock_guard lock(mutex_);
      over_ = true;
    }
    wake_.notify_one();
    thread_.join();
  }
  Stopper(const Stopper&) = delete;
  Stopper& operator=(const Stopper&) = delete;

 private:
  std::mutex mutex_;
  std::condition_variable wake_;
  bool over_ = false;
  std::thread thread_;
};

std::string base64(std::string_view bytes) {
  constexpr char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  std::string out;
  out.reserve((bytes.size() + 2) / 3 * 4);
  for (std::size_t at = 0; at < bytes.size(); at += 3) {
    std::uint32_t group = 0;
    auto taken = std::min<std::size_t>(3, bytes.size() - at);
    for (std::size_t i = 0; i < 3; ++i) {
      group = group << 8 | (i < taken ? static_cast<unsigned char>(bytes[at + i]) : 0);
    }
    for (std::size_t i = 0; i < 4; ++i)
      out.push_back(i <= taken ? digits[(group >> (18 - 6 * i)) & 63] : '=');
  }
  return out;
}

// Values as the company's standard shows them.
class ShownCells {
 public:
  ShownCells(CompanyStandard standard, const std::vector<lens::LensAttribute>& attributes)
      : standard_(std::move(standard)) {
    for (const auto& attribute : attributes) types_[attribute.name] = attribute.type;
  }

  /// `named`: the attribute, where the row and not the column names it. REQUIRES a column of values else.
  std::string shown(const ExportColumn& column, std::string_view named, std::string_view text) const {
    if (!named.empty()) return shown_value(standard_, named, type_of(named), text);
    if (!column.several) return shown_value(standard_, column.attribute, column.type, text);
    std::string all;
    for (std::size_t at = 0; at <= text.size();) {
      const auto end = std::min(text.find('\x1f', at), text.size());
      all += (at == 0 ? "" : "; ") +
             shown_value(standard_, column.attribute, column.type, text.substr(at, end - at));
      at = end + 1;
    }
    return all;
  }

 private:
  std::string_view type_of(std::string_view attribute) const {
    auto known = types_.find(attribute);
    return known == types_.end() ? std::string_view() : known->second;
  }

  CompanyStandard standard_;
  std::map<std::string, std::string, std::less<>> types_;
};

class Export {
 public:
  Export(Home& home, const ExportRequest& request, Progress& progress, const Cancel& cancel)
      : home_(home),
        request_(request),
        progress_(progress),
        cancel_(cancel),
        files_(place(), request.overwrite) {}

  ExportReport run() {
    auto begin = std::chrono::steady_clock::now();
    find_batch();
    if (request_.format == ExportFormat::parquet) {
      write_parquet();
    } else if (request_.table == ExportTable::rejects) {
      write_rejects();
    } else {
      write_rows();
    }
    cancel_.check();
    // The entry comes first: a file that nobody accounts for would be worse than an entry without a file.
    audit();
    files_.publish();
    progress_.done();
    report_.files = files_.paths();
    report_.bytes = files_.bytes();
    report_.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
    return report_;
  }

 private:
  // Where the file goes, after all that forbids the export.
  const std::string& place() const {
    if (!home_.ledger().may_write()) {
      throw Error(ErrorCode::conflict,
                  "An export is entered in the audit log, and this base is open for reading only.",
                  "Open it for writing.");
    }
    std::error_code failure;
    auto folder = std::filesystem::path(request_.path).parent_path();
    if (std::filesystem::equivalent(folder.empty() ? "." : folder, home_.folder(), failure)) {
      throw Error(ErrorCode::conflict, "The folder of the customer base is no place for exports.",
                  "Choose another folder.");
    }
    return request_.path;
  }

  void find_batch() {
    if (!request_.batch) return;
    auto read = home_.ledger().read();
    auto batch = ledger::find_batch(read->sql(), *request_.batch);
    auto number = std::to_string(*request_.batch);
    if (!batch) {
      throw Error(ErrorCode::not_found, Text("There is no batch {number}.", {{"number", number}}),
                  "See `kith batches` for those there are.");
    }
    if (batch->state != ledger::BatchState::done) {
      throw Error(ErrorCode::conflict, Text("Batch {number} is undone.", {{"number", number}}),
                  "See `kith batches` for those there are.");
    }
    batch_ = batch->id.value;
  }

  ExportQuery query(lens::Lens& lens, bool apart = false) const {
    switch (request_.table) {
      case ExportTable::customers:
        return customers_query(lens, request_.format, request_.language, {batch_, request_.matching}, apart);
      case ExportTable::records:
        return records_query(lens, request_.format, request_.language, batch_);
      case ExportTable::values:
        return values_query(lens, request_.format, request_.language, {batch_, request_.matching});
      case ExportTable::rejects:
        break;
    }
    return rejects_query(request_.language, batch_);
  }

  std::unique_ptr<RowWriter> make_writer(const std::vector<ExportColumn>& columns) {
    switch (request_.format) {
      case ExportFormat::xlsx:
        return make_xlsx_writer(files_, columns, request_.lossless);
      case ExportFormat::ndjson:
        return make_ndjson_writer(files_, columns);
      default:
        return make_csv_writer(files_, columns, request_.lossless);
    }
  }

  static std::int64_t number(lens::Lens& lens, const std::string& sql) {
    std::int64_t number = 0;
    lens.query(sql, {}, [&](const lens::LensRow& row) { number = row.integer(0); });
    return number;
  }

  void count_row() {
    if (++report_.rows % 1024 != 0) return;
    cancel_.check();
    progress_.at(report_.rows);
  }

  void write_rows() {
    auto& lens = home_.lens(progress_, cancel_);
    Stopper stopper(lens, cancel_);
    const auto shown = shown_cells(lens);
    auto query = this->query(lens, shown.has_value());
    progress_.phase("Writing the export", static_cast<std::uint64_t>(number(lens, query.count)));
    std::vector<std::int64_t> blocks;
    lens.query(query.blocks, {}, [&](const lens::LensRow& row) { blocks.push_back(row.integer(0)); });
    auto writer = make_writer(query.columns);
    std::vector<Cell> cells(query.columns.size());
    std::vector<std::string> made(query.columns.size());  // what the lens does not hold as it is written
    auto write_row = [&](const lens::LensRow& row) {
      for (std::size_t i = 0; i < cells.size(); ++i) {
        if (row.is_null(i)) {
          cells[i] = null_cell;
        } else if (query.columns[i].cell == ExportCell::number) {
          cells[i] = made[i] = std::to_string(row.integer(i));
        } else if (const auto named = attribute_named(query, row, i);
                   shown && (!named.empty() || !query.columns[i].attribute.empty())) {
          cells[i] = made[i] = shown->shown(query.columns[i], named, row.text(i));
        } else {
          auto text = row.text(i);
          cells[i] = text.data() != nullptr ? text : Cell("");
        }
      }
      writer->write(cells);
      count_row();
    };
    for (std::size_t i = 0; i < blocks.size(); ++i) {
      lens.query(query.rows(blocks[i], i + 1 < blocks.size() ? blocks[i + 1] - 1 : INT64_MAX), {}, write_row);
    }
    writer->finish();
    report_.shortened = writer->shortened();
  }

  // The attribute whose value the cell is, where the row names it.
  static std::string_view attribute_named(const ExportQuery& query, const lens::LensRow& row,
                                          std::size_t column) {
    const auto names = query.attribute_column;
    if (names < 0 || column != static_cast<std::size_t>(names) + 2) return {};
    return row.text(static_cast<std::size_t>(names));
  }

  // Programs read values as they are stored.
  std::optional<ShownCells> shown_cells(const lens::Lens& lens) const {
    const bool for_people = request_.format == ExportFormat::csv || request_.format == ExportFormat::xlsx;
    if (!for_people || request_.lossless) return std::nullopt;
    auto standard = company_standard(home_.ledger().read()->sql());
    if (!changes_showing(standard)) return std::nullopt;
    return ShownCells(std::move(standard), lens.attributes());
  }

  void write_rejects() {
    struct File {
      std::string number, name;
    };
    auto read = home_.ledger().read();
    std::map<BatchId, File> batches;
    std::uint64_t total = 0;
    for (const auto& batch : ledger::all_batches(read->sql())) {
      batches[batch.id] = {std::to_string(batch.number), batch.file};
      bool wanted = batch_ ? batch.id.value == *batch_ : batch.state == ledger::BatchState::done;
      if (wanted) total += static_cast<std::uint64_t>(batch.rejects);
    }
    progress_.phase("Writing the export", total);
    bool csv = request_.format == ExportFormat::csv;
    bool with_bytes = request_.format == ExportFormat::ndjson || (csv && request_.lossless);
    auto writer = make_writer(reject_columns(request_.language, with_bytes));
    std::optional<BatchId> only;
    if (batch_) only = BatchId(*batch_);
    ledger::each_reject(read->sql(), only, [&](const ledger::Reject& reject) {
      const auto& batch = batches[reject.batch];
      auto row = std::to_string(reject.row), line = std::to_string(reject.line);
      auto reason = reject.reason.render(request_.language);
      std::string bytes;
      std::vector<Cell> cells{batch.number,
                              batch.name,
                              reject.row != 0 ? Cell(row) : null_cell,
                              reject.line != 0 ? Cell(line) : null_cell,
                              reject.column.empty() ? null_cell : Cell(reject.column),
                              reason,
                              reject.raw};
      if (with_bytes) cells.emplace_back(bytes = base64(reject.raw));
      writer->write(cells);
      count_row();
    });
    writer->finish();
    report_.shortened = writer->shortened();
  }

  void write_parquet() {
    auto file = std::filesystem::absolute(files_.add());
    // The lens makes the file itself: over one that exists it would go through yet another name.
    std::filesystem::remove(file);
    auto folder = std::filesystem::canonical(file.parent_path());
    auto& lens = home_.lens(progress_, cancel_, folder.string());
    Stopper stopper(lens, cancel_);
    auto query = this->query(lens);
    report_.rows = static_cast<std::uint64_t>(number(lens, query.count));
    progress_.phase("Writing the export", report_.rows);
    try {
      lens.write_parquet(query.rows(0, INT64_MAX), (folder / file.filename()).string());
    } catch (const Error& error) {
      if (error.code() != ErrorCode::no_space && error.code() != ErrorCode::io) throw;
      throw Error(error.code(), Text("The export to {path} could not be written.", {{"path", request_.path}}),
                  "See that its disk and the disk of the customer base have room and may be written.");
    }
  }

  void audit() {
    std::string detail = "{\"table\":\"" + std::string(name_of(request_.table)) + "\",\"format\":\"" +
                         std::string(name_of(request_.format)) +
                         "\",\"rows\":" + std::to_string(report_.rows);
    if (request_.batch) detail += ",\"batch\":" + std::to_string(*request_.batch);
    if (!request_.matching.empty()) detail += ",\"matching\":true";
    if (request_.lossless) detail += ",\"lossless\":true";
    detail += "}";
    home_.ledger().write(
        [&](ledger::Write& write) { write.audit("export", name_of(request_.table), detail); });
  }

  Home& home_;
  const ExportRequest& request_;
  Progress& progress_;
  const Cancel& cancel_;
  NewFiles files_;
  std::optional<std::int64_t> batch_;
  ExportReport report_;
};

}  // namespace

std::string_view name_of(ExportTable table) noexcept { return table_names[static_cast<std::size_t>(table)]; }
std::string_view name_of(ExportFormat format) noexcept {
  return format_names[static_cast<std::size_t>(format)];
}

std::optional<ExportTable> export_table_named(std::string_view name) noexcept {
  for (std::size_t i = 0; i < std::size(table_names); ++i) {
    if (name == table_names[i]) return static_cast<ExportTable>(i);
  }
  return std::nullopt;
}

std::optional<ExportFormat> export_format_named(std::string_view name) noexcept {
  for (std::size_t i = 0; i < std::size(format_names); ++i) {
    if (name == format_names[i]) return static_cast<ExportFormat>(i);
  }
  return std::nullopt;
}

std::optional<ExportFormat> export_format_of_path(std::string_view path) {
  auto dot = path.find_last_of("./");
  if (dot == std::string_view::npos || path[dot] != '.') return std::nullopt;
  std::string ending;
  for (char c : path.substr(dot + 1))
    ending.push_back(c >= 'A' && c <= 'Z' ? static_cast<char>(c | 0x20) : c);
  return ending == "jsonl" ? ExportFormat::ndjson : export_format_named(ending);
}

ExportReport export_table(Home& home, const ExportRequest& request, Progress& progress,
                          const Cancel& cancel) {
  return Export(home, request, progress, cancel).run();
}

}  // namespace kith::service
