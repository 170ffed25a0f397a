#include "service/dedupe_clusters.h"

#include <algorithm>
#include <filesystem>
#include <numeric>

#include "base/build_ahead.h"
#include "service/export/new_files.h"
#include "service/export/row_writer.h"

namespace kith::service {
namespace {

// A column of ours beside those of the files: none of them bears its name.
std::string own_name(std::string name, const RawTable& raw) {
  auto is_taken = [&] {
    return std::any_of(raw.columns.begin(), raw.columns.end(),
                       [&](const RawColumn& c) { return c.name == name; });
  };
  while (is_taken()) name = "kith_" + name;
  return name;
}

// The rows, cluster by cluster, as text.
class ClusterRows {
 public:
  ClusterRows(const DedupeRequest& request, const RawTable& raw, const std::vector<std::uint32_t>& cluster)
      : raw_(raw), cluster_(cluster), rows_(raw.rows()) {
    std::iota(rows_.begin(), rows_.end(), 0u);
    std::stable_sort(rows_.begin(), rows_.end(),
                     [&](std::uint32_t a, std::uint32_t b) { return cluster[a] < cluster[b]; });
    if (raw.files < 2) return;
    for (const auto& name : request.files) names_.push_back(std::filesystem::path(name).filename().string());
  }

  std::size_t rows() const noexcept { return rows_.size(); }

  std::string header() const {
    std::vector<std::string> names{own_name("cluster", raw_)};
    if (!names_.empty()) names.push_back(own_name("file", raw_));
    names.push_back(own_name("row", raw_));
    for (const auto& column : raw_.columns) names.push_back(column.name);
    std::string out(csv_byte_order_mark), scratch;
    append_csv_row(out, std::vector<Cell>(names.begin(), names.end()), false, scratch);
    return out;
  }

  std::string text(std::size_t begin, std::size_t end) const {
    std::string out, number, row_number, scratch;
    std::vector<Cell> cells;
    for (std::size_t i = begin; i < end; ++i) {
      look_ahead(i);
      const std::uint32_t r = rows_[i];
      number = std::to_string(cluster_[r] + 1);
      row_number = std::to_string(raw_.row[r]);
      cells.assign(1, number);
      if (!names_.empty()) cells.push_back(names_[raw_.file[r]]);
      cells.push_back(row_number);
      for (const auto& column : raw_.columns)
        cells.push_back(column.ids[r] == 0 ? null_cell : Cell(column.values[column.ids[r]]));
      append_csv_row(out, cells, false, scratch);
    }
    return out;
  }

 private:
  // The rows of a cluster lie all over the table: what a later one needs is asked for now.
  void look_ahead(std::size_t i) const {
    constexpr std::size_t ahead = 4;
    if (i + 3 * ahead >= rows_.size()) return;
    for (const auto& column : raw_.columns) {
      __builtin_prefetch(&column.ids[rows_[i + 3 * ahead]]);
      __builtin_prefetch(column.values.place(column.ids[rows_[i + 2 * ahead]]));
      __builtin_prefetch(column.values[column.ids[rows_[i + ahead]]].data());
    }
  }

  const RawTable& raw_;
  const std::vector<std::uint32_t>& cluster_;
  std::vector<std::uint32_t> rows_;
  std::vector<std::string> names_;  // of the files, where there are several
};

}  // namespace

void write_clusters(const DedupeRequest& request, const RawTable& raw,
                    const std::vector<std::uint32_t>& cluster, Executor& executor, Progress& progress,
                    const Cancel& cancel) {
  constexpr std::size_t piece = 2048;
  progress.phase("Writing clusters", raw.rows());
  const ClusterRows rows(request, raw, cluster);
  NewFiles files(request.out, request.overwrite);
  ByteWriter out(files.add(), files.path());
  out.buffer() += rows.header();
  build_ahead<std::string>(
      executor, (rows.rows() + piece - 1) / piece,
      [&](std::size_t p, unsigned) {
        cancel.check();
        return rows.text(p * piece, std::min(rows.rows(), (p + 1) * piece));
      },
      [&](std::size_t p, const std::string& text) {
        out.buffer() += text;
        out.flush_when_full();
        progress.at(p * piece);
      });
  out.close();
  files.publish();
}

}  // namespace kith::service
