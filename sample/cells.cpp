#include "sample/cells.h"

#include <unicode/ucnv.h>

#include "base/error.h"
#include "base/utf8.h"

namespace kith::sample {

CellRow& CellRow::cell(std::string_view value) {
  bool quote = !value.empty() && (value.front() == ' ' || value.back() == ' ');
  for (char c : value) quote |= (c == separator_) | (c == '"') | (c == '\n') | (c == '\r');
  if (quote) {
    text_.push_back('"');
    for (char c : value) {
      if (c == '"') text_.push_back('"');
      text_.push_back(c);
    }
    text_.push_back('"');
  } else {
    text_ += value;
  }
  text_.push_back(separator_);
  return *this;
}

const std::string& CellRow::end_row() {
  text_.pop_back();  // the separator after the last cell
  text_ += line_end_;
  return text_;
}

void append_json_string(std::string& out, std::string_view value) {
  constexpr std::string_view hex = "0123456789abcdef";
  out.push_back('"');
  for (char c : value) {
    switch (c) {
      case '"':
        out += "\\\"";
        break;
      case '\\':
        out += "\\\\";
        break;
      case '\n':
        out += "\\n";
        break;
      case '\r':
        out += "\\r";
        break;
      case '\t':
        out += "\\t";
        break;
      default:
        if (static_cast<unsigned char>(c) < 0x20) {
          out += "\\u00";
          out.push_back(hex[static_cast<unsigned char>(c) >> 4]);
          out.push_back(hex[c & 15]);
        } else {
          out.push_back(c);
        }
    }
  }
  out.push_back('"');
}

void append_json_field(std::string& out, std::string_view key, std::string_view value) {
  if (!out.empty() && out.back() != '{') out.push_back(',');
  append_json_string(out, key);
  out.push_back(':');
  if (value.empty()) {
    out += "null";
  } else {
    append_json_string(out, value);
  }
}

Gb18030::Gb18030() {
  UErrorCode status = U_ZERO_ERROR;
  converter_ = ucnv_open("GB18030", &status);
  if (U_FAILURE(status)) throw Error(ErrorCode::internal, "The GB18030 converter of ICU is missing.");
}

Gb18030::~Gb18030() { ucnv_close(static_cast<UConverter*>(converter_)); }

std::string_view Gb18030::encode(std::string_view utf8) {
  wide_.clear();
  for (std::size_t at = 0; at < utf8.size();) {
    char32_t c = next_code_point(utf8, at);
    if (c >= 0x10000) {
      wide_.push_back(static_cast<char16_t>(0xD7C0 + (c >> 10)));
      wide_.push_back(static_cast<char16_t>(0xDC00 + (c & 0x3FF)));
    } else {
      wide_.push_back(static_cast<char16_t>(c));
    }
  }
  bytes_.resize(wide_.size() * 4 + 4);
  UErrorCode status = U_ZERO_ERROR;
  auto length = ucnv_fromUChars(static_cast<UConverter*>(converter_), bytes_.data(),
                                static_cast<std::int32_t>(bytes_.size()), wide_.data(),
                                static_cast<std::int32_t>(wide_.size()), &status);
  if (U_FAILURE(status)) throw Error(ErrorCode::internal, "A row could not be written as GB18030.");
  return {bytes_.data(), static_cast<std::size_t>(length)};
}

}  // namespace kith::sample
