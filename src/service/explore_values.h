// Looking into one attribute of all records: how often what occurs, and which values may be one.
#pragma once
#include <array>
#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/ids.h"
#include "base/progress.h"
#include "base/verdict.h"
#include "lens/lens.h"
#include "service/correction.h"

namespace kith::service {

/// Which records are looked at.
struct ValueScope {
  std::string attribute;
  std::string source;              ///< name; empty: all
  std::int64_t batch = 0;          ///< number; 0: all
  std::vector<std::string> where;  ///< "attribute:operator:value", all must hold; operators: eq, ne,
                                   ///< contains, starts, verdict, reason, empty, filled
};

struct ValueFacet {
  std::string value;
  std::int64_t records = 0;
  Verdict verdict = Verdict::kept;  ///< the worst that this value has
};
struct NamedCount {
  std::string name;
  std::int64_t records = 0;
};
struct ValueFacets {
  std::int64_t records = 0;   ///< in scope
  std::int64_t supplied = 0;  ///< whose batch has the attribute
  std::int64_t distinct = 0;
  std::array<std::int64_t, 5> verdicts{};
  std::vector<NamedCount> reasons;   ///< by falling count
  std::vector<ValueFacet> values;    ///< by falling count, at most `limit`
  std::vector<NamedCount> patterns;  ///< of the values as they stand; by falling count, at most `limit`
};
/// Runs a query of the lens.
using RunQuery = std::function<void(std::string_view sql, std::span<const lens::LensValue> parameters,
                                    const std::function<void(const lens::LensRow&)>& each)>;

/// Throws Error(usage) for an unknown attribute, source is not looked up: one that is not there has no
/// records.
ValueFacets facets_of(const RunQuery& query, const ValueScope& scope, std::size_t limit);

/// Calls `each` with the value of the attribute of every record in scope, its row and its id; where the scope
/// names no attribute, with the JSON object of the columns that no attribute takes.
void each_text(const RunQuery& query, const ValueScope& scope,
               const std::function<void(std::string_view text, std::uint64_t row, RecordId record)>& each);

enum class ClusterMethod { fingerprint, pairs, phonetic, pinyin, distance };
std::string_view name_of(ClusterMethod method) noexcept;
/// Throws Error(usage) with the nearest known word.
ClusterMethod cluster_method(const std::string& word);

struct FoundCluster {
  std::string value;  ///< the spelling that the others would take
  std::int64_t records = 0;
  std::vector<NamedCount> others;  ///< by falling count
};
struct FoundClusters {
  std::int64_t distinct = 0;  ///< values looked at
  std::int64_t clusters = 0;
  std::int64_t records = 0;         ///< that would change
  std::vector<FoundCluster> found;  ///< by falling number of records that would change, at most `limit`
};
/// Of the values that are kept, changed or suspect.
FoundClusters clusters_of(const RunQuery& query, const ValueScope& scope, ClusterMethod method,
                          std::size_t limit);

/// One for each value that is not spelled as its cluster's first.
std::vector<Correction> corrections_of(const ValueScope& scope, const std::vector<FoundCluster>& clusters);

}  // namespace kith::service
