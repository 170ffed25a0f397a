// "Did you mean": the known word nearest to a mistyped one.
#pragma once
#include <string>
#include <string_view>
#include <vector>

namespace kith {

/// The word of `known` at the smallest edit distance (adjacent transpositions count one), where that is at
/// most a third of the word's length, rounded up; empty where none is so near.
std::string nearest_word(std::string_view word, const std::vector<std::string>& known);

}  // namespace kith
