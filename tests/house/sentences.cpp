#include "sentences.h"

#include <algorithm>
#include <cctype>
#include <optional>
#include <sstream>

namespace kith::house {
namespace {

using Tokens = std::vector<Token>;
using Kind = Token::Kind;

bool is(const Tokens& tokens, std::size_t at, Kind kind, std::string_view text) {
  return at < tokens.size() && tokens[at].kind == kind && tokens[at].text == text;
}
bool is_mark(const Tokens& tokens, std::size_t at, std::string_view text) {
  return is(tokens, at, Kind::mark, text);
}
bool is_word(const Tokens& tokens, std::size_t at, std::string_view text) {
  return is(tokens, at, Kind::word, text);
}
bool opens(const Token& token) {
  return token.kind == Kind::mark && (token.text == "(" || token.text == "{" || token.text == "[");
}
bool closes(const Token& token) {
  return token.kind == Kind::mark && (token.text == ")" || token.text == "}" || token.text == "]");
}

struct Range {
  std::size_t begin, end;
};

/// The token after the bracket that closes the one at `open`.
std::size_t after(const Tokens& tokens, std::size_t open) {
  std::size_t depth = 0;
  for (std::size_t at = open; at < tokens.size(); ++at) {
    if (opens(tokens[at])) ++depth;
    if (closes(tokens[at]) && --depth == 0) return at + 1;
  }
  return tokens.size();
}

/// The arguments between the bracket at `open` and its end, split at the commas of the outermost level.
std::vector<Range> arguments_at(const Tokens& tokens, std::size_t open) {
  std::vector<Range> arguments;
  const std::size_t end = after(tokens, open) - 1;
  std::size_t begin = open + 1;
  for (std::size_t at = begin; at < end;) {
    if (is_mark(tokens, at, ",")) {
      arguments.push_back({begin, at});
      begin = ++at;
    } else {
      at = opens(tokens[at]) ? after(tokens, at) : at + 1;
    }
  }
  if (begin < end) arguments.push_back({begin, end});
  return arguments;
}

/// The literals that can be the value of an expression: not those inside calls, indexes and braces of it.
std::vector<const Token*> values_of(const Tokens& tokens, Range range) {
  std::vector<const Token*> values;
  for (std::size_t at = range.begin; at < range.end; ++at) {
    if (tokens[at].kind == Kind::literal) values.push_back(&tokens[at]);
    const bool call = at > range.begin && tokens[at - 1].kind == Kind::word;
    if (opens(tokens[at]) && (tokens[at].text != "(" || call)) at = after(tokens, at) - 1;
  }
  return values;
}

/// The names in {{"name", value}, …}, when that is what stands there.
std::optional<std::set<std::string>> names_in(const Tokens& tokens, Range range) {
  if (!is_mark(tokens, range.begin, "{")) return std::nullopt;
  std::set<std::string> names;
  for (const Range& pair : arguments_at(tokens, range.begin)) {
    if (!is_mark(tokens, pair.begin, "{") || pair.begin + 1 >= tokens.size()) return std::nullopt;
    const Token& name = tokens[pair.begin + 1];
    if (name.kind != Kind::literal) return std::nullopt;
    names.insert(name.text);
  }
  return names;
}

bool has_letters(const std::string& sentence) {
  bool inside = false;
  for (const char c : sentence) {
    if (c == '{') inside = true;
    if (!inside && std::isalpha(static_cast<unsigned char>(c)) != 0) return true;
    if (c == '}') inside = false;
  }
  return false;
}

/// "The file is empty." but not "SELECT record." and not the made-up remarks of the sample company.
bool looks_like_sentence(const std::string& text) {
  return text.size() > 8 && std::isupper(static_cast<unsigned char>(text[0])) != 0 &&
         std::isupper(static_cast<unsigned char>(text[1])) == 0 && text.back() == '.' &&
         text.find(' ') != std::string::npos && text.find('<') == std::string::npos;
}

/// Walks one file and collects.
class Collector {
 public:
  Collector(const SourceFile& file, const TextTakers& takers)
      : file_(file), takers_(takers), tokens_(tokens_of(file.text)) {
    std::istringstream lines(file.text);
    for (std::string line; std::getline(lines, line);)
      excused_.push_back(line.find("not for people") != std::string::npos);
  }

  std::vector<Sentence> run() {
    for (std::size_t at = 0; at < tokens_.size(); ++at) look_at(at);
    if (room_of(file_.path) == "sample") return std::move(sentences_);
    for (const Token& token : tokens_) {
      if (token.kind == Kind::literal && looks_like_sentence(token.text)) add(token, {});
    }
    return std::move(sentences_);
  }

