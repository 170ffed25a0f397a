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
    {"\xEF\xBB\xBF"sv, "UTF-8"},       {"\xFF\xFE\0\0"sv, "UTF-32LE"}, {"\0\0\xFE\xFF"sv, "UTF-32BE"},
    {"\x84\x31\x95\x33"sv, "GB18030"}, {"\xFF\xFE"sv, "UTF-16LE"},     {"\xFE\xFF"sv, "UTF-16BE"},
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
    {"\x1F\x8B"sv, "gzip"},
    {"\xFD"
     "7zXZ\0"sv,
     "xz"},
    {"\x7F"
     "ELF"sv,
     "ELF"},
    {"{\\rtf"sv, "RTF"},
};

// Two zero bytes in front or behind of all characters: UTF-32, which nobody writes without a mark but
// programs do.
EncodingGuess guess_widest(std::string_view sample) {
  std::size_t little = 0, big = 0, units = sample.size() / 4;
  for (std::size_t i = 0; i + 3 < sample.size(); i += 4) {
    little += sample[i + 2] == 0 && sample[i + 3] == 0 && (sample[i] != 0 || sample[i + 1] != 0);
    big += sample[i] == 0 && sample[i + 1] == 0 && (sample[i + 2] != 0 || sample[i + 3] != 0);
  }
  if (units > 0 && little * 100 >= units * 99) return {"UTF-32LE"};
  if (units > 0 && big * 100 >= units * 99) return {"UTF-32BE"};
  return {};
}

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

struct Pairs {
  std::size_t pairs = 0, low_trails = 0, first = 0, second = 0, kana = 0, half_kana = 0, broken = 0;
};

// Whether the two-byte characters are those of Big5: half of its trail bytes lie below A1, where GB 2312 has
// none, and the common characters lead with A4–C6.
bool looks_big5(std::string_view sample) {
  Pairs seen;
  for (std::size_t at = 0; at < sample.size();) {
    auto lead = static_cast<unsigned char>(sample[at]);
    if (lead < 0x80) {
      ++at;
      continue;
    }
    unsigned trail = at + 1 < sample.size() ? static_cast<unsigned char>(sample[at + 1]) : 0;
    bool low = trail >= 0x40 && trail <= 0x7E, high = trail >= 0xA1 && trail <= 0xFE;
    if (lead < 0xA1 || lead > 0xF9 || (!low && !high)) {
      ++seen.broken;
      ++at;
      continue;
    }
    ++seen.pairs;
    seen.low_trails += low;
    seen.first += lead >= 0xA4 && lead <= 0xC6;
    at += 2;
  }
  return seen.pairs >= 4 && seen.broken * 20 <= seen.pairs && seen.low_trails * 8 >= seen.pairs &&
         seen.first * 4 >= seen.pairs * 3;
}

// Whether the bytes are Shift-JIS: kana (82, 83) and the common kanji (88–9F) lead below A0, where GB 2312
// and Big5 have nothing.
bool looks_shift_jis(std::string_view sample) {
  Pairs seen;
  for (std::size_t at = 0; at < sample.size();) {
    auto lead = static_cast<unsigned char>(sample[at]);
    if (lead < 0x80) {
      ++at;
      continue;
    }
    if (lead >= 0xA1 && lead <= 0xDF) {
      ++seen.half_kana;
      ++at;
      continue;
    }
    unsigned trail = at + 1 < sample.size() ? static_cast<unsigned char>(sample[at + 1]) : 0;
    bool pair = ((lead >= 0x81 && lead <= 0x9F) || (lead >= 0xE0 && lead <= 0xFC)) && trail >= 0x40 &&
                trail != 0x7F && trail <= 0xFC;
    if (!pair) {
      ++seen.broken;
      ++at;
      continue;
    }
    ++seen.pairs;
    seen.kana += (lead == 0x82 && trail >= 0x9F) || (lead == 0x83 && trail <= 0x96);
    seen.first += lead >= 0x88 && lead <= 0x9F;
    at += 2;
  }
  return seen.pairs >= 4 && seen.broken * 20 <= seen.pairs &&
         (seen.kana + seen.first) * 10 >= seen.pairs * 7 && seen.half_kana <= seen.pairs;
}

