// New records against a living base: one at a time within the ledger's transaction, and in bulk.
//   bench_increment [--records N] [--bulk N] [--single N] [--seed S]
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <string>
#include <thread>
#include <vector>

#include <sys/resource.h>
#include <unistd.h>

#include "base/error.h"
#include "base/executor.h"
#include "ledger/catalogue.h"
#include "ledger/match_index.h"
#include "ledger/records.h"
#include "sample/sample.h"
#include "service/import_file.h"
#include "service/resolve_new_records.h"
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

// Lines of the file that end a record; the sample writes none across lines but within quotes, whose count
// tells.
std::vector<std::string> records_of(const std::string& file) {
  std::ifstream in(file, std::ios::binary);
  std::vector<std::string> records;
  std::string line, record;
  while (std::getline(in, line)) {
    record += line + "\n";
    if (std::count(record.begin(), record.end(), '"') % 2 != 0) continue;
    records.push_back(std::move(record));
    record.clear();
  }
  return records;
}

std::string part(const std::string& path, const std::vector<std::string>& records, std::size_t first,
                 std::size_t last) {
  std::ofstream out(path, std::ios::binary);
  out << records.front();
  for (std::size_t i = first; i < last; ++i) out << records[i];
  return path;
}

std::vector<RecordId> waiting(ledger::Statements& sql) {
  std::vector<RecordId> records;
  auto& row =
      sql("SELECT r.id FROM record r LEFT JOIN membership m ON m.record_id = r.id WHERE m.record_id IS NULL "
          "ORDER BY r.id");
  while (row.step()) records.emplace_back(row.integer(0));
  return records;
}

struct Sizes {
  std::size_t records = 100'000, bulk = 20'000, single = 2'000;
  std::uint64_t seed = 1;
};

// What a share of the values is at most, in milliseconds.
double at(const std::vector<double>& sorted, double share) {
  return 1000 * sorted[static_cast<std::size_t>(share * static_cast<double>(sorted.size() - 1))];
}

void singles(service::Home& home, const Cancel& cancel) {
  const auto records = waiting(home.ledger().read()->sql());
  std::vector<double> inside, whole;
  std::uint64_t joined = 0, compared = 0, weighed = 0;
  const double worked = cpu();
  for (auto record : records) {
    const double begun = now();
    home.ledger().write([&](ledger::Write& write) {
      const auto report = service::resolve_in(write, {record}, cancel);
      joined += report.joined;
      compared += report.compared;
      weighed += report.weighed;
      inside.push_back(now() - begun);
    });
    whole.push_back(now() - begun);
  }
  const double processor = cpu() - worked, n = static_cast<double>(records.size());
  std::printf(
      "%zu one at a time (%.2f cpu-ms each), %.0f candidates each, %.1f weighed, %llu joined a customer\n",
      records.size(), 1000 * processor / n, static_cast<double>(compared) / n,
      static_cast<double>(weighed) / n, static_cast<unsigned long long>(joined));
  for (auto* seconds : {&inside, &whole}) {
    std::sort(seconds->begin(), seconds->end());
    std::printf("  %-28s p50 %.2f ms  p90 %.2f  p99 %.2f  worst %.2f ms\n",
                seconds == &inside ? "in the transaction" : "with its commit to the disk", at(*seconds, 0.5),
                at(*seconds, 0.9), at(*seconds, 0.99), at(*seconds, 1));
  }
}

int run(const Sizes& sizes) {
  auto folder =
      std::filesystem::temp_directory_path() / ("kith-bench-increment-" + std::to_string(::getpid()));
  std::filesystem::create_directories(folder);
  struct Cleaner {
    std::filesystem::path folder;
    ~Cleaner() { std::filesystem::remove_all(folder); }
  } cleaner{folder};
  Progress silent;
  Cancel cancel;
  const unsigned threads = std::max(1u, std::thread::hardware_concurrency());
  Executor executor(threads);
  sample::PeopleOptions options;
  options.directory = (folder / "people").string();
  options.records = sizes.records + sizes.bulk + sizes.single;
  options.seed = sizes.seed;
  sample::write_people(options, executor, silent, cancel);
  const auto rows = records_of(options.directory + "/people.csv");
  const std::size_t late = rows.size() - sizes.single, bulk = late - sizes.bulk;
  const std::string files[] = {part((folder / "base.csv").string(), rows, 1, bulk),
                               part((folder / "bulk.csv").string(), rows, bulk, late),
                               part((folder / "single.csv").string(), rows, late, rows.size())};
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
  request.source = "people";
  auto import = [&](const std::string& file) {
    request.file = file;
    return service::import_file(*home, request, silent, cancel).records;
  };
  import(files[0]);
  double begun = now(), worked = cpu();
  const auto resolved = service::resolve_records(*home, silent, cancel, threads);
  std::printf("%llu records resolved in %.1f s (%.1f cpu-s)\n",
              static_cast<unsigned long long>(resolved.statistics.rows), now() - begun, cpu() - worked);
  const auto& parts = resolved.statistics;
  std::printf(
      "  lens %.1f s, reading %.1f, rules and blocks %.1f, learning %.1f, scoring %llu pairs %.1f, "
      "clustering %.1f, index and writing %.1f\n",
      resolved.seconds_lens, resolved.seconds_read, parts.seconds_block, parts.seconds_learn,
      static_cast<unsigned long long>(parts.pairs_scored), parts.seconds_score, parts.seconds_cluster,
      resolved.seconds_write);
  std::fflush(stdout);
  const auto added = import(files[1]);
  begun = now();
  worked = cpu();
  const auto report = service::resolve_new_records(*home, silent, cancel, threads);
  const double seconds = now() - begun;
  std::printf(
      "%llu new records in bulk: %.2f s (%.2f cpu-s), %.0f records/s; %llu touched, %llu candidates, %llu "
      "weighed, "
      "%llu joined a customer\n",
      static_cast<unsigned long long>(added), seconds, cpu() - worked,
      static_cast<double>(report.records) / seconds, static_cast<unsigned long long>(report.touched),
      static_cast<unsigned long long>(report.compared), static_cast<unsigned long long>(report.weighed),
      static_cast<unsigned long long>(report.joined));
  std::fflush(stdout);
  import(files[2]);
  singles(*home, cancel);
  return 0;
}

}  // namespace

int main(int argc, char** argv) {
  Sizes sizes;
  for (int i = 1; i + 1 < argc; i += 2) {
    const std::string word = argv[i];
    const auto value = std::strtoull(argv[i + 1], nullptr, 10);
    if (word == "--records") sizes.records = value;
    if (word == "--bulk") sizes.bulk = value;
    if (word == "--single") sizes.single = value;
    if (word == "--seed") sizes.seed = value;
  }
  try {
    return run(sizes);
  } catch (const kith::Error& error) {
    std::fprintf(stderr, "%s\n", error.what());
    return 1;
  }
}
