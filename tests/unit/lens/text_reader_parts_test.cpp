// Differential tests: each fast part of the text readers against a plain one, on random dirt.
#include <algorithm>

#include <gtest/gtest.h>

#include "base/utf8.h"
#include "lens/readers/record_scanner.h"
#include "lens/readers/text_decoder.h"
#include "lens/readers/text_stream.h"
#include "reader_fixture.h"

namespace kith::lens {
namespace {

struct Dice {
  std::uint64_t state;
  std::uint64_t next() { return state = state * 6364136223846793005ull + 1442695040888963407ull; }
  std::size_t below(std::size_t n) { return static_cast<std::size_t>((next() >> 33) % n); }
};

// RFC 4180 read one character at a time, with the line on which every record begins.
struct PlainRecord {
  std::vector<std::string> cells;
  std::uint64_t line;
};

std::vector<PlainRecord> read_plainly(const std::string& text) {
  std::vector<PlainRecord> records;
  std::uint64_t line = 1;
  for (std::size_t at = 0; at < text.size();) {
    PlainRecord record{{""}, line};
    bool inside = false;
    while (at < text.size()) {
      char c = text[at++];
      if (inside) {
        if (c == '"' && at < text.size() && text[at] == '"') {
          record.cells.back() += '"';
          ++at;
        } else if (c == '"') {
          inside = false;
        } else {
          if (c == '\n') ++line;
          record.cells.back() += c;
        }
      } else if (c == '"') {
        inside = true;
      } else if (c == ',') {
        record.cells.emplace_back();
      } else if (c == '\n') {
        break;
      } else {
        record.cells.back() += c;
      }
    }
    ++line;
    records.push_back(record);
  }
  return records;
}

std::string random_table(Dice& dice, std::size_t records) {
  static const char* cells[] = {"",
                                "x",
                                "王芳",
                                "\"\"",
                                "\"a,b\"",
                                "\"two\nlines\"",
                                "\"say \"\"hi\"\"\"",
                                "\"\n\n\"",
                                "\"\"\"\"",
                                "long enough a text to be kept out of line"};
  std::string text;
  for (std::size_t i = 0; i < records; ++i) {
    std::size_t count = 1 + dice.below(4);
    for (std::size_t c = 0; c < count; ++c) text += (c ? "," : "") + std::string(cells[dice.below(10)]);
    text += '\n';
  }
  return text;
}

TEST(RecordScannerTest, AgreesWithThePlainReaderHoweverTheTextArrives) {
  Dice dice{7};
  for (int round = 0; round < 300; ++round) {
    std::string text = random_table(dice, 1 + dice.below(20));
    auto truth = read_plainly(text);
    RecordScanner scanner(Dialect{}, std::string_view::npos);
    std::size_t at = 0, known = 1, index = 0;
    std::uint64_t line = 1;
    while (at < text.size()) {
      Record record;
      std::string_view window = std::string_view(text).substr(0, std::min(known, text.size()));
      if (at >= window.size() || !scanner.next(window, at, known >= text.size(), record)) {
        known += 1 + dice.below(9);
        continue;
      }
      ASSERT_LT(index, truth.size()) << text;
      EXPECT_EQ(line, truth[index].line) << text;
      std::vector<std::string> cells;
      for (auto& cell : scanner.split(window.substr(record.begin, record.end - record.begin))) {
        cells.push_back(cell.text);
      }
      EXPECT_EQ(cells, truth[index].cells) << text;
      EXPECT_EQ(record.cells, cells.size());
      EXPECT_EQ(record.fault, RecordFault::none) << text;
      line += record.lines;
      at = record.next;
      ++index;
    }
    EXPECT_EQ(index, truth.size());
  }
}

class CsvDifferentialTest : public ReaderTest {};

// The whole reader, DuckDB included: every record is a row or a reject, on its own line, with its own cells.
TEST_F(CsvDifferentialTest, RowsAndRejectsAreTheRecords) {
  Dice dice{11};
  for (int round = 0; round < 12; ++round) {
    std::string body = random_table(dice, 400);
    std::string text = "a,b,c\n" + body;
    ReadOptions options;
    options.header = true;
    options.delimiter = ',';
    options.quote = '"';
    auto table = read("t.csv", text, options);
    std::size_t row = 0, reject = 0;
    std::uint64_t number = 0;
    for (const auto& record : read_plainly(text)) {
      if (record.line == 1) continue;
      auto cells = record.cells;
      bool blank = std::all_of(cells.begin(), cells.end(), [](const auto& c) { return c.empty(); });
      std::size_t k = table.shape.columns.size();
      bool is_row = row < table.line.size() && table.line[row] == record.line;
      bool is_reject = reject < table.rejects.size() && table.rejects[reject].line == record.line;
      ASSERT_FALSE(is_row && is_reject);
      if (!is_row && !is_reject) {
        EXPECT_TRUE(blank) << "line " << record.line << " is missing";
        continue;
      }
      ++number;
      if (is_reject) {
        EXPECT_NE(cells.size(), k);
        EXPECT_EQ(table.rejects[reject++].row, number);
        continue;
      }
      while (cells.size() > k && cells.back().empty()) cells.pop_back();
      auto found = table.rows[row];
      for (auto& cell : found) {
        if (cell == "<null>") cell.clear();
      }
      EXPECT_EQ(found, cells);
      EXPECT_EQ(table.row[row++], number);
    }
    EXPECT_EQ(row, table.rows.size());
    EXPECT_EQ(reject, table.rejects.size());
  }
}

// Bytes in, text and faults out: whatever is cut where, the text is the same, is UTF-8 outside the faults,
// and the bytes can be had back.
TEST(TextDecoderTest, LosesNothingHoweverTheBytesArrive) {
  Dice dice{3};
  for (const std::string encoding : {"UTF-8", "GB18030", "UTF-16LE", "UTF-16BE", "windows-1252"}) {
    for (int round = 0; round < 400; ++round) {
      std::string bytes;
      std::size_t length = dice.below(60);
      for (std::size_t i = 0; i < length; ++i) {
        bytes += static_cast<char>(dice.below(3) ? 0x20 + dice.below(0x60) : dice.below(256));
      }
      std::string whole;
      std::vector<TextFault> whole_faults;
      TextDecoder::make(encoding)->decode(bytes, true, whole, whole_faults);
      std::string pieces;
      std::vector<TextFault> faults;
      auto decoder = TextDecoder::make(encoding);
      for (std::size_t at = 0; at < bytes.size();) {
        std::size_t step = std::min<std::size_t>(1 + dice.below(4), bytes.size() - at);
        decoder->decode(std::string_view(bytes).substr(at, step), false, pieces, faults);
        at += step;
      }
      decoder->decode({}, true, pieces, faults);
      EXPECT_EQ(whole, pieces) << encoding;
      ASSERT_EQ(whole_faults.size(), faults.size()) << encoding;
      std::string text = whole;
      for (auto fault = faults.rbegin(); fault != faults.rend(); ++fault) text.erase(fault->at, fault->size);
      EXPECT_TRUE(is_utf8(text)) << encoding;
      EXPECT_EQ(decoder->encode(whole, faults), bytes) << encoding;
    }
  }
}

}  // namespace
}  // namespace kith::lens
