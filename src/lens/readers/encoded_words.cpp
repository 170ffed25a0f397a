#include "lens/readers/encoded_words.h"

#include <cctype>
#include <optional>
#include <vector>

#include "base/error.h"
#include "base/utf8.h"
#include "lens/readers/text_decoder.h"

namespace kith::lens {
namespace {

int hex_value(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  return -1;
}

int base64_value(char c) {
  if (c >= 'A' && c <= 'Z') return c - 'A';
  if (c >= 'a' && c <= 'z') return c - 'a' + 26;
  if (c >= '0' && c <= '9') return c - '0' + 52;
  if (c == '+' || c == '-') return 62;
  if (c == '/' || c == '_') return 63;
  return -1;
}

struct EncodedWord {
  std::string charset, bytes;
  std::size_t end = 0;
};

// =?charset?Q-or-B?text?= at `at`.
std::optional<EncodedWord> word_at(std::string_view text, std::size_t at) {
  if (text.substr(at, 2) != "=?") return std::nullopt;
  std::size_t first = text.find('?', at + 2);
  if (first == std::string_view::npos || first + 2 >= text.size() || text[first + 2] != '?')
    return std::nullopt;
  std::size_t end = text.find("?=", first + 3);
  if (end == std::string_view::npos || end - at > 4096) return std::nullopt;
  EncodedWord word;
  word.charset = text.substr(at + 2, first - at - 2);
  word.charset = word.charset.substr(0, word.charset.find('*'));
  std::string inside(text.substr(first + 3, end - first - 3));
  char kind = static_cast<char>(std::toupper(static_cast<unsigned char>(text[first + 1])));
  if (kind == 'B') {
    word.bytes = from_base64(inside);
  } else if (kind == 'Q') {
    for (char& c : inside) c = c == '_' ? ' ' : c;
    word.bytes = from_quoted_printable(inside);
  } else {
    return std::nullopt;
  }
  word.end = end + 2;
  return word;
}

}  // namespace

std::string from_quoted_printable(std::string_view text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    int high = text[i] == '=' && i + 2 < text.size() ? hex_value(text[i + 1]) : -1;
    int low = high >= 0 ? hex_value(text[i + 2]) : -1;
    if (low < 0) {
      out += text[i];
      continue;
    }
    out += static_cast<char>(high * 16 + low);
    i += 2;
  }
  return out;
}

std::string from_base64(std::string_view text) {
  std::string out;
  unsigned bits = 0, count = 0;
  for (char c : text) {
    int value = base64_value(c);
    if (value < 0) continue;
    bits = (bits << 6 | static_cast<unsigned>(value)) & 0xFFFFFF;
    count += 6;
    if (count < 8) continue;
    count -= 8;
    out += static_cast<char>(bits >> count & 0xFF);
  }
  return out;
}

std::string as_utf8(std::string_view bytes, std::string_view charset) {
  auto decode = [&](const std::string& name) -> std::optional<std::string> {
    std::string text;
    std::vector<TextFault> faults;
    try {
      TextDecoder::make(name)->decode(bytes, true, text, faults);
    } catch (const Error&) {
      return std::nullopt;
    }
    if (!faults.empty()) return std::nullopt;
    return text;
  };
  if (is_ascii(bytes) && bytes.find('\x1B') == std::string_view::npos) return std::string(bytes);
  if (!charset.empty()) {
    if (auto text = decode(std::string(charset))) return *text;
  }
  if (is_utf8(bytes)) return std::string(bytes);
  return decode("windows-1252").value_or(std::string());
}

std::string decoded_header(std::string_view text) {
  std::string out, charset, pending;
  auto flush = [&] {
    if (!pending.empty()) out += as_utf8(pending, charset);
    pending.clear();
  };
  std::string raw;
  for (std::size_t at = 0; at < text.size();) {
    auto word = word_at(text, at);
    if (!word) {
      // Blanks between two encoded words belong to neither.
      std::size_t next = text.find_first_not_of(" \t", at);
      if (!pending.empty() && next != std::string_view::npos && next > at && word_at(text, next)) {
        at = next;
        continue;
      }
      flush();
      raw += text[at++];
      if (at == text.size() || text[at] == '=' || static_cast<unsigned char>(text[at]) < 0x80) {
        out += as_utf8(raw, {});
        raw.clear();
      }
      continue;
    }
    if (word->charset != charset) flush();
    charset = word->charset;
    pending += word->bytes;
    at = word->end;
  }
  flush();
  return out;
}

}  // namespace kith::lens
