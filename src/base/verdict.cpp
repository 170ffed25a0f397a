#include "base/verdict.h"

#include "base/house_reason.h"

namespace kith {

std::string_view name_of(Verdict verdict) noexcept {
  switch (verdict) {
    case Verdict::kept:
      return "kept";
    case Verdict::changed:
      return "changed";
    case Verdict::suspect:
      return "suspect";
    case Verdict::invalid:
      return "invalid";
    case Verdict::empty:
      return "empty";
  }
  return "invalid";
}

std::string_view name_of(Reason reason) noexcept {
  switch (reason) {
#define REASON(number, name, english, chinese) \
  case Reason::name:                           \
    return #name;
#include "base/reason.def"
#undef REASON
  }
#define REASON(number, name, english, chinese) \
  if (reason == house_reason::name) return #name;
#include "base/house_reason.def"
#undef REASON
  return "none";
}

std::string_view text_of(Reason reason, Language language) noexcept {
  switch (reason) {
#define REASON(number, name, english, chinese) \
  case Reason::name:                           \
    return language == Language::zh ? chinese : english;
#include "base/reason.def"
#undef REASON
  }
#define REASON(number, name, english, chinese) \
  if (reason == house_reason::name) return language == Language::zh ? chinese : english;
#include "base/house_reason.def"
#undef REASON
  return "";
}

}  // namespace kith
