// Undoing a batch of a base that went on living.
#pragma once
#include <cstdint>

#include "base/progress.h"
#include "service/home.h"
#include "service/take_back.h"

namespace kith::service {

/// undo_batch(), and then what later batches owed to the records that went is evaluated anew: customers that
/// only those records held together fall apart. Records of earlier batches are pointed back exactly as
/// undo_batch promises where nothing came later. Throws as undo_batch.
UndoReport undo_import(Home& home, std::int64_t number, Progress& progress, const Cancel& cancel);

}  // namespace kith::service
