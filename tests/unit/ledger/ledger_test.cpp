#include "ledger/ledger.h"

#include <algorithm>
#include <atomic>
#include <chrono>
#include <filesystem>
#include <fstream>
#include <thread>

#include <gtest/gtest.h>

#include "base/error.h"
#include "base/random.h"
#include "ledger/batches.h"
#include "ledger/catalogue.h"
#include "ledger/customers.h"
#include "ledger/match_index.h"
#include "ledger/records.h"
#include "ledger/sqlite/sqlite_store.h"

namespace kith::ledger {
namespace {

class LedgerTest : public ::testing::Test {
 protected:
  void SetUp() override {
    folder_ = std::filesystem::temp_directory_path() /
              ("kith-ledger-" + std::to_string(::getpid()) + "-" +
               ::testing::UnitTest::GetInstance()->current_test_info()->name());
    std::filesystem::remove_all(folder_);
    std::filesystem::create_directories(folder_);
  }
  void TearDown() override { std::filesystem::remove_all(folder_); }

  std::string path() const { return (folder_ / "ledger").string(); }
  std::unique_ptr<Ledger> open(bool may_write = true) {
    return std::make_unique<Ledger>(open_sqlite_store(path(), key_), may_write);
  }
  static Source shop() {
    Source source;
    source.name = "shop";
    source.owner = "Li Na";
    source.purpose = "orders";
    source.lawful_basis = "contract";
    source.retention_days = 365;
    return source;
  }
  ErrorCode code_of(const std::function<void()>& call) {
    try {
      call();
    } catch (const Error& error) {
      return error.code();
    }
    return ErrorCode{};
  }

