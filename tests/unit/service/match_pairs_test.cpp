// New records follow the likely pairs that were kept instead of looking at every neighbour again. The
// adversary: whatever people and files may do in between. Each story is lived twice, once with the pairs and
// once with all of them in doubt, which looks at everything; the customers must be the same after every step.
#include "ledger/match_pairs.h"

#include <map>
#include <set>

#include "base/random.h"
#include "service/hand_entry.h"
#include "service/resolve_new_records.h"
#include "service/undo_import.h"
#include "small_base.h"

namespace kith::service {
namespace {

using Partition = std::set<std::set<std::string>>;

constexpr const char* families[] = {"王", "李", "张", "刘", "陈", "杨", "赵", "黄", "周", "吴", "徐"};
constexpr const char* givens[] = {"小明", "丽华", "建国", "秀英", "伟", "芳菲", "娜", "敏", "静怡"};

// Rows of sixty people whose phones and e-mails get mixed up now and then.
std::string rows(int n, const std::string& prefix, Random& random) {
  auto below = [&](int limit) { return static_cast<int>(random.unit() * limit); };
  std::string text;
  for (int i = 0; i < n; ++i) {
    const int person = below(60);
    std::string name = std::string(families[person % 11]) + givens[person % 9];
    std::string phone = "138001" + std::to_string(30000 + (below(5) == 0 ? below(60) : person) * 97);
    std::string email = "person" + std::to_string(below(4) == 0 ? below(60) : person) + "@163.com";
    if (below(4) == 0) name = std::string(families[below(11)]) + givens[person % 9];
    if (below(4) == 0) phone.clear();
    if (below(4) == 0) email.clear();
    text += prefix + std::to_string(i) + "," + name + "," + phone + "," + email + "\n";
  }
  return text;
}

class MatchPairs : public SmallBase {
 protected:
  static constexpr const char* head = "customer_id,name,phone,email\n";

  void begin(bool doubts) {
    doubts_ = doubts;
    home_.reset();
    home_ = Home::create(folder_ / ("home" + std::to_string(++homes_)), choice_);
    add_source("web", 50);
  }

  Partition partition() {
    std::map<std::int64_t, std::set<std::string>> by_customer;
    auto read = home_->ledger().read();
    auto found = read->sql().connection().prepare(
        "SELECT coalesce(m.customer_id, -r.id), coalesce(r.source_key, '') || ' ' || r.row || ' ' || "
        "b.number "
        "FROM record r JOIN batch b ON b.id = r.batch_id LEFT JOIN membership m ON m.record_id = r.id "
        "WHERE NOT EXISTS (SELECT 1 FROM record_end e WHERE e.record_id = r.id)");
    while (found->step()) by_customer[found->integer(0)].insert(std::string(found->text(1)));
    Partition partition;
    for (auto& [customer, keys] : by_customer) partition.insert(keys);
    return partition;
  }

  void take_in() {
    if (doubts_) home_->ledger().write([](ledger::Write& write) { ledger::doubt_match_pairs(write); });
    touched_ += resolve_new_records(*home_, progress_, cancel_, 1).touched;
  }

  std::int64_t add(const std::string& text, std::optional<ledger::BatchMode> mode = std::nullopt) {
    auto wanted = request("in.csv", head + text);
    wanted.mode = mode;
    wanted.again = true;
    const auto batch = import_file(*home_, wanted, progress_, cancel_).batch;
    take_in();
    return batch;
  }

  // Splits or merges somebody, the same in both lives: by their lowest keys.
  void decide(Random& random) {
    const auto before = partition();
    std::vector<std::vector<RecordId>> customers;
    auto read = home_->ledger().read();
    for (const auto& keys : before) {
      std::vector<RecordId> members;
      for (const auto& key : keys) {
        auto one = ledger::records_of_key(read->sql(), ledger::find_source(read->sql(), "web")->id,
                                          key.substr(0, key.find(' ')));
        if (!one.empty()) members.push_back(one.front());
      }
      if (!members.empty()) customers.push_back(members);
    }
    read.reset();
    const auto pick = [&](std::size_t n) {
      return static_cast<std::size_t>(random.unit() * static_cast<double>(n));
    };
    const auto& one = customers[pick(customers.size())];
    const auto& other = customers[pick(customers.size())];
    auto customer_of = [&](RecordId record) {
      return ledger::customer_of(home_->ledger().read()->sql(), record);
    };
    if (one.size() > 1 && customer_of(one.front()) == customer_of(one.back())) {
      error_of([&] { split_records(*home_, {one.back()}, "", false); });
    } else if (customer_of(one.front()) != customer_of(other.front())) {
      error_of([&] {
        merge_customers(*home_, {customer_of(one.front()), customer_of(other.front())}, "", false);
      });
    }
  }

  void enter(Random& random) {
    const int person = static_cast<int>(random.unit() * 60);
    home_->ledger().write([&](ledger::Write& write) {
      auto entry = prepare_entry(write,
                                 {{"name", std::string(families[person % 11]) + givens[person % 9]},
                                  {"phone", "138001" + std::to_string(30000 + person * 97)}},
                                 "web");
      store_entry(write, entry, "");
    });
  }

