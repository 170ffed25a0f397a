// Addresses for other systems, made and removed at the machine. The adversary: a secret that is shown twice,
// a name or source that does not exist, a refusal in the wrong language.
#include "kith_process.h"

namespace kith::cli {
namespace {

class Hook : public testing::Test {
 protected:
  void SetUp() override {
    ASSERT_EQ(desk.run({"init"}).code, 0);
    desk.add_source("shop");
  }
  Desk desk;
};

TEST_F(Hook, is_made_listed_and_removed) {
  EXPECT_NE(desk.run({"hook", "list"}).out.find("No incoming webhook yet"), std::string::npos);
  const auto made = desk.json({"hook", "add", "orders of the shop", "--source", "shop", "--kind", "orders"});
  const std::string id = made["id"], secret = made["secret"];
  EXPECT_EQ(made["path"], "/hooks/" + id);
  EXPECT_EQ(made["scheme"], "standard");
  EXPECT_EQ(secret.rfind("whsec_", 0), 0U) << "as Standard Webhooks writes secrets";

  const auto listed = desk.json({"hook", "list"});
  ASSERT_EQ(listed.size(), 1U);
  EXPECT_EQ(listed[0]["id"], id);
  EXPECT_EQ(listed[0]["source"], "shop");
  EXPECT_EQ(listed[0]["waiting"], 0);
  for (const auto& outcome : {desk.run({"hook", "list"}), desk.chinese({"hook", "list"})}) {
    EXPECT_EQ(outcome.code, 0) << outcome;
    EXPECT_NE(outcome.out.find(id), std::string::npos) << outcome;
    EXPECT_EQ(outcome.out.find(secret), std::string::npos) << "a secret is shown once";
    EXPECT_TRUE(plain(outcome.out));
  }

  const auto renewed = desk.json({"hook", "secret", id});
  EXPECT_EQ(renewed["id"], id);
  EXPECT_NE(renewed["secret"], secret);
  const auto removed = desk.chinese({"hook", "remove", id, "--yes"});
  EXPECT_EQ(removed.code, 0) << removed;
  EXPECT_TRUE(has_chinese(removed.out)) << removed;
  EXPECT_TRUE(desk.json({"hook", "list"}).empty());
}

TEST_F(Hook, takes_the_secret_and_the_header_of_the_other_system) {
  const auto made = desk.json({"hook", "add", "crm", "--source", "shop", "--header", "X-Signature-256",
                               "--secret", "a secret of their own", "--rows", "data.items"});
  EXPECT_EQ(made["scheme"], "hmac");
  EXPECT_EQ(made["header"], "x-signature-256") << "names of headers know no case";
  EXPECT_EQ(made["rows"], "data.items");
  EXPECT_EQ(made["secret"], "a secret of their own");
}

TEST_F(Hook, says_what_is_wrong_in_both_languages) {
  desk.json({"hook", "add", "crm", "--source", "shop"});
  for (const Words& words : std::vector<Words>{{"hook", "add", "x", "--source", "nowhere"},
                                               {"hook", "add", "x"},
                                               {"hook", "add", "x", "--source", "shop", "--kind", "parrots"},
                                               {"hook"},
                                               {"hook", "secret", "hok_nothing"},
                                               {"hook", "remove", "hok_nothing", "--yes"}}) {
    const auto english = desk.run(words), chinese = desk.chinese(words);
    EXPECT_NE(english.code, 0) << english;
    EXPECT_EQ(english.code, chinese.code) << chinese;
    EXPECT_FALSE(has_chinese(english.err)) << english;
    EXPECT_TRUE(has_chinese(chinese.err)) << chinese;
  }
  EXPECT_EQ(desk.json({"hook", "list"}).size(), 1U);
}

}  // namespace
}  // namespace kith::cli
