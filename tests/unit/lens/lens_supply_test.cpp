// Columns are made for the attributes that batches supply, and every attribute can be asked for all the same.
#include <filesystem>

#include <gtest/gtest.h>
#include <unistd.h>

#include "base/error.h"
#include "lens/lens.h"

namespace kith::lens {
namespace {

class LensSupply : public testing::Test {
 protected:
  void SetUp() override {
    path_ = (std::filesystem::temp_directory_path() / ("kith_supply_" + std::to_string(getpid()) + ".lens"));
    Lens::remove(path_);
    key_ = SecretKey::random();
    lens_ = Lens::open(path_, key_);
    lens_->set_attributes({{1, "name", "person_name", "basic", "personal", "Name", "姓名", false},
                           {2, "phone", "phone", "basic", "personal", "Phone", "电话", false},
                           {3, "note", "text", "basic", "internal", "Note", "备注", false}});
  }
  void TearDown() override {
    lens_.reset();
    Lens::remove(path_);
  }

  void add(std::int64_t id, std::vector<LensField> fields) {
    auto update = lens_->update();
    update->add(LensRecord{id, 1, 1, 0, id, id, 0, {}, {}, fields});
    update->commit(id);
  }
  std::string text(const char* sql) {
    std::string out;
    lens_->query(sql, {}, [&](const LensRow& row) {
      for (std::size_t i = 0; i < row.size(); ++i) {
        if (!out.empty()) out += '|';
        out += row.is_null(i) ? "null" : row.printed(i);
      }
    });
    return out;
  }

  std::string path_;
  SecretKey key_ = SecretKey::random();
  std::unique_ptr<Lens> lens_;
};

const LensField changed{true, "张三", " 张三", Verdict::changed, Reason::trimmed};
const LensField kept{true, "13912345678", "13912345678", Verdict::kept, Reason::none};

TEST_F(LensSupply, AnAttributeThatNobodySuppliesIsThereAndNull) {
  lens_->supply({"name"});
  add(4, {changed, {}, {}});
  EXPECT_EQ(text("SELECT \"name\", \"name:raw\", \"name:verdict\", \"name:reason\" FROM record"),
            "张三| 张三|1|" + std::to_string(static_cast<int>(Reason::trimmed)));
  EXPECT_EQ(text("SELECT \"phone\", \"phone:raw\", \"phone:verdict\", \"phone:reason\" FROM record"),
            "null|null|null|null");
}

TEST_F(LensSupply, ColumnsMadeLaterStandBesideEarlierRowsAndOutliveTheProcess) {
  lens_->supply({"phone"});
  add(4, {{}, kept, {}});
  lens_->supply({"name", "phone", "no such attribute"});
  add(8, {changed, kept, {}});
  lens_.reset();
  lens_ = Lens::open(path_, key_);
  add(12, {changed, {}, {}});
  EXPECT_EQ(text("SELECT \"name\", \"phone\", \"phone:verdict\" FROM record ORDER BY id"),
            "null|13912345678|0|张三|13912345678|0|张三|null|null");
}

TEST_F(LensSupply, TheOrderInWhichColumnsCameDoesNotShowInTheFingerprint) {
  lens_->supply({"phone", "name", "note"});
  add(4, {changed, kept, {}});
  auto first = lens_->fingerprint();
  TearDown();
  SetUp();
  lens_->supply({"name"});
  lens_->supply({"phone"});
  add(4, {changed, kept, {}});
  EXPECT_TRUE(lens_->fingerprint() == first);
}

TEST_F(LensSupply, KeptMemoryOutlivesManyRowsAndLargeOnes) {
  lens_->supply({"note"});
  auto update = lens_->update();
  std::string large(3 << 20, 'x');
  for (std::int64_t i = 1; i <= 5000; ++i) {
    std::string note = i % 1000 == 0 ? large : "note number " + std::to_string(i);
    auto bytes = update->keep({reinterpret_cast<const unsigned char*>(note.data()), note.size()});
    std::string_view kept_note(reinterpret_cast<const char*>(bytes.data()), bytes.size());
    std::vector<LensField> fields{{}, {}, {true, kept_note, kept_note, Verdict::kept, Reason::none}};
    note.assign(note.size(), '!');
    update->add(LensRecord{i * 4, 1, 1, 0, i, i, 0, {}, {}, fields, true});
  }
  update->commit(1);
  EXPECT_EQ(
      text("SELECT count(*), count(DISTINCT note), max(length(note)) FROM record WHERE note NOT LIKE '%!%'"),
      "5000|4996|3145728");
}

}  // namespace
}  // namespace kith::lens
