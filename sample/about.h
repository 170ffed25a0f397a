// The texts beside the data: README.md and sources.tsv.
#pragma once
#include <string>

#include "sample/sample.h"

namespace kith::sample {

/// README.md, in English and Chinese, with the row counts of `report`.
std::string about_sample(const SampleOptions& options, const SampleReport& report);

/// The same for a directory with people.csv alone.
std::string about_people(const PeopleOptions& options, const SampleReport& report);

/// sources.tsv: a line for each data file of `report` with file, source name, owner, purpose, lawful basis,
/// retention, trust (0–100). Lawful bases are those of the GDPR, art. 6(1), which China's PIPL, art. 13, has
/// alike.
std::string about_sources(const SampleReport& report);

}  // namespace kith::sample
