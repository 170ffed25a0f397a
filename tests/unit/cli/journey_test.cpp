// The main job from the command line, on the sample company. The adversaries: a command that fails in the
// middle of the journey, JSON that a script cannot read, an output that speaks half English to a Chinese
// reader, a decision that does not stand, an undo that leaves something.
#include <set>

#include "kith_process.h"

namespace kith::cli {
namespace {

const char* const channels[] = {"website_form.csv",  "erp_customers.csv",  "sales_contacts.xlsx",
                                "call_centre.tsv",   "shop_orders.ndjson", "mini_program.json",
                                "app_events.ndjson", "survey_answers.csv"};

/// One base for all: the eight channels imported and resolved once.
class Journey : public testing::Test {
 protected:
  static void SetUpTestSuite() {
    desk = std::make_unique<Desk>();
    desk->json({"init"});
    desk->json({"sample", "--customers", "200", *desk / "s"});
    for (std::string file : channels) {
      auto source = file.substr(0, file.find('.'));
      desk->add_source(source);
      imports.push_back(desk->json({"import", *desk / ("s/" + file), "--source", source}));
    }
    resolved = desk->json({"resolve"});
  }
  static void TearDownTestSuite() {
    desk.reset();
    imports.clear();
  }

  static std::vector<std::string> customers_with(std::size_t least) {
    std::vector<std::string> ids;
    auto listed = desk->json({"customers", "--limit", "1000"});
    for (const auto& c : listed["customers"]) {
      if (c["records"].get<std::size_t>() >= least) ids.push_back(c["id"]);
    }
    return ids;
  }
  static std::string golden(const nlohmann::json& page, const std::string& attribute) {
    for (const auto& v : page["values"]) {
      if (v["attribute"] == attribute) return v["value"];
    }
    return {};
  }

