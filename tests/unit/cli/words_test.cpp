// What the program says about itself. The adversary: help that lacks a command or a language, a completion
// script that the shell cannot read, a manual page that the formatter rejects.
#include "kith_process.h"

namespace kith::cli {
namespace {

const char* const commands[] = {"init",   "source",    "import", "batches",    "rejects", "undo",   "resolve",
                                "merge",  "customers", "show",   "why",        "how",     "split",  "pin",
                                "unpin",  "quality",   "export", "evaluate",   "lens",    "verify", "serve",
                                "sample", "config",    "key",    "completion", "man"};

// The names of arguments and roff's own words stand in English in both languages.
std::string without_names(const std::string& text) {
  return std::regex_replace(text, std::regex("(^|\n)(用法|\\.[A-Z])[^\n]*"), "");
}

int shell(const std::string& command) {
  int status = std::system(command.c_str());
  return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

TEST(Help, names_every_command_in_both_languages) {
  Desk desk;
  auto english = desk.run({"--help"}), chinese = desk.chinese({"--help"});
  EXPECT_EQ(english.code, 0);
  EXPECT_EQ(english.out, desk.run({}).out);
  EXPECT_FALSE(has_chinese(english.out));
  EXPECT_EQ(english_in(without_names(chinese.out)), "");
  for (std::string command : commands) {
    EXPECT_NE(english.out.find("\n  " + command + " "), std::string::npos) << command;
    EXPECT_NE(chinese.out.find("\n  " + command + " "), std::string::npos) << command;
    auto help = desk.run({command, "--help"}), in_chinese = desk.chinese({command, "--help"});
    EXPECT_EQ(help.code, 0);
    EXPECT_NE(help.out.find("kith " + command), std::string::npos) << help;
    EXPECT_FALSE(has_chinese(help.out)) << help;
    EXPECT_TRUE(has_chinese(in_chinese.out)) << in_chinese;
    EXPECT_EQ(english_in(without_names(in_chinese.out)), "") << in_chinese;
    EXPECT_TRUE(plain(help.out + in_chinese.out));
  }
  EXPECT_NE(desk.run({"source", "add", "--help"}).out.find("kith source add"), std::string::npos);
}

TEST(Help, the_language_comes_from_the_word_then_the_variables) {
  Desk desk;
  EXPECT_FALSE(has_chinese(desk.run({"--help"}).out));
  desk.environment["LC_ALL"] = "zh_CN.UTF-8";
  EXPECT_TRUE(has_chinese(desk.run({"--help"}).out));
  desk.environment["KITH_LANG"] = "en";
  EXPECT_FALSE(has_chinese(desk.run({"--help"}).out));
  EXPECT_TRUE(has_chinese(desk.run({"--help", "--lang", "zh"}).out));
  EXPECT_TRUE(has_chinese(desk.run({"--lang=zh", "--help"}).out));
}

TEST(Completion, is_a_script_that_the_shell_can_read) {
  Desk desk;
  for (std::string name : {"bash", "fish", "zsh"}) {
    auto script = desk.run({"completion", name});
    EXPECT_EQ(script.code, 0);
    for (std::string command : commands)
      EXPECT_NE(script.out.find(command), std::string::npos) << name << " lacks " << command;
  }
  auto file = desk.file("bash", desk.run({"completion", "bash"}).out);
  EXPECT_EQ(shell("bash -n " + file), 0);
  EXPECT_EQ(shell("bash -c 'source " + file +
                  "; COMP_WORDS=(kith impo); COMP_CWORD=1; _kith; [ \"${COMPREPLY[*]}\" = import ]'"),
            0);
  EXPECT_EQ(shell("bash -c 'source " + file +
                  "; COMP_WORDS=(kith source a); COMP_CWORD=2; _kith; [ \"${COMPREPLY[*]}\" = add ]'"),
            0);
  EXPECT_EQ(desk.run({"completion", "tcsh"}).code, 2);
}

TEST(Manual, is_a_page_of_the_formatter_in_both_languages) {
  Desk desk;
  auto english = desk.run({"man"}), chinese = desk.chinese({"man"});
  EXPECT_EQ(english.out.rfind(".TH KITH 1", 0), 0u);
  EXPECT_FALSE(has_chinese(english.out));
  EXPECT_TRUE(has_chinese(chinese.out));
  EXPECT_EQ(english_in(without_names(chinese.out)), "");
  for (std::string command : commands) EXPECT_NE(english.out.find(command), std::string::npos) << command;
}

TEST(Version, is_one_line) {
  Desk desk;
  EXPECT_TRUE(std::regex_match(desk.run({"--version"}).out, std::regex("kith [0-9]+\\.[0-9]+\\.[0-9]+\n")));
}

}  // namespace
}  // namespace kith::cli
