// Files that come again, from the command line: replaced, whole, mended, collected; then taken back, and what
// leaves the base is what left it before, to the byte but for when a customer last changed.
#include <filesystem>
#include <regex>

#include "kith_process.h"

namespace kith::cli {
namespace {

std::string people(int from, int to, const std::string& domain) {
  std::string text = "客户编号,姓名,手机,邮箱\n";
  for (int i = from; i < to; ++i) {
    auto n = std::to_string(i);
    text += "k" + n + ",王" + (i % 2 == 0 ? "芳" : "小明") + n + ",1380013" + std::to_string(1000 + i) +
            ",p" + n + "@" + domain + "\n";
  }
  return text;
}

class ImportLife : public testing::Test {
 protected:
  ImportLife() {
    desk_.json({"init"});
    desk_.add_source("crm");
    desk_.json({"import", desk_.file("a.csv", people(0, 40, "qq.com") + "x,赵六,13600136000,a,b\n"),
                "--source", "crm"});
    desk_.json({"resolve"});
  }
  std::string exported(const std::string& table) {
    auto path = desk_ / (table + ".csv");
    desk_.json({"export", table, "--to", path, "--overwrite"});
    static const std::regex updated_at("(Z,)2[-0-9]+T[0-9:]+Z,");
    return std::regex_replace(bytes_of(path), updated_at, "$1,");
  }
  Desk desk_;
};

TEST_F(ImportLife, what_leaves_after_a_snapshot_was_undone_is_what_left_before_it) {
  const auto customers = exported("customers"), records = exported("records");
  auto whole = desk_.file(
      "b.csv", people(0, 30, "163.com") + people(50, 55, "qq.com").substr(people(0, 0, "").size()));
  auto told = desk_.json({"import", whole, "--source", "crm", "--snapshot", "--dry-run"});
  EXPECT_EQ(told["replaced"], 30);
  EXPECT_EQ(told["gone"], 10);
  EXPECT_EQ(desk_.run({"import", whole, "--source", "crm", "--snapshot"}).code, 4) << "a quarter would go";
  auto done = desk_.json({"import", whole, "--source", "crm", "--snapshot", "--confirm-gone", "10"});
  EXPECT_EQ(done["gone"], 10);
  EXPECT_NE(exported("customers"), customers);
  EXPECT_EQ(desk_.run({"verify"}).code, 0);
  desk_.json({"undo", std::to_string(done["batch"].get<int>()), "--yes"});
  EXPECT_EQ(exported("customers"), customers);
  EXPECT_EQ(exported("records"), records);
  EXPECT_EQ(desk_.run({"verify"}).code, 0);
}

TEST_F(ImportLife, a_key_by_attribute_is_kept_with_the_source) {
  desk_.add_source("list");
  desk_.json({"import", desk_.file("l1.csv", "姓名,手机\n钱七,138 0013 8000\n"), "--source", "list", "--key",
              "phone"});
  auto again =
      desk_.json({"import", desk_.file("l2.csv", "姓名,手机\n钱柒,+8613800138000\n"), "--source", "list"});
  EXPECT_EQ(again["mode"], "upsert");
  EXPECT_EQ(again["replaced"], 1);
  EXPECT_NE(desk_.run({"source", "mapping", "list"}).out.find("key_attribute = \"phone\""),
            std::string::npos);
  EXPECT_EQ(
      desk_
          .run({"import", desk_.file("l3.csv", "姓名,手机\n孙八,1\n"), "--source", "list", "--key", "无此列"})
          .code,
      5);
}

TEST_F(ImportLife, rejects_are_mended_in_both_languages) {
  for (const char* language : {"en", "zh"}) {
    auto path = desk_ / "rejects.csv";
    auto out = desk_.run({"--lang", language, "rejects", "1", "--out", path, "--overwrite"});
    EXPECT_EQ(out.code, 0) << out;
    EXPECT_NE(out.out.find(language == std::string("zh") ? "拒收行已写入" : "rejected rows"),
              std::string::npos)
        << out.out;
  }
  auto text = bytes_of(desk_ / "rejects.csv");
  auto at = text.find(",a,b");
  ASSERT_NE(at, std::string::npos) << text;
  text.replace(at, 4, ",a@b.cn,");
  auto report = desk_.json({"import", desk_.file("mended.csv", text)});
  EXPECT_EQ(report["mended"], 1);
  EXPECT_EQ(desk_.json({"rejects"}).size(), 0u);
  EXPECT_EQ(desk_.json({"rejects", "--all"})[0]["mended_by"], 2);
  desk_.json({"undo", "2", "--yes"});
  EXPECT_EQ(desk_.json({"rejects"}).size(), 1u);
}

TEST_F(ImportLife, a_folder_is_collected_once) {
  std::filesystem::create_directory(desk_ / "drop");
  EXPECT_EQ(desk_.run({"source", "folder", "crm", desk_ / "drop", "--every", "7m"}).code, 2);
  auto folder =
      desk_.json({"source", "folder", "crm", desk_ / "drop", "--pattern", "*.csv", "--every", "5m"});
  EXPECT_EQ(folder["cron"], "*/5 * * * *");
  auto path = desk_.file("drop/new.csv", people(60, 63, "qq.com"));
  std::filesystem::last_write_time(path,
                                   std::filesystem::file_time_type::clock::now() - std::chrono::hours(1));
  auto files = desk_.json({"collect"});
  ASSERT_EQ(files.size(), 1u);
  EXPECT_EQ(files[0]["state"], "imported");
  EXPECT_EQ(files[0]["records"], 3);
  EXPECT_TRUE(std::filesystem::exists(desk_ / "drop/done/new.csv"));
  EXPECT_EQ(desk_.json({"collect", "crm"}).size(), 0u);
  EXPECT_EQ(desk_.run({"source", "folder", "crm", "--remove"}).code, 0);
  EXPECT_EQ(desk_.run({"collect", "crm"}).code, 3);
}

}  // namespace
}  // namespace kith::cli
