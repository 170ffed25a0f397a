#include "sample/sample.h"

#include <algorithm>
#include <memory>
#include <thread>

#include "base/executor.h"
#include "cli/commands.h"

namespace kith::cli {

void add_sample(CLI::App& app, Session& session) {
  struct Words {
    sample::SampleOptions options;
    std::uint64_t records = 0;
    bool no_xlsx = false;
  };
  auto words = std::make_shared<Words>();
  auto* command =
      app.add_subcommand("sample", session.say("Write the files of a made-up company to try Kith with"));
  command->add_option("directory", words->options.directory, session.say("Folder for the files"))->required();
  command->add_option("--customers", words->options.customers,
                      session.say("True customers behind the files"));
  command->add_option("--seed", words->options.seed, session.say("Same seed, same files"));
  command->add_option("--records", words->records,
                      session.say("Instead one wide file people.csv of so many rows, for measuring"));
  command->add_flag("--no-xlsx", words->no_xlsx,
                    session.say("Leave the spreadsheet out: it is the slowest to write"));
  command->callback([&session, words] {
    words->options.xlsx = !words->no_xlsx;
    auto progress = session.progress();
    sample::SampleReport report;
    if (words->records > 0) {
      Executor executor(std::max(1u, std::thread::hardware_concurrency()));
      sample::PeopleOptions options;
      options.directory = words->options.directory;
      options.records = words->records;
      options.seed = words->options.seed;
      report = sample::write_people(options, executor, progress, session.cancel);
    } else {
      report = sample::write_sample(words->options, progress, session.cancel);
    }
    progress.done();
    if (session.json) {
      nlohmann::json json = {
          {"persons", report.persons}, {"companies", report.companies}, {"truth_rows", report.truth_rows}};
      for (const auto& file : report.files)
        json["files"].push_back(
            {{"name", file.name}, {"rows", file.rows}, {"broken", file.broken}, {"bytes", file.bytes}});
      return session.print_json(json);
    }
    using Align = Table::Align;
    Table table({{session.say("File")},
                 {session.say("Rows"), Align::right},
                 {session.say("Broken"), Align::right},
                 {session.say("Bytes"), Align::right}});
    for (const auto& file : report.files) {
      table.add({file.name, grouped(static_cast<long long>(file.rows)),
                 grouped(static_cast<long long>(file.broken)), grouped(static_cast<long long>(file.bytes))});
    }
    session.print(table.print(session.colour()));
    session.print(session.say(Text("{persons} people and {companies} companies stand behind them.",
                                   {{"persons", grouped(static_cast<long long>(report.persons))},
                                    {"companies", grouped(static_cast<long long>(report.companies))}})) +
                  "\n");
  });
}

}  // namespace kith::cli
