#include "standard/us_address.h"

#include <algorithm>
#include <array>

#include "standard/word_table.h"

namespace kith::standard {
namespace {

constexpr WordRow states[] = {
    {"al", "AL"}, {"ak", "AK"}, {"az", "AZ"}, {"ar", "AR"}, {"ca", "CA"}, {"co", "CO"}, {"ct", "CT"},
    {"de", "DE"}, {"fl", "FL"}, {"ga", "GA"}, {"hi", "HI"}, {"id", "ID"}, {"il", "IL"}, {"in", "IN"},
    {"ia", "IA"}, {"ks", "KS"}, {"ky", "KY"}, {"la", "LA"}, {"me", "ME"}, {"md", "MD"}, {"ma", "MA"},
    {"mi", "MI"}, {"mn", "MN"}, {"ms", "MS"}, {"mo", "MO"}, {"mt", "MT"}, {"ne", "NE"}, {"nv", "NV"},
    {"nh", "NH"}, {"nj", "NJ"}, {"nm", "NM"}, {"ny", "NY"}, {"nc", "NC"}, {"nd", "ND"}, {"oh", "OH"},
    {"ok", "OK"}, {"or", "OR"}, {"pa", "PA"}, {"ri", "RI"}, {"sc", "SC"}, {"sd", "SD"}, {"tn", "TN"},
    {"tx", "TX"}, {"ut", "UT"}, {"vt", "VT"}, {"va", "VA"}, {"wa", "WA"}, {"wv", "WV"}, {"wi", "WI"},
    {"wy", "WY"}, {"dc", "DC"}, {"pr", "PR"}, {"gu", "GU"}, {"vi", "VI"}};

constexpr WordRow state_names[] = {{"alabama", "AL"},
                                   {"alaska", "AK"},
                                   {"arizona", "AZ"},
                                   {"arkansas", "AR"},
                                   {"california", "CA"},
                                   {"colorado", "CO"},
                                   {"connecticut", "CT"},
                                   {"delaware", "DE"},
                                   {"florida", "FL"},
                                   {"georgia", "GA"},
                                   {"hawaii", "HI"},
                                   {"idaho", "ID"},
                                   {"illinois", "IL"},
                                   {"indiana", "IN"},
                                   {"iowa", "IA"},
                                   {"kansas", "KS"},
                                   {"kentucky", "KY"},
                                   {"louisiana", "LA"},
                                   {"maine", "ME"},
                                   {"maryland", "MD"},
                                   {"massachusetts", "MA"},
                                   {"michigan", "MI"},
                                   {"minnesota", "MN"},
                                   {"mississippi", "MS"},
                                   {"missouri", "MO"},
                                   {"montana", "MT"},
                                   {"nebraska", "NE"},
                                   {"nevada", "NV"},
                                   {"new hampshire", "NH"},
                                   {"new jersey", "NJ"},
                                   {"new mexico", "NM"},
                                   {"new york", "NY"},
                                   {"north carolina", "NC"},
                                   {"north dakota", "ND"},
                                   {"ohio", "OH"},
                                   {"oklahoma", "OK"},
                                   {"oregon", "OR"},
                                   {"pennsylvania", "PA"},
                                   {"rhode island", "RI"},
                                   {"south carolina", "SC"},
                                   {"south dakota", "SD"},
                                   {"tennessee", "TN"},
                                   {"texas", "TX"},
                                   {"utah", "UT"},
                                   {"vermont", "VT"},
                                   {"virginia", "VA"},
                                   {"washington", "WA"},
                                   {"west virginia", "WV"},
                                   {"wisconsin", "WI"},
                                   {"wyoming", "WY"},
                                   {"district of columbia", "DC"},
                                   {"puerto rico", "PR"},
                                   {"calif", "CA"},
                                   {"penn", "PA"},
                                   {"mass", "MA"},
                                   {"conn", "CT"},
                                   {"n.y", "NY"},
                                   {"d.c", "DC"},
                                   {"n.j", "NJ"},
                                   {"n.c", "NC"},
                                   {"s.c", "SC"},
                                   {"tenn", "TN"},
                                   {"fla", "FL"},
                                   {"mich", "MI"},
                                   {"wisc", "WI"},
                                   {"ill", "IL"},
                                   {"minn", "MN"},
                                   {"okla", "OK"},
                                   {"ariz", "AZ"}};

constexpr WordRow road_kinds[] = {
    {"st", "-"},       {"street", "-"},   {"str", "-"},      {"ave", "-"},       {"avenue", "-"},
    {"av", "-"},       {"aven", "-"},     {"rd", "-"},       {"road", "-"},      {"dr", "-"},
    {"drive", "-"},    {"driv", "-"},     {"blvd", "-"},     {"boulevard", "-"}, {"boul", "-"},
    {"ln", "-"},       {"lane", "-"},     {"ct", "-"},       {"court", "-"},     {"pl", "-"},
    {"place", "-"},    {"cir", "-"},      {"circle", "-"},   {"way", "-"},       {"pkwy", "-"},
    {"parkway", "-"},  {"pky", "-"},      {"hwy", "-"},      {"highway", "-"},   {"ter", "-"},
    {"terrace", "-"},  {"terr", "-"},     {"trl", "-"},      {"trail", "-"},     {"tr", "-"},
    {"sq", "-"},       {"square", "-"},   {"pike", "-"},     {"plz", "-"},       {"plaza", "-"},
    {"loop", "-"},     {"xing", "-"},     {"crossing", "-"}, {"expy", "-"},      {"expressway", "-"},
    {"fwy", "-"},      {"freeway", "-"},  {"aly", "-"},      {"alley", "-"},     {"tpke", "-"},
    {"turnpike", "-"}, {"cv", "-"},       {"cove", "-"},     {"rdg", "-"},       {"row", "-"},
    {"path", "-"},     {"walk", "-"},     {"run", "-"},      {"bnd", "-"},       {"bend", "-"},
    {"crst", "-"},     {"crescent", "-"}, {"cres", "-"},     {"hollow", "-"},    {"holw", "-"},
    {"mews", "-"},     {"pass", "-"},     {"rte", "-"},      {"route", "-"},     {"pt", "-"},
    {"trce", "-"},     {"trace", "-"},    {"vw", "-"},       {"esplanade", "-"}, {"promenade", "-"},
    {"prom", "-"},     {"byp", "-"},      {"bypass", "-"},   {"causeway", "-"},  {"concourse", "-"},
    {"pk", "-"},       {"cswy", "-"}};

// Kinds of road that stand before their name or number: Highway 139, Avenue H, Route 3.
constexpr WordRow leading_kinds[] = {
    {"hwy", "-"},    {"highway", "-"}, {"route", "-"},  {"rte", "-"},  {"rt", "-"},
    {"road", "-"},   {"rd", "-"},      {"avenue", "-"}, {"ave", "-"},  {"interstate", "-"},
    {"i", "-"},      {"us", "-"},      {"sr", "-"},     {"cr", "-"},   {"fm", "-"},
    {"county", "-"}, {"state", "-"},   {"us-", "-"},    {"u.s", "-"},  {"old", "-"},
    {"number", "-"}, {"street", "-"},  {"hiway", "-"},  {"spur", "-"}, {"loop", "-"}};

constexpr WordRow directions[] = {
    {"n", "-"},         {"s", "-"},    {"e", "-"},         {"w", "-"},         {"ne", "-"},
    {"nw", "-"},        {"se", "-"},   {"sw", "-"},        {"north", "-"},     {"south", "-"},
    {"east", "-"},      {"west", "-"}, {"northeast", "-"}, {"northwest", "-"}, {"southeast", "-"},
    {"southwest", "-"}, {"n.e", "-"},  {"n.w", "-"},       {"s.e", "-"},       {"s.w", "-"},
    {"no", "-"},        {"so", "-"}};

constexpr WordRow unit_words[] = {
    {"apt", "-"},        {"apartment", "-"}, {"unit", "-"},     {"ste", "-"},      {"suite", "-"},
    {"suit", "-"},       {"fl", "-"},        {"floor", "-"},    {"flr", "-"},      {"rm", "-"},
    {"room", "-"},       {"bldg", "-"},      {"building", "-"}, {"lot", "-"},      {"spc", "-"},
    {"space", "-"},      {"trlr", "-"},      {"trailer", "-"},  {"dept", "-"},     {"department", "-"},
    {"level", "-"},      {"lvl", "-"},       {"lower", "-"},    {"upper", "-"},    {"ph", "-"},
    {"penthouse", "-"},  {"hangar", "-"},    {"slip", "-"},     {"rear", "-"},     {"bsmt", "-"},
    {"basement", "-"},   {"stop", "-"},      {"#", "-"},        {"mailstop", "-"}, {"ofc", "-"},
    {"office", "-"},     {"tower", "-"},     {"wing", "-"},     {"flat", "-"},     {"file", "-"},
    {"ms", "-"},         {"bld", "-"},       {"lobby", "-"},    {"frnt", "-"},     {"twr", "-"},
    {"substation", "-"}, {"stall", "-"},     {"pier", "-"},     {"mailcode", "-"}, {"hngr", "-"},
    {"bay", "-"},        {"studio", "-"}};

// Words that only begin the name of a city.
constexpr WordRow city_beginnings[] = {
    {"new", "-"},      {"san", "-"},      {"los", "-"},    {"las", "-"},    {"fort", "-"},
    {"ft", "-"},       {"st", "-"},       {"saint", "-"},  {"santa", "-"},  {"el", "-"},
    {"la", "-"},       {"lake", "-"},     {"mount", "-"},  {"mt", "-"},     {"palm", "-"},
    {"grand", "-"},    {"cedar", "-"},    {"salt", "-"},   {"des", "-"},    {"baton", "-"},
    {"little", "-"},   {"long", "-"},     {"port", "-"},   {"north", "-"},  {"south", "-"},
    {"east", "-"},     {"west", "-"},     {"oak", "-"},    {"park", "-"},   {"garden", "-"},
    {"green", "-"},    {"big", "-"},      {"rock", "-"},   {"cape", "-"},   {"coral", "-"},
    {"boca", "-"},     {"beverly", "-"},  {"spring", "-"}, {"white", "-"},  {"colorado", "-"},
    {"kansas", "-"},   {"oklahoma", "-"}, {"jersey", "-"}, {"sioux", "-"},  {"virginia", "-"},
    {"pembroke", "-"}, {"del", "-"},      {"castle", "-"}, {"center", "-"}, {"high", "-"},
    {"highland", "-"}, {"royal", "-"},    {"union", "-"},  {"walnut", "-"}};

bool is_digit(char c) noexcept { return c >= '0' && c <= '9'; }
bool is_letter(char c) noexcept { return static_cast<unsigned>((c | 0x20) - 'a') < 26u; }
bool has_digit(std::string_view text) noexcept { return std::any_of(text.begin(), text.end(), is_digit); }

template <const auto& rows>
bool is_in(std::string_view word) noexcept {
  return !find_word<rows>(word).empty();
}

bool is_zip(std::string_view word) noexcept {
  if (word.size() != 5 && word.size() != 9 && !(word.size() == 10 && word[5] == '-')) return false;
  for (std::size_t i = 0; i < word.size(); ++i) {
    if (!is_digit(word[i]) && !(i == 5 && word[i] == '-')) return false;
  }
  return true;
}

// 21st, 5th, 2nd.
bool is_ordinal(std::string_view word) noexcept {
  if (word.size() < 3 || !is_digit(word[word.size() - 3]))
    return word == "first" || word == "second" || word == "third" || word == "Second" || word == "First" ||
           word == "Third" || word == "ground" || word == "Ground";
  char a = static_cast<char>(word[word.size() - 2] | 0x20), b = static_cast<char>(word.back() | 0x20);
  return (a == 's' && b == 't') || (a == 'n' && b == 'd') || (a == 'r' && b == 'd') || (a == 't' && b == 'h');
}

// 162, 12-14, 123A, N6508, W180N10325, 12.5
bool is_house_number(std::string_view word) noexcept {
  if (word.empty() || is_ordinal(word)) return false;
  std::size_t letters = 0, digits = 0;
  for (char c : word) {
    digits += is_digit(c);
    letters += is_letter(c);
    if (!is_digit(c) && !is_letter(c) && c != '-' && c != '/' && c != '.' && c != '&') return false;
  }
  if (digits == 0) return false;
  return is_digit(word.front()) ? letters <= 2 : letters <= 2 && digits >= 2;
}

struct Token {
  std::string_view text;   // without marks at its ends
  std::string_view whole;  // as it stands, without a comma at its end
  bool ends_segment = false;
};

class Reader {
 public:
  explicit Reader(std::string_view text) : text_(text) {
    for (std::size_t at = 0; at < text.size() && count_ < token_.size();) {
      while (at < text.size() && (text[at] == ' ' || text[at] == ',' || text[at] == ';')) {
        if (text[at] != ' ' && count_ > 0) token_[count_ - 1].ends_segment = true;
        ++at;
      }
      std::size_t end = at;
      while (end < text.size() && text[end] != ' ' && text[end] != ',' && text[end] != ';') ++end;
      if (end == at) break;
      Token& token = token_[count_++];
      token.whole = text.substr(at, end - at);
      token.text = bare(token.whole);
      at = end;
    }
    end_ = count_;
  }

