#include <utility>

#include "standard/types.h"

namespace kith::standard {
namespace {

#define TYPE(name, ...) constexpr std::array parts_of_##name = {Part::count_ __VA_OPT__(, ) __VA_ARGS__};
#include "standard/types.def"
#undef TYPE

// Part::count_ stands first in each list, so that a type without parts is a list too.
template <std::size_t n>
constexpr std::span<const Part> listed(const std::array<Part, n>& parts) {
  return std::span<const Part>(parts).subspan(1);
}

// The law of idempotence, kept by construction: what was changed is standardised again until nothing changes.
// Few values are changed, fewer need a second change; one that does not come to rest within `rounds` is
// invalid.
constexpr int rounds = 8;

template <StandardiseFunction function>
void standardise_to_rest(std::string_view raw, const Standard& standard, Standardised& out) {
  function(raw, standard, out);
  if (out.at_rest || (out.verdict != Verdict::changed && out.verdict != Verdict::suspect)) return;
  thread_local Standardised again;
  thread_local std::string value;
  Verdict verdict = out.verdict;
  for (int round = 0; round < rounds; ++round) {
    value = out.value;
    function(value, standard, again);
    bool at_rest =
        again.value == value && (again.verdict == Verdict::kept || again.verdict == Verdict::suspect);
    if (at_rest) {
      bool same = (verdict == Verdict::suspect) == (again.verdict == Verdict::suspect);
      if (!same) {
        out.verdict = again.verdict == Verdict::suspect ? Verdict::suspect
                      : value == raw                    ? Verdict::kept
                                                        : Verdict::changed;
        out.reason = again.reason == Reason::none ? Reason::reformatted : again.reason;
        if (out.verdict == Verdict::kept) out.reason = Reason::none;
      }
      return;
    }
    if (again.verdict == Verdict::invalid || again.verdict == Verdict::empty) break;
    std::swap(out, again);
    verdict = out.verdict;
  }
  Reason reason = again.verdict == Verdict::invalid ? again.reason : Reason::reformatted;
  out.clear();
  out.value.assign(raw);
  out.verdict = Verdict::invalid;
  out.reason = reason;
}

constexpr Standardiser table[] = {
#define TYPE(name, ...) {#name, standardise_to_rest<standardise_##name>, listed(parts_of_##name)},
#include "standard/types.def"
#undef TYPE
};

}  // namespace

std::string_view name_of(Part part) noexcept {
  static constexpr std::string_view names[] = {
      "family_name", "given_name", "middle_name", "name_title", "name_suffix", "country",      "province",
      "city",        "district",   "street",      "house",      "unit",        "postal_code",  "extension",
      "local_part",  "domain",     "nickname",    "birth_date", "gender",      "kind",         "currency",
      "measure",     "name",       "job_title",   "phone",      "email",       "organisation",
  };
  static_assert(std::size(names) == static_cast<std::size_t>(Part::count_));
  return names[static_cast<std::size_t>(part)];
}

std::span<const Standardiser> standardisers() noexcept { return table; }

const Standardiser& standardiser_for(std::string_view type) noexcept {
  for (const Standardiser& row : table) {
    if (row.type == type) return row;
  }
  return table[0];
}

}  // namespace kith::standard
