#include "service/company_standard.h"

#include <algorithm>
#include <cctype>

#include <toml++/toml.h>

#include "base/error.h"
#include "base/nearest_word.h"
#include "ledger/house_texts.h"
#include "service/dictionary.h"

namespace kith::service {
namespace {

// The words that a key takes, in the order of the enumeration.
using Words = std::vector<std::string>;

const Words scripts = {"as received", "simplified"};
const Words local_parts = {"lower", "as received"};
const Words legal_forms = {"as received", "written out", "abbreviated"};
const Words name_orders = {"as received", "family first", "given first"};
const Words phone_forms = {"e164", "national", "spaced"};
const Words date_forms = {"2026-01-31", "2026年1月31日", "2026/01/31", "31/01/2026", "01/31/2026"};
const Words details = {"full", "street", "district", "city", "province"};

class StandardReader {
 public:
  StandardReader(const toml::table& table, const std::string& file) : table_(table), file_(file) {}

  CompanyStandard read() {
    CompanyStandard standard;
    allow(table_,
          {"names", "phones", "dates", "addresses", "chinese", "emails", "companies", "codes", "shown"}, {});
    standard.name_order = choice<NameOrder>("names", "order", name_orders);
    standard.phone_form = choice<PhoneForm>("phones", "form", phone_forms);
    standard.date_form = choice<DateForm>("dates", "form", date_forms);
    standard.address_detail = choice<AddressDetail>("addresses", "detail", details);
    standard.script = choice<ChineseScript>("chinese", "script", scripts);
    standard.local_part = choice<LocalPart>("emails", "local_part", local_parts);
    standard.legal_form = choice<LegalForm>("companies", "legal_form", legal_forms);
    if (const auto* phones = table_["phones"].as_table(); phones && phones->contains("home"))
      standard.home_country = text_of((*phones)["home"].node(), "phones.home");
    for (const auto& [section, keys] : std::map<std::string, Words>{{"names", {"order"}},
                                                                    {"phones", {"form", "home"}},
                                                                    {"dates", {"form"}},
                                                                    {"addresses", {"detail"}},
                                                                    {"chinese", {"script"}},
                                                                    {"emails", {"local_part"}},
                                                                    {"companies", {"legal_form"}}}) {
      if (const auto* table = section_of(section)) allow(*table, keys, section + ".");
    }
    read_codes(standard);
    read_shown(standard);
    return standard;
  }

 private:
  [[noreturn]] void refuse(Text sentence, Text hint, const toml::node* node) const {
    throw Error(ErrorCode::bad_input, std::move(sentence), std::move(hint),
                {file_, node ? static_cast<std::uint64_t>(node->source().begin.line) : 0, {}});
  }

  static Text nearest(const std::string& word, const Words& known) {
    auto near = nearest_word(word, known);
    std::string list;
    for (const auto& each : known) list += (list.empty() ? "" : ", ") + each;
    if (near.empty()) return Text("Known are: {words}.", {{"words", list}});
    return Text("Did you mean {word}?", {{"word", near}});
  }

  void allow(const toml::table& table, const Words& known, const std::string& before) const {
    for (const auto& [key, node] : table) {
      const std::string name(key.str());
      if (std::find(known.begin(), known.end(), name) == known.end())
        refuse(Text("The standard knows no key {key}.", {{"key", before + name}}), nearest(name, known),
               &node);
    }
  }

  const toml::table* section_of(const std::string& name) const {
    const auto* node = table_.get(name);
    if (node == nullptr) return nullptr;
    if (!node->is_table()) refuse(Text("{key} is a section: [{key}].", {{"key", name}}), {}, node);
    return node->as_table();
  }

  std::string text_of(const toml::node* node, const std::string& key) const {
    if (auto text = node ? node->value<std::string>() : std::nullopt) return *text;
    refuse(Text("{key} takes a text in quotes.", {{"key", key}}), {}, node);
  }

  template <typename Choice>
  Choice choice(const char* section, const char* key, const Words& words) const {
    const auto* table = section_of(section);
    const auto* node = table ? table->get(key) : nullptr;
    if (node == nullptr) return Choice{};
    const auto name = std::string(section) + "." + key;
    auto word = text_of(node, name);
    auto found = std::find(words.begin(), words.end(), word);
    if (found == words.end())
      refuse(Text("{key} cannot be {word}.", {{"key", name}, {"word", word}}), nearest(word, words), node);
    return static_cast<Choice>(found - words.begin());
  }

  void require_attribute(const std::string& name, const toml::node& node) const {
    Words known;
    for (const auto& attribute : built_in_attributes()) known.push_back(attribute.name);
    if (std::find(known.begin(), known.end(), name) == known.end())
      refuse(Text("There is no attribute {word}.", {{"word", name}}), nearest(name, known), &node);
  }