  UsAddress read() {
    take_country();
    take_zip();
    take_state();
    std::size_t at = take_head();
    take_road_and_rest(at);
    if (out_.city.empty() && !state_name_.empty() && (out_.state == "NY" || out_.state == "WA"))
      out_.city = state_name_;
    std::string_view last = !out_.city.empty()          ? out_.city
                            : !out_.postal_code.empty() ? out_.postal_code
                                                        : out_.country;
    out_.street =
        last.empty() ? text_ : text_.substr(0, static_cast<std::size_t>(last.data() - text_.data()));
    if (!state_name_.empty() && state_name_.data() < out_.street.data() + out_.street.size())
      out_.street = text_.substr(0, static_cast<std::size_t>(state_name_.data() - text_.data()));
    while (!out_.street.empty() &&
           (out_.street.back() == ' ' || out_.street.back() == ',' || out_.street.back() == ';'))
      out_.street.remove_suffix(1);
    return out_;
  }

 private:
  static std::string_view bare(std::string_view word) noexcept {
    while (word.size() > 1 && (word.back() == '.' || word.back() == ')' || word.back() == ':'))
      word.remove_suffix(1);
    while (word.size() > 1 && (word.front() == '(' || word.front() == '.')) word.remove_prefix(1);
    return word;
  }

