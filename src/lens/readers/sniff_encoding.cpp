#include <algorithm>
#include <array>

#include "base/utf8.h"
#include "lens/readers/sniff.h"

namespace kith::lens {
namespace {

struct Mark {
  std::string_view bytes;
  const char* name;
};

using namespace std::string_view_literals;

constexpr Mark text_marks[] = {
    {"\xEF\xBB\xBF"sv, "UTF-8"},
    {"\x84\x31\x95\x33"sv, "GB18030"},
    {"\xFF\xFE"sv, "UTF-16LE"},
    {"\xFE\xFF"sv, "UTF-16BE"},
};

constexpr Mark binary_marks[] = {
    {"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1"sv, "XLS"},
    {"PK\x03\x04"sv, "ZIP"},
    {"PK\x05\x06"sv, "ZIP"},
    {"%PDF-"sv, "PDF"},
    {"PAR1"sv, "Parquet"},
    {"SQLite format 3\0"sv, "SQLite"},
    {"\x89PNG"sv, "PNG"},
    {"\xFF\xD8\xFF"sv, "JPEG"},
    {"GIF8"sv, "GIF"},
    {"Rar!\x1A\x07"sv, "RAR"},
    {"7z\xBC\xAF\x27\x1C"sv, "7z"},
    {"\x28\xB5\x2F\xFD"sv, "zstd"},
    {"BZh"sv, "bzip2"},
    {"\xFD"
     "7zXZ\0"sv,
     "xz"},
    {"\x7F"
     "ELF"sv,
     "ELF"},
    {"{\\rtf"sv, "RTF"},
};

// Shares of zero bytes at even and odd places, which give UTF-16 of Western text away.
EncodingGuess guess_wide(std::string_view sample, std::size_t zeros) {
  std::size_t odd = 0;
  for (std::size_t i = 1; i < sample.size(); i += 2) odd += sample[i] == '\0';
  std::size_t even = zeros - odd;
  if (odd > 8 * even && odd * 5 > sample.size() / 2) return {"UTF-16LE"};
  if (even > 8 * odd && even * 5 > sample.size() / 2) return {"UTF-16BE"};
  return {};
}

struct Shares {
  std::size_t characters = 0;  // beyond ASCII, well formed as UTF-8
  std::size_t bad = 0;         // bytes that are not
};

Shares count_utf8(std::string_view sample, bool whole) {
  Shares shares;
  for (std::size_t at = 0; at < sample.size();) {
    if (static_cast<unsigned char>(sample[at]) < 0x80) {
      ++at;
      continue;
    }
    std::size_t before = at;
    char32_t c = next_code_point(sample, at);
    bool cut = !whole && sample.size() - before < 4;
    if (c == 0xFFFD && at == before + 1) {
      shares.bad += !cut;
    } else {
      ++shares.characters;
    }
  }
  return shares;
}

// How far the bytes look like the common Chinese characters of GB 2312 (lead B0–F7, trail A1–FE, first level
// up to D7) and its marks (A1–A3), against letters of a Latin page, which stand alone between ASCII letters.
bool looks_chinese(std::string_view sample) {
  std::size_t common = 0, rare = 0, impossible = 0, latin = 0;
  auto byte = [&](std::size_t i) { return static_cast<unsigned char>(sample[i]); };
  for (std::size_t at = 0; at < sample.size();) {
    unsigned lead = byte(at);
    if (lead < 0x80) {
      ++at;
      continue;
    }
    unsigned trail = at + 1 < sample.size() ? byte(at + 1) : 0;
    bool letter_before = at > 0 && std::isalpha(byte(at - 1));
    if (trail < 0x80 && (std::isalpha(trail) || letter_before)) ++latin;
    if (lead == 0x80 || lead == 0xFF || trail < 0x30 || trail == 0x7F || trail == 0xFF) {
      ++impossible;
      ++at;
      continue;
    }
    bool hanzi = lead >= 0xB0 && lead <= 0xD7 && trail >= 0xA1;
    bool mark = lead >= 0xA1 && lead <= 0xA3 && trail >= 0xA1;
    (hanzi || mark ? common : rare) += 1;
    at += trail < 0x40 ? 4 : 2;
  }
  return common > 2 * latin && common > rare && common > 4 * impossible;
}

bool has_controls(std::string_view sample) {
  std::size_t controls = 0;
  for (char c : sample) {
    auto byte = static_cast<unsigned char>(c);
    controls += byte < 0x20 && byte != '\t' && byte != '\n' && byte != '\r' && byte != '\f' && byte != 0x1A &&
                byte > 0x02;
  }
  return controls * 50 > sample.size();
}

}  // namespace

std::string_view known_binary(std::string_view sample) noexcept {
  for (const auto& mark : binary_marks) {
    if (sample.starts_with(mark.bytes)) return mark.name;
  }
  return {};
}

EncodingGuess guess_encoding(std::string_view sample, bool whole) {
  for (const auto& mark : text_marks) {
    if (sample.starts_with(mark.bytes)) return {mark.name, mark.bytes.size()};
  }
  auto zeros = static_cast<std::size_t>(std::count(sample.begin(), sample.end(), '\0'));
  if (zeros * 4 > sample.size()) {
    EncodingGuess wide = guess_wide(sample, zeros);
    wide.binary = wide.encoding.empty();
    return wide;
  }
  EncodingGuess guess{"UTF-8"};
  // A few NULs are dirt in a text; many are no text.
  if (zeros * 20 > sample.size() || has_controls(sample)) {
    guess.binary = true;
    return guess;
  }
  guess.only_ascii = is_ascii(sample);
  if (guess.only_ascii) return guess;
  Shares utf8 = count_utf8(sample, whole);
  if (utf8.bad == 0 || utf8.characters > utf8.bad) return guess;
  guess.encoding = looks_chinese(sample) ? "GB18030" : "windows-1252";
  return guess;
}

}  // namespace kith::lens
