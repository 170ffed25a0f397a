// A pattern that a person wrote: found and replaced in time linear in the text, whatever the pattern.
//
// The language is that of RE2: the common regular expressions without back references and look-around.
#pragma once
#include <memory>
#include <string>
#include <string_view>

namespace kith::quality {

/// Thread-safe once made.
class TextPattern {
 public:
  /// Throws Error(bad_input) for a text that is no pattern.
  explicit TextPattern(std::string_view pattern);
  ~TextPattern();
  TextPattern(TextPattern&&) noexcept;
  TextPattern& operator=(TextPattern&&) noexcept;

  /// The whole text is as the pattern says.
  bool matches(std::string_view text) const;
  /// Some stretch of the text is.
  bool found_in(std::string_view text) const;
  /// Every stretch that is becomes `replacement`, in which \1 … \9 stand for the groups.
  std::string replaced(std::string_view text, std::string_view replacement) const;
  /// Throws Error(bad_input) where `replacement` names a group that the pattern does not have.
  void check_replacement(std::string_view replacement) const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace kith::quality
