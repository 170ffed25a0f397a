#include "service/dedupe_table.h"

#include <algorithm>
#include <numeric>

#include "base/error.h"
#include "base/largest_first.h"
#include "lens/file_reader.h"
#include "service/dedupe_values.h"
#include "service/header_names.h"
#include "service/value_dictionary.h"

namespace kith::service {
namespace {

// Where each column of a file goes in the table; makes new columns as it goes.
std::vector<std::size_t> place_columns(const std::vector<std::string>& names, RawTable& table) {
  constexpr std::size_t none = ~std::size_t{0};
  const std::size_t known = table.columns.size();
  std::vector<std::size_t> places(names.size(), none);
  std::vector<bool> taken(known, false);
  auto pair_up = [&](auto&& alike) {
    for (std::size_t i = 0; i < names.size(); ++i) {
      for (std::size_t k = 0; k < known && places[i] == none; ++k) {
        if (taken[k] || !alike(names[i], table.columns[k].name)) continue;
        places[i] = k;
        taken[k] = true;
      }
    }
  };
  pair_up([](const std::string& a, const std::string& b) {
    return normalised_header(a) == normalised_header(b);
  });
  pair_up([](const std::string& a, const std::string& b) {
    const auto x = meaning_of(a, BatchKind::customers), y = meaning_of(b, BatchKind::customers);
    return !x.attribute.empty() && x.attribute == y.attribute;
  });
  for (std::size_t i = 0; i < names.size(); ++i) {
    if (places[i] != none) continue;
    places[i] = table.columns.size();
    RawColumn column{names[i], std::vector<std::uint32_t>(table.rows(), 0), {std::string()}};
    table.columns.push_back(std::move(column));
  }
  return places;
}

// How many rows there will be if the file goes on as so far.
std::size_t expected_rows(const RawTable& table, std::size_t begun, std::uint64_t read, std::uint64_t bytes) {
  if (read == 0 || read >= bytes) return table.rows();
  const double rows =
      static_cast<double>(table.rows() - begun) * static_cast<double>(bytes) / static_cast<double>(read);
  return std::max(table.rows(), begun + static_cast<std::size_t>(1.02 * rows));
}

// Room for these, and at most eight times as many as there are: a file may begin with short rows.
void reserve_rows(RawTable& table, std::size_t expected) {
  if (table.rows() < table.file.capacity()) return;
  expected = std::min(8 * table.rows(), expected);
  table.file.reserve(expected);
  table.row.reserve(expected);
  for (auto& column : table.columns) column.ids.reserve(expected);
}

}  // namespace

RawTable read_raw_table(const std::vector<std::string>& files, std::uint64_t& rejected, Executor& executor,
                        Progress& progress, const Cancel& cancel) {
  RawTable table;
  table.files = static_cast<std::uint32_t>(files.size());
  std::vector<std::unique_ptr<TextList>> values;  // of each column; they do not move
  std::vector<std::unique_ptr<ValueDictionary>> dictionaries;
  for (std::uint32_t f = 0; f < files.size(); ++f) {
    auto reader = lens::FileReader::open(files[f], {});
    progress.phase("Reading", reader->shape().bytes);
    const auto places = place_columns(reader->shape().columns, table);
    const std::size_t begun = table.rows();
    while (dictionaries.size() < table.columns.size()) {
      values.push_back(std::make_unique<TextList>(1));
      dictionaries.push_back(std::make_unique<ValueDictionary>(*values.back()));
    }
    RowBlock block, next;
    bool more = reader->next(next, cancel);
    while (more) {
      std::swap(block, next);
      rejected += block.rejects.size();
      // The next block is read while the values of this one get their numbers.
      executor.for_each(places.size() + 1, [&](std::size_t piece, unsigned) {
        if (piece == 0) {
          more = reader->next(next, cancel);
        } else {
          const std::size_t c = places[piece - 1];
          dictionaries[c]->ids_of(block.columns[piece - 1], table.columns[c].ids);
        }
      });
      table.file.resize(table.file.size() + block.rows(), f);
      table.row.insert(table.row.end(), block.row.begin(), block.row.end());
      for (auto& column : table.columns) column.ids.resize(table.rows(), 0);
      const std::size_t expected = expected_rows(table, begun, reader->position(), reader->shape().bytes);
      reserve_rows(table, expected);
      for (const std::size_t c : places) dictionaries[c]->expect(expected - table.rows());
      progress.at(reader->position());
    }
  }
  for (std::size_t c = 0; c < values.size(); ++c) table.columns[c].values = std::move(*values[c]);
  progress.done();
  if (table.rows() == 0) {
    throw Error(ErrorCode::bad_input, Text("{file} has no rows.", {{"file", files.front()}}),
                "Give a file with a header and rows below it.", {files.front(), 0, {}});
  }
  return table;
}

match::Table make_match_table(const RawTable& raw, const std::vector<ColumnChoice>& choices,
                              Executor& executor, const Cancel& cancel) {
  match::Table table;
  std::vector<const ColumnChoice*> compared;
  for (const auto& choice : choices) {
    if (choice.use == ColumnUse::compared) compared.push_back(&choice);
  }
  table.columns.resize(compared.size());
  const auto order = largest_first(
      compared.size(), [&](std::size_t c) { return raw.columns[compared[c]->column].values.size(); });
  executor.for_each(compared.size(), [&](std::size_t place, unsigned) {
    cancel.check();
    const std::size_t c = order[place];
    const RawColumn& from = raw.columns[compared[c]->column];
    match::Column& to = table.columns[c];
    to.name = compared[c]->name;
    to.kind = compared[c]->kind;
    to.is_own_name = compared[c]->is_own_name;
    to.values.push_back({});
    ValueDictionary dictionary(to.values, from.values.size());
    ComparedForm form(*compared[c], from.values);
    std::vector<std::uint32_t> number(from.values.size(), 0);
    constexpr std::size_t at_once = 1024;
    std::vector<std::string> values(at_once);
    std::vector<std::uint32_t> ids;
    for (std::size_t first = 1; first < from.values.size(); first += at_once) {
      const std::size_t n = std::min(at_once, from.values.size() - first);
      for (std::size_t i = 0; i < n; ++i) values[i] = form.of(from.values[first + i]);
      ids.clear();
      dictionary.ids_of(std::vector<std::string_view>(values.begin(), values.begin() + n), ids);
      std::copy(ids.begin(), ids.end(), number.begin() + static_cast<std::ptrdiff_t>(first));
    }
    to.ids.resize(from.ids.size());
    std::transform(from.ids.begin(), from.ids.end(), to.ids.begin(),
                   [&](std::uint32_t id) { return number[id]; });
  });
  table.order.resize(raw.rows());
  std::iota(table.order.begin(), table.order.end(), std::int64_t{0});
  if (raw.files > 1) table.source = raw.file;
  return table;
}

}  // namespace kith::service
