// What acknowledged operations promised, kept over all rounds of one home, and whether it still holds.
#pragma once
#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "ledger/ledger.h"

namespace kith::torture {

class Promises {
 public:
  /// Takes in one promise of the pipe (see script.h).
  void take(const std::string& promise);

  /// What does not hold, in words; empty where all does.
  std::vector<std::string> broken(ledger::Statements& sql) const;
  std::size_t size() const noexcept;

 private:
  struct Batch {
    std::int64_t records = 0, facts = 0, rejects = 0;
    bool undone = false;
  };
  struct Pin {
    std::string attribute, value;
  };

  void take_pin(std::istream& words);
  void drop_pins(const std::string& attribute, const std::set<std::int64_t>& records);
  void take_apart(std::istream& words);

  void check_batches(ledger::Statements& sql, std::vector<std::string>& broken) const;
  void check_decisions(ledger::Statements& sql, std::vector<std::string>& broken) const;
  void check_pins(ledger::Statements& sql, std::vector<std::string>& broken) const;

  std::map<std::int64_t, Batch> batches_;
  std::set<std::string> sources_;
  std::set<std::int64_t> redirects_;
  std::set<std::pair<std::int64_t, std::int64_t>> same_, apart_, newest_apart_;
  bool settled_ = false;  // nothing was merged, split or undone since the last resolve
  bool matched_ = false;  // nothing was imported since the last resolve
  std::map<std::int64_t, std::vector<Pin>> pins_;
  std::set<std::string> pinned_;  // every value that ever was; of several pins of one customer any may stand
};

/// Golden values that are not those that survivorship makes of the records as they stand: how many
/// customers have such.
std::size_t stale_customers(ledger::Statements& sql);

}  // namespace kith::torture
