#include "lens/readers/mail_reader.h"

#include <algorithm>
#include <cctype>

#include "lens/readers/encoded_words.h"
#include "lens/readers/fed_reader.h"
#include "lens/readers/text_lines.h"

namespace kith::lens {
namespace {

constexpr std::size_t longest_header = std::size_t{64} << 10;

enum Column : std::size_t { name, email, reply_to, to, cc, date, subject, message_id, count };
const char* const column_names[] = {"name", "email", "reply_to", "to", "cc", "date", "subject", "message_id"};

std::string lower(std::string_view text) {
  std::string out(text);
  for (char& c : out) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  return out;
}

std::string_view trimmed(std::string_view text) {
  while (!text.empty() && std::isspace(static_cast<unsigned char>(text.front()))) text.remove_prefix(1);
  while (!text.empty() && std::isspace(static_cast<unsigned char>(text.back()))) text.remove_suffix(1);
  return text;
}

// The name of a header field at the front of a line: "Message-ID:"; empty where there is none.
std::string_view field_of(std::string_view line) {
  std::size_t colon = line.find(':');
  if (colon == 0 || colon == std::string_view::npos || colon > 60) return {};
  for (char c : line.substr(0, colon)) {
    if (!std::isalnum(static_cast<unsigned char>(c)) && c != '-') return {};
  }
  return line.substr(0, colon);
}

// "Name <address>", "address (Name)" or the address alone.
void split_sender(std::string_view from, std::string& who, std::string& address) {
  std::size_t open = from.rfind('<'), close = from.rfind('>');
  if (open != std::string_view::npos && close != std::string_view::npos && close > open) {
    address = trimmed(from.substr(open + 1, close - open - 1));
    who = trimmed(from.substr(0, open));
  } else if (std::size_t paren = from.find('('); paren != std::string_view::npos) {
    address = trimmed(from.substr(0, paren));
    who = trimmed(from.substr(paren + 1, from.rfind(')') - paren - 1));
  } else {
    address = trimmed(from);
  }
  if (who.size() >= 2 && who.front() == '"' && who.back() == '"') who = who.substr(1, who.size() - 2);
  std::erase(who, '\\');
}

class Messages final : public RowFeed {
 public:
  explicit Messages(TextLines lines) : lines_(std::move(lines)) {}

  bool next(FedRow& row) override {
    std::string line, header;
    bool blank_before = true;
    if (!started_) {
      started_ = true;
      if (!lines_.next(line)) return false;
      mbox_ = line.starts_with("From ");
      if (!mbox_) header = line;
    } else {
      // Bodies end where a line "From …" follows a blank one.
      for (;;) {
        if (!mbox_ || !lines_.next(line)) return false;
        if (blank_before && line.starts_with("From ")) break;
        blank_before = line.empty();
      }
    }
    row.line = std::max<std::uint64_t>(lines_.number(), 1);
    while (lines_.next(line) && !line.empty()) {
      if (line[0] == ' ' || line[0] == '\t') {
        if (header.size() < longest_header) header += " " + std::string(trimmed(line));
        continue;
      }
      take(header, row);
      header = line;
    }
    take(header, row);
    if (row.cells.empty()) {
      row.fault = "has no header of a mail";
      row.raw = header;
    }
    return true;
  }

  std::uint64_t position() const noexcept override { return lines_.position(); }

 private:
  static void take(const std::string& header, FedRow& row) {
    auto field = lower(field_of(header));
    if (field.empty()) return;
    std::string value = decoded_header(trimmed(std::string_view(header).substr(field.size() + 1)));
    auto put = [&](std::size_t column, std::string text) {
      bool there =
          std::any_of(row.cells.begin(), row.cells.end(), [&](const auto& c) { return c.first == column; });
      if (!there && !text.empty()) row.cells.emplace_back(column, std::move(text));
    };
    if (field == "from") {
      std::string who, address;
      split_sender(value, who, address);
      put(name, who);
      put(email, address);
    } else if (field == "reply-to") {
      put(reply_to, value);
    } else if (field == "to") {
      put(to, value);
    } else if (field == "cc") {
      put(cc, value);
    } else if (field == "date") {
      put(date, value);
    } else if (field == "subject") {
      put(subject, value);
    } else if (field == "message-id") {
      put(message_id, value);
    }
  }

  TextLines lines_;
  bool started_ = false, mbox_ = false;
};

}  // namespace

bool looks_like_mail(std::string_view text) {
  bool mbox = text.starts_with("From ");
  bool from = false, other = false;
  std::size_t lines = 0;
  for (std::size_t at = 0; at < text.size() && lines < 200; ++lines) {
    std::size_t end = std::min(text.find('\n', at), text.size());
    std::string_view line = trimmed(text.substr(at, end - at));
    bool folded = at < text.size() && (text[at] == ' ' || text[at] == '\t');
    at = end + 1;
    if (lines == 0 && mbox) continue;
    if (line.empty()) break;
    if (folded) continue;
    auto field = lower(field_of(line));
    if (field.empty()) return false;
    from |= field == "from";
    other |= field == "date" || field == "subject" || field == "to" || field == "message-id";
  }
  return from && other;
}

std::unique_ptr<FileReader> make_mail_reader(std::unique_ptr<ByteSource> source, FileShape shape) {
  auto feed = std::make_unique<Messages>(TextLines(std::move(source), shape.encoding, shape.byte_order_mark));
  shape.columns.assign(std::begin(column_names), std::end(column_names));
  shape.header_line = 0;
  return make_fed_reader(std::move(shape), std::move(feed));
}

}  // namespace kith::lens
