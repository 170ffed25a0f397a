#include "base/progress.h"

#include "base/error.h"

namespace kith {

void Cancel::check() const {
  if (requested()) {
    throw Error(ErrorCode::cancelled, "Stopped at your request.",
                "Everything is as it was before, or as it was last acknowledged.");
  }
}

}  // namespace kith
