#include <filesystem>
#include <memory>

#include "base/error.h"
#include "cli/commands.h"
#include "service/export_table.h"

namespace kith::cli {
namespace {

service::ExportFormat format_of(const std::string& word, const std::string& path) {
  auto name = word;
  if (name.empty()) {
    name = std::filesystem::path(path).extension().string();
    if (!name.empty()) name.erase(0, 1);
  }
  if (name == "csv") return service::ExportFormat::csv;
  if (name == "xlsx") return service::ExportFormat::xlsx;
  if (name == "parquet") return service::ExportFormat::parquet;
  if (name == "ndjson" || name == "jsonl") return service::ExportFormat::ndjson;
  throw Error(ErrorCode::usage, Text("{path} does not tell the format.", {{"path", path}}),
              "End the name in .csv, .xlsx, .parquet or .ndjson, or say --format.");
}

service::ExportTable table_of(const std::string& word) {
  if (word == "records") return service::ExportTable::records;
  if (word == "values") return service::ExportTable::values;
  if (word == "rejects") return service::ExportTable::rejects;
  return service::ExportTable::customers;
}

}  // namespace

void add_export(CLI::App& app, Session& session) {
  struct Words {
    service::ExportRequest request;
    std::string table, format;
    std::int64_t batch = 0;
  };
  auto words = std::make_shared<Words>();
  auto* command =
      app.add_subcommand("export", session.say("Write customers, records, values or rejects to a file"));
  command->add_option("table", words->table, session.say("customers, records, values or rejects"))
      ->required()
      ->check(CLI::IsMember({"customers", "records", "values", "rejects"}));
  command->add_option("--to", words->request.path, session.say("File to write"))->required();
  command
      ->add_option("--format", words->format,
                   session.say("csv, xlsx, parquet or ndjson; else by the file's ending"))
      ->check(CLI::IsMember({"csv", "xlsx", "parquet", "ndjson"}));
  command->add_flag("--lossless", words->request.lossless,
                    session.say("Leave cells that a spreadsheet would run as formulas as they are"));
  command->add_flag("--overwrite", words->request.overwrite, session.say("Replace the file"));
  command->add_option("--batch", words->batch, session.say("Only of this batch"));
  command->callback([&session, words] {
    words->request.table = table_of(words->table);
    words->request.format = format_of(words->format, words->request.path);
    words->request.language = session.language;
    if (words->batch != 0) words->request.batch = words->batch;
    auto home = session.open(service::Access::write);
    auto progress = session.progress();
    auto report = service::export_table(*home, words->request, progress, session.cancel);
    progress.done();
    if (session.json)
      return session.print_json({{"rows", report.rows},
                                 {"bytes", report.bytes},
                                 {"files", report.files},
                                 {"seconds", report.seconds}});
    for (const auto& file : report.files) {
      session.print(
          session.say(Text("{rows} rows are in {path}.",
                           {{"rows", grouped(static_cast<long long>(report.rows))}, {"path", file}})) +
          "\n");
    }
  });
}

}  // namespace kith::cli
