#include "standard/clean.h"

#include <algorithm>
#include <array>

#include <unicode/bytestream.h>
#include <unicode/normalizer2.h>

#include "base/utf8.h"

namespace kith::standard {
namespace {

constexpr char32_t joiner = 0x200D, non_joiner = 0x200C;

// Scripts in which no character has another canonical form, so that NFC has nothing to do. Everything
// else above U+0300 is given to ICU.
bool is_surely_composed(char32_t c) noexcept {
  return c < 0x300 || (c >= 0x4E00 && c <= 0x9FFF) || (c >= 0x3001 && c <= 0x3029) ||
         (c >= 0x3030 && c <= 0x3098) || (c >= 0x30A0 && c <= 0x33FF) || (c >= 0xAC00 && c <= 0xD7A3) ||
         (c >= 0x400 && c <= 0x482) || (c >= 0x2010 && c <= 0x205E) || (c >= 0xFE00 && c <= 0xFE0F) ||
         (c >= 0xFF01 && c <= 0xFFEF) || (c >= 0x1F000 && c <= 0x1FAFF);
}

bool is_space(char32_t c) noexcept {
  return c == ' ' || (c >= 9 && c <= 13) || c == 0x85 || c == 0xA0 || c == 0x1680 ||
         (c >= 0x2000 && c <= 0x200A) || c == 0x2028 || c == 0x2029 || c == 0x202F || c == 0x205F ||
         c == 0x3000;
}

bool is_line_break(char32_t c) noexcept {
  return c == '\n' || c == '\r' || c == 0x85 || c == 0x2028 || c == 0x2029;
}

bool is_invisible(char32_t c) noexcept {
  return c < 0x20 || (c >= 0x7F && c <= 0x9F) || c == 0xAD || c == 0x200B || c == 0x200E || c == 0x200F ||
         (c >= 0x202A && c <= 0x202E) || (c >= 0x2060 && c <= 0x206F) || c == 0xFEFF ||
         (c >= 0xFFF0 && c <= 0xFFFB);
}

bool is_prose_mark(char32_t c) noexcept {
  return c == 0xFF0C || c == 0xFF1A || c == 0xFF1B || c == 0xFF01 || c == 0xFF1F || c == 0xFF08 ||
         c == 0xFF09 || c == 0xFF5E;
}

// What stands on both sides of a joiner that means something: emoji, Arabic, Indic; not Latin, not Han.
// Combining accents do not: composing would make a letter of them that takes none.
bool takes_joiner(char32_t c) noexcept { return c >= 0x370 && !is_han(c) && c != non_joiner && c != joiner; }

// Printable ASCII without a space at either end or two in a row: most of all values.
bool is_tidy_ascii(std::string_view raw) noexcept {
  if (raw.front() == ' ' || raw.back() == ' ') return false;
  unsigned previous = 0;
  bool tidy = true;
  for (char character : raw) {
    auto c = static_cast<unsigned char>(character);
    tidy &= static_cast<unsigned>(c - 0x20) < 0x5Fu && !(c == ' ' && previous == ' ');
    previous = c;
  }
  return tidy;
}

struct Tidying {
  bool well_formed = true;
  bool width = false;
  bool compose = false;
};

Tidying tidy_into(std::string_view raw, Keep keep, std::string& buffer) {
  Tidying found;
  bool gap = false;
  unsigned breaks = 0;
  char32_t last = 0, pending_joiner = 0;
  for (std::size_t at = 0; at < raw.size();) {
    std::size_t start = at;
    char32_t c = next_code_point(raw, at);
    if (c == 0xFFFD && raw.substr(start, at - start) != "\xEF\xBF\xBD") return {.well_formed = false};
    if (is_space(c)) {
      bool is_pair = c == '\n' && start > 0 && raw[start - 1] == '\r';
      breaks += has(keep, Keep::lines) && is_line_break(c) && !is_pair;
      gap = true;
      pending_joiner = 0;
      continue;
    }
    if (is_invisible(c)) continue;
    if (c == joiner || c == non_joiner) {
      pending_joiner = !gap && takes_joiner(last) ? c : 0;
      continue;
    }
    if (c >= 0xFF01 && c <= 0xFF5E && !(has(keep, Keep::punctuation) && is_prose_mark(c))) {
      c -= 0xFEE0;
      found.width = true;
    } else if (c == 0xFFE5) {
      c = 0xA5;
      found.width = true;
    }
    if (gap && !buffer.empty()) buffer.append(breaks == 0 ? " " : breaks == 1 ? "\n" : "\n\n");
    if (pending_joiner != 0 && takes_joiner(c)) append_utf8(buffer, pending_joiner);
    gap = false;
    breaks = 0;
    pending_joiner = 0;
    append_utf8(buffer, c);
    found.compose |= !is_surely_composed(c);
    last = c;
  }
  return found;
}

void compose(std::string& text) {
  UErrorCode status = U_ZERO_ERROR;
  const icu::Normalizer2* nfc = icu::Normalizer2::getNFCInstance(status);
  if (U_FAILURE(status) || nfc->isNormalizedUTF8(text, status)) return;
  thread_local std::string composed;
  composed.clear();
  icu::StringByteSink<std::string> sink(&composed);
  nfc->normalizeUTF8(0, text, sink, nullptr, status);
  if (U_SUCCESS(status)) text.swap(composed);
}

constexpr auto nothing_words = std::to_array<std::string_view>({
    "#n/a",   "#null!",        "#value!",      "(blank)", "(empty)",   "(null)",  "(无)",   "<null>",
    "[null]", "\\n",           "empty",        "n.a.",    "n/a",       "na",      "nan",    "nil",
    "none",   "not available", "not provided", "null",    "undefined", "unknown", "不明",   "不知道",
    "不详",   "不适用",        "保密",         "待定",    "待补",      "待补充",  "无",     "无无",
    "无数据", "无此项",        "暂无",         "暂缺",    "暂时没有",  "未填",    "未填写", "未提供",
    "未知",   "没有",          "没填",         "空",      "空白",      "空值",    "缺失",   "（无）",
});

constexpr std::array<std::string_view, nothing_words.size()> sorted_nothing_words() {
  auto words = nothing_words;
  std::sort(words.begin(), words.end());
  return words;
}
constexpr auto nothing = sorted_nothing_words();

bool is_only_marks(std::string_view text) noexcept {
  return std::all_of(text.begin(), text.end(), [](char c) {
    return c == '-' || c == '.' || c == '/' || c == '\\' || c == '?' || c == '*' || c == '_' || c == ',' ||
           c == '=' || c == '~' || c == '|' || c == '\'' || c == '"' || c == '#' || c == '!' || c == ':' ||
           c == ';' || c == '`' || c == ' ';
  });
}

}  // namespace

bool says_nothing(std::string_view text) noexcept {
  if (text.empty() || text.size() > 15) return text.empty();
  if (text == "。" || text == "—" || text == "——" || text == "–" || text == "、" || text == "？") return true;
  std::array<char, 15> lower{};
  for (std::size_t i = 0; i < text.size(); ++i) {
    char c = text[i];
    lower[i] = c >= 'A' && c <= 'Z' ? static_cast<char>(c | 0x20) : c;
  }
  std::string_view word(lower.data(), text.size());
  return std::binary_search(nothing.begin(), nothing.end(), word) || is_only_marks(text);
}

bool take(std::string_view raw, Standardised& out, std::string_view& text, Keep keep) {
  thread_local std::string buffer;
  if (raw.empty()) {
    out.reason = Reason::blank;
    return false;
  }
  out.reason = Reason::none;
  if (is_tidy_ascii(raw)) {
    text = raw;
  } else {
    buffer.clear();
    Tidying found = tidy_into(raw, keep, buffer);
    if (!found.well_formed) {
      refuse(raw, Reason::not_text, out);
      return false;
    }
    if (found.compose) compose(buffer);
    text = buffer;
    if (text.empty()) {
      out.reason = Reason::blank;
      return false;
    }
    if (text != raw) out.reason = found.width ? Reason::width : Reason::trimmed;
  }
  if (!has(keep, Keep::words) && says_nothing(text)) {
    out.reason = Reason::says_nothing;
    return false;
  }
  return true;
}

void settle(std::string_view raw, std::string_view tidy, Reason how, Standardised& out, Keep keep) {
  if (out.value == raw) {
    out.verdict = Verdict::kept;
    out.reason = Reason::none;
    return;
  }
  if (!has(keep, Keep::words) && says_nothing(out.value)) {
    out.clear();
    out.reason = Reason::says_nothing;
    return;
  }
  out.verdict = Verdict::changed;
  if (out.value != tidy || out.reason == Reason::none) out.reason = how;
}

void doubt(Reason why, Standardised& out) {
  if (out.verdict == Verdict::empty) return;
  out.verdict = Verdict::suspect;
  out.reason = why;
}

void refuse(std::string_view raw, Reason why, Standardised& out) {
  out.clear();
  out.value.assign(raw);
  out.verdict = Verdict::invalid;
  out.reason = why;
}

}  // namespace kith::standard
