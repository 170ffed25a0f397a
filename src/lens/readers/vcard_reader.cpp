#include "lens/readers/vcard_reader.h"

#include <algorithm>
#include <cctype>
#include <unordered_map>

#include "base/error.h"
#include "lens/readers/encoded_words.h"
#include "lens/readers/fed_reader.h"
#include "lens/readers/text_lines.h"

namespace kith::lens {
namespace {

constexpr std::size_t most_columns = 500;
constexpr std::size_t longest_card = std::size_t{4} << 20;

std::string upper(std::string_view text) {
  std::string out(text);
  for (char& c : out) c = static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
  return out;
}

struct Property {
  std::string name;        // upper case, without its group
  std::string parameters;  // upper case, each behind a ';'
  std::string value;
};

bool says(const Property& property, std::string_view word) {
  for (std::size_t at = property.parameters.find(word); at != std::string::npos;
       at = property.parameters.find(word, at + 1)) {
    auto edge = [&](std::size_t i) {
      return i >= property.parameters.size() ||
             !std::isalnum(static_cast<unsigned char>(property.parameters[i]));
    };
    if (edge(at - 1) && edge(at + word.size())) return true;
  }
  return false;
}

std::string parameter(const Property& property, std::string_view name) {
  auto key = ";" + std::string(name) + "=";
  std::size_t at = property.parameters.find(key);
  if (at == std::string::npos) return {};
  at += key.size();
  std::size_t end = std::min(property.parameters.find_first_of(";:", at), property.parameters.size());
  std::string value = property.parameters.substr(at, end - at);
  std::erase(value, '"');
  return value;
}

Property property_of(std::string_view line) {
  Property property;
  bool quoted = false;
  std::size_t colon = 0;
  for (; colon < line.size() && (quoted || line[colon] != ':'); ++colon) quoted ^= line[colon] == '"';
  std::string head = upper(line.substr(0, colon));
  if (colon < line.size()) property.value = line.substr(colon + 1);
  std::size_t semicolon = std::min(head.find(';'), head.size());
  property.name = head.substr(0, semicolon);
  property.parameters = head.substr(semicolon);
  if (auto dot = property.name.rfind('.'); dot != std::string::npos) property.name.erase(0, dot + 1);
  return property;
}

// "\," "\;" "\n" as RFC 6350 writes them; cut at `separator` where it is not escaped.
std::vector<std::string> parts_of(std::string_view value, char separator) {
  std::vector<std::string> parts(1);
  for (std::size_t i = 0; i < value.size(); ++i) {
    if (value[i] == '\\' && i + 1 < value.size()) {
      ++i;
      parts.back() += value[i] == 'n' || value[i] == 'N' ? '\n' : value[i];
    } else if (value[i] == separator) {
      parts.emplace_back();
    } else {
      parts.back() += value[i];
    }
  }
  return parts;
}

std::string whole(std::string_view value) { return parts_of(value, '\0').front(); }

using Values = std::vector<std::pair<std::string, std::string>>;

void add_address(const Property& property, Values& values) {
  auto parts = parts_of(property.value, ';');
  parts.resize(std::max<std::size_t>(parts.size(), 7));
  std::string street = parts[2];
  for (int i : {1, 0}) {
    if (!parts[static_cast<std::size_t>(i)].empty())
      street += (street.empty() ? "" : " ") + parts[static_cast<std::size_t>(i)];
  }
  for (auto [name, text] : {std::pair<const char*, std::string>{"address", street},
                            {"city", parts[3]},
                            {"province", parts[4]},
                            {"postal_code", parts[5]},
                            {"country", parts[6]}}) {
    values.emplace_back(name, text);
  }
}

const char* telephone(const Property& property) {
  if (says(property, "FAX")) return "fax";
  if (says(property, "CELL") || says(property, "MOBILE") || says(property, "IPHONE")) return "mobile";
  if (says(property, "WORK")) return "workphone";
  return says(property, "HOME") ? "homephone" : "phone";
}

void add_property(const Property& property, Values& values) {
  const auto& name = property.name;
  auto one = [&](const char* column) { values.emplace_back(column, whole(property.value)); };
  if (name == "FN") return one("name");
  if (name == "N") {
    auto parts = parts_of(property.value, ';');
    const char* columns[] = {"family_name", "given_name", "middle_name", "prefix", "suffix"};
    for (std::size_t i = 0; i < std::min<std::size_t>(parts.size(), 5); ++i)
      values.emplace_back(columns[i], parts[i]);
    return;
  }
  if (name == "ADR") return add_address(property, values);
  if (name == "ORG") {
    auto parts = parts_of(property.value, ';');
    values.emplace_back("company", parts[0]);
    std::string department;
    for (std::size_t i = 1; i < parts.size(); ++i) department += (department.empty() ? "" : " ") + parts[i];
    if (!department.empty()) values.emplace_back("department", department);
    return;
  }
  if (name == "TEL") {
    std::string value = whole(property.value);
    if (upper(value.substr(0, 4)) == "TEL:") value.erase(0, 4);
    values.emplace_back(telephone(property), value);
    return;
  }
  static const std::unordered_map<std::string_view, const char*> plain = {
      {"EMAIL", "email"},   {"TITLE", "job_title"}, {"ROLE", "role"},       {"NICKNAME", "nickname"},
      {"BDAY", "birthday"}, {"URL", "website"},     {"NOTE", "note"},       {"CATEGORIES", "categories"},
      {"UID", "uid"},       {"REV", "updated_at"},  {"IMPP", "im"},         {"GENDER", "gender"},
      {"SEX", "gender"},    {"X-GENDER", "gender"}, {"X-WECHAT", "wechat"}, {"X-QQ", "qq"}};
  if (auto found = plain.find(name); found != plain.end()) return one(found->second);
  for (std::string_view other :
       {"PHOTO", "LOGO", "SOUND", "KEY", "VERSION", "PRODID", "BEGIN", "END", "LABEL"}) {
    if (name == other) return;
  }
  std::string column;
  for (char c : name) column += static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  if (!column.empty()) values.emplace_back(column, whole(property.value));
}

class Cards final : public RowFeed {
 public:
  explicit Cards(TextLines lines) : lines_(std::move(lines)) {}

