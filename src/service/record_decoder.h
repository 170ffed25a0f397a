// Stored records as cells and values with the layout of their batch.
#pragma once
#include <memory>
#include <span>
#include <string>
#include <unordered_map>
#include <vector>

#include "ledger/records.h"
#include "service/layout.h"

namespace kith::service {

/// What the records of one batch share.
struct BatchLayout {
  Layout layout;
  std::vector<int> first_columns;
  std::int64_t batch_number = 0;
  std::string file;
  SourceId source;
};

/// Decodes records of many batches; layouts are read once each. Not thread-safe.
class RecordDecoder {
 public:
  explicit RecordDecoder(ledger::Statements& sql) : sql_(sql) {}

  const BatchLayout& layout_of(BatchId batch);
  /// The record's values in the order of its layout's outputs; valid until the next call and as long as
  /// `record`.
  const std::vector<ledger::StandardValue>& values(const ledger::StoredRecord& record);
  /// The same of a record's two byte strings wherever they lie.
  const std::vector<ledger::StandardValue>& values(const BatchLayout& batch,
                                                   std::span<const unsigned char> cells,
                                                   std::span<const unsigned char> standard);
  /// Its cells, after values() of the same record.
  const std::vector<Cell>& cells() const noexcept { return cells_; }
  /// The columns that no output, fact or key takes, as a JSON object; empty where all are null.
  std::string extra_of(const BatchLayout& batch) const;
  /// The same into `json`, which must be empty.
  void append_extra(const BatchLayout& batch, std::string& json) const;
  /// The text an output was made from: its first column, or nothing for a part.
  Cell raw_of(const Output& output) const;

 private:
  ledger::Statements& sql_;
  std::unordered_map<BatchId, std::unique_ptr<BatchLayout>> layouts_;
  std::vector<Cell> cells_;
  std::vector<ledger::StandardValue> values_;
};

/// Appends `text` as a JSON string, quoted and escaped. Bytes that are no UTF-8 become U+FFFD.
void append_json_string(std::string& out, std::string_view text);

}  // namespace kith::service
