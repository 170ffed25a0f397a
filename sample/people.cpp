// people.csv: one wide file for measuring.
#include <algorithm>
#include <vector>

#include "base/error.h"
#include "sample/about.h"
#include "sample/cells.h"
#include "sample/channel.h"
#include "sample/pick.h"

namespace kith::sample {
namespace {

constexpr std::uint64_t rows_a_block = 8192;

// Ten rows are of four persons, in one of these ways; so a row number gives its person without a table.
constexpr int rows_a_group = 10, persons_a_group = 4;
constexpr int shares[][persons_a_group] = {{1, 1, 3, 5}, {1, 2, 3, 4}, {2, 2, 3, 3},
                                           {1, 1, 2, 6}, {1, 1, 4, 4}, {1, 1, 1, 7}};

// The person (from 1) of a slot.
std::uint64_t person_of(std::uint64_t seed, std::uint64_t slot) noexcept {
  const std::uint64_t group = slot / rows_a_group;
  Random random(mix(seed ^ mix(group ^ (0x9Eull << 48))));
  const auto& share = any_of(shares, random);
  int left = static_cast<int>(slot % rows_a_group);
  std::uint64_t person = 0;
  while (left >= share[person]) left -= share[person++];
  return group * persons_a_group + person + 1;
}

// Persons are those numbers of the world that are no company's.
std::uint64_t number_of(std::uint64_t person) noexcept {
  return (person - 1) / 11 * 12 + (person - 1) % 11 + 1;
}

// Writes rows [first, end) into `out`; a row depends on its position alone, so blocks may be made side by
// side.
class People {
 public:
  explicit People(const PeopleOptions& options)
      : options_(options),
        persons_(person_of(options.seed, options.records - 1)),
        world_(options.seed, (number_of(persons_) + 11) / 12 * 12),
        shuffled_(options.records, options.seed ^ 0x70656F70) {}

  std::uint64_t persons() const noexcept { return persons_; }

  void rows(std::uint64_t first, std::uint64_t end, CellRow& row) const {
    for (std::uint64_t at = first; at < end; ++at) write(at, row);
  }

 private:
  void write(std::uint64_t at, CellRow& row) const {
    constexpr std::string_view notes[] = {"web", "store", "phone",       "fair", "partner",
                                          "app", "",      "import 2021", "门店", "转介绍"};
    const std::uint64_t slot = shuffled_(at);
    const std::uint64_t person = person_of(options_.seed, slot);
    Random random(mix(options_.seed ^ mix(slot ^ (0xEEull << 48))));
    const std::int64_t time = time_at(at, options_.records);
    const Customer who = world_.customer(number_of(person));
    Clerk clerk(world_, Channel::people, who, time / 86400, random);
    row.cell(serial_key("P", at + 1)).cell(clerk.name()).cell(clerk.mobile()).cell(clerk.landline());
    row.cell(clerk.email());
    row.cell(random.chance(0.1) ? "" : who.gender == Gender::male ? "M" : "F").cell(clerk.birth());
    const auto address = clerk.address();
    row.cell(address.province).cell(address.city).cell(address.district).cell(address.street);
    row.cell(clerk.company_name()).cell(written_time(time, " ", true)).cell(any_of(notes, random));
    row.cell(std::to_string(person));
    row.end_row();
  }

  const PeopleOptions& options_;
  std::uint64_t persons_;
  World world_;
  Permutation shuffled_;
};

}  // namespace

SampleReport write_people(const PeopleOptions& options, Executor& executor, Progress& progress,
                          const Cancel& cancel) {
  constexpr std::uint64_t most = 1ull << 40;
  if (options.records < 1 || options.records > most) {
    throw Error(ErrorCode::usage,
                Text("{what} must be between 1 and {greatest}.",
                     {{"what", "records"}, {"greatest", grouped(static_cast<long long>(most))}}));
  }
  const People people(options);
  Folder folder(options.directory);
  OutFile& out = folder.create("people.csv");
  out.append(
      "id,name,mobile,phone,email,gender,birthday,province,city,district,address,company,created_at,note,"
      "truth_id\n");
  progress.phase(Text("Writing {file}", {{"file", "people.csv"}}), options.records);
  // A round is one block a thread; blocks are written in order.
  std::vector<CellRow> blocks(executor.threads(), CellRow(','));
  for (std::uint64_t at = 0; at < options.records; at += rows_a_block * blocks.size()) {
    cancel.check();
    progress.at(at);
    executor.for_each(blocks.size(), [&](std::size_t piece, unsigned) {
      const std::uint64_t first = std::min(at + piece * rows_a_block, options.records);
      blocks[piece].clear();
      people.rows(first, std::min(first + rows_a_block, options.records), blocks[piece]);
    });
    for (auto& block : blocks) out.append(block.text());
  }
  SampleReport report;
  report.persons = people.persons();
  report.truth_rows = options.records;
  report.files.push_back({"people.csv", options.records, 0, out.size()});
  auto& readme = folder.create("README.md");
  readme.append(about_people(options, report));
  report.files.push_back({"README.md", 0, 0, readme.size()});
  cancel.check();
  folder.publish();
  progress.done();
  return report;
}

}  // namespace kith::sample
