#include "base/text.h"

#include <string>
#include <unordered_map>

#include "base/embedded.h"

namespace kith {
namespace {

// Rows of a text_zh.txt: an English line, then its Chinese line, then a blank line. `\n` in a row is a
// line break.
std::unordered_map<std::string, std::string> read_table(std::string_view table) {
  std::unordered_map<std::string, std::string> rows;
  std::string english;
  auto unescape = [](std::string_view line) {
    std::string out;
    for (std::size_t i = 0; i < line.size(); ++i) {
      if (line[i] == '\\' && i + 1 < line.size() && line[i + 1] == 'n') {
        out.push_back('\n');
        ++i;
      } else {
        out.push_back(line[i]);
      }
    }
    return out;
  };
  while (!table.empty()) {
    auto end = table.find('\n');
    auto line = table.substr(0, end);
    table.remove_prefix(end == std::string_view::npos ? table.size() : end + 1);
    if (line.empty() || line[0] == '#') {
      english.clear();
    } else if (english.empty()) {
      english = unescape(line);
    } else {
      rows.emplace(english, unescape(line));
      english.clear();
    }
  }
  return rows;
}

const std::unordered_map<std::string, std::string>& chinese_rows() {
  static const auto rows = [] {
    std::unordered_map<std::string, std::string> all;
    for (auto name : embedded_names()) {
      if (name.substr(0, 8) == "text_zh/") all.merge(read_table(embedded(name)));
    }
    return all;
  }();
  return rows;
}

}  // namespace

Language language_from_locale(std::string_view locale) noexcept {
  return locale.substr(0, 2) == "zh" ? Language::zh : Language::en;
}

std::string Text::render(Language language) const {
  const std::string* sentence = &english_;
  if (language == Language::zh) {
    auto row = chinese_rows().find(english_);
    if (row != chinese_rows().end()) sentence = &row->second;
  }
  std::string out;
  for (std::size_t i = 0; i < sentence->size();) {
    if ((*sentence)[i] == '{') {
      auto close = sentence->find('}', i);
      if (close != std::string::npos) {
        std::string_view name(sentence->data() + i + 1, close - i - 1);
        bool found = false;
        for (const auto& [key, value] : arguments_) {
          if (key == name) {
            out += value;
            found = true;
            break;
          }
        }
        if (!found) out.append(*sentence, i, close - i + 1);
        i = close + 1;
        continue;
      }
    }
    out.push_back((*sentence)[i++]);
  }
  return out;
}

std::string tr(Language language, std::string_view english) { return Text(english).render(language); }

std::string grouped(long long number) {
  std::string plain = std::to_string(number < 0 ? -number : number), out;
  for (std::size_t i = 0; i < plain.size(); ++i) {
    if (i != 0 && (plain.size() - i) % 3 == 0) out.push_back(',');
    out.push_back(plain[i]);
  }
  return number < 0 ? "-" + out : out;
}

}  // namespace kith
