#include "lens/readers/row_kind.h"

#include <algorithm>
#include <cctype>

#include "lens/readers/row_habits.h"

namespace kith::lens {
namespace {

constexpr std::string_view totals_words[] = {
    "total", "totals", "grandtotal", "subtotal", "sum",  "合计",     "总计",
    "小计",  "汇总",   "共计",       "总和",     "累计", "本页合计", "本页小计",
};

std::string folded(std::string_view text) {
  std::string out;
  for (char c : text) {
    auto byte = static_cast<unsigned char>(c);
    if (byte >= 0x80 || std::isalpha(byte)) out += static_cast<char>(std::tolower(byte));
  }
  // "合计：" with its full-width colon.
  if (out.ends_with("：")) out.resize(out.size() - std::string_view("：").size());
  return out;
}

std::string_view trimmed(std::string_view text) {
  while (!text.empty() && text.front() == ' ') text.remove_prefix(1);
  while (!text.empty() && text.back() == ' ') text.remove_suffix(1);
  return text;
}

}  // namespace

RowKinds::RowKinds(std::vector<std::string> header) : header_(std::move(header)) {
  while (!header_.empty() && header_.back().empty()) header_.pop_back();
  for (auto& name : header_) name = std::string(trimmed(name));
  auto mark = [&](char c) { first_[static_cast<unsigned char>(c)] = true; };
  for (auto word : totals_words) {
    mark(word.front());
    mark(static_cast<char>(std::toupper(static_cast<unsigned char>(word.front()))));
  }
  for (const auto& name : header_) {
    if (name.empty()) continue;
    mark(name.front());
    break;
  }
}

RowKind RowKinds::kind(const std::vector<std::string>& cells) const {
  std::size_t filled = 0, numbers = 0, same = 0;
  bool totals = false;
  for (std::size_t i = 0; i < cells.size(); ++i) {
    auto cell = trimmed(cells[i]);
    if (i < header_.size() && !cell.empty()) same += cell == header_[i];
    if (cell.empty()) continue;
    if (filled++ == 0) {
      auto word = folded(cell);
      totals = std::find(std::begin(totals_words), std::end(totals_words), word) != std::end(totals_words);
    } else {
      numbers += shape_of(cell) == CellShape::number;
    }
  }
  if (totals && numbers + 1 == filled && (filled > 1 || cells.size() >= 3)) return RowKind::totals;
  std::size_t names = static_cast<std::size_t>(
      std::count_if(header_.begin(), header_.end(), [](const std::string& n) { return !n.empty(); }));
  if (names < 2) return RowKind::data;
  if (same == names && filled == names) return RowKind::header_again;
  return names >= 3 && same >= 3 && same * 2 >= names && filled * 2 >= names ? RowKind::other_header
                                                                             : RowKind::data;
}

std::optional<Text> RowKinds::why_not(const std::vector<std::string>& cells, std::uint64_t line) {
  switch (kind(cells)) {
    case RowKind::header_again:
      other_table_ = 0;
      return Text("repeats the header");
    case RowKind::other_header:
      other_table_ = line;
      return Text("is the header of another table");
    case RowKind::totals:
      return Text("is a row of totals");
    case RowKind::data:
      break;
  }
  if (other_table_ == 0) return std::nullopt;
  return Text("belongs to another table, which begins in line {line}",
              {{"line", std::to_string(other_table_)}});
}

}  // namespace kith::lens
