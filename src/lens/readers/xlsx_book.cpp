#include "lens/readers/xlsx_book.h"

#include <algorithm>
#include <charconv>
#include <map>

#include <zip.h>

#include "base/error.h"

namespace kith::lens {
namespace {

using Event = XmlPull::Event;

constexpr std::uint64_t most_sheet_bytes = std::uint64_t{4} << 30;
constexpr std::uint64_t most_string_bytes = std::uint64_t{512} << 20;

[[noreturn]] void bad_part(const std::string& path, const std::string& part, std::string_view sentence) {
  throw Error(ErrorCode::bad_input, Text(sentence, {{"path", path}, {"part", part}}),
              "Open it in Excel and save it again as XLSX or CSV.", {path, 0, {}});
}

constexpr std::string_view damaged = "The workbook {path} is damaged in {part}.";
constexpr std::string_view protected_part =
    "The part {part} of the workbook {path} is protected by a password.";
constexpr std::string_view too_large =
    "The part {part} of the workbook {path} is larger than any sheet may be.";

unsigned number_or(std::optional<std::string_view> text, unsigned otherwise) {
  unsigned number = otherwise;
  if (text) std::from_chars(text->data(), text->data() + text->size(), number);
  return number;
}

bool is_true(std::optional<std::string_view> text) { return text && (*text == "1" || *text == "true"); }

// The target of a relationship as a name in the package; `folder` is the one of the part that names it.
std::string resolved(std::string_view target, const std::string& folder) {
  std::string path = target.starts_with('/') ? std::string(target.substr(1)) : folder + std::string(target);
  std::vector<std::string_view> steps;
  for (std::size_t at = 0; at <= path.size();) {
    std::size_t end = std::min(path.find('/', at), path.size());
    std::string_view step = std::string_view(path).substr(at, end - at);
    if (step == ".." && !steps.empty())
      steps.pop_back();
    else if (step != "." && step != ".." && !step.empty())
      steps.push_back(step);
    at = end + 1;
  }
  std::string name;
  for (auto step : steps) (name.empty() ? name : name += '/') += step;
  return name;
}

std::string folder_of(const std::string& part) {
  std::size_t slash = part.find_last_of('/');
  return slash == std::string::npos ? "" : part.substr(0, slash + 1);
}

struct Relationship {
  std::string type, target;
};

}  // namespace

struct XlsxBook::Package {
  zip_t* archive = nullptr;
  ~Package() {
    if (archive) zip_discard(archive);
  }
};

class XlsxBook::Part {
 public:
  Part(const XlsxBook& book, const std::string& name, std::uint64_t most)
      : path_(book.path_), name_(name), most_(most) {
    zip_stat_t status;
    zip_stat_init(&status);
    zip_t* archive = book.package_->archive;
    zip_int64_t index = zip_name_locate(archive, name.c_str(), ZIP_FL_NOCASE);
    if (index < 0) return;
    if (zip_stat_index(archive, static_cast<zip_uint64_t>(index), 0, &status) != 0) return;
    size_ = status.size;
    if (status.encryption_method != ZIP_EM_NONE) bad_part(path_, name_, protected_part);
    if (size_ > most_) bad_part(path_, name_, too_large);
    file_ = zip_fopen_index(archive, static_cast<zip_uint64_t>(index), 0);
    if (!file_) bad_part(path_, name_, damaged);
  }
  ~Part() {
    if (file_) zip_fclose(file_);
  }
  bool exists() const { return file_ != nullptr; }

  std::size_t read(char* into, std::size_t most) {
    zip_int64_t got = zip_fread(file_, into, most);
    if (got < 0) bad_part(path_, name_, damaged);
    read_ += static_cast<std::uint64_t>(got);
    // The size in the package's list may lie.
    if (read_ > most_) bad_part(path_, name_, too_large);
    return static_cast<std::size_t>(got);
  }

  double share() const { return size_ ? static_cast<double>(read_) / static_cast<double>(size_) : 1; }

