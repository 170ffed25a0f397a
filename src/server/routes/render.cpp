#include "server/routes/render.h"

#include "base/date.h"

namespace kith::server {
namespace {

json parsed_object(const std::string& text) {
  auto value = json::parse(text, nullptr, false);
  return value.is_object() ? value : json::object();
}

Text title_of(const std::string& kind) {
  if (kind == "import") return "Import";
  if (kind == "preview") return "Preview of a file";
  if (kind == "undo") return "Taking a batch back";
  if (kind == "resolve") return "Finding the records of one customer";
  if (kind == "export") return "Export";
  if (kind == "collect") return "Collecting files from a folder";
  if (kind == "edit") return "Editing many customers";
  if (kind == "unedit") return "Taking an edit of many customers back";
  if (kind == "hook") return "Importing messages of a webhook";
  if (kind == "restandardise") return "Standardising records anew";
  if (kind == "sample") return "Loading the sample company";
  return "Checking the base";
}

}  // namespace

json amount_json(const std::optional<std::int64_t>& e4) {
  return e4 ? json(static_cast<double>(*e4) / 10000.0) : json(nullptr);
}

json batch_json(const ledger::Batch& batch, const std::string& source) {
  return {{"number", batch.number},
          {"source", source},
          {"kind", batch.kind},
          {"file", batch.file},
          {"bytes", batch.file_bytes},
          {"state", name_of(batch.state)},
          {"started_at", time_text(batch.started_at)},
          {"ended_at", time_or_null(batch.ended_at)},
          {"rows", batch.file_rows},
          {"records", batch.records},
          {"facts", batch.facts},
          {"rejects", batch.rejects},
          {"open_rejects", batch.open_rejects},
          {"mode", name_of(batch.mode)},
          {"unchanged", batch.unchanged},
          {"replaced", batch.replaced},
          {"gone", batch.gone},
          {"mended", batch.mended}};
}

json job_json(const service::JobView& view, Language language) {
  const auto& job = view.job;
  json out = {{"id", to_string(job.id)},
              {"kind", job.kind},
              {"state", name_of(job.state)},
              {"title", title_of(job.kind).render(language)},
              {"phase", view.progress.phase},
              {"done", view.progress.done},
              {"total", view.progress.total},
              {"created_at", time_text(job.created_at)},
              {"started_at", time_or_null(job.started_at)},
              {"ended_at", time_or_null(job.ended_at)},
              {"created_by", job.created_by},
              {"attempts", job.attempts}};
  auto words = parsed_object(job.words);
  if (words.contains("import")) out["import"] = words["import"];
  if (!job.result.empty()) {
    out["result"] = parsed_object(job.result);
    localise(out["result"], language);
    out["result"].erase("pieces");
  }
  if (!job.problem.empty() && job.state != ledger::JobState::queued)
    out["problem"] = stored_problem(job.problem);
  return out;
}

json schedule_json(const ledger::Schedule& schedule) {
  return {{"id", to_string(schedule.id)},
          {"kind", schedule.kind},
          {"cron", schedule.cron},
          {"zone", schedule.zone},
          {"on", schedule.enabled},
          {"next_at", time_or_null(schedule.next_at)},
          {"last_job", schedule.last_job ? json(to_string(schedule.last_job)) : json(nullptr)}};
}

void write_record(JsonText& out, const service::PageRecord& record, CustomerId customer, Language language) {
  out.begin('{')
      .field("id", to_string(record.id))
      .field("source", record.source)
      .field("file", record.file)
      .field("batch", record.batch_number)
      .field("row", record.row)
      .field("line", record.line)
      .field("key", record.source_key)
      .field("received_at", time_text(record.received_at));
  customer ? out.field("customer", to_string(customer)) : out.field("customer", nullptr);
  record.ended_by != 0 ? out.field("ended_by", record.ended_by) : out.field("ended_by", nullptr);
  record.successor ? out.field("successor", to_string(record.successor)) : out.field("successor", nullptr);
  out.begin("values", '[');
  for (const auto& value : record.values)
    out.begin('{')
        .field("attribute", value.attribute)
        .field("value", value.value)
        .field("raw", value.raw)
        .field("verdict", name_of(value.verdict))
        .field("reason", name_of(value.reason))
        .field("text", text_of(value.reason, language))
        .end('}');
  out.end(']');
  if (!record.extra.empty()) out.raw("extra", dumped(parsed_object(record.extra)));
  out.end('}');
}

json order_json(const ledger::Order& order) {
  json out = {{"id", to_string(order.id)},
              {"record", to_string(order.record)},
              {"key", order.key},
              {"status", order.status},
              {"currency", order.currency},
              {"amount", amount_json(order.amount_e4)},
              {"placed_at", order.placed_at ? json(time_text(*order.placed_at)) : json(nullptr)},
              {"items", json::array()}};
  for (const auto& item : order.items) {
    out["items"].push_back({{"sku", item.sku},
                            {"name", item.name},
                            {"quantity", item.quantity ? json(*item.quantity) : json(nullptr)},
                            {"price", amount_json(item.price_e4)}});
  }
  return out;
}

json event_json(const ledger::Event& event) {
  return {{"id", to_string(event.id)},
          {"record", to_string(event.record)},
          {"key", event.key},
          {"name", event.name},
          {"at", event.at ? json(time_text(*event.at)) : json(nullptr)},
          {"properties", parsed_object(event.properties)}};
}

json interaction_json(const ledger::Interaction& interaction) {
  return {{"id", to_string(interaction.id)},
          {"record", to_string(interaction.record)},
          {"key", interaction.key},
          {"kind", interaction.kind},
          {"direction", interaction.direction},
          {"agent", interaction.agent},
          {"subject", interaction.subject},
          {"at", interaction.at ? json(time_text(*interaction.at)) : json(nullptr)},
          {"duration_s", interaction.duration_s ? json(*interaction.duration_s) : json(nullptr)}};
}

json decision_json(const ledger::Decision& decision, const std::vector<ledger::Attribute>& attributes) {
  json out = {{"id", to_string(decision.id)},
              {"kind", decision.kind == ledger::DecisionType::same        ? "same"
                       : decision.kind == ledger::DecisionType::different ? "different"
                                                                          : "pin"},
              {"a", to_string(decision.a)},
              {"reason", decision.reason},
              {"made_by", decision.made_by},
              {"made_at", time_text(decision.made_at)}};
  if (decision.b) out["b"] = to_string(decision.b);
  if (decision.kind == ledger::DecisionType::pin) {
    for (const auto& attribute : attributes) {
      if (attribute.id == decision.attribute) out["attribute"] = attribute.name;
    }
    out["value"] = decision.value;
  }
  return out;
}

json consent_json(const ledger::Consent& consent, bool stands) {
  return {{"id", to_string(consent.id)},
          {"record", to_string(consent.record)},
          {"purpose", consent.purpose},
          {"channel", consent.channel},
          {"state", consent.state},
          {"at", time_text(consent.at)},
          {"text_version", consent.text_version},
          {"evidence", consent.evidence},
          {"entered_by", consent.entered_by},
          {"stands", stands}};
}

std::map<SourceId, std::string> source_names(ledger::Statements& sql) {
  std::map<SourceId, std::string> names;
  for (const auto& source : ledger::all_sources(sql)) names[source.id] = source.name;
  return names;
}

std::string label_of(const ledger::Attribute& attribute, Language language) {
  const auto& label = language == Language::zh ? attribute.label_zh : attribute.label_en;
  return label.empty() ? attribute.name : label;
}

std::int64_t time_field(const json& body, const char* name) {
  if (!body.contains(name)) return 0;
  std::int64_t time = 0;
  auto text = body[name].get<std::string>();
  // Fractions of a second and an offset of zero are allowed by RFC 3339 and mean nothing here.
  if (auto dot = text.find('.'); dot != std::string::npos && text.back() == 'Z')
    text = text.substr(0, dot) + "Z";
  if (!parse_iso_time(text, time))
    throw Error(ErrorCode::bad_input, Text("{text} is not a time.", {{"text", text}}),
                "Write it as 2026-11-21, 2026-11-21 08:05 or 2026-11-21T08:05:00Z.", {{}, 0, name});
  return time;
}

}  // namespace kith::server
