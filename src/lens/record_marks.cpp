#include "lens/record_marks.h"

#include <optional>

#include "duckdb.hpp"

namespace kith::lens {
namespace {

constexpr std::uint16_t not_supplied = 0xFFFF;

void append_varint(std::string& out, std::uint64_t number) {
  for (; number >= 0x80; number >>= 7) out.push_back(static_cast<char>(number | 0x80));
  out.push_back(static_cast<char>(number));
}

// Reads what may be damaged: nothing is read past the end.
class MarksReader {
 public:
  explicit MarksReader(std::string_view marks) : rest_(marks) {
    attributes_ = varint();
    if (attributes_ > rest_.size() / 2) {
      attributes_ = 0;
      rest_ = {};
    }
    states_ = rest_.substr(0, attributes_ * 2);
    rest_.remove_prefix(states_.size());
  }

  std::optional<std::uint16_t> state(std::uint64_t attribute) const {
    if (attribute >= attributes_) return std::nullopt;
    auto byte = [&](std::size_t at) {
      return static_cast<unsigned>(static_cast<unsigned char>(states_[at]));
    };
    auto state = static_cast<std::uint16_t>(byte(attribute * 2) | byte(attribute * 2 + 1) << 8);
    if (state == not_supplied) return std::nullopt;
    return state;
  }

  std::optional<std::string_view> raw(std::uint64_t attribute) {
    while (!rest_.empty()) {
      auto of = varint(), length = varint();
      if (length > rest_.size() || of > attribute) return std::nullopt;
      auto text = rest_.substr(0, length);
      rest_.remove_prefix(length);
      if (of == attribute) return text;
    }
    return std::nullopt;
  }

 private:
  std::uint64_t varint() {
    std::uint64_t number = 0;
    for (int shift = 0; shift < 64 && !rest_.empty(); shift += 7) {
      auto next = static_cast<unsigned char>(rest_.front());
      rest_.remove_prefix(1);
      number |= static_cast<std::uint64_t>(next & 0x7F) << shift;
      if (next < 0x80) return number;
    }
    rest_ = {};
    return UINT64_MAX;
  }

  std::string_view rest_, states_;
  std::uint64_t attributes_ = 0;
};

// Calls `each(row, marks, attribute)` for the rows where both are there; the others become null.
template <typename Each>
void over_marks(duckdb::DataChunk& arguments, duckdb::Vector& result, Each each) {
  auto count = arguments.size();
  duckdb::UnifiedVectorFormat marks, attributes;
  arguments.data[0].ToUnifiedFormat(count, marks);
  arguments.data[1].ToUnifiedFormat(count, attributes);
  result.SetVectorType(duckdb::VectorType::FLAT_VECTOR);
  auto& validity = duckdb::FlatVector::Validity(result);
  const auto* texts = duckdb::UnifiedVectorFormat::GetData<duckdb::string_t>(marks);
  const auto* numbers = duckdb::UnifiedVectorFormat::GetData<std::int32_t>(attributes);
  for (duckdb::idx_t row = 0; row < count; ++row) {
    auto at = marks.sel->get_index(row), of = attributes.sel->get_index(row);
    if (!marks.validity.RowIsValid(at) || !attributes.validity.RowIsValid(of) || numbers[of] < 0) {
      validity.SetInvalid(row);
      continue;
    }
    std::string_view text(texts[at].GetData(), texts[at].GetSize());
    if (!each(row, MarksReader(text), static_cast<std::uint64_t>(numbers[of]))) validity.SetInvalid(row);
  }
}

void record_state(duckdb::DataChunk& arguments, duckdb::ExpressionState&, duckdb::Vector& result) {
  auto* states = duckdb::FlatVector::GetData<std::uint16_t>(result);
  over_marks(arguments, result, [&](duckdb::idx_t row, const MarksReader& marks, std::uint64_t attribute) {
    auto state = marks.state(attribute);
    if (state) states[row] = *state;
    return state.has_value();
  });
}

void record_raw(duckdb::DataChunk& arguments, duckdb::ExpressionState&, duckdb::Vector& result) {
  auto* texts = duckdb::FlatVector::GetData<duckdb::string_t>(result);
  over_marks(arguments, result, [&](duckdb::idx_t row, MarksReader marks, std::uint64_t attribute) {
    auto raw = marks.raw(attribute);
    if (raw) texts[row] = duckdb::StringVector::AddString(result, raw->data(), raw->size());
    return raw.has_value();
  });
}

}  // namespace

void MarksWriter::begin(std::size_t attributes) {
  states_.clear();
  raws_.clear();
  append_varint(states_, attributes);
  at_ = states_.size();
  states_.resize(at_ + attributes * 2);
  attribute_ = 0;
}

void MarksWriter::add(const LensField& field) {
  std::uint16_t state = not_supplied;
  if (field.supplied) {
    state = static_cast<std::uint16_t>(static_cast<unsigned>(field.verdict) |
                                       static_cast<unsigned>(field.reason) << 3);
    if (field.raw.data() != nullptr && field.raw != field.value) {
      append_varint(raws_, attribute_);
      append_varint(raws_, field.raw.size());
      raws_ += field.raw;
    }
  }
  states_[at_++] = static_cast<char>(state & 0xFF);
  states_[at_++] = static_cast<char>(state >> 8);
  ++attribute_;
}

std::string_view MarksWriter::finish() {
  states_ += raws_;
  return states_;
}

void add_mark_functions(duckdb::Connection& connection) {
  using duckdb::LogicalType;
  connection.CreateVectorizedFunction("record_state", {LogicalType::BLOB, LogicalType::INTEGER},
                                      LogicalType::USMALLINT, record_state);
  connection.CreateVectorizedFunction("record_raw", {LogicalType::BLOB, LogicalType::INTEGER},
                                      LogicalType::VARCHAR, record_raw);
}

}  // namespace kith::lens
