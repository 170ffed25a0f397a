// What the parser of the command line says by itself, the layout of a help and the complaint about a call,
// in the reader's language.
#pragma once
#include <memory>

#include <CLI/CLI.hpp>

#include "base/text.h"

namespace kith::cli {

/// The layout of `--help`: names at the left, their meanings one under the other at the right, however wide
/// the characters are. Commands inherit it from the app they are added to.
std::shared_ptr<CLI::Formatter> help_in(Language language);

/// The complaint of the parser as a sentence without its full stop.
Text complaint_of(const CLI::ParseError& error);

}  // namespace kith::cli
