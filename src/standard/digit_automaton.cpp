#include "standard/digit_automaton.h"

#include <algorithm>
#include <map>
#include <memory>

namespace kith::standard {
namespace {

struct Tree {
  enum Kind { digits, sequence, choice, repeat } kind = sequence;
  std::uint16_t set = 0;
  std::vector<Tree> parts;
  int least = 0, most = 0;  // most -1: no end
};

}  // namespace

// Recursive descent over an expression; then Thompson's construction, a repetition written out.
class DigitAutomaton::Reader {
 public:
  Reader(std::string_view text, std::vector<Node>& nodes) : text_(text), nodes_(nodes) {}

  bool read(Tree& tree) { return read_choice(tree) && text_.empty(); }

  std::int32_t build(const Tree& tree, std::int32_t after) {
    switch (tree.kind) {
      case Tree::digits: {
        std::int32_t node = make();
        nodes_[static_cast<std::size_t>(node)].digits = tree.set;
        nodes_[static_cast<std::size_t>(node)].to = after;
        return node;
      }
      case Tree::sequence:
        for (auto part = tree.parts.rbegin(); part != tree.parts.rend(); ++part) after = build(*part, after);
        return after;
      case Tree::choice: {
        std::int32_t entry = build(tree.parts.back(), after);
        for (std::size_t i = tree.parts.size() - 1; i-- > 0;)
          entry = fork(build(tree.parts[i], after), entry);
        return entry;
      }
      case Tree::repeat:
        return build_repeat(tree, after);
    }
    return after;
  }

  std::int32_t make() {
    nodes_.emplace_back();
    return static_cast<std::int32_t>(nodes_.size() - 1);
  }

 private:
  std::int32_t fork(std::int32_t a, std::int32_t b) {
    std::int32_t node = make();
    nodes_[static_cast<std::size_t>(node)].free[0] = a;
    nodes_[static_cast<std::size_t>(node)].free[1] = b;
    return node;
  }

  std::int32_t build_repeat(const Tree& tree, std::int32_t after) {
    const Tree& part = tree.parts.front();
    if (tree.most < 0) {
      std::int32_t loop = make();
      std::int32_t body = build(part, loop);
      nodes_[static_cast<std::size_t>(loop)].free[0] = body;
      nodes_[static_cast<std::size_t>(loop)].free[1] = after;
      after = loop;
    }
    std::int32_t end = after;
    for (int i = tree.least; i < tree.most; ++i) after = fork(build(part, after), end);
    for (int i = 0; i < tree.least; ++i) after = build(part, after);
    return after;
  }

  bool take(char c) {
    if (text_.empty() || text_.front() != c) return false;
    text_.remove_prefix(1);
    return true;
  }

  bool read_choice(Tree& tree) {
    tree.kind = Tree::choice;
    do {
      Tree sequence;
      while (!text_.empty() && text_.front() != '|' && text_.front() != ')') {
        Tree part;
        if (!read_atom(part) || !read_repeat(part)) return false;
        sequence.parts.push_back(std::move(part));
      }
      tree.parts.push_back(std::move(sequence));
    } while (take('|'));
    return true;
  }

  static bool is_digit(char c) { return c >= '0' && c <= '9'; }

  bool read_atom(Tree& tree) {
    if (take('(')) {
      if (take('?') && !take(':')) return false;
      return read_choice(tree) && take(')');
    }
    tree.kind = Tree::digits;
    if (take('\\')) {
      tree.set = 0x3FF;
      return take('d');
    }
    if (take('[')) {
      while (!text_.empty() && is_digit(text_.front())) {
        char from = text_.front(), to = from;
        text_.remove_prefix(1);
        if (take('-')) {
          if (text_.empty() || !is_digit(text_.front())) return false;
          to = text_.front();
          text_.remove_prefix(1);
        }
        for (char c = from; c <= to; ++c) tree.set |= static_cast<std::uint16_t>(1u << (c - '0'));
      }
      return take(']');
    }
    if (text_.empty() || !is_digit(text_.front())) return false;
    tree.set = static_cast<std::uint16_t>(1u << (text_.front() - '0'));
    text_.remove_prefix(1);
    return true;
  }

