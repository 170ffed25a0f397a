// The first step of every standardiser: any bytes in, tidy UTF-8 text out, or a settled verdict.
//
// Tidy means: well-formed UTF-8; in Unicode's composed form (NFC); full-width letters and digits made
// half-width; white space of every kind one space, none at either end; no control, zero-width or
// direction-mark characters (a joiner stays where a script or an emoji needs it).
#pragma once
#include <string>
#include <string_view>

#include "standard/standardise.h"

namespace kith::standard {

enum class Keep : unsigned {
  nothing = 0,
  punctuation = 1,  ///< full-width punctuation (，：；！？（）～) stays: it is right in Chinese prose
  lines = 2,        ///< line breaks stay, runs of them as at most one empty line
  words = 4,        ///< words that say nothing ("无", "N/A") are not taken as empty
};
constexpr Keep operator|(Keep a, Keep b) {
  return static_cast<Keep>(static_cast<unsigned>(a) | static_cast<unsigned>(b));
}
constexpr bool has(Keep set, Keep one) {
  return (static_cast<unsigned>(set) & static_cast<unsigned>(one)) != 0;
}

/// Tidies `raw`. Where that settles the matter (no text, blank, says nothing) fills `out` and returns false.
/// Otherwise `text` is the tidy text: it points into `raw`, or into memory that lives until the next call
/// of take() on this thread. `out` must be clear.
bool take(std::string_view raw, Standardised& out, std::string_view& text, Keep keep = Keep::nothing);

/// The verdict for a value that is in form: kept where out.value is `raw`; changed else, because of `how`
/// where tidying alone does not explain it. A value that was reduced to a word that says nothing (",NA") is
/// empty, unless `keep` has words.
void settle(std::string_view raw, std::string_view tidy, Reason how, Standardised& out,
            Keep keep = Keep::nothing);

/// out.value is in form but doubtful. Nothing where settle() found it empty.
void doubt(Reason why, Standardised& out);

/// `raw` cannot be of the type: it becomes the value. Forgets the parts.
void refuse(std::string_view raw, Reason why, Standardised& out);

/// A word by which people leave a field empty, in tidy text: "无", "n/a", "-", "未知", "null" …
bool says_nothing(std::string_view text) noexcept;

}  // namespace kith::standard
