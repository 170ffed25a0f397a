// What becomes of foreign files: every one of the public sets read, and beside Kith the readers people
// would use instead, in the same run.
//   bench_readers [--data DIR] [--python PYTHON] [--all] [--only WORDS] [--differences]
// DIR defaults to $KITH_DATA. PYTHON is an interpreter that has pandas; without one its column stays empty.
//
// The Pollock score is that of Vitagliano et al., "Pollock: A Data Loading Benchmark" (PVLDB 16, 2023): the
// sum over success and precision, recall and F1 of header cells, records and cells as multisets, at most 10,
// the mean over the files. Here over the subset of files at hand with their clean versions as truth; cells
// are compared as text in lower case (Pollock also equates spellings of one number or date, which does not
// matter where every reader is asked for text).
#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <functional>
#include <iterator>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>
#include <unistd.h>

#include "base/error.h"
#include "base/utf8.h"
#include "duckdb.hpp"
#include "lens/duckdb/instance.h"
#include "lens/file_reader.h"

namespace {

using namespace kith;
using nlohmann::json;
using Rows = std::vector<std::vector<std::string>>;
namespace fs = std::filesystem;

/// A file as one reader gives it: the header first, or why not.
struct Table {
  Rows rows;
  std::string refusal;
  std::size_t rejects = 0;
  std::string how;
};

/// The dialect of a file as its set tells it.
struct Told {
  std::string delimiter, quote, escape;
  std::vector<std::string> columns;
  int header = 1, skip = 0;
};

Table read_with_kith(const std::string& path, const std::optional<Told>& told) {
  Table table;
  try {
    lens::ReadOptions options;
    options.rows_needed = false;
    if (told) {
      if (told->delimiter.size() == 1) options.delimiter = told->delimiter[0];
      options.quote = told->quote.empty() ? '\0' : told->quote[0];
      options.header = told->header > 0;
    }
    auto reader = lens::FileReader::open(path, options);
    const auto& shape = reader->shape();
    table.rows.push_back(shape.columns);
    table.how = std::string(lens::name_of(shape.format)) + " " + shape.encoding;
    RowBlock block;
    Cancel cancel;
    while (reader->next(block, cancel)) {
      for (std::size_t i = 0; i < block.rows(); ++i) {
        auto& row = table.rows.emplace_back();
        for (const auto& column : block.columns) row.emplace_back(column[i]);
      }
      table.rejects += block.rejects.size();
    }
  } catch (const Error& error) {
    table = {};
    table.refusal = error.sentence().render(Language::en);
  }
  return table;
}

std::string sql_text(const std::string& text) {
  std::string out = "'";
  for (char c : text) out += c == '\'' ? std::string("''") : std::string(1, c);
  return out + "'";
}

Table read_with_duckdb(duckdb::Connection& connection, const std::string& path,
                       const std::optional<Told>& told) {
  Table table;
  std::string options = ", all_varchar=true, strict_mode=false, ignore_errors=true, null_padding=true";
  if (told) {
    options += ", delim=" + sql_text(told->delimiter) + ", quote=" + sql_text(told->quote) +
               ", escape=" + sql_text(told->escape) + ", skip=" + std::to_string(told->skip) +
               ", header=" + (told->header > 0 ? "true" : "false") + ", auto_detect=false, columns={";
    for (const auto& name : told->columns)
      options += (options.back() == '{' ? "" : ", ") + sql_text(name) + ": 'VARCHAR'";
    options += "}";
  }
  auto result = connection.Query("SELECT * FROM read_csv(" + sql_text(path) + options + ")");
  if (result->HasError()) {
    table.refusal = "refused";
    return table;
  }
  table.rows.push_back(result->names);
  while (auto chunk = result->Fetch()) {
    if (chunk->size() == 0) break;
    for (std::size_t i = 0; i < chunk->size(); ++i) {
      auto& row = table.rows.emplace_back();
      for (std::size_t k = 0; k < chunk->ColumnCount(); ++k) {
        auto value = chunk->GetValue(k, i);
        row.push_back(value.IsNull() ? "" : value.ToString());
      }
    }
  }
  return table;
}

/// pandas in a process of its own, fed a list of jobs at once.
class Pandas {
 public:
  explicit Pandas(std::string python) : python_(std::move(python)) {
    if (python_.empty()) return;
    there_ = std::system((python_ + " -c 'import pandas' 2>/dev/null").c_str()) == 0;
    if (!there_) std::printf("%s has no pandas: its columns stay empty\n", python_.c_str());
  }
  bool there() const noexcept { return there_; }

