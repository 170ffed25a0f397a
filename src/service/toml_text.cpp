#include "service/toml_text.h"

#include <algorithm>

#include "base/error.h"

namespace kith::service {
namespace {

std::string_view trimmed(std::string_view text) {
  while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
  while (!text.empty() && (text.back() == ' ' || text.back() == '\t' || text.back() == '\r'))
    text.remove_suffix(1);
  return text;
}

// Without a comment at its end. A # in quotes is none.
std::string_view without_comment(std::string_view line) {
  char quote = 0;
  for (std::size_t i = 0; i < line.size(); ++i) {
    const char c = line[i];
    if (quote != 0) {
      if (c == '\\' && quote == '"') {
        ++i;
      } else if (c == quote) {
        quote = 0;
      }
    } else if (c == '"' || c == '\'') {
      quote = c;
    } else if (c == '#') {
      return line.substr(0, i);
    }
  }
  return line;
}

std::string without_blanks(std::string_view text) {
  std::string out;
  for (char c : text) {
    if (c != ' ' && c != '\t') out.push_back(c);
  }
  return out;
}

bool is_header(std::string_view line) { return trimmed(line).starts_with('['); }

bool is_header(std::string_view line, std::string_view header) {
  return without_blanks(trimmed(without_comment(line))) == without_blanks(header);
}

// Where the = of `key = value` stands; npos where the line sets nothing.
std::size_t sign_of(std::string_view line) {
  char quote = 0;
  for (std::size_t i = 0; i < line.size(); ++i) {
    const char c = line[i];
    if (quote != 0) {
      if (c == '\\' && quote == '"') {
        ++i;
      } else if (c == quote) {
        quote = 0;
      }
    } else if (c == '"' || c == '\'') {
      quote = c;
    } else if (c == '#') {
      return std::string_view::npos;
    } else if (c == '=') {
      return i;
    }
  }
  return std::string_view::npos;
}

bool sets(std::string_view line, std::string_view key) {
  const auto sign = sign_of(line);
  if (sign == std::string_view::npos) return false;
  const auto name = trimmed(line.substr(0, sign));
  return name == key || name == toml_quoted(key) || name == "'" + std::string(key) + "'";
}

// How many brackets of lists are open behind the line; quotes hide theirs.
int open_brackets(std::string_view line) {
  int open = 0;
  char quote = 0;
  line = without_comment(line);
  for (std::size_t i = 0; i < line.size(); ++i) {
    const char c = line[i];
    if (quote != 0) {
      if (c == '\\' && quote == '"') {
        ++i;
      } else if (c == quote) {
        quote = 0;
      }
    } else if (c == '"' || c == '\'') {
      quote = c;
    } else {
      open += c == '[';
      open -= c == ']';
    }
  }
  return open;
}

}  // namespace

TomlText::TomlText(std::string_view text) {
  while (!text.empty()) {
    const auto end = std::min(text.find('\n'), text.size());
    lines_.emplace_back(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
}

std::size_t TomlText::sections(std::string_view header) const {
  std::size_t count = 0;
  while (find(header, count)) ++count;
  return count;
}

// A line that begins with [ within a list that goes on over lines is no header.
std::optional<TomlText::Range> TomlText::find(std::string_view header, std::size_t nth) const {
  std::optional<Range> found;
  int open = 0;
  for (std::size_t i = 0; i < lines_.size(); ++i) {
    if (open <= 0 && is_header(lines_[i])) {
      open = 0;
      if (found) {
        found->end = i;
        return found;
      }
      if (is_header(lines_[i], header) && nth-- == 0) found = Range{i, lines_.size()};
      continue;
    }
    open += open_brackets(lines_[i]);
  }
  return found;
}

TomlText::Range TomlText::lines_of(const Range& section, std::string_view key) const {
  for (std::size_t i = section.begin + 1; i < section.end; ++i) {
    if (!sets(lines_[i], key)) continue;
    std::size_t end = i + 1;
    for (int open = open_brackets(lines_[i]); open > 0 && end < section.end; ++end)
      open += open_brackets(lines_[end]);
    return {i, end};
  }
  return {section.end, section.end};
}

void TomlText::put(std::string_view header, std::size_t nth, std::string_view key, std::string_view value) {
  auto line = toml_key(key).append(" = ").append(value);
  auto section = find(header, nth);
  if (!section) {
    if (!lines_.empty() && !trimmed(lines_.back()).empty()) lines_.emplace_back();
    lines_.emplace_back(header);
    lines_.push_back(std::move(line));
    return;
  }
  const auto place = lines_of(*section, key);
  auto at = lines_.begin() + static_cast<std::ptrdiff_t>(place.begin);
  if (place.begin != place.end) {
    *at = std::move(line);
    lines_.erase(at + 1, lines_.begin() + static_cast<std::ptrdiff_t>(place.end));
    return;
  }
  // Behind the last line that sets something: comments below belong to what follows.
  auto last = section->begin;
  for (auto i = section->begin + 1; i < section->end; ++i) {
    const auto text = trimmed(lines_[i]);
    if (!text.empty() && text.front() != '#') last = i;
  }
  lines_.insert(lines_.begin() + static_cast<std::ptrdiff_t>(last + 1), std::move(line));
}

void TomlText::remove_key(std::string_view header, std::size_t nth, std::string_view key) {
  const auto section = find(header, nth);
  if (!section) return;
  const auto place = lines_of(*section, key);
  lines_.erase(lines_.begin() + static_cast<std::ptrdiff_t>(place.begin),
               lines_.begin() + static_cast<std::ptrdiff_t>(place.end));
}

void TomlText::remove_section(std::string_view header, std::size_t nth) {
  const auto section = find(header, nth);
  if (!section) return;
  auto is_comment = [&](std::size_t line) { return trimmed(lines_[line]).starts_with('#'); };
  auto begin = section->begin, end = section->end;
  while (begin > 0 && is_comment(begin - 1)) --begin;
  // What stands right above the next header is said of that one.
  if (end < lines_.size()) {
    while (end > section->begin + 1 && is_comment(end - 1)) --end;
  }
  lines_.erase(lines_.begin() + static_cast<std::ptrdiff_t>(begin),
               lines_.begin() + static_cast<std::ptrdiff_t>(end));
}

std::string TomlText::text() const {
  std::string out;
  for (const auto& line : lines_) out += line + "\n";
  return out;
}

std::string toml_quoted(std::string_view text) {
  std::string out = "\"";
  for (char c : text) {
    if (c == '"' || c == '\\') out.push_back('\\');
    const auto byte = static_cast<unsigned char>(c);
    if (byte >= 0x20 && byte != 0x7F) out.push_back(c);
  }
  return out + "\"";
}

std::string toml_list(const std::vector<std::string>& values) {
  std::string out;
  for (const auto& value : values) out += (out.empty() ? "[" : ", ") + toml_quoted(value);
  return out.empty() ? "[]" : out + "]";
}

std::string toml_key(std::string_view key) {
  const bool bare = !key.empty() && std::all_of(key.begin(), key.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '-';
  });
  return bare ? std::string(key) : toml_quoted(key);
}

std::pair<std::string, std::string> assignment_of(std::string_view word) {
  const auto sign = word.find('=');
  if (sign == std::string_view::npos || trimmed(word.substr(0, sign)).empty())
    throw Error(ErrorCode::usage, Text("{word} sets nothing.", {{"word", std::string(word)}}),
                "Write it as KEY=VALUE.");
  return {std::string(trimmed(word.substr(0, sign))), std::string(trimmed(word.substr(sign + 1)))};
}

std::vector<std::string> words_between_commas(std::string_view text) {
  std::vector<std::string> words;
  while (!text.empty()) {
    const auto end = std::min(text.find(','), text.size());
    if (const auto word = trimmed(text.substr(0, end)); !word.empty()) words.emplace_back(word);
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return words;
}

}  // namespace kith::service