  // What the customers were after every step.
  std::vector<Partition> live(bool doubts, std::uint64_t seed) {
    begin(doubts);
    touched_ = 0;
    Random random(seed);
    std::vector<Partition> story;
    add_first(random);
    std::vector<std::int64_t> batches;
    for (int step = 0; step < 10; ++step) {
      const auto kind = static_cast<int>(random.unit() * 10);
      const auto prefix = "s" + std::to_string(step) + "x";
      if (kind < 4 || batches.empty()) {
        batches.push_back(add(rows(1 + kind * 3, prefix, random)));
      } else if (kind < 5) {
        add(rows(4, "s0x", random), ledger::BatchMode::upsert);
      } else if (kind < 7) {
        decide(random);
      } else if (kind < 8) {
        enter(random);
      } else {
        if (doubts_) home_->ledger().write([](ledger::Write& write) { ledger::doubt_match_pairs(write); });
        error_of([&] { undo_import(*home_, batches.back(), progress_, cancel_); });
        batches.pop_back();
      }
      story.push_back(partition());
    }
    return story;
  }

  void add_first(Random& random) {
    import(std::string(head) + rows(120, "a", random));
    resolve();
  }

  bool doubts_ = false;
  std::uint64_t touched_ = 0;
  int homes_ = 0;
};

TEST_F(MatchPairs, WhateverHappensTheyLeadWhereLookingAtEverythingLeads) {
  for (std::uint64_t seed = 1; seed <= 3; ++seed) {
    const auto careful = live(true, seed), quick = live(false, seed);
    ASSERT_EQ(careful.size(), quick.size());
    for (std::size_t step = 0; step < careful.size(); ++step)
      ASSERT_EQ(careful[step], quick[step]) << "seed " << seed << ", step " << step;
  }
}

// What holds of the few records that a change touches must hold of all: adversary, a change that spreads
// further than the rim was looked at.
TEST_F(MatchPairs, ClusteringEverybodyAnewMovesNobody) {
  for (std::uint64_t seed = 11; seed <= 16; ++seed) {
    begin(false);
    Random random(seed);
    add_first(random);
    for (int step = 0; step < 5; ++step) {
      add(rows(12, "s" + std::to_string(step) + "x", random));
      std::vector<RecordId> everybody;
      {
        auto read = home_->ledger().read();
        auto all = read->sql().connection().prepare("SELECT record_id FROM membership ORDER BY record_id");
        while (all->step()) everybody.emplace_back(all->integer(0));
      }
      const auto report = resolve_again(*home_, everybody, progress_, cancel_);
      ASSERT_EQ(report.touched, everybody.size());
      ASSERT_EQ(report.moved, 0u) << "seed " << seed << ", step " << step;
    }
  }
}

// Adversary: a newcomer near a long chain of people who are each likely one with the next, and are not.
TEST_F(MatchPairs, AChangeGoesNoFurtherThanItMust) {
  begin(false);
  Random random(2);
  import(std::string(head) + rows(400, "a", random));
  resolve();
  add(rows(1, "late", random));
  EXPECT_LT(touched_, 60u) << "of 400";
}

// Without sketches every neighbour is read; what comes of it is the same.
TEST_F(MatchPairs, SketchesOnlySpareReading) {
  Partition with, without;
  for (const bool sketched : {true, false}) {
    begin(false);
    Random random(7);
    add_first(random);
    if (!sketched)
      home_->ledger().write(
          [](ledger::Write& write) { write.sql("UPDATE match_state SET sketches = 0 WHERE id = 1").run(); });
    for (int step = 0; step < 4; ++step) add(rows(20, "s" + std::to_string(step) + "x", random));
    (sketched ? with : without) = partition();
  }
  EXPECT_EQ(with, without);
}

TEST_F(MatchPairs, AreKnownAfterAResolveAndInDoubtOnceRecordsStandAgain) {
  begin(false);
  Random random(3);
  import(std::string(head) + rows(60, "a", random));
  auto known = [&] { return ledger::match_pairs_known(home_->ledger().read()->sql()); };
  EXPECT_FALSE(known());
  resolve();
  EXPECT_TRUE(known());
  EXPECT_GT(count("SELECT count(*) FROM match_pair"), 0) << "the story has nobody who is nearly another";
  EXPECT_EQ(count("SELECT count(*) FROM match_pair p WHERE NOT EXISTS (SELECT 1 FROM match_pair q WHERE "
                  "q.record_id = p.other_id AND q.other_id = p.record_id)"),
            0);
  const auto batch = add("a3,王静怡,13800139999,new@163.com\n", ledger::BatchMode::upsert);
  EXPECT_TRUE(known());
  EXPECT_EQ(count("SELECT count(*) FROM match_unseen"), 0);
  undo(batch);
  EXPECT_FALSE(known());
}

}  // namespace
}  // namespace kith::service
