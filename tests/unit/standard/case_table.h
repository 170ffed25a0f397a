// Reads the tables of tests/cases/standard/<type>.txt. A row:
//
//   raw | value | verdict | reason | part=value; part=value
//
// "=" as value means the raw text, "-" as reason none; text in "quotes" keeps its spaces; \t \n \| \\ and
// \xHH are escapes. "@region US", "@order month_day_year" and "@today 2026-11-21" set the standard for what
// follows.
#pragma once
#include <filesystem>
#include <string>
#include <utility>
#include <vector>

#include "standard/standardise.h"

namespace kith::standard {

struct Case {
  std::string raw, value, verdict, reason;
  std::vector<std::pair<std::string, std::string>> parts;
  Standard standard;
  std::string place;  ///< "phone.txt:12"
};

std::vector<Case> read_cases(const std::filesystem::path& file);

/// The folder of public data sets: $KITH_DATA, or ../shared/data beside the repository.
std::filesystem::path public_data();

}  // namespace kith::standard
