#include "case_table.h"

#include <cstdlib>
#include <fstream>

#include <gtest/gtest.h>

#include "base/date.h"

namespace kith::standard {
namespace {

std::string trimmed(const std::string& text) {
  auto from = text.find_first_not_of(' '), to = text.find_last_not_of(' ');
  return from == std::string::npos ? "" : text.substr(from, to - from + 1);
}

std::string unescaped(std::string text) {
  text = trimmed(text);
  if (text.size() >= 2 && text.front() == '"' && text.back() == '"') text = text.substr(1, text.size() - 2);
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] != '\\' || i + 1 == text.size()) {
      out.push_back(text[i]);
      continue;
    }
    char kind = text[++i];
    if (kind == 'x' && i + 2 < text.size()) {
      out.push_back(static_cast<char>(std::stoi(text.substr(i + 1, 2), nullptr, 16)));
      i += 2;
    } else {
      out.push_back(kind == 'n' ? '\n' : kind == 't' ? '\t' : kind == 'r' ? '\r' : kind);
    }
  }
  return out;
}

std::vector<std::string> cells_of(const std::string& line) {
  std::vector<std::string> cells(1);
  for (std::size_t i = 0; i < line.size(); ++i) {
    if (line[i] == '\\' && i + 1 < line.size()) {
      cells.back().append(line, i++, 2);
    } else if (line[i] == '|') {
      cells.emplace_back();
    } else {
      cells.back().push_back(line[i]);
    }
  }
  return cells;
}

void set_standard(const std::string& line, Standard& standard) {
  auto space = line.find(' ');
  std::string word = line.substr(1, space - 1), value = trimmed(line.substr(space + 1));
  if (word == "region") standard.region = value;
  if (word == "order") {
    standard.date_order = value == "month_day_year"   ? DateOrder::month_day_year
                          : value == "year_month_day" ? DateOrder::year_month_day
                                                      : DateOrder::day_month_year;
  }
  if (word == "today") {
    std::int64_t ms = 0;
    EXPECT_TRUE(parse_iso_time(value, ms)) << value;
    standard.today = ms / 86400000;
  }
}

}  // namespace

std::vector<Case> read_cases(const std::filesystem::path& file) {
  std::ifstream stream(file);
  std::vector<Case> cases;
  Standard standard;
  std::string line;
  for (int number = 1; std::getline(stream, line); ++number) {
    if (trimmed(line).empty() || line.starts_with("#")) continue;
    if (line.starts_with("@")) {
      set_standard(line, standard);
      continue;
    }
    auto cells = cells_of(line);
    Case row{.standard = standard, .place = file.filename().string() + ":" + std::to_string(number)};
    EXPECT_GE(cells.size(), 3u) << row.place;
    cells.resize(5);
    row.raw = unescaped(cells[0]);
    row.value = trimmed(cells[1]) == "=" ? row.raw : unescaped(cells[1]);
    row.verdict = trimmed(cells[2]);
    row.reason = trimmed(cells[3]).empty() || trimmed(cells[3]) == "-" ? "none" : trimmed(cells[3]);
    std::string parts = cells[4];
    for (std::size_t at = 0; at < parts.size();) {
      auto end = std::min(parts.find(';', at), parts.size());
      auto equals = parts.find('=', at);
      if (equals < end)
        row.parts.emplace_back(trimmed(parts.substr(at, equals - at)),
                               unescaped(parts.substr(equals + 1, end - equals - 1)));
      at = end + 1;
    }
    cases.push_back(std::move(row));
  }
  return cases;
}

std::filesystem::path public_data() {
  if (const char* given = std::getenv("KITH_DATA")) return given;
  return std::filesystem::path(KITH_TESTS) / "../../shared/data";
}

namespace {

Part part_named(const std::string& name) {
  for (int i = 0; i < static_cast<int>(Part::count_); ++i) {
    if (name_of(static_cast<Part>(i)) == name) return static_cast<Part>(i);
  }
  ADD_FAILURE() << "no part is called " << name;
  return Part::unit;
}

TEST(CaseTables, EveryRowHolds) {
  Standardised out;
  for (const Standardiser& type : standardisers()) {
    auto file = std::filesystem::path(KITH_TESTS) / "cases/standard" / (std::string(type.type) + ".txt");
    auto cases = read_cases(file);
    EXPECT_GE(cases.size(), 5u) << type.type << " has no table of examples";
    for (const Case& row : cases) {
      SCOPED_TRACE(row.place + " " + row.raw);
      type.function(row.raw, row.standard, out);
      EXPECT_EQ(out.value, row.value);
      EXPECT_EQ(name_of(out.verdict), row.verdict);
      EXPECT_EQ(name_of(out.reason), row.reason);
      for (const auto& [name, value] : row.parts) EXPECT_EQ(out.part(part_named(name)), value) << name;
      for (int i = 0; i < static_cast<int>(Part::count_); ++i) {
        auto part = static_cast<Part>(i);
        bool declared = std::find(type.parts.begin(), type.parts.end(), part) != type.parts.end();
        EXPECT_TRUE(declared || out.part(part).empty())
            << type.type << " fills an undeclared " << name_of(part);
      }
    }
  }
}

}  // namespace
}  // namespace kith::standard
