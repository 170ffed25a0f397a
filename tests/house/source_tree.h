// The files of the tree as the house tests read them.
#pragma once
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace kith::house {

struct SourceFile {
  std::string path;  ///< from the root of the tree, with '/' ("src/base/text.h")
  std::string text;
};

/// The root of the tree.
std::filesystem::path tree_root();

/// Every text file below `folder` (from the root; "" for all) whose name ends in one of `endings` (all, when
/// none is given), in order of path. Build folders, installed parts and what git keeps are left out.
std::vector<SourceFile> read_files(std::string_view folder, const std::vector<std::string>& endings = {});

/// The room a path belongs to: "base" for src/base/…, "sample" for sample/…, "main" for src/main.cpp, else
/// "".
std::string room_of(std::string_view path);

}  // namespace kith::house
