#include "standard/western_name.h"

#include <algorithm>
#include <array>

#include <unicode/uchar.h>

#include "base/utf8.h"
#include "standard/word_table.h"

namespace kith::standard {
namespace {

constexpr std::size_t most_tokens = 16;

struct Tokens {
  std::array<std::string_view, most_tokens> at;
  std::size_t count = 0;
  bool push(std::string_view token) noexcept {
    if (count == most_tokens) return false;
    at[count++] = token;
    return true;
  }
  void drop_front() noexcept {
    std::copy(at.begin() + 1, at.begin() + static_cast<std::ptrdiff_t>(count), at.begin());
    --count;
  }
};

// Value: as it is written in name_title.
constexpr WordRow prefixes[] = {{"mr", "Mr"},
                                {"mrs", "Mrs"},
                                {"ms", "Ms"},
                                {"miss", "Miss"},
                                {"mx", "Mx"},
                                {"dr", "Dr"},
                                {"prof", "Prof"},
                                {"sir", "Sir"},
                                {"dame", "Dame"},
                                {"rev", "Rev"},
                                {"hon", "Hon"},
                                {"capt", "Capt"},
                                {"lt", "Lt"},
                                {"col", "Col"},
                                {"gen", "Gen"},
                                {"maj", "Maj"},
                                {"sgt", "Sgt"},
                                {"professor", "Prof"},
                                {"doctor", "Dr"},
                                {"mister", "Mr"},
                                {"madam", "Madam"},
                                {"mme", "Mme"},
                                {"mlle", "Mlle"},
                                {"herr", "Herr"},
                                {"frau", "Frau"},
                                {"sra", "Sra"},
                                {"srta", "Srta"},
                                {"lady", "Lady"},
                                {"lord", "Lord"},
                                {"mssr", "Mssr"},
                                {"captain", "Capt"},
                                {"reverend", "Rev"},
                                {"monsieur", "Monsieur"},
                                {"madame", "Mme"},
                                {"señor", "Señor"},
                                {"ing", "Ing"},
                                {"messrs", "Messrs"},
                                {"drs", "Drs"},
                                {"sen", "Sen"},
                                {"senator", "Sen"},
                                {"rep", "Rep"},
                                {"congressman", "Rep"},
                                {"congresswoman", "Rep"},
                                {"mayor", "Mayor"},
                                {"gov", "Gov"},
                                {"governor", "Gov"},
                                {"pastor", "Pastor"},
                                {"father", "Fr"},
                                {"fr", "Fr"},
                                {"judge", "Judge"},
                                {"officer", "Officer"},
                                {"hr", "Hr"}};

constexpr WordRow suffixes[] = {
    {"jr", "Jr"},       {"sr", "Sr"},       {"junior", "Jr"}, {"senior", "Sr"}, {"ii", "II"},
    {"iii", "III"},     {"iv", "IV"},       {"phd", "PhD"},   {"md", "MD"},     {"esq", "Esq"},
    {"cpa", "CPA"},     {"mba", "MBA"},     {"dds", "DDS"},   {"dvm", "DVM"},   {"rn", "RN"},
    {"jd", "JD"},       {"qc", "QC"},       {"kc", "KC"},     {"obe", "OBE"},   {"mbe", "MBE"},
    {"cbe", "CBE"},     {"cfa", "CFA"},     {"pe", "PE"},     {"lld", "LLD"},   {"edd", "EdD"},
    {"2nd", "II"},      {"3rd", "III"},     {"4th", "IV"},    {"msc", "MSc"},   {"bsc", "BSc"},
    {"frcs", "FRCS"},   {"psyd", "PsyD"},   {"ret", "Ret"},   {"usn", "USN"},   {"usmc", "USMC"},
    {"esquire", "Esq"}, {"dphil", "DPhil"}, {"do", "DO"},     {"od", "OD"},     {"dmd", "DMD"},
    {"bsn", "BSN"},     {"csi", "CSI"},     {"vi", "VI"},     {"vii", "VII"},   {"viii", "VIII"},
    {"lcsw", "LCSW"},   {"rph", "RPh"},     {"cfp", "CFP"},   {"aia", "AIA"},   {"pmp", "PMP"},
    {"arnp", "ARNP"}};

// Suffixes that are names of people as well, when nothing else is left to be the family name.
bool may_be_name(std::string_view word) noexcept {
  return word == "do" || word == "vi" || word == "ret" || word == "pe";
}

constexpr WordRow particles[] = {
    {"van", "-"},   {"von", "-"}, {"vom", "-"},    {"de", "-"},    {"der", "-"}, {"den", "-"},   {"del", "-"},
    {"della", "-"}, {"di", "-"},  {"da", "-"},     {"dos", "-"},   {"das", "-"}, {"du", "-"},    {"des", "-"},
    {"la", "-"},    {"le", "-"},  {"bin", "-"},    {"bint", "-"},  {"ibn", "-"}, {"al", "-"},    {"el", "-"},
    {"ben", "-"},   {"ter", "-"}, {"ten", "-"},    {"zu", "-"},    {"zum", "-"}, {"zur", "-"},   {"af", "-"},
    {"av", "-"},    {"dal", "-"}, {"delle", "-"},  {"degli", "-"}, {"dei", "-"}, {"lo", "-"},    {"las", "-"},
    {"los", "-"},   {"do", "-"},  {"st", "-"},     {"st.", "-"},   {"san", "-"}, {"santa", "-"}, {"abu", "-"},
    {"'t", "-"},    {"op", "-"},  {"vander", "-"}, {"vande", "-"}};

// Written small when the whole name comes in one case.
bool is_small(std::string_view word) noexcept {
  static constexpr WordRow small[] = {{"van", "-"}, {"von", "-"},  {"vom", "-"},   {"de", "-"},  {"der", "-"},
                                      {"den", "-"}, {"del", "-"},  {"della", "-"}, {"di", "-"},  {"da", "-"},
                                      {"dos", "-"}, {"das", "-"},  {"du", "-"},    {"des", "-"}, {"la", "-"},
                                      {"bin", "-"}, {"bint", "-"}, {"ibn", "-"},   {"ter", "-"}, {"ten", "-"},
                                      {"zu", "-"},  {"zum", "-"},  {"zur", "-"},   {"af", "-"}};
  return !find_word<small>(word).empty();
}

// "van Gogh" alone begins with a particle; "Van Morrison", "Ben Smith" and "Al Jones" begin with a given
// name.
bool is_leading_particle(std::string_view word) noexcept {
  for (std::string_view one :
       {"van", "von", "vom", "de", "der", "del", "di", "da", "du", "la", "le", "ter", "den"}) {
    if (word == one) return true;
  }
  return false;
}

bool is_vietnamese_family(std::string_view word) noexcept {
  static constexpr WordRow names[] = {{"nguyen", "-"}, {"tran", "-"}, {"pham", "-"},  {"huynh", "-"},
                                      {"hoang", "-"},  {"phan", "-"}, {"vo", "-"},    {"dang", "-"},
                                      {"bui", "-"},    {"ngo", "-"},  {"duong", "-"}, {"ly", "-"}};
  return !find_word<names>(word).empty();
}

// Without the full stops of an abbreviation: "Ph.D." is PhD.
std::string_view plain(std::string_view token, std::array<char, 16>& buffer) noexcept {
  std::size_t n = 0;
  for (char c : token) {
    if (c == '.' || c == ',') continue;
    if (n == buffer.size()) return {};
    buffer[n++] = c;
  }
  return {buffer.data(), n};
}

std::string_view prefix_of(std::string_view token) noexcept {
  std::array<char, 16> buffer;
  return find_word<prefixes>(plain(token, buffer));
}

std::string_view suffix_of(std::string_view token) noexcept {
  std::array<char, 16> buffer;
  return find_word<suffixes>(plain(token, buffer));
}

bool is_particle(std::string_view token) noexcept { return !find_word<particles>(token).empty(); }

struct Cases {
  bool upper = false, lower = false;
};

Cases cases_of(std::string_view text) noexcept {
  Cases cases;
  for (std::size_t at = 0; at < text.size();) {
    auto c = static_cast<unsigned char>(text[at]);
    if (c < 0x80) {
      cases.upper |= c >= 'A' && c <= 'Z';
      cases.lower |= c >= 'a' && c <= 'z';
      ++at;
      continue;
    }
    auto point = static_cast<UChar32>(next_code_point(text, at));
    cases.upper |= u_isupper(point) != 0;
    cases.lower |= u_islower(point) != 0;
  }
  return cases;
}

void append_lower(std::string_view text, std::string& out) {
  for (std::size_t at = 0; at < text.size();) {
    append_utf8(out, static_cast<char32_t>(u_tolower(static_cast<UChar32>(next_code_point(text, at)))));
  }
}

// Scottish names in Mac that take a capital; most words in mac do not (Mackey, Macias, Macy).
bool takes_capital_after_mac(std::string_view lower) noexcept {
  for (std::string_view rest :
       {"donald", "gregor", "kenzie", "arthur", "leod", "millan", "pherson", "dougall", "farlane", "intyre",
        "kinnon", "lean", "namara", "aulay", "beth", "callum", "dermott", "kinlay", "naughton"}) {
    if (lower == rest) return true;
  }
  return false;
}

// A capital first and after - ' and ., small letters else; McX, O'X, d'X.
void append_title(std::string_view word, std::string& out) {
  std::size_t from = out.size();
  bool start = true;
  for (std::size_t at = 0; at < word.size();) {
    auto c = static_cast<UChar32>(next_code_point(word, at));
    append_utf8(out, static_cast<char32_t>(start ? u_toupper(c) : u_tolower(c)));
    start = start && !u_isalnum(c);
    start |= c == '-' || c == '\'' || c == '.' || c == '(' || c == '"';
  }
  std::string_view written = std::string_view(out).substr(from);
  if (written.size() > 3 && written.starts_with("Mc") && written[2] >= 'a' && written[2] <= 'z') {
    out[from + 2] = static_cast<char>(out[from + 2] - 32);
  } else if (written.starts_with("Mac") && takes_capital_after_mac(written.substr(3))) {
    out[from + 3] = static_cast<char>(out[from + 3] - 32);
  } else if (written.size() > 3 && written.starts_with("D'")) {
    out[from] = 'd';
  } else if (written.size() > 2 && written.ends_with("'S")) {
    out.back() = 's';
  }
}

// It begins with a capital, so that one is left when it is written small.
bool is_shouted(std::string_view word, Cases cases) noexcept {
  std::size_t at = 0;
  if (word.empty() || !u_isupper(static_cast<UChar32>(next_code_point(word, at)))) return false;
  return cases.upper && !cases.lower && count_code_points(word) > 3 &&
         word.find('.') == std::string_view::npos && suffix_of(word).empty();
}

bool is_initial(std::string_view token) noexcept {
  return token.size() == 1 || (token.size() == 2 && token[1] == '.');
}

// Splits at spaces and at the commas between titles after a name.
bool split(std::string_view text, Tokens& tokens) noexcept {
  for (std::size_t at = 0; at < text.size();) {
    std::size_t end = std::min(text.find_first_of(" ,;", at), text.size());
    if (end > at && !tokens.push(text.substr(at, end - at))) return false;
    at = end + 1;
  }
  return true;
}

struct Name {
  Tokens given, middle, family;
  std::string title, suffix;
  bool is_title_only = false;
  bool is_family_first = false;
};

void append_word(std::string& list, std::string_view word) {
  if (!list.empty()) list.push_back(' ');
  list.append(word);
}

void take_title(Tokens& tokens, Name& name) {
  while (tokens.count > 1) {
    std::string_view title = prefix_of(tokens.at[0]);
    if (title.empty()) return;
    append_word(name.title, title);
    tokens.drop_front();
    bool joins = tokens.count > 2 && (tokens.at[0] == "&" || tokens.at[0] == "and") &&
                 !prefix_of(tokens.at[1]).empty();
    if (!joins) continue;
    append_word(name.title, "&");
    tokens.drop_front();
  }
}

void take_suffixes(Tokens& tokens, Name& name) {
  std::string found;
  while (tokens.count > 1) {
    std::string_view last = tokens.at[tokens.count - 1];
    std::string_view suffix = last == "V" ? std::string_view("V") : suffix_of(last);
    if (suffix.empty() || (tokens.count == 2 && may_be_name(last))) break;
    if (tokens.count == 2 && (suffix == "DO" || suffix == "VI")) break;
    found = found.empty() ? std::string(suffix) : std::string(suffix).append(" ").append(found);
    --tokens.count;
  }
  if (!found.empty()) append_word(name.suffix, found);
}

// "Given Middle Family": the family name is the last word with the particles before it.
void arrange(const Tokens& tokens, Name& name) {
  if (tokens.count == 1) {
    name.given.push(tokens.at[0]);
    return;
  }
  // "Swanson Peter A": an initial is no family name where another word can be.
  if (tokens.count == 3 && is_initial(tokens.at[2]) && !is_initial(tokens.at[0]) &&
      !is_initial(tokens.at[1])) {
    name.family.push(tokens.at[0]);
    name.given.push(tokens.at[1]);
    name.middle.push(tokens.at[2]);
    name.is_family_first = true;
    return;
  }
  std::size_t family = tokens.count - 1;
  if (!is_vietnamese_family(tokens.at[0])) {
    for (std::size_t i = 1; i + 1 < tokens.count; ++i) {
      if (is_particle(tokens.at[i])) {
        family = i;
        break;
      }
    }
    if (is_leading_particle(tokens.at[0]) && family == tokens.count - 1) family = 0;
  }
  if (family > 0) name.given.push(tokens.at[0]);
  for (std::size_t i = 1; i < family; ++i) name.middle.push(tokens.at[i]);
  for (std::size_t i = family; i < tokens.count; ++i) name.family.push(tokens.at[i]);
}

bool are_all_suffixes(const Tokens& tokens, std::size_t count) noexcept {
  for (std::size_t i = 0; i < std::min(count, tokens.count); ++i) {
    if (suffix_of(tokens.at[i]).empty() && tokens.at[i] != "V") return false;
  }
  return tokens.count > 0;
}

Name read(std::string_view text, bool& understood) {
  Name name;
  Tokens tokens, tail;
  auto comma = text.find(',');
  understood = split(text.substr(0, comma), tokens);
  if (comma != std::string_view::npos) understood &= split(text.substr(comma + 1), tail);
  if (!understood || tokens.count + tail.count > most_tokens || tokens.count + tail.count == 0) {
    understood = false;
    return name;
  }
  if (tokens.count == 0) std::swap(tokens, tail);
  if (tokens.count > 1 && are_all_suffixes(tail, 1) && !are_all_suffixes(tail, tail.count)) {
    // "Michio Yamaguchi, AIA, ABC": what follows a degree is one too.
    for (std::size_t i = 0; i < tail.count; ++i) {
      std::string_view known = suffix_of(tail.at[i]);
      if (!name.suffix.empty()) name.suffix.push_back(' ');
      if (!known.empty())
        name.suffix.append(known);
      else if (is_shouted(tail.at[i], cases_of(tail.at[i])))
        append_title(tail.at[i], name.suffix);
      else
        name.suffix.append(tail.at[i]);
    }
    tail.count = 0;
  }
  if (tail.count == 0 || are_all_suffixes(tail, tail.count)) {
    for (std::size_t i = 0; i < tail.count; ++i) tokens.push(tail.at[i]);
    take_title(tokens, name);
    take_suffixes(tokens, name);
    // "Mr Smith": the form of address stays, and what it goes with is a family name.
    if (tokens.count == 1 && !name.title.empty() && name.title.find("Sir") == std::string::npos) {
      name.family = tokens;
      name.is_title_only = true;
    } else {
      arrange(tokens, name);
    }
    return name;
  }
  take_title(tokens, name);
  take_suffixes(tokens, name);
  take_suffixes(tail, name);
  for (; tail.count > 0 && !prefix_of(tail.at[0]).empty(); tail.drop_front())
    append_word(name.title, prefix_of(tail.at[0]));
  name.family = tokens;
  // A degree in place of a family name reads as a degree once it stands last: give it that form at once.
  std::string_view& last = name.family.at[name.family.count - 1];
  if (std::string_view suffix = suffix_of(last); !suffix.empty()) last = suffix;
  if (tail.count > 0) name.given.push(tail.at[0]);
  for (std::size_t i = 1; i < tail.count; ++i) name.middle.push(tail.at[i]);
  return name;
}

struct Writer {
  bool one_case;
  bool vietnamese;
  std::string& value;

