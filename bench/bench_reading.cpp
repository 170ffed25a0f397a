// How fast foreign files become rows, on one core, beside the readers people would use instead.
//   bench_reading [--records N] [--python PYTHON] [--xlsx-rows N]
// CSV: the sample's people.csv, N records; beside DuckDB's reader over the same file (all text, streamed,
// nothing stored). XLSX: a workbook that openpyxl wrote, beside openpyxl reading it; PYTHON is an interpreter
// that has it, without one the row is left out. Every figure of a pair is of the same run.
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <string>
#include <thread>

#include <sys/resource.h>
#include <unistd.h>

#include "base/error.h"
#include "base/executor.h"
#include "duckdb.hpp"
#include "lens/duckdb/instance.h"
#include "lens/file_reader.h"
#include "sample/sample.h"

namespace {

using namespace kith;
namespace fs = std::filesystem;

double now() {
  return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch()).count();
}

double peak_mib() {
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  return static_cast<double>(usage.ru_maxrss) / 1024;
}

struct Taken {
  double seconds = 0;
  std::uint64_t rows = 0, bytes = 0;  // bytes of all cells, so that none is left unread
};

Taken read_with_kith(const std::string& path) {
  Taken taken;
  Cancel cancel;
  double begun = now();
  auto reader = lens::FileReader::open(path, {});
  RowBlock block;
  while (reader->next(block, cancel)) {
    taken.rows += block.rows();
    for (const auto& column : block.columns) {
      for (auto cell : column) taken.bytes += cell.size();
    }
  }
  taken.seconds = now() - begun;
  return taken;
}

Taken read_with_duckdb(const std::string& path, unsigned threads) {
  Taken taken;
  auto instance = lens::open_reader_instance(threads);
  duckdb::Connection connection(*instance);
  double begun = now();
  auto result = connection.SendQuery("SELECT * FROM read_csv('" + path +
                                     "', all_varchar = true, ignore_errors = true)");
  if (result->HasError()) result->ThrowError();
  while (auto chunk = result->Fetch()) {
    if (chunk->size() == 0) break;
    chunk->Flatten();
    taken.rows += chunk->size();
    for (auto& vector : chunk->data) {
      const auto* texts = duckdb::FlatVector::GetData<duckdb::string_t>(vector);
      const auto& valid = duckdb::FlatVector::Validity(vector);
      for (duckdb::idx_t row = 0; row < chunk->size(); ++row) {
        if (valid.RowIsValid(row)) taken.bytes += texts[row].GetSize();
      }
    }
  }
  taken.seconds = now() - begun;
  return taken;
}

void line(const char* what, const Taken& taken, std::uintmax_t file_bytes, double peer) {
  std::printf("  %-34s %7.2f s %8.0f MB/s %10.0f rows/s", what, taken.seconds,
              static_cast<double>(file_bytes) / 1e6 / taken.seconds,
              static_cast<double>(taken.rows) / taken.seconds);
  if (peer > 0) std::printf("   %.2f × the peer", peer / taken.seconds);
  std::printf("\n");
}

void csv(const fs::path& folder, std::uint64_t records) {
  {
    Executor executor(std::max(1u, std::thread::hardware_concurrency()));
    sample::PeopleOptions options;
    options.directory = folder.string();
    options.records = records;
    Progress silent;
    Cancel cancel;
    sample::write_people(options, executor, silent, cancel);
  }
  auto path = (folder / "people.csv").string();
  auto bytes = fs::file_size(path);
  double before = peak_mib();
  auto kith = read_with_kith(path);
  double peak = peak_mib();
  auto duckdb = read_with_duckdb(path, 1);
  std::printf("CSV, %llu rows, %.0f MB; peak of memory while Kith read: %.0f MiB (before: %.0f)\n",
              static_cast<unsigned long long>(kith.rows), static_cast<double>(bytes) / 1e6, peak, before);
  line("DuckDB, one thread", duckdb, bytes, 0);
  line("Kith, one thread", kith, bytes, duckdb.seconds);
  if (kith.rows != duckdb.rows || kith.bytes != duckdb.bytes)
    std::printf("  the two do not agree: %llu rows of %llu bytes, %llu rows of %llu bytes\n",
                static_cast<unsigned long long>(kith.rows), static_cast<unsigned long long>(kith.bytes),
                static_cast<unsigned long long>(duckdb.rows), static_cast<unsigned long long>(duckdb.bytes));
  fs::remove(path);
}

void xlsx(const fs::path& folder, const std::string& python, std::uint64_t rows) {
  auto script = (fs::path(__FILE__).parent_path() / "xlsx_with_openpyxl.py").string();
  auto path = (folder / "people.xlsx").string();
  if (python.empty() ||
      std::system(
          (python + " " + script + " write " + path + " " + std::to_string(rows) + " 2>/dev/null").c_str()) !=
          0) {
    std::printf("XLSX: no interpreter with openpyxl was named (--python); left out\n");
    return;
  }
  auto kith = read_with_kith(path);
  Taken peer;
  if (FILE* answer = ::popen((python + " " + script + " read " + path).c_str(), "r")) {
    unsigned long long read = 0, characters = 0;
    if (std::fscanf(answer, "%lf %llu %llu", &peer.seconds, &read, &characters) == 3) peer.rows = read - 1;
    ::pclose(answer);
  }
  auto bytes = fs::file_size(path);
  std::printf("XLSX, %llu rows, %.0f MB packed\n", static_cast<unsigned long long>(kith.rows),
              static_cast<double>(bytes) / 1e6);
  line("openpyxl, read only", peer, bytes, 0);
  line("Kith", kith, bytes, peer.seconds);
}

}  // namespace

int main(int count, char** words) {
  std::uint64_t records = 1000000, xlsx_rows = 100000;
  std::string python;
  for (int i = 1; i + 1 < count; ++i) {
    if (std::strcmp(words[i], "--records") == 0) records = std::strtoull(words[i + 1], nullptr, 10);
    if (std::strcmp(words[i], "--xlsx-rows") == 0) xlsx_rows = std::strtoull(words[i + 1], nullptr, 10);
    if (std::strcmp(words[i], "--python") == 0) python = words[i + 1];
  }
  auto folder = fs::temp_directory_path() / ("kith-bench-reading-" + std::to_string(::getpid()));
  fs::create_directories(folder);
  struct Cleaner {
    fs::path folder;
    ~Cleaner() { fs::remove_all(folder); }
  } cleaner{folder};
  try {
    csv(folder, records);
    xlsx(folder, python, xlsx_rows);
  } catch (const std::exception& error) {
    std::fprintf(stderr, "%s\n", error.what());
    return 1;
  }
  return 0;
}