  std::filesystem::path folder_;
  SecretKey key_ = SecretKey::random();
};

// Adversary: keys of one bucket, keys that nobody has, keys that more share than are wanted, in the packed
// part, in what came since, and in both.
TEST_F(LedgerTest, ManyMatchKeysAreLookedUpAsEachAlone) {
  constexpr std::size_t limit = 5;
  for (const std::size_t packed : {0u, 40u, 4000u}) {
    std::filesystem::remove_all(folder_);
    std::filesystem::create_directories(folder_);
    auto ledger = open();
    ledger->write([&](Write& write) {
      std::vector<MatchKey> keys, later;
      for (std::size_t i = 0; i < packed; ++i) keys.push_back({mix(i % 900), RecordId(1 + i)});
      for (std::size_t i = 0; i < 600; ++i) later.push_back({mix(i % 300 + 700), RecordId(100'000 + i)});
      const int bits = build_match_index(write, keys);
      add_match_keys(write, later);
      std::vector<std::uint64_t> asked;
      for (std::size_t i = 0; i < 1200; ++i) asked.push_back(mix(i));
      std::sort(asked.begin(), asked.end());
      std::vector<std::vector<RecordId>> found(asked.size());
      records_of_match_keys(write.sql, bits, asked, limit, found);
      std::size_t some = 0, none = 0;
      for (std::size_t i = 0; i < asked.size(); ++i) {
        std::vector<RecordId> alone;
        if (!records_of_match_key(write.sql, bits, asked[i], limit, alone)) alone.clear();
        EXPECT_EQ(found[i], alone) << packed << " packed, key " << i;
        ++(alone.empty() ? none : some);
      }
      EXPECT_GT(some, 0u);
      EXPECT_GT(none, 0u);
    });
  }
}

TEST_F(LedgerTest, AFailedWriteLeavesNothingAndTheNextOneWorks) {
  auto ledger = open();
  EXPECT_THROW(ledger->write([](Write& write) {
    add_source(write, shop());
    throw Error(ErrorCode::conflict, "no");
  }),
               Error);
  EXPECT_FALSE(find_source(ledger->read()->sql(), "shop"));
  ledger->write([](Write& write) { add_source(write, shop()); });
  EXPECT_TRUE(find_source(ledger->read()->sql(), "shop"));
  EXPECT_EQ(code_of([&] { ledger->write([](Write& write) { add_source(write, shop()); }); }),
            ErrorCode::conflict);
}

TEST_F(LedgerTest, WritersThatWaitTogetherShareATransactionAndAllAreThere) {
  auto ledger = open();
  constexpr int threads = 8, each = 40;
  std::vector<std::thread> pool;
  for (int t = 0; t < threads; ++t) {
    pool.emplace_back([&] {
      for (int i = 0; i < each; ++i) ledger->write([](Write& write) { write.audit("test", "x", "{}"); });
    });
  }
  for (auto& thread : pool) thread.join();
  auto check = check_audit(*ledger->read());
  EXPECT_EQ(check.entries, threads * each);
  EXPECT_EQ(check.first_bad, 0);
  EXPECT_LT(ledger->commits(), static_cast<std::uint64_t>(threads * each));
}

TEST_F(LedgerTest, AReaderKeepsItsSnapshotWhileTheWriterGoesOn) {
  auto ledger = open();
  auto read = ledger->read();
  EXPECT_TRUE(all_sources(read->sql()).empty());
  ledger->write([](Write& write) { add_source(write, shop()); });
  EXPECT_TRUE(all_sources(read->sql()).empty());
  EXPECT_EQ(all_sources(ledger->read()->sql()).size(), 1u);
}

TEST_F(LedgerTest, ATamperedAuditEntryShows) {
  auto ledger = open();
  for (int i = 0; i < 3; ++i) ledger->write([](Write& write) { write.audit("look", "cus_1", "{}"); });
  EXPECT_EQ(check_audit(*ledger->read()).first_bad, 0);
  ledger->write([](Write& write) {
    write.sql.connection().execute("UPDATE audit SET actor = 'nobody' WHERE seq = 2");
  });
  EXPECT_EQ(check_audit(*ledger->read()).first_bad, 2);
  ledger->write([](Write& write) { write.sql.connection().execute("DELETE FROM audit WHERE seq = 2"); });
  EXPECT_EQ(check_audit(*ledger->read()).first_bad, 3);
}

TEST_F(LedgerTest, AnotherKeyDoesNotOpenItAndTheFileShowsNothing) {
  {
    auto ledger = open();
    auto source = shop();
    source.owner = "MARKER-IN-THE-CLEAR";
    ledger->write([&](Write& write) { add_source(write, source); });
    for (const auto& entry : std::filesystem::directory_iterator(folder_)) {
      std::ifstream file(entry.path(), std::ios::binary);
      std::string bytes((std::istreambuf_iterator<char>(file)), {});
      EXPECT_EQ(bytes.find("MARKER-IN-THE"), std::string::npos) << entry.path();
      EXPECT_EQ(bytes.find("CREATE TABLE"), std::string::npos) << entry.path();
    }
  }
  EXPECT_EQ(code_of([&] { Ledger(open_sqlite_store(path(), SecretKey::random()), false); }),
            ErrorCode::wrong_key);
  EXPECT_EQ(code_of([&] { Ledger(open_sqlite_store(path(), SecretKey::random()), true); }),
            ErrorCode::wrong_key);
}

TEST_F(LedgerTest, AChangedKeyOpensItAndTheOldOneNoLonger) {
  open()->write([](Write& write) { add_source(write, shop()); });
  auto next = SecretKey::random();
  {
    auto store = open_sqlite_store(path(), key_);
    store->change_key(next);
    EXPECT_EQ(store->check(), "");
  }
  EXPECT_EQ(code_of([&] { open(); }), ErrorCode::wrong_key);
  key_ = next;
  EXPECT_TRUE(find_source(open()->read()->sql(), "shop"));
}

TEST_F(LedgerTest, ASecondWriterIsToldThatTheBaseIsBusy) {
  auto ledger = open();
  EXPECT_EQ(code_of([&] { open(); }), ErrorCode::busy);
  EXPECT_NO_THROW(open(false)->read());
}

TEST_F(LedgerTest, ALedgerOfANewerVersionIsRefusedAndUntouched) {
  open()->write([](Write& write) {
    write.sql.connection().execute("UPDATE meta SET value = '999' WHERE key = 'schema'");
  });
  EXPECT_EQ(code_of([&] { open(); }), ErrorCode::too_new);
  EXPECT_EQ(code_of([&] { open(false); }), ErrorCode::too_new);
}

// A ledger of each earlier version, filled, then brought up: everything must still be there and sound.
TEST_F(LedgerTest, EveryEarlierVersionComesUpToDateWithItsRows) {
  for (int version = 1; version <= newest_schema(); ++version) {
    auto file = path() + std::to_string(version);
    auto store = open_sqlite_store(file, key_);
    {
      auto connection = store->open_writer();
      migrate(*connection, version);
      EXPECT_EQ(schema_of(*connection), version);
      connection->execute(
          "INSERT INTO source(id, name, owner, purpose, lawful_basis, retention_days, trust, region, "
          "created_at) VALUES (1, 'old', 'a', 'b', 'c', 1, 2, 'CN', 3)");
      connection->execute(
          "INSERT INTO audit(seq, at, actor, action, object, detail, hash) "
          "VALUES (1, 0, 'a', 'b', 'c', '{}', x'00')");
    }
    Ledger ledger(std::move(store), true);
    EXPECT_EQ(find_source(ledger.read()->sql(), "old")->owner, "a");
    EXPECT_EQ(ledger.store().check(), "");
  }
}

TEST_F(LedgerTest, WhatNobodyWaitsForIsWrittenAllTheSame) {
  {
    auto ledger = open();
    ActingAs as("somebody");
    ledger->write_soon([](Write& write) { write.audit("first", "x", "{}"); });
    ledger->write_soon([](Write&) { throw std::runtime_error("dropped"); });
    ledger->write_soon([](Write& write) { write.audit("second", "x", "{}"); });
  }
  auto ledger = open();
  auto read = ledger->read();
  auto& rows = read->sql()("SELECT action, actor FROM audit ORDER BY seq");
  std::vector<std::string> actions;
  while (rows.step()) {
    actions.emplace_back(rows.text(0));
    EXPECT_EQ(rows.text(1), "somebody");
  }
  EXPECT_EQ(actions, (std::vector<std::string>{"first", "second"}));
  EXPECT_TRUE(check_audit(*read).first_bad == 0);
}

TEST_F(LedgerTest, ALongWriteIsToldThatOthersWait) {
  auto ledger = open();
  EXPECT_FALSE(ledger->others_wait());
  std::atomic<bool> inside{false}, over{false};
  std::thread other;
  const auto long_write = [&](Pace pace) {
    inside = over = false;
    other = std::thread([&, pace] {
      while (!inside) std::this_thread::yield();
      ledger->write([](Write& write) { write.audit("short", "x", "{}"); }, pace);
      over = true;
    });
    ledger->write(
        [&](Write&) {
          inside = true;
          std::this_thread::sleep_for(std::chrono::milliseconds(50));
        },
        Pace::unhurried);
    other.join();
    return ledger->others_wait();
  };
  EXPECT_FALSE(long_write(Pace::unhurried));
  EXPECT_TRUE(long_write(Pace::awaited));
}

// Events lay with their record once, and lie as they came now.
TEST_F(LedgerTest, EventsOfAnEarlierVersionAreFoundByTheirRecordAndBatch) {
  auto store = open_sqlite_store(path(), key_);
  {
    auto connection = store->open_writer();
    migrate(*connection, 15);
    connection->execute(
        "INSERT INTO source(id, name, owner, purpose, lawful_basis, retention_days, trust, region, "
        "created_at) VALUES (1, 'old', 'a', 'b', 'c', 1, 2, 'CN', 3);"
        "INSERT INTO batch(id, number, source_id, kind, file, file_digest, file_bytes, layout, state, "
        "started_at, first_id, last_id, file_rows, records, facts, rejects) "
        "VALUES (7, 1, 1, 'events', 'f', x'00', 0, '{}', 'done', 0, 10, 40, 0, 0, 3, 0);"
        "INSERT INTO event(record_id, id, batch_id, event_key, name, at, properties) VALUES "
        "(5, 30, 7, 'k3', 'Bought', 3, '{\"sku\":1}'), (5, 10, 7, 'k1', 'Looked', NULL, '{}'), "
        "(4, 40, 8, '', 'Other', 4, '{}'), (6, 20, 7, 'k2', 'Looked', 2, '{}')");
  }
  Ledger ledger(std::move(store), true);
  auto read = ledger.read();
  const auto events = events_of_record(read->sql(), RecordId(5));
  ASSERT_EQ(events.size(), 2u);
  EXPECT_EQ(events[0].id, EventId(10));
  EXPECT_EQ(events[0].key, "k1");
  EXPECT_FALSE(events[0].at);
  EXPECT_EQ(events[1].name, "Bought");
  EXPECT_EQ(events[1].properties, "{\"sku\":1}");
  EXPECT_EQ(events[1].at, 3);
  std::vector<std::int64_t> of_batch, all;
  each_event_of_batch(read->sql(), BatchId(7), 0, 5,
                      [&](const Event& event) { of_batch.push_back(event.id.value); });
  each_event(read->sql(), 0, 100, [&](const Event& event) { all.push_back(event.id.value); });
  EXPECT_EQ(of_batch, (std::vector<std::int64_t>{10, 30}));
  EXPECT_EQ(all, (std::vector<std::int64_t>{10, 20, 30, 40}));
  EXPECT_EQ(ledger.store().check(), "");
}

TEST_F(LedgerTest, EventsThatCameAFewAtATimeAreSettledAndFoundAllTheSame) {
  auto ledger = open();
  constexpr std::int64_t people = 500, rounds = 30;
  FreshEvents fresh;
  std::int64_t most = 0;
  for (std::int64_t round = 0; round < rounds; ++round) {
    ledger->write([&](Write& write) {
      for (std::int64_t person = 1; person <= people; ++person) {
        Event event;
        event.id = EventId(write.take_ids());
        event.record = RecordId(person);
        event.name = std::to_string(round);
        insert_fresh_event(write, event, fresh);
      }
      settle_events(write, fresh);
    });
    most = std::max(most, fresh.entries);
  }
  auto read = ledger->read();
  const auto entries = [&](std::string_view sql) {
    auto& row = read->sql()(sql);
    row.step();
    auto number = row.integer(0);
    row.reset();
    return number;
  };
  EXPECT_EQ(entries("SELECT count(*) FROM event_of_record"), people * rounds);
  EXPECT_GT(entries("SELECT count(*) FROM event_of_record WHERE fresh = 0"), people * rounds / 4);
  EXPECT_LT(most, 10000);
  for (std::int64_t person : {std::int64_t{1}, people / 2, people}) {
    const auto events = events_of_record(read->sql(), RecordId(person));
    ASSERT_EQ(events.size(), static_cast<std::size_t>(rounds));
    for (std::int64_t round = 0; round < rounds; ++round)
      EXPECT_EQ(events[static_cast<std::size_t>(round)].name, std::to_string(round));
  }
}

TEST_F(LedgerTest, GoldenValuesAndMembersAreKnownAsOfEveryMoment) {
  auto ledger = open();
  CustomerId customer, other;
  std::int64_t first = 0, second = 0;
  GoldenValue name{AttributeId(5), 0, "王伟", Verdict::kept, RecordId(9), "most_recent", 1, 0};
  ledger->write([&](Write& write) {
    customer = create_customer(write);
    other = create_customer(write);
    first = write.changed(Entity::customer, "put", customer.value, customer.value);
    NewRecord record;
    record.id = RecordId(9);
    insert_records(write, {&record, 1});
    EXPECT_TRUE(replace_values(write, customer, {name}, first));
    EXPECT_TRUE(point_record(write, RecordId(9), customer, first));
  });
  ledger->write([&](Write& write) {
    name.value = "王玮";
    second = write.changed(Entity::customer, "put", customer.value, customer.value);
    EXPECT_TRUE(replace_values(write, customer, {name}, second));
    EXPECT_FALSE(replace_values(write, customer, {name}, second));
    EXPECT_TRUE(point_record(write, RecordId(9), other, second));
  });
  auto read = ledger->read();
  EXPECT_EQ(values_as_of(read->sql(), customer, first).at(0).value, "王伟");
  EXPECT_EQ(values_as_of(read->sql(), customer, second).at(0).value, "王玮");
  EXPECT_TRUE(values_as_of(read->sql(), customer, first - 1).empty());
  EXPECT_EQ(members_as_of(read->sql(), customer, first), std::vector<RecordId>{RecordId(9)});
  EXPECT_TRUE(members_as_of(read->sql(), customer, second).empty());
  EXPECT_EQ(members_as_of(read->sql(), other, second), std::vector<RecordId>{RecordId(9)});
  EXPECT_TRUE(members_as_of(read->sql(), customer, first - 1).empty());
  EXPECT_EQ(customer_as_of(read->sql(), RecordId(9), first), customer);
  EXPECT_EQ(customer_as_of(read->sql(), RecordId(9), second), other);
  EXPECT_EQ(customer_as_of(read->sql(), RecordId(9), first - 1), CustomerId());
  EXPECT_EQ(moments_of(read->sql(), customer).size(), 2u);
}

TEST_F(LedgerTest, AMergedIdRedirectsToTheLastOfTheChain) {
  auto ledger = open();
  CustomerId a, b, c;
  ledger->write([&](Write& write) {
    a = create_customer(write);
    b = create_customer(write);
    c = create_customer(write);
    set_customer(write, a, 0, b);
    set_customer(write, b, 0, c);
  });
  EXPECT_EQ(present_customer(ledger->read()->sql(), a), c);
  EXPECT_EQ(present_customer(ledger->read()->sql(), CustomerId(77)), std::nullopt);
}

}  // namespace
}  // namespace kith::ledger
