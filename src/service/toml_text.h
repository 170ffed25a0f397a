// Changing single keys of a TOML text that a person wrote, so that everything else in it, comments too, stays
// as they wrote it.
//
// The text is taken by its lines and not by its grammar: sections written as inline tables and dotted keys at
// the top are not found, and a key that stands in one of them is written a second time. Whoever reads the
// result refuses that as a key said twice; the text is then edited by hand.
#pragma once
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace kith::service {

class TomlText {
 public:
  explicit TomlText(std::string_view text);

  /// Sections with this header, "[names]" or "[[rule]]".
  std::size_t sections(std::string_view header) const;
  /// Writes `key = value` into the n-th such section, in the place of what the key had; makes the section at
  /// the end where it is the next new one. `value` is TOML as it stands in the text.
  void put(std::string_view header, std::size_t nth, std::string_view key, std::string_view value);
  /// Takes the key out of the section; nothing where it is not in it.
  void remove_key(std::string_view header, std::size_t nth, std::string_view key);
  /// Takes out the n-th such section with the comment right above it.
  void remove_section(std::string_view header, std::size_t nth);

  std::string text() const;

 private:
  struct Range {
    std::size_t begin = 0, end = 0;  // lines [begin, end): the header and what follows it
  };
  std::optional<Range> find(std::string_view header, std::size_t nth) const;
  /// The lines of the key, several where its list goes on; end == begin: not there.
  Range lines_of(const Range& section, std::string_view key) const;

  std::vector<std::string> lines_;
};

/// A TOML text in double quotes; control characters are left out.
std::string toml_quoted(std::string_view text);
/// A TOML list of texts.
std::string toml_list(const std::vector<std::string>& values);
/// The key as it stands before "=": bare where it can be, else in quotes.
std::string toml_key(std::string_view key);

/// "key=value" at its first "=", blanks around both taken off. Throws Error(usage) where there is none.
std::pair<std::string, std::string> assignment_of(std::string_view word);
/// Words between commas, blanks around them taken off; empty ones are left out.
std::vector<std::string> words_between_commas(std::string_view text);

}  // namespace kith::service
