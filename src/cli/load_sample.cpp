#include "cli/load_sample.h"

#include <filesystem>
#include <sstream>

#include <nlohmann/json.hpp>

#include "base/error.h"
#include "base/file.h"
#include "ledger/batches.h"
#include "ledger/catalogue.h"
#include "sample/sample.h"
#include "service/import_file.h"
#include "service/resolve_records.h"

namespace kith::cli {
namespace {

namespace fs = std::filesystem;

// The files, for as long as they are read. Nobody in them exists, so they may lie open.
class Folder {
 public:
  explicit Folder(fs::path path) : path_(std::move(path)) {}
  ~Folder() {
    std::error_code ignored;
    fs::remove_all(path_, ignored);
  }
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;
  const fs::path& path() const noexcept { return path_; }

 private:
  fs::path path_;
};

struct SampleFile {
  std::string file;
  ledger::Source source;
};

// "2 years", "18 months", "90 days"
std::int64_t days_of(const std::string& text) {
  auto count = std::stoll(text);
  if (text.find("year") != std::string::npos) return count * 365;
  if (text.find("month") != std::string::npos) return count * 30;
  return count;
}

std::vector<SampleFile> files_of(const fs::path& folder) {
  std::vector<SampleFile> files;
  std::istringstream lines(read_file((folder / "sources.tsv").string()));
  std::string line;
  std::getline(lines, line);
  while (std::getline(lines, line)) {
    std::vector<std::string> cells;
    std::istringstream row(line);
    for (std::string cell; std::getline(row, cell, '\t');) cells.push_back(cell);
    if (cells.size() < 7) continue;
    SampleFile file;
    file.file = cells[0];
    file.source.name = cells[1];
    file.source.owner = cells[2];
    file.source.purpose = cells[3];
    file.source.lawful_basis = cells[4];
    for (char& c : file.source.lawful_basis) c = c == ' ' ? '_' : c;
    if (file.source.lawful_basis == "legitimate_interests") file.source.lawful_basis = "legitimate_interest";
    file.source.retention_days = days_of(cells[5]);
    file.source.trust = std::stoi(cells[6]);
    files.push_back(std::move(file));
  }
  return files;
}

}  // namespace

std::string load_sample(service::Office& office, const ledger::Job& job, Progress& progress,
                        const Cancel& cancel) {
  auto& home = office.home();
  {
    auto read = office.ledger().read();
    for (const auto& batch : ledger::all_batches(read->sql())) {
      if (batch.state == ledger::BatchState::done && batch.records > 0)
        throw Error(ErrorCode::conflict, "There are customers in this base already.",
                    "Load the sample company into an empty base, so that it does not mix with yours.");
    }
  }
  Folder folder(fs::path(home.folder()) / ("sample-" + to_string(job.id)));
  sample::SampleOptions options;
  options.directory = folder.path().string();
  sample::write_sample(options, progress, cancel);
  std::uint64_t rows = 0, records = 0, facts = 0, rejects = 0;
  for (const auto& file : files_of(folder.path())) {
    if (!ledger::find_source(office.ledger().read()->sql(), file.source.name))
      office.ledger().write([&](ledger::Write& write) { ledger::add_source(write, file.source); });
    service::ImportRequest request;
    request.file = (folder.path() / file.file).string();
    request.source = file.source.name;
    request.again = true;
    auto report = service::import_file(home, request, progress, cancel);
    rows += report.rows;
    records += report.records;
    facts += report.facts;
    rejects += report.rejects;
  }
  auto resolved = service::resolve_records(home, progress, cancel);
  return nlohmann::json({{"rows", rows},
                         {"records", records},
                         {"facts", facts},
                         {"rejects", rejects},
                         {"customers", resolved.customers}})
      .dump();
}

}  // namespace kith::cli
