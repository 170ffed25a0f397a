#include "lens/readers/text_decoder.h"

#include <algorithm>
#include <array>
#include <cstring>

#include <simdjson.h>
#include <unicode/ucnv.h>
#include <unicode/ucnv_err.h>
#include <unicode/utf8.h>

#include "base/error.h"
#include "base/utf8.h"

namespace kith::lens {
namespace {

constexpr std::string_view replacement = "\xEF\xBF\xBD";

// The faults of UTF-8 stand for themselves, so the text is the bytes.
class Utf8Decoder final : public TextDecoder {
 public:
  void decode(std::string_view bytes, bool last, std::string& text, std::vector<TextFault>& faults) override {
    std::size_t from = text.size();
    text.append(carried_);
    carried_.clear();
    text.append(bytes);
    if (!last) carry_unfinished(from, text);
    std::string_view added = std::string_view(text).substr(from);
    bool nul = std::memchr(added.data(), 0, added.size()) != nullptr;
    if (!nul && simdjson::validate_utf8(added.data(), added.size())) return;
    find_faults(text, from, faults);
  }

  std::string encode(std::string_view text, const std::vector<TextFault>&) const override {
    return std::string(text);
  }

 private:
  void carry_unfinished(std::size_t from, std::string& text) {
    std::size_t size = text.size();
    for (std::size_t back = 1; back <= 3 && back <= size - from; ++back) {
      auto byte = static_cast<unsigned char>(text[size - back]);
      if ((byte & 0xC0) == 0x80) continue;
      std::size_t length = byte >= 0xF0 ? 4 : byte >= 0xE0 ? 3 : byte >= 0xC0 ? 2 : 1;
      if (length > back) {
        carried_.assign(text, size - back);
        text.resize(size - back);
      }
      return;
    }
  }

  static void find_faults(const std::string& text, std::size_t at, std::vector<TextFault>& faults) {
    std::string_view view(text);
    while (at < view.size()) {
      std::size_t bad = first_invalid_utf8(view.substr(at));
      std::size_t good_end = bad == std::string_view::npos ? view.size() : at + bad;
      for (std::size_t nul = view.find('\0', at); nul < good_end; nul = view.find('\0', nul + 1)) {
        faults.push_back({nul, 1, std::string(1, '\0'), true});
      }
      if (good_end == view.size()) return;
      faults.push_back({good_end, 1, std::string(1, view[good_end]), false});
      at = good_end + 1;
    }
  }

  std::string carried_;
};

struct CloseConverter {
  void operator()(UConverter* converter) const { ucnv_close(converter); }
};
using Converter = std::unique_ptr<UConverter, CloseConverter>;

Converter open_converter(const std::string& name) {
  UErrorCode status = U_ZERO_ERROR;
  Converter converter(ucnv_open(name.c_str(), &status));
  if (U_FAILURE(status) || !converter) {
    throw Error(ErrorCode::usage, Text("No encoding is called {name}.", {{"name", name}}),
                "Use UTF-8, GB18030, UTF-16LE, UTF-16BE or windows-1252.");
  }
  ucnv_setToUCallBack(converter.get(), UCNV_TO_U_CALLBACK_STOP, nullptr, nullptr, nullptr, &status);
  ucnv_setFromUCallBack(converter.get(), UCNV_FROM_U_CALLBACK_SUBSTITUTE, nullptr, nullptr, nullptr, &status);
  return converter;
}

void append_utf16(const UChar* units, std::size_t count, std::string& text, std::vector<TextFault>& faults) {
  std::size_t at = text.size();
  text.resize(at + 3 * count);
  char* out = text.data();
  for (std::size_t i = 0; i < count;) {
    char32_t c = units[i++];
    if (c < 0x80) {
      if (c == 0) faults.push_back({at, 1, {}, true});
      out[at++] = static_cast<char>(c);
      continue;
    }
    // The converter gives well-formed UTF-16 only.
    if (U16_IS_LEAD(c) && i < count) c = static_cast<char32_t>(U16_GET_SUPPLEMENTARY(c, units[i++]));
    std::int32_t length = 0;
    U8_APPEND_UNSAFE(reinterpret_cast<std::uint8_t*>(out + at), length, c);
    at += static_cast<std::size_t>(length);
  }
  text.resize(at);
}

class IcuDecoder final : public TextDecoder {
 public:
  explicit IcuDecoder(const std::string& name) : name_(name), converter_(open_converter(name)) {}

