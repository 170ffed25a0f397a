#include "standard/western_name_words.h"

#include <array>

#include "standard/word_table.h"

namespace kith::standard {
namespace {

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
                                {"hr", "Hr"},
                                {"doctors", "Drs"},
                                {"ald", "Ald"},
                                {"cpt", "Capt"},
                                {"cpl", "Cpl"},
                                {"sgt.", "Sgt"},
                                {"amb", "Amb"},
                                {"rabbi", "Rabbi"},
                                {"imam", "Imam"},
                                {"monsignor", "Msgr"},
                                {"msgr", "Msgr"},
                                {"sr.a", "Sra"},
                                {"dra", "Dra"}};

// Forms of address that are family or given names too: only before two words and more.
constexpr WordRow long_prefixes[] = {{"representative", "Rep"},
                                     {"state representative", "State Rep"},
                                     {"state senator", "State Sen"},
                                     {"attorney", "Attorney"},
                                     {"atty", "Attorney"},
                                     {"alderman", "Ald"},
                                     {"commissioner", "Commissioner"},
                                     {"president", "President"},
                                     {"justice", "Justice"},
                                     {"sheriff", "Sheriff"},
                                     {"colonel", "Col"},
                                     {"major", "Maj"},
                                     {"lieutenant", "Lt"},
                                     {"sergeant", "Sgt"},
                                     {"corporal", "Cpl"},
                                     {"admiral", "Adm"},
                                     {"general", "Gen"},
                                     {"bishop", "Bishop"},
                                     {"archbishop", "Archbishop"},
                                     {"cardinal", "Cardinal"},
                                     {"deacon", "Deacon"},
                                     {"elder", "Elder"},
                                     {"sister", "Sr"},
                                     {"brother", "Br"},
                                     {"chief", "Chief"},
                                     {"councilman", "Councilman"},
                                     {"councilwoman", "Councilwoman"},
                                     {"supervisor", "Supervisor"},
                                     {"minister", "Minister"},
                                     {"ambassador", "Amb"},
                                     {"secretary", "Secretary"}};

constexpr WordRow suffixes[] = {{"jr", "Jr"},
                                {"sr", "Sr"},
                                {"junior", "Jr"},
                                {"senior", "Sr"},
                                {"ii", "II"},
                                {"iii", "III"},
                                {"iv", "IV"},
                                {"phd", "PhD"},
                                {"md", "MD"},
                                {"esq", "Esq"},
                                {"cpa", "CPA"},
                                {"mba", "MBA"},
                                {"dds", "DDS"},
                                {"dvm", "DVM"},
                                {"rn", "RN"},
                                {"jd", "JD"},
                                {"qc", "QC"},
                                {"kc", "KC"},
                                {"obe", "OBE"},
                                {"mbe", "MBE"},
                                {"cbe", "CBE"},
                                {"cfa", "CFA"},
                                {"pe", "PE"},
                                {"lld", "LLD"},
                                {"edd", "EdD"},
                                {"2nd", "II"},
                                {"3rd", "III"},
                                {"4th", "IV"},
                                {"msc", "MSc"},
                                {"bsc", "BSc"},
                                {"frcs", "FRCS"},
                                {"psyd", "PsyD"},
                                {"ret", "Ret"},
                                {"usn", "USN"},
                                {"usmc", "USMC"},
                                {"esquire", "Esq"},
                                {"dphil", "DPhil"},
                                {"do", "DO"},
                                {"od", "OD"},
                                {"dmd", "DMD"},
                                {"bsn", "BSN"},
                                {"csi", "CSI"},
                                {"vi", "VI"},
                                {"vii", "VII"},
                                {"viii", "VIII"},
                                {"lcsw", "LCSW"},
                                {"rph", "RPh"},
                                {"cfp", "CFP"},
                                {"aia", "AIA"},
                                {"pmp", "PMP"},
                                {"arnp", "ARNP"},
                                {"attorney", "Attorney"},
                                {"atty", "Attorney"},
                                {"attorney at law", "Attorney at Law"},
                                {"atty at law", "Attorney at Law"},
                                {"realtor", "Realtor"},
                                {"architect", "Architect"},
                                {"trustee", "Trustee"},
                                {"gri", "GRI"},
                                {"lncc", "LNCC"},
                                {"crs", "CRS"},
                                {"lpn", "LPN"},
                                {"facs", "FACS"},
                                {"dpm", "DPM"},
                                {"mph", "MPH"},
                                {"msw", "MSW"},
                                {"pharmd", "PharmD"},
                                {"dc", "DC"},
                                {"pa-c", "PA-C"},
                                {"dnp", "DNP"},
                                {"llm", "LLM"},
                                {"llb", "LLB"},
                                {"meng", "MEng"},
                                {"beng", "BEng"},
                                {"aca", "ACA"},
                                {"fca", "FCA"},
                                {"frs", "FRS"},
                                {"facp", "FACP"},
                                {"ccim", "CCIM"},
                                {"sc", "SC"},
                                {"pc", "PC"},
                                {"cpcu", "CPCU"},
                                {"clu", "CLU"},
                                {"chfc", "ChFC"},
                                {"jnr", "Jr"},
                                {"snr", "Sr"}};

constexpr WordRow generations[] = {{"jr", "Jr"},   {"sr", "Sr"},  {"ii", "II"},
                                   {"iii", "III"}, {"2nd", "II"}, {"3rd", "III"}};

constexpr WordRow particles[] = {
    {"van", "-"},   {"von", "-"},   {"vom", "-"},    {"de", "-"},    {"der", "-"},   {"den", "-"},
    {"del", "-"},   {"della", "-"}, {"di", "-"},     {"da", "-"},    {"dos", "-"},   {"das", "-"},
    {"du", "-"},    {"des", "-"},   {"la", "-"},     {"le", "-"},    {"bin", "-"},   {"bint", "-"},
    {"ibn", "-"},   {"al", "-"},    {"el", "-"},     {"ben", "-"},   {"ter", "-"},   {"ten", "-"},
    {"zu", "-"},    {"zum", "-"},   {"zur", "-"},    {"af", "-"},    {"av", "-"},    {"dal", "-"},
    {"delle", "-"}, {"degli", "-"}, {"dei", "-"},    {"lo", "-"},    {"las", "-"},   {"los", "-"},
    {"do", "-"},    {"st", "-"},    {"st.", "-"},    {"san", "-"},   {"santa", "-"}, {"abu", "-"},
    {"'t", "-"},    {"op", "-"},    {"vander", "-"}, {"vande", "-"}, {"mac", "-"},   {"mc", "-"},
    {"dela", "-"},  {"delos", "-"}, {"fitz", "-"},   {"dello", "-"}, {"dalla", "-"}, {"de'", "-"}};

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

}  // namespace

