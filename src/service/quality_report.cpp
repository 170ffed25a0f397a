#include "service/quality_report.h"

#include <algorithm>
#include <cmath>
#include <cstdio>

namespace kith::service {

std::string percent(double share) {
  double tenths = std::round(share * 1000);
  if (tenths >= 1000 && share < 1) tenths = 999;
  if (tenths <= 0 && share > 0) tenths = 1;
  char text[16];
  std::snprintf(text, sizeof text, "%.1f%%", tenths / 10);
  return tenths >= 1000 ? "100%" : text;
}

std::string percent(const quality::Ratio& ratio) {
  auto value = ratio.value();
  return value ? percent(*value) : "–";
}

int band_of(double share) noexcept {
  constexpr double bounds[] = {0.50, 0.75, 0.90, 0.97};
  return static_cast<int>(std::upper_bound(std::begin(bounds), std::end(bounds), share) - std::begin(bounds));
}

const std::string& label_of(const MeasuredAttribute& attribute, Language language) {
  return language == Language::zh ? attribute.label_zh : attribute.label_en;
}

std::string explain(const quality::Problem& problem, Language language) {
  const bool whole = problem.attribute == quality::Problem::whole_record;
  switch (problem.kind) {
    case quality::ProblemKind::stale:
      return tr(language, "received before the horizon of the source");
    case quality::ProblemKind::contradicted:
      return tr(language, "another value is golden");
    case quality::ProblemKind::repeated:
      return tr(language, whole ? "several records of one customer" : "the same value in several records");
    default:
      return std::string(text_of(problem.reason, language));
  }
}

std::string describe(const quality::Problem& problem, Language language) {
  const auto kind = quality::label_of(problem.kind).render(language);
  const auto reason = explain(problem, language);
  if (reason.empty()) return kind;
  return Text("{kind}: {reason}", {{"kind", kind}, {"reason", reason}}).render(language);
}

}  // namespace kith::service
