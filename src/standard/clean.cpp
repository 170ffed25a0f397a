#include "standard/clean.h"

#include <algorithm>
#include <array>

#include <unicode/bytestream.h>
#include <unicode/normalizer2.h>

#include "base/utf8.h"
#include "standard/word_table.h"

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

// The length of a beginning of `raw` that is tidy as it stands: printable ASCII, letters of Latin, the
// Chinese characters of the basic block and marks of prose, without a space at either end or two in a row.
// The whole of most values.
std::size_t tidy_beginning(std::string_view raw, Keep keep) noexcept {
  auto byte = [&](std::size_t i) { return static_cast<unsigned char>(raw[i]); };
  auto continues = [&](std::size_t i) { return i < raw.size() && (byte(i) & 0xC0) == 0x80; };
  std::size_t at = 0;
  bool after_space = true;
  while (at < raw.size()) {
    unsigned lead = byte(at);
    if (lead - 0x21 < 0x5Eu) {
      ++at;
    } else if (lead == ' ') {
      if (after_space) break;
      after_space = true;
      ++at;
      continue;
    } else if (lead >= 0xE4 && lead <= 0xE9) {
      if (!continues(at + 1) || !continues(at + 2) || (lead == 0xE4 && byte(at + 1) < 0xB8)) break;
      at += 3;
    } else if (lead >= 0xC3 && lead <= 0xC5) {
      if (!continues(at + 1)) break;
      at += 2;
    } else if (lead == 0xEF && has(keep, Keep::punctuation)) {
      std::size_t next = at;
      if (!is_prose_mark(next_code_point(raw, next))) break;
      at = next;
    } else if (lead == 0xE3 && continues(at + 1) && continues(at + 2) && byte(at + 1) == 0x80) {
      if (byte(at + 2) == 0x80 || byte(at + 2) > 0xA9) break;  // U+3001–U+3029
      at += 3;
    } else {
      break;
    }
    after_space = false;
  }
  return at > 0 && after_space ? at - 1 : at;
}

struct Tidying {
  bool well_formed = true;
  bool width = false;
  bool compose = false;
};

// `from`: as many bytes are tidy, in `buffer`, and end in no space.
Tidying tidy_into(std::string_view raw, std::size_t from, Keep keep, std::string& buffer) {
  Tidying found;
  bool gap = false;
  unsigned breaks = 0;
  char32_t last = 0, pending_joiner = 0;
  if (from > 0) {
    std::size_t back = from - 1;
    while ((static_cast<unsigned char>(raw[back]) & 0xC0) == 0x80) --back;
    last = next_code_point(raw, back);
  }
  for (std::size_t at = from; at < raw.size();) {
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

constexpr auto nothing = [] {
  std::array<WordRow, nothing_words.size()> rows{};
  for (std::size_t i = 0; i < rows.size(); ++i) rows[i] = {nothing_words[i], "-"};
  return rows;
}();

bool is_only_marks(std::string_view text) noexcept {
  static constexpr auto marks = [] {
    std::array<bool, 256> table{};
    for (char c : std::string_view("-./\\?*_,=~|'\"#!:;` ")) table[static_cast<unsigned char>(c)] = true;
    return table;
  }();
  return std::all_of(text.begin(), text.end(), [](char c) { return marks[static_cast<unsigned char>(c)]; });
}

}  // namespace

bool says_nothing(std::string_view text) noexcept {
  if (text.empty() || text.size() > 15) return text.empty();
  if (!find_word<nothing>(text).empty() || is_only_marks(text)) return true;
  return static_cast<unsigned char>(text.front()) >= 0xE2 &&
         (text == "。" || text == "—" || text == "——" || text == "–" || text == "、" || text == "？");
}

bool take(std::string_view raw, Standardised& out, std::string_view& text, Keep keep) {
  thread_local std::string buffer;
  if (raw.empty()) {
    out.reason = Reason::blank;
    return false;
  }
  out.reason = Reason::none;
  std::size_t tidy = tidy_beginning(raw, keep);
  if (tidy == raw.size()) {
    text = raw;
  } else {
    buffer.assign(raw, 0, tidy);
    Tidying found = tidy_into(raw, tidy, keep, buffer);
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
