#include "service/dedupe_clusters.h"

#include <algorithm>
#include <array>
#include <filesystem>
#include <numeric>
#include <span>

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
    std::vector<std::uint32_t> next(1, 0);  // of each cluster: where its next row goes
    for (const std::uint32_t own : cluster) {
      if (own + 2 > next.size()) next.resize(own + 2, 0);
      ++next[own + 1];
    }
    std::partial_sum(next.begin(), next.end(), next.begin());
    for (std::uint32_t r = 0; r < rows_.size(); ++r) rows_[next[cluster[r]]++] = r;
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
    const std::size_t own = names_.empty() ? 2 : 3, width = own + raw_.columns.size();
    std::vector<Cell> cells(most_at_once * width);
    for (std::size_t first = begin; first < end; first += most_at_once) {
      const std::size_t n = std::min(most_at_once, end - first);
      gather(first, n, own, width, cells);
      for (std::size_t i = 0; i < n; ++i) {
        const std::uint32_t r = rows_[first + i];
        const std::span<Cell> row(cells.data() + i * width, width);
        row[0] = number = std::to_string(cluster_[r] + 1);
        if (!names_.empty()) row[1] = names_[raw_.file[r]];
        row[own - 1] = row_number = std::to_string(raw_.row[r]);
        append_csv_row(out, row, false, scratch);
      }
    }
    return out;
  }

 private:
  static constexpr std::size_t most_at_once = 256;

  // The cells of n rows. They lie all over the memory: a column at a time many of them are on their way at
  // once, the numbers of the values, then the views of these, then their bytes.
  void gather(std::size_t first, std::size_t n, std::size_t own, std::size_t width,
              std::vector<Cell>& cells) const {
    std::array<std::uint32_t, most_at_once> ids;
    for (std::size_t c = 0; c < raw_.columns.size(); ++c) {
      const RawColumn& column = raw_.columns[c];
      for (std::size_t i = 0; i < n; ++i) ids[i] = column.ids[rows_[first + i]];
      for (std::size_t i = 0; i < n; ++i)
        cells[i * width + own + c] = ids[i] == 0 ? null_cell : Cell(column.values[ids[i]]);
      for (std::size_t i = 0; i < n; ++i) __builtin_prefetch(cells[i * width + own + c].data());
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
