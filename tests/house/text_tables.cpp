#include <sstream>

#include "sentences.h"

namespace kith::house {
namespace {

std::string with_line_breaks(std::string line) {
  for (std::size_t at = line.find("\\n"); at != std::string::npos; at = line.find("\\n", at))
    line.replace(at, 2, "\n");
  return line;
}

std::string joined(const std::set<std::string>& names) {
  std::string out;
  for (const std::string& name : names) out += "{" + name + "}";
  return out.empty() ? "none" : out;
}

/// Half-width punctuation right behind a Chinese character, which no Chinese reader would write.
bool has_half_width_mark(const std::string& chinese) {
  for (std::size_t at = 1; at < chinese.size(); ++at) {
    const bool mark = std::string_view(",;?!").find(chinese[at]) != std::string_view::npos;
    if (mark && static_cast<unsigned char>(chinese[at - 1]) >= 0x80) return true;
  }
  return false;
}

bool is_header(const SourceFile& file) {
  return file.path.size() > 2 && file.path.compare(file.path.size() - 2, 2, ".h") == 0;
}

using Table = std::map<std::string, Row>;

Table table_of(const std::vector<SourceFile>& files, std::vector<std::string>& faults) {
  Table table;
  for (const SourceFile& file : files) {
    for (const Row& row : rows_of(file, faults)) {
      const auto [known, fresh] = table.emplace(row.english, row);
      if (!fresh && known->second.chinese != row.chinese) {
        faults.push_back(row.place + ": \"" + row.english + "\" reads otherwise in " + known->second.place);
      }
      if (places_in(row.english) != places_in(row.chinese)) {
        faults.push_back(row.place + ": the English has " + joined(places_in(row.english)) +
                         ", the Chinese " + joined(places_in(row.chinese)));
      }
      if (has_half_width_mark(row.chinese)) {
        faults.push_back(row.place + ": half-width punctuation in \"" + row.chinese + "\"");
      }
    }
  }
  return table;
}

}  // namespace

std::vector<Row> rows_of(const SourceFile& table, std::vector<std::string>& faults) {
  std::vector<Row> rows;
  std::vector<std::string> group;
  std::size_t number = 0;
  const auto finish = [&] {
    const std::string place = table.path + ":" + std::to_string(number - group.size());
    if (group.size() == 2) {
      rows.push_back({with_line_breaks(group[0]), with_line_breaks(group[1]), place});
    } else if (!group.empty()) {
      faults.push_back(place +
                       ": not a pair of lines, English then Chinese, between blank lines: " + group[0]);
    }
    group.clear();
  };
  std::istringstream lines(table.text);
  for (std::string line; std::getline(lines, line);) {
    ++number;
    if (line.empty() || line[0] == '#') {
      finish();
    } else {
      group.push_back(line);
    }
  }
  ++number;
  finish();
  return rows;
}

std::vector<std::string> text_faults(const std::vector<SourceFile>& sources,
                                     const std::vector<SourceFile>& tables) {
  std::vector<std::string> faults;
  const Table table = table_of(tables, faults);

  TextTakers declared;
  for (const SourceFile& source : sources) {
    if (is_header(source)) add_text_takers(source, declared);
  }
  std::set<std::string> literals;
  std::set<std::string> told;
  for (const SourceFile& source : sources) {
    TextTakers takers = declared;
    add_text_takers(source, takers);
    literals.merge(literals_of(source));
    for (const Sentence& sentence : sentences_of(source, takers)) {
      if (table.count(sentence.english) == 0 && told.insert(sentence.english).second) {
        faults.push_back(sentence.place + ": no Chinese row for \"" + sentence.english + "\"");
      }
      if (sentence.has_arguments && sentence.arguments != places_in(sentence.english)) {
        faults.push_back(sentence.place + ": the sentence has " + joined(places_in(sentence.english)) +
                         ", the call gives " + joined(sentence.arguments));
      }
    }
  }
  for (const auto& [english, row] : table) {
    if (literals.count(english) == 0) faults.push_back(row.place + ": no source says \"" + english + "\"");
  }
  return faults;
}

}  // namespace kith::house
