// Any bytes in any encoding: the text outside the faults is UTF-8, and the bytes come back as they were.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>
#include <vector>

#include "base/utf8.h"
#include "lens/readers/sniff.h"
#include "lens/readers/text_decoder.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace kith;
  using namespace kith::lens;
  if (size < 2) return 0;
  static const char* encodings[] = {"UTF-8", "GB18030", "UTF-16LE", "UTF-16BE", "windows-1252"};
  std::string_view bytes(reinterpret_cast<const char*>(data) + 2, size - 2);
  EncodingGuess guess = guess_encoding(bytes, (data[1] & 1) != 0);
  if (guess.mark_bytes > bytes.size()) std::abort();
  auto decoder = TextDecoder::make(encodings[data[0] % 5]);
  std::string text;
  std::vector<TextFault> faults;
  std::size_t step = 1 + data[1];
  for (std::size_t at = 0; at < bytes.size(); at += step)
    decoder->decode(bytes.substr(at, step), false, text, faults);
  decoder->decode({}, true, text, faults);
  if (decoder->encode(text, faults) != bytes) std::abort();
  for (auto fault = faults.rbegin(); fault != faults.rend(); ++fault) text.erase(fault->at, fault->size);
  if (!is_utf8(text) || text.find('\0') != std::string::npos) std::abort();
  return 0;
}
