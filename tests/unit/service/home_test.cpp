// Homes, their keys and their lens. The adversaries: a wrong or lost key, a key file that others can read, a
// rotation cut short at any step, a newer version, places that cannot be written, a lens that is deleted or
// damaged, or that drifts from the ledger as it is brought up step by step.
#include "service/home.h"

#include <sys/stat.h>

#include "service/verify_home.h"
#include "small_base.h"

namespace kith::service {
namespace {

class Homes : public SmallBase {
 protected:
  void expect_lens_equals_rebuilt(const char* after) {
    auto refreshed = home_->lens(progress_, cancel_).fingerprint();
    auto rebuilt = home_->rebuild_lens(progress_, cancel_).fingerprint();
    ASSERT_EQ(refreshed.size(), rebuilt.size());
    for (std::size_t i = 0; i < rebuilt.size(); ++i)
      EXPECT_EQ(refreshed[i], rebuilt[i]) << rebuilt[i].table << " after " << after;
  }
  std::optional<ErrorCode> opening(const KeyChoice& choice) {
    return error_of([&] { Home::open(folder_ / "home", choice, Access::write); });
  }
  // A home under a key file in the default folder.
  KeyChoice key_file_home() {
    KeyChoice choice;
    choice.default_folder = folder_ / "keys";
    auto home = Home::create(folder_ / "filed", choice);
    key_file_ = home->keyring().key_file();
    return choice;
  }
  std::optional<ErrorCode> opening_filed(const KeyChoice& choice) {
    return error_of([&] { Home::open(folder_ / "filed", choice, Access::write); });
  }
  std::string key_file_;
};

TEST_F(Homes, TheLensEqualsARebuiltOneAfterEveryOperation) {
  import(crowd(20, 10));
  expect_lens_equals_rebuilt("an import");
  resolve();
  expect_lens_equals_rebuilt("a resolve");
  auto k1 = customer("k1"), k2 = customer("k2");
  merge_customers(*home_, {k1, k2}, "x", false);
  expect_lens_equals_rebuilt("a merge");
  split_records(*home_, {record("k2")}, "x", false);
  expect_lens_equals_rebuilt("a split");
  pin_value(*home_, k1, "email", "pinned@163.com", "x");
  expect_lens_equals_rebuilt("a pin");
  import(
      "order_id,customer_id,name,phone,order_date,amount\n"
      "o1,k1,王小明,13800138000,2026-01-05 10:00:00,99\n",
      BatchKind::orders);
  expect_lens_equals_rebuilt("orders");
  import(
      "order_id,customer_id,name,phone,order_date,amount\n"
      "o2,k1,王小明,13800138000,2026-01-06 10:00:00,98\n",
      BatchKind::orders);
  expect_lens_equals_rebuilt("orders of a known person");
  undo(3);
  expect_lens_equals_rebuilt("an undo of orders");
  undo(1);
  expect_lens_equals_rebuilt("an undo of customers");
}

TEST_F(Homes, VerifyFindsASoundBaseSound) {
  import(crowd(20, 10));
  resolve();
  auto report = verify_home(*home_, progress_, cancel_);
  for (const auto& check : report.checks)
    EXPECT_TRUE(check.sound) << check.name << ": " << check.detail.render(Language::en);
}

TEST_F(Homes, VerifyFindsAnAuditEntryThatWasChanged) {
  import(crowd(5, 5));
  home_->ledger().write([](ledger::Write& write) {
    write.sql("UPDATE audit SET detail = '{}' WHERE action = 'batch.import'").run();
  });
  EXPECT_FALSE(verify_home(*home_, progress_, cancel_).sound());
}

TEST_F(Homes, VerifyFindsAGoldenValueThatWasChanged) {
  import(crowd(5, 5));
  resolve();
  home_->ledger().write([](ledger::Write& write) {
    write.sql("UPDATE customer_value SET value = 'x@163.com' WHERE value = 'person1@163.com'").run();
  });
  EXPECT_FALSE(verify_home(*home_, progress_, cancel_).sound());
}

TEST_F(Homes, ADeletedLensIsRebuilt) {
  import(crowd(20, 10));
  resolve();
  auto before = home_->lens(progress_, cancel_).fingerprint();
  home_->close_lens();
  lens::Lens::remove(home_->lens_path());
  EXPECT_EQ(home_->lens(progress_, cancel_).fingerprint(), before);
}

TEST_F(Homes, AResolveSurvivesADamagedLens) {
  import(crowd(200, 100));
  resolve();
  for (double where : {0.0, 0.01, 0.3, 0.5, 0.8, 0.999}) {
    home_->close_lens();
    auto path = home_->lens_path();
    auto size = std::filesystem::file_size(path);
    {
      std::fstream damage(path, std::ios::binary | std::ios::in | std::ios::out);
      damage.seekp(static_cast<std::streamoff>(where * static_cast<double>(size)));
      damage << std::string(300, 'x');
    }
    EXPECT_FALSE(error_of([&] { resolve(); })) << "damage at " << where << " of " << size;
    home_->close_lens();
  }
  expect_lens_equals_rebuilt("damage");
}

TEST_F(Homes, ALensCutShortOrReplacedIsRebuilt) {
  import(crowd(40, 20));
  resolve();
  auto before = home_->lens(progress_, cancel_).fingerprint();
  home_->close_lens();
  std::filesystem::resize_file(home_->lens_path(), 5000);
  EXPECT_EQ(home_->lens(progress_, cancel_).fingerprint(), before) << "cut short";
  home_->close_lens();
  std::ofstream(home_->lens_path(), std::ios::trunc) << "no lens at all";
  EXPECT_EQ(home_->lens(progress_, cancel_).fingerprint(), before) << "another file";
}

TEST_F(Homes, AWrongKeyOpensNothing) {
  home_.reset();
  auto wrong = choice_;
  wrong.key_hex = std::string(64, 'b');
  EXPECT_EQ(opening(wrong), ErrorCode::wrong_key);
  wrong.key_hex = "too short";
  EXPECT_EQ(opening(wrong), ErrorCode::wrong_key);
  EXPECT_EQ(opening(KeyChoice()), ErrorCode::wrong_key);
  EXPECT_FALSE(opening(choice_));
}

TEST_F(Homes, AKeyFileLostOrReadableByOthersIsToldApart) {
  auto choice = key_file_home();
  EXPECT_FALSE(opening_filed(choice));
  ::chmod(key_file_.c_str(), 0644);
  EXPECT_EQ(opening_filed(choice), ErrorCode::wrong_key);
  ::chmod(key_file_.c_str(), 0600);
  EXPECT_FALSE(opening_filed(choice));
  std::filesystem::rename(key_file_, key_file_ + ".away");
  EXPECT_EQ(opening_filed(choice), ErrorCode::not_found);
  std::filesystem::rename(key_file_ + ".away", key_file_);
  EXPECT_FALSE(opening_filed(choice));
}

TEST_F(Homes, AFreshMasterKeyReplacesTheOld) {
  auto choice = key_file_home();
  auto old = bytes_of(key_file_);
  {
    auto home = Home::open(folder_ / "filed", choice, Access::write);
    home->keyring().change_master(choice);
  }
  EXPECT_NE(bytes_of(key_file_), old);
  EXPECT_FALSE(opening_filed(choice));
  KeyChoice with_old;
  with_old.key_hex = old.substr(0, 64);
  EXPECT_EQ(opening_filed(with_old), ErrorCode::wrong_key);
}

TEST_F(Homes, ARotationCutShortBeforeTheKeyFileWasReplacedStillOpens) {
  auto choice = key_file_home();
  auto old = bytes_of(key_file_);
  {
    auto home = Home::open(folder_ / "filed", choice, Access::write);
    home->keyring().change_master(choice);
  }
  // As if the process had died between sealing the keyring and moving the new key into place.
  std::filesystem::rename(key_file_, key_file_ + ".next");
  std::ofstream(key_file_) << old;
  ::chmod(key_file_.c_str(), 0600);
  EXPECT_FALSE(opening_filed(choice));
  EXPECT_FALSE(std::filesystem::exists(key_file_ + ".next"));
  EXPECT_FALSE(opening_filed(choice));
}

TEST_F(Homes, ARotationCutShortBeforeTheKeyringWasSealedStillOpens) {
  auto choice = key_file_home();
  std::ofstream(key_file_ + ".next") << std::string(64, 'c') << "\n";
  ::chmod((key_file_ + ".next").c_str(), 0600);
  EXPECT_FALSE(opening_filed(choice));
}

TEST_F(Homes, FreshDataKeysKeepEverything) {
  import(crowd(20, 10));
  resolve();
  auto before = tables();
  auto lens = home_->lens(progress_, cancel_).fingerprint();
  home_->change_data_keys();
  EXPECT_EQ(tables(), before);
  EXPECT_EQ(home_->lens(progress_, cancel_).fingerprint(), lens);
  reopen();
  EXPECT_EQ(tables(), before);
}

TEST_F(Homes, ADataKeyChangeThatOnlyBeganIsTakenBack) {
  import(crowd(20, 10));
  auto before = tables();
  home_->keyring().begin_ledger_change();
  reopen();
  EXPECT_EQ(tables(), before);
  EXPECT_FALSE(home_->keyring().next_ledger());
  reopen();
}

TEST_F(Homes, APassphraseOpensItsBaseAndNoOther) {
  KeyChoice choice;
  choice.passphrase = "正确的马 battery staple";
  Home::create(folder_ / "spoken", choice);
  auto open = [&](const KeyChoice& with) {
    return error_of([&] { Home::open(folder_ / "spoken", with, Access::write); });
  };
  EXPECT_FALSE(open(choice));
  choice.passphrase = "正确的馬 battery staple";
  EXPECT_EQ(open(choice), ErrorCode::wrong_key);
  EXPECT_EQ(open(KeyChoice()), ErrorCode::wrong_key);
}

TEST_F(Homes, ALedgerOfANewerVersionIsLeftAlone) {
  home_->ledger().write(
      [](ledger::Write& write) { write.sql("UPDATE meta SET value = '999' WHERE key = 'schema'").run(); });
  home_.reset();
  auto before = bytes_of(folder_ / "home/ledger");
  EXPECT_EQ(opening(choice_), ErrorCode::too_new);
  EXPECT_EQ(bytes_of(folder_ / "home/ledger"), before);
}

TEST_F(Homes, ADamagedLedgerOrKeyringIsToldFromAWrongKey) {
  home_.reset();
  auto keyring = bytes_of(folder_ / "home/keyring");
  std::ofstream(folder_ / "home/keyring", std::ios::trunc) << "{";
  EXPECT_EQ(opening(choice_), ErrorCode::corrupt);
  std::ofstream(folder_ / "home/keyring", std::ios::trunc) << keyring;
  EXPECT_FALSE(opening(choice_));
}

TEST_F(Homes, PlacesThatCannotHoldABaseAreRefused) {
  auto creating = [&](const std::string& folder) { return error_of([&] { Home::create(folder, choice_); }); };
  file("plain", "a file");
  EXPECT_EQ(creating(folder_ / "plain/home"), ErrorCode::io);
  EXPECT_EQ(creating(folder_ / "plain"), ErrorCode::io);
  EXPECT_EQ(creating("/proc/nowhere"), ErrorCode::io);
  EXPECT_EQ(creating(folder_ / "home"), ErrorCode::conflict);
  EXPECT_EQ(error_of([&] { Home::open(folder_ / "nothing", choice_, Access::read); }), ErrorCode::not_found);
}

TEST_F(Homes, ASecondWriterWaitsOutsideAndReadersDoNot) {
  EXPECT_EQ(opening(choice_), ErrorCode::busy);
  EXPECT_FALSE(error_of([&] { Home::open(folder_ / "home", choice_, Access::read); }));
}

}  // namespace
}  // namespace kith::service
