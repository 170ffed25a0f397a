// Rows in a few bytes a field: enough to tell most strangers apart without reading them.
//
// Of a value its 32-bit hash is kept, by which equal ones are known (two different ones fall together once in
// four thousand million), and its shape (match/compare/value_shape.h), which rules levels out.
#pragma once
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "match/frozen.h"
#include "match/model/field_weights.h"
#include "match/table.h"

namespace kith::match {

/// Rows × fields of a model, in its order. Code 0: no value, or one that tells nothing.
class Sketches {
 public:
  explicit Sketches(const Model& model);

  std::size_t rows() const noexcept { return fields_ == 0 ? 0 : codes_.size() / fields_; }
  const std::uint32_t* codes(std::size_t row) const noexcept { return codes_.data() + row * fields_; }
  const std::uint64_t* shapes(std::size_t row) const noexcept { return shapes_.data() + row * fields_; }
  void prefetch(std::size_t row) const noexcept {
    __builtin_prefetch(codes(row));
    for (std::size_t f = 0; f < fields_; f += 8) __builtin_prefetch(shapes(row) + f);
  }
  void reserve(std::size_t rows);
  void clear() noexcept;

  /// Of every row of the table, behind those that are here. O(rows · fields), and every value once.
  void add(const Table& table, const Frequencies& frequencies, Executor* executor = nullptr);

  /// A row as bytes for the ledger, and back as one row more. Throws Error(corrupt) where they are none.
  std::string packed(std::size_t row) const;
  void add_packed(std::string_view bytes);

 private:
  struct Kind {
    std::string column;
    ColumnKind kind;
    bool shaped;
  };
  std::size_t fields_;
  std::vector<Kind> kinds_;
  std::vector<std::uint32_t> codes_;
  std::vector<std::uint64_t> shapes_;
};

/// What two rows could weigh at most, by their sketches. Immutable, shared by threads.
class SketchWeights {
 public:
  SketchWeights(const Model& model, const Frequencies& frequencies);

  /// Of the rows of a table: how common each value is, rows × fields, in the model's order.
  std::vector<float> frequencies_of(const Table& table) const;

  /// No less than the weight that a Scorer finds. `a_frequencies`: those of a's row.
  double most_weight(const Sketches& a, std::size_t a_row, const float* a_frequencies, const Sketches& b,
                     std::size_t b_row) const noexcept;

 private:
  const Model& model_;
  const Frequencies& frequencies_;
  FieldWeights weights_;
  std::vector<ColumnKind> kinds_;
  std::size_t given_, family_, full_;
  bool named_;  // any of these is there
};

}  // namespace kith::match