// Pairs of bytes A1–FE, as EUC-JP, EUC-KR and GB 2312 have them alike: only what they stand for tells them
// apart.
struct EucPairs {
  std::size_t pairs = 0, kana = 0, hangul = 0, later = 0, marks = 0, broken = 0;
};

EucPairs count_euc(std::string_view sample) {
  EucPairs seen;
  for (std::size_t at = 0; at < sample.size();) {
    auto lead = static_cast<unsigned char>(sample[at]);
    if (lead < 0x80) {
      ++at;
      continue;
    }
    unsigned trail = at + 1 < sample.size() ? static_cast<unsigned char>(sample[at + 1]) : 0;
    if (lead == 0x8E && trail >= 0xA1 && trail <= 0xDF) {  // half-width kana of EUC-JP
      ++seen.pairs;
      ++seen.kana;
      at += 2;
      continue;
    }
    if (lead < 0xA1 || lead == 0xFF || trail < 0xA1 || trail == 0xFF) {
      ++seen.broken;
      ++at;
      continue;
    }
    ++seen.pairs;
    seen.kana += (lead == 0xA4 && trail <= 0xF3) || (lead == 0xA5 && trail <= 0xF6);
    seen.hangul += lead >= 0xB0 && lead <= 0xC8;
    seen.later += lead > 0xC8;
    seen.marks += lead <= 0xA3;
    at += 2;
  }
  return seen;
}

// Japanese is hardly written without kana, and nothing else is written with them.
bool looks_euc_jp(const EucPairs& seen) {
  return seen.pairs >= 4 && seen.broken * 20 <= seen.pairs && seen.kana * 7 >= seen.pairs;
}

// All syllables of Korean lead with B0–C8; of common Chinese characters, which are sorted by their sound, two
// in five come later. A dozen that all come before are hardly chance.
bool looks_euc_kr(const EucPairs& seen) {
  return seen.hangul >= 16 && seen.broken * 20 <= seen.pairs && seen.later * 25 <= seen.hangul &&
         seen.hangul + seen.marks + seen.later == seen.pairs;
}

// Words of letters beyond ASCII throughout: Cyrillic in the Windows page, lower case E0–FF mostly.
bool looks_cyrillic(std::string_view sample) {
  std::size_t letters = 0, lower = 0, runs = 0;
  bool inside = false;
  for (char c : sample) {
    auto byte = static_cast<unsigned char>(c);
    bool letter = byte >= 0xC0 || byte == 0xA8 || byte == 0xB8;
    letters += letter;
    lower += byte >= 0xE0;
    runs += letter && !inside;
    inside = letter;
  }
  return letters >= 12 && letters >= 4 * runs && lower * 2 > letters;
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
    EncodingGuess wide = guess_widest(sample);
    if (wide.encoding.empty()) wide = guess_wide(sample, zeros);
    wide.binary = wide.encoding.empty();
    return wide;
  }
  EncodingGuess guess{"UTF-8"};
  // A few NULs are dirt in a text; many are no text.
  if ((zeros > 4 && zeros * 20 > sample.size()) || has_controls(sample)) {
    guess.binary = true;
    return guess;
  }
  guess.only_ascii = is_ascii(sample);
  if (guess.only_ascii) return guess;
  Shares utf8 = count_utf8(sample, whole);
  if (utf8.bad == 0 || utf8.characters > utf8.bad) return guess;
  const EucPairs euc = count_euc(sample);
  if (looks_shift_jis(sample)) {
    guess.encoding = "Shift_JIS";
  } else if (looks_euc_jp(euc)) {
    guess.encoding = "EUC-JP";
  } else if (looks_euc_kr(euc)) {
    guess.encoding = "EUC-KR";
  } else if (looks_big5(sample)) {
    guess.encoding = "Big5";
  } else if (looks_chinese(sample)) {
    guess.encoding = "GB18030";
  } else {
    guess.encoding = looks_cyrillic(sample) ? "windows-1251" : "windows-1252";
  }
  return guess;
}

}  // namespace kith::lens
