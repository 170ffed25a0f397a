// Trying what a change would do.
#pragma once

namespace kith::ledger {

/// While it lives, what this thread writes is carried out, its failures thrown, and all of it taken back.
/// Whoever changes anything besides the ledger asks on() first.
class DryRun {
 public:
  explicit DryRun(bool tries = true);
  ~DryRun();
  DryRun(const DryRun&) = delete;
  DryRun& operator=(const DryRun&) = delete;
  /// Of this thread.
  static bool on() noexcept;

 private:
  bool before_;
};

}  // namespace kith::ledger
