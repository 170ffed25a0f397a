#include "lens/readers/json_list.h"

#include <algorithm>
#include <array>

namespace kith::lens {
namespace {

constexpr std::size_t deepest = 4;
constexpr std::array<std::string_view, 26> list_names = {
    "data",  "items",   "records", "results",  "result",  "rows",     "row",       "list",      "values",
    "value", "content", "entries", "elements", "objects", "hits",     "documents", "customers", "contacts",
    "users", "members", "people",  "persons",  "leads",   "accounts", "客户",      "数据"};

std::string lower_case(std::string_view text) {
  std::string out(text);
  for (char& c : out) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c + ('a' - 'A'));
  }
  return out;
}

bool is_list_name(std::string_view name) {
  return std::find(list_names.begin(), list_names.end(), lower_case(name)) != list_names.end();
}

class Search {
 public:
  explicit Search(std::string_view text) : text_(text) {}

  std::optional<WrappedList> run() {
    blanks();
    if (!take('{') || !object(1)) return std::nullopt;
    found_.line = 1 + static_cast<std::uint64_t>(std::count(
                          text_.begin(), text_.begin() + static_cast<std::ptrdiff_t>(found_.begin), '\n'));
    return found_;
  }

 private:
  // Behind an opening brace. True once the list is found; false where the object ends or the text does.
  bool object(std::size_t depth) {
    for (;;) {
      blanks();
      std::string_view name;
      if (!string(name)) return false;
      blanks();
      if (!take(':')) return false;
      blanks();
      if (value(name, depth)) return true;
      blanks();
      if (!take(',')) {
        take('}');
        return false;
      }
    }
  }

  bool value(std::string_view name, std::size_t depth) {
    const auto begin = at_;
    if (at_ < text_.size() && text_[at_] == '[' && is_list_name(name)) {
      ++at_;
      blanks();
      if (at_ < text_.size() && text_[at_] == '{') {
        found_.begin = begin;
        found_.path += name;
        return true;
      }
      at_ = begin;
    }
    if (depth < deepest && at_ < text_.size() && text_[at_] == '{') {
      const auto length = found_.path.size();
      found_.path.append(name).push_back('.');
      ++at_;
      if (object(depth + 1)) return true;
      found_.path.resize(length);
      return false;
    }
    skip_value();
    return false;
  }

  void skip_value() {
    std::size_t open = 0;
    for (; at_ < text_.size(); ++at_) {
      const char c = text_[at_];
      if (c == '"') {
        std::string_view ignored;
        if (!string(ignored)) return;
        --at_;
      } else if (c == '{' || c == '[') {
        ++open;
      } else if (c == '}' || c == ']') {
        if (open == 0) return;
        --open;
      } else if (c == ',' && open == 0) {
        return;
      }
    }
  }

  bool string(std::string_view& inside) {
    if (!take('"')) return false;
    const auto begin = at_;
    for (; at_ < text_.size() && text_[at_] != '"'; ++at_) at_ += text_[at_] == '\\';
    if (at_ >= text_.size()) return false;
    inside = text_.substr(begin, at_ - begin);
    ++at_;
    return true;
  }

  void blanks() { at_ = std::min(text_.find_first_not_of(" \t\r\n", at_), text_.size()); }
  bool take(char c) {
    if (at_ >= text_.size() || text_[at_] != c) return false;
    ++at_;
    return true;
  }

  std::string_view text_;
  std::size_t at_ = 0;
  WrappedList found_;
};

}  // namespace

std::optional<WrappedList> wrapped_list(std::string_view text) { return Search(text).run(); }

}  // namespace kith::lens
