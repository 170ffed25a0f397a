// Matching models as TOML: saved, read by people, edited, used again.
#pragma once
#include <string>

#include "match/resolve.h"

namespace kith::cli {

/// Writes the model. Throws Error(io, no_space).
void write_model_file(const std::string& path, const match::Model& model);

/// Reads one. m and u of a field need not sum to 1 after an edit: they are made to. Throws Error(bad_input)
/// with the line at fault, Error(io) where the file cannot be read.
match::Model read_model_file(const std::string& path);

}  // namespace kith::cli
