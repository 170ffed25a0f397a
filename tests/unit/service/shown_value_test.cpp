// The company's form where values are shown and leave. The adversaries: an export that forgets the second
// phone, a program that gets what was meant for people, a mask that does not cover the shown form.
#include <nlohmann/json.hpp>

#include "ledger/house_texts.h"
#include "service/customer_desk.h"
#include "service/customer_list.h"
#include "service/export_table.h"
#include "service/shown_changes.h"
#include "small_base.h"

namespace kith::service {
namespace {

class ShownValue : public SmallBase {
 protected:
  void SetUp() override {
    import(
        "customer_id,name,gender,birth_date,phone,email\n"
        "a,John Smith,男,1990-05-06,13912345678,smith@example.org\n"
        "b,John Smith,男,1990-05-06,13912345679,smith@example.org\n");
    resolve();
    merge_customers(*home_, {customer("a"), customer("b")});
    home_->ledger().write([](ledger::Write& write) { ledger::put_house_text(write, "standard", toml); });
    home_->lens(progress_, cancel_);
  }
  void merge_customers(Home& home, std::vector<CustomerId> customers) {
    if (customers[0] == customers[1]) return;
    std::vector<std::string> names;
    for (auto id : customers) names.push_back(to_string(id));
    Office office(home);
    merge(office, operator_at_the_machine(Language::en), names, "one", false);
  }
  std::string exported(ExportTable table, const std::string& name, bool lossless = false) {
    ExportRequest request;
    request.table = table;
    request.path = folder_ / name;
    request.format = *export_format_of_path(name);
    request.lossless = lossless;
    request.overwrite = true;
    export_table(*home_, request, progress_, cancel_);
    return bytes_of(request.path);
  }

  static constexpr std::string_view toml =
      "[names]\norder = \"family first\"\n[phones]\nform = \"national\"\n[dates]\nform = \"31/01/2026\"\n"
      "[shown.gender]\nmale = \"M\"\n";
};

bool has(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }

TEST_F(ShownValue, PagesAndListsSayBothAndMasksCoverBoth) {
  Office office(*home_);
  auto actor = operator_at_the_machine(Language::en);
  auto name = to_string(customer("a"));
  std::map<std::string, std::pair<std::string, std::string>> values;
  for (const auto& value : view_customer(office, actor, name, std::nullopt).page.values)
    values[value.attribute.name] = {value.golden.value, value.shown};
  EXPECT_EQ(values["name"], std::pair(std::string("John Smith"), std::string("Smith, John")));
  EXPECT_EQ(values["gender"].second, "M");
  EXPECT_EQ(values["birth_date"], std::pair(std::string("1990-05-06"), std::string("06/05/1990")));
  CustomerQuery query;
  query.attributes = {"name", "phone", "email"};
  auto row = list_customers(office, actor, query).items.at(0);
  std::map<std::string, std::string> shown(row.shown.begin(), row.shown.end());
  EXPECT_EQ(shown["name"], "Smith, John");
  EXPECT_TRUE(has(shown["phone"], "139 1234") || has(shown["phone"], "1391234")) << shown["phone"];
  EXPECT_EQ(shown.count("email"), 0u) << "shown as it is stored";

  actor.role = "seller";
  actor.rights = {"customers.read"};
  actor.fields = {{"name", "", FieldAccess::mask}, {"phone", "", FieldAccess::hide}};
  for (const auto& value : view_customer(office, actor, name, std::nullopt).page.values) {
    EXPECT_NE(value.attribute.name, "phone");
    EXPECT_FALSE(value.attribute.name == "name" && has(value.shown, "Smith")) << value.shown;
  }
  auto masked_row = list_customers(office, actor, query).items.at(0);
  for (const auto& [attribute, value] : masked_row.shown) {
    EXPECT_NE(attribute, "phone");
    EXPECT_FALSE(has(value, "Smith")) << value;
  }
}

TEST_F(ShownValue, AMergeOnTrialSaysOnlyWhatOneMayRead) {
  import(
      "customer_id,name,phone,city\n"
      "c,Mary Miller,13712345678,上海\n");
  resolve();
  Office office(*home_);
  auto actor = operator_at_the_machine(Language::en);
  const std::vector<std::string> both = {to_string(customer("a")), to_string(customer("c"))};
  auto values = merge(office, actor, both, "", true).values;
  EXPECT_EQ(values["city"], "上海市");
  EXPECT_TRUE(has(values["name"], "John Smith") || has(values["name"], "Mary Miller")) << values["name"];
  actor.role = "seller";
  actor.rights = {"customers.read", "customers.merge"};
  actor.fields = {{"name", "", FieldAccess::mask}, {"phone", "", FieldAccess::hide}};
  auto seen = merge(office, actor, both, "", true).values;
  EXPECT_EQ(seen.count("phone"), 0u);
  EXPECT_EQ(seen["city"], "上海市");
  EXPECT_FALSE(has(seen["name"], "Smith") || has(seen["name"], "Miller")) << seen["name"];
  EXPECT_TRUE(merge(office, actor, both, "", false).values.empty());
}

TEST_F(ShownValue, FilesForPeopleHaveTheFormAndFilesForProgramsDoNot) {
  for (auto table : {ExportTable::customers, ExportTable::values}) {
    auto people = exported(table, "people.csv");
    EXPECT_TRUE(has(people, "Smith, John")) << people;
    EXPECT_TRUE(has(people, "06/05/1990")) << people;
    EXPECT_FALSE(has(people, "+86139")) << people;
    for (const auto& programs : {exported(table, "lossless.csv", true), exported(table, "rows.ndjson")}) {
      EXPECT_TRUE(has(programs, "John Smith")) << programs;
      EXPECT_TRUE(has(programs, "+8613912345679")) << programs;
      EXPECT_FALSE(has(programs, "06/05/1990")) << programs;
    }
  }
  auto people = exported(ExportTable::customers, "people.csv");
  EXPECT_FALSE(has(people, "\x1f"));
  EXPECT_TRUE(has(exported(ExportTable::records, "records.csv"), "+8613912345678"))
      << "records are evidence, and keep what is stored";
}

TEST_F(ShownValue, AStandardOnTrialTellsWhatWouldBeShownOtherwise) {
  auto& lens = home_->lens(progress_, cancel_);
  auto query = [&](std::string_view sql, std::span<const lens::LensValue> parameters,
                   const std::function<void(const lens::LensRow&)>& each) {
    lens.query(sql, parameters, each);
  };
  auto changes = shown_changes(query, {}, standard_from_toml(toml, "x"), cancel_);
  std::map<std::string, std::uint64_t> values;
  for (const auto& each : changes) values[each.attribute] = each.values;
  EXPECT_EQ(values, (std::map<std::string, std::uint64_t>{
                        {"name", 1}, {"gender", 1}, {"birth_date", 1}, {"phone", 2}}));
  EXPECT_EQ(changes.at(0).examples.at(0).after, "Smith, John");
  EXPECT_TRUE(
      shown_changes(query, standard_from_toml(toml, "x"), standard_from_toml(toml, "x"), cancel_).empty());
}

}  // namespace
}  // namespace kith::service
