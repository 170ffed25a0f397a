#include <map>
#include <memory>

#include "base/error.h"
#include "base/utf8.h"
#include "cli/commands.h"
#include "ledger/batches.h"
#include "service/rejects_file.h"

namespace kith::cli {

namespace {

void write_file(Session& session, std::int64_t batch, const std::string& path, bool overwrite) {
  if (batch == 0)
    throw Error(ErrorCode::usage, "Rejects are written batch by batch.",
                "Name the batch: kith rejects BATCH --out FILE");
  auto home = session.open(service::Access::write);
  auto written = service::write_rejects(*home, batch, path, overwrite, session.language);
  // Rejected rows are personal data as they came: that somebody took them out is written down.
  home->ledger().write([&](ledger::Write& write) {
    write.audit("rejects.export", "base",
                "{\"batch\":" + std::to_string(batch) + ",\"rows\":" + std::to_string(written.rows) + "}");
  });
  if (session.json) return session.print_json({{"batch", batch}, {"file", path}, {"rows", written.rows}});
  session.print(
      session.say(Text("{rows} rejected rows stand in {path}, with the reason beside each. Mend them, then: "
                       "kith import {path}",
                       {{"rows", grouped(static_cast<long long>(written.rows))}, {"path", path}})) +
      "\n");
  if (written.in_pieces < written.rows)
    session.print(
        session.say(Text("{count} of them could not be taken apart: their text stands in kith_raw.",
                         {{"count", grouped(static_cast<long long>(written.rows - written.in_pieces))}})) +
        "\n");
}

}  // namespace

void add_rejects(CLI::App& app, Session& session) {
  struct Words {
    std::int64_t batch = 0;
    std::size_t limit = 50;
    std::string out;
    bool overwrite = false, all = false;
  };
  auto words = std::make_shared<Words>();
  auto* command =
      app.add_subcommand("rejects", session.say("List rows that could not become records, with the reason"));
  command->add_option("batch", words->batch, session.say("Number of a batch; all where left out"));
  command->add_option("--limit", words->limit, session.say("At most so many rows; 0: all"));
  auto* out = command->add_option(
      "--out", words->out,
      session.say("Write the open rejects of the batch to this CSV file, to be mended and imported again"));
  command->add_flag("--overwrite", words->overwrite, session.say("Replace the file"))->needs(out);
  command->add_flag("--all", words->all, session.say("Those that were mended since, too"));
  command->callback([&session, words] {
    if (!words->out.empty()) return write_file(session, words->batch, words->out, words->overwrite);
    auto home = session.open(service::Access::write);
    std::vector<ledger::Reject> rejects;
    std::size_t total = 0;
    std::map<BatchId, ledger::Batch> batches;
    {
      auto read = home->ledger().read();
      for (auto& batch : ledger::all_batches(read->sql())) batches.emplace(batch.id, batch);
      std::optional<BatchId> wanted;
      if (words->batch != 0) {
        auto batch = ledger::find_batch(read->sql(), words->batch);
        if (!batch)
          throw Error(ErrorCode::not_found,
                      Text("There is no batch {number}.", {{"number", std::to_string(words->batch)}}),
                      "`kith batches` lists them.");
        wanted = batch->id;
      }
      ledger::each_reject(read->sql(), wanted, [&](const ledger::Reject& reject) {
        if (reject.mended_by && !words->all) return;
        ++total;
        if (words->limit == 0 || rejects.size() < words->limit) rejects.push_back(reject);
      });
    }
    // Rejected rows are personal data as they came: that somebody looked is written down.
    home->ledger().write([&](ledger::Write& write) {
      write.audit("rejects.read", "base", "{\"rows\":" + std::to_string(rejects.size()) + "}");
    });
    if (session.json) {
      auto json = nlohmann::json::array();
      for (const auto& r : rejects) {
        json.push_back(
            {{"batch", batches[r.batch].number},
             {"file", batches[r.batch].file},
             {"row", r.row},
             {"line", r.line},
             {"id", to_string(r.id)},
             {"mended_by", r.mended_by ? nlohmann::json(batches[r.mended_by].number) : nlohmann::json()},
             {"record", r.record ? nlohmann::json(to_string(r.record)) : nlohmann::json()},
             {"column", r.column},
             {"reason", r.reason.render(session.language)},
             {"raw", r.raw}});
      }
      return session.print_json(json);
    }
    Table table({{session.say("Batch"), Table::Align::right},
                 {session.say("File"), Table::Align::left, 28},
                 {session.say("Line"), Table::Align::right},
                 {session.say("Reason"), Table::Align::left, 56},
                 {session.say("Raw text"), Table::Align::left, 60}});
    for (const auto& r : rejects) {
      auto state = r.mended_by ? session.say(Text("mended in batch {number}",
                                                  {{"number", std::to_string(batches[r.mended_by].number)}}))
                               : std::string();
      table.add({std::to_string(batches[r.batch].number), batches[r.batch].file,
                 r.line == 0 ? std::to_string(r.row) : std::to_string(r.line),
                 (state.empty() ? "" : state + ": ") + (r.column.empty() ? "" : r.column + ": ") +
                     r.reason.render(session.language),
                 r.raw});
    }
    if (table.empty()) return session.print(session.say("No row was rejected.") + "\n");
    session.print(table.print(session.colour()));
    if (total > rejects.size()) {
      session.print(session.say(Text("… and {count} more; --limit 0 shows all.",
                                     {{"count", grouped(static_cast<long long>(total - rejects.size()))}})) +
                    "\n");
    }
  });
}

}  // namespace kith::cli