  static std::unique_ptr<Desk> desk;
  static std::vector<nlohmann::json> imports;
  static nlohmann::json resolved;
};
std::unique_ptr<Desk> Journey::desk;
std::vector<nlohmann::json> Journey::imports;
nlohmann::json Journey::resolved;

TEST_F(Journey, every_channel_is_read_as_what_it_is) {
  ASSERT_EQ(imports.size(), 8u);
  std::map<std::string, nlohmann::json> by_file;
  for (const auto& report : imports) {
    by_file[std::filesystem::path(report["file"].get<std::string>()).filename()] = report;
    EXPECT_GT(report["records"], 0) << report["file"];
    EXPECT_EQ(report["rejects"], 0) << report["file"];
    EXPECT_FALSE(report["mapping"].empty()) << report["file"];
  }
  EXPECT_EQ(by_file["erp_customers.csv"]["encoding"], "GB18030");
  EXPECT_EQ(by_file["sales_contacts.xlsx"]["format"], "xlsx");
  EXPECT_EQ(by_file["mini_program.json"]["format"], "json");
  EXPECT_EQ(by_file["shop_orders.ndjson"]["format"], "ndjson");
  EXPECT_EQ(by_file["shop_orders.ndjson"]["kind"], "orders");
  EXPECT_EQ(by_file["app_events.ndjson"]["kind"], "events");
  EXPECT_EQ(by_file["call_centre.tsv"]["kind"], "interactions");
  auto name_column = [](const nlohmann::json& report) {
    for (const auto& m : report["mapping"]) {
      if (m["attribute"] == "name") return m["columns"].dump();
    }
    return std::string();
  };
  EXPECT_EQ(name_column(by_file["erp_customers.csv"]), R"(["联系人"])");
}

TEST_F(Journey, batches_are_listed) {
  auto batches = desk->json({"batches"});
  ASSERT_GE(batches.size(), 8u);
  for (std::size_t i = 0; i < 8; ++i) {
    EXPECT_EQ(batches[i]["number"], i + 1);
    EXPECT_EQ(batches[i]["file"], channels[i]);
    EXPECT_EQ(batches[i]["state"], "done");
    EXPECT_EQ(batches[i]["records"], imports[i]["records"]);
  }
}

TEST_F(Journey, resolving_finds_who_is_who) {
  EXPECT_LT(resolved["customers"], resolved["records"]);
  auto grade = desk->json({"evaluate", "--truth-file", *desk / "s/truth.csv"});
  EXPECT_GT(grade["f1"].get<double>(), 0.7);
  for (const char* field : {"precision", "recall", "b3", "clusters", "true_clusters", "rows"})
    EXPECT_TRUE(grade[field].is_number()) << field;
  EXPECT_NEAR(grade["f1"].get<double>(),
              2 * grade["precision"].get<double>() * grade["recall"].get<double>() /
                  (grade["precision"].get<double>() + grade["recall"].get<double>()),
              1e-9);
}

TEST_F(Journey, a_customer_is_found_shown_and_explained) {
  auto id = customers_with(3).at(0);
  auto page = desk->json({"show", id});
  EXPECT_EQ(page["id"], id);
  EXPECT_EQ(page["members"].size(), page["records"]);
  ASSERT_FALSE(page["values"].empty());
  for (const auto& v : page["values"]) {
    EXPECT_EQ(v["record"].get<std::string>().rfind("rec_", 0), 0u) << v;
    EXPECT_FALSE(v["file"].get<std::string>().empty()) << v;
  }
  auto phone = golden(page, "phone");
  ASSERT_FALSE(phone.empty());
  std::set<std::string> found;
  auto fitting = desk->json({"customers", phone});
  for (const auto& c : fitting["customers"]) found.insert(c["id"]);
  EXPECT_TRUE(found.count(id)) << phone;
  EXPECT_TRUE(desk->json({"customers", "no such value at all"})["customers"].empty());

  auto why = desk->json({"why", id});
  EXPECT_TRUE(why["one_customer"].get<bool>());
  EXPECT_FALSE(why["weights"].empty());
  EXPECT_GE(why["probability"].get<double>(), 0);
  EXPECT_LE(why["probability"].get<double>(), 1);
  auto how = desk->json({"how", id});
  std::set<std::string> joined;
  for (const auto& step : how["story"]) {
    for (const auto& record : step["joined"]) joined.insert(record);
  }
  EXPECT_GE(joined.size(), page["records"].get<std::size_t>());
  for (const Words& words : {Words{"show", id}, Words{"why", id}, Words{"how", id}, Words{"customers"}}) {
    auto english = desk->run(words), chinese = desk->chinese(words);
    EXPECT_EQ(english.code, 0) << english;
    EXPECT_EQ(chinese.code, 0) << chinese;
    EXPECT_TRUE(plain(english.out + english.err)) << words[0];
    EXPECT_TRUE(has_chinese(chinese.out)) << words[0];
  }
}

TEST_F(Journey, merging_redirects_and_splitting_parts_again) {
  auto ids = customers_with(1);
  auto keep = ids.at(ids.size() - 1), join = ids.at(ids.size() - 2);
  auto records = [&](const std::string& id) { return desk->json({"show", id})["records"].get<int>(); };
  int kept = records(keep), joined = records(join);
  auto record = desk->json({"show", join})["members"][0]["id"].get<std::string>();
  auto dry = desk->json({"merge", keep, join, "--dry-run"});
  EXPECT_FALSE(dry["done"].get<bool>());
  EXPECT_EQ(records(join), joined);
  auto merged = desk->json({"merge", keep, join, "--reason", "seen"});
  EXPECT_TRUE(merged["done"].get<bool>());
  EXPECT_EQ(merged["into"], keep);
  EXPECT_EQ(merged["merged"], nlohmann::json::array({join}));
  auto redirected = desk->json({"show", join});
  EXPECT_EQ(redirected["id"], keep);
  EXPECT_EQ(redirected["asked_for"], join);
  EXPECT_EQ(redirected["records"], kept + joined);

  auto split = desk->json({"split", record, "--reason", "somebody else"});
  EXPECT_EQ(split["from"], keep);
  EXPECT_EQ(split["records"], 1);
  EXPECT_EQ(desk->json({"show", record})["id"], split["to"]);
  EXPECT_EQ(records(keep), kept + joined - 1);
  // What a person decided stands against the next resolve.
  desk->json({"resolve"});
  EXPECT_NE(desk->json({"show", record})["id"], desk->json({"show", keep})["id"]);
}

TEST_F(Journey, a_pinned_value_is_golden_until_unpinned) {
  auto id = customers_with(2).at(1);
  auto before = golden(desk->json({"show", id}), "city");
  EXPECT_EQ(desk->json({"pin", id, "city", "拉萨市"})["value"], "拉萨市");
  EXPECT_EQ(golden(desk->json({"show", id}), "city"), "拉萨市");
  auto chinese = desk->chinese({"pin", id, "city", "拉萨市"}).out;
  EXPECT_NE(chinese.find("城市"), std::string::npos) << chinese;
  desk->json({"unpin", id, "city"});
  EXPECT_EQ(golden(desk->json({"show", id}), "city"), before);
  EXPECT_EQ(desk->run({"pin", id, "cty", "x"}).code, 3);
}

TEST_F(Journey, undo_takes_a_batch_back_and_the_file_may_come_again) {
  auto before = desk->json({"lens", "status"})["tables"]["record"];
  desk->add_source("late");
  auto file = desk->file("late.csv", "name,phone\n王小明,13800138000\n李雷,13900139000\n");
  auto batch = desk->json({"import", file, "--source", "late"})["batch"].get<int>();
  EXPECT_NE(desk->json({"lens", "status"})["tables"]["record"], before);
  auto again = desk->run({"import", file, "--source", "late"});
  EXPECT_EQ(again.code, 4) << again;
  EXPECT_NE(again.err.find("late.csv"), std::string::npos);
  EXPECT_FALSE(desk->json({"undo", std::to_string(batch), "--dry-run"})["done"].get<bool>());
  auto undone = desk->json({"undo", std::to_string(batch)});
  EXPECT_TRUE(undone["done"].get<bool>());
  EXPECT_EQ(undone["records"], 2);
  EXPECT_EQ(desk->json({"lens", "status"})["tables"]["record"], before);
  EXPECT_EQ(desk->run({"undo", std::to_string(batch)}).code, 4);
  EXPECT_EQ(desk->run({"import", file, "--source", "late"}).code, 0);
}

TEST_F(Journey, quality_is_measured_for_people_scripts_and_browsers) {
  auto quality = desk->json({"quality"});
  EXPECT_GT(quality["score"].get<double>(), 0.3);
  EXPECT_LE(quality["score"].get<double>(), 1);
  for (const char* name : {"completeness", "validity", "uniqueness", "consistency", "timeliness", "accuracy"})
    EXPECT_TRUE(quality["dimensions"].contains(name)) << name;
  ASSERT_EQ(desk->run({"quality", "--html", *desk / "q.html"}).code, 0);
  ASSERT_EQ(desk->chinese({"quality", "--html", *desk / "zh.html"}).code, 0);
  auto page = bytes_of(*desk / "q.html"), chinese = bytes_of(*desk / "zh.html");
  EXPECT_NE(page.find("</html>"), std::string::npos);
  EXPECT_TRUE(has_chinese(chinese));
  for (const auto& html : {page, chinese}) {
    EXPECT_FALSE(std::regex_search(html.substr(0, 20000), std::regex("<(script|link)[^>]+(src|href)=")))
        << "the page needs something beside itself";
  }
}

TEST_F(Journey, every_table_is_exported_and_nothing_overwritten) {
  const std::map<std::string, Words> wanted = {{"customers", {"csv", "xlsx", "parquet", "ndjson"}},
                                               {"records", {"csv"}},
                                               {"values", {"ndjson"}},
                                               {"rejects", {"csv"}}};
  for (const auto& [table, forms] : wanted) {
    for (const auto& form : forms) {
      auto path = *desk / (table + "." + form);
      auto report = desk->json({"export", table, "--to", path});
      EXPECT_EQ(report["files"], nlohmann::json::array({path}));
      EXPECT_EQ(std::filesystem::file_size(path), report["bytes"]);
      if (table != "rejects") {
        EXPECT_GT(report["rows"], 100) << path;
      }
    }
  }
  auto twice = desk->run({"export", "customers", "--to", *desk / "customers.csv"});
  EXPECT_EQ(twice.code, 4) << twice;
  EXPECT_EQ(desk->run({"export", "customers", "--to", *desk / "customers.csv", "--overwrite"}).code, 0);
  EXPECT_EQ(desk->run({"export", "customers", "--to", *desk / "customers.doc"}).code, 2);
  EXPECT_EQ(desk->run({"export", "customers", "--to", *desk / "nowhere/customers.csv"}).code, 3);
}

TEST_F(Journey, the_lens_is_rebuilt_the_key_changed_and_all_is_sound) {
  auto tables = desk->json({"lens", "status"})["tables"];
  EXPECT_EQ(desk->json({"lens", "rebuild"})["tables"], tables);
  auto key = desk->json({"key", "status"})["key_file"].get<std::string>();
  auto old_key = bytes_of(key);
  auto rotated = desk->json({"key", "rotate"});
  EXPECT_EQ(rotated["key_file"], key);
  EXPECT_NE(bytes_of(key), old_key);
  desk->file("old.key", old_key);
  std::filesystem::permissions(*desk / "old.key", std::filesystem::perms::owner_read);
  EXPECT_EQ(desk->run({"--key-file", *desk / "old.key", "batches"}).code, 8);
  EXPECT_TRUE(desk->json({"key", "rotate", "--data"})["data"].get<bool>());
  auto verified = desk->json({"verify"});
  EXPECT_TRUE(verified["sound"].get<bool>());
  for (const auto& check : verified["checks"]) EXPECT_TRUE(check["sound"].get<bool>()) << check;
  EXPECT_EQ(desk->json({"lens", "status"})["tables"], tables);
}

TEST_F(Journey, the_same_in_chinese_without_a_sentence_of_english) {
  for (const Words& words :
       {Words{"batches"}, Words{"rejects"}, Words{"resolve", "--explain"},
        Words{"evaluate", "--truth-file", *desk / "s/truth.csv"}, Words{"lens", "status"}, Words{"verify"},
        Words{"key", "status"}, Words{"source", "list"}, Words{"config"}, Words{"quality"},
        Words{"export", "rejects", "--to", *desk / "zh.csv", "--overwrite"},
        Words{"import", *desk / "s/erp_customers.csv", "--source", "erp_customers", "--again", "--dry-run"},
        Words{"undo", "1", "--dry-run"}}) {
    auto outcome = desk->chinese(words);
    EXPECT_EQ(outcome.code, 0) << words[0] << "\n" << outcome;
    EXPECT_TRUE(has_chinese(outcome.out)) << words[0] << "\n" << outcome;
    EXPECT_EQ(english_in(outcome.out + outcome.err), "") << words[0] << "\n" << outcome;
    EXPECT_TRUE(plain(outcome.out + outcome.err)) << words[0];
  }
}

TEST(Evaluate, a_column_of_the_imported_file_is_the_truth) {
  Desk desk;
  desk.json({"init"});
  desk.json({"sample", "--records", "600", desk / "s"});
  desk.add_source("people");
  desk.json({"import", desk / "s/people.csv", "--source", "people"});
  EXPECT_EQ(desk.run({"evaluate", "--truth", "truth_id"}).code, 4);
  desk.json({"resolve"});
  auto outcome = desk.run({"evaluate", "--truth", "truth_id", "--json"});
  ASSERT_EQ(outcome.code, 0) << outcome;
  auto grade = outcome.json();
  EXPECT_GT(grade["f1"].get<double>(), 0.7) << outcome;
  EXPECT_GT(grade["b3"].get<double>(), 0.7) << outcome;
  for (const char* field : {"precision", "recall", "clusters", "true_clusters", "exact_clusters"})
    EXPECT_TRUE(grade[field].is_number()) << field;
  EXPECT_EQ(desk.run({"evaluate", "--truth", "truth"}).code, 3);
  EXPECT_EQ(desk.run({"evaluate"}).code, 2);
}

}  // namespace
}  // namespace kith::cli
