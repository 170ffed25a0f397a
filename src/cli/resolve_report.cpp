#include "cli/resolve_report.h"

namespace kith::cli {

nlohmann::json as_json(const service::ResolveNewReport& report) {
  return {{"records", report.records},
          {"joined", report.joined},
          {"touched", report.touched},
          {"compared", report.compared},
          {"weighed", report.weighed},
          {"created", report.created},
          {"merged", report.merged},
          {"split", report.split},
          {"moved", report.moved},
          {"waiting", report.waiting},
          {"stopped_short", report.stopped_short},
          {"seconds", report.seconds}};
}

std::string describe(const Session& session, const service::ResolveNewReport& report) {
  if (report.waiting > 0) {
    return session.say(Text("{count} new records wait to be matched: `kith resolve` does it.",
                            {{"count", grouped(static_cast<long long>(report.waiting))}}));
  }
  if (report.records == 0) return session.say("There are no new records to match.");
  char seconds[32];
  std::snprintf(seconds, sizeof seconds, "%.1f", report.seconds);
  auto text = session.say(
      Text("{records} new records were matched with the base: {joined} joined customers that were there, "
           "{created} customers are new, {merged} were merged into others ({seconds} s).",
           {{"records", grouped(static_cast<long long>(report.records))},
            {"joined", grouped(static_cast<long long>(report.joined))},
            {"created", grouped(static_cast<long long>(report.created))},
            {"merged", grouped(static_cast<long long>(report.merged))},
            {"seconds", seconds}}));
  if (report.stopped_short) {
    text += "\n" + session.say(
                       "So many records hang together that not all of them were looked at again; "
                       "`kith resolve` does.");
  }
  return text;
}

}  // namespace kith::cli
