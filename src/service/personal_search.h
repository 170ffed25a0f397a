// Personal data in free text: of a file, of an attribute of the base, of the columns that no attribute takes.
#pragma once
#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "base/progress.h"
#include "lens/file_reader.h"
#include "service/explore_values.h"
#include "standard/personal_data.h"

namespace kith::service {

struct PersonalFinding {
  std::string column;
  std::uint64_t row = 0;  ///< of the file; of a record in its file
  RecordId record;        ///< none for a file
  standard::PersonalKind kind = standard::PersonalKind::name;
  std::size_t from = 0, to = 0;  ///< bytes of the cell
  double confidence = 0;
  std::string text;  ///< what stands there
};
struct PersonalReport {
  std::uint64_t texts = 0;          ///< looked at
  std::uint64_t with_findings = 0;  ///< texts that hold any
  std::map<std::string, std::map<standard::PersonalKind, std::uint64_t>>
      columns;                            ///< findings by column and kind
  std::vector<PersonalFinding> findings;  ///< the first `limit`
};

/// Every column of a file that FileReader reads. Findings below `least` confidence are left out.
PersonalReport find_personal_in_file(const std::string& path, const lens::ReadOptions& options, double least,
                                     std::size_t limit, const Cancel& cancel);
/// The values of an attribute, or, where the scope names none, the columns that no attribute takes.
PersonalReport find_personal_in_base(const RunQuery& query, const ValueScope& scope, double least,
                                     std::size_t limit, const Cancel& cancel);

}  // namespace kith::service
