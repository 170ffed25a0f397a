#include <map>
#include <memory>

#include "base/error.h"
#include "base/utf8.h"
#include "cli/commands.h"
#include "ledger/batches.h"

namespace kith::cli {

void add_rejects(CLI::App& app, Session& session) {
  struct Words {
    std::int64_t batch = 0;
    std::size_t limit = 50;
  };
  auto words = std::make_shared<Words>();
  auto* command =
      app.add_subcommand("rejects", session.say("List rows that could not become records, with the reason"));
  command->add_option("batch", words->batch, session.say("Number of a batch; all where left out"));
  command->add_option("--limit", words->limit, session.say("At most so many rows; 0: all"));
  command->callback([&session, words] {
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
        json.push_back({{"batch", batches[r.batch].number},
                        {"file", batches[r.batch].file},
                        {"row", r.row},
                        {"line", r.line},
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
      table.add({std::to_string(batches[r.batch].number), batches[r.batch].file,
                 r.line == 0 ? std::to_string(r.row) : std::to_string(r.line),
                 (r.column.empty() ? "" : r.column + ": ") + r.reason.render(session.language), r.raw});
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
