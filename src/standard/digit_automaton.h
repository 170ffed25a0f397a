// Regular expressions over decimal digits, as numbering plans are written in, made into automata.
//
// Understood: digits, \d, [2-57], (…), (?:…), |, ?, *, +, {n}, {n,}, {n,m}. An automaton holds several
// expressions at once: each has a bit, and a state tells by its bits which of them accept there.
#pragma once
#include <array>
#include <cstdint>
#include <string_view>
#include <vector>

namespace kith::standard {

class DigitAutomaton {
 public:
  using State = std::int32_t;
  static constexpr State dead = -1;

  /// Adds an expression under `bit` (0–15). False where it uses what is not understood; the automaton is then
  /// of no use. All expressions are added before finish().
  bool add(std::string_view expression, unsigned bit);
  void finish();

  State start() const noexcept { return 0; }
  /// REQUIRES digit in '0'–'9' and state not dead.
  State next(State state, char digit) const noexcept {
    return states_[static_cast<std::size_t>(state)].next[static_cast<unsigned>(digit - '0')];
  }
  std::uint16_t accepts(State state) const noexcept {
    return state == dead ? std::uint16_t{0} : states_[static_cast<std::size_t>(state)].accepts;
  }
  /// The expressions that match the whole of `digits`.
  std::uint16_t match(std::string_view digits) const noexcept;

  /// How many digits at the start of `digits` an expression matches: the length, 0 for no match, -1 where
  /// several lengths match (which one counts then depends on the engine that asks).
  int match_start(std::string_view digits) const noexcept;

  std::size_t size() const noexcept { return states_.size(); }

 private:
  struct Node {
    std::uint16_t digits = 0;  // bit per digit that leads to `to`
    std::int32_t to = -1;
    std::int32_t free[2] = {-1, -1};  // taken without a digit
    std::uint16_t accepts = 0;
  };
  struct Built {
    std::array<State, 10> next;
    std::uint16_t accepts = 0;
  };
  class Reader;

  void close(std::vector<std::int32_t>& set) const;

  std::vector<Node> nodes_;
  std::vector<std::int32_t> roots_;
  std::vector<Built> states_;
};

}  // namespace kith::standard
