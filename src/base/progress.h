// Long work: how far it is, and the wish to stop it.
#pragma once
#include <atomic>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

#include "base/text.h"

namespace kith {

/// Set from a signal handler or another thread; work looks at it between pieces.
class Cancel {
 public:
  void request() noexcept { wanted_.store(true, std::memory_order_relaxed); }
  bool requested() const noexcept { return wanted_.load(std::memory_order_relaxed); }
  /// Throws Error(cancelled) once requested.
  void check() const;

 private:
  std::atomic<bool> wanted_{false};
};

/// Where long work reports. The default does nothing. Called from one thread at a time.
class Progress {
 public:
  virtual ~Progress() = default;
  /// A new phase ("Reading", "Scoring pairs"); `total` in units of `unit`, 0 when not known.
  virtual void phase(Text /*name*/, std::uint64_t /*total*/) {}
  /// Units done in this phase so far.
  virtual void at(std::uint64_t /*done*/) {}
  virtual void done() {}
};

}  // namespace kith
