// The folder in which a source leaves its files.
#pragma once
#include <optional>
#include <string>
#include <vector>

#include "ledger/work.h"

namespace kith::ledger {

struct SourceFolder {
  SourceId source;
  std::string path;     ///< absolute
  std::string pattern;  ///< of names, with * and ?
  ScheduleId schedule;  ///< none: it is looked into when somebody asks
};

void put_folder(Write& write, const SourceFolder& folder);
void remove_folder(Write& write, SourceId source);
std::optional<SourceFolder> folder_of(Statements& sql, SourceId source);
std::vector<SourceFolder> all_folders(Statements& sql);

}  // namespace kith::ledger
