// Reading exports back, strictly: what a careless writer gets wrong must not pass.
#pragma once
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <optional>
#include <stdexcept>
#include <string>
#include <vector>

#include "lens/file_reader.h"

namespace kith::service {

/// A folder of its own, gone with the object.
class TemporaryFolder {
 public:
  TemporaryFolder() {
    auto pattern = (std::filesystem::temp_directory_path() / "kith_export_XXXXXX").string();
    if (::mkdtemp(pattern.data()) == nullptr) throw std::runtime_error("no temporary folder");
    path_ = pattern;
  }
  ~TemporaryFolder() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
  }
  TemporaryFolder(const TemporaryFolder&) = delete;
  TemporaryFolder& operator=(const TemporaryFolder&) = delete;

  std::string operator/(const std::string& name) const { return (path_ / name).string(); }
  std::string path() const { return path_.string(); }
  std::size_t files() const {
    return static_cast<std::size_t>(std::distance(std::filesystem::directory_iterator(path_), {}));
  }

 private:
  std::filesystem::path path_;
};

using Field = std::optional<std::string>;
using Table = std::vector<std::vector<Field>>;

inline std::string bytes_of(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

/// RFC 4180 to the letter: CR LF ends every record, a quote opens a field only at its beginning, and after
/// the closing one comes a comma or the end of the record. An unquoted empty field is null.
inline Table parse_csv(std::string_view text) {
  Table table;
  std::size_t at = 0;
  auto need = [&](bool fine) {
    if (!fine) throw std::runtime_error("no RFC 4180 at byte " + std::to_string(at));
  };
  while (at < text.size()) {
    auto& record = table.emplace_back();
    for (;;) {
      std::string field;
      bool quoted = text[at] == '"';
      if (quoted) {
        for (++at;; ++at) {
          need(at < text.size());
          if (text[at] == '"' && ++at < text.size() && text[at] != '"') break;
          need(at < text.size());
          field.push_back(text[at]);
        }
      } else {
        while (at < text.size() && text[at] != ',' && text[at] != '\r') {
          need(text[at] != '"' && text[at] != '\n');
          field.push_back(text[at++]);
        }
      }
      record.push_back(quoted || !field.empty() ? Field(field) : Field());
      need(at < text.size());
      if (text[at] != ',') break;
      ++at;
      need(at < text.size());
    }
    need(text.substr(at, 2) == "\r\n");
    at += 2;
  }
  return table;
}

/// A file through the reader that imports use; its columns are the first row.
inline Table read_table(const std::string& path) {
  auto reader = lens::FileReader::open(path, {});
  Table table;
  auto& header = table.emplace_back();
  for (const auto& column : reader->shape().columns) header.emplace_back(column);
  Cancel cancel;
  RowBlock block;
  while (reader->next(block, cancel)) {
    if (!block.rejects.empty()) throw std::runtime_error("the reader rejects what was written");
    for (std::size_t row = 0; row < block.rows(); ++row) {
      auto& out = table.emplace_back();
      for (const auto& column : block.columns) {
        out.push_back(is_null(column[row]) ? Field() : Field(std::string(column[row])));
      }
    }
  }
  return table;
}

}  // namespace kith::service