  std::string_view across(std::size_t from, std::size_t to) const noexcept {
    if (from >= to) return {};
    const char* begin = token_[from].whole.data();
    const std::string_view& last = token_[to - 1].whole;
    return {begin, static_cast<std::size_t>(last.data() + last.size() - begin)};
  }
  std::string_view word(std::size_t i) const noexcept {
    return i < end_ ? token_[i].text : std::string_view();
  }

  void take_country() {
    static constexpr WordRow countries[] = {
        {"usa", "-"}, {"us", "-"}, {"u.s.a", "-"}, {"u.s", "-"}, {"america", "-"}};
    if (end_ < 3) return;
    if (is_in<countries>(word(end_ - 1)) && (is_zip(word(end_ - 2)) || token_[end_ - 2].ends_segment)) {
      out_.country = token_[end_ - 1].whole;
      --end_;
    } else if (find_word<two_words>(across(end_ - 2, end_)) == "US") {
      out_.country = across(end_ - 2, end_);
      end_ -= 2;
    }
  }
  static constexpr WordRow two_words[] = {{"united states", "US"}};

  static constexpr WordRow zero_states[] = {{"ma", "MA"}, {"ct", "CT"}, {"nj", "NJ"}, {"nh", "NH"},
                                            {"ri", "RI"}, {"vt", "VT"}, {"me", "ME"}, {"pr", "PR"}};

