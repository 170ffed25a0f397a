#include <memory>

#include "base/error.h"
#include "base/file.h"
#include "cli/commands.h"
#include "service/profile_file.h"

namespace kith::cli {

void add_profile(CLI::App& app, Session& session) {
  struct Words {
    std::string file, html;
    std::string encoding, sheet;
    std::uint64_t header_line = 0;
  };
  auto words = std::make_shared<Words>();
  auto* command = app.add_subcommand(
      "profile",
      session.say("What is in a file: kinds, patterns, keys, duplicates, personal data; no base needed"));
  command->add_option("file", words->file, session.say("Any file that `kith import` reads"))->required();
  command->add_option("--html", words->html, session.say("Write it as one self-contained page to this file"));
  command->add_option("--encoding", words->encoding,
                      session.say("Encoding: UTF-8, GB18030, Big5, UTF-16LE, windows-1252 …"));
  command->add_option("--header-line", words->header_line, session.say("Line where the header stands"))
      ->check(CLI::PositiveNumber);
  command->add_option("--sheet", words->sheet,
                      session.say("Sheet of a workbook, table of a database, file in a zip"));
  command->callback([&session, words] {
    lens::ReadOptions options;
    options.rows_needed = false;
    if (!words->encoding.empty()) options.encoding = words->encoding;
    if (!words->sheet.empty()) options.sheet = words->sheet;
    if (words->header_line > 0) options.header_line = words->header_line;
    auto progress = session.progress();
    auto profile = service::profile_file(words->file, options, progress, session.cancel);
    if (!words->html.empty()) {
      write_file_atomically(words->html, service::profile_html(profile, session.language));
      if (!session.json)
        return session.print(session.say(Text("The report is in {path}.", {{"path", words->html}})) + "\n");
    }
    session.print(session.json ? service::profile_json(profile) + "\n"
                               : service::profile_terminal(profile, session.language));
  });
}

}  // namespace kith::cli
