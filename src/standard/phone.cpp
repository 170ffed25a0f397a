// Phone numbers: E.164 ("+8613800138000"). Part: extension.
//
// The spelling is read here (phone_spelling.h), the number is judged by automata made of libphonenumber's
// metadata (phone_plan.cpp), and whatever those leave open by libphonenumber itself (phone_library.cpp).
#include "base/hash.h"
#include "standard/clean.h"
#include "standard/phone_decision.h"
#include "standard/phone_spelling.h"
#include "standard/types.h"

namespace kith::standard {
namespace {

bool are_repeated(std::string_view digits) noexcept {
  return digits.find_first_not_of(digits.front()) == std::string_view::npos;
}

bool is_sequence(std::string_view digits, int step) noexcept {
  for (std::size_t i = 1; i < digits.size(); ++i) {
    if ((digits[i] - digits[i - 1] + 10 - step) % 10 != 0) return false;
  }
  return true;
}

// 13800000000, 13812345678, 555-0100 to 555-0199: in form, and typed by people who will not give theirs.
Reason reason_to_doubt(const PhoneDecision& decision) noexcept {
  std::string_view number = decision.number();
  if (number.size() < 8) return Reason::none;
  if (decision.country_code == 1 && number.size() == 10 && number.substr(3, 5) == "55501")
    return Reason::placeholder;
  if (are_repeated(number.substr(number.size() - 7))) return Reason::repeated_digits;
  std::string_view end = number.substr(number.size() - 8);
  if (is_sequence(end, 1) || is_sequence(end, -1)) return Reason::repeated_digits;
  return Reason::none;
}

// Files repeat what is wrong (11111111111, an own switchboard), and the library takes long to refuse it.
// Pure in effect: a slot holds a question with its answer.
struct Remembered {
  std::array<char, 24> digits{};
  std::array<char, 2> region{};
  std::size_t length = 0;
  bool international = false;
  PhoneDecision decision;
};

PhoneDecision ask_library(const Dialled& dialled) {
  if (dialled.region.size() != 2) return decide_by_library(dialled);
  thread_local std::array<Remembered, 256> memory;
  Remembered& slot = memory[hash_bytes(dialled.digits) % memory.size()];
  std::string_view known(slot.digits.data(), slot.length), region(slot.region.data(), 2);
  if (known == dialled.digits && slot.international == dialled.international && region == dialled.region)
    return slot.decision;
  slot.decision = decide_by_library(dialled);
  slot.length = dialled.digits.size();
  dialled.digits.copy(slot.digits.data(), slot.digits.size());
  dialled.region.copy(slot.region.data(), 2);
  slot.international = dialled.international;
  return slot.decision;
}

// The plan of China counts seven and eight digits as possible numbers; written alone they lack an area code.
Reason refined(Reason why, const Dialled& dialled) noexcept {
  bool is_local = dialled.region == "CN" && !dialled.international &&
                  (dialled.digits.size() == 7 || dialled.digits.size() == 8) &&
                  dialled.digits.front() >= '2' && dialled.digits.front() <= '8';
  return is_local && why == Reason::unassigned_prefix ? Reason::area_code_missing : why;
}

void write_e164(const PhoneDecision& decision, std::string& value) {
  char code[4];
  std::size_t width = 0;
  for (unsigned rest = decision.country_code; rest != 0; rest /= 10)
    code[width++] = static_cast<char>('0' + rest % 10);
  value.push_back('+');
  while (width > 0) value.push_back(code[--width]);
  value.append(decision.number());
}

}  // namespace

void standardise_phone(std::string_view raw, const Standard& standard, Standardised& out) {
  out.clear();
  std::string_view tidy;
  if (!take(raw, out, tidy)) return;
  if (tidy.size() > 200) return refuse(raw, Reason::too_many_digits, out);
  PhoneSpelling spelling = read_phone(tidy, standard.region == "CN");
  if (spelling.failure != Reason::none) return refuse(raw, spelling.failure, out);
  Dialled dialled{spelling.digits(), spelling.international, standard.region};
  PhoneDecision decision;
  if (!decide_quickly(dialled, decision)) decision = ask_library(dialled);
  if (decision.failure != Reason::none) return refuse(raw, refined(decision.failure, dialled), out);
  write_e164(decision, out.value);
  if (spelling.extension_length != 0) out.set_part(Part::extension, spelling.extension());
  settle(raw, tidy, spelling.is_one_of_several ? Reason::first_of_several : Reason::reformatted, out);
  // The second reading meets a "+" and digits: the same number, judged as here.
  out.at_rest = surely_reads_back(decision);
  if (Reason why = reason_to_doubt(decision); why != Reason::none) doubt(why, out);
}

}  // namespace kith::standard
