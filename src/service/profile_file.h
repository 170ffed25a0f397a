// What is in a foreign file, in one pass over it and in bounded memory: nothing is stored, no base is needed.
#pragma once
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "base/progress.h"
#include "lens/file_reader.h"
#include "quality/profile.h"
#include "service/value_kinds.h"

namespace kith::service {

struct FileColumn {
  std::string name;
  quality::ColumnProfile profile;
  KindCounts kinds;       ///< of the first values and a share of those after
  std::string attribute;  ///< what an import would make of it; empty: kept as it is
  double confidence = 0;  ///< of that
  std::string reason;     ///< of that: "header", "content"
  bool key = false;       ///< every row has a value and no two have the same
  double low_fence = 0,
         high_fence = 0;  ///< numbers outside are outliers (Tukey: quartiles ± 3 times their span)
  std::uint64_t numbers = 0, outliers = 0;  ///< among the numbers kept for this, at most 10,000
  std::vector<std::uint64_t>
      histogram;  ///< of those within the fences, 20 bins between `least` and `greatest`
  double least = 0, greatest = 0;
  explicit FileColumn(std::string named) : name(std::move(named)) {}
};

/// The left column decides the right one in at least 99 % of the rows looked at.
struct Dependency {
  std::size_t from = 0, to = 0;
  double share = 0;
};

struct FileProfile {
  std::string file;
  lens::FileShape shape;
  std::uint64_t rows = 0, rejects = 0, repeated_rows = 0;
  bool repeated_exact = true;  ///< false: the file has more rows than are remembered
  std::vector<std::pair<Text, std::uint64_t>> reject_reasons;  ///< the most frequent first
  std::vector<FileColumn> columns;
  std::vector<Dependency> dependencies;
  double seconds = 0;
};

/// Throws what lens::FileReader throws.
FileProfile profile_file(const std::string& path, const lens::ReadOptions& options, Progress& progress,
                         const Cancel& cancel);

/// Whether values of that kind are of a person.
bool is_personal(ValueKind kind) noexcept;

/// Rules that hold for the column as it stands, or nearly, a sentence each.
std::vector<Text> suggested_rules(const FileColumn& column, std::uint64_t rows);

std::string profile_terminal(const FileProfile& profile, Language language);
std::string profile_json(const FileProfile& profile);
/// One page without anything outside of it. Values are shown: it is as confidential as the file.
std::string profile_html(const FileProfile& profile, Language language);

}  // namespace kith::service