  void take_zip() {
    if (end_ < 2) return;
    std::string_view last = word(end_ - 1);
    bool has_dash = last.size() > 6 && last.find('-') == 5;
    if (has_dash && is_zip(last.substr(0, 5))) last = last.substr(0, std::min<std::size_t>(last.size(), 10));
    // A spreadsheet took the zero that ZIP codes of the north-east begin with.
    bool lost_zero = last.size() == 4 && std::all_of(last.begin(), last.end(), is_digit) && end_ > 2 &&
                     find_word<zero_states>(word(end_ - 2)) == word(end_ - 2);
    if (!is_zip(last) && !lost_zero) return;
    // The only number of the line is rather a house's, unless a state or a comma stands before it.
    out_.postal_code = last;
    --end_;
  }

  static constexpr WordRow everyday_words[] = {
      {"in", "-"}, {"or", "-"}, {"me", "-"}, {"hi", "-"}, {"oh", "-"}, {"ok", "-"}, {"co", "-"},
      {"la", "-"}, {"de", "-"}, {"al", "-"}, {"id", "-"}, {"ma", "-"}, {"pa", "-"}, {"ne", "-"}};
  bool is_one_case() const noexcept {
    return std::none_of(text_.begin(), text_.end(), [](char c) { return c >= 'A' && c <= 'Z'; });
  }

