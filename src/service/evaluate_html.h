// How well the customers agree with a truth, as a page that holds all it shows: figures with intervals, a
// sweep of thresholds, and what the wrong pairs have in common. It shows no value of any record.
#pragma once
#include <string>

#include "base/text.h"
#include "service/evaluate_base.h"
#include "service/grading_errors.h"

namespace kith::service {

std::string evaluate_html(const EvaluateReport& report, const GradingErrors& errors, Language language);

}  // namespace kith::service
