#include "service/dedupe_clusters.h"

#include <algorithm>
#include <filesystem>
#include <numeric>

#include "service/export/new_files.h"
#include "service/export/row_writer.h"

namespace kith::service {
namespace {

// A column of ours beside those of the files: none of them bears its name.
ExportColumn own_column(std::string name, const RawTable& raw, ExportCell cell) {
  auto is_taken = [&] {
    return std::any_of(raw.columns.begin(), raw.columns.end(),
                       [&](const RawColumn& c) { return c.name == name; });
  };
  while (is_taken()) name = "kith_" + name;
  return {name, name, cell};
}

// The rows of a cluster lie all over the table: what a later one needs is asked for now.
void look_ahead(const RawTable& raw, const std::vector<std::uint32_t>& rows, std::size_t i) {
  constexpr std::size_t ahead = 4;
  if (i + 3 * ahead >= rows.size()) return;
  for (const auto& column : raw.columns) {
    __builtin_prefetch(&column.ids[rows[i + 3 * ahead]]);
    __builtin_prefetch(&column.values[column.ids[rows[i + 2 * ahead]]]);
    __builtin_prefetch(column.values[column.ids[rows[i + ahead]]].data());
  }
}

}  // namespace

void write_clusters(const DedupeRequest& request, const RawTable& raw,
                    const std::vector<std::uint32_t>& cluster, Progress& progress, const Cancel& cancel) {
  progress.phase("Writing clusters", raw.rows());
  std::vector<std::uint32_t> rows(raw.rows());
  std::iota(rows.begin(), rows.end(), 0u);
  std::stable_sort(rows.begin(), rows.end(),
                   [&](std::uint32_t a, std::uint32_t b) { return cluster[a] < cluster[b]; });
  const bool several = raw.files > 1;
  std::vector<ExportColumn> columns{own_column("cluster", raw, ExportCell::number)};
  if (several) columns.push_back(own_column("file", raw, ExportCell::text));
  columns.push_back(own_column("row", raw, ExportCell::number));
  for (const auto& column : raw.columns) columns.push_back({column.name, column.name, ExportCell::text});
  std::vector<std::string> names;
  for (const auto& file : request.files) names.push_back(std::filesystem::path(file).filename().string());

  NewFiles files(request.out, request.overwrite);
  auto writer = make_csv_writer(files, columns, false);
  std::vector<Cell> cells(columns.size());
  std::string number, row_number;
  for (std::size_t i = 0; i < rows.size(); ++i) {
    if (i % 8192 == 0) {
      cancel.check();
      progress.at(i);
    }
    look_ahead(raw, rows, i);
    const std::uint32_t r = rows[i], f = raw.file[r];
    number = std::to_string(cluster[r] + 1);
    row_number = std::to_string(raw.row[r]);
    std::size_t at = 0;
    cells[at++] = number;
    if (several) cells[at++] = names[f];
    cells[at++] = row_number;
    for (const auto& column : raw.columns)
      cells[at++] = column.ids[r] == 0 ? null_cell : Cell(column.values[column.ids[r]]);
    writer->write(cells);
  }
  writer->finish();
  files.publish();
}

}  // namespace kith::service
