// Sentences for people, in the reader's language.
//
// A `Text` is an English sentence with {named} places and the values that go there. The English
// sentence is the key: `render(Language::zh)` looks it up in the tables `text_zh.txt` of the rooms (embedded
// at build time) and falls back to English where the table has no row. A test walks the sources and
// fails on a sentence without a Chinese row, so the fallback is never seen in a release.
#pragma once
#include <initializer_list>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace kith {

enum class Language { en, zh };

/// The language of a locale name ("zh_CN.UTF-8", "zh", "en_US"); English where it names neither.
Language language_from_locale(std::string_view locale) noexcept;

class Text {
 public:
  using Arguments = std::vector<std::pair<std::string, std::string>>;

  Text() = default;
  Text(std::string_view english, Arguments arguments = {})  // NOLINT: a literal is a sentence
      : english_(english), arguments_(std::move(arguments)) {}
  Text(const char* english, Arguments arguments = {})  // NOLINT
      : english_(english), arguments_(std::move(arguments)) {}

  bool empty() const noexcept { return english_.empty(); }
  const std::string& key() const noexcept { return english_; }
  const Arguments& arguments() const noexcept { return arguments_; }

  /// The sentence in `language`, every {name} replaced by its value. An unknown {name} stays as it is.
  std::string render(Language language) const;

 private:
  std::string english_;
  Arguments arguments_;
};

/// Short for Text(english).render(language), for labels without arguments.
std::string tr(Language language, std::string_view english);

/// The number with thousands separators: 1234567 -> "1,234,567".
std::string grouped(long long number);

}  // namespace kith
