// The quality report for people and programs: one self-contained HTML page, the terminal, JSON.
//
// The page asks the network for nothing: script, style and data are inside, and its content security policy
// forbids the rest. Every chart has its table, so it reads without script, on paper and aloud. It shows
// values of records as examples: it is personal data and says so.
#pragma once
#include <string>
#include <string_view>

#include "base/text.h"
#include "service/quality_measure.h"

namespace kith::service {

/// A whole HTML document in UTF-8, about 1 MB (the chart library is in it).
std::string quality_html(const QualityReport& report, Language language);

/// For a terminal of `width` columns (at least 66 are assumed), with ANSI colours where `colour`. Ends in a
/// line break.
std::string quality_terminal(const QualityReport& report, Language language, bool colour, int width);

/// One JSON object; what does not apply is null. Names are those of --json everywhere: snake_case, English.
/// `language`: of the sentences that say what rules demand.
std::string quality_json(const QualityReport& report, Language language = Language::en);

/// "92.4%"; "–" where not applicable. Never rounds up to "100.0%" what falls short of it.
std::string percent(const quality::Ratio& ratio);
std::string percent(double share);

/// How a share reads, from bad to good: 0 below 50 %, 1 below 75 %, 2 below 90 %, 3 below 97 %, 4 the rest.
int band_of(double share) noexcept;

/// The attribute's label in the language.
const std::string& label_of(const MeasuredAttribute& attribute, Language language);

/// Why a problem is one, beside its kind: "not in the list of known codes".
std::string explain(const quality::Problem& problem, Language language);

/// Kind and reason: "Invalid: not in the list of known codes".
std::string describe(const quality::Problem& problem, Language language);

}  // namespace kith::service
