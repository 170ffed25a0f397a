#include "match/compare/romanize.h"

#include <algorithm>
#include <memory>
#include <set>

#include <unicode/translit.h>
#include <unicode/unistr.h>

#include "base/utf8.h"
#include "match/compare/look_alikes.h"

namespace kith::match {
namespace {

bool is_plain(char c) noexcept { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'); }

void append_plain(std::string& out, std::string_view text) {
  for (char c : text) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    if (is_plain(c)) out.push_back(c);
  }
}

// Making a transliterator and asking it cost far more than a look-up, and a lone new record would pay for
// both: each thread keeps its own, with what it was asked.
const std::string& reading_of(char32_t c) {
  struct Reader {
    UErrorCode status = U_ZERO_ERROR;
    std::unique_ptr<icu::Transliterator> ask{
        icu::Transliterator::createInstance("Any-Latin; Latin-ASCII; Lower", UTRANS_FORWARD, status)};
    std::unordered_map<char32_t, std::string> known;
  };
  thread_local Reader reader;
  const auto [at, fresh] = reader.known.try_emplace(c);
  if (!fresh || !reader.ask || U_FAILURE(reader.status)) return at->second;
  icu::UnicodeString text(static_cast<UChar32>(c));
  reader.ask->transliterate(text);
  std::string bytes;
  text.toUTF8String(bytes);
  append_plain(at->second, bytes);
  return at->second;
}

}  // namespace

void Romanizer::learn(std::span<const std::string_view> values) {
  std::set<char32_t> fresh;
  for (std::string_view value : values) {
    for (std::size_t at = 0; at < value.size();) {
      if (static_cast<unsigned char>(value[at]) < 0x80) {
        ++at;
        continue;
      }
      const char32_t c = next_code_point(value, at);
      if (!readings_.contains(c)) fresh.insert(c);
    }
  }
  if (fresh.empty()) return;
  for (char32_t c : fresh) readings_[c] = reading_of(c);
}

std::string Romanizer::fold(std::string_view text) const {
  return mixes_scripts(text) ? read(by_shape(text)) : read(text);
}

std::string Romanizer::read(std::string_view text) const {
  std::string out;
  out.reserve(text.size());
  for (std::size_t at = 0; at < text.size();) {
    if (static_cast<unsigned char>(text[at]) < 0x80) {
      append_plain(out, text.substr(at, 1));
      ++at;
      continue;
    }
    const auto found = readings_.find(next_code_point(text, at));
    if (found != readings_.end()) out += found->second;
  }
  return out;
}

bool has_han(std::string_view text) noexcept {
  for (std::size_t at = 0; at < text.size();) {
    if (static_cast<unsigned char>(text[at]) < 0x80) {
      ++at;
    } else if (is_han(next_code_point(text, at))) {
      return true;
    }
  }
  return false;
}

}  // namespace kith::match