  void decode(std::string_view bytes, bool last, std::string& text, std::vector<TextFault>& faults) override {
    const char* from = bytes.data();
    const char* end = from + bytes.size();
    for (;;) {
      UChar* to = units_.data() + held_;
      UErrorCode status = U_ZERO_ERROR;
      ucnv_toUnicode(converter_.get(), &to, units_.data() + units_.size(), &from, end, nullptr, last,
                     &status);
      hand_over(static_cast<std::size_t>(to - units_.data()), text, faults);
      if (status == U_BUFFER_OVERFLOW_ERROR) continue;
      if (U_SUCCESS(status)) break;
      note_fault(text, faults);
      if (status == U_TRUNCATED_CHAR_FOUND) break;
    }
    if (last) ucnv_resetToUnicode(converter_.get());
  }

  std::string encode(std::string_view text, const std::vector<TextFault>& faults) const override {
    std::string raw;
    Converter converter = open_converter(name_);
    std::size_t at = 0;
    for (const auto& fault : faults) {
      if (fault.nul) continue;
      append_encoded(*converter, text.substr(at, fault.at - at), raw);
      raw += fault.raw;
      at = fault.at + fault.size;
    }
    append_encoded(*converter, text.substr(at), raw);
    return raw;
  }

 private:
  // A lead surrogate may come without its trail when the buffer is full; it waits for the next round.
  void hand_over(std::size_t count, std::string& text, std::vector<TextFault>& faults) {
    held_ = count > 0 && U16_IS_LEAD(units_[count - 1]) ? 1 : 0;
    append_utf16(units_.data(), count - held_, text, faults);
    if (held_) units_[0] = units_[count - 1];
  }

  void note_fault(std::string& text, std::vector<TextFault>& faults) {
    char bad[16];
    std::int8_t length = sizeof bad;
    UErrorCode status = U_ZERO_ERROR;
    ucnv_getInvalidChars(converter_.get(), bad, &length, &status);
    if (U_FAILURE(status) || length < 0) length = 0;
    faults.push_back(
        {text.size(), replacement.size(), std::string(bad, static_cast<std::size_t>(length)), false});
    text += replacement;
  }

  static void append_encoded(UConverter& converter, std::string_view text, std::string& raw) {
    UErrorCode status = U_ZERO_ERROR;
    std::string bytes(4 * text.size() + 16, '\0');
    std::int32_t length =
        ucnv_fromAlgorithmic(&converter, UCNV_UTF8, bytes.data(), static_cast<std::int32_t>(bytes.size()),
                             text.data(), static_cast<std::int32_t>(text.size()), &status);
    if (U_FAILURE(status)) return;
    raw.append(bytes, 0, static_cast<std::size_t>(length));
  }

  std::string name_;
  Converter converter_;
  std::array<UChar, 8192> units_;
  std::size_t held_ = 0;
};

}  // namespace

std::string TextDecoder::canonical_name(const std::string& encoding) {
  auto is = [&](const char* name) { return ucnv_compareNames(encoding.c_str(), name) == 0; };
  for (const char* name : {"GB18030", "GBK", "GB2312", "CP936", "MS936", "windows-936", "EUC-CN"}) {
    if (is(name)) return "GB18030";
  }
  // What calls itself Latin-1 is nearly always the Windows page, which gives text where Latin-1 has controls.
  for (const char* name : {"windows-1252", "CP1252", "ISO-8859-1", "Latin1", "l1"}) {
    if (is(name)) return "windows-1252";
  }
  if (is("UTF-8") || is("US-ASCII") || is("ASCII")) return "UTF-8";
  Converter converter = open_converter(encoding);
  UErrorCode status = U_ZERO_ERROR;
  const char* standard = ucnv_getStandardName(encoding.c_str(), "IANA", &status);
  return standard ? standard : encoding;
}

std::unique_ptr<TextDecoder> TextDecoder::make(const std::string& encoding) {
  std::string name = canonical_name(encoding);
  if (name == "UTF-8") return std::make_unique<Utf8Decoder>();
  return std::make_unique<IcuDecoder>(name);
}

}  // namespace kith::lens
