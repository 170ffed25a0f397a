#include "ledger/folders.h"

namespace kith::ledger {

void put_folder(Write& write, const SourceFolder& folder) {
  auto& put = write.sql(
      "INSERT INTO source_folder(source_id, path, pattern, schedule_id) VALUES ($1, $2, $3, $4) "
      "ON CONFLICT (source_id) DO UPDATE SET path = excluded.path, pattern = excluded.pattern, "
      "schedule_id = excluded.schedule_id");
  put.bind(1, folder.source.value)
      .bind(2, std::string_view(folder.path))
      .bind(3, std::string_view(folder.pattern));
  folder.schedule ? put.bind(4, folder.schedule.value) : put.bind_null(4);
  put.run();
  write.changed(Entity::source, "put", folder.source.value, folder.source.value);
  write.audit("source.folder", to_string(folder.source), "{}");
}

void remove_folder(Write& write, SourceId source) {
  write.sql("DELETE FROM source_folder WHERE source_id = $1").bind(1, source.value).run();
  write.changed(Entity::source, "put", source.value, source.value);
  write.audit("source.folder.remove", to_string(source), "{}");
}

std::vector<SourceFolder> all_folders(Statements& sql) {
  std::vector<SourceFolder> folders;
  auto& row =
      sql("SELECT source_id, path, pattern, coalesce(schedule_id, 0) FROM source_folder ORDER BY source_id");
  while (row.step()) {
    folders.push_back({SourceId(row.integer(0)), std::string(row.text(1)), std::string(row.text(2)),
                       ScheduleId(row.integer(3))});
  }
  return folders;
}

std::optional<SourceFolder> folder_of(Statements& sql, SourceId source) {
  for (auto& folder : all_folders(sql)) {
    if (folder.source == source) return std::move(folder);
  }
  return std::nullopt;
}

}  // namespace kith::ledger
