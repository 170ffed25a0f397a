#include "service/export/new_files.h"
#include "service/export/row_writer.h"
#include "service/record_decoder.h"

namespace kith::service {
namespace {

class NdjsonWriter final : public RowWriter {
 public:
  NdjsonWriter(NewFiles& files, const std::vector<ExportColumn>& columns) : out_(files.add(), files.path()) {
    for (const auto& column : columns) {
      std::string key;
      append_json_string(key, column.name);
      keys_.push_back(key + ":");
      texts_.push_back(column.cell == ExportCell::text);
    }
  }

  void write(std::span<const Cell> row) override {
    auto& out = out_.buffer();
    out.push_back('{');
    bool first = true;
    for (std::size_t i = 0; i < row.size(); ++i) {
      if (is_null(row[i])) continue;
      if (!first) out.push_back(',');
      first = false;
      out += keys_[i];
      if (texts_[i]) {
        append_json_string(out, row[i]);
      } else {
        out += row[i];
      }
    }
    out += "}\n";
    out_.flush_when_full();
  }

  void finish() override { out_.close(); }

 private:
  ByteWriter out_;
  std::vector<std::string> keys_;
  std::vector<bool> texts_;
};

}  // namespace

std::unique_ptr<RowWriter> make_ndjson_writer(NewFiles& files, const std::vector<ExportColumn>& columns) {
  return std::make_unique<NdjsonWriter>(files, columns);
}

}  // namespace kith::service
