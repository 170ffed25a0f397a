// Countries and territories: ISO 3166-1 alpha-2. Read in English and Chinese names, alpha-2 and alpha-3; the
// names are ICU's (Unicode CLDR), with the everyday ones it lacks.
#include <unordered_map>

#include <unicode/locid.h>
#include <unicode/uloc.h>
#include <unicode/unistr.h>

#include "standard/clean.h"
#include "standard/types.h"
#include "standard/word_table.h"

namespace kith::standard {
namespace {

constexpr WordRow everyday[] = {{"usa", "US"},
                                {"u.s.a.", "US"},
                                {"u.s.", "US"},
                                {"america", "US"},
                                {"uk", "GB"},
                                {"u.k.", "GB"},
                                {"england", "GB"},
                                {"scotland", "GB"},
                                {"wales", "GB"},
                                {"britain", "GB"},
                                {"great britain", "GB"},
                                {"prc", "CN"},
                                {"p.r.china", "CN"},
                                {"pr china", "CN"},
                                {"p.r. china", "CN"},
                                {"china mainland", "CN"},
                                {"mainland china", "CN"},
                                {"中国大陆", "CN"},
                                {"中华人民共和国", "CN"},
                                {"大陆", "CN"},
                                {"香港", "HK"},
                                {"中国香港", "HK"},
                                {"hong kong", "HK"},
                                {"澳门", "MO"},
                                {"中国澳门", "MO"},
                                {"macau", "MO"},
                                {"macao", "MO"},
                                {"台湾", "TW"},
                                {"中国台湾", "TW"},
                                {"korea", "KR"},
                                {"republic of korea", "KR"},
                                {"south korea", "KR"},
                                {"大韩民国", "KR"},
                                {"russian federation", "RU"},
                                {"holland", "NL"},
                                {"the netherlands", "NL"},
                                {"uae", "AE"},
                                {"deutschland", "DE"},
                                {"viet nam", "VN"},
                                {"czech republic", "CZ"},
                                {"turkey", "TR"},
                                {"burma", "MM"},
                                {"ivory coast", "CI"},
                                {"美利坚合众国", "US"},
                                {"日本国", "JP"},
                                {"联合王国", "GB"},
                                {"españa", "ES"},
                                {"brasil", "BR"},
                                {"italia", "IT"},
                                {"méxico", "MX"},
                                {"schweiz", "CH"},
                                {"österreich", "AT"}};

class Names {
 public:
  Names() {
    for (const char* const* code = icu::Locale::getISOCountries(); *code != nullptr; ++code) {
      std::string locale = std::string("und_").append(*code);
      add(*code, *code);
      add(uloc_getISO3Country(locale.c_str()), *code);
      icu::Locale region(locale.c_str());
      for (const icu::Locale& language : {icu::Locale::getEnglish(), icu::Locale::getChina()}) {
        icu::UnicodeString name;
        region.getDisplayCountry(language, name);
        std::string text;
        name.toUTF8String(text);
        add(text, *code);
      }
    }
    for (const WordRow& row : everyday) codes_[std::string(row.word)] = row.value;
  }

  std::string_view find(std::string_view text) const {
    auto at = codes_.find(lower(text));
    return at == codes_.end() ? std::string_view() : std::string_view(at->second);
  }

 private:
  static std::string lower(std::string_view text) {
    std::string out(text);
    for (char& c : out) {
      if (c >= 'A' && c <= 'Z') c = static_cast<char>(c | 0x20);
    }
    return out;
  }
  void add(std::string_view name, std::string_view code) {
    if (!name.empty()) codes_.try_emplace(lower(name), code);
  }
  std::unordered_map<std::string, std::string> codes_;
};

}  // namespace

void standardise_country(std::string_view raw, const Standard&, Standardised& out) {
  static const Names names;
  out.clear();
  std::string_view tidy;
  // "NA" is Namibia here, not a word for nothing.
  if (!take(raw, out, tidy, Keep::words)) return;
  std::string_view code = tidy.size() <= 80 ? names.find(tidy) : std::string_view();
  if (says_nothing(tidy) && tidy != "NA") {
    out.reason = Reason::says_nothing;
    return;
  }
  if (code.empty()) return refuse(raw, Reason::unlisted, out);
  out.value.assign(code);
  settle(raw, tidy, Reason::reformatted, out, Keep::words);
}

}  // namespace kith::standard
