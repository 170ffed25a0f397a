// Reading the public files of contacts: lines, gzip, tagged XML, labels a character.
#pragma once
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <string>
#include <utility>
#include <vector>

#include <zlib.h>

namespace kith::bench {

inline std::string read_all(const std::filesystem::path& path) {
  std::string bytes;
  if (path.extension() != ".gz") {
    std::ifstream file(path, std::ios::binary);
    bytes.assign(std::istreambuf_iterator<char>(file), {});
    return bytes;
  }
  gzFile file = gzopen(path.c_str(), "rb");
  if (file == nullptr) return bytes;
  char block[65536];
  for (int n = gzread(file, block, sizeof block); n > 0; n = gzread(file, block, sizeof block))
    bytes.append(block, static_cast<std::size_t>(n));
  gzclose(file);
  return bytes;
}

inline std::vector<std::string> lines_of(const std::filesystem::path& path) {
  std::vector<std::string> lines;
  std::string bytes = read_all(path);
  for (std::size_t at = 0; at < bytes.size();) {
    std::size_t end = std::min(bytes.find('\n', at), bytes.size());
    std::size_t last = end > at && bytes[end - 1] == '\r' ? end - 1 : end;
    lines.push_back(bytes.substr(at, last - at));
    at = end + 1;
  }
  return lines;
}

/// Cells of a simple CSV line; quotes are taken off.
inline std::vector<std::string> cells_of(const std::string& line) {
  std::vector<std::string> cells(1);
  bool quoted = false;
  for (char c : line) {
    if (c == '"')
      quoted = !quoted;
    else if (c == ',' && !quoted)
      cells.emplace_back();
    else
      cells.back().push_back(c);
  }
  return cells;
}

inline std::string unescaped_xml(const std::string& text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    auto end = text.find(';', i);
    if (text[i] != '&' || end == std::string::npos) {
      out.push_back(text[i]);
      continue;
    }
    std::string name = text.substr(i + 1, end - i - 1);
    if (name == "amp")
      out.push_back('&');
    else if (name == "lt")
      out.push_back('<');
    else if (name == "gt")
      out.push_back('>');
    else if (name == "quot")
      out.push_back('"');
    else if (name.starts_with("#x24"))
      out.push_back(static_cast<char>(std::stoi(name.substr(2), nullptr, 16) - 0x2400));
    else if (name.starts_with("#x"))
      out.push_back(static_cast<char>(std::stoi(name.substr(2), nullptr, 16)));
    i = end;
  }
  return out;
}

inline std::string between(const std::string& text, const std::string& open, const std::string& close,
                           std::size_t from = 0) {
  from = text.find(open, from);
  if (from == std::string::npos) return "";
  from += open.size();
  return text.substr(from, text.find(close, from) - from);
}

using Tagged = std::vector<std::pair<std::string, std::string>>;  // tag, text

/// The items of a file in which every word stands in a tag: <Name><GivenName>…</GivenName> …</Name>.
inline std::vector<Tagged> tagged_items(const std::filesystem::path& path, const std::string& item) {
  std::vector<Tagged> items;
  std::string xml = read_all(path), open = "<" + item + ">", close = "</" + item + ">";
  for (std::size_t at = xml.find(open); at != std::string::npos; at = xml.find(open, at)) {
    std::size_t end = xml.find(close, at += open.size());
    Tagged words;
    for (std::size_t tag = xml.find('<', at); tag < end; tag = xml.find('<', tag)) {
      std::size_t name_end = xml.find('>', tag);
      std::string name = xml.substr(tag + 1, name_end - tag - 1);
      std::size_t text_end = xml.find("</" + name + ">", name_end);
      if (text_end == std::string::npos || text_end > end) break;
      std::string text = unescaped_xml(xml.substr(name_end + 1, text_end - name_end - 1)), flat;
      for (char c : text) flat.push_back(c == '\n' || c == '\r' || c == '\t' ? ' ' : c);
      words.emplace_back(name, flat);
      tag = text_end + name.size() + 3;
    }
    if (!words.empty()) items.push_back(std::move(words));
    at = end;
  }
  return items;
}

/// Addresses labelled a character a line ("宁 B-city"), as (label, text) pieces.
inline std::vector<Tagged> labelled_items(const std::filesystem::path& path) {
  std::vector<Tagged> items(1);
  for (const std::string& line : lines_of(path)) {
    auto space = line.find(' ');
    if (space == std::string::npos) {
      if (!items.back().empty()) items.emplace_back();
      continue;
    }
    std::string label = line.substr(space + 3);
    bool begins = line[space + 1] == 'B' || items.back().empty() || items.back().back().first != label;
    if (begins) items.back().emplace_back(label, "");
    items.back().back().second += line.substr(0, space);
  }
  if (items.back().empty()) items.pop_back();
  return items;
}

}  // namespace kith::bench