  void take_state() {
    for (std::size_t words : {std::size_t{3}, std::size_t{2}, std::size_t{1}}) {
      if (end_ < words + 1) continue;
      std::string_view text = bare(across(end_ - words, end_));
      std::string_view code = find_word<state_names>(text);
      if (code.empty() && words == 1) code = find_word<states>(text);
      if (code.empty()) continue;
      bool is_sure = !out_.postal_code.empty() || token_[end_ - words - 1].ends_segment || words > 1 ||
                     text.size() > 2 || (is_one_case() && !is_in<everyday_words>(text)) ||
                     (text[0] >= 'A' && text[0] <= 'Z' && text[1] >= 'A' && text[1] <= 'Z');
      // "12 Main St CT" without more: CT is as likely a court.
      if (!is_sure || (is_in<road_kinds>(text) && out_.postal_code.empty())) return;
      out_.state = code;
      state_name_ = across(end_ - words, end_);
      end_ -= words;
      return;
    }
  }

  // "PO Box 12", "P.O.Box 12", "Box # 63", "RR 2 Box 3", "HC 1 Box 4": its length in tokens, 0 for none.
  std::size_t box_at(std::size_t i) const noexcept {
    auto is = [&](std::size_t k, std::string_view lower) {
      std::string_view w = word(k);
      return w.size() == lower.size() && std::equal(w.begin(), w.end(), lower.begin(), [](char a, char b) {
               return (is_letter(a) ? a | 0x20 : a) == b;
             });
    };
    std::size_t k = i;
    if (is(k, "rr") || is(k, "r.r") || is(k, "hc") || is(k, "rfd") || is(k, "psc") || is(k, "cmr") ||
        is(k, "msc")) {
      if (!has_digit(word(k + 1))) return 0;
      k += 2;
      if (!is(k, "box")) return k - i;
    } else if (is(k, "rural") && is(k + 1, "route")) {
      k += 3;
      if (!is(k, "box")) return k - i;
    } else if (is(k, "post") && is(k + 1, "office")) {
      k += 2;
    } else if (is(k, "p") && (is(k + 1, "o") || is(k + 1, "o."))) {
      k += 2;
    } else if (is(k, "po") || is(k, "p.o") || is(k, "p.0")) {
      ++k;
    }
    bool is_joined = is(k, "p.o.box") || is(k, "pobox") || is(k, "po.box") || is(k, "p.obox");
    if (is(k, "lock") && is(k + 1, "box")) ++k;
    if (!is(k, "box") && !is_joined && !is(k, "lockbox") && !is(k, "drawer") && !is(k, "bin")) return 0;
    ++k;
    if (word(k) == "#" || is(k, "no") || is(k, "number")) ++k;
    if (word(k).empty()) return k - i;
    if (has_digit(word(k)) || word(k).size() <= 2) ++k;
    return k - i;
  }

