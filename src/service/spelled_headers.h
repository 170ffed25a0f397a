// Column names that spell Chinese ones in Latin letters: by their sound (kehuxingming) or, as tables of
// Chinese systems often do, by its initials (XM, SJH, ZCRQ).
#pragma once
#include <span>
#include <string>
#include <vector>

namespace kith::service {

/// For each header, normalised (header_names.h), the Chinese name of the vocabulary that it spells; empty
/// where it spells none, or is a word of the vocabulary itself. Initials say little by themselves: they are
/// read only where three headers or more, and half of all that are letters, are initials of the vocabulary.
std::vector<std::string> spelled_out(std::span<const std::string> normalised);

}  // namespace kith::service
