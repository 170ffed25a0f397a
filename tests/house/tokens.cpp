// Just enough of C++'s lexical grammar to find string literals and what stands around them.
#include <cctype>

#include "sentences.h"

namespace kith::house {
namespace {

bool is_word(char c) { return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_'; }

std::string utf8_of(unsigned long code) {
  if (code < 0x80) return {static_cast<char>(code)};
  std::string bytes;
  const int tail = code < 0x800 ? 1 : code < 0x10000 ? 2 : 3;
  const unsigned long head[] = {0, 0xc0, 0xe0, 0xf0};
  bytes.push_back(static_cast<char>(head[tail] | (code >> (6 * tail))));
  for (int i = tail - 1; i >= 0; --i) bytes.push_back(static_cast<char>(0x80 | ((code >> (6 * i)) & 0x3f)));
  return bytes;
}

class Lexer {
 public:
  explicit Lexer(const std::string& source) : source_(source) {}

  std::vector<Token> run() {
    while (at_ < source_.size()) step();
    return std::move(tokens_);
  }

 private:
  char now(std::size_t ahead = 0) const { return at_ + ahead < source_.size() ? source_[at_ + ahead] : '\0'; }

  void step() {
    const char c = now();
    if (c == '\n') ++line_;
    if (std::isspace(static_cast<unsigned char>(c)) != 0) {
      ++at_;
    } else if (c == '/' && now(1) == '/') {
      at_ = std::min(source_.find('\n', at_), source_.size());
    } else if (c == '/' && now(1) == '*') {
      skip_to(source_.find("*/", at_ + 2), 2);
    } else if (c == '"') {
      literal();
    } else if (c == '\'') {
      character();
    } else if (is_word(c)) {
      word();
    } else {
      tokens_.push_back({Token::Kind::mark, std::string(1, c), line_});
      ++at_;
    }
  }

  void skip_to(std::size_t end, std::size_t length) {
    const std::size_t next = end == std::string::npos ? source_.size() : end + length;
    for (; at_ < next; ++at_) line_ += source_[at_] == '\n' ? 1 : 0;
  }

  /// A word, a number (with its ' separators), or the prefix of a literal.
  void word() {
    const std::size_t begin = at_;
    const bool number = std::isdigit(static_cast<unsigned char>(now())) != 0;
    while (is_word(now()) || (number && (now() == '.' || (now() == '\'' && is_word(now(1)))))) ++at_;
    std::string text = source_.substr(begin, at_ - begin);
    if (now() == '"' && (text == "R" || text == "u8R" || text == "LR")) return raw_literal();
    if (now() == '"' && (text == "u8" || text == "u" || text == "U" || text == "L")) return literal();
    if (now() == '\'' && (text == "u8" || text == "u" || text == "U" || text == "L")) return character();
    tokens_.push_back({Token::Kind::word, std::move(text), line_});
  }

  void character() {
    for (++at_; at_ < source_.size() && now() != '\'' && now() != '\n'; ++at_) at_ += now() == '\\' ? 1 : 0;
    ++at_;
    tokens_.push_back({Token::Kind::word, "'", line_});
  }

  void literal() {
    std::string text;
    for (++at_; at_ < source_.size() && now() != '"' && now() != '\n';) {
      if (now() == '\\') {
        text += escape();
      } else {
        text.push_back(source_[at_++]);
      }
    }
    ++at_;
    add_literal(std::move(text));
  }

  void raw_literal() {
    const std::size_t open = source_.find('(', at_);
    if (open == std::string::npos) return skip_to(open, 0);
    const std::string close = ")" + source_.substr(at_ + 1, open - at_ - 1) + "\"";
    const std::size_t end = std::min(source_.find(close, open), source_.size());
    add_literal(source_.substr(open + 1, end - open - 1));
    skip_to(end, close.size());
  }

  void add_literal(std::string text) {
    if (!tokens_.empty() && tokens_.back().kind == Token::Kind::literal) {
      tokens_.back().text += text;
    } else {
      tokens_.push_back({Token::Kind::literal, std::move(text), line_});
    }
  }

  std::string escape() {
    const char c = now(1);
    at_ += 2;
    switch (c) {
      case 'n':
        return "\n";
      case 't':
        return "\t";
      case 'r':
        return "\r";
      case 'x':
        return number_escape(16, 8, false);
      case 'u':
        return number_escape(16, 4, true);
      case 'U':
        return number_escape(16, 8, true);
      case '\n':
        ++line_;
        return {};
      default:
        break;
    }
    if (c < '0' || c > '7') return {c};
    --at_;
    return number_escape(8, 3, false);
  }

  std::string number_escape(int base, std::size_t most, bool unicode) {
    std::string digits;
    while (digits.size() < most && std::isxdigit(static_cast<unsigned char>(now())) != 0 &&
           (base == 16 || now() < '8')) {
      digits.push_back(source_[at_++]);
    }
    const unsigned long code = digits.empty() ? 0 : std::stoul(digits, nullptr, base);
    return unicode ? utf8_of(code) : std::string(1, static_cast<char>(code));
  }

  const std::string& source_;
  std::size_t at_ = 0;
  std::size_t line_ = 1;
  std::vector<Token> tokens_;
};

}  // namespace

std::vector<Token> tokens_of(const std::string& source) { return Lexer(source).run(); }

}  // namespace kith::house
