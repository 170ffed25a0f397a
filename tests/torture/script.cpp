#include "script.h"

#include <algorithm>
#include <fstream>
#include <stdexcept>
#include <vector>

#include <unistd.h>

#include "base/error.h"
#include "base/random.h"
#include "base_print.h"
#include "ledger/batches.h"
#include "ledger/catalogue.h"
#include "ledger/customers.h"
#include "ledger/records.h"
#include "service/decide.h"
#include "service/import_file.h"
#include "service/resolve_records.h"
#include "service/take_back.h"

namespace kith::torture {
namespace {

using service::BatchKind;

constexpr std::size_t people = 90;
constexpr std::int64_t records_wanted = 700;

class Script {
 public:
  Script(const std::string& folder, std::uint64_t seed, int pipe)
      : folder_(folder),
        seed_(seed),
        pipe_(pipe),
        random_(seed),
        home_(service::Home::open(folder + "/home", keys_in(folder), service::Access::write)) {
    say("ready\t" + state_of(home_->ledger()));
  }

  void step() {
    if (sources().empty()) return add_source();
    auto stored = count("SELECT count(*) FROM record");
    if (stored > records_wanted || count("SELECT count(*) FROM orders") > 12000) return undo();
    struct Choice {
      unsigned weight;
      void (Script::*operation)();
    };
    constexpr Choice choices[] = {
        {24, &Script::import_small}, {3, &Script::import_large}, {5, &Script::resolve},
        {12, &Script::merge},        {12, &Script::split},       {8, &Script::pin},
        {3, &Script::unpin},         {9, &Script::undo},         {2, &Script::add_source},
        {3, &Script::rotate_master}, {3, &Script::rotate_data}};
    std::uint64_t total = 0;
    for (const auto& choice : choices) total += choice.weight;
    auto at = random_.below(total);
    for (const auto& choice : choices) {
      if (at < choice.weight) return (this->*choice.operation)();
      at -= choice.weight;
    }
  }

 private:
  void say(const std::string& line) {
    auto text = line + "\n";
    if (::write(pipe_, text.data(), text.size()) != static_cast<ssize_t>(text.size())) ::_exit(9);
  }
  void begin(const std::string& operation, std::size_t rows, const std::string& promises = {}) {
    say("begin\t" + operation + "\t" + std::to_string(rows) + (promises.empty() ? "" : "\t" + promises));
  }
  void done(const std::string& promises = {}) {
    say("done\t" + state_of(home_->ledger()) + (promises.empty() ? "" : "\t" + promises));
  }
  static void must(bool holds, const char* what) {
    if (!holds) throw std::runtime_error(what);
  }

  std::int64_t count(std::string_view sql) {
    auto read = home_->ledger().read();
    auto statement = read->sql().connection().prepare(sql);
    statement->step();
    return statement->integer(0);
  }
  std::vector<std::int64_t> numbers(std::string_view sql) {
    auto read = home_->ledger().read();
    auto statement = read->sql().connection().prepare(sql);
    std::vector<std::int64_t> found;
    while (statement->step()) found.push_back(statement->integer(0));
    return found;
  }
  std::vector<ledger::Source> sources() {
    auto read = home_->ledger().read();
    return ledger::all_sources(read->sql());
  }
  std::int64_t any(const std::vector<std::int64_t>& list) { return list[random_.below(list.size())]; }
  static std::string text_of(const std::vector<RecordId>& records) {
    std::string text;
    for (auto record : records) text += " " + std::to_string(record.value);
    return text;
  }

  // The same person reads a little different every time.
  std::vector<std::string> person(std::size_t number) {
    constexpr const char* family[] = {"王", "李", "张", "刘", "陈", "杨", "赵", "黄", "周", "吴"};
    constexpr const char* given[] = {"小明", "丽", "建国", "秀英", "伟", "芳", "娜", "敏", "静"};
    constexpr const char* city[] = {"北京", "上海", "广州", "深圳", "成都"};
    std::string name = std::string(family[number % 10]) + given[number / 10 % 9];
    std::string phone = "1380013" + std::to_string(1000 + number * 7);
    std::string mail = "person" + std::to_string(number) + "@example.com";
    if (random_.chance(0.15)) phone = "+86 " + phone;
    if (random_.chance(0.1)) phone.clear();
    if (random_.chance(0.2)) mail.clear();
    if (random_.chance(0.1)) name = family[number % 10];
    return {"k" + std::to_string(number), name, phone, mail, city[number % 5]};
  }

