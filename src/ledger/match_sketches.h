// Sketches of records (match/model/sketch.h) as the ledger keeps them: beside the match index, for whoever
// has keys in it. A record without one is simply read.
#pragma once
#include <functional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "ledger/ledger.h"

namespace kith::ledger {

/// The version of the sketches that stand; 0 for none.
int sketch_version(Statements& sql);
/// Replaces all. `sketches`: by record, rising.
void replace_sketches(Write& write, const std::vector<std::pair<RecordId, std::string>>& sketches,
                      int version);
/// Of one record, new or changed.
void put_sketch(Write& write, RecordId record, std::string_view sketch);

/// Calls `see` with the record's sketch; false where there is none.
bool see_sketch(Statements& sql, RecordId record, const std::function<void(std::string_view)>& see);
/// Calls `see` for all that stand, by record.
void see_sketches(Statements& sql, const std::function<void(RecordId, std::string_view)>& see);

}  // namespace kith::ledger
