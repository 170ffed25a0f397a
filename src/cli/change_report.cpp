#include "cli/change_report.h"

#include "cli/attribute_label.h"
#include "service/value_desk.h"

namespace kith::cli {
namespace {

std::string shown(const Session& session, const std::string& value) {
  return value.empty() ? session.say("(empty)") : harmless(value);
}

// What a standard on trial would show otherwise.
std::string shown_text(const Session& session, const std::vector<service::AttributeChanges>& attributes) {
  using Align = Table::Align;
  Table table({{session.say("Attribute")},
               {session.say("Shown now"), Align::left, 40},
               {session.say("Would be shown"), Align::left, 40},
               {session.say("Values"), Align::right}});
  for (const auto& attribute : attributes) {
    std::uint64_t told = 0;
    for (const auto& change : attribute.examples) {
      table.add({attribute_label(session, attribute.attribute), shown(session, change.before),
                 shown(session, change.after), grouped(static_cast<long long>(change.values))});
      told += change.values;
    }
    if (told < attribute.values)
      table.add({attribute_label(session, attribute.attribute), "…", "…",
                 grouped(static_cast<long long>(attribute.values - told))});
  }
  return table.empty() ? "" : table.print(session.colour()) + "\n";
}

}  // namespace

std::string change_text(const Session& session, const service::RestandardiseReport& report) {
  auto text = shown_text(session, report.shown);
  if (report.changed != 0) {
    using Align = Table::Align;
    Table table({{session.say("Attribute")},
                 {session.say("Before"), Align::left, 36},
                 {session.say("After"), Align::left, 36},
                 {session.say("Verdict")},
                 {session.say("Reason"), Align::left, 40},
                 {session.say("Values"), Align::right}});
    for (const auto& attribute : report.attributes) {
      std::uint64_t told = 0;
      for (const auto& change : attribute.examples) {
        table.add({attribute_label(session, attribute.attribute), shown(session, change.before),
                   shown(session, change.after), session.say(std::string(name_of(change.verdict)).c_str()),
                   std::string(text_of(change.reason, session.language)),
                   grouped(static_cast<long long>(change.values))});
        told += change.values;
      }
      if (told < attribute.values) {
        table.add({attribute_label(session, attribute.attribute), "…", "…", "", "",
                   grouped(static_cast<long long>(attribute.values - told))});
      }
    }
    text += table.print(session.colour());
  }
  Text::Arguments arguments{
      {"records", grouped(static_cast<long long>(report.records))},
      {"changed", grouped(static_cast<long long>(report.changed))},
      {"customers", grouped(static_cast<long long>(report.customers))},
      {"batch", std::to_string(report.batch)},
      {"number", report.corrections.empty() ? "" : std::to_string(report.corrections.front())}};
  if (report.batch == 0) {
    text += session.say(Text("{records} records looked at: {changed} would change, of {customers} customers. "
                             "Nothing was written.",
                             arguments)) +
            "\n";
    return text;
  }
  text += session.say(
              Text("Batch {batch}: {changed} of {records} records changed, of {customers} customers. Take "
                   "it back with `kith undo {batch}`.",
                   arguments)) +
          "\n";
  if (report.corrections.size() == 1)
    text += session.say(Text("This is correction {number}; what comes later is corrected, too.", arguments)) +
            "\n";
  if (report.resolve_wanted)
    text += session.say("So many records changed that matching should look at all: `kith resolve`.") + "\n";
  return text;
}

nlohmann::json change_json(const service::RestandardiseReport& report) {
  return nlohmann::json::parse(service::restandardised_json(report));
}

}  // namespace kith::cli
