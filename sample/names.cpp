#include "sample/names.h"

#include <utility>

#include "base/utf8.h"
#include "sample/names_tables.h"
#include "sample/pick.h"

namespace kith::sample {
namespace {

// One WordTable a table, built at first use.
template <std::string_view (*text)() noexcept>
const WordTable& words() {
  static const WordTable table(text());
  return table;
}

std::string spaced(std::string_view text) {
  std::string out(text);
  for (char& c : out) {
    if (c == '_') c = ' ';
  }
  return out;
}

void set_given(Name& name, const Word& word) {
  name.given = spaced(word.text);
  name.given_latin = latin_letters(word.latin);
}

void draw_chinese_given(Random& random, Gender gender, int birth_year, Name& name) {
  const bool male = gender == Gender::male;
  if (name.dotted) {
    return set_given(name, (male ? words<dotted_male_table>() : words<dotted_female_table>()).pick(random));
  }
  if (random.chance(birth_year >= 1990 ? 0.12 : 0.35)) {
    return set_given(
        name, (male ? words<chinese_male_whole_table>() : words<chinese_female_whole_table>()).pick(random));
  }
  if (birth_year >= 1990 && random.chance(0.25)) {
    return set_given(
        name, (male ? words<chinese_new_male_table>() : words<chinese_new_female_table>()).pick(random));
  }
  const WordTable& characters = male ? words<chinese_male_table>() : words<chinese_female_table>();
  set_given(name, characters.pick(random));
  if (random.chance(0.18)) return;
  const Word& second = characters.pick(random);
  name.given += second.text;
  name.given_latin += second.latin;
}

void draw_singapore(Random& random, Gender gender, Name& name) {
  const bool male = gender == Gender::male;
  name.family_first = false;
  auto origin = random.unit();
  if (origin < 0.76) {
    const Word& family = words<singapore_chinese_family_table>().pick(random);
    name.family = family.text;
    set_given(name, (male ? words<singapore_chinese_male_table>() : words<singapore_chinese_female_table>())
                        .pick(random));
    name.family_first = name.given.find(' ') != std::string::npos;
  } else if (origin < 0.90) {
    set_given(name, (male ? words<malay_male_table>() : words<malay_female_table>()).pick(random));
    name.family = (male ? "bin " : "binte ") + spaced(words<malay_male_table>().pick(random).text);
  } else {
    set_given(name, (male ? words<tamil_male_table>() : words<tamil_female_table>()).pick(random));
    name.family = words<tamil_family_table>().pick(random).text;
  }
}

}  // namespace

std::string Name::full() const {
  if (dotted) return given + "·" + family;
  if (region == Region::china) return family + given;
  if (family_first) return family + ' ' + given;
  if (middle_initial != 0) return given + ' ' + middle_initial + ". " + family;
  return given + ' ' + family;
}

void redraw_given(Random& random, Gender gender, int birth_year, Name& name) {
  const bool male = gender == Gender::male;
  name.middle_initial = 0;
  switch (name.region) {
    case Region::china:
      return draw_chinese_given(random, gender, birth_year, name);
    case Region::usa:
    case Region::britain:
      set_given(name, (male ? words<english_male_table>() : words<english_female_table>()).pick(random));
      if (random.chance(name.region == Region::usa ? 0.25 : 0.08)) {
        name.middle_initial = static_cast<char>('A' + random.below(25));
      }
      return;
    case Region::germany:
      return set_given(name, (male ? words<german_male_table>() : words<german_female_table>()).pick(random));
    case Region::france:
      return set_given(name, (male ? words<french_male_table>() : words<french_female_table>()).pick(random));
    case Region::japan:
      return set_given(name,
                       (male ? words<japanese_male_table>() : words<japanese_female_table>()).pick(random));
    case Region::singapore:
      draw_singapore(random, gender, name);
      name.family_latin = latin_letters(name.family);
      return;
  }
}

Name draw_name(Random& random, Region region, Gender gender, int birth_year) {
  Name name;
  name.region = region;
  switch (region) {
    case Region::china: {
      name.dotted = random.chance(0.007);
      const Word& family =
          (name.dotted ? words<dotted_male_table>() : words<chinese_family_table>()).pick(random);
      name.family_first = !name.dotted;
      name.family = family.text;
      name.family_latin = family.latin;
      break;
    }
    case Region::usa:
      name.family = words<american_family_table>().pick(random).text;
      break;
    case Region::britain:
      name.family = words<british_family_table>().pick(random).text;
      break;
    case Region::germany:
      name.family = words<german_family_table>().pick(random).text;
      break;
    case Region::france:
      name.family = words<french_family_table>().pick(random).text;
      break;
    case Region::japan:
      name.family = words<japanese_family_table>().pick(random).text;
      break;
    case Region::singapore:
      break;
  }
  if (region != Region::china) name.family_latin = latin_letters(name.family);
  redraw_given(random, gender, birth_year, name);
  return name;
}

std::string_view short_given_name(std::string_view given) noexcept {
  static constexpr std::pair<std::string_view, std::string_view> rows[] = {
      {"Robert", "Bob"},      {"William", "Bill"},      {"Richard", "Dick"},    {"James", "Jim"},
      {"John", "Jack"},       {"Michael", "Mike"},      {"Thomas", "Tom"},      {"Joseph", "Joe"},
      {"Charles", "Charlie"}, {"Christopher", "Chris"}, {"Daniel", "Dan"},      {"Matthew", "Matt"},
      {"Anthony", "Tony"},    {"Steven", "Steve"},      {"Andrew", "Andy"},     {"Kenneth", "Ken"},
      {"Joshua", "Josh"},     {"Edward", "Ted"},        {"Timothy", "Tim"},     {"Ronald", "Ron"},
      {"Jeffrey", "Jeff"},    {"Nicholas", "Nick"},     {"Jonathan", "Jon"},    {"Stephen", "Steve"},
      {"Benjamin", "Ben"},    {"Samuel", "Sam"},        {"Gregory", "Greg"},    {"Alexander", "Alex"},
      {"Patrick", "Pat"},     {"Lawrence", "Larry"},    {"Philip", "Phil"},     {"Zachary", "Zach"},
      {"Elizabeth", "Liz"},   {"Margaret", "Peggy"},    {"Katherine", "Kate"},  {"Catherine", "Cathy"},
      {"Patricia", "Trish"},  {"Jennifer", "Jenny"},    {"Susan", "Sue"},       {"Jessica", "Jess"},
      {"Kimberly", "Kim"},    {"Deborah", "Debbie"},    {"Stephanie", "Steph"}, {"Rebecca", "Becky"},
      {"Samantha", "Sam"},    {"Christine", "Chris"},   {"Victoria", "Vicky"},  {"Theresa", "Terri"},
      {"Amanda", "Mandy"},    {"Pamela", "Pam"},        {"Barbara", "Barb"},    {"Abigail", "Abby"},
      {"Maximilian", "Max"},  {"Alexandre", "Alex"},    {"Katharina", "Kathi"}, {"Johannes", "Hannes"},
      {"Sebastian", "Basti"}, {"Franziska", "Franzi"},  {"Stéphanie", "Steph"}, {"Frédéric", "Fred"},
      {"Elisabeth", "Lisa"},  {"Wolfgang", "Wolf"},     {"Philippe", "Phil"},   {"Christophe", "Chris"},
  };
  for (const auto& [whole, brief] : rows) {
    if (whole == given) return brief;
  }
  return {};
}

std::string latin_letters(std::string_view text) {
  std::string out;
  for (std::size_t at = 0; at < text.size();) {
    char32_t c = next_code_point(text, at);
    if (c >= 'A' && c <= 'Z') c += 32;
    if (c >= 'a' && c <= 'z') {
      out.push_back(static_cast<char>(c));
      continue;
    }
    switch (c) {
      case U'ä':
      case U'Ä':
        out += "ae";
        break;
      case U'ö':
      case U'Ö':
        out += "oe";
        break;
      case U'ü':
      case U'Ü':
        out += "ue";
        break;
      case U'ß':
        out += "ss";
        break;
      case U'á':
      case U'à':
      case U'â':
        out += 'a';
        break;
      case U'é':
      case U'è':
      case U'ê':
      case U'ë':
      case U'É':
        out += 'e';
        break;
      case U'î':
      case U'ï':
      case U'ı':
        out += 'i';
        break;
      case U'ó':
      case U'ô':
        out += 'o';
        break;
      case U'ç':
      case U'Ç':
        out += 'c';
        break;
      case U'ş':
        out += 's';
        break;
      default:
        break;
    }
  }
  return out;
}

}  // namespace kith::sample
