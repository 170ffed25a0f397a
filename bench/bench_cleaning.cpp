// Standardising a whole base again under a changed standard, and looking for clusters among as many different
// values: seconds, seconds of the processor, and the most memory held at once.
//   bench_cleaning [--records N]
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <random>
#include <string>

#include <sys/resource.h>
#include <unistd.h>

#include "base/error.h"
#include "ledger/catalogue.h"
#include "ledger/house_texts.h"
#include "service/explore_values.h"
#include "service/import_file.h"
#include "service/restandardise.h"
#include "service/undo_import.h"

namespace {

using namespace kith;

double now() {
  return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch()).count();
}
double processor() {
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  auto seconds = [](const timeval& t) {
    return static_cast<double>(t.tv_sec) + static_cast<double>(t.tv_usec) * 1e-6;
  };
  return seconds(usage.ru_utime) + seconds(usage.ru_stime);
}
double most_megabytes() {
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  return static_cast<double>(usage.ru_maxrss) / 1024;
}

class Stage {
 public:
  explicit Stage(const char* name) : name_(name), wall_(now()), processor_(processor()) {}
  void end(std::uint64_t things) {
    const double took = now() - wall_;
    std::printf("%-34s %9.1f s  %9.1f s processor  %10.0f /s  %7.0f MB at most\n", name_, took,
                processor() - processor_, static_cast<double>(things) / took, most_megabytes());
    std::fflush(stdout);
  }

 private:
  const char* name_;
  double wall_, processor_;
};

// Half of the names in old characters, every company different, a tenth of them a second spelling of another.
void write_file(const std::string& path, std::uint64_t records) {
  static const char* const family[] = {"王", "陳", "張", "刘", "楊", "赵", "黃", "周"};
  static const char* const given[] = {"國華", "丽华", "建国", "秀英", "偉", "静怡", "曉東", "敏"};
  static const char* const city[] = {"上海", "北京市", "广州", "深圳市", "杭州", "成都市"};
  std::mt19937_64 dice(20261122);
  std::ofstream out(path, std::ios::binary);
  out << "customer_id,name,phone,email,city,company\n";
  for (std::uint64_t i = 0; i < records; ++i) {
    const auto roll = dice();
    const auto company = i % 10 == 9 ? i - 1 : i;
    out << i << ',' << family[roll % 8] << given[roll / 8 % 8] << ",139" << 10'000'000 + i << ",person" << i
        << "@example.org," << city[roll / 64 % 6] << (i % 10 == 9 ? ",COMPANY " : ",Company ") << company
        << (i % 10 == 9 ? " ltd\n" : " Ltd.\n");
  }
}

}  // namespace

int main(int argc, char** argv) try {
  std::uint64_t records = 1'000'000;
  for (int i = 1; i + 1 < argc; i += 2) {
    if (std::strcmp(argv[i], "--records") == 0) records = std::strtoull(argv[i + 1], nullptr, 10);
  }
  const auto folder = std::filesystem::temp_directory_path() / ("kith_cleaning_" + std::to_string(getpid()));
  std::filesystem::create_directories(folder);
  write_file(folder / "in.csv", records);
  service::KeyChoice choice;
  choice.key_hex = std::string(64, 'a');
  auto home = service::Home::create((folder / "home").string(), choice);
  home->ledger().write([](ledger::Write& write) {
    ledger::Source source;
    source.name = "web";
    source.owner = "o";
    source.purpose = "p";
    source.lawful_basis = "contract";
    source.retention_days = 365;
    ledger::add_source(write, source);
  });
  Progress progress;
  Cancel cancel;
  {
    Stage stage("import");
    service::ImportRequest request;
    request.file = folder / "in.csv";
    request.source = "web";
    import_file(*home, request, progress, cancel);
    stage.end(records);
  }
  home->ledger().write([](ledger::Write& write) {
    ledger::put_house_text(write, "standard",
                           "[chinese]\nscript = \"simplified\"\n[companies]\nlegal_form = \"written out\"\n");
  });
  service::RestandardiseRequest request;
  request.dry_run = true;
  std::uint64_t changed = 0;
  {
    Stage stage("restandardise, dry run");
    changed = restandardise(*home, request, progress, cancel).changed;
    stage.end(records);
  }
  request.dry_run = false;
  std::int64_t batch = 0;
  {
    Stage stage("restandardise");
    batch = restandardise(*home, request, progress, cancel).batch;
    stage.end(records);
  }
  std::printf("%34s %llu of %llu records changed\n", "", static_cast<unsigned long long>(changed),
              static_cast<unsigned long long>(records));
  {
    Stage stage("lens follows");
    home->lens(progress, cancel);
    stage.end(changed);
  }
  auto& lens = home->lens(progress, cancel);
  const service::RunQuery query = [&](std::string_view sql, std::span<const lens::LensValue> parameters,
                                      const std::function<void(const lens::LensRow&)>& each) {
    lens.query(sql, parameters, each);
  };
  for (auto method :
       {service::ClusterMethod::fingerprint, service::ClusterMethod::pairs, service::ClusterMethod::phonetic,
        service::ClusterMethod::pinyin, service::ClusterMethod::distance}) {
    const auto name = "clusters, " + std::string(name_of(method));
    Stage stage(name.c_str());
    const auto found = service::clusters_of(query, {"company", "", 0, {}}, method, 50);
    stage.end(static_cast<std::uint64_t>(found.distinct));
    std::printf("%34s %lld clusters among %lld values\n", "", static_cast<long long>(found.clusters),
                static_cast<long long>(found.distinct));
  }
  {
    Stage stage("facets");
    service::facets_of(query, {"company", "", 0, {}}, 50);
    stage.end(records);
  }
  {
    Stage stage("undo of the new standard");
    service::undo_import(*home, batch, progress, cancel);
    stage.end(changed);
  }
  home.reset();
  std::filesystem::remove_all(folder);
} catch (const kith::Error& error) {
  std::fprintf(stderr, "%s\n", error.sentence().render(kith::Language::en).c_str());
  return 1;
}
