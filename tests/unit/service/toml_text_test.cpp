// Changing single keys of what people wrote. The adversaries: a comment that gets lost, a key that stands in
// another section, a list over several lines, a # or a bracket in quotes, a rule too few or too many.
#include "service/toml_text.h"

#include <gtest/gtest.h>

#include "base/error.h"
#include "service/rule_file.h"
#include "service/standard_text.h"

namespace kith::service {
namespace {

constexpr std::string_view written =
    "# ours\n"
    "[names]\n"
    "order = \"family first\"  # as on the badge\n"
    "\n"
    "# shops\n"
    "[codes.industry]\n"
    "\"Retail # [1]\" = [\n"
    "  \"retail\",  # [most\n"
    "  \"零售\",\n"
    "]\n"
    "Bank = [\"银行\"]\n";

TEST(TomlText, WhatIsNotMeantStaysToTheLetter) {
  TomlText text(written);
  text.put("[codes.industry]", 0, "Retail # [1]", "[\"shop\"]");
  EXPECT_EQ(text.text(),
            "# ours\n[names]\norder = \"family first\"  # as on the badge\n\n# shops\n[codes.industry]\n"
            "\"Retail # [1]\" = [\"shop\"]\nBank = [\"银行\"]\n");
  text.put("[names]", 0, "order", "\"given first\"");
  text.put("[phones]", 0, "form", "\"national\"");
  text.remove_key("[codes.industry]", 0, "Bank");
  text.remove_key("[names]", 0, "Bank");
  EXPECT_EQ(text.text(),
            "# ours\n[names]\norder = \"given first\"\n\n# shops\n[codes.industry]\n"
            "\"Retail # [1]\" = [\"shop\"]\n\n[phones]\nform = \"national\"\n");
}

TEST(StandardText, AKeyIsSetAndTakenOutAgain) {
  auto text = standard_with("", "phones.form=national");
  text = standard_with(text, "codes.industry.Retail trade=零售业, retail");
  text = standard_with(text, "codes.industry.closed=true");
  text = standard_with(text, "shown.gender.male=男");
  auto standard = standard_from_toml(text, "x");
  EXPECT_EQ(standard.phone_form, PhoneForm::national);
  EXPECT_EQ(standard.codes["industry"].meaning["零售业"], "Retail trade");
  EXPECT_TRUE(standard.codes["industry"].closed);
  EXPECT_EQ(standard.shown["gender"]["male"], "男");
  text = standard_with(text, "phones.form=");
  EXPECT_EQ(standard_from_toml(text, "x").phone_form, PhoneForm::e164);
}

TEST(StandardText, WhatCannotBeIsRefused) {
  for (const char* word : {"phones.form", "phones=national", "phones.form=loud", "phone.form=national",
                           "codes.industri.Retail=x", "=x", "shown.gender=x"})
    EXPECT_THROW(standard_with("", word), Error) << word;
  // A key that stands where single lines are not looked for would be there twice.
  EXPECT_THROW(standard_with("phones.form = \"e164\"\n", "phones.form=national"), Error);
}

TEST(RuleText, OneRuleIsAddedChangedAndDropped) {
  const std::string before =
      "# births\n[[rule]]\nname = \"births\"\nattribute = \"birth_date\"\ncheck = \"range\"\nmost = "
      "\"today\"\n\n"
      "# phones of women\n[[rule]]\nattribute = \"phone\"\ncheck = \"required\"\n"
      "when = { attribute = \"gender\", is = [\"female\"] }\n";
  auto text = rules_with(
      before, "", {"attribute=city", "check=list", "values=上海市, 北京市", "sources=web:block,erp:off"});
  auto rules = rules_from_toml(text, "x");
  ASSERT_EQ(rules.size(), 3u);
  EXPECT_EQ(rules[2].values, (std::vector<std::string>{"上海市", "北京市"}));
  EXPECT_EQ(rules[2].severity_for("web"), quality::RuleSeverity::block);
  EXPECT_FALSE(rules[2].severity_for("erp"));
  text = rules_with(text, "phone required", {"severity=quarantine", "when=gender:female,male"});
  EXPECT_EQ(rules_from_toml(text, "x")[1].when->values.size(), 2u);
  EXPECT_NE(text.find("# phones of women"), std::string::npos);
  text = rules_without(text, "phone required");
  EXPECT_EQ(text.find("# phones of women"), std::string::npos);
  EXPECT_EQ(rules_from_toml(text, "x").size(), 2u);
  EXPECT_NE(text.find("# births"), std::string::npos);
  EXPECT_THROW(rules_without(text, "nobody"), Error);
  EXPECT_THROW(rules_with(text, "", {"attribute=city"}), Error) << "without a check";
  EXPECT_THROW(rules_with(text, "births", {"severity=loud"}), Error);
  EXPECT_THROW(rules_with("rule = [{ attribute = \"city\", check = \"required\" }]\n", "city required",
                          {"severity=block"}),
               Error);
}

}  // namespace
}  // namespace kith::service