  std::vector<std::string> find_columns() {
    FedRow row;
    std::uint64_t cards = 0;
    while (next(row)) {
      cards += row.fault.empty();
      row = {};
    }
    if (cards == 0) {
      throw Error(ErrorCode::bad_input, Text("{path} holds no whole vCard.", {{"path", lines_.path()}}),
                  "Export the address book again as vCard.", {lines_.path(), 1, {}});
    }
    lines_.rewind();
    ahead_.reset();
    known_ = true;
    return columns_;
  }

  bool next(FedRow& row) override {
    std::string line;
    while (logical_line(line)) {
      if (upper(line.substr(0, 12)) == "BEGIN:VCARD") return card(row);
      if (line.find_first_not_of(" \t") == std::string::npos) continue;
      row.line = begun_;
      row.fault = "stands outside of a card";
      row.raw = line;
      return true;
    }
    return false;
  }

  std::uint64_t position() const noexcept override { return lines_.position(); }

 private:
  bool raw_line(std::string& line) {
    if (ahead_) {
      line = std::move(*ahead_);
      ahead_.reset();
      return true;
    }
    return lines_.next(line);
  }

  // Folded lines joined, and soft line breaks of quoted-printable.
  bool logical_line(std::string& line) {
    if (!raw_line(line)) return false;
    begun_ = lines_.number();
    bool printable = upper(line.substr(0, 200)).find("QUOTED-PRINTABLE") != std::string::npos;
    std::string more;
    while (line.size() < longest_card && raw_line(more)) {
      if (printable && line.ends_with('=')) {
        line.pop_back();
        line += more.starts_with(' ') ? more.substr(1) : more;
      } else if (more.starts_with(' ') || more.starts_with('\t')) {
        line += more.substr(1);
      } else {
        ahead_ = std::move(more);
        break;
      }
    }
    return true;
  }

  bool card(FedRow& row) {
    row.line = begun_;
    Values values;
    std::string line;
    std::size_t size = 0;
    while (logical_line(line)) {
      size += line.size();
      auto property = property_of(line);
      if (property.name == "END") {
        fill(row, values);
        return true;
      }
      if (property.name == "BEGIN") {
        ahead_ = line;
        break;
      }
      if (size > longest_card) continue;
      auto encoding = parameter(property, "ENCODING");
      if (encoding == "QUOTED-PRINTABLE" || says(property, "QUOTED-PRINTABLE")) {
        property.value = as_utf8(from_quoted_printable(property.value), parameter(property, "CHARSET"));
      } else if (encoding == "B" || encoding == "BASE64" || says(property, "BASE64")) {
        continue;
      }
      add_property(property, values);
    }
    row.fault = "the card has no end";
    for (const auto& [name, value] : values) row.raw += name + ": " + value + "\n";
    return true;
  }

  void fill(FedRow& row, const Values& values) {
    std::unordered_map<std::string, int> seen;
    for (const auto& [name, value] : values) {
      if (value.empty()) continue;
      int number = ++seen[name];
      std::string column = number == 1 ? name : name + "_" + std::to_string(number);
      auto known = numbers_.find(column);
      if (known == numbers_.end()) {
        if (known_ || columns_.size() == most_columns) {
          throw Error(ErrorCode::bad_input,
                      Text("{path} has cards with more than {most} different fields.",
                           {{"path", lines_.path()}, {"most", std::to_string(most_columns)}}),
                      "Split the address book.", {lines_.path(), row.line, {}});
        }
        known = numbers_.emplace(column, columns_.size()).first;
        columns_.push_back(column);
      }
      row.cells.emplace_back(known->second, value);
    }
  }

  TextLines lines_;
  std::optional<std::string> ahead_;
  std::uint64_t begun_ = 0;
  bool known_ = false;
  std::vector<std::string> columns_;
  std::unordered_map<std::string, std::size_t> numbers_;
};

}  // namespace

std::unique_ptr<FileReader> make_vcard_reader(std::unique_ptr<ByteSource> source, FileShape shape) {
  auto cards = std::make_unique<Cards>(TextLines(std::move(source), shape.encoding, shape.byte_order_mark));
  shape.columns = cards->find_columns();
  shape.header_line = 0;
  return make_fed_reader(std::move(shape), std::move(cards));
}

}  // namespace kith::lens
