// The language of filters, sorting and cursors, as strangers would write it: whatever the words, there is an
// answer or a refusal that names the field, and a filter written into a statement finds what it finds by
// parameters.
#include <random>

#include "service/customer_list.h"
#include "small_base.h"

namespace kith::service {
namespace {

class FilterWords : public SmallBase {
 protected:
  void SetUp() override {
    import(
        "name,email,city,phone\n"
        "王伟,wei@example.com,上海,13800001003\n"
        "O'Neill,oneill@example.com,Berlin,\n"
        "\"a|b:c\",pipe@example.com,\"%_\\\",\n");
    resolve();
    home_->lens(progress_, cancel_);
  }

  // The customers that the statement finds, for a bulk edit or an export.
  std::vector<std::int64_t> by_statement(Office& office, const CustomerQuery& query) {
    std::vector<std::int64_t> ids;
    const auto sql = matching_sql(office, actor_, query);
    office.lens(LensFor::customers)->query(sql + " ORDER BY 1", {}, [&](const lens::LensRow& row) {
      ids.push_back(row.integer(0));
    });
    return ids;
  }
  std::vector<std::int64_t> by_list(Office& office, const CustomerQuery& query) {
    std::vector<std::int64_t> ids;
    for (const auto& one : list_customers(office, actor_, query).items) ids.push_back(one.id.value);
    std::sort(ids.begin(), ids.end());
    return ids;
  }

  Actor actor_ = operator_at_the_machine(Language::en);
};

const char* const words[] = {"name:eq:王伟",
                             "name:ne:O'Neill",
                             "city:in:上海市|Berlin",
                             "email:contains:EXAMPLE",
                             "name:starts:a|b:c",
                             "phone:empty",
                             "phone:filled:",
                             "records:ge:1",
                             "records:in:1|2",
                             "updated_at:lt:2030-01-01",
                             "created_at:gt:1999-12-31T23:59:59Z",
                             "source:eq:web",
                             "batch:eq:1",
                             "city:eq:%_\\",
                             "name:eq:'; DROP TABLE customer; --",
                             "c.id:eq:1",
                             "\"name\":eq:x",
                             "name",
                             ":",
                             "::",
                             ""};

TEST_F(FilterWords, AStatementFindsWhatParametersFind) {
  Office office(*home_);
  for (const auto* word : words) {
    CustomerQuery query;
    query.filters = {word};
    std::vector<std::int64_t> listed, stated;
    const auto refused = error_of([&] { listed = by_list(office, query); });
    const auto refused_too = error_of([&] { stated = by_statement(office, query); });
    EXPECT_EQ(refused, refused_too) << word;
    EXPECT_EQ(listed, stated) << word;
  }
}

TEST_F(FilterWords, WhateverIsWrittenIsAnsweredOrRefused) {
  Office office(*home_);
  std::mt19937 dice(20261122);
  auto roll = [&](std::size_t sides) {
    return std::uniform_int_distribution<std::size_t>(0, sides - 1)(dice);
  };
  const std::string pieces[] = {
      ":",  "|",          "'",    "\"",       "\\", "%",  ";",  "--",
      "$1", "\0",         "\xff", "\xe7\x8e", "王", "eq", "in", "9223372036854775808",
      "-1", "2026-13-45", "name", "c.id",     " "};
  auto changed = [&](std::string text) {
    for (auto times = roll(4); times > 0; --times) {
      const auto at = roll(text.size() + 1);
      switch (roll(3)) {
        case 0:
          text.insert(at, pieces[roll(std::size(pieces))]);
          break;
        case 1:
          text.erase(at, roll(4));
          break;
        default:
          if (at < text.size()) text[at] = static_cast<char>(roll(256));
      }
    }
    return text;
  };
  auto refused_with_reason = [](const std::optional<ErrorCode>& code) {
    return !code || *code == ErrorCode::bad_input || *code == ErrorCode::denied || *code == ErrorCode::usage;
  };
  for (int round = 0; round < 1500; ++round) {
    CustomerQuery query;
    for (auto filters = 1 + roll(2); filters > 0; --filters)
      query.filters.push_back(changed(words[roll(std::size(words))]));
    if (roll(4) == 0) query.sort = changed(roll(2) == 0 ? "-updated_at" : "name");
    if (roll(4) == 0) query.search = changed("王伟 example");
    if (roll(8) == 0) query.cursor = changed("not a cursor");
    std::string shown;
    for (const auto& filter : query.filters) shown += filter + "   ";
    const auto listed = error_of([&] { list_customers(office, actor_, query); });
    EXPECT_TRUE(refused_with_reason(listed)) << shown << "sort " << query.sort << " " << name_of(*listed);
    const auto stated = error_of([&] { by_statement(office, query); });
    EXPECT_TRUE(refused_with_reason(stated)) << shown << "search " << query.search << " " << name_of(*stated);
  }
}

}  // namespace
}  // namespace kith::service
