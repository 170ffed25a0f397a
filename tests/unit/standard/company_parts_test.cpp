// The adversary: two branches of one company that look like two companies, and a city taken for a company's
// name.
#include "standard/company_parts.h"

#include <fstream>
#include <map>
#include <string>

#include <gtest/gtest.h>

#include "case_table.h"

namespace kith::standard {
namespace {

using Named = std::map<std::string, std::string>;

Named named(const CompanyParts& parts) {
  Named found;
  for (const auto& [name, text] :
       {std::pair("region", parts.region), std::pair("short_name", parts.short_name),
        std::pair("trade", parts.trade), std::pair("legal_form", parts.legal_form),
        std::pair("form", parts.form), std::pair("branch", parts.branch)}) {
    if (!text.empty()) found[name] = std::string(text);
  }
  return found;
}

std::string trimmed(const std::string& text) {
  auto from = text.find_first_not_of(' '), to = text.find_last_not_of(' ');
  return from == std::string::npos ? "" : text.substr(from, to - from + 1);
}

TEST(CompanyParts, AreReadAsTheTableSays) {
  std::ifstream file(std::filesystem::path(KITH_TESTS) / "cases/standard/company_parts.txt");
  std::string line;
  int rows = 0;
  while (std::getline(file, line)) {
    auto bar = line.find('|');
    if (line.starts_with("#") || bar == std::string::npos) continue;
    Named wanted;
    std::string parts = line.substr(bar + 1);
    for (std::size_t at = 0; at < parts.size();) {
      auto end = std::min(parts.find(';', at), parts.size()), equals = parts.find('=', at);
      if (equals < end)
        wanted[trimmed(parts.substr(at, equals - at))] = trimmed(parts.substr(equals + 1, end - equals - 1));
      at = end + 1;
    }
    EXPECT_EQ(named(split_company(trimmed(line.substr(0, bar)))), wanted) << line;
    ++rows;
  }
  EXPECT_GE(rows, 10);
}

}  // namespace
}  // namespace kith::standard
