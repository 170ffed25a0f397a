// Matching of any table file. The adversaries: columns that give the answer away, numbers of rows that look
// like evidence, headers that say nothing or the wrong thing, values that everybody shares, tables with
// nothing to compare.
#include "service/dedupe_files.h"

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <set>

#include <gtest/gtest.h>

#include "base/error.h"
#include "base/random.h"
#include "service/dedupe_values.h"

namespace kith::service {
namespace {

class DedupeFiles : public testing::Test {
 protected:
  void SetUp() override {
    folder_ = std::filesystem::temp_directory_path() / ("kith-dedupe-" + std::to_string(std::rand()));
    std::filesystem::create_directories(folder_);
  }
  void TearDown() override { std::filesystem::remove_all(folder_); }

  std::string file(const std::string& name, const std::string& text) const {
    std::ofstream((folder_ / name).string(), std::ios::binary) << text;
    return (folder_ / name).string();
  }
  DedupeReport run(DedupeRequest request) const {
    Progress progress;
    Cancel cancel;
    request.threads = 2;
    return dedupe_files(request, progress, cancel);
  }
  static const ColumnChoice& choice(const DedupeReport& report, const std::string& name) {
    for (const auto& column : report.columns) {
      if (column.name == name) return column;
    }
    throw std::out_of_range(name);
  }

