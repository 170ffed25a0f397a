// Feeding the lens from the ledger's change log.
#pragma once
#include "base/progress.h"
#include "ledger/ledger.h"
#include "lens/lens.h"

namespace kith::service {

/// Brings the lens from its watermark to the ledger's newest change. An empty lens, or one ahead of the
/// ledger (the ledger was restored), is filled from scratch. Work is proportional to what changed. All or
/// nothing.
void refresh_lens(ledger::Ledger& ledger, lens::Lens& lens, Progress& progress, const Cancel& cancel);

}  // namespace kith::service