  std::string customers_csv(std::size_t rows) {
    std::string text = "客户编号,姓名,手机,邮箱,城市,备注\n";
    for (std::size_t i = 0; i < rows; ++i) {
      if (random_.chance(0.04)) {
        text += "1,2,3,4,5,6,7,8,9\n";
        continue;
      }
      for (const auto& cell : person(random_.below(people))) text += cell + ",";
      text += "note " + std::to_string(random_.below(1000)) + "\n";
    }
    return text;
  }
  std::string customers_ndjson(std::size_t rows) {
    std::string text;
    for (std::size_t i = 0; i < rows; ++i) {
      if (i > 0 && random_.chance(0.04)) {
        text += "{\"name\": \n";
        continue;
      }
      auto cells = person(random_.below(people));
      text += "{\"customer_id\":\"" + cells[0] + "\",\"name\":\"" + cells[1] + "\",\"phone\":\"" + cells[2] +
              "\",\"email\":\"" + cells[3] + "\",\"city\":\"" + cells[4] + "\"}\n";
    }
    return text;
  }
  std::string orders_csv(std::size_t rows) {
    std::string text = "订单号,客户编号,姓名,手机,下单时间,金额\n";
    for (std::size_t i = 0; i < rows; ++i) {
      auto number = random_.below(people);
      // Few enough numbers that an order comes again, with other content.
      text += "o" + std::to_string(random_.below(1u << 14)) + ",k" + std::to_string(number) + ",甲" +
              std::to_string(number) + ",1380013" + std::to_string(1000 + number * 7) + ",2026-01-0" +
              std::to_string(1 + random_.below(9)) + " 10:00:00," + std::to_string(random_.below(500)) +
              ".50\n";
    }
    return text;
  }

  void import(BatchKind kind, const std::string& ending, const std::string& text, std::size_t rows) {
    auto file = folder_ + "/in" + ending;
    std::ofstream(file, std::ios::binary) << text;
    auto known = sources();
    service::ImportRequest request;
    request.file = file;
    request.source = known[random_.below(known.size())].name;
    request.kind = kind;
    request.again = true;
    request.threads = 1 + static_cast<unsigned>(random_.below(2));
    request.read.encoding = "UTF-8";
    if (random_.chance(0.3)) {
      request.mode = random_.chance(0.5) ? ledger::BatchMode::upsert : ledger::BatchMode::snapshot;
      if (kind == BatchKind::customers) request.key = ending == ".csv" ? "客户编号" : "customer_id";
      request.confirmed_gone = INT64_MAX;
    } else {
      request.mode = ledger::BatchMode::add;
    }
    begin("import", rows);
    auto report = service::import_file(*home_, request, progress_, cancel_);
    must(report.rows == rows, "an import lost rows");
    done("batch " + std::to_string(report.batch) + " " + std::to_string(report.records) + " " +
         std::to_string(report.facts) + " " + std::to_string(report.rejects));
  }

  void import_small() {
    auto rows = 5 + random_.below(36);
    switch (random_.below(3)) {
      case 0:
        return import(BatchKind::customers, ".csv", customers_csv(rows), rows);
      case 1:
        return import(BatchKind::customers, ".ndjson", customers_ndjson(rows), rows);
      default:
        return import(BatchKind::orders, ".csv", orders_csv(rows), rows);
    }
  }

  // More rows than one transaction takes.
  void import_large() {
    auto rows = 17000 + random_.below(2000);
    if (random_.chance(0.5)) return import(BatchKind::orders, ".csv", orders_csv(rows), rows);
    import(BatchKind::customers, ".csv", customers_csv(rows), rows);
  }

  void undo() {
    auto batches = numbers("SELECT number FROM batch WHERE state = 'done' ORDER BY records + facts, number");
    if (batches.empty()) return import_small();
    auto newest = *std::max_element(batches.begin(), batches.end());
    bool full = count("SELECT count(*) FROM record") > records_wanted && random_.chance(0.5);
    auto number = full ? batches.back() : random_.chance(0.3) ? newest : any(batches);
    begin("undo", 0, "undone " + std::to_string(number));
    try {
      service::undo_batch(home_->ledger(), number, progress_, cancel_);
    } catch (const Error& error) {
      // Facts of later batches hang on it.
      if (error.code() != ErrorCode::conflict || number == newest) throw;
      return done();
    }
    done("undone " + std::to_string(number));
  }

  void resolve() {
    if (count("SELECT count(*) FROM record") == 0) return import_small();
    begin("resolve", 0, "resolved");
    service::resolve_records(*home_, progress_, cancel_, 1 + static_cast<unsigned>(random_.below(2)));
    done("resolved");
  }

