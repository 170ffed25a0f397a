// Files, keys, places and words that are no good. The adversary is a command that takes them in silence, says
// no more than that it failed, leaves something half done, or speaks English to a Chinese reader.
#include "kith_process.h"

namespace kith::cli {
namespace {

class BadInput : public testing::Test {
 protected:
  void SetUp() override {
    desk.json({"init"});
    desk.add_source("web");
  }

  /// The command fails with that code and with a sentence that names `named`, in both languages and as JSON;
  /// a second line says what to do.
  void refused(const Words& words, int code, const std::string& name, const std::string& named) {
    auto english = desk.run(words), chinese = desk.chinese(words);
    EXPECT_EQ(english.code, code) << english;
    EXPECT_EQ(english.out, "");
    EXPECT_NE(english.err.find(named), std::string::npos) << english;
    EXPECT_GE(std::count(english.err.begin(), english.err.end(), '\n'), 2) << english;
    EXPECT_FALSE(has_chinese(english.err)) << english;
    EXPECT_TRUE(plain(english.err));
    EXPECT_EQ(chinese.code, code) << chinese;
    EXPECT_TRUE(has_chinese(chinese.err)) << chinese;
    EXPECT_NE(chinese.err.find(named), std::string::npos) << chinese;
    EXPECT_EQ(english_in(chinese.err), "") << chinese;
    auto for_machines = words;
    for_machines.insert(for_machines.begin(), "--json");
    auto answer = desk.run(for_machines);
    EXPECT_EQ(answer.code, code) << answer;
    EXPECT_EQ(answer.err, "");
    auto error = answer.json()["error"];
    EXPECT_EQ(error["code"], name);
    EXPECT_NE(error["message"].get<std::string>().find(named), std::string::npos) << error;
    EXPECT_TRUE(error.contains("hint")) << error;
  }
  void import_refused(const std::string& file, int code, const std::string& name) {
    auto named = std::filesystem::path(file).filename().string();
    refused({"import", file, "--source", "web"}, code, name, named);
    EXPECT_TRUE(desk.json({"batches"}).empty()) << "a refused file left a batch";
  }