  static std::string lower(std::string text) {
    for (char& c : text) {
      if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    }
    return text;
  }

  void read_codes(CompanyStandard& standard) const {
    const auto* codes = section_of("codes");
    if (codes == nullptr) return;
    for (const auto& [key, node] : *codes) {
      const std::string attribute(key.str());
      require_attribute(attribute, node);
      const auto* list = node.as_table();
      if (list == nullptr)
        refuse(Text("{key} is a section: [{key}].", {{"key", "codes." + attribute}}), {}, &node);
      auto& into = standard.codes[attribute];
      for (const auto& [code, words] : *list) {
        const std::string canonical(code.str());
        if (canonical == "closed") {
          into.closed = words.value_or(false);
          continue;
        }
        into.meaning[lower(canonical)] = canonical;
        const auto* array = words.as_array();
        if (array == nullptr)
          refuse(Text("{key} takes a list of words.", {{"key", "codes." + attribute + "." + canonical}}),
                 "For example: \"Retail\" = [\"retail trade\", \"零售\"]", &words);
        for (const auto& word : *array) {
          auto [place, is_new] = into.meaning.emplace(lower(text_of(&word, attribute)), canonical);
          if (!is_new && place->second != canonical)
            refuse(Text("The word {word} stands for two codes of {key}.",
                        {{"word", place->first}, {"key", "codes." + attribute}}),
                   {}, &word);
        }
      }
    }
  }

  void read_shown(CompanyStandard& standard) const {
    const auto* shown = section_of("shown");
    if (shown == nullptr) return;
    for (const auto& [key, node] : *shown) {
      const std::string attribute(key.str());
      require_attribute(attribute, node);
      const auto* words = node.as_table();
      if (words == nullptr)
        refuse(Text("{key} is a section: [{key}].", {{"key", "shown." + attribute}}), {}, &node);
      for (const auto& [value, word] : *words)
        standard.shown[attribute][std::string(value.str())] = text_of(&word, "shown." + attribute);
    }
  }

  const toml::table& table_;
  const std::string& file_;
};

struct Line {
  const char* section;
  const char* key;
  const char* china;
  const char* elsewhere;
  const Words* words;
  const char* meaning;
};

std::string quoted_list(const Words& words) {
  std::string list;
  for (const auto& word : words) list += (list.empty() ? "\"" : ", \"") + word + "\"";
  return list;
}

}  // namespace

CompanyStandard standard_from_toml(std::string_view text, const std::string& file) {
  toml::table table;
  try {
    table = toml::parse(text, file);
  } catch (const toml::parse_error& fault) {
    throw Error(
        ErrorCode::bad_input,
        Text("{file} is no TOML: {reason}", {{"file", file}, {"reason", std::string(fault.description())}}),
        "`kith standard show` prints a standard to begin with.",
        {file, static_cast<std::uint64_t>(fault.source().begin.line), {}});
  }
  return StandardReader(table, file).read();
}

std::string example_standard(bool china, Language language) {
  static const Line lines[] = {
      {"names", "order", "family first", "given first", &name_orders,
       "Order of personal names where they are shown"},
      {"phones", "form", "national", "e164", &phone_forms, "Phone numbers where they are shown"},
      {"dates", "form", "2026-01-31", "2026-01-31", &date_forms, "Dates where they are shown"},
      {"addresses", "detail", "full", "full", &details, "Addresses are shown down to this level"},
      {"chinese", "script", "as received", "as received", &scripts, "Chinese characters as they are stored"},
      {"emails", "local_part", "lower", "lower", &local_parts, "Letters before the @ as they are stored"},
      {"companies", "legal_form", "as received", "as received", &legal_forms,
       "Legal forms of companies as they are stored"},
  };
  std::string text;
  for (const auto& line : lines) {
    text += "# " + tr(language, line.meaning) + ": " + quoted_list(*line.words) + "\n";
    text += std::string("[") + line.section + "]\n" + line.key + " = \"" +
            (china ? line.china : line.elsewhere) + "\"\n\n";
  }
  text +=
      "# " +
      tr(language, "Own codes: what is stored, and the words that mean it; closed = true doubts all others") +
      "\n# [codes.industry]\n# closed = false\n# \"" + tr(language, "Retail") +
      "\" = [\"retail trade\", \"零售业\"]\n\n";
  text += "# " + tr(language, "Values shown by other words") + "\n# [shown.gender]\n# male = \"" +
          std::string(china ? "男" : "M") + "\"\n# female = \"" + (china ? "女" : "F") + "\"\n";
  return text;
}

CompanyStandard company_standard(ledger::Statements& sql) {
  const auto stored = ledger::house_text(sql, "standard");
  if (stored.version == 0 || stored.text.empty()) return {};
  return standard_from_toml(stored.text, "standard");
}

}  // namespace kith::service
