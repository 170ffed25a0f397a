#include <algorithm>
#include <cstdlib>
#include <string>
#include <vector>

#include "base/embedded.h"
#include "base/error.h"
#include "ledger/ledger.h"

namespace kith::ledger {
namespace {

// The embedded files "0001_ledger.sql", "0002_….sql": the number is the version they lead to.
std::vector<std::string_view> migrations() {
  std::vector<std::string_view> names;
  for (auto name : embedded_names()) {
    if (name.size() > 8 && name.substr(name.size() - 4) == ".sql" && name[0] >= '0' && name[0] <= '9') {
      names.push_back(name);
    }
  }
  std::sort(names.begin(), names.end());
  return names;
}

}  // namespace

int newest_schema() { return static_cast<int>(migrations().size()); }

int schema_of(Connection& connection) {
  auto tables =
      connection.prepare("SELECT count(*) FROM sqlite_schema WHERE type = 'table' AND name = 'meta'");
  if (!tables->step() || tables->integer(0) == 0) return 0;
  tables->reset();
  auto version = connection.prepare("SELECT value FROM meta WHERE key = 'schema'");
  return version->step() ? std::atoi(std::string(version->text(0)).c_str()) : 0;
}

void migrate(Connection& connection, int version) {
  int present = schema_of(connection);
  if (present > newest_schema()) {
    throw Error(ErrorCode::too_new,
                Text("This base was written by a newer Kith (schema {found}; this one knows {known}).",
                     {{"found", std::to_string(present)}, {"known", std::to_string(newest_schema())}}),
                "Use the newer version of kith; nothing was changed.");
  }
  auto files = migrations();
  for (int next = present + 1; next <= version; ++next) {
    connection.begin();
    try {
      connection.execute(embedded(files[static_cast<std::size_t>(next - 1)]));
      auto record = connection.prepare(
          "INSERT INTO meta(key, value) VALUES ('schema', $1) "
          "ON CONFLICT (key) DO UPDATE SET value = excluded.value");
      auto text = std::to_string(next);
      record->bind(1, std::string_view(text)).run();
      connection.commit();
    } catch (...) {
      connection.rollback();
      throw;
    }
  }
}

}  // namespace kith::ledger
