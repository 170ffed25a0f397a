// A file looked at once: kinds, keys, dependencies, repeated rows, outliers, personal data, rules.
#include "service/profile_file.h"

#include <filesystem>
#include <fstream>

#include <gtest/gtest.h>
#include <unistd.h>

#include "base/error.h"

namespace kith::service {
namespace {

class ProfileFileTest : public ::testing::Test {
 protected:
  FileProfile profile_of(const std::string& content) {
    auto path =
        std::filesystem::temp_directory_path() / ("kith-profile-" + std::to_string(getpid()) + ".csv");
    std::ofstream(path, std::ios::binary) << content;
    Progress silent;
    Cancel cancel;
    auto profile = profile_file(path.string(), {}, silent, cancel);
    std::filesystem::remove(path);
    return profile;
  }
};

std::string people() {
  std::string text = "编号,手机,邮编,城市,金额\n";
  for (int i = 0; i < 200; ++i) {
    bool north = i % 3 != 0;
    text += std::to_string(1000 + i) + ",138" + std::to_string(10000000 + i * 37) + "," +
            (north ? "100000" : "200000") + "," + (north ? "北京" : "上海") + "," +
            (i == 77 ? "999999" : std::to_string(50 + i % 20)) + "\n";
  }
  return text;
}

TEST_F(ProfileFileTest, KindsKeysDependenciesAndOutliers) {
  auto profile = profile_of(people());
  EXPECT_EQ(profile.rows, 200u);
  ASSERT_EQ(profile.columns.size(), 5u);
  EXPECT_TRUE(profile.columns[0].key);
  EXPECT_FALSE(profile.columns[3].key);
  EXPECT_EQ(profile.columns[1].kinds.most(), ValueKind::phone);
  EXPECT_EQ(profile.columns[1].attribute, "phone");
  EXPECT_EQ(profile.columns[4].outliers, 1u);
  bool found = false;
  for (const auto& d : profile.dependencies) found |= d.from == 2 && d.to == 3 && d.share == 1;
  EXPECT_TRUE(found);
  auto rules = suggested_rules(profile.columns[3], profile.rows);
  std::string all;
  for (const auto& rule : rules) all += rule.render(Language::en) + "\n";
  EXPECT_NE(all.find("must be one of: 北京 | 上海"), std::string::npos) << all;
}

TEST_F(ProfileFileTest, RepeatedRowsAreCounted) {
  auto profile = profile_of("a,b\n1,x\n1,x\n2,x\n1,x\n,1x\n");
  EXPECT_EQ(profile.repeated_rows, 2u);
}

TEST_F(ProfileFileTest, APlaceThatIsCalledAsPeopleAreIsNoPersonalData) {
  auto profile = profile_of("姓名,城市\n李伟,安顺市\n王芳,吴忠市\n张敏,安顺\n陈静,吴忠\n");
  auto page = profile_terminal(profile, Language::zh);
  EXPECT_NE(page.find("姓名 中有个人信息"), std::string::npos) << page;
  EXPECT_EQ(page.find("城市 中有个人信息"), std::string::npos) << page;
  EXPECT_NE(page.find("导入时读作 城市"), std::string::npos) << page;
}

TEST_F(ProfileFileTest, ThePageHoldsNothingThatRuns) {
  auto profile =
      profile_of("name,note\n<script>alert(1)</script>,\"a&b\"\n<script>alert(1)</script>,c\nx,y\n");
  for (auto language : {Language::en, Language::zh}) {
    auto page = profile_html(profile, language);
    EXPECT_EQ(page.find("<script"), std::string::npos);
    EXPECT_EQ(page.find("http"), std::string::npos);
    EXPECT_NE(page.find("&lt;script&gt;"), std::string::npos);
    EXPECT_FALSE(profile_terminal(profile, language).empty());
  }
  EXPECT_NE(profile_html(profile, Language::zh).find("值得注意"), std::string::npos);
  EXPECT_NE(profile_json(profile).find("\"columns\""), std::string::npos);
}

}  // namespace
}  // namespace kith::service