 private:
  std::string path_, name_;
  zip_file_t* file_ = nullptr;
  std::uint64_t size_ = 0, read_ = 0, most_;
};

XlsxBook::XlsxBook(const std::string& path) : path_(path), package_(std::make_unique<Package>()) {
  int code = 0;
  package_->archive = zip_open(path.c_str(), ZIP_RDONLY, &code);
  if (!package_->archive) {
    throw Error(ErrorCode::bad_input,
                Text("{path} is a ZIP archive that is cut short or damaged.", {{"path", path}}),
                "Copy or export the file again.", {path, 0, {}});
  }
  read_workbook();
}

XlsxBook::~XlsxBook() = default;

void XlsxBook::read_part(const std::string& name, bool needed,
                         const std::function<void(XmlPull&)>& work) const {
  Part part(*this, name, most_string_bytes);
  if (!part.exists()) {
    if (!needed) return;
    throw Error(ErrorCode::bad_input, Text("{path} is a ZIP archive but no workbook.", {{"path", path_}}),
                "Unpack it and name the files in it, or save the workbook as XLSX.", {path_, 0, {}});
  }
  try {
    XmlPull xml([&](char* into, std::size_t most) { return part.read(into, most); });
    work(xml);
  } catch (const XmlFault&) {
    bad_part(path_, name, damaged);
  }
}

void XlsxBook::read_workbook() {
  std::string workbook = "xl/workbook.xml";
  read_part("_rels/.rels", false, [&](XmlPull& xml) {
    for (Event event = xml.next(); event != Event::done; event = xml.next()) {
      if (event != Event::start || xml.name() != "Relationship") continue;
      auto type = xml.attribute("Type"), target = xml.attribute("Target");
      if (type && target && type->ends_with("/officeDocument")) workbook = resolved(*target, "");
    }
  });
  std::string folder = folder_of(workbook);
  std::map<std::string, Relationship, std::less<>> relationships;
  read_part(folder + "_rels/" + workbook.substr(folder.size()) + ".rels", false, [&](XmlPull& xml) {
    for (Event event = xml.next(); event != Event::done; event = xml.next()) {
      if (event != Event::start || xml.name() != "Relationship") continue;
      auto id = xml.attribute("Id"), type = xml.attribute("Type"), target = xml.attribute("Target");
      if (id && type && target)
        relationships[std::string(*id)] = {std::string(*type), resolved(*target, folder)};
    }
  });
  read_part(workbook, true, [&](XmlPull& xml) {
    for (Event event = xml.next(); event != Event::done; event = xml.next()) {
      if (event != Event::start) continue;
      if (xml.name() == "workbookPr") since_1904_ = is_true(xml.attribute("date1904"));
      if (xml.name() != "sheet") continue;
      auto at = relationships.find(xml.attribute("id").value_or(""));
      if (at == relationships.end() || !at->second.type.ends_with("/worksheet")) continue;
      auto state = xml.attribute("state");
      sheets_.push_back(
          {std::string(xml.attribute("name").value_or("")), at->second.target, state && *state != "visible"});
    }
  });
  for (const auto& [id, relationship] : relationships) {
    if (relationship.type.ends_with("/styles")) read_styles(relationship.target);
    if (relationship.type.ends_with("/sharedStrings")) read_strings(relationship.target);
  }
}

void XlsxBook::read_styles(const std::string& part) {
  std::map<unsigned, NumberKind> custom;
  read_part(part, false, [&](XmlPull& xml) {
    bool cell_styles = false;
    for (Event event = xml.next(); event != Event::done; event = xml.next()) {
      if (xml.name() == "cellXfs" && event != Event::text) cell_styles = event == Event::start;
      if (event != Event::start) continue;
      if (xml.name() == "numFmt") {
        custom[number_or(xml.attribute("numFmtId"), 0)] =
            kind_of_code(xml.attribute("formatCode").value_or(""));
      } else if (xml.name() == "xf" && cell_styles) {
        unsigned id = number_or(xml.attribute("numFmtId"), 0);
        auto at = custom.find(id);
        styles_.push_back(at == custom.end() ? kind_of_builtin(id) : at->second);
      }
    }
  });
}

void XlsxBook::read_strings(const std::string& part) {
  read_part(part, false, [&](XmlPull& xml) {
    bool text = false, phonetic = false;
    std::string item;
    for (Event event = xml.next(); event != Event::done; event = xml.next()) {
      if (event == Event::text) {
        if (text && !phonetic) item += xml.text();
        continue;
      }
      bool begins = event == Event::start;
      if (xml.name() == "t")
        text = begins;
      else if (xml.name() == "rPh")
        phonetic = begins;
      else if (xml.name() == "si" && !begins) {
        strings_ += without_escapes(item);
        item.clear();
        string_ends_.push_back(static_cast<std::uint32_t>(strings_.size()));
      }
    }
  });
}

std::string_view XlsxBook::shared_string(std::size_t number) const noexcept {
  if (number >= string_ends_.size()) return {};
  std::size_t begin = number == 0 ? 0 : string_ends_[number - 1];
  return std::string_view(strings_).substr(begin, string_ends_[number] - begin);
}

std::unique_ptr<SheetStream> XlsxBook::open(const Sheet& sheet) const {
  return std::make_unique<SheetStream>(*this, sheet);
}

SheetStream::SheetStream(const XlsxBook& book, const XlsxBook::Sheet& sheet)
    : book_(book),
      name_(sheet.part),
      part_(std::make_unique<XlsxBook::Part>(book, sheet.part, most_sheet_bytes)) {
  if (!part_->exists()) bad_part(book.path_, sheet.part, damaged);
  xml_ = std::make_unique<XmlPull>([this](char* into, std::size_t most) { return part_->read(into, most); });
}

SheetStream::~SheetStream() = default;

double SheetStream::share() const noexcept { return part_->share(); }

bool SheetStream::next(SheetRow& row) {
  try {
    for (Event event = xml_->next(); event != Event::done; event = xml_->next()) {
      if (event != Event::start) continue;
      if (xml_->name() == "row") {
        read_row(row);
        if (!row.cells.empty()) return true;
      } else if (xml_->name() == "mergeCell") {
        read_merged();
      }
    }
    return false;
  } catch (const XmlFault&) {
    bad_part(book_.path_, name_, damaged);
  }
}

void SheetStream::read_row(SheetRow& row) {
  std::uint64_t number = row_ + 1;
  if (auto reference = xml_->attribute("r")) {
    std::from_chars(reference->data(), reference->data() + reference->size(), number);
  }
  if (number <= row_ || number > XlsxBook::most_rows) throw XmlFault{"row numbers out of order"};
  row_ = number;
  row.number = number;
  row.cells.clear();
  std::size_t level = xml_->depth(), column = 0;
  for (;;) {
    Event event = xml_->next();
    if (event == Event::end && xml_->depth() < level) return;
    if (event == Event::start && xml_->name() == "c") read_cell(row, column);
  }
}

void SheetStream::read_cell(SheetRow& row, std::size_t& column) {
  if (auto reference = xml_->attribute("r")) {
    std::size_t wanted = 0;
    std::uint64_t ignored = 0;
    if (!parse_reference(*reference, wanted, ignored) || wanted < column)
      throw XmlFault{"cells out of order"};
    column = wanted;
  }
  if (column >= XlsxBook::most_columns) throw XmlFault{"cells out of order"};
  std::string type(xml_->attribute("t").value_or("n"));
  unsigned style = number_or(xml_->attribute("s"), 0);
  std::size_t level = xml_->depth();
  bool value = false, phonetic = false;
  std::string text;
  for (;;) {
    Event event = xml_->next();
    if (event == Event::end && xml_->depth() < level) break;
    if (event == Event::text) {
      if (value && !phonetic) text += xml_->text();
      continue;
    }
    bool begins = event == Event::start;
    if (xml_->name() == "v" || xml_->name() == "t")
      value = begins;
    else if (xml_->name() == "rPh")
      phonetic = begins;
  }
  if (type == "s") {
    std::size_t number = book_.string_ends_.size();
    std::from_chars(text.data(), text.data() + text.size(), number);
    if (!text.empty() && number >= book_.string_ends_.size()) throw XmlFault{"a string that is not there"};
    text = text.empty() ? "" : book_.shared_string(number);
  } else if (type == "b") {
    text = text == "1" || text == "true" ? "true" : text.empty() ? "" : "false";
  } else if (type == "n") {
    NumberKind kind = style < book_.styles_.size() ? book_.styles_[style] : NumberKind::number;
    text = cell_text(text, kind, book_.since_1904_);
  } else if (type == "str" || type == "inlineStr") {
    text = without_escapes(text);
  }
  if (!text.empty()) row.cells.push_back({column, std::move(text)});
  ++column;
}

void SheetStream::read_merged() {
  std::string_view reference = xml_->attribute("ref").value_or("");
  std::size_t colon = reference.find(':');
  if (colon == std::string_view::npos) return;
  MergedArea area{};
  if (!parse_reference(reference.substr(0, colon), area.first_column, area.first_row) ||
      !parse_reference(reference.substr(colon + 1), area.last_column, area.last_row)) {
    return;
  }
  if (area.first_row <= merged_up_to_ && area.last_column < XlsxBook::most_columns) merged_.push_back(area);
}

}  // namespace kith::lens
