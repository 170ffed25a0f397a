#include "service/record_decoder.h"

#include <memory>
#include <mutex>
#include <string>
#include <unordered_map>

#include "base/error.h"
#include "base/utf8.h"
#include "ledger/batches.h"

namespace kith::service {

void append_json_string(std::string& out, std::string_view text) {
  constexpr char digits[] = "0123456789abcdef";
  out.push_back('"');
  bool sound = is_utf8(text);
  for (std::size_t at = 0; at < text.size();) {
    std::size_t plain = at;
    auto is_plain = [&](unsigned char byte) {
      return byte >= 0x20 && byte != '"' && byte != '\\' && (byte < 0x80 || sound);
    };
    while (plain < text.size() && is_plain(static_cast<unsigned char>(text[plain]))) ++plain;
    out.append(text, at, plain - at);
    at = plain;
    if (at == text.size()) break;
    auto byte = static_cast<unsigned char>(text[at]);
    if (byte == '"' || byte == '\\') {
      out.push_back('\\');
      out.push_back(text[at++]);
    } else if (byte < 0x20) {
      out += "\\u00";
      out.push_back(digits[byte >> 4]);
      out.push_back(digits[byte & 15]);
      ++at;
    } else {
      append_utf8(out, next_code_point(text, at));
    }
  }
  out.push_back('"');
}

namespace {

// Layouts as this process parsed them last: one of a wide file takes longer to read than its record to match.
Layout parsed_layout(const std::string& json) {
  constexpr std::size_t most = 64;
  static std::mutex mutex;
  static std::unordered_map<std::string, std::shared_ptr<const Layout>> known;
  std::shared_ptr<const Layout> layout;
  {
    const std::scoped_lock lock(mutex);
    const auto found = known.find(json);
    if (found != known.end()) layout = found->second;
  }
  if (!layout) {
    layout = std::make_shared<const Layout>(layout_from_json(json));
    const std::scoped_lock lock(mutex);
    if (known.size() >= most) known.clear();
    known.emplace(json, layout);
  }
  return *layout;
}

}  // namespace

const BatchLayout& RecordDecoder::layout_of(BatchId batch) {
  auto& entry = layouts_[batch];
  if (!entry) {
    auto stored = ledger::find_batch(sql_, batch);
    if (!stored)
      throw Error(ErrorCode::corrupt, "A record names a batch that is not there.", "Run `kith verify`.");
    entry = std::make_unique<BatchLayout>();
    entry->layout = parsed_layout(stored->layout);
    entry->first_columns = entry->layout.first_columns();
    entry->batch_number = stored->number;
    entry->file = stored->file;
    entry->source = stored->source;
  }
  return *entry;
}

const std::vector<ledger::StandardValue>& RecordDecoder::values(const ledger::StoredRecord& record) {
  return values(layout_of(record.batch), record.cells, record.standard);
}

const std::vector<ledger::StandardValue>& RecordDecoder::values(const BatchLayout& batch,
                                                                std::span<const unsigned char> cells,
                                                                std::span<const unsigned char> standard) {
  ledger::unpack_cells(cells, batch.layout.columns.size(), cells_);
  ledger::unpack_standard(standard, batch.first_columns, cells_, values_);
  return values_;
}

std::string RecordDecoder::extra_of(const BatchLayout& batch) const {
  std::string json;
  append_extra(batch, json);
  return json;
}

void RecordDecoder::append_extra(const BatchLayout& batch, std::string& json) const {
  for (int column : batch.layout.extra) {
    auto cell = cells_[static_cast<std::size_t>(column)];
    if (is_null(cell)) continue;
    json += json.empty() ? "{" : ",";
    append_json_string(json, batch.layout.columns[static_cast<std::size_t>(column)]);
    json.push_back(':');
    append_json_string(json, cell);
  }
  if (!json.empty()) json.push_back('}');
}

Cell RecordDecoder::raw_of(const Output& output) const {
  int column = output.first_column();
  return column < 0 ? null_cell : cells_[static_cast<std::size_t>(column)];
}

}  // namespace kith::service
