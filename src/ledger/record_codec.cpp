#include "ledger/record_codec.h"

#include "base/error.h"

namespace kith::ledger {
namespace {

constexpr unsigned char same_as_cell = 8;

void append_varint(std::string& out, std::uint64_t number) {
  if (number < 0x80) return out.push_back(static_cast<char>(number));
  char bytes[10];
  std::size_t length = 0;
  for (; number >= 0x80; number >>= 7) bytes[length++] = static_cast<char>(number | 0x80);
  bytes[length++] = static_cast<char>(number);
  out.append(bytes, length);
}

class Unpacker {
 public:
  explicit Unpacker(std::span<const unsigned char> packed) : at_(packed.data()), end_(at_ + packed.size()) {}

  unsigned char byte() {
    if (at_ == end_) damaged();
    return *at_++;
  }
  std::uint64_t varint() {
    std::uint64_t number = 0;
    for (int shift = 0; shift < 64; shift += 7) {
      unsigned char next = byte();
      number |= static_cast<std::uint64_t>(next & 0x7F) << shift;
      if (next < 0x80) return number;
    }
    damaged();
  }
  std::string_view bytes(std::uint64_t length) {
    if (length > static_cast<std::uint64_t>(end_ - at_)) damaged();
    std::string_view text(reinterpret_cast<const char*>(at_), static_cast<std::size_t>(length));
    at_ += length;
    return text;
  }
  void finish() {
    if (at_ != end_) damaged();
  }

 private:
  [[noreturn]] static void damaged() {
    throw Error(ErrorCode::corrupt, "A record of the ledger is damaged.",
                "Run `kith verify`, and restore the base from a backup.");
  }
  const unsigned char* at_;
  const unsigned char* end_;
};

}  // namespace

void append_cell(std::string& out, Cell cell) {
  if (is_null(cell)) {
    out.push_back('\0');
    return;
  }
  append_varint(out, cell.size() + 1);
  out.append(cell);
}

void append_standard(std::string& out, std::string_view value, Verdict verdict, Reason reason, Cell cell) {
  bool same = !is_null(cell) && cell == value;
  out.push_back(static_cast<char>(static_cast<unsigned char>(verdict) | (same ? same_as_cell : 0)));
  append_varint(out, static_cast<std::uint64_t>(reason));
  if (same) return;
  append_varint(out, value.size());
  out.append(value);
}

void unpack_cells(std::span<const unsigned char> packed, std::size_t columns, std::vector<Cell>& cells) {
  cells.resize(columns);
  Unpacker in(packed);
  for (auto& cell : cells) {
    std::uint64_t length = in.varint();
    cell = length == 0 ? null_cell : in.bytes(length - 1);
  }
  in.finish();
}

void unpack_standard(std::span<const unsigned char> packed, std::span<const int> first_column,
                     std::span<const Cell> cells, std::vector<StandardValue>& values) {
  values.resize(first_column.size());
  Unpacker in(packed);
  for (std::size_t i = 0; i < values.size(); ++i) {
    unsigned char head = in.byte();
    values[i].verdict = static_cast<Verdict>(head & 7);
    values[i].reason = static_cast<Reason>(in.varint());
    if ((head & same_as_cell) != 0) {
      auto column = first_column[i];
      bool known = column >= 0 && static_cast<std::size_t>(column) < cells.size() &&
                   !is_null(cells[static_cast<std::size_t>(column)]);
      if (!known || values[i].verdict > Verdict::empty) in.bytes(~0ull);
      values[i].value = cells[static_cast<std::size_t>(column)];
    } else {
      values[i].value = in.bytes(in.varint());
    }
  }
  in.finish();
}

}  // namespace kith::ledger