  // "Apt 5", "# 109", "21st Fl", "Second Floor", "Ste. 300": its length in tokens, 0 for none.
  std::size_t unit_at(std::size_t i) const noexcept {
    if (word(i).empty()) return 0;
    if (is_ordinal(word(i)) && (is_in<floor_words>(word(i + 1)))) return 2;
    std::string_view w = word(i);
    if (is_joined_unit(w) || is_number_of_unit(i)) return is_joined_unit(w) ? 1 : 2;
    if (w.front() == '#') {
      if (w.size() > 1) return 1;
      return has_digit(word(i + 1)) || word(i + 1).size() == 1 ? 2 : 1;
    }
    if (!is_in<unit_words>(w)) return 0;
    std::size_t k = i + 1;
    if (token_[i].ends_segment) return 1;
    if (word(k) == "#" || is_in<number_words>(word(k))) ++k;
    std::string_view id = word(k);
    if (!id.empty() && (has_digit(id) || id.size() == 1 || id.front() == '#')) return k - i + 1;
    if (is_in<unit_words>(id)) return 1;
    return k - i;
  }
  // Suite100, Apt.5
  static bool is_joined_unit(std::string_view w) noexcept {
    std::size_t letters = 0;
    while (letters < w.size() && is_letter(w[letters])) ++letters;
    std::size_t digits = letters < w.size() && w[letters] == '.' ? letters + 1 : letters;
    return letters >= 3 && digits < w.size() && is_digit(w[digits]) &&
           is_in<unit_words>(w.substr(0, letters));
  }
  // "No. 102" behind a road.
  bool is_number_of_unit(std::size_t i) const noexcept {
    return i > 2 && token_[i].whole.ends_with('.') && is_in<number_words>(word(i)) && has_digit(word(i + 1));
  }
  static constexpr WordRow floor_words[] = {
      {"fl", "-"}, {"floor", "-"}, {"flr", "-"}, {"level", "-"}, {"lvl", "-"}};
  static constexpr WordRow number_words[] = {{"no", "-"}, {"number", "-"}, {"num", "-"}};

  void add(std::string_view& part, std::size_t from, std::size_t to) noexcept {
    if (from >= to) return;
    std::string_view more = across(from, to);
    if (part.empty()) {
      part = more;
    } else if (part.data() + part.size() <= more.data()) {
      part = {part.data(), static_cast<std::size_t>(more.data() + more.size() - part.data())};
    }
  }

  // Who it is for, and the number of the house: up to the token where the road begins.
  std::size_t take_head() {
    std::size_t house = end_;
    for (std::size_t i = 0; i < end_; ++i) {
      if (box_at(i) != 0 || unit_at(i) != 0) {
        if (i == 0) return 0;
        add(out_.recipient, 0, i);
        return i;
      }
      if (!is_house_number(word(i))) continue;
      house = i;
      break;
    }
    if (house == end_) return 0;
    if (house > 0) {
      // Highway 139, and roads whose number stands behind.
      bool is_of_road = is_in<leading_kinds>(word(house - 1)) || is_in<road_kinds>(word(house - 1));
      if (is_of_road) return 0;
      bool is_alone = house + 1 == end_;
      if (is_alone) return 0;
      bool only_directions = true;
      for (std::size_t i = 0; i < house; ++i) only_directions &= is_in<directions>(word(i));
      if (only_directions) {
        add(out_.house_number, 0, house + 1);
        return house + 1;
      }
      add(out_.recipient, 0, house);
    }
    std::size_t after = house + 1;
    if (word(after) == "1/2" || word(after) == "1/4" || word(after) == "3/4") ++after;
    bool has_letter = word(after).size() == 1 && is_letter(word(after).front()) && after + 2 < end_ &&
                      !is_in<directions>(word(after)) && !is_in<leading_kinds>(word(after)) &&
                      (after + 3 < end_ || is_in<road_kinds>(word(after + 2)));
    if (has_letter) ++after;
    if (word(after) == "-" && is_house_number(word(after + 1))) after += 2;
    add(out_.house_number, house, after);
    return after;
  }

  // Where the road that begins at `from` ends.
  std::size_t road_end(std::size_t from) const noexcept {
    std::size_t segment = from;
    while (segment < end_ && unit_at(segment) == 0 && box_at(segment) == 0) {
      ++segment;
      if (token_[segment - 1].ends_segment) break;
    }
    if (segment == from) return from;
    bool is_closed = segment < end_ && token_[segment - 1].ends_segment;
    bool city_is_elsewhere = false;
    for (std::size_t i = segment; i < end_;) {
      std::size_t unit = std::max(unit_at(i), box_at(i));
      if (unit != 0) {
        i += unit;
        continue;
      }
      if (!is_in<directions>(word(i))) city_is_elsewhere = true;
      ++i;
    }
    if (is_closed && city_is_elsewhere) return segment;
    std::size_t i = from;
    while (i < segment && is_in<directions>(word(i))) ++i;
    if (i < segment && is_in<leading_kinds>(word(i)) && i + 1 < segment) {
      std::size_t k = i;
      while (k < segment && is_in<leading_kinds>(word(k)) && !has_digit(word(k))) ++k;
      if (k < segment && (has_digit(word(k)) || word(k).size() == 1)) return directions_after(k + 1, segment);
    }
    for (std::size_t k = std::max(i, from) + 1; k < segment; ++k) {
      bool is_connector = word(k) == "&" || word(k) == "and" || word(k) == "@" || word(k) == "at";
      if (is_connector && k + 1 < segment) return segment;
      if (!is_in<road_kinds>(word(k))) continue;
      // "St" before a name is Saint: 12 N St Paul.
      if (is_in<leading_kinds>(word(k)) && k + 1 < segment && has_digit(word(k + 1)))
        return directions_after(k + 2, segment);
      std::size_t end = k + 1;
      // "Boulevard St Simons Island": behind a road's kind "St" is Saint.
      auto is_saint = [&](std::size_t i) { return find_word<saints>(word(i)) == "-" && i + 1 < segment; };
      while (end < segment && is_in<road_kinds>(word(end)) && !is_saint(end)) ++end;
      return directions_after(end, segment);
    }
    if (out_.state.empty() && out_.postal_code.empty()) return segment;
    if (city_is_elsewhere) return segment;
    return before_city(from, segment);
  }

