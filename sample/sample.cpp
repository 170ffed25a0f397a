#include "sample/sample.h"

#include "base/error.h"
#include "sample/about.h"
#include "sample/cells.h"
#include "sample/channel.h"
#include "sample/pick.h"

namespace kith::sample {
namespace {

constexpr std::uint64_t most = 1ull << 40;
constexpr std::uint64_t rows_between_looks = 1024;

void check_number(std::uint64_t number, std::uint64_t greatest, const char* what) {
  if (number >= 1 && number <= greatest) return;
  throw Error(ErrorCode::usage,
              Text("{what} must be between 1 and {greatest}.",
                   {{"what", what}, {"greatest", grouped(static_cast<long long>(greatest))}}));
}

std::string base_name(const std::string& file) { return file.substr(0, file.find('.')); }

// truth.csv: which customer every row is of.
class Truth {
 public:
  explicit Truth(Folder& folder) : out_(folder.create("truth.csv")) { out_.append("source,key,customer\n"); }
  void row(const std::string& source, const std::string& key, std::uint64_t customer) {
    row_.clear();
    out_.append(row_.cell(source).cell(key).cell(std::to_string(customer)).end_row());
    ++rows_;
  }
  std::uint64_t rows() const noexcept { return rows_; }
  FileReport report() const { return {"truth.csv", rows_, 0, out_.size()}; }

 private:
  OutFile& out_;
  CellRow row_{','};
  std::uint64_t rows_ = 0;
};

// Writes one channel into one file, or several where a file gets full.
class ChannelRun {
 public:
  ChannelRun(const SampleOptions& options, const World& world, Folder& folder, Truth& truth,
             ChannelWriter& writer)
      : options_(options), world_(world), folder_(folder), truth_(truth), writer_(writer) {}

  // Every (customer, appearance) has a slot; slots are walked in a shuffled order, and time runs with the
  // walk, so that keys and times rise together and rows of one customer lie far apart.
  void write(SampleReport& report, Progress& progress, const Cancel& cancel) {
    const Attendance attendance = writer_.attendance();
    const auto channel = static_cast<std::uint64_t>(writer_.channel());
    const std::uint64_t slots = world_.customers() * static_cast<std::uint64_t>(attendance.most);
    const Permutation shuffled(slots, world_.seed() ^ (0x51ull << 32) ^ channel);
    begin();
    progress.phase(Text("Writing {file}", {{"file", writer_.file()}}), slots);
    for (std::uint64_t at = 0; at < slots; ++at) {
      if (at % rows_between_looks == 0) {
        cancel.check();
        progress.at(at);
      }
      const std::uint64_t slot = shuffled(at);
      const std::uint64_t number = slot % world_.customers() + 1;
      const auto appearance = static_cast<int>(slot / world_.customers());
      if (appearance >= appearances_of(world_, writer_.channel(), attendance, number)) continue;
      if (writer_.full()) {
        end(report);
        begin();
      }
      row(number, slot, at, slots);
    }
    end(report);
    progress.done();
  }

 private:
  void begin() {
    writer_.begin(folder_);
    present_ = {writer_.file(), 0, 0, 0};
    source_ = base_name(present_.name);
  }

  void end(SampleReport& report) {
    present_.bytes = writer_.end();
    report.files.push_back(present_);
  }

  void row(std::uint64_t number, std::uint64_t slot, std::uint64_t at, std::uint64_t slots) {
    const auto channel = static_cast<std::uint64_t>(writer_.channel());
    Random random(mix(world_.seed() ^ mix(slot ^ ((0xD1ull + channel) << 44))));
    const std::int64_t time = time_at(at, slots);
    const Customer who = world_.customer(number);
    Clerk clerk(world_, writer_.channel(), who, time / 86400, random);
    const bool broken = options_.broken_rows && random.chance(dirt_of(writer_.channel()).broken);
    auto key = writer_.row({world_, who, ++serial_, time, random, clerk, broken});
    if (broken) {
      ++present_.broken;
      return;
    }
    ++present_.rows;
    truth_.row(source_, key, number);
  }

  const SampleOptions& options_;
  const World& world_;
  Folder& folder_;
  Truth& truth_;
  ChannelWriter& writer_;
  FileReport present_;
  std::string source_;
  std::uint64_t serial_ = 0;
};

void write_text(Folder& folder, const std::string& name, const std::string& text, SampleReport& report) {
  auto& out = folder.create(name);
  out.append(text);
  report.files.push_back({name, 0, 0, out.size()});
}

}  // namespace

SampleReport write_sample(const SampleOptions& options, Progress& progress, const Cancel& cancel) {
  check_number(options.customers, most, "customers");
  check_number(options.rows_a_sheet, 1048570, "rows_a_sheet");
  const World world(options.seed, options.customers);
  SampleReport report;
  report.companies = world.companies();
  report.persons = world.customers() - world.companies();

  Folder folder(options.directory);
  Truth truth(folder);
  auto run = [&](std::unique_ptr<ChannelWriter> writer) {
    ChannelRun(options, world, folder, truth, *writer).write(report, progress, cancel);
  };
  run(website_form());
  run(erp_customers());
  if (options.xlsx) run(sales_contacts(options.rows_a_sheet));
  run(call_centre());
  run(shop_orders());
  run(mini_program());
  run(app_events());
  run(survey_answers());

  report.truth_rows = truth.rows();
  write_text(folder, "sources.tsv", about_sources(report), report);
  report.files.push_back(truth.report());
  write_text(folder, "README.md", about_sample(options, report), report);
  cancel.check();
  folder.publish();
  return report;
}

}  // namespace kith::sample