  int read_number() {
    int value = 0;
    while (!text_.empty() && is_digit(text_.front()) && value < 100) {
      value = value * 10 + (text_.front() - '0');
      text_.remove_prefix(1);
    }
    return value;
  }

  bool read_repeat(Tree& part) {
    int least, most;
    if (take('?')) {
      least = 0, most = 1;
    } else if (take('*')) {
      least = 0, most = -1;
    } else if (take('+')) {
      least = 1, most = -1;
    } else if (take('{')) {
      least = most = read_number();
      if (take(',')) most = !text_.empty() && is_digit(text_.front()) ? read_number() : -1;
      if (!take('}')) return false;
    } else {
      return true;
    }
    if (!text_.empty() && (text_.front() == '?' || text_.front() == '+')) return false;
    Tree whole;
    whole.kind = Tree::repeat;
    whole.least = least;
    whole.most = most;
    whole.parts.push_back(std::move(part));
    part = std::move(whole);
    return true;
  }

  std::string_view text_;
  std::vector<Node>& nodes_;
};

bool DigitAutomaton::add(std::string_view expression, unsigned bit) {
  Reader reader(expression, nodes_);
  Tree tree;
  if (!reader.read(tree)) return false;
  std::int32_t end = reader.make();
  nodes_[static_cast<std::size_t>(end)].accepts = static_cast<std::uint16_t>(1u << bit);
  roots_.push_back(reader.build(tree, end));
  return true;
}

void DigitAutomaton::close(std::vector<std::int32_t>& set) const {
  for (std::size_t i = 0; i < set.size(); ++i) {
    for (std::int32_t to : nodes_[static_cast<std::size_t>(set[i])].free) {
      if (to >= 0 && std::find(set.begin(), set.end(), to) == set.end()) set.push_back(to);
    }
  }
  // Only nodes that read or accept tell states apart.
  std::erase_if(set, [&](std::int32_t n) {
    const Node& node = nodes_[static_cast<std::size_t>(n)];
    return node.digits == 0 && node.accepts == 0;
  });
  std::sort(set.begin(), set.end());
}

void DigitAutomaton::finish() {
  std::map<std::vector<std::int32_t>, State> known;
  std::vector<const std::vector<std::int32_t>*> sets;
  auto state_of = [&](std::vector<std::int32_t>&& set) {
    close(set);
    if (set.empty()) return dead;
    auto [at, is_new] = known.try_emplace(std::move(set), static_cast<State>(states_.size()));
    if (is_new) {
      sets.push_back(&at->first);
      Built built;
      built.next.fill(dead);
      for (std::int32_t n : at->first) built.accepts |= nodes_[static_cast<std::size_t>(n)].accepts;
      states_.push_back(built);
    }
    return at->second;
  };
  if (state_of(std::vector<std::int32_t>(roots_)) == dead) {
    states_.resize(1);
    states_[0].next.fill(dead);
  }
  for (std::size_t i = 0; i < sets.size(); ++i) {
    for (unsigned digit = 0; digit < 10; ++digit) {
      std::vector<std::int32_t> reached;
      for (std::int32_t n : *sets[i]) {
        const Node& node = nodes_[static_cast<std::size_t>(n)];
        if ((node.digits >> digit & 1) != 0) reached.push_back(node.to);
      }
      std::sort(reached.begin(), reached.end());
      reached.erase(std::unique(reached.begin(), reached.end()), reached.end());
      State to = state_of(std::move(reached));
      states_[i].next[digit] = to;
    }
  }
  nodes_ = {};
  roots_ = {};
}

std::uint16_t DigitAutomaton::match(std::string_view digits) const noexcept {
  State state = start();
  for (char digit : digits) {
    state = next(state, digit);
    if (state == dead) return 0;
  }
  return accepts(state);
}

int DigitAutomaton::match_start(std::string_view digits) const noexcept {
  int found = accepts(start()) != 0 ? -1 : 0;
  State state = start();
  for (std::size_t i = 0; i < digits.size(); ++i) {
    state = next(state, digits[i]);
    if (state == dead) break;
    if (accepts(state) == 0) continue;
    found = found == 0 ? static_cast<int>(i) + 1 : -1;
  }
  return found;
}

}  // namespace kith::standard
