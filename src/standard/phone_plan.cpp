// The fast path of phone numbers. It follows libphonenumber's own steps (PhoneNumberUtil::Parse and
// IsValidNumber, version 8.12) on the metadata compiled into that library, with every expression of a
// country's plan made into one automaton. Where a step depends on how an expression engine chooses among
// several matches, or rewrites the number, it gives up and the library decides.
#include <cstring>
#include <list>
#include <memory>
#include <mutex>
#include <string>

#include <phonenumbers/phonemetadata.pb.h>
#include <phonenumbers/phonenumberutil.h>

#include "standard/digit_automaton.h"
#include "standard/phone_decision.h"

namespace i18n::phonenumbers {
// Defined in the library, declared in a header that Debian does not install.
int metadata_size();
const void* metadata_get();
}  // namespace i18n::phonenumbers

namespace kith::standard {
namespace {

using i18n::phonenumbers::PhoneMetadata;
using i18n::phonenumbers::PhoneMetadataCollection;
using i18n::phonenumbers::PhoneNumberDesc;
using i18n::phonenumbers::PhoneNumberUtil;

constexpr std::size_t longest_number = 17;

std::uint32_t length_bits(const google::protobuf::RepeatedField<google::protobuf::int32>& lengths) {
  std::uint32_t bits = 0;
  for (int length : lengths) {
    if (length > 0 && length < 32) bits |= 1u << length;
  }
  return bits;
}

// One region's plan, ready to run.
struct Automata {
  bool usable = true;
  DigitAutomaton types;  // bit 0: the general description; bits 1 and up: the types
  std::array<std::uint32_t, 16> lengths{};
  std::uint32_t possible = 0, local_only = 0;
  DigitAutomaton leading;
  DigitAutomaton national_prefix;
  DigitAutomaton international_prefix;
  bool has_leading = false, has_national_prefix = false, rewrites = false;

  explicit Automata(const PhoneMetadata& plan) {
    add_types(plan);
    possible = length_bits(plan.general_desc().possible_length());
    local_only = length_bits(plan.general_desc().possible_length_local_only());
    has_leading = plan.has_leading_digits() && !plan.leading_digits().empty();
    if (has_leading) usable &= leading.add(plan.leading_digits(), 0);
    leading.finish();
    has_national_prefix = !plan.national_prefix_for_parsing().empty();
    rewrites = !plan.national_prefix_transform_rule().empty();
    if (has_national_prefix) {
      // "$" is read as nothing, so that more numbers seem to have a prefix than do; those go to the library.
      std::string prefix = plan.national_prefix_for_parsing();
      rewrites |= std::erase(prefix, '$') != 0;
      usable &= national_prefix.add(prefix, 0);
    }
    national_prefix.finish();
    if (!plan.international_prefix().empty())
      usable &= international_prefix.add(plan.international_prefix(), 0);
    international_prefix.finish();
  }

  bool is_general(std::string_view number) const noexcept { return (types.match(number) & 1) != 0; }

  bool is_valid(std::string_view number) const noexcept {
    std::uint16_t matched = types.match(number);
    if ((matched & 1) == 0 || (lengths[0] >> number.size() & 1) == 0) return false;
    for (unsigned bit = 1; matched >> bit != 0; ++bit) {
      if ((matched >> bit & 1) != 0 && (lengths[bit] >> number.size() & 1) != 0) return true;
    }
    return false;
  }

  bool is_too_long(std::string_view number) const noexcept {
    if (number.size() < 32 && (local_only >> number.size() & 1) != 0) return false;
    return number.size() >= 32 || possible >> number.size() == 0;
  }

  // TestNumberLength is neither TOO_SHORT, IS_POSSIBLE_LOCAL_ONLY nor INVALID_LENGTH.
  bool is_long_enough(std::string_view number) const noexcept {
    if (is_too_long(number)) return true;
    return (local_only >> number.size() & 1) == 0 && (possible >> number.size() & 1) != 0;
  }

  // What TestNumberLength finds of a number that is not valid. REQUIRES number.size() < 32.
  Reason reason_against(std::string_view number) const noexcept {
    if ((local_only >> number.size() & 1) != 0) return Reason::area_code_missing;
    if (possible >> number.size() == 0) return Reason::too_many_digits;
    if ((possible >> number.size() & 1) != 0) return Reason::unassigned_prefix;
    return (possible & ((1u << number.size()) - 1)) == 0 ? Reason::too_short : Reason::wrong_length;
  }

