// The sentences for people that stand in C++ sources, and the tables with their Chinese rows.
#pragma once
#include <map>
#include <set>
#include <string>
#include <vector>

#include "source_tree.h"

namespace kith::house {

/// A word, a punctuation mark or a string literal of a C++ source. Adjacent literals are one, escapes are
/// resolved, comments are gone.
struct Token {
  enum class Kind { word, mark, literal };
  Kind kind;
  std::string text;
  std::size_t line;
};

std::vector<Token> tokens_of(const std::string& source);

/// An English sentence that the sources show to people.
struct Sentence {
  std::string english;
  std::string place;                ///< "path:line"
  bool has_arguments = false;       ///< whether `arguments` could be read off the call
  std::set<std::string> arguments;  ///< the names given at the call
};

/// Functions that take a Text, and as which arguments (0 the first).
using TextTakers = std::map<std::string, std::set<std::size_t>>;

/// Adds the functions that `file` declares with parameters of type Text.
void add_text_takers(const SourceFile& file, TextTakers& takers);

/// The sentences of `file`: in Text(...), tr(language, ...), anything(ErrorCode::..., sentence, hint), in
/// calls of `takers`; and every other literal that looks like one (capital letter, space, full stop). A line
/// that says "not for people" has none.
std::vector<Sentence> sentences_of(const SourceFile& file, const TextTakers& takers);

/// Every string literal of `file`.
std::set<std::string> literals_of(const SourceFile& file);

struct Row {
  std::string english;
  std::string chinese;
  std::string place;
};

/// Rows of a text_zh.txt. What is not a pair of lines between blank lines is told in `faults`.
std::vector<Row> rows_of(const SourceFile& table, std::vector<std::string>& faults);

/// The {names} in a sentence.
std::set<std::string> places_in(const std::string& sentence);

/// What is wrong between sources and tables, one line each: a sentence without a row, a row without a
/// sentence, other {names} in the two languages or in the call, two rows that disagree.
std::vector<std::string> text_faults(const std::vector<SourceFile>& sources,
                                     const std::vector<SourceFile>& tables);

}  // namespace kith::house
