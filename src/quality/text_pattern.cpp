#include "quality/text_pattern.h"

#include <re2/re2.h>

#include "base/error.h"

namespace kith::quality {
namespace {

// What one pattern may take while it works; a pattern of a few hundred characters needs a fraction.
constexpr std::int64_t most_memory = 8 << 20;

re2::RE2::Options options() {
  re2::RE2::Options chosen;
  chosen.set_log_errors(false);
  chosen.set_max_mem(most_memory);
  return chosen;
}

re2::StringPiece piece(std::string_view text) { return {text.data(), text.size()}; }

}  // namespace

struct TextPattern::State {
  explicit State(std::string_view pattern) : engine(piece(pattern), options()) {}
  re2::RE2 engine;
};

TextPattern::TextPattern(std::string_view pattern) : state_(std::make_unique<State>(pattern)) {
  if (state_->engine.ok()) return;
  throw Error(
      ErrorCode::bad_input,
      Text("This is no pattern that can be read: {reason}", {{"reason", state_->engine.error()}}),
      "Patterns are regular expressions without back references; \\ before a sign takes it as it is.");
}

TextPattern::~TextPattern() = default;
TextPattern::TextPattern(TextPattern&&) noexcept = default;
TextPattern& TextPattern::operator=(TextPattern&&) noexcept = default;

bool TextPattern::matches(std::string_view text) const {
  return re2::RE2::FullMatch(piece(text), state_->engine);
}

bool TextPattern::found_in(std::string_view text) const {
  return re2::RE2::PartialMatch(piece(text), state_->engine);
}

std::string TextPattern::replaced(std::string_view text, std::string_view replacement) const {
  std::string out(text);
  re2::RE2::GlobalReplace(&out, state_->engine, piece(replacement));
  return out;
}

void TextPattern::check_replacement(std::string_view replacement) const {
  std::string why;
  if (state_->engine.CheckRewriteString(piece(replacement), &why)) return;
  throw Error(ErrorCode::bad_input, Text("The replacement cannot be used: {reason}", {{"reason", why}}),
              "\\1 … \\9 stand for the groups of the pattern, \\0 for all of it.");
}

}  // namespace kith::quality
