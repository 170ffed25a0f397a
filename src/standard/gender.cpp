// Gender: "male", "female", "other". Digits as in GB/T 2261.1 and ISO/IEC 5218: 1 male, 2 female, 0 and 9
// say nothing; 0 is therefore never read as female.
#include "standard/clean.h"
#include "standard/types.h"
#include "standard/word_table.h"

namespace kith::standard {
namespace {

constexpr WordRow words[] = {
    {"男", "male"},          {"女", "female"},       {"m", "male"},      {"f", "female"},
    {"male", "male"},        {"female", "female"},   {"1", "male"},      {"2", "female"},
    {"男性", "male"},        {"女性", "female"},     {"先生", "male"},   {"女士", "female"},
    {"男士", "male"},        {"小姐", "female"},     {"太太", "female"}, {"男生", "male"},
    {"女生", "female"},      {"mr", "male"},         {"mr.", "male"},    {"mrs", "female"},
    {"mrs.", "female"},      {"ms", "female"},       {"ms.", "female"},  {"miss", "female"},
    {"man", "male"},         {"woman", "female"},    {"boy", "male"},    {"girl", "female"},
    {"w", "female"},         {"夫人", "female"},     {"男孩", "male"},   {"女孩", "female"},
    {"other", "other"},      {"others", "other"},    {"其他", "other"},  {"其它", "other"},
    {"non-binary", "other"}, {"nonbinary", "other"}, {"x", "other"},     {"d", "other"},
    {"divers", "other"},     {"diverse", "other"},   {"01", "male"},     {"02", "female"},
    {"1.0", "male"},         {"2.0", "female"},      {"♂", "male"},      {"♀", "female"},
    {"masculino", "male"},   {"femenino", "female"}, {"homme", "male"},  {"femme", "female"},
    {"männlich", "male"},    {"weiblich", "female"}, {"男。", "male"},   {"女。", "female"},
    {"1-男", "male"},        {"2-女", "female"},     {"1男", "male"},    {"2女", "female"},
};

constexpr WordRow silent[] = {{"0", "-"},
                              {"9", "-"},
                              {"u", "-"},
                              {"0.0", "-"},
                              {"9.0", "-"},
                              {"不愿透露", "-"},
                              {"未说明", "-"},
                              {"prefer not to say", "-"},
                              {"未说明的性别", "-"},
                              {"未知的性别", "-"},
                              {"not specified", "-"}};

}  // namespace

void standardise_gender(std::string_view raw, const Standard&, Standardised& out) {
  out.clear();
  std::string_view tidy;
  if (!take(raw, out, tidy)) return;
  if (std::string_view value = find_word<words>(tidy); !value.empty()) {
    out.value.assign(value);
    settle(raw, tidy, Reason::reformatted, out);
    out.at_rest = true;  // each value is a word of the list that means itself
    return;
  }
  if (!find_word<silent>(tidy).empty()) {
    out.reason = Reason::says_nothing;
    return;
  }
  refuse(raw, Reason::unlisted, out);
}

}  // namespace kith::standard
