// The reasons of house_reason.def. They stand apart from the enumerators of Reason, which every file of the
// program knows: what people may set for a base grows, and no standardiser says any of it.
#pragma once
#include "base/verdict.h"

namespace kith::house_reason {

#define REASON(number, name, english, chinese) inline constexpr auto name = static_cast<Reason>(number);
#include "base/house_reason.def"
#undef REASON

}  // namespace kith::house_reason
