// The main job at size, beside its limit: DuckDB merely reading the same file into a table.
//   bench_import [--records N] [--seed S] [--no-resolve]
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <string>
#include <thread>
#include <vector>

#include <sys/resource.h>
#include <unistd.h>

#include "base/error.h"
#include "base/executor.h"
#include "duckdb.hpp"
#include "ledger/catalogue.h"
#include "ledger/records.h"
#include "lens/duckdb/instance.h"
#include "sample/sample.h"
#include "service/evaluate_base.h"
#include "service/import_file.h"
#include "service/resolve_records.h"

namespace {

using namespace kith;

double now() {
  return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch()).count();
}

double cpu() {
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  auto seconds = [](const timeval& t) {
    return static_cast<double>(t.tv_sec) + static_cast<double>(t.tv_usec) * 1e-6;
  };
  return seconds(usage.ru_utime) + seconds(usage.ru_stime);
}

double peak_mib() {
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  return static_cast<double>(usage.ru_maxrss) / 1024;
}

// `peak` 0: not told, since it would be that of what ran before.
void line(const char* what, double seconds, double processor, double records, double limit, double peak) {
  std::printf("%-46s %8.2f s %8.2f cpu-s %10.0f rows/s", what, seconds, processor, records / seconds);
  if (limit > 0) std::printf("  %5.2f of the limit", limit / seconds);
  if (peak > 0) std::printf("   peak %.0f MiB", peak);
  std::printf("\n");
}

// One-record changes: a pin, then the lens brought up to date.
void refresh_after_one_change(service::Home& home, const Cancel& cancel) {
  Progress silent;
  std::vector<double> seconds;
  std::int64_t record = 0;
  {
    auto read = home.ledger().read();
    auto& row = read->sql()("SELECT max(record_id) FROM membership");
    row.step();
    record = row.integer(0);
  }
  home.lens(silent, cancel);
  for (int i = 0; i < 21; ++i) {
    home.ledger().write([&](ledger::Write& write) {
      auto customer = ledger::customer_of(write.sql, RecordId(record));
      write.changed(ledger::Entity::customer, "put", customer.value, customer.value);
      write.changed(ledger::Entity::record, "put", record, record);
    });
    double begun = now();
    home.lens(silent, cancel);
    seconds.push_back(now() - begun);
  }
  std::sort(seconds.begin(), seconds.end());
  std::printf("%-46s median %.1f ms, worst of %zu: %.1f ms (limit 20 ms)\n",
              "lens refresh after a one-record change", seconds[seconds.size() / 2] * 1000, seconds.size(),
              seconds.back() * 1000);
}

int run(std::uint64_t records, std::uint64_t seed, bool resolve) {
  auto folder = std::filesystem::temp_directory_path() / ("kith-bench-import-" + std::to_string(::getpid()));
  std::filesystem::create_directories(folder);
  struct Cleaner {
    std::filesystem::path folder;
    ~Cleaner() { std::filesystem::remove_all(folder); }
  } cleaner{folder};
  Progress silent;
  Cancel cancel;
  unsigned threads = std::max(1u, std::thread::hardware_concurrency());
  {
    Executor executor(threads);
    sample::PeopleOptions options;
    options.directory = (folder / "people").string();
    options.records = records;
    options.seed = seed;
    sample::write_people(options, executor, silent, cancel);
  }
  auto file = (folder / "people" / "people.csv").string();
  double rows = static_cast<double>(records);
  std::printf("people.csv: %s records, %s bytes, %u threads\n",
              grouped(static_cast<long long>(records)).c_str(),
              grouped(static_cast<long long>(std::filesystem::file_size(file))).c_str(), threads);

  service::KeyChoice key;
  key.default_folder = (folder / "key").string();
  auto home = service::Home::create((folder / "home").string(), key);
  home->ledger().write([](ledger::Write& write) {
    ledger::Source source;
    source.name = "people";
    source.owner = source.purpose = source.lawful_basis = "bench";
    source.retention_days = 365;
    ledger::add_source(write, source);
  });
  service::ImportRequest request;
  request.file = file;
  request.source = "people";
  double begun = now(), worked = cpu();
  auto report = service::import_file(*home, request, silent, cancel);
  double seconds = now() - begun, processor = cpu() - worked, peak = peak_mib();

  // After the import, whose peak of memory it would hide otherwise.
  double limit = 0, limit_processor = 0;
  {
    auto instance = lens::open_reader_instance(threads);
    duckdb::Connection connection(*instance);
    double begun = now(), worked = cpu();
    auto result = connection.Query("CREATE TABLE t AS SELECT * FROM read_csv('" + file +
                                   "', all_varchar = true, ignore_errors = true)");
    if (result->HasError()) {
      std::fprintf(stderr, "%s\n", result->GetError().c_str());
      return 1;
    }
    limit = now() - begun;
    limit_processor = cpu() - worked;
  }
  line("DuckDB reads it into a table (the limit)", limit, limit_processor, rows, 0, 0);
  line("import, encrypted ledger, lens refreshed", seconds, processor, static_cast<double>(report.records),
       limit, peak);

  if (!resolve) {
    refresh_after_one_change(*home, cancel);
    return 0;
  }
  begun = now();
  worked = cpu();
  auto resolved = service::resolve_records(*home, silent, cancel, threads);
  line("resolve", now() - begun, cpu() - worked, rows, 0, peak_mib());
  const auto& s = resolved.statistics;
  std::printf(
      "  %s pairs; seconds: read %.1f, block %.1f, learn %.1f, score %.1f, cluster %.1f, write %.1f, lens "
      "%.1f\n",
      grouped(static_cast<long long>(s.pairs_scored)).c_str(), resolved.seconds_read, s.seconds_block,
      s.seconds_learn, s.seconds_score, s.seconds_cluster, resolved.seconds_write, resolved.seconds_lens);
  refresh_after_one_change(*home, cancel);
  service::EvaluateRequest truth;
  truth.column = "truth_id";
  auto grade = service::evaluate_base(*home, truth, silent, cancel).evaluation;
  std::printf("%-46s precision %.4f  recall %.4f  F1 %.4f  B3 %.4f\n", "against the truth", grade.precision,
              grade.recall, grade.f1, grade.b3);
  return 0;
}

}  // namespace

int main(int argc, char** argv) {
  std::uint64_t records = 1000000, seed = 1;
  bool resolve = true;
  for (int i = 1; i < argc; ++i) {
    if (std::strcmp(argv[i], "--records") == 0 && i + 1 < argc)
      records = std::strtoull(argv[++i], nullptr, 10);
    if (std::strcmp(argv[i], "--seed") == 0 && i + 1 < argc) seed = std::strtoull(argv[++i], nullptr, 10);
    if (std::strcmp(argv[i], "--no-resolve") == 0) resolve = false;
  }
  try {
    return run(records, seed, resolve);
  } catch (const kith::Error& error) {
    std::fprintf(stderr, "%s\n", error.what());
    return 1;
  }
}
