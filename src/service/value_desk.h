// Cleaning for one who asks: facets and clusters of values, corrections, standardising again, the company's
// standard, rules. Rights: quality.read to look, imports.write to change values, settings.write to set texts.
#pragma once
#include <string>
#include <vector>

#include "ledger/corrections.h"
#include "ledger/house_texts.h"
#include "service/check_rules.h"
#include "service/explore_values.h"
#include "service/jobs.h"
#include "service/office.h"
#include "service/restandardise.h"

namespace kith::service {

/// Throws Error(denied) for an actor who does not see all customers, or may not read the attribute.
ValueFacets value_facets(Office& office, const Actor& actor, const ValueScope& scope, std::size_t limit);
FoundClusters value_clusters(Office& office, const Actor& actor, const ValueScope& scope,
                             ClusterMethod method, std::size_t limit);

struct CorrectionView {
  ledger::StoredCorrection stored;
  Correction correction;
  std::int64_t batch = 0;  ///< number
};
/// Newest first.
std::vector<CorrectionView> list_corrections(Office& office, const Actor& actor);

/// Begins a job of kind "restandardise". `once`: for each correction, whether it is for what is there alone.
/// `toml`: a standard to try, only for a dry run. Throws what check_correction and standard_from_toml throw.
ledger::Job begin_restandardise(Office& office, JobDesk& jobs, const Actor& actor,
                                RestandardiseRequest request, const std::vector<bool>& once,
                                const std::string& toml);
/// The work of that job.
std::string run_restandardise(Office& office, const ledger::Job& job, Progress& progress,
                              const Cancel& cancel);

/// `name`: "standard" or "rules". Version 0 with a text to begin with where none was set.
ledger::HouseText house_text(Office& office, const Actor& actor, const std::string& name);
/// Throws what reading the text throws.
ledger::HouseText put_house_text(Office& office, const Actor& actor, const std::string& name,
                                 const std::string& toml);

/// `toml`: rules to try; empty: those that stand. `only`: the name of one; empty: all.
std::vector<RuleHits> check_rules(Office& office, const Actor& actor, const std::string& toml,
                                  const std::string& only, std::size_t rows);
std::string suggested_rules(Office& office, const Actor& actor);

/// What a run changed as JSON, for jobs and --json.
std::string restandardised_json(const RestandardiseReport& report);

}  // namespace kith::service