  Desk desk;
};

TEST_F(BadInput, files_that_hold_no_table) {
  import_refused(desk.file("empty.csv", ""), 5, "bad_input");
  import_refused(desk.file("header.csv", "name,phone\n"), 5, "bad_input");
  import_refused(desk.file("nobody.csv", "colour,size\nred,3\nblue,4\n"), 5, "bad_input");
  import_refused(desk.file("program.csv", bytes_of(KITH_BINARY).substr(0, 5000)), 5, "bad_input");
  import_refused(desk / "missing.csv", 3, "not_found");
  std::filesystem::create_directory(desk / "folder");
  import_refused(desk / "folder", 5, "bad_input");
}

TEST_F(BadInput, a_table_without_a_person_is_told_by_its_first_line) {
  auto file = desk.file("nobody.csv", "colour,size\nred,3\n");
  auto error = desk.run({"--json", "import", file, "--source", "web"}).json()["error"];
  EXPECT_EQ(error["line"], 1);
  EXPECT_EQ(std::filesystem::path(error["file"].get<std::string>()).filename(), "nobody.csv");
}

TEST_F(BadInput, a_column_of_nothing_is_counted_as_empty) {
  auto file = desk.file("null.csv", "name,phone,email,colour\n王伟,13800138000,,\n李雷,13800138001,,\n");
  auto report = desk.json({"import", file, "--source", "web"});
  EXPECT_EQ(report["records"], 2);
  bool met = false;
  for (const auto& m : report["mapping"]) {
    if (m["attribute"] != "email") continue;
    met = true;
    EXPECT_EQ(m["verdicts"]["empty"], 2);
  }
  EXPECT_TRUE(met);
}

TEST_F(BadInput, a_row_that_is_no_text_is_rejected_by_its_line_and_the_rest_stays) {
  std::string text = "name,phone\n";
  for (int i = 0; i < 30; ++i) text += "王伟,13800138" + std::to_string(100 + i) + "\n";
  auto file = desk.file("bytes.csv", text + "\xff\xfe\xc3(,13800138999\n李雷,13800138998\n");
  auto report = desk.json({"import", file, "--source", "web"});
  EXPECT_EQ(report["records"], 31);
  EXPECT_EQ(report["rejects"], 1);
  auto rejects = desk.json({"rejects"});
  ASSERT_EQ(rejects.size(), 1u);
  EXPECT_EQ(rejects[0]["line"], 32);
  auto again = desk.chinese({"import", file, "--source", "web", "--again"});
  EXPECT_NE(again.out.find("32"), std::string::npos) << again;
  EXPECT_EQ(english_in(again.out), "");
}

TEST_F(BadInput, sources_and_ids_that_are_not_there) {
  auto file = desk.file("a.csv", "name,phone\n王伟,13800138000\n");
  refused({"import", file, "--source", "wbe"}, 3, "not_found", "wbe");
  refused({"show", "cus_0SA2Y6NSR0X99"}, 3, "not_found", "cus_0SA2Y6NSR0X99");
  refused({"show", "Mr Wang"}, 2, "usage", "Mr Wang");
  refused({"undo", "99"}, 3, "not_found", "99");
}

TEST_F(BadInput, words_that_kith_does_not_know) {
  refused({"imprt", "a.csv"}, 2, "usage", "imprt");
  refused({"import", "a.csv", "--sorce", "web"}, 2, "usage", "--sorce");
  refused({"import"}, 2, "usage", "file");
  refused({"resolve", "--threads", "many"}, 2, "usage", "many");
  const std::map<std::string, std::pair<Words, Words>> meant = {
      {"import", {{"imprt"}, {"improt", "x"}}},
      {"--source", {{"import", "--sorce", "x"}, {"import", "x", "--surce=y"}}},
      {"add", {{"source", "ad"}, {"source", "addd", "x"}}}};
  for (const auto& [word, tries] : meant) {
    for (const auto& words : {tries.first, tries.second})
      EXPECT_NE(desk.run(words).err.find("Did you mean " + word + "?"), std::string::npos) << desk.run(words);
  }
  EXPECT_EQ(desk.run({"xylophone"}).err.find("Did you mean"), std::string::npos);
}

TEST_F(BadInput, keys_that_do_not_open_the_base) {
  auto other = desk.file("other.key", std::string(64, 'b') + "\n");
  std::filesystem::permissions(other, std::filesystem::perms::owner_read);
  refused({"--key-file", other, "batches"}, 8, "wrong_key", "home");
  auto key = desk.json({"key", "status"})["key_file"].get<std::string>();
  auto kept = bytes_of(key);
  std::filesystem::rename(key, key + ".away");
  refused({"batches"}, 3, "not_found", key);
  std::filesystem::rename(key + ".away", key);
  EXPECT_EQ(desk.run({"batches"}).code, 0);
  EXPECT_EQ(bytes_of(key), kept);
}

TEST_F(BadInput, places_that_are_no_base) {
  refused({"init"}, 4, "conflict", "home");
  auto nothing = desk / "nothing";
  refused({"--home", nothing, "batches"}, 3, "not_found", nothing);
  EXPECT_FALSE(std::filesystem::exists(nothing)) << "looking for a base made its folder";
  auto file = desk.file("file", "no folder");
  EXPECT_EQ(desk.run({"--home", file, "init"}).code, 6);
  EXPECT_EQ(desk.run({"--home", file, "batches"}).code, 3);
  EXPECT_EQ(bytes_of(file), "no folder");
  EXPECT_EQ(desk.run({"--home", file + "/below", "init"}).code, 6);
}

}  // namespace
}  // namespace kith::cli
