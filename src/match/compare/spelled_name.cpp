#include "match/compare/spelled_name.h"

#include <algorithm>
#include <string>

#include "match/compare/code_points.h"
#include "match/compare/osa.h"

namespace kith::match {
namespace {

constexpr std::size_t least_covered = 3, most_left = 2;

// The letters, one blank in place of each word that was found in them.
std::size_t take_out(std::string& letters, std::span<const std::string_view> words) {
  std::size_t covered = 0;
  for (const auto word : words) {
    const auto at = word.size() < 2 ? std::string::npos : letters.find(word);
    if (at == std::string::npos) continue;
    letters.replace(at, word.size(), 1, ' ');
    covered += word.size();
  }
  return covered;
}

// Letters of whole runs that are a slip away from a word.
std::size_t take_out_misspelled(std::string& letters, std::span<const std::string_view> words) {
  constexpr std::size_t least_word = 4;
  std::size_t covered = 0;
  for (std::size_t begin = 0, end = 0; begin < letters.size(); begin = end + 1) {
    end = std::min(letters.find(' ', begin), letters.size());
    const auto run = std::string_view(letters).substr(begin, end - begin);
    const bool is_word = run.size() >= least_word && std::any_of(words.begin(), words.end(), [&](auto word) {
                           return word.size() >= least_word && osa(CodePoints(run), CodePoints(word), 1) <= 1;
                         });
    if (is_word) covered += run.size();
  }
  return covered;
}

}  // namespace

bool is_made_of(std::string_view email, std::span<const std::string_view> words) {
  std::string letters;
  std::size_t all = 0;
  for (char c : email.substr(0, email.rfind('@'))) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    const bool is_letter = c >= 'a' && c <= 'z';
    all += is_letter;
    letters.push_back(is_letter ? c : ' ');
  }
  std::size_t covered = take_out(letters, words);
  if (all - covered > most_left) covered += take_out_misspelled(letters, words);
  return covered >= least_covered && all - covered <= most_left;
}

}  // namespace kith::match
