// Includes run only downward. The adversary is the include that is "only needed this once".
#include <gtest/gtest.h>

#include "layers.h"

namespace kith::house {
namespace {

std::size_t faults_in(const std::string& path, const std::string& text) {
  return layer_faults({path, text}).size();
}

TEST(Layers, HoldInEverySource) {
  std::size_t files = 0;
  for (const char* folder : {"src", "sample"}) {
    for (const SourceFile& file : read_files(folder, {".cpp", ".h", ".def", ".inc"})) {
      ++files;
      for (const std::string& fault : layer_faults(file)) ADD_FAILURE() << fault;
    }
  }
  EXPECT_GT(files, 10U) << "the sources were not found";
}

TEST(Layers, AnUpwardIncludeIsAFault) {
  EXPECT_EQ(faults_in("src/base/text.cpp", "#include \"service/import_file.h\"\n"), 1U);
  EXPECT_EQ(faults_in("src/match/block.cpp", "#include \"ledger/ledger.h\"\n"), 1U);
  EXPECT_EQ(faults_in("src/service/resolve.cpp", "  #  include \"cli/main.h\"\n"), 1U);
  EXPECT_EQ(faults_in("sample/names.cpp", "#include \"service/import_file.h\"\n"), 1U);
}

TEST(Layers, ASidewaysIncludeIsAFault) {
  EXPECT_EQ(faults_in("src/match/block.cpp", "#include \"standard/standardise.h\"\n"), 1U);
  EXPECT_EQ(faults_in("src/quality/rule.h", "#include \"match/table.h\"\n"), 1U);
  EXPECT_EQ(faults_in("src/lens/refresh.cpp", "#include \"ledger/ledger.h\"\n"), 1U);
}

TEST(Layers, ADownwardIncludeIsNone) {
  EXPECT_EQ(faults_in("src/match/block.cpp", "#include \"base/ids.h\"\n#include \"match/table.h\"\n"), 0U);
  EXPECT_EQ(faults_in("src/service/resolve.cpp", "#include \"match/resolve.h\"\n#include \"lens/lens.h\"\n"),
            0U);
  EXPECT_EQ(faults_in("src/cli/sample.cpp", "#include \"sample/sample.h\"\n#include <CLI/CLI.hpp>\n"), 0U);
}

TEST(Layers, AForeignHeaderOutsideItsRoomIsAFault) {
  EXPECT_EQ(faults_in("src/service/export.cpp", "#include <duckdb.hpp>\n"), 1U);
  EXPECT_EQ(faults_in("src/service/export.cpp", "#include \"duckdb/main/config.hpp\"\n"), 1U);
  EXPECT_EQ(faults_in("src/lens/refresh.cpp", "#include \"duckdb/main/config.hpp\"\n#include <duckdb.hpp>\n"),
            0U);
  EXPECT_EQ(faults_in("src/cli/show.cpp", "#include <sqlite3.h>\n"), 1U);
  EXPECT_EQ(faults_in("src/ledger/ledger.cpp", "#include <nlohmann/json.hpp>\n"), 1U);
  EXPECT_EQ(faults_in("src/base/log.cpp", "#include <unheard/of.h>\n"), 1U);
}

TEST(Layers, AKernelReachesNothingOutside) {
  EXPECT_EQ(faults_in("src/match/block.cpp", "#include <fstream>\n"), 1U);
  EXPECT_EQ(faults_in("src/match/block.cpp", "auto now = std::chrono::system_clock::now();\n"), 1U);
  EXPECT_EQ(faults_in("src/match/block.cpp", "// never std::thread here\n"), 0U);
  EXPECT_EQ(faults_in("src/service/import.cpp", "#include <fstream>\nstd::thread worker;\n"), 0U);
}

TEST(Layers, AnIncludeNamesItsRoom) {
  EXPECT_EQ(faults_in("src/match/block.cpp", "#include \"table.h\"\n"), 1U);
  EXPECT_EQ(faults_in("src/match/block.cpp", "#include \"../base/ids.h\"\n"), 1U);
}

TEST(Layers, ANewRoomMustBeGivenItsPlace) { EXPECT_EQ(faults_in("src/attic/box.cpp", "\n"), 1U); }

}  // namespace
}  // namespace kith::house
