// Personal data in free text, Chinese and English: names, phones, e-mail addresses, papers, cards and
// accounts, plates, postal addresses; where each stands and how sure it is.
//
// Numbers are told by their check digits and numbering plans, so that an order number is no phone; names only
// beside words that announce them (姓名, 先生, 来电, Mr, my name is), since most two or three characters
// could be one.
#pragma once
#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

#include "standard/standardise.h"

namespace kith::standard {

enum class PersonalKind : std::uint8_t { name, phone, email, id_number, bank_card, account, plate, address };
std::string_view name_of(PersonalKind kind) noexcept;

/// A stretch of bytes, whole characters of the text.
struct PersonalSpan {
  std::size_t from = 0, to = 0;  ///< offsets into the text, to excluded
  PersonalKind kind = PersonalKind::name;
  double confidence = 0;  ///< 0–1: 0.9 and above by a check digit, a plan or a label; 0.5 by its look alone
};

/// What `text` holds, in the order of the text, none overlapping another. Any bytes; time linear in the
/// length of the text for text as people write it. `spans` is cleared first.
void find_personal_data(std::string_view text, const Standard& standard, std::vector<PersonalSpan>& spans);

}  // namespace kith::standard
