// The layers of the house, and who may include what.
//
//   base ← {standard, match, quality, privacy, analysis} ← {ledger, lens} ← service ← server ← cli ← main
//   base ← sample ← cli
#pragma once
#include <string>
#include <vector>

#include "source_tree.h"

namespace kith::house {

/// What is wrong with the includes of `file`, one sentence each, with path and line: an include of a room
/// above or beside, a foreign header outside its room, a header nobody listed, an include by a path that does
/// not begin with its room, and in kernels everything that reaches outside (files, clocks, threads).
std::vector<std::string> layer_faults(const SourceFile& file);

}  // namespace kith::house