  std::vector<Table> read(const std::vector<json>& jobs) const {
    auto base = fs::temp_directory_path() / ("kith-bench-readers-" + std::to_string(getpid()));
    auto questions = base.string() + ".in", answers = base.string() + ".out";
    {
      std::ofstream file(questions);
      for (const auto& job : jobs) file << job.dump() << '\n';
    }
    auto script = fs::path(__FILE__).parent_path() / "read_with_pandas.py";
    std::vector<Table> tables(jobs.size());
    if (std::system(
            (python_ + " -W ignore " + script.string() + " < " + questions + " > " + answers).c_str()) != 0) {
      std::printf("pandas broke off\n");
    }
    std::ifstream file(answers);
    std::string line;
    for (auto& table : tables) {
      if (!std::getline(file, line)) break;
      auto answer = json::parse(line);
      if (answer.contains("error"))
        table.refusal = answer["error"];
      else
        table.rows = answer["rows"].get<Rows>();
    }
    fs::remove(questions);
    fs::remove(answers);
    return tables;
  }

 private:
  std::string python_;
  bool there_ = false;
};

Rows read_clean(const std::string& path);

/// LibreOffice Calc, which converts all files at once and cell for cell to a plain CSV. It is never needed:
/// where it is not installed its column stays empty.
class Office {
 public:
  Office() : there_(std::system("command -v soffice > /dev/null 2>&1") == 0) {
    if (!there_) std::printf("there is no LibreOffice (soffice): its column stays empty\n");
  }
  bool there() const noexcept { return there_; }

  std::vector<Table> read(const std::vector<fs::path>& files) const {
    std::vector<Table> tables(files.size());
    auto base = fs::temp_directory_path() / ("kith-bench-office-" + std::to_string(getpid()));
    fs::create_directories(base / "out");
    // Comma, double quote, UTF-8, from the first line; every cell as it is shown, none in quotes needlessly.
    std::string call =
        "soffice -env:UserInstallation=file://" + (base / "profile").string() +
        " --headless --convert-to 'csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true' --outdir " +
        (base / "out").string();
    for (const auto& file : files) call += " '" + file.string() + "'";
    if (std::system((call + " > /dev/null 2>&1").c_str()) != 0) std::printf("LibreOffice broke off\n");
    for (std::size_t i = 0; i < files.size(); ++i) {
      auto converted = base / "out" / (files[i].stem().string() + ".csv");
      if (fs::exists(converted)) {
        tables[i].rows = read_clean(converted.string());
      } else {
        tables[i].refusal = "refused";
      }
      if (tables[i].rows.empty()) tables[i].rows.emplace_back();
    }
    fs::remove_all(base);
    return tables;
  }

