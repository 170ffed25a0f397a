#include <memory>

#include "base/error.h"
#include "cli/attribute_label.h"
#include "cli/commands.h"
#include "cli/config_file.h"
#include "cli/resolve_report.h"
#include "service/import_file.h"
#include "service/resolve_new_records.h"

namespace kith::cli {
namespace {

struct Words {
  std::vector<std::string> files;
  service::ImportRequest request;
  std::string kind, encoding, delimiter, quote, format;
  bool no_header = false;
  std::uint64_t header_line = 0;
  std::string sheet;
  bool all_sheets = false;
  bool yes = false, no_resolve = false;
  bool add = false, upsert = false, snapshot = false;
  std::int64_t confirmed_gone = -1, mends = 0;
};

char one_character(const std::string& text, const char* option) {
  if (text == "\\t" || text == "tab") return '\t';
  if (text.size() == 1) return text[0];
  throw Error(ErrorCode::usage, Text("{option} takes one character.", {{"option", option}}),
              "For a tabulator write tab.");
}

lens::ReadOptions read_options(const Words& words, CLI::App* command) {
  lens::ReadOptions options;
  if (!words.format.empty()) {
    for (auto format : lens::all_formats) {
      if (words.format == lens::name_of(format)) options.format = format;
    }
  }
  if (!words.encoding.empty()) options.encoding = words.encoding;
  if (!words.delimiter.empty()) options.delimiter = one_character(words.delimiter, "--delimiter");
  if (command->count("--quote") > 0)
    options.quote = words.quote.empty() ? '\0' : one_character(words.quote, "--quote");
  if (words.no_header) options.header = false;
  if (words.header_line > 0) options.header_line = words.header_line;
  if (!words.sheet.empty()) options.sheet = words.sheet;
  return options;
}

std::string describe(const Session& session, const lens::FileShape& shape) {
  std::string text(lens::name_of(shape.format));
  if (!shape.compression.empty()) text += " · " + shape.compression;
  text += " · " + shape.encoding;
  if (shape.format == lens::FileFormat::csv) {
    std::string delimiter = shape.delimiter == '\t' ? "tab" : std::string(1, shape.delimiter);
    text += " · " + session.say(Text("separated by {delimiter}", {{"delimiter", delimiter}}));
  }
  if (shape.format == lens::FileFormat::csv && shape.quote != '"') {
    std::string quote = shape.quote == '\0' ? session.say("none") : std::string(1, shape.quote);
    text += " · " + session.say(Text("quote {quote}", {{"quote", quote}}));
  }
  if (shape.header_line > 1)
    text += " · " + session.say(Text("header in line {line}", {{"line", std::to_string(shape.header_line)}}));
  if (!shape.header) text += " · " + session.say("no header");
  if (!shape.sheet.empty())
    text += " · " + session.say(Text(shape.format == lens::FileFormat::json ? "list {name}" : "sheet {name}",
                                     {{"name", shape.sheet}}));
  text += " · " + session.say(Text("{count} columns", {{"count", std::to_string(shape.columns.size())}}));
  return text;
}

std::string columns_of(const Session& session, const service::ImportReport& report,
                       const service::Output& output) {
  if (output.from_output >= 0) {
    return "← " + attribute_label(
                      session, report.layout.outputs[static_cast<std::size_t>(output.from_output)].attribute);
  }
  std::string text;
  for (int column : output.columns)
    text += (text.empty() ? "" : " + ") + report.layout.columns[static_cast<std::size_t>(column)];
  if (output.reason == "content") {
    auto share = std::to_string(static_cast<int>(output.confidence * 100 + 0.5));
    text += session.say(Text(" (by its content, {share} %)", {{"share", share}}));
  }
  return text;
}

nlohmann::json as_json(const service::ImportReport& report, const std::string& file) {
  nlohmann::json json = {{"file", file},
                         {"batch", report.batch},
                         {"kind", service::name_of(report.layout.kind)},
                         {"known_as", report.layout.known_as},
                         {"format", lens::name_of(report.shape.format)},
                         {"encoding", report.shape.encoding},
                         {"rows", report.rows},
                         {"records", report.records},
                         {"facts", report.facts},
                         {"rejects", report.rejects},
                         {"mode", ledger::name_of(report.layout.mode)},
                         {"unchanged", report.unchanged},
                         {"replaced", report.replaced},
                         {"gone", report.gone},
                         {"repeated", report.repeated},
                         {"known_keys", report.known_keys},
                         {"new_rows", report.new_rows},
                         {"looked_up", report.looked_up},
                         {"expected_duplicates", report.expected_duplicates},
                         {"mends", report.mends},
                         {"mended", report.mended},
                         {"seconds", report.seconds}};
  auto mapping = nlohmann::json::array();
  for (std::size_t i = 0; i < report.layout.outputs.size(); ++i) {
    const auto& output = report.layout.outputs[i];
    nlohmann::json entry = {
        {"attribute", output.attribute}, {"reason", output.reason}, {"confidence", output.confidence}};
    if (output.from_output >= 0) {
      entry["part_of"] = report.layout.outputs[static_cast<std::size_t>(output.from_output)].attribute;
    } else {
      auto columns = nlohmann::json::array();
      for (int column : output.columns)
        columns.push_back(report.layout.columns[static_cast<std::size_t>(column)]);
      entry["columns"] = columns;
    }
    if (!output.region.empty()) entry["region"] = output.region;
    for (std::size_t v = 0; v < 5; ++v)
      entry["verdicts"][std::string(name_of(static_cast<Verdict>(v)))] = report.counts[i].verdicts[v];
    auto reasons = nlohmann::json::object();
    for (std::size_t r = 1; r < report.counts[i].reasons.size(); ++r) {
      if (report.counts[i].reasons[r] > 0)
        reasons[std::string(name_of(static_cast<Reason>(r)))] = report.counts[i].reasons[r];
    }
    entry["reasons"] = reasons;
    mapping.push_back(entry);
  }
  json["mapping"] = mapping;
  auto extra = nlohmann::json::array();
  for (int column : report.layout.extra)
    extra.push_back(report.layout.columns[static_cast<std::size_t>(column)]);
  json["kept_as_they_are"] = extra;
  json["drift"] = nlohmann::json::array();
  for (const auto& change : report.drift) json["drift"].push_back(change.render(Language::en));
  if (report.layout.key_output >= 0 || report.layout.key_matched)
    json["key_attribute"] = report.layout.key_said;
  if (report.layout.key_column >= 0)
    json["key"] = report.layout.columns[static_cast<std::size_t>(report.layout.key_column)];
  json["fact_columns"] = nlohmann::json::object();
  for (std::size_t i = 0; i < report.layout.facts.size(); ++i) {
    if (report.layout.facts[i] != service::FactRole::none)
      json["fact_columns"][std::string(service::name_of(report.layout.facts[i]))] = report.layout.columns[i];
  }
  return json;
}

std::string verdict_table(const Session& session, const service::ImportReport& report) {
  using Align = Table::Align;
  Table table({{session.say("Attribute")},
               {session.say("Column"), Align::left, 36},
               {session.say("kept"), Align::right},
               {session.say("changed"), Align::right},
               {session.say("suspect"), Align::right},
               {session.say("invalid"), Align::right},
               {session.say("empty"), Align::right}});
  for (std::size_t i = 0; i < report.layout.outputs.size(); ++i) {
    const auto& counts = report.counts[i].verdicts;
    std::vector<std::string> cells{attribute_label(session, report.layout.outputs[i].attribute),
                                   columns_of(session, report, report.layout.outputs[i])};
    for (auto count : counts) cells.push_back(count == 0 ? "·" : grouped(static_cast<long long>(count)));
    table.add(std::move(cells));
  }
  return table.print(session.colour());
}

std::string example_table(const Session& session, const service::ImportReport& report) {
  Table table({{session.say("Attribute")},
               {session.say("Before"), Table::Align::left, 32},
               {session.say("After"), Table::Align::left, 32},
               {session.say("Verdict")},
               {session.say("Reason"), Table::Align::left, 44}});
  for (std::size_t i = 0; i < report.layout.outputs.size(); ++i) {
    int shown = 0;
    for (const auto& example : report.examples) {
      if (example.output != i || ++shown > 3) continue;
      table.add({attribute_label(session, report.layout.outputs[i].attribute), example.before, example.after,
                 session.say(std::string(name_of(example.verdict)).c_str()),
                 std::string(text_of(example.reason, session.language))});
    }
  }
  return table.empty() ? std::string() : table.print(session.colour());
}

Text word_of(service::FactRole role) {
  using service::FactRole;
  switch (role) {
    case FactRole::order_key:
      return "order number";
    case FactRole::placed_at:
      return "order time";
    case FactRole::status:
      return "status";
    case FactRole::currency:
      return "currency";
    case FactRole::amount:
      return "amount";
    case FactRole::items:
      return "items";
    case FactRole::event_key:
      return "event number";
    case FactRole::event_name:
      return "event";
    case FactRole::event_at:
    case FactRole::interaction_at:
      return "time";
    case FactRole::properties:
      return "properties";
    case FactRole::interaction_key:
      return "number of the contact";
    case FactRole::interaction_kind:
      return "kind of contact";
    case FactRole::direction:
      return "direction";
    case FactRole::agent:
      return "agent";
    case FactRole::duration:
      return "duration";
    case FactRole::subject:
      return "subject";
    default:
      return "";
  }
}

// The columns that are no attribute: the source's key, parts of orders, events and interactions.
std::string what_else(const Session& session, const service::Layout& layout) {
  std::string parts;
  auto add = [&](const std::string& what, const std::string& from) {
    parts += (parts.empty() ? "" : comma(session)) + what + " ← " + from;
  };
  if (layout.key_column >= 0)
    add(session.say("key"), harmless(layout.columns[static_cast<std::size_t>(layout.key_column)]));
  for (std::size_t i = 0; i < layout.facts.size(); ++i) {
    if (layout.facts[i] == service::FactRole::none) continue;
    auto from = harmless(layout.columns[i]);
    if (layout.facts[i] == service::FactRole::amount && !layout.amount_unit.empty())
      from = session.say(Text("{column} (in {unit})", {{"column", from}, {"unit", layout.amount_unit}}));
    add(session.say(word_of(layout.facts[i])), from);
  }
  if (!layout.currency.empty()) add(session.say("currency"), layout.currency);
  for (const auto& output : layout.outputs) {
    if (!output.region.empty())
      add(session.say(Text("numbers of {attribute} without a country code",
                           {{"attribute", attribute_label(session, output.attribute)}})),
          output.region);
  }
  return parts.empty() ? parts : session.say(Text("Read besides: {parts}", {{"parts", parts}}));
}

// What the file is to those before it.
std::string compared_lines(const Session& session, const service::ImportReport& report, bool dry_run) {
  const auto& layout = report.layout;
  auto count = [](std::uint64_t n) { return grouped(static_cast<long long>(n)); };
  std::string key = layout.key_output >= 0     ? attribute_label(session, layout.key_said)
                    : layout.key_matched       ? session.say("matching")
                    : service::has_key(layout) ? service::key_name(layout)
                                               : session.say("the whole row");
  Text::Arguments arguments{{"key", harmless(key)},
                            {"fresh", count(report.records - std::min(report.records, report.replaced))},
                            {"replaced", count(report.replaced)},
                            {"unchanged", count(report.unchanged)},
                            {"gone", count(report.gone)}};
  std::string out =
      session.say(
          layout.mode == ledger::BatchMode::snapshot
              ? Text("By {key}: {fresh} new, {replaced} replaced, {unchanged} unchanged, {gone} gone.",
                     arguments)
              : Text("By {key}: {fresh} new, {replaced} replaced, {unchanged} unchanged.", arguments)) +
      "\n";
  if (dry_run && report.needs_confirmation)
    out += session.say(Text("So many gone are refused unless you say --confirm-gone {count}.",
                            {{"count", std::to_string(report.gone)}})) +
           "\n";
  return out;
}

// What of it the base has already, by key and by matching.
std::string foretold_lines(const Session& session, const service::ImportReport& report) {
  auto count = [](std::uint64_t n) { return grouped(static_cast<long long>(n)); };
  std::string out;
  if (report.repeated > 0)
    out += session.say(
               Text("{count} rows were imported before word for word: with --key they would be left out.",
                    {{"count", count(report.repeated)}})) +
           "\n";
  if (report.known_keys > 0)
    out +=
        session.say(Text("{count} rows have a key that the source gave before: with --key they would replace "
                         "what it gave.",
                         {{"count", count(report.known_keys)}})) +
        "\n";
  if (report.looked_up == 0) return out;
  Text::Arguments arguments{{"expected", count(report.expected_duplicates)},
                            {"rows", count(report.new_rows)},
                            {"looked", count(report.looked_up)},
                            {"alike", count(report.looked_alike)}};
  return out +
         session.say(
             report.looked_up == report.new_rows
                 ? Text("{expected} of {rows} new rows are likely customers that are there already.",
                        arguments)
                 : Text("About {expected} of {rows} new rows are likely customers that are there already "
                        "(of {looked} looked up, {alike} are).",
                        arguments)) +
         "\n";
}

void print_report(const Session& session, const service::ImportReport& report, const std::string& file,
                  bool dry_run) {
  std::string out =
      styled(file, Style::bold, session.colour()) + "  " + describe(session, report.shape) + "\n";
  if (!report.layout.known_as.empty())
    out += session.say(Text("Recognised: {export}", {{"export", report.layout.known_as}})) + "\n";
  for (const auto& change : report.drift)
    out +=
        session.say(Text("Unlike the last file of the source: {change}", {{"change", session.say(change)}})) +
        "\n";
  out += verdict_table(session, report);
  if (auto line = what_else(session, report.layout); !line.empty()) out += line + "\n";
  if (!report.layout.extra.empty()) {
    std::string names;
    for (int column : report.layout.extra)
      names += (names.empty() ? "" : comma(session)) +
               harmless(report.layout.columns[static_cast<std::size_t>(column)]);
    out += session.say(Text("Kept as they are: {names}", {{"names", names}})) + "\n";
  }
  if (dry_run) {
    if (auto examples = example_table(session, report); !examples.empty()) out += "\n" + examples;
  }
  for (const auto& reject : report.first_rejects) {
    out += session.say(Text("  line {line}, row {row}: {reason}",
                            {{"line", std::to_string(reject.line)},
                             {"row", std::to_string(reject.row)},
                             {"reason", reject.reason.render(session.language)}})) +
           "\n";
  }
  if (report.rejects > report.first_rejects.size()) out += "  …\n";
  if (report.layout.mode != ledger::BatchMode::add) out += compared_lines(session, report, dry_run);
  if (dry_run) out += foretold_lines(session, report);
  if (report.mends != 0)
    out += session.say(Text("Rejects of batch {number}: {mended} mended, {again} rejected again.",
                            {{"number", std::to_string(report.mends)},
                             {"mended", grouped(static_cast<long long>(report.mended))},
                             {"again", grouped(static_cast<long long>(report.rejected_again))}})) +
           "\n";
  double rate = report.seconds > 0 ? static_cast<double>(report.rows) / report.seconds : 0;
  Text::Arguments arguments{{"rows", grouped(static_cast<long long>(report.rows))},
                            {"records", grouped(static_cast<long long>(report.records))},
                            {"facts", grouped(static_cast<long long>(report.facts))},
                            {"rejects", grouped(static_cast<long long>(report.rejects))},
                            {"rate", grouped(static_cast<long long>(rate))},
                            {"number", std::to_string(report.batch)}};
  out +=
      session.say(dry_run ? Text("Dry run: {rows} rows would become {records} records, {facts} facts and "
                                 "{rejects} rejects. Nothing was written.",
                                 arguments)
                          : Text("Batch {number}: {rows} rows, {records} records, {facts} facts, {rejects} "
                                 "rejects ({rate} rows/s). Take it back with `kith undo {number}`.",
                                 arguments));
  session.print(out + "\n");
}

// The tables to import: file and, where all of a file's are wanted, sheet.
std::vector<std::pair<std::string, std::string>> tables_of(const Words& words) {
  std::vector<std::pair<std::string, std::string>> tables;
  for (const auto& file : words.files) {
    auto sheets =
        words.all_sheets ? lens::FileReader::tables(file, words.request.read) : std::vector<std::string>();
    if (sheets.empty()) tables.emplace_back(file, "");
    for (auto& sheet : sheets) tables.emplace_back(file, std::move(sheet));
  }
  return tables;
}

}  // namespace

void add_import(CLI::App& app, Session& session) {
  auto words = std::make_shared<Words>();
  auto* command = app.add_subcommand("import", session.say("Import files: read, map, standardise, store"));
  command
      ->add_option("file", words->files,
                   session.say("CSV, fixed width, NDJSON, JSON, XLSX, Parquet, SQLite, vCard or mail files; "
                               "plain, gzip, zstd or zip"))
      ->required();
  command->add_option("--source", words->request.source,
                      session.say("Source that supplies them; known of mended rejects"));
  command
      ->add_option("--as", words->kind,
                   session.say("What the rows are: customers, orders, events, interactions"))
      ->check(CLI::IsMember({"customers", "orders", "events", "interactions"}));
  command->add_option("--mapping", words->request.mapping,
                      session.say("TOML file that says what the columns are; see `kith source mapping`"));
  command->add_option(
      "--key", words->request.key,
      session.say("Column or attribute that says which row is which: a row whose key the source "
                  "gave before replaces that record; `match` finds out by matching; kept for the source's "
                  "next files"));
  command
      ->add_option(
          "--mends", words->mends,
          session.say("The files are mended rejects of that batch; found out where `kith rejects --out` "
                      "wrote them"))
      ->check(CLI::PositiveNumber);
  auto* add = command->add_flag("--add", words->add, session.say("Rows are added, and replace none"));
  auto* upsert = command->add_flag(
      "--upsert", words->upsert, session.say("A row whose key the source gave before replaces that record"));
  auto* snapshot = command->add_flag(
      "--snapshot", words->snapshot,
      session.say("The file is all that the source has: records that it lacks end; kept for its next files"));
  add->excludes(upsert)->excludes(snapshot);
  upsert->excludes(snapshot);
  command
      ->add_option("--confirm-gone", words->confirmed_gone,
                   session.say("A snapshot may end up to so many records, even more than a fifth"))
      ->check(CLI::NonNegativeNumber);
  command->add_flag("--dry-run", words->request.dry_run,
                    session.say("Show what would happen; write nothing"));
  command->add_flag("--no-resolve", words->no_resolve,
                    session.say("Leave the new records to a later `kith resolve`"));
  command->add_flag("--yes,-y", words->yes, session.say("Do not ask"));
  command->add_flag("--again", words->request.again,
                    session.say("Import a file that was imported before once more"));
  command
      ->add_option("--format", words->format,
                   session.say("File format: csv, fixed, ndjson, json, xlsx, parquet, sqlite, vcard, mail"))
      ->check(
          CLI::IsMember({"csv", "fixed", "ndjson", "json", "xlsx", "parquet", "sqlite", "vcard", "mail"}));
  command->add_option("--encoding", words->encoding,
                      session.say("Encoding: UTF-8, GB18030, Big5, UTF-16LE, windows-1252 …"));
  command->add_option("--delimiter", words->delimiter,
                      session.say("Character between cells; tab for a tabulator"));
  command->add_option("--quote", words->quote, session.say("Quote character; empty for none"));
  command->add_flag("--no-header", words->no_header, session.say("The first line is data"));
  command->add_option("--header-line", words->header_line, session.say("Line where the header stands"))
      ->check(CLI::PositiveNumber);
  command->add_option("--sheet", words->sheet,
                      session.say("Sheet of a workbook, table of a database, file in a zip"));
  command
      ->add_flag("--all-sheets", words->all_sheets,
                 session.say("Every sheet, table or file of it that has rows, a batch each"))
      ->excludes("--sheet");
  command->add_option("--threads", words->request.threads,
                      session.say("Threads that standardise; 0: one a core"));
  command->callback([&session, words, command] {
    words->request.read = read_options(*words, command);
    words->request.kind = service::batch_kind(words->kind);
    if (words->kind.empty()) words->request.kind.reset();
    if (words->add) words->request.mode = ledger::BatchMode::add;
    if (words->upsert) words->request.mode = ledger::BatchMode::upsert;
    if (words->snapshot) words->request.mode = ledger::BatchMode::snapshot;
    if (words->mends > 0) words->request.mends = words->mends;
    if (words->confirmed_gone >= 0) words->request.confirmed_gone = words->confirmed_gone;
    if (words->request.threads == 0) {
      words->request.threads = static_cast<unsigned>(
          std::strtoul(read_config(session.home_folder, "threads").c_str(), nullptr, 10));
    }
    auto home = session.open(words->request.dry_run ? service::Access::read : service::Access::write);
    auto results = nlohmann::json::array();
    bool first = true;
    for (const auto& [file, sheet] : tables_of(*words)) {
      words->request.file = file;
      if (!sheet.empty()) words->request.read.sheet = sheet;
      auto progress = session.progress();
      if (!words->request.dry_run && !words->yes && ::isatty(STDIN_FILENO) != 0 && !session.json) {
        auto plan = words->request;
        plan.dry_run = true;
        print_report(session, service::import_file(*home, plan, progress, session.cancel), file, true);
        if (!session.agrees(Text("Import {file}?", {{"file", file}}), false)) continue;
      }
      auto report = service::import_file(*home, words->request, progress, session.cancel);
      if (session.json) {
        results.push_back(as_json(report, file));
        continue;
      }
      if (!first) session.print("\n");
      first = false;
      print_report(session, report, file, words->request.dry_run);
    }
    if (!words->request.dry_run && !words->no_resolve && service::can_resolve_new(*home)) {
      auto progress = session.progress();
      auto report = service::resolve_new_records(*home, progress, session.cancel, words->request.threads,
                                                 service::most_after_import);
      home->lens(progress, session.cancel);
      progress.done();
      if (session.json && !results.empty()) results.back()["resolved"] = as_json(report);
      if (!session.json && report.records + report.waiting > 0)
        session.print(describe(session, report) + "\n");
    }
    if (session.json) session.print_json(results.size() == 1 ? results[0] : results);
  });
}

}  // namespace kith::cli
