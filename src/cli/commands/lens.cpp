#include <filesystem>

#include "cli/commands.h"

namespace kith::cli {

void add_lens(CLI::App& app, Session& session) {
  auto* lens = app.add_subcommand("lens", session.say("The analytical copy of the base"));
  lens->require_subcommand(1);
  auto report = [&session](service::Home& home, lens::Lens& opened, const char* done) {
    std::error_code ignored;
    auto bytes = std::filesystem::file_size(home.lens_path(), ignored);
    auto prints = opened.fingerprint();
    if (session.json) {
      nlohmann::json json = {{"change", opened.watermark()}, {"bytes", bytes}};
      for (const auto& print : prints)
        json["tables"][print.table] = {{"rows", print.rows}, {"hash", print.hash}};
      return session.print_json(json);
    }
    Table table({{session.say("Table")}, {session.say("Rows"), Table::Align::right}});
    for (const auto& print : prints) table.add({print.table, grouped(print.rows)});
    session.print(table.print(session.colour()) +
                  session.say(Text(done, {{"change", grouped(opened.watermark())}})) + "\n");
  };
  auto* status = lens->add_subcommand("status", session.say("Bring it up to date and show what it holds"));
  status->callback([&session, report] {
    auto home = session.open(service::Access::read);
    auto progress = session.progress();
    auto& opened = home->lens(progress, session.cancel);
    progress.done();
    report(*home, opened, "The lens stands at change {change}.");
  });
  auto* rebuild = lens->add_subcommand("rebuild", session.say("Delete it and make it anew from the ledger"));
  rebuild->callback([&session, report] {
    auto home = session.open(service::Access::read);
    auto progress = session.progress();
    auto& opened = home->rebuild_lens(progress, session.cancel);
    progress.done();
    report(*home, opened, "The lens was rebuilt; it stands at change {change}.");
  });
}

}  // namespace kith::cli