 private:
  void look_at(std::size_t at) {
    if (is_word(tokens_, at, "Text")) text_at(at);
    if (is_word(tokens_, at, "tr") && is_mark(tokens_, at + 1, "(")) take(arguments_at(tokens_, at + 1), 1);
    if (is_mark(tokens_, at + 1, "(")) taker_at(at);
    if (opens(tokens_[at]) && is_word(tokens_, at + 1, "ErrorCode") && is_mark(tokens_, at + 2, ":")) {
      const auto arguments = arguments_at(tokens_, at);
      take(arguments, 1);
      take(arguments, 2);
    }
  }

  void taker_at(std::size_t at) {
    const auto taker = takers_.find(tokens_[at].text);
    if (taker == takers_.end()) return;
    const auto arguments = arguments_at(tokens_, at + 1);
    for (const std::size_t which : taker->second) take(arguments, which);
  }

  /// Text("…"), Text{"…"}, Text name("…"), Text name{"…"}, Text name = "…", Text names[] = {"…", …}.
  void text_at(std::size_t at) {
    std::size_t next = at + 1;
    const bool named = next < tokens_.size() && tokens_[next].kind == Kind::word;
    if (named) ++next;
    if (is_mark(tokens_, next, "(") || is_mark(tokens_, next, "{")) return text_call(next);
    if (!named) return;
    bool many = false;
    if (is_mark(tokens_, next, "[")) {
      many = true;
      next = after(tokens_, next);
    }
    if (!is_mark(tokens_, next, "=")) return;
    ++next;
    if (many && is_mark(tokens_, next, "{")) {
      for (const Range& element : arguments_at(tokens_, next)) take({element}, 0);
    } else if (next < tokens_.size() && tokens_[next].kind == Kind::literal) {
      add(tokens_[next], {});
    }
  }

  void text_call(std::size_t open) {
    const auto arguments = arguments_at(tokens_, open);
    if (arguments.empty()) return;
    std::optional<std::set<std::string>> names;
    if (arguments.size() == 1) names.emplace();
    if (arguments.size() == 2) names = names_in(tokens_, arguments[1]);
    for (const Token* value : values_of(tokens_, arguments[0])) add(*value, names);
  }

  void take(const std::vector<Range>& arguments, std::size_t which) {
    if (which >= arguments.size()) return;
    for (const Token* value : values_of(tokens_, arguments[which])) add(*value, {});
  }

  void add(const Token& literal, const std::optional<std::set<std::string>>& names) {
    const bool excused = literal.line <= excused_.size() && excused_[literal.line - 1];
    if (excused || !has_letters(literal.text)) return;
    Sentence sentence{literal.text, file_.path + ":" + std::to_string(literal.line), names.has_value(), {}};
    if (names) sentence.arguments = *names;
    sentences_.push_back(std::move(sentence));
  }

  const SourceFile& file_;
  const TextTakers& takers_;
  Tokens tokens_;
  std::vector<bool> excused_;
  std::vector<Sentence> sentences_;
};

}  // namespace

void add_text_takers(const SourceFile& file, TextTakers& takers) {
  const Tokens tokens = tokens_of(file.text);
  for (std::size_t at = 0; at + 1 < tokens.size(); ++at) {
    const bool function = tokens[at].kind == Kind::word && is_mark(tokens, at + 1, "(");
    if (!function || tokens[at].text == "Text") continue;
    const auto parameters = arguments_at(tokens, at + 1);
    for (std::size_t which = 0; which < parameters.size(); ++which) {
      std::size_t type = parameters[which].begin;
      if (is_word(tokens, type, "const")) ++type;
      const bool by_reference = is_mark(tokens, type + 1, "&");
      const bool named = type + 1 < parameters[which].end && tokens[type + 1].kind == Kind::word;
      if (is_word(tokens, type, "Text") && (by_reference || named)) takers[tokens[at].text].insert(which);
    }
  }
}

std::vector<Sentence> sentences_of(const SourceFile& file, const TextTakers& takers) {
  return Collector(file, takers).run();
}

std::set<std::string> literals_of(const SourceFile& file) {
  std::set<std::string> literals;
  for (const Token& token : tokens_of(file.text)) {
    if (token.kind == Kind::literal) literals.insert(token.text);
  }
  return literals;
}

std::set<std::string> places_in(const std::string& sentence) {
  std::set<std::string> places;
  for (std::size_t open = sentence.find('{'); open != std::string::npos;
       open = sentence.find('{', open + 1)) {
    const std::size_t close = sentence.find('}', open);
    if (close == std::string::npos) break;
    std::string name = sentence.substr(open + 1, close - open - 1);
    const bool plain = !name.empty() && std::all_of(name.begin(), name.end(), [](unsigned char c) {
      return std::isalnum(c) != 0 || c == '_';
    });
    if (plain) places.insert(std::move(name));
  }
  return places;
}

}  // namespace kith::house
