// Languages: ISO 639 codes of two letters, of three where there is none of two; with the script for Chinese
// where the text says so ("zh-Hans", "zh-Hant"). Read in English, Chinese and their own names, and codes with
// regions (en_US). The names are ICU's (Unicode CLDR).
#include <unordered_map>

#include <unicode/locid.h>
#include <unicode/uloc.h>
#include <unicode/unistr.h>

#include "standard/clean.h"
#include "standard/types.h"
#include "standard/word_table.h"

namespace kith::standard {
namespace {

constexpr WordRow everyday[] = {{"chinese", "zh"},
                                {"中文", "zh"},
                                {"汉语", "zh"},
                                {"国语", "zh"},
                                {"普通话", "zh"},
                                {"华语", "zh"},
                                {"mandarin", "zh"},
                                {"zh-cn", "zh-Hans"},
                                {"zh_cn", "zh-Hans"},
                                {"zh-hans", "zh-Hans"},
                                {"简体中文", "zh-Hans"},
                                {"简体", "zh-Hans"},
                                {"simplified chinese", "zh-Hans"},
                                {"zh-tw", "zh-Hant"},
                                {"zh_tw", "zh-Hant"},
                                {"zh-hk", "zh-Hant"},
                                {"zh-hant", "zh-Hant"},
                                {"繁体中文", "zh-Hant"},
                                {"繁體中文", "zh-Hant"},
                                {"traditional chinese", "zh-Hant"},
                                {"cantonese", "yue"},
                                {"粤语", "yue"},
                                {"广东话", "yue"},
                                {"英文", "en"},
                                {"日文", "ja"},
                                {"韩文", "ko"},
                                {"法文", "fr"},
                                {"德文", "de"},
                                {"俄文", "ru"},
                                {"西班牙文", "es"},
                                {"葡萄牙文", "pt"},
                                {"阿拉伯文", "ar"},
                                {"泰文", "th"},
                                {"越南文", "vi"},
                                {"意大利文", "it"},
                                {"日本語", "ja"},
                                {"한국어", "ko"},
                                {"deutsch", "de"},
                                {"français", "fr"},
                                {"español", "es"},
                                {"русский", "ru"},
                                {"italiano", "it"},
                                {"português", "pt"},
                                {"nederlands", "nl"},
                                {"chi", "zh"},
                                {"zho", "zh"},
                                {"ger", "de"},
                                {"fre", "fr"},
                                {"dut", "nl"}};

class Names {
 public:
  Names() {
    for (const char* const* code = uloc_getISOLanguages(); *code != nullptr; ++code) {
      add(*code, *code);
      add(uloc_getISO3Language(*code), *code);
      icu::Locale language(*code);
      for (const icu::Locale& reader : {icu::Locale::getEnglish(), icu::Locale::getChina()}) {
        icu::UnicodeString name;
        language.getDisplayLanguage(reader, name);
        std::string text;
        name.toUTF8String(text);
        add(text, *code);
      }
    }
    for (const WordRow& row : everyday) codes_[std::string(row.word)] = row.value;
  }

  std::string_view find(std::string_view text) const {
    std::string key = lower(text);
    auto at = codes_.find(key);
    if (at != codes_.end()) return at->second;
    auto mark = key.find_first_of("-_");
    if (mark != 2 && mark != 3) return {};
    at = codes_.find(key.substr(0, mark));
    return at == codes_.end() ? std::string_view() : std::string_view(at->second);
  }

 private:
  static std::string lower(std::string_view text) {
    std::string out(text);
    for (char& c : out) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c | 0x20) : c;
    return out;
  }
  void add(std::string_view name, std::string_view code) {
    if (!name.empty()) codes_.try_emplace(lower(name), code);
  }
  std::unordered_map<std::string, std::string> codes_;
};

}  // namespace

void standardise_language(std::string_view raw, const Standard&, Standardised& out) {
  static const Names names;
  out.clear();
  std::string_view tidy;
  // "na" is Nauruan, but nobody writes it.
  if (!take(raw, out, tidy)) return;
  std::string_view code = tidy.size() <= 60 ? names.find(tidy) : std::string_view();
  if (code.empty()) return refuse(raw, Reason::unlisted, out);
  out.value.assign(code);
  settle(raw, tidy, Reason::reformatted, out);
}

}  // namespace kith::standard