 private:
  bool there_;
};

/// RFC 4180, for the truth: the clean files are written that way.
Rows read_clean(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  std::string text{std::istreambuf_iterator<char>(file), {}};
  Rows rows;
  std::vector<std::string> row;
  std::string cell;
  bool inside = false;
  auto end_row = [&] {
    row.push_back(cell);
    cell.clear();
    rows.push_back(std::move(row));
    row.clear();
  };
  for (std::size_t i = 0; i < text.size(); ++i) {
    char c = text[i];
    if (inside) {
      if (c != '"') {
        cell += c;
      } else if (i + 1 < text.size() && text[i + 1] == '"') {
        cell += '"';
        ++i;
      } else {
        inside = false;
      }
    } else if (c == '"') {
      inside = true;
    } else if (c == ',') {
      row.push_back(cell);
      cell.clear();
    } else if (c == '\n') {
      end_row();
    } else if (c != '\r') {
      cell += c;
    }
  }
  if (!cell.empty() || !row.empty()) end_row();
  return rows;
}

std::string lower(std::string text) {
  for (char& c : text) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  return text;
}

using Bag = std::map<std::string, std::size_t>;

struct Measure {
  double precision = 0, recall = 0, f1 = 0;
  double sum() const { return precision + recall + f1; }
};

Measure compare(const Bag& truth, const Bag& loaded) {
  std::size_t wanted = 0, found = 0, common = 0;
  for (const auto& [text, count] : truth) wanted += count;
  for (const auto& [text, count] : loaded) {
    found += count;
    auto at = truth.find(text);
    if (at != truth.end()) common += std::min(count, at->second);
  }
  if (wanted == 0) return {1, 1, 1};
  if (common == 0) return {};
  Measure measure;
  measure.precision = static_cast<double>(common) / static_cast<double>(wanted);
  measure.recall = static_cast<double>(common) / static_cast<double>(found);
  measure.f1 = 2 * measure.precision * measure.recall / (measure.precision + measure.recall);
  return measure;
}

double pollock_score(const Rows& truth, bool truth_has_header, const Table& table) {
  // Where there is nothing to load, a refusal is as right as an empty table.
  if (!table.refusal.empty() && !truth.empty()) return 0;
  auto cells = [](const Rows& rows, std::size_t from, std::size_t to) {
    Bag bag;
    for (std::size_t i = from; i < std::min(to, rows.size()); ++i)
      for (const auto& cell : rows[i]) ++bag[lower(cell)];
    return bag;
  };
  auto records = [](const Rows& rows, std::size_t from) {
    Bag bag;
    for (std::size_t i = from; i < rows.size(); ++i) {
      std::string text;
      for (const auto& cell : rows[i]) text += cell.empty() ? "null" : lower(cell);
      ++bag[text];
    }
    return bag;
  };
  std::size_t first = truth_has_header ? 1 : 0;
  return 1 + compare(cells(truth, 0, first), cells(table.rows, 0, 1)).sum() +
         compare(records(truth, first), records(table.rows, 1)).sum() +
         compare(cells(truth, first, truth.size()), cells(table.rows, 1, table.rows.size())).sum();
}

void show_differences(const Rows& truth, const Rows& got) {
  std::size_t shown = 0;
  for (std::size_t i = 0; i < std::max(truth.size(), got.size()) && shown < 4; ++i) {
    const std::vector<std::string> none;
    const auto& a = i < truth.size() ? truth[i] : none;
    const auto& b = i < got.size() ? got[i] : none;
    if (a == b) continue;
    ++shown;
    auto join = [](const std::vector<std::string>& row) {
      std::string out;
      for (const auto& cell : row) out += "[" + cell.substr(0, 20) + "]";
      return out.substr(0, 200);
    };
    std::printf("      row %zu wanted %s\n      row %zu read   %s\n", i, join(a).c_str(), i, join(b).c_str());
  }
}

std::string verdict_of(const Rows& truth, bool has_header, const Table& table) {
  if (!table.refusal.empty()) return "refused";
  Rows body(table.rows.begin() + 1, table.rows.end());
  Rows wanted(truth.begin() + (has_header && !truth.empty() ? 1 : 0), truth.end());
  bool header = !has_header || truth.empty() || table.rows[0] == truth[0];
  if (body == wanted) return header ? "right" : "right but for the header";
  std::size_t same = 0;
  std::multiset<std::vector<std::string>> left(wanted.begin(), wanted.end());
  for (const auto& row : body) {
    if (auto at = left.find(row); at != left.end()) {
      left.erase(at);
      ++same;
    }
  }
  return std::to_string(same) + " of " + std::to_string(wanted.size()) + " rows right, " +
         std::to_string(body.size() - same) + " wrong";
}

struct Wanted {
  fs::path data;
  std::string python, only;
  bool all = false, differences = false;
};

void pollock(const Wanted& wanted, duckdb::Connection& connection, const Pandas& pandas) {
  auto folder = wanted.data / "torture" / "pollock";
  std::vector<fs::path> files;
  for (const auto& entry : fs::directory_iterator(folder / "csv")) files.push_back(entry.path());
  std::sort(files.begin(), files.end());
  std::vector<Told> told;
  std::vector<json> jobs;
  for (const auto& file : files) {
    std::ifstream parameters(folder / "parameters" / (file.filename().string() + "_parameters.json"));
    auto j = json::parse(parameters);
    auto text = [&](const char* name) { return j[name].is_string() ? j[name].get<std::string>() : ""; };
    told.push_back({text("delimiter"), text("quotechar"), text("escapechar"),
                    j["column_names"].get<std::vector<std::string>>(), j["header_lines"].get<int>(),
                    j["preamble_lines"].get<int>()});
    jobs.push_back({{"path", file.string()}});
  }
  for (std::size_t i = 0; i < files.size(); ++i) {
    jobs.push_back({{"path", files[i].string()},
                    {"delimiter", told[i].delimiter},
                    {"quote", told[i].quote},
                    {"escape", told[i].escape},
                    {"header", told[i].header},
                    {"skip", told[i].skip}});
  }
  auto by_pandas = pandas.there() ? pandas.read(jobs) : std::vector<Table>();
  const Office office;
  auto by_office =
      office.there() ? office.read(files) : std::vector<Table>(files.size(), Table{{}, "absent"});
  std::printf("\nPollock (score of 10; \"told\": given the dialect as Pollock gives it to its candidates)\n");
  std::printf("%-38s %6s %6s %6s %6s %6s %6s  %s\n", "file", "kith", "duckdb", "pandas", "office", "d.told",
              "p.told", "what Kith makes of it");
  double sums[6] = {};
  std::size_t right = 0;
  for (std::size_t i = 0; i < files.size(); ++i) {
    auto truth = read_clean((folder / "clean" / files[i].filename()).string());
    bool has_header = told[i].header > 0;
    std::vector<Table> tables{read_with_kith(files[i], {}), read_with_duckdb(connection, files[i], {})};
    tables.push_back(pandas.there() ? by_pandas[i] : Table{{}, "absent"});
    tables.push_back(by_office[i]);
    tables.push_back(read_with_duckdb(connection, files[i], told[i]));
    tables.push_back(pandas.there() ? by_pandas[files.size() + i] : Table{{}, "absent"});
    double scores[6];
    for (int k = 0; k < 6; ++k) sums[k] += scores[k] = pollock_score(truth, has_header, tables[k]);
    auto verdict = verdict_of(truth, has_header, tables[0]);
    right += verdict == "right" || (verdict == "refused" && truth.size() <= (has_header ? 1 : 0));
    std::printf(
        "%-38s %6.3f %6.3f %6.3f %6.3f %6.3f %6.3f  %s%s%s\n", files[i].filename().c_str(), scores[0],
        scores[1], scores[2], scores[3], scores[4], scores[5], verdict.c_str(),
        tables[0].rejects ? (", " + std::to_string(tables[0].rejects) + " rejects").c_str() : "",
        tables[0].refusal.empty() ? "" : (": " + fs::path(tables[0].refusal).filename().string()).c_str());
    if (wanted.differences && verdict != "right") show_differences(truth, tables[0].rows);
  }
  auto n = static_cast<double>(files.size());
  std::printf("%-38s %6.3f %6.3f %6.3f %6.3f %6.3f %6.3f  %zu of %zu right\n", "mean", sums[0] / n,
              sums[1] / n, sums[2] / n, sums[3] / n, sums[4] / n, sums[5] / n, right, files.size());
}

void spectrum(const Wanted& wanted) {
  auto folder = wanted.data / "torture" / "csv_spectrum";
  std::printf("\ncsv-spectrum\n");
  for (const auto& entry : fs::directory_iterator(folder / "csvs")) {
    std::ifstream file(folder / "json" / (entry.path().stem().string() + ".json"));
    auto answer = nlohmann::ordered_json::parse(file);
    Rows truth;
    if (answer.is_object()) answer = nlohmann::ordered_json::array({answer});
    for (const auto& object : answer) {
      std::vector<std::string> names, cells;
      for (const auto& [name, value] : object.items()) {
        names.push_back(name);
        cells.push_back(value.get<std::string>());
      }
      if (truth.empty()) truth.push_back(names);
      truth.push_back(cells);
    }
    auto table = read_with_kith(entry.path(), {});
    // The answers give every line break in a cell as LF; Kith keeps the bytes.
    for (auto& row : table.rows)
      for (auto& cell : row) std::erase(cell, '\r');
    auto verdict = verdict_of(truth, true, table);
    std::printf("  %-36s %s\n", entry.path().filename().c_str(), verdict.c_str());
    if (wanted.differences && verdict != "right") show_differences(truth, table.rows);
  }
}

// Cell for cell beside pandas, which is told the delimiter Kith found: an answer by somebody else's parser.
void folders(const Wanted& wanted, const Pandas& pandas) {
  std::vector<fs::path> files;
  for (const char* folder : {"torture/encodings", "torture/blns", "crm", "customers", "contacts"}) {
    for (const auto& entry : fs::recursive_directory_iterator(wanted.data / folder)) {
      if (entry.is_regular_file()) files.push_back(entry.path());
    }
  }
  std::sort(files.begin(), files.end());
  std::erase_if(files,
                [&](const fs::path& file) { return file.string().find(wanted.only) == std::string::npos; });
  std::vector<Table> by_kith;
  std::vector<json> jobs;
  for (const auto& file : files) {
    json job = {{"path", file.string()}, {"quote", "\""}, {"escape", ""}, {"header", 1}, {"skip", 0}};
    job["delimiter"] = ",";
    try {
      auto reader = lens::FileReader::open(file, {});
      job["delimiter"] = std::string(1, reader->shape().delimiter);
      job["header"] = reader->shape().header ? 1 : 0;
      job["skip"] = reader->shape().header_line - 1;
      if (reader->shape().format != lens::FileFormat::csv) job["path"] = "";
    } catch (const Error&) {
      job["path"] = "";
    }
    jobs.push_back(job);
    by_kith.push_back(read_with_kith(file, {}));
  }
  auto by_pandas = pandas.there() ? pandas.read(jobs) : std::vector<Table>(files.size());
  std::printf("\nOther files: read, refused with the reason, and whether pandas reads the same cells\n");
  std::map<std::string, std::size_t> counts;
  for (std::size_t i = 0; i < files.size(); ++i) {
    auto& table = by_kith[i];
    auto name = fs::relative(files[i], wanted.data).string();
    if (!table.refusal.empty()) {
      ++counts["refused"];
      std::printf("  %-66s refused: %s\n", name.c_str(),
                  table.refusal.substr(table.refusal.find(files[i].filename().string())).c_str());
      continue;
    }
    std::string beside = "–";
    if (pandas.there()) {
      auto& other = by_pandas[i];
      if (!other.refusal.empty()) {
        beside = jobs[i]["path"] == "" ? "no CSV" : "pandas refuses";
      } else {
        auto body = [](const Rows& rows) { return Rows(rows.begin() + !rows.empty(), rows.end()); };
        Rows mine = body(table.rows), theirs = body(other.rows);
        beside = mine == theirs ? "the same" : mine.size() != theirs.size() ? "other rows" : "other cells";
        if (beside != "the same" && wanted.differences) show_differences(theirs, mine);
      }
    }
    ++counts[table.rejects ? "read, with rejects" : "read: " + beside];
    if (wanted.all || table.rejects || beside != "the same") {
      std::printf("  %-66s %zu × %zu, %zu rejects, %s; pandas: %s\n", name.c_str(), table.rows.size() - 1,
                  table.rows[0].size(), table.rejects, table.how.c_str(), beside.c_str());
    }
  }
  for (const auto& [what, count] : counts) std::printf("  %4zu %s\n", count, what.c_str());
}

}  // namespace

int main(int count, char** words) {
  std::setvbuf(stdout, nullptr, _IOLBF, 0);
  Wanted wanted;
  if (const char* named = std::getenv("KITH_DATA")) wanted.data = named;
  for (int i = 1; i < count; ++i) {
    std::string word = words[i];
    if (word == "--data" && i + 1 < count) wanted.data = words[++i];
    if (word == "--python" && i + 1 < count) wanted.python = words[++i];
    if (word == "--only" && i + 1 < count) wanted.only = words[++i];
    wanted.all |= word == "--all";
    wanted.differences |= word == "--differences";
  }
  if (!fs::is_directory(wanted.data / "torture")) {
    std::printf("bench_readers: the public data sets are not there; set KITH_DATA or say --data\n");
    return 0;
  }
  auto instance = lens::open_reader_instance();
  duckdb::Connection connection(*instance);
  Pandas pandas(wanted.python);
  if (wanted.only.empty()) {
    spectrum(wanted);
    pollock(wanted, connection, pandas);
  }
  folders(wanted, pandas);
  return 0;
}
