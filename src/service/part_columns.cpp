#include "service/part_columns.h"

#include "service/header_names.h"

namespace kith::service {

std::unordered_map<std::string, std::vector<PartColumn>> parts_by_stem(const RawTable& table,
                                                                       std::span<const PartWord> words) {
  std::unordered_map<std::string, std::vector<PartColumn>> stems;
  for (std::size_t c = 0; c < table.columns.size(); ++c) {
    const std::string name = normalised_header(table.columns[c].name);
    for (const auto& [word, part] : words) {
      if (name.ends_with(word)) stems[name.substr(0, name.size() - word.size()) + "\n"].push_back({c, part});
      if (name.size() > word.size() && name.starts_with(word))
        stems["\n" + name.substr(word.size())].push_back({c, part});
    }
  }
  return stems;
}

}  // namespace kith::service
