// Bytes in an encoding as UTF-8 text, with an exact account of the bytes that are no text.
#pragma once
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace kith::lens {

/// A stretch of the decoded text that stands for bytes which are no text in the encoding, or for a NUL.
struct TextFault {
  std::size_t at = 0;    ///< offset in the decoded text
  std::size_t size = 0;  ///< bytes it takes there (the bad bytes themselves in UTF-8, U+FFFD elsewhere)
  std::string raw;       ///< the bytes as received
  bool nul = false;      ///< a NUL character: text in every encoding, but never in a table of people
};

/// Turns pieces of a byte stream into text. Cuts inside a character are carried to the next piece.
class TextDecoder {
 public:
  virtual ~TextDecoder() = default;

  /// Appends the text of `bytes` to `text` and its faults, in order, to `faults`. `last` ends the stream: an
  /// unfinished character is then a fault.
  virtual void decode(std::string_view bytes, bool last, std::string& text,
                      std::vector<TextFault>& faults) = 0;

  /// The bytes that `text` came from, in the encoding of the file. `faults` are those inside the text, with
  /// offsets from its beginning.
  virtual std::string encode(std::string_view text, const std::vector<TextFault>& faults) const = 0;

  /// Takes "UTF-8", "GB18030" (also "GBK", "GB2312"), "UTF-16LE", "UTF-16BE", "windows-1252" (also
  /// "ISO-8859-1", "Latin-1") and every other name ICU knows, in any case. Throws Error(usage) for a name
  /// unknown.
  static std::unique_ptr<TextDecoder> make(const std::string& encoding);

  /// The one spelling of an encoding's name used in shapes and messages. Throws Error(usage) like make.
  static std::string canonical_name(const std::string& encoding);
};

}  // namespace kith::lens