 private:
  void add_types(const PhoneMetadata& plan) {
    const PhoneNumberDesc* descriptions[] = {
        &plan.general_desc(), &plan.premium_rate(),    &plan.toll_free(), &plan.shared_cost(),
        &plan.voip(),         &plan.personal_number(), &plan.pager(),     &plan.uan(),
        &plan.voicemail(),    &plan.fixed_line(),      &plan.mobile()};
    unsigned bit = 0;
    for (const PhoneNumberDesc* description : descriptions) {
      if (!description->national_number_pattern().empty()) {
        usable &= types.add(description->national_number_pattern(), bit);
      }
      lengths[bit] =
          description->possible_length_size() == 0 ? ~0u : length_bits(description->possible_length());
      ++bit;
    }
    types.finish();
  }
};

struct Region {
  const PhoneMetadata* metadata = nullptr;
  std::once_flag once;
  std::unique_ptr<const Automata> automata;

  const Automata& built() {
    std::call_once(once, [this] { automata = std::make_unique<const Automata>(*metadata); });
    return *automata;
  }
};

class Plans {
 public:
  Plans() {
    const PhoneNumberUtil& library = *PhoneNumberUtil::GetInstance();
    if (!collection_.ParseFromArray(i18n::phonenumbers::metadata_get(), i18n::phonenumbers::metadata_size()))
      return;
    regions_ = std::make_unique<Region[]>(static_cast<std::size_t>(collection_.metadata_size()));
    for (int i = 0; i < collection_.metadata_size(); ++i) regions_[i].metadata = &collection_.metadata(i);
    for (unsigned code = 1; code < 1000; ++code) {
      std::list<std::string> names;
      library.GetRegionCodesForCountryCallingCode(static_cast<int>(code), &names);
      for (const std::string& name : names) {
        if (Region* region = find(name, code)) by_code_[code].push_back(region);
      }
      if (by_code_[code].size() != names.size()) by_code_[code].clear();
    }
  }

  Region* for_region(std::string_view name) noexcept {
    if (name.size() != 2) return nullptr;
    for (int i = 0; i < collection_.metadata_size(); ++i) {
      if (regions_[i].metadata->id() == name) return &regions_[i];
    }
    return nullptr;
  }

  /// The regions of a calling code, the main one first; empty where there is none.
  const std::vector<Region*>& of_code(unsigned code) const noexcept { return by_code_[code]; }

 private:
  Region* find(const std::string& name, unsigned code) noexcept {
    for (int i = 0; i < collection_.metadata_size(); ++i) {
      const PhoneMetadata& metadata = *regions_[i].metadata;
      if (metadata.id() == name && static_cast<unsigned>(metadata.country_code()) == code)
        return &regions_[i];
    }
    return nullptr;
  }

