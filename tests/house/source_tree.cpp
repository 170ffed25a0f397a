#include "source_tree.h"

#include <algorithm>
#include <fstream>
#include <iterator>

namespace kith::house {
namespace {

namespace fs = std::filesystem;

bool is_foreign(const fs::path& folder) {
  const std::string name = folder.filename().string();
  return name == ".git" || name == "node_modules" || name == ".cache" || name == ".kith" || name == "dist" ||
         name.rfind("build", 0) == 0;
}

bool ends_in(const std::string& path, const std::vector<std::string>& endings) {
  return endings.empty() || std::any_of(endings.begin(), endings.end(), [&](const std::string& ending) {
           return path.size() >= ending.size() &&
                  path.compare(path.size() - ending.size(), ending.size(), ending) == 0;
         });
}

std::string read_file(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
}

}  // namespace

fs::path tree_root() { return fs::path(KITH_TESTS).parent_path(); }

std::vector<SourceFile> read_files(std::string_view folder, const std::vector<std::string>& endings) {
  std::vector<SourceFile> files;
  const fs::path root = tree_root();
  const fs::path top = folder.empty() ? root : root / folder;
  if (!fs::exists(top)) return files;
  for (auto entry = fs::recursive_directory_iterator(top); entry != fs::recursive_directory_iterator();
       ++entry) {
    if (entry->is_directory() && is_foreign(entry->path())) {
      entry.disable_recursion_pending();
    } else if (entry->is_regular_file() &&
               entry->path().filename() != ".git") {  // a second work tree has a file
      const std::string path = fs::relative(entry->path(), root).generic_string();
      if (!ends_in(path, endings)) continue;
      std::string text = read_file(entry->path());
      if (text.find('\0') == std::string::npos) files.push_back({path, std::move(text)});
    }
  }
  std::sort(files.begin(), files.end(),
            [](const SourceFile& one, const SourceFile& other) { return one.path < other.path; });
  return files;
}

std::string room_of(std::string_view path) {
  if (path == "src/main.cpp") return "main";
  if (path.rfind("sample/", 0) == 0) return "sample";
  if (path.rfind("src/", 0) != 0) return {};
  path.remove_prefix(4);
  return std::string(path.substr(0, path.find('/')));
}

}  // namespace kith::house
