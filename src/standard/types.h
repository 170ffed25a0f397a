// The standardisers by name; the registry and standardisers built of others use them.
#pragma once
#include "standard/standardise.h"

namespace kith::standard {

#define TYPE(name, ...) \
  void standardise_##name(std::string_view raw, const Standard& standard, Standardised& out);
#include "standard/types.def"
#undef TYPE

}  // namespace kith::standard
