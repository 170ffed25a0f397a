// The pattern of a value: what its characters are, not which. "138-0013-8000" -> "999-9999-9999".
//
// Classes, each written as one character: 9 digit, A capital, a small letter, 汉 Chinese character, あ kana,
// 가 Hangul, ж letter of another script, ９ full-width digit, Ａ full-width letter, ␣ white space other than
// the plain blank, ␀ control or invisible character, � byte that is no UTF-8. Everything else stands for
// itself. A pattern holds no personal data beyond punctuation.
#pragma once
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace kith::quality {

/// The class of a code point as above; the code point itself where it stands for itself.
char32_t pattern_class(char32_t c) noexcept;

/// A pattern as runs: "Zhang San 13" is A a ␠ A a ␠ 9 with lengths 1 4 1 1 2 1 2.
struct Shape {
  static constexpr std::size_t max_runs = 48;
  std::string skeleton;                ///< one UTF-8 character a run; ends in "…" where cut at max_runs
  std::vector<std::uint32_t> lengths;  ///< of the runs, in code points
};

/// Fills `out` with the shape of the value, any bytes. O(bytes).
void shape_of(std::string_view value, Shape& out);

/// The lengths that a skeleton's runs have had.
struct RunRange {
  std::vector<std::uint32_t> shortest, longest;
  void merge(const RunRange& other);
};

/// "999-9999", "9{11}", "汉{2,4}", "Aa{1,8}": a run of one length up to 4 is written out, else {n} or {m,n}.
std::string write_pattern(std::string_view skeleton, const RunRange& range);

/// The pattern of one value.
std::string pattern_of(std::string_view value);

}  // namespace kith::quality
