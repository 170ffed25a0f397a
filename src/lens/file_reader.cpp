#include "lens/file_reader.h"

#include <algorithm>
#include <cctype>

#include "base/error.h"
#include "base/utf8.h"
#include "lens/readers/byte_source.h"
#include "lens/readers/csv_reader.h"
#include "lens/readers/fixed_width_reader.h"
#include "lens/readers/json_reader.h"
#include "lens/readers/mail_reader.h"
#include "lens/readers/parquet_reader.h"
#include "lens/readers/sniff.h"
#include "lens/readers/sqlite_reader.h"
#include "lens/readers/text_decoder.h"
#include "lens/readers/vcard_reader.h"
#include "lens/readers/xlsx_reader.h"
#include "lens/readers/zip_package.h"

namespace kith::lens {
namespace {

constexpr std::size_t sample_bytes = std::size_t{1} << 20;
constexpr std::size_t most_columns = 16'384;  // as a workbook

[[noreturn]] void bad_input(Text what, Text hint, const std::string& path, std::uint64_t line = 0) {
  throw Error(ErrorCode::bad_input, std::move(what), std::move(hint), {path, line, {}});
}

std::string extension_of(const std::string& path) {
  std::string name = path.substr(path.find_last_of('/') + 1);
  for (std::string_view packing : {".gz", ".zst"}) {
    if (name.ends_with(packing)) name.resize(name.size() - packing.size());
  }
  std::size_t dot = name.find_last_of('.');
  std::string extension = dot == std::string::npos ? "" : name.substr(dot + 1);
  std::transform(extension.begin(), extension.end(), extension.begin(),
                 [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return extension;
}

// The name of a stream in a compound file that an encrypted workbook has, in UTF-16LE.
bool is_protected_workbook(std::string_view sample) {
  constexpr char name[] = "E\0n\0c\0r\0y\0p\0t\0e\0d\0P\0a\0c\0k\0a\0g\0e";
  return sample.find(std::string_view(name, sizeof name - 1)) != std::string_view::npos;
}

[[noreturn]] void refuse_binary(const std::string& path, std::string_view sample) {
  std::string_view kind = known_binary(sample);
  if (sample.starts_with("\xD0\xCF\x11\xE0") && is_protected_workbook(sample)) {
    bad_input(Text("{path} is a workbook protected by a password.", {{"path", path}}),
              "Open it in Excel, remove the password and save it as XLSX or CSV.", path);
  }
  if (kind.empty()) {
    bad_input(Text("{path} is a binary file, not a table in text.", {{"path", path}}),
              "Export the table as CSV, NDJSON, JSON or XLSX.", path);
  }
  bad_input(Text("{path} is a file of the format {kind}, not a table in text.",
                 {{"path", path}, {"kind", std::string(kind)}}),
            "Export the table as CSV, NDJSON, JSON or XLSX.", path);
}

// ASCII says nothing of the encoding: look on to the first byte that does.
std::string sample_beyond_ascii(ByteSource& source) {
  std::string bytes;
  while (source.read(bytes, sample_bytes)) {
    auto other =
        std::find_if(bytes.begin(), bytes.end(), [](char c) { return static_cast<signed char>(c) < 0; });
    if (other == bytes.end()) {
      bytes.clear();
      continue;
    }
    bytes.erase(bytes.begin(), other);
    source.read(bytes, sample_bytes);
    return bytes;
  }
  return {};
}

struct Sample {
  std::string bytes;
  bool whole = false;
};

Sample take_sample(ByteSource& source) {
  Sample sample;
  bool more = true;
  while (sample.bytes.size() < sample_bytes && more) {
    more = source.read(sample.bytes, sample_bytes - sample.bytes.size());
  }
  sample.whole = !more;
  return sample;
}

void find_encoding(ByteSource& source, const Sample& sample, const ReadOptions& options, FileShape& shape) {
  EncodingGuess guess = guess_encoding(sample.bytes, sample.whole);
  shape.byte_order_mark = guess.mark_bytes > 0;
  if (options.encoding) {
    shape.encoding = TextDecoder::canonical_name(*options.encoding);
    shape.byte_order_mark = shape.byte_order_mark && shape.encoding == guess.encoding;
    return;
  }
  if (guess.binary) refuse_binary(source.path(), sample.bytes);
  shape.encoding = guess.encoding;
  if (guess.only_ascii && !sample.whole) {
    std::string later = sample_beyond_ascii(source);
    if (!later.empty()) shape.encoding = guess_encoding(later, false).encoding;
  }
}

struct DecodedSample {
  std::string text;
  std::vector<TextFault> faults;
};

DecodedSample decode(const Sample& sample, const FileShape& shape, std::size_t mark_bytes) {
  DecodedSample decoded;
  TextDecoder::make(shape.encoding)
      ->decode(std::string_view(sample.bytes).substr(mark_bytes), sample.whole, decoded.text, decoded.faults);
  return decoded;
}

bool is_blank(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }

std::string_view without_blanks(std::string_view text) {
  while (!text.empty() && is_blank(text.front())) text.remove_prefix(1);
  while (!text.empty() && is_blank(text.back())) text.remove_suffix(1);
  return text;
}

// Whether most lines are objects each, so that a damaged first line does not hide what the file is.
bool has_lines_of_objects(std::string_view text) {
  std::size_t lines = 0, objects = 0;
  for (std::size_t at = 0; at < text.size() && lines < 100;) {
    std::size_t end = text.find('\n', at);
    // The last line of a sample may be cut.
    if (end == std::string_view::npos && lines > 2) break;
    auto line = without_blanks(text.substr(at, std::min(end, text.size()) - at));
    at = std::min(end, text.size() - 1) + 1;
    if (line.empty()) continue;
    ++lines;
    objects += line.size() > 2 && line.starts_with("{\"") && line.ends_with('}');
  }
  return objects >= 2 && objects * 2 > lines;
}

std::optional<FileFormat> json_format(std::string_view text) {
  text = without_blanks(text);
  if (text.empty()) return {};
  if (text.front() != '[' && has_lines_of_objects(text)) return FileFormat::ndjson;
  std::string_view inside = without_blanks(text.substr(1));
  if (text.front() == '[' && (inside.empty() || inside.front() == '{' || inside.front() == ']')) {
    return FileFormat::json;
  }
  if (text.front() != '{' || (!inside.empty() && inside.front() != '"' && inside.front() != '}')) return {};
  // One line alone may be an object that holds all rows, or several objects without a line end between them.
  const auto first = text.find('\n');
  if (first == std::string_view::npos) return FileFormat::json;
  return without_blanks(text.substr(0, first)).ends_with('}') ? FileFormat::ndjson : FileFormat::json;
}

bool starts_with_words(std::string_view text, std::string_view words) {
  if (text.size() < words.size()) return false;
  return std::equal(words.begin(), words.end(), text.begin(), [](char a, char b) {
    return a == static_cast<char>(std::tolower(static_cast<unsigned char>(b)));
  });
}

FileFormat find_format(const std::string& path, std::string_view text, const ReadOptions& options) {
  if (options.format) return *options.format;
  if (auto json = json_format(text)) return *json;
  if (starts_with_words(without_blanks(text.substr(0, 4096)), "begin:vcard")) return FileFormat::vcard;
  if (looks_like_mail(text)) return FileFormat::mail;
  std::string_view start = without_blanks(text.substr(0, 4096));
  bool tag = start.size() > 1 && start[0] == '<' &&
             (std::isalpha(static_cast<unsigned char>(start[1])) || start[1] == '!' || start[1] == '?');
  bool markup =
      tag && (start.find("</") != std::string_view::npos || start.find("/>") != std::string_view::npos ||
              start.find("-->") != std::string_view::npos);
  if (markup || starts_with_words(start, "<!doctype html") || starts_with_words(start, "<html") ||
      starts_with_words(start, "<table") || starts_with_words(start, "<?xml")) {
    bad_input(Text("{path} is a web page or XML, not a table in text.", {{"path", path}}),
              "Open it in Excel and save it as XLSX or CSV.", path, 1);
  }
  std::string extension = extension_of(path);
  if (extension == "json" || extension == "ndjson" || extension == "jsonl") {
    if (start.starts_with('[')) {
      bad_input(
          Text("{path} is a JSON list whose items are no objects, so no value has a name.", {{"path", path}}),
          "Write every row as an object that names its values.", path, 1);
    }
    bad_input(Text("{path} is called {extension} but does not begin like JSON.",
                   {{"path", path}, {"extension", "." + extension}}),
              "Rename it, or say its format.", path, 1);
  }
  return FileFormat::csv;
}

void check_table(const std::string& path, const TableGuess& table, const DecodedSample& sample, bool whole,
                 bool rows_needed) {
  if (table.columns.empty()) {
    bad_input(Text("{path} holds nothing but blanks.", {{"path", path}}),
              "Export the file again; it needs a header line and rows.", path, 1);
  }
  if (table.columns.size() > most_columns) {
    bad_input(Text("{path} has {count} columns; a table may have {most}.",
                   {{"path", path},
                    {"count", std::to_string(table.columns.size())},
                    {"most", std::to_string(most_columns)}}),
              "Turn columns that are values (days, products) into rows first.", path, table.header_line);
  }
  std::size_t line_end = 0;
  for (std::uint64_t line = 1; line < table.data_line && line_end < sample.text.size(); ++line) {
    line_end =
        std::min(sample.text.find(table.dialect.cr_lines ? '\r' : '\n', line_end), sample.text.size()) + 1;
  }
  if (table.header && !sample.faults.empty() && sample.faults.front().at < line_end) {
    bad_input(Text("The header of {path} holds bytes that are no text.", {{"path", path}}),
              "Say the encoding of the file, or export it again as UTF-8.", path, table.header_line);
  }
  if (rows_needed && table.header && whole && !table.has_rows) {
    bad_input(Text("{path} holds a header and no rows.", {{"path", path}}),
              "Export the file again with its rows.", path, table.header_line);
  }
}

}  // namespace

std::string_view name_of(FileFormat format) noexcept {
  constexpr std::string_view names[] = {"csv",     "ndjson", "json",  "xlsx", "fixed",
                                        "parquet", "sqlite", "vcard", "mail"};
  return names[static_cast<std::size_t>(format)];
}

namespace {

// The file in a zip that is meant: the one that is named, or the only one.
std::string choose_member(const std::string& path, const ZipPackage& package, const ReadOptions& options) {
  const auto& entries = package.entries();
  for (const char* office : {"[Content_Types].xml", "mimetype"}) {
    if (!package.has(office)) continue;
    throw Error(ErrorCode::bad_input,
                Text("{path} is a document of an office program, and no workbook in XLSX.", {{"path", path}}),
                "Open it and save it as XLSX or CSV.", {path, 0, {}});
  }
  std::string names;
  for (std::size_t i = 0; i < std::min<std::size_t>(entries.size(), 20); ++i)
    names += (names.empty() ? "" : ", ") + entries[i].name;
  if (entries.size() > 20) names += " …";
  if (options.sheet) {
    for (const auto& entry : entries) {
      if (entry.name == *options.sheet) return entry.name;
    }
    throw Error(ErrorCode::bad_input,
                Text("The zip file {path} holds no file {name}.", {{"path", path}, {"name", *options.sheet}}),
                Text("Its files are: {names}.", {{"names", names}}), {path, 0, {}});
  }
  if (entries.empty()) {
    bad_input(Text("The zip file {path} holds no file.", {{"path", path}}), "Pack the export again.", path);
  }
  if (entries.size() > 1) {
    throw Error(ErrorCode::bad_input, Text("{path} holds several files.", {{"path", path}}),
                Text("Say which by --sheet: {names}; or take all by --all-sheets.", {{"names", names}}),
                {path, 0, {}});
  }
  return entries.front().name;
}

bool is_zip(const Sample& sample, const ByteSource& source) {
  bool zip = sample.bytes.starts_with("PK\x03\x04") || sample.bytes.starts_with("PK\x05\x06");
  return zip && source.compression().empty();
}

bool is_workbook(const ZipPackage& package) {
  return package.has("xl/workbook.xml") || package.has("xl/workbook.bin");
}

// Formats that are read where they stand must not be packed.
void refuse_packed(const std::string& path, const ByteSource& source, std::string_view format) {
  if (source.compression().empty()) return;
  bad_input(
      Text("{path} is a packed file of the format {kind}.", {{"path", path}, {"kind", std::string(format)}}),
      "Unpack it and import the file itself.", path);
}

}  // namespace

std::unique_ptr<FileReader> FileReader::open(const std::string& path, const ReadOptions& options) {
  auto source = std::make_unique<ByteSource>(path);
  FileShape shape;
  shape.bytes = source->size();
  Sample sample = take_sample(*source);
  if (is_zip(sample, *source)) {
    ZipPackage package(path);
    if (is_workbook(package) || options.format == FileFormat::xlsx) {
      shape.format = FileFormat::xlsx;
      return make_xlsx_reader(path, std::move(shape), options);
    }
    shape.sheet = choose_member(path, package, options);
    source = std::make_unique<ByteSource>(path, shape.sheet);
    sample = take_sample(*source);
  }
  shape.compression = source->compression();
  if (sample.bytes.empty()) {
    bad_input(Text("{path} is empty.", {{"path", path}}),
              "Export the file again; it needs a header line and rows.", path);
  }
  std::string_view kind = known_binary(sample.bytes);
  for (auto [name, format] : {std::pair{"Parquet", FileFormat::parquet}, {"SQLite", FileFormat::sqlite}}) {
    if (kind != name) continue;
    refuse_packed(path, *source, name);
    shape.format = format;
    return format == FileFormat::parquet ? make_parquet_reader(path, std::move(shape))
                                         : make_sqlite_reader(path, std::move(shape), options);
  }
  bool wanted_binary = options.format == FileFormat::xlsx || options.format == FileFormat::parquet ||
                       options.format == FileFormat::sqlite;
  if (!kind.empty() || wanted_binary) refuse_binary(path, sample.bytes);
  find_encoding(*source, sample, options, shape);
  std::size_t mark_bytes = shape.byte_order_mark ? guess_encoding(sample.bytes, sample.whole).mark_bytes : 0;
  DecodedSample decoded = decode(sample, shape, mark_bytes);
  shape.format = find_format(path, decoded.text, options);
  source->rewind();
  switch (shape.format) {
    case FileFormat::vcard:
      return make_vcard_reader(std::move(source), std::move(shape));
    case FileFormat::mail:
      return make_mail_reader(std::move(source), std::move(shape));
    case FileFormat::json:
    case FileFormat::ndjson:
      return make_json_reader(std::move(source), std::move(shape));
    default:
      break;
  }
  TableGuess table = guess_table(decoded.text, sample.whole, options);
  bool one_column = table.columns.size() == 1 && !options.delimiter && !options.format;
  if (one_column || shape.format == FileFormat::fixed_width || table.dialect.delimiter == ' ') {
    if (auto fixed = guess_fixed_width(decoded.text, sample.whole, options)) {
      shape.format = FileFormat::fixed_width;
      return make_fixed_width_reader(std::move(source), std::move(shape), std::move(*fixed));
    }
  }
  if (shape.format == FileFormat::fixed_width) {
    bad_input(Text("{path} has no columns that stand at the same place of every line.", {{"path", path}}),
              "Leave the format open, or export the table as CSV.", path, 1);
  }
  check_table(path, table, decoded, sample.whole, options.rows_needed);
  return make_csv_reader(std::move(source), std::move(shape), std::move(table));
}

std::vector<std::string> FileReader::tables(const std::string& path, const ReadOptions& options) {
  ByteSource source(path);
  Sample sample = take_sample(source);
  if (known_binary(sample.bytes) == "SQLite" && source.compression().empty()) return sqlite_tables(path);
  if (!is_zip(sample, source)) return {};
  ZipPackage package(path);
  if (is_workbook(package)) return xlsx_sheets(path, options);
  std::vector<std::string> names;
  for (const auto& entry : package.entries()) names.push_back(entry.name);
  return names;
}

}  // namespace kith::lens
