// Marks: what is written is read back for every attribute, and damaged marks give nothing instead of reading
// past their end.
#include "lens/record_marks.h"

#include <gtest/gtest.h>

#include "duckdb.hpp"

namespace kith::lens {
namespace {

class RecordMarks : public testing::Test {
 protected:
  RecordMarks() : connection_(database_) { add_mark_functions(connection_); }

  std::string state(std::string_view marks, int attribute) { return ask("record_state", marks, attribute); }
  std::string raw(std::string_view marks, int attribute) { return ask("record_raw", marks, attribute); }

 private:
  std::string ask(const char* function, std::string_view marks, int attribute) {
    auto result =
        connection_.Query(std::string("SELECT ") + function + "($1, $2)",
                          duckdb::Value::BLOB_RAW(std::string(marks)), duckdb::Value::INTEGER(attribute));
    if (result->HasError()) result->ThrowError();
    return result->Fetch()->GetValue(0, 0).ToString();
  }
  duckdb::DuckDB database_{nullptr};
  duckdb::Connection connection_;
};

TEST_F(RecordMarks, EveryAttributeIsReadBack) {
  MarksWriter writer;
  writer.begin(200);
  std::string longer(300, 'x');
  for (int i = 0; i < 200; ++i) {
    LensField field;
    field.supplied = i % 5 != 0;
    field.value = "v";
    field.raw = i % 7 == 0 ? std::string_view(longer) : "v";
    field.verdict = Verdict::changed;
    field.reason = static_cast<Reason>(i);
    writer.add(field);
  }
  std::string marks(writer.finish());
  for (int i = 0; i < 200; ++i) {
    bool supplied = i % 5 != 0;
    EXPECT_EQ(state(marks, i), supplied ? std::to_string(1 + 8 * i) : "NULL") << i;
    EXPECT_EQ(raw(marks, i), supplied && i % 7 == 0 ? longer : "NULL") << i;
  }
  EXPECT_EQ(state(marks, 200), "NULL");
  EXPECT_EQ(state(marks, -1), "NULL");
}

TEST_F(RecordMarks, DamagedMarksGiveNothing) {
  MarksWriter writer;
  writer.begin(2);
  writer.add({true, "a", "A", Verdict::changed, Reason::none});
  writer.add({true, "b", "B", Verdict::changed, Reason::none});
  std::string marks(writer.finish());
  EXPECT_EQ(raw(marks, 1), "B");
  for (std::size_t size = 0; size < marks.size(); ++size) {
    EXPECT_EQ(raw(marks.substr(0, size), 1), "NULL") << size;
    state(marks.substr(0, size), 1);
  }
  std::string nonsense(40, '\xFF');
  EXPECT_EQ(raw(nonsense, 1), "NULL");
  state(nonsense, 1);
}

}  // namespace
}  // namespace kith::lens
