// A small real base in a folder of its own, for tests of the use-cases.
#pragma once
#include <algorithm>
#include <fstream>
#include <memory>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "base/error.h"
#include "export_reading.h"
#include "ledger/batches.h"
#include "ledger/catalogue.h"
#include "ledger/customers.h"
#include "ledger/records.h"
#include "service/decide.h"
#include "service/import_file.h"
#include "service/resolve_records.h"
#include "service/take_back.h"
#include "tests/torture/base_print.h"

namespace kith::service {

/// The code of the Error that `work` throws; nothing where it throws none.
template <class Work>
std::optional<ErrorCode> error_of(Work work) {
  try {
    work();
  } catch (const Error& error) {
    return error.code();
  }
  return std::nullopt;
}

class SmallBase : public testing::Test {
 protected:
  SmallBase() {
    choice_.key_hex = std::string(64, 'a');
    home_ = Home::create(folder_ / "home", choice_);
    add_source("web", 50);
  }

  void add_source(const std::string& name, int trust) {
    home_->ledger().write([&](ledger::Write& write) {
      ledger::Source source;
      source.name = name;
      source.owner = "o";
      source.purpose = "p";
      source.lawful_basis = "contract";
      source.retention_days = 365;
      source.trust = trust;
      ledger::add_source(write, source);
    });
  }

  std::string file(const std::string& name, std::string_view bytes) {
    std::ofstream(folder_ / name, std::ios::binary) << bytes;
    return folder_ / name;
  }
  ImportRequest request(const std::string& name, std::string_view bytes,
                        BatchKind kind = BatchKind::customers, const std::string& source = "web") {
    ImportRequest request;
    request.file = file(name, bytes);
    request.source = source;
    request.kind = kind;
    request.threads = 1;
    request.read.encoding = "UTF-8";
    return request;
  }
  ImportReport import(std::string_view bytes, BatchKind kind = BatchKind::customers,
                      const std::string& source = "web") {
    return import_file(*home_, request("in.csv", bytes, kind, source), progress_, cancel_);
  }
  ResolveReport resolve(unsigned threads = 1) { return resolve_records(*home_, progress_, cancel_, threads); }
  UndoReport undo(std::int64_t batch) { return undo_batch(home_->ledger(), batch, progress_, cancel_); }
  void reopen() {
    home_.reset();
    home_ = Home::open(folder_ / "home", choice_, Access::write);
  }

  std::vector<std::string> base() { return torture::print_base(home_->ledger().read()->sql()); }
  std::map<std::string, std::string> tables() { return torture::print_tables(home_->ledger().read()->sql()); }
  std::int64_t count(std::string_view sql) {
    auto read = home_->ledger().read();
    auto statement = read->sql().connection().prepare(sql);
    statement->step();
    return statement->integer(0);
  }

  /// The first record that the source gave under that key.
  RecordId record(const std::string& key, const std::string& source = "web") {
    auto read = home_->ledger().read();
    auto found = ledger::records_of_key(read->sql(), ledger::find_source(read->sql(), source)->id, key);
    return found.empty() ? RecordId() : found.front();
  }
  CustomerId customer(const std::string& key, const std::string& source = "web") {
    return ledger::customer_of(home_->ledger().read()->sql(), record(key, source));
  }
  std::string value(CustomerId customer, const std::string& attribute) {
    auto read = home_->ledger().read();
    return value_in(read->sql(), ledger::values_of(read->sql(), customer), attribute);
  }
  static std::string value_in(ledger::Statements& sql, const std::vector<ledger::GoldenValue>& values,
                              const std::string& attribute) {
    auto all = ledger::all_attributes(sql);
    for (const auto& value : values) {
      bool mine = std::any_of(all.begin(), all.end(), [&](const ledger::Attribute& known) {
        return known.name == attribute && known.id == value.attribute;
      });
      if (mine && value.ordinal == 0) return value.value;
    }
    return {};
  }

  TemporaryFolder folder_;
  KeyChoice choice_;
  std::unique_ptr<Home> home_;
  Progress progress_;
  Cancel cancel_;
};

/// Customers k0 … k(n-1): no two alike, so that matching learns what chance agreement is. Each from `twice`
/// on comes a second time, as d<i>, with the same phone and e-mail.
inline std::string crowd(int n, int twice) {
  constexpr const char* family[] = {"王", "李", "张", "刘", "陈", "杨", "赵", "黄", "周", "吴", "徐"};
  constexpr const char* given[] = {"小明", "丽华", "建国", "秀英", "伟", "芳菲", "娜", "敏", "静怡"};
  std::string text = "customer_id,name,phone,email\n";
  for (int i = 0; i < n; ++i) {
    std::string rest = std::string(family[i % 11]) + given[i % 9] + ",138001" +
                       std::to_string(30000 + i * 97) + ",person" + std::to_string(i) + "@163.com\n";
    text += "k" + std::to_string(i) + "," + rest;
    if (i >= twice) text += "d" + std::to_string(i) + "," + rest;
  }
  return text;
}

}  // namespace kith::service
