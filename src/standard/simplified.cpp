#include "standard/simplified.h"

#include <memory>

#include <unicode/translit.h>
#include <unicode/unistr.h>

#include "base/utf8.h"

namespace kith::standard {
namespace {

bool has_wide(std::string_view text) noexcept {
  for (char c : text) {
    if (static_cast<unsigned char>(c) >= 0xE3) return true;
  }
  return false;
}

}  // namespace

std::string simplified(std::string_view text) {
  if (!has_wide(text) || !is_utf8(text)) return std::string(text);
  // One a thread: a transliterator keeps state while it works.
  thread_local const std::unique_ptr<icu::Transliterator> table = [] {
    UErrorCode failure = U_ZERO_ERROR;
    return std::unique_ptr<icu::Transliterator>(
        icu::Transliterator::createInstance("Traditional-Simplified", UTRANS_FORWARD, failure));
  }();
  if (!table) return std::string(text);
  auto wide =
      icu::UnicodeString::fromUTF8(icu::StringPiece(text.data(), static_cast<std::int32_t>(text.size())));
  table->transliterate(wide);
  std::string out;
  wide.toUTF8String(out);
  return out;
}

}  // namespace kith::standard
