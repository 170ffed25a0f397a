// A small base whose references and lens can be checked after any step.
#pragma once
#include <string>

#include "ledger/references.h"
#include "small_base.h"

namespace kith::service {

class SoundBase : public SmallBase {
 protected:
  std::string lens_prints() {
    std::string all;
    for (const auto& print : home_->lens(progress_, cancel_).fingerprint())
      all += print.table + std::to_string(print.rows) + print.hash + "\n";
    return all;
  }
  /// No reference is broken, and the lens that followed each step is the one made anew.
  void expect_sound() {
    auto read = home_->ledger().read();
    for (const auto& finding : ledger::broken_references(read->sql()))
      ADD_FAILURE() << finding.render(Language::en);
    auto fed = lens_prints();
    home_->rebuild_lens(progress_, cancel_);
    EXPECT_EQ(fed, lens_prints()) << "the lens that followed is not the one made anew";
  }
};

}  // namespace kith::service