  void merge() {
    auto ids = numbers("SELECT id FROM customer WHERE records > 0 ORDER BY id");
    if (ids.size() < 2) return resolve();
    CustomerId into(any(ids)), from(any(ids));
    if (into == from) return;
    std::string promises;
    {
      auto read = home_->ledger().read();
      auto kept = ledger::standing_members_of(read->sql(), into),
           moved = ledger::standing_members_of(read->sql(), from);
      promises = "same " + std::to_string(kept.front().value) + " " + std::to_string(moved.front().value) +
                 "\twas " + std::to_string(from.value);
    }
    begin("merge", 0, promises);
    service::merge_customers(*home_, {into, from}, "torture", false);
    must(ledger::present_customer(home_->ledger().read()->sql(), from) == into, "a merged id leads nowhere");
    done(promises);
  }

  void split() {
    auto ids = numbers("SELECT id FROM customer WHERE records BETWEEN 2 AND 30 ORDER BY id");
    if (ids.empty()) return resolve();
    CustomerId from(any(ids));
    auto members = ledger::standing_members_of(home_->ledger().read()->sql(), from);
    auto leave = 1 + random_.below(members.size() - 1);
    for (std::size_t i = 0; i < leave; ++i)
      std::swap(members[i], members[i + random_.below(members.size() - i)]);
    std::vector<RecordId> leaving(members.begin(), members.begin() + static_cast<std::ptrdiff_t>(leave));
    const auto plan = service::split_records(*home_, leaving, "torture", true);
    auto promises = "apart" + text_of(plan.leaving) + " from" + text_of(plan.staying) + "\twas " +
                    std::to_string(from.value);
    begin("split", 0, promises);
    service::split_records(*home_, leaving, "torture", false);
    done(promises);
  }

  void pin() {
    auto ids = numbers("SELECT id FROM customer WHERE records BETWEEN 1 AND 30 ORDER BY id");
    if (ids.empty()) return resolve();
    CustomerId customer(any(ids));
    auto standing = ledger::standing_members_of(home_->ledger().read()->sql(), customer);
    auto members = ledger::members_of(home_->ledger().read()->sql(), customer);
    auto value = "pinned" + std::to_string(random_.below(1u << 30)) + "@example.com";
    auto promises = "pin " + std::to_string(standing.front().value) + " email " + value + text_of(members);
    begin("pin", 0, promises);
    must(service::pin_value(*home_, customer, "email", value, "torture") == value, "a pin was altered");
    done(promises);
  }

  void unpin() {
    auto ids = numbers(
        "SELECT DISTINCT m.customer_id FROM decision d JOIN membership m ON m.record_id = d.record_a "
        "WHERE d.kind = 'pin' AND d.withdrawn_at IS NULL ORDER BY 1");
    if (ids.empty()) return pin();
    CustomerId customer(any(ids));
    auto members = ledger::members_of(home_->ledger().read()->sql(), customer);
    if (members.size() > 30) return;
    auto promises = "unpin email" + text_of(members);
    begin("unpin", 0, promises);
    service::unpin_value(*home_, customer, "email");
    done(promises);
  }

  void add_source() {
    ledger::Source source;
    source.name = "channel" + std::to_string(sources().size() + 1) + "-" + std::to_string(seed_ % 1000);
    if (sources().size() > 6) return;
    source.owner = "torture";
    source.purpose = "test";
    source.lawful_basis = "contract";
    source.retention_days = 365;
    source.trust = static_cast<int>(random_.below(101));
    begin("source", 0, "source " + source.name);
    home_->ledger().write([&](ledger::Write& write) { ledger::add_source(write, source); });
    done("source " + source.name);
  }

  void rotate_master() {
    begin("rotate master", 0);
    home_->keyring().change_master(keys_in(folder_));
    done();
  }
  void rotate_data() {
    begin("rotate data", 0);
    home_->change_data_keys();
    done();
  }

  std::string folder_;
  std::uint64_t seed_;
  int pipe_;
  Random random_;
  std::unique_ptr<service::Home> home_;
  Progress progress_;
  Cancel cancel_;
};

}  // namespace

service::KeyChoice keys_in(const std::string& folder) {
  service::KeyChoice choice;
  choice.default_folder = folder + "/keys";
  return choice;
}

std::string state_of(ledger::Ledger& ledger) {
  auto read = ledger.read();
  auto newest = read->sql().connection().prepare("SELECT coalesce(max(seq), 0) FROM audit");
  newest->step();
  std::string all;
  for (const auto& [table, print] : print_tables(read->sql())) all += table + "=" + print + " ";
  std::uint64_t seen = 0;
  for (const auto& row : print_base(read->sql())) seen += hash_bytes(row);
  all += "seen=" + std::to_string(seen) + " ";
  return std::to_string(newest->integer(0)) + "\t" + all;
}

void run_script(const std::string& folder, std::uint64_t seed, int pipe, int operations) {
  Script script(folder, seed, pipe);
  for (int i = 0; i < operations; ++i) script.step();
}

}  // namespace kith::torture