  std::filesystem::path folder_;
};

// 300 persons, every other one twice with a slip; columns under headers that say little.
std::string people() {
  Random random(3);
  std::string text = "no,who,contact,told,cluster,copy\n";
  int row = 0;
  for (int person = 0; person < 300; ++person) {
    std::string name, phone = "+4479";
    for (int i = 0; i < 3 + static_cast<int>(random.below(4)); ++i)
      name += std::string(1, "bdfgklmnprst"[random.below(12)]) + std::string(1, "aeiou"[random.below(5)]);
    for (int i = 0; i < 8; ++i) phone += static_cast<char>('0' + random.below(10));
    for (int copy = 0; copy < 1 + person % 2; ++copy) {
      const std::string written = copy == 0 ? name : name.substr(0, name.size() - 1) + "y";
      text += std::to_string(++row) + "," + written + " " + name.substr(0, 4) + "son," + name + "@mail.org," +
              phone + "," + std::to_string(person + 7000) + "," + std::to_string(copy) + "\n";
    }
  }
  return text;
}

// Adversary: names that only end like parts of a date, numbers that are none, parts of two dates.
TEST_F(DedupeFiles, ADateInThreeColumnsIsComparedWhole) {
  Random random(9);
  auto table = [&](const std::string& head, int days, int months) {
    std::string text = "name," + head + "\n";
    for (int row = 0; row < 60; ++row) {
      text += "person" + std::to_string(row / 2) + "," + std::to_string(1950 + row / 2) + "," +
              std::to_string(1 + row / 2 % months) + "," + std::to_string(1 + row / 2 * 7 % days) + "\n";
    }
    return file(std::to_string(random.next()) + ".csv", text);
  };
  for (const char* head :
       {"by,bm,bd", "birth_year,birth_month,birth_day", "出生年,出生月,出生日", "year,month,day"}) {
    const auto report = run({.files = {table(head, 28, 12)}});
    ASSERT_EQ(report.columns.size(), 5u) << head;
    for (std::size_t c = 1; c < 4; ++c) EXPECT_EQ(report.columns[c].use, ColumnUse::date_part) << head;
    EXPECT_EQ(report.columns[4].use, ColumnUse::compared) << head;
    EXPECT_EQ(report.columns[4].kind, match::ColumnKind::date) << head;
    EXPECT_EQ(report.columns[4].distinct, 30u) << head;
  }
  for (const char* head : {"by,cm,bd", "year,month,price", "city,team,food"})
    EXPECT_EQ(run({.files = {table(head, 28, 12)}}).columns.size(), 4u) << head;
  EXPECT_EQ(run({.files = {table("by,bm,bd", 28, 40)}}).columns.size(), 4u) << "months up to forty";
  EXPECT_EQ(run({.files = {table("by,bm,bd", 28, 12)}, .left_out = {"bm"}}).columns.size(), 4u)
      << "what is left out is compared in no disguise";
  EXPECT_EQ(run({.files = {table("by,bm,bd", 28, 12)}, .truth = {.column = "by"}}).columns.size(), 4u);
}

// Adversary: names that only end like latitudes, whole numbers, numbers beyond the earth, other orders.
TEST_F(DedupeFiles, APointInTwoColumnsIsComparedWhole) {
  auto table = [&](const std::string& head, double north, double east) {
    std::string text = "name," + head + "\n";
    for (int row = 0; row < 60; ++row) {
      const bool known = row % 7 != 0;
      text += "person" + std::to_string(row / 2) + "," + std::to_string(known ? north + row / 2 : 0.0) + "," +
              std::to_string(known ? east + row / 2 : 0.0) + "\n";
    }
    return file(std::to_string(text.size()) + head.substr(0, 3) + ".csv", text);
  };
  for (const char* head : {"lat,lng", "home_latitude,home_longitude", "纬度,经度", "geo.lat,geo.lon"}) {
    const auto report = run({.files = {table(head, 20.25, 100.5)}});
    ASSERT_EQ(report.columns.size(), 4u) << head;
    for (std::size_t c = 1; c < 3; ++c) EXPECT_EQ(report.columns[c].use, ColumnUse::point_part) << head;
    EXPECT_EQ(report.columns[3].kind, match::ColumnKind::coordinates) << head;
    EXPECT_EQ(report.columns[3].use, ColumnUse::compared) << head;
    EXPECT_EQ(report.columns[3].present, 51u) << "0, 0 is no place: " << head;
  }
  for (const char* head : {"lat,price", "flat,long"})
    EXPECT_EQ(run({.files = {table(head, 20.25, 100.5)}}).columns.size(), 3u) << head;
  EXPECT_EQ(run({.files = {table("lat,lng", 80.25, 100.5)}}).columns.size(), 3u) << "beyond the pole";
  EXPECT_EQ(run({.files = {table("lat,lng", 20.25, 100.5)}, .left_out = {"lat"}}).columns.size(), 3u);
}

TEST_F(DedupeFiles, APointInOneColumnIsReadInEitherOrder) {
  auto table = [&](bool longitude_first) {
    std::string text = "name,where\n";
    for (int row = 0; row < 60; ++row) {
      const std::string north = std::to_string(20.25 + row / 2), east = std::to_string(100.5 + row / 2);
      text += "person" + std::to_string(row / 2) + ",\"" +
              (longitude_first ? east + ", " + north : "(" + north + " " + east + ")") + "\"\n";
    }
    return file(longitude_first ? "east.csv" : "north.csv", text);
  };
  for (const bool longitude_first : {false, true}) {
    const auto report = run({.files = {table(longitude_first)}});
    EXPECT_EQ(choice(report, "where").kind, match::ColumnKind::coordinates);
    EXPECT_EQ(report.statistics.clusters, 30u);
  }
}

// A place of its own for every row is no number of the row.
TEST_F(DedupeFiles, PointsThatAreAllDifferentAreCompared) {
  std::string text = "name,where\n";
  for (int row = 0; row < 60; ++row)
    text += "person" + std::to_string(row / 2) + ",\"" + std::to_string(20.25 + row / 2 + row % 2 * 1e-4) +
            "," + std::to_string(100.5 + row / 2) + "\"\n";
  const auto report = run({.files = {file("own.csv", text)}});
  EXPECT_EQ(choice(report, "where").use, ColumnUse::compared);
  EXPECT_EQ(choice(report, "where").kind, match::ColumnKind::coordinates);
}

TEST(ComparedForm, CoordinatesStandLatitudeFirst) {
  auto compared = [](std::initializer_list<std::string_view> values) {
    ColumnChoice choice;
    choice.kind = match::ColumnKind::coordinates;
    TextList list(1);
    for (const auto value : values) list.push_back(value);
    ComparedForm form(choice, list);
    std::vector<std::string> out;
    for (std::size_t id = 1; id < list.size(); ++id) out.push_back(form.of(list[id]));
    return out;
  };
  EXPECT_EQ(
      compared({"39.9042, 116.4074", "(39.90420;116.40740)", "0.0 0.0", "39.9042， 116.4074",
                "-0.0000000001,0.5"}),
      (std::vector<std::string>{"39.9042 116.4074", "39.9042 116.4074", "", "39.9042 116.4074", "0 0.5"}));
  EXPECT_EQ(compared({"116.4074, 39.9042", "80.5,30.25"}),
            (std::vector<std::string>{"39.9042 116.4074", "30.25 80.5"}));
  EXPECT_EQ(compared({"116.4074, 139.9042", "39.9042", "a, b", "1,2", "1e5.0 2.0", "12.5 13.5 14.5"}),
            (std::vector<std::string>(6)));
}

// Adversary: an employer is no own name, nor is a seller.
TEST_F(DedupeFiles, WhatNamesTheRowIsItsOwnName) {
  auto own_names = [&](const std::string& head) {
    std::string text = head + "\n";
    for (int row = 0; row < 40; ++row) {
      const std::string n = std::to_string(row / 2);
      text += "Acme" + n + " Trading Ltd,Borealis" + n + " Textiles GmbH,Leeds" + n + "\n";
    }
    const auto report = run({.files = {file(std::to_string(head.size()) + "own.csv", text)}});
    std::string names;
    for (const auto& column : report.columns) names += column.is_own_name ? column.name + ";" : "";
    return names;
  };
  EXPECT_EQ(own_names("name,seller,city"), "name;");
  EXPECT_EQ(own_names("客户名称,备注,城市"), "客户名称;");
  EXPECT_EQ(own_names("name,company,city"), "name;");
  EXPECT_EQ(own_names("seller,buyer,city"), "");
  EXPECT_EQ(own_names("company,note,city"), "");
  std::string people = "company,name,phone\n";
  for (int row = 0; row < 40; ++row)
    people += "Acme Trading Ltd " + std::to_string(row / 9) + ",Person" + std::to_string(row) + ",+44791234" +
              std::to_string(1000 + row) + "\n";
  for (const auto& column : run({.files = {file("people.csv", people)}}).columns)
    EXPECT_FALSE(column.is_own_name) << column.name;
}

TEST_F(DedupeFiles, FirstAndLastAreNamesBesideOneAnotherOnly) {
  auto kinds = [&](const std::string& head) {
    std::string text = head + ",phone\n";
    for (int row = 0; row < 40; ++row) {
      const std::string letter(1, static_cast<char>('a' + row % 20));
      text += "An" + letter + "a,Ber" + letter + "ini,+44791234" + std::to_string(1000 + row) + "\n";
    }
    std::vector<match::ColumnKind> kinds;
    for (const auto& column : run({.files = {file(head.substr(0, 3) + "names.csv", text)}}).columns)
      kinds.push_back(column.kind);
    kinds.pop_back();
    return kinds;
  };
  using enum match::ColumnKind;
  EXPECT_EQ(kinds("First,Last"), (std::vector{given_name, family_name}));
  EXPECT_EQ(kinds("surname,given"), (std::vector{family_name, given_name}));
  const auto alone = kinds("last,city");
  EXPECT_NE(alone[0], family_name);
  EXPECT_EQ(alone[1], place);
}

TEST_F(DedupeFiles, EveryUseOfAColumnHasItsName) {
  std::set<std::string_view> names;
  for (int use = 0; use <= static_cast<int>(ColumnUse::left_out); ++use)
    names.insert(name_of(ColumnUse(use)));
  EXPECT_EQ(names.size(), static_cast<std::size_t>(ColumnUse::left_out) + 1);
  EXPECT_EQ(names.count(""), 0u);
  EXPECT_EQ(name_of(ColumnUse::date_part), "date_part");
  EXPECT_EQ(name_of(ColumnUse::left_out), "left_out");
}

TEST_F(DedupeFiles, ADateInThreeColumnsIsNotWritten) {
  const auto in = file("parts.csv", "name,by,bm,bd\nanna,1971,6,24\nanna,1971,6,24\nbob,1980,1,2\n");
  const auto out = (folder_ / "out.csv").string();
  run({.files = {in}, .out = out});
  std::ifstream read(out);
  std::string head;
  std::getline(read, head);
  EXPECT_EQ(head.find("+"), std::string::npos) << head;
}

TEST_F(DedupeFiles, ColumnsAreKnownByTheirContent) {
  const auto report = run({.files = {file("people.csv", people())}, .truth = {.column = "cluster"}});
  EXPECT_EQ(choice(report, "no").use, ColumnUse::identifier);
  EXPECT_EQ(choice(report, "cluster").use, ColumnUse::truth);
  EXPECT_EQ(choice(report, "contact").kind, match::ColumnKind::email);
  EXPECT_EQ(choice(report, "contact").use, ColumnUse::compared);
  EXPECT_EQ(choice(report, "told").kind, match::ColumnKind::phone);
  EXPECT_EQ(choice(report, "copy").use, ColumnUse::leak)
      << "equal never within the truth: it numbers the copies";
  ASSERT_TRUE(report.evaluation.has_value());
  EXPECT_GE(report.evaluation->f1, 0.98);
}

TEST_F(DedupeFiles, AnAnswerIsNeverComparedEvenWhereNobodyAsksForGrades) {
  const auto report = run({.files = {file("people.csv", people())}});
  EXPECT_EQ(choice(report, "cluster").use, ColumnUse::leak);
  EXPECT_FALSE(report.evaluation.has_value());
}

TEST_F(DedupeFiles, ATruthThatIsNotThereNamesTheNearestColumn) {
  try {
    run({.files = {file("people.csv", people())}, .truth = {.column = "clutser"}});
    FAIL() << "a truth that is in no column was taken";
  } catch (const Error& error) {
    EXPECT_EQ(error.code(), ErrorCode::usage);
    EXPECT_NE(error.hint().render(Language::en).find("cluster?"), std::string::npos);
    EXPECT_NE(error.hint().render(Language::zh).find("contact"), std::string::npos);
  }
}

TEST_F(DedupeFiles, NothingToCompareIsSaid) {
  std::string same = "a,b\n", numbers = "id\n";
  for (int i = 0; i < 50; ++i) {
    same += "x,y\n";
    numbers += std::to_string(i + 1) + "\n";
  }
  for (const auto& text : {same, numbers}) {
    try {
      run({.files = {file("poor.csv", text)}});
      FAIL() << text;
    } catch (const Error& error) {
      EXPECT_EQ(error.code(), ErrorCode::bad_input);
    }
  }
}

TEST_F(DedupeFiles, AValueThatEverybodySharesJoinsNobody) {
  std::string text = "name,phone\n";
  Random random(9);
  for (int i = 0; i < 400; ++i) {
    std::string name;
    for (int k = 0; k < 8; ++k) name += static_cast<char>('a' + random.below(26));
    text += name + ",13800000000\n";
  }
  const auto report = run({.files = {file("default.csv", text)}});
  EXPECT_LE(report.statistics.largest_cluster, 2u);
}

TEST_F(DedupeFiles, CleanFilesAreLinkedOneToOne) {
  Random random(4);
  std::string left = "id|title|price\n", right = "key|title|price\n", pairs = "a|b\n";
  const char* brands[] = {"orbis", "velora", "tanmark", "quist"};
  const char* things[] = {"camera", "speaker", "kettle", "lamp", "printer"};
  for (int i = 0; i < 200; ++i) {
    std::string code;
    for (int k = 0; k < 3; ++k) code += static_cast<char>('a' + random.below(26));
    code += std::to_string(100 + random.below(900));
    const std::string thing = std::string(brands[random.below(4)]) + " " + things[random.below(5)];
    const std::string price = std::to_string(20 + random.below(500));
    left += std::to_string(i) + "|" + thing + " " + code + "|" + price + "\n";
    right += std::to_string(i) + "|" + code + " " + thing + " new in box|" + price + "\n";
    pairs += std::to_string(i) + "|" + std::to_string(i) + "\n";
  }
  const auto report = run({.files = {file("left.csv", left), file("right.csv", right)},
                           .link = true,
                           .truth = {.file = file("pairs.csv", pairs)}});
  EXPECT_TRUE(report.one_to_one);
  EXPECT_EQ(choice(report, "title").kind, match::ColumnKind::text);
  ASSERT_TRUE(report.evaluation.has_value());
  EXPECT_GE(report.evaluation->f1, 0.95);
  EXPECT_LE(report.statistics.largest_cluster, 2u);
}

TEST_F(DedupeFiles, EveryRowIsWrittenWithItsCluster) {
  const auto out = (folder_ / "out.csv").string();
  const auto report = run({.files = {file("people.csv", people())}, .out = out});
  std::ifstream in(out);
  std::string line;
  std::size_t lines = 0;
  std::getline(in, line);
  EXPECT_NE(line.find("kith_cluster,row,no,who"), std::string::npos) << line;
  while (std::getline(in, line)) ++lines;
  EXPECT_EQ(lines, report.rows);
  EXPECT_THROW(run({.files = {file("people.csv", people())}, .out = out}), Error)
      << "it stands there already";
}

TEST_F(DedupeFiles, AModelIsUsedAgain) {
  const auto path = file("people.csv", people());
  const auto learned = run({.files = {path}});
  const auto again = run({.files = {path}, .model = learned.model});
  EXPECT_EQ(again.cluster, learned.cluster);
  auto foreign = learned.model;
  foreign.fields[0].column = "nobody";
  EXPECT_THROW(run({.files = {path}, .model = foreign}), Error);
}

// The floors are those of a stranger's table of the kind, not the last figure that was measured.
TEST_F(DedupeFiles, PublicTables) {
  const char* data = std::getenv("KITH_DATA");
  const std::string root =
      std::string(data != nullptr ? data : KITH_TESTS "/../../shared/data") + "/entity_resolution/";
  if (!std::filesystem::exists(root)) GTEST_SKIP() << "no public data sets: set KITH_DATA";
  const auto persons = run({.files = {root + "splink/fake_1000.csv"}, .truth = {.column = "cluster"}});
  EXPECT_GE(persons.evaluation->f1, 0.975);
  const auto products = run({.files = {root + "abt_buy/abt.csv", root + "abt_buy/buy.csv"},
                             .link = true,
                             .truth = {.file = root + "abt_buy/gt.csv"}});
  EXPECT_GE(products.evaluation->f1, 0.85);
}

}  // namespace
}  // namespace kith::service