bool may_be_name(std::string_view word) noexcept {
  return word == "do" || word == "vi" || word == "ret" || word == "pe" || word == "sc" || word == "pc" ||
         word == "dc" || word == "clu";
}

bool is_small(std::string_view word) noexcept {
  static constexpr WordRow small[] = {{"van", "-"}, {"von", "-"},  {"vom", "-"},   {"de", "-"},  {"der", "-"},
                                      {"den", "-"}, {"del", "-"},  {"della", "-"}, {"di", "-"},  {"da", "-"},
                                      {"dos", "-"}, {"das", "-"},  {"du", "-"},    {"des", "-"}, {"la", "-"},
                                      {"bin", "-"}, {"bint", "-"}, {"ibn", "-"},   {"ter", "-"}, {"ten", "-"},
                                      {"zu", "-"},  {"zum", "-"},  {"zur", "-"},   {"af", "-"}};
  return !find_word<small>(word).empty();
}

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

std::string_view prefix_of(std::string_view token) noexcept {
  std::array<char, 16> buffer;
  return find_word<prefixes>(plain(token, buffer));
}

std::string_view suffix_of(std::string_view token) noexcept {
  std::array<char, 16> buffer;
  return find_word<suffixes>(token.size() > 10 ? token : plain(token, buffer));
}

std::string_view generation_of(std::string_view token) noexcept {
  if (token.size() > 2 && token.front() == '(' && token.back() == ')')
    token = token.substr(1, token.size() - 2);
  std::array<char, 16> buffer;
  return find_word<generations>(plain(token, buffer));
}

std::string_view long_prefix_of(std::string_view token) noexcept {
  std::array<char, 16> buffer;
  return find_word<long_prefixes>(token.size() > 15 ? token : plain(token, buffer));
}

bool is_compound_given(std::string_view first, std::string_view second) noexcept {
  static constexpr WordRow firsts[] = {
      {"mary", "-"},  {"jo", "-"},     {"anna", "-"},   {"ann", "-"},   {"billy", "-"},   {"bobby", "-"},
      {"betty", "-"}, {"peggy", "-"},  {"sue", "-"},    {"norma", "-"}, {"barbara", "-"}, {"jim", "-"},
      {"joe", "-"},   {"bobbie", "-"}, {"billie", "-"}, {"donna", "-"}, {"ma", "-"}};
  static constexpr WordRow seconds[] = {{"jo", "-"},   {"ann", "-"},   {"anne", "-"}, {"ellen", "-"},
                                        {"beth", "-"}, {"kay", "-"},   {"lou", "-"},  {"jane", "-"},
                                        {"sue", "-"},  {"bob", "-"},   {"joe", "-"},  {"jean", "-"},
                                        {"pat", "-"},  {"alice", "-"}, {"helen", "-"}};
  return !find_word<firsts>(first).empty() && !find_word<seconds>(second).empty();
}

bool is_particle(std::string_view token) noexcept { return !find_word<particles>(token).empty(); }

}  // namespace kith::standard
