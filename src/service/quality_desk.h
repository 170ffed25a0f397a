// The quality report for many who ask at once: one of them measures, the others get what was measured.
#pragma once
#include <array>
#include <cstdint>
#include <memory>
#include <mutex>
#include <string>

#include "service/office.h"
#include "service/quality_measure.h"

namespace kith::service {

class QualityDesk {
 public:
  /// The report as JSON, measured anew when the base or its rules have changed, and every hour, for some
  /// figures are of age. While a job has the lens it is the report before; where there was none, of the lens
  /// as the job has left it so far. Thread-safe: who comes while it is measured waits for that report. Throws
  /// Error(denied) for an actor who sees only some customers: the figures are of all; Error(busy) where the
  /// lens is made for the first time. Examples of what the actor may not read are left out.
  std::string report(Office& office, const Actor& actor);

 private:
  struct Kept {
    std::int64_t change = -1, rules = -1, hour = -1;
    std::shared_ptr<const QualityReport> report;
  };
  /// Nothing where the lens is not to be had.
  static std::shared_ptr<const QualityReport> measured(Office& office, bool with_examples);
  /// Beside the job that has the lens.
  static std::shared_ptr<const QualityReport> measured_beside(Office& office, bool with_examples);

  std::mutex mutex_;          // held while somebody measures
  std::array<Kept, 2> kept_;  // without examples, with
};

}  // namespace kith::service
