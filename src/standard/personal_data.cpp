#include "standard/personal_data.h"

#include <algorithm>

#include "standard/personal_numbers.h"
#include "standard/personal_words.h"

namespace kith::standard {

std::string_view name_of(PersonalKind kind) noexcept {
  static constexpr std::string_view names[] = {"name",      "phone",   "email", "id_number",
                                               "bank_card", "account", "plate", "address"};
  return names[static_cast<std::size_t>(kind)];
}

void find_personal_data(std::string_view text, const Standard& standard, std::vector<PersonalSpan>& spans) {
  spans.clear();
  find_personal_numbers(text, standard, spans);
  find_personal_words(text, standard, spans);
  // Of two that overlap the surer stays, of two as sure the longer.
  std::sort(spans.begin(), spans.end(), [](const PersonalSpan& a, const PersonalSpan& b) {
    if (a.confidence != b.confidence) return a.confidence > b.confidence;
    if (a.to - a.from != b.to - b.from) return a.to - a.from > b.to - b.from;
    return a.from < b.from;
  });
  std::vector<PersonalSpan> kept;
  for (const PersonalSpan& span : spans) {
    bool overlaps = std::any_of(kept.begin(), kept.end(), [&](const PersonalSpan& other) {
      return span.from < other.to && other.from < span.to;
    });
    if (!overlaps) kept.push_back(span);
  }
  std::sort(kept.begin(), kept.end(),
            [](const PersonalSpan& a, const PersonalSpan& b) { return a.from < b.from; });
  spans.swap(kept);
}

}  // namespace kith::standard
