// A company: words come and go (branch, place), so trigrams and words decide, not edits. The legal form, in
// all its spellings, tells only an equal name from one that is the same but for it.
#include <algorithm>
#include <string>
#include <vector>

#include "match/compare/company_core.h"
#include "match/compare/comparator.h"
#include "match/compare/tokens.h"

namespace kith::match {
namespace {

constexpr LevelShape shapes[] = {
    {"exact", 0.60},          {"same words, legal form aside", 0.06},
    {"trigrams ≥ 0.7", 0.14}, {"words of one within the other, or its initials", 0.06},
    {"trigrams ≥ 0.4", 0.08}, {"different", 0.06},
};
static_assert(std::size(shapes) <= most_levels);

class Company final : public Comparator {
 public:
  std::span<const LevelShape> levels() const noexcept override { return shapes; }

  void prepare(std::span<const std::string_view> values) override {
    words_.reserve(values.size());
    trigrams_.reserve(values.size());
    for (std::string_view value : values) {
      const std::string core = company_core(value);
      words_.add_words(core);
      trigrams_.add_trigrams(core);
      initials_.push_back(initials_of(core));
      short_.push_back(may_be_initials(core) ? core : std::string());
    }
  }

  std::uint8_t level(std::uint32_t a, std::uint32_t b) const override {
    const std::size_t words = words_.shared(a, b);
    if (words > 0 && words == std::max(words_.size(a), words_.size(b))) return 1;
    const double both = static_cast<double>(trigrams_.size(a) + trigrams_.size(b));
    const double likeness = both > 0 ? 2 * static_cast<double>(trigrams_.shared(a, b)) / both : 0;
    if (likeness >= 0.7) return 2;
    if ((words > 0 && words == std::min(words_.size(a), words_.size(b))) || are_initials(a, b) ||
        are_initials(b, a))
      return 3;
    return likeness >= 0.4 ? 4 : 5;
  }

 private:
  bool are_initials(std::uint32_t of_short, std::uint32_t of_long) const noexcept {
    return !short_[of_short].empty() && short_[of_short] == initials_[of_long];
  }

  TokenSets words_, trigrams_;
  std::vector<std::string> initials_, short_;  // short: a core that may be another's initials
};

}  // namespace

std::unique_ptr<Comparator> make_company_comparator() { return std::make_unique<Company>(); }

}  // namespace kith::match