  static constexpr WordRow saints[] = {{"st", "-"}, {"ste", "-"}};

  std::size_t directions_after(std::size_t i, std::size_t end) const noexcept {
    // "Main St N Saint Petersburg" has a direction, "Main St North Bend" a city: where two words follow it is
    // one.
    while (i < end && is_in<directions>(word(i))) {
      bool is_short = word(i).size() <= 2;
      bool begins_city = !is_short && i + 1 < end && i + 2 >= end;
      if (begins_city) break;
      ++i;
    }
    return i;
  }

  // No word for a road: the city is the last word, or the last two where the first of them begins a city's
  // name.
  std::size_t before_city(std::size_t from, std::size_t segment) const noexcept {
    std::size_t words = segment - from;
    if (words < 2) return segment;
    std::size_t city = 1;
    if (words > 2 && is_in<city_beginnings>(word(segment - 2))) city = 2;
    return segment - city;
  }

  void take_road_and_rest(std::size_t at) {
    if (std::size_t box = box_at(at); box == 0 && unit_at(at) == 0) {
      std::size_t end = road_end(at);
      bool has_number = !out_.house_number.empty();
      bool is_place = !has_number && out_.recipient.empty() && !holds_road(at, end) && at == 0 && end > 1 &&
                      token_[end - 1].ends_segment && end < end_;
      add(is_place ? out_.recipient : out_.road, at, end);
      at = end;
    }
    std::size_t city_from = end_, city_to = end_;
    while (at < end_) {
      if (std::size_t box = box_at(at); box != 0) {
        add(out_.box, at, at + box);
        at += box;
      } else if (std::size_t unit = unit_at(at); unit != 0) {
        add(out_.unit, at, at + unit);
        at += unit;
      } else if (is_in<directions>(word(at)) && at > 0 && token_[at - 1].ends_segment &&
                 token_[at].ends_segment) {
        add(out_.road, at, at + 1);
        ++at;
      } else if (is_house_number(word(at)) && out_.house_number.empty() && at + 1 < end_ &&
                 out_.box.empty()) {
        add(out_.house_number, at, at + 1);
        std::size_t end = road_end(at + 1);
        add(out_.road, at + 1, end);
        at = end;
      } else if (has_digit(word(at)) && out_.unit.empty() && city_from == end_) {
        add(out_.unit, at, at + 1);
        ++at;
      } else {
        if (city_from != end_ && city_to < at && out_.recipient.empty())
          add(out_.recipient, city_from, city_to);
        city_from = at;
        while (at < end_ && box_at(at) == 0) {
          ++at;
          if (token_[at - 1].ends_segment) break;
        }
        city_to = at;
      }
    }
    add(out_.city, city_from, city_to);
  }

  bool holds_road(std::size_t from, std::size_t to) const noexcept {
    for (std::size_t i = from; i < to; ++i) {
      if (is_in<road_kinds>(word(i))) return true;
    }
    return false;
  }

  std::string_view text_;
  std::array<Token, 48> token_;
  std::size_t count_ = 0, end_ = 0;
  std::string_view state_name_;
  UsAddress out_;
};

}  // namespace

UsAddress read_us_address(std::string_view text) { return Reader(text).read(); }

}  // namespace kith::standard
