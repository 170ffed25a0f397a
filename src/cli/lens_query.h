// The open lens as the verbs of exploring ask it, and the entry in the audit that somebody looked.
#pragma once
#include <string>

#include "service/explore_values.h"
#include "service/home.h"

namespace kith::cli {

/// `lens` must outlive it.
service::RunQuery query_of(lens::Lens& lens);
/// Values of the attribute were shown.
void note_reading(service::Home& home, const std::string& attribute);

}  // namespace kith::cli