  void write(const Tokens& tokens, bool is_family, Part part, Standardised& out, bool is_last) const {
    if (tokens.count == 0) return;
    if (!value.empty()) value.push_back(' ');
    std::size_t from = value.size();
    for (std::size_t i = 0; i < tokens.count; ++i) {
      if (i != 0) value.push_back(' ');
      write_word(tokens.at[i], is_family && !(is_last && i + 1 == tokens.count));
    }
    out.set_part(part, std::string_view(value).substr(from));
  }

  void write_word(std::string_view word, bool may_be_small) const {
    if (one_case) {
      if (may_be_small && !vietnamese && is_small(word)) return append_lower(word, value);
      return append_title(word, value);
    }
    // A word all in capitals among others that are not: SMITH, but not J.R. or JJ.
    Cases cases = cases_of(word);
    if (is_shouted(word, cases)) return append_title(word, value);
    value.append(word);
  }
};

}  // namespace

void append_recased(std::string_view name, std::string& out) {
  Cases cases = cases_of(name);
  if (cases.upper && cases.lower) {
    out.append(name);
    return;
  }
  std::size_t words = 0;
  for (std::size_t at = 0; at <= name.size(); ++words) {
    std::size_t end = std::min(name.find(' ', at), name.size());
    std::string_view word = name.substr(at, end - at);
    if (words != 0) out.push_back(' ');
    if (is_small(word) && end < name.size()) {
      append_lower(word, out);
    } else {
      append_title(word, out);
    }
    at = end + 1;
  }
}

void read_western_name(std::string_view tidy, Standardised& out) {
  bool understood = false;
  Name name = read(tidy, understood);
  if (!understood) {
    out.value.assign(tidy);
    return;
  }
  std::string& value = out.value;
  Cases cases;
  for (const Tokens* tokens : {&name.given, &name.middle, &name.family}) {
    for (std::size_t i = 0; i < tokens->count; ++i) {
      Cases of_word = cases_of(tokens->at[i]);
      cases.upper |= of_word.upper;
      cases.lower |= of_word.lower;
    }
  }
  bool vietnamese = name.given.count > 0 && is_vietnamese_family(name.given.at[0]);
  Writer writer{!(cases.upper && cases.lower), vietnamese, value};
  bool has_family = name.family.count > 0;
  if (name.is_title_only) value.assign(name.title);
  if (name.is_family_first) writer.write(name.family, true, Part::family_name, out, true);
  writer.write(name.given, false, Part::given_name, out, !has_family);
  writer.write(name.middle, false, Part::middle_name, out, false);
  if (!name.is_family_first) writer.write(name.family, true, Part::family_name, out, true);
  if (!name.suffix.empty()) {
    append_word(value, name.suffix);
    out.set_part(Part::name_suffix, name.suffix);
  }
  if (!name.title.empty()) out.set_part(Part::name_title, name.title);
}

}  // namespace kith::standard
