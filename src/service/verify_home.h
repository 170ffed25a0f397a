// Is everything whole? The ledger's own checks, the audit chain, and the lens against a rebuilt one.
#pragma once
#include <string>
#include <vector>

#include "base/text.h"
#include "ledger/ledger.h"
#include "service/home.h"

namespace kith::service {

struct Check {
  std::string name;  ///< "integrity", "references", "audit", "lens"
  bool sound = false;
  Text detail;  ///< what was found, without personal data
};

struct VerifyReport {
  std::vector<Check> checks;  ///< one a check that is sound, one a finding of a check that is not
  ledger::AuditCheck audit;
  bool sound() const noexcept;
};

/// Runs all checks; throws only where they cannot be run. The rebuilt lens is made beside the other,
/// encrypted, and removed again.
VerifyReport verify_home(Home& home, Progress& progress, const Cancel& cancel);

}  // namespace kith::service