  PhoneMetadataCollection collection_;
  std::unique_ptr<Region[]> regions_;
  std::array<std::vector<Region*>, 1000> by_code_;
};

Plans& plans() {
  static Plans all;
  return all;
}

// The default region, looked up once a run of equal ones.
Region* home(std::string_view name) {
  thread_local char known[2] = {0, 0};
  thread_local Region* region = nullptr;
  if (name.size() != 2) return nullptr;
  if (std::memcmp(known, name.data(), 2) != 0) {
    region = plans().for_region(name);
    std::memcpy(known, name.data(), 2);
  }
  return region;
}

enum class Strip { done, ask };

// MaybeStripNationalPrefixAndCarrierCode: `number` loses its national prefix where the library would take it
// off.
Strip strip_national_prefix(const Automata& plan, std::string_view& number) {
  if (!plan.has_national_prefix || number.empty()) return Strip::done;
  int length = plan.national_prefix.match_start(number);
  if (length == 0) return Strip::done;
  if (length < 0 || plan.rewrites) return Strip::ask;
  std::string_view rest = number.substr(static_cast<std::size_t>(length));
  if (plan.is_general(number) && !plan.is_general(rest)) return Strip::done;
  number = rest;
  return Strip::done;
}

bool refuse_number(Reason why, PhoneDecision& decision) {
  decision.failure = why;
  return true;
}

// GetRegionCodeForNumber, IsValidNumberForRegion and, against a number, IsPossibleNumberWithReason.
bool conclude(unsigned code, std::string_view number, PhoneDecision& decision) {
  if (number.size() > longest_number) return refuse_number(Reason::too_many_digits, decision);
  if (number.size() < 2) return refuse_number(Reason::too_short, decision);
  const auto& regions = plans().of_code(code);
  bool is_valid = false;
  for (Region* region : regions) {
    const Automata& plan = region->built();
    if (!plan.usable) return false;
    bool decides = regions.size() == 1 ||
                   (plan.has_leading ? plan.leading.match_start(number) != 0 : plan.is_valid(number));
    if (!decides) continue;
    is_valid = plan.is_valid(number);
    break;
  }
  if (!is_valid) {
    // The library knows no length for calling codes without a country.
    const Automata& plan = regions.front()->built();
    return plan.possible != 0 && refuse_number(plan.reason_against(number), decision);
  }
  decision.failure = Reason::none;
  decision.country_code = code;
  decision.length = number.size();
  std::memcpy(decision.national.data(), number.data(), number.size());
  return true;
}

// `plan`: of the region whose national prefix is taken off.
bool within_country(unsigned code, const Automata& plan, std::string_view number, PhoneDecision& decision) {
  if (!plan.usable || number.size() > 24) return false;
  if (number.size() < 2) return refuse_number(Reason::too_short, decision);
  std::string_view stripped = number;
  if (strip_national_prefix(plan, stripped) == Strip::ask) return false;
  if (stripped.size() != number.size() && plan.is_long_enough(stripped)) number = stripped;
  return conclude(code, number, decision);
}

bool within_country(unsigned code, std::string_view number, PhoneDecision& decision) {
  const auto& regions = plans().of_code(code);
  return !regions.empty() && within_country(code, regions.front()->built(), number, decision);
}

bool decide_international(std::string_view digits, PhoneDecision& decision) {
  if (digits.size() < 4 || digits.front() == '0') return false;
  unsigned code = 0;
  for (std::size_t i = 0; i < 3; ++i) {
    code = code * 10 + static_cast<unsigned>(digits[i] - '0');
    if (!plans().of_code(code).empty()) return within_country(code, digits.substr(i + 1), decision);
  }
  return false;
}

}  // namespace

bool decide_quickly(const Dialled& dialled, PhoneDecision& decision) {
  std::string_view digits = dialled.digits;
  if (dialled.international) return decide_international(digits, decision);
  Region* region = home(dialled.region);
  if (region == nullptr || digits.size() < 4) return false;
  const Automata& plan = region->built();
  if (!plan.usable) return false;
  int prefix = plan.international_prefix.match_start(digits);
  if (prefix < 0) return false;
  auto after_prefix = static_cast<std::size_t>(prefix);
  if (prefix != 0 && digits.size() <= after_prefix) return false;
  // No calling code begins with 0: what looks like an international prefix is none then.
  if (prefix != 0 && digits[after_prefix] != '0') {
    return decide_international(digits.substr(after_prefix), decision);
  }
  auto code = static_cast<unsigned>(region->metadata->country_code());
  if (plans().of_code(code).empty()) return false;
  char text[4];
  std::size_t width = 0;
  for (unsigned scale = code >= 100 ? 100 : code >= 10 ? 10 : 1; scale != 0; scale /= 10) {
    text[width++] = static_cast<char>('0' + code / scale % 10);
  }
  if (digits.starts_with(std::string_view(text, width))) {
    std::string_view potential = digits.substr(width);
    if (strip_national_prefix(plan, potential) == Strip::ask) return false;
    bool better = (!plan.is_general(digits) && plan.is_general(potential)) || plan.is_too_long(digits);
    if (better) return within_country(code, potential, decision);
  }
  return within_country(code, plan, digits, decision);
}

bool surely_reads_back(const PhoneDecision& decision) {
  PhoneDecision again;
  return within_country(decision.country_code, decision.number(), again) && again.failure == Reason::none &&
         again.number() == decision.number();
}

}  // namespace kith::standard
