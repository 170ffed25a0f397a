// Uploads, imports, batches, rejects, records.

#include <charconv>

#include "server/api.h"
#include "server/routes/render.h"
#include "service/base_desk.h"
#include "service/customer_desk.h"
#include "service/import_desk.h"
#include "service/import_life_desk.h"
#include "service/mapping_json.h"

namespace kith::server {
namespace {

template <class Kind>
Id<Kind> id_at(Call& call, const char* place, Text nothing) {
  auto id = parse_id<Kind>(call.place(place));
  if (!id) throw Error(ErrorCode::not_found, std::move(nothing), "Begin it again.");
  return *id;
}

ledger::UploadId upload_at(Call& call) {
  return id_at<ledger::UploadKind>(call, "upload", "There is no such upload.");
}
ledger::DraftId draft_at(Call& call) {
  return id_at<ledger::DraftKind>(call, "import", "There is no such import.");
}

json upload_json(const ledger::Upload& upload) {
  return {{"id", to_string(upload.id)},
          {"name", upload.name},
          {"bytes", upload.bytes},
          {"offset", upload.arrived}};
}

// mode, key, mends: what is said replaces what was said, null takes it back.
void take_options(const json& body, ledger::Draft& draft) {
  auto options = draft.options.empty() ? json::object() : json::parse(draft.options);
  for (const char* name : {"mode", "key", "mends"}) {
    if (!body.contains(name)) continue;
    options.erase(name);
    if (!body[name].is_null()) options[name] = body[name];
  }
  draft.options = options.empty() ? "" : options.dump();
}

json draft_json(const service::DraftView& view, Language language) {
  const auto& draft = view.draft;
  json out = {{"id", to_string(draft.id)}, {"state", draft.state},
              {"source", draft.source},    {"file", view.file},
              {"bytes", view.bytes},       {"created_at", time_text(draft.created_at)}};
  if (!draft.kind.empty()) out["kind"] = draft.kind;
  if (!draft.read.empty()) out["read"] = json::parse(draft.read);
  if (!draft.mapping.empty()) out["mapping"] = json::parse(draft.mapping);
  if (!draft.options.empty()) out.update(json::parse(draft.options));
  if (draft.job) out["job"] = to_string(draft.job);
  if (draft.batch != 0) out["batch"] = draft.batch;
  if (!draft.preview.empty()) {
    out["preview"] = json::parse(draft.preview);
    localise(out["preview"], language);
  }
  if (!draft.problem.empty()) out["problem"] = stored_problem(draft.problem);
  return out;
}

Response nothing() {
  Response response;
  response.status = 204;
  return response;
}

Response begin_upload(Call& call) {
  return json_response(201, upload_json(service::begin_upload(call.base.office, call.actor(),
                                                              call.body["name"], call.body["bytes"])));
}

Response get_upload(Call& call) {
  return json_response(200,
                       upload_json(service::find_upload(call.base.office, call.actor(), upload_at(call))));
}

Response continue_upload(Call& call) {
  call.actor().require("imports.write");
  auto text = call.request.header("upload-offset");
  std::int64_t offset = -1;
  auto [end, fault] = std::from_chars(text.data(), text.data() + text.size(), offset);
  if (fault != std::errc() || end != text.data() + text.size() || offset < 0)
    throw Error(ErrorCode::bad_input, "Upload-Offset must be a whole number.",
                "Send where the piece begins, in bytes.", {{}, 0, "Upload-Offset"});
  return json_response(200, upload_json(service::continue_upload(
                                call.base.office, call.actor(), upload_at(call), offset, call.request.body)));
}

Response drop_upload(Call& call) {
  service::drop_upload(call.base.office, call.actor(), upload_at(call));
  return nothing();
}

Response list_imports(Call& call) {
  json items = json::array();
  for (const auto& view : service::list_drafts(call.base.office, call.actor()))
    items.push_back(draft_json(view, call.language));
  return json_response(200, {{"items", items}});
}

Response create_import(Call& call) {
  call.actor().require("imports.write");
  ledger::Draft draft;
  auto upload = parse_id<ledger::UploadKind>(call.body["upload"].get<std::string>());
  if (!upload)
    throw Error(ErrorCode::bad_input, "There is no such upload.", "Begin it again.", {{}, 0, "upload"});
  draft.upload = *upload;
  draft.source = call.body["source"];
  draft.kind = call.body.value("kind", "");
  if (call.body.contains("read")) draft.read = call.body["read"].dump();
  take_options(call.body, draft);
  return json_response(201,
                       draft_json(service::add_draft(call.base.office, call.actor(), draft), call.language));
}

Response get_import(Call& call) {
  return json_response(
      200, draft_json(service::find_draft(call.base.office, call.actor(), draft_at(call)), call.language));
}

Response edit_import(Call& call) {
  call.actor().require("imports.write");
  auto draft = service::find_draft(call.base.office, call.actor(), draft_at(call)).draft;
  const auto& body = call.body;
  if (body.contains("source")) draft.source = body["source"];
  if (body.contains("kind")) draft.kind = body["kind"].is_null() ? "" : body["kind"].get<std::string>();
  if (body.contains("read")) draft.read = body["read"].dump();
  take_options(body, draft);
  if (body.contains("mapping")) draft.mapping = body["mapping"].is_null() ? "" : body["mapping"].dump();
  return json_response(200,
                       draft_json(service::edit_draft(call.base.office, call.actor(), draft), call.language));
}

Response drop_import(Call& call) {
  service::drop_draft(call.base.office, call.actor(), draft_at(call));
  return nothing();
}

Response job_response(Call& call, const ledger::Job& job) {
  return json_response(202, job_json({job, {}}, call.language));
}

Response preview(Call& call) {
  return job_response(call,
                      service::preview_draft(call.base.office, call.base.jobs, call.actor(), draft_at(call)));
}

Response commit(Call& call) {
  service::CommitOptions options;
  options.again = call.body.value("again", false);
  options.resolve = call.body.value("resolve", false);
  if (call.body.contains("confirm_gone"))
    options.confirmed_gone = call.body["confirm_gone"].get<std::int64_t>();
  return job_response(
      call, service::commit_draft(call.base.office, call.base.jobs, call.actor(), draft_at(call), options));
}

std::int64_t batch_at(Call& call) {
  const auto& text = call.place("batch");
  std::int64_t number = 0;
  auto [end, fault] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (fault != std::errc() || end != text.data() + text.size())
    throw Error(ErrorCode::not_found, Text("There is no batch {number}.", {{"number", text}}),
                "The list of batches has them all.");
  return number;
}

Response list_batches(Call& call) {
  auto batches = service::list_batches(call.base.office, call.actor());
  auto names = source_names(call.base.home.ledger().read()->sql());
  json items = json::array();
  for (const auto& batch : batches) items.push_back(batch_json(batch, names[batch.source]));
  return json_response(200, {{"items", items}});
}

Response get_batch(Call& call) {
  auto batch = service::find_batch(call.base.office, call.actor(), batch_at(call));
  auto names = source_names(call.base.home.ledger().read()->sql());
  auto out = batch_json(batch, names[batch.source]);
  if (!batch.layout.empty())
    out["mapping"] = json::parse(service::mapping_json(service::layout_from_json(batch.layout)));
  return json_response(200, out);
}

Response undo_batch(Call& call) {
  auto number = batch_at(call);
  auto report = service::preview_undo(call.base.office, call.actor(), number);
  if (call.flag("dry_run"))
    return json_response(200, {{"batch", report.batch},
                               {"records", report.records},
                               {"facts", report.facts},
                               {"rejects", report.rejects},
                               {"customers_changed", report.customers_changed}});
  return job_response(call, call.base.jobs.enqueue(call.actor(), "undo", json({{"batch", number}}).dump()));
}

// A cursor that is only a position among ids.
std::int64_t position(Call& call) {
  auto cursor = call.request.parameter("cursor");
  if (cursor.empty()) return 0;
  auto text = service::open_cursor(call.base.home, cursor);
  std::int64_t id = 0;
  std::from_chars(text.data(), text.data() + text.size(), id);
  return id;
}
json next_of(Call& call, std::int64_t id) {
  return id == 0 ? json(nullptr) : json(service::seal_cursor(call.base.home, std::to_string(id)));
}

Response list_rejects(Call& call) {
  std::optional<std::int64_t> batch;
  if (auto number = call.number("batch", 1, INT64_MAX, 0); number != 0) batch = number;
  auto page = service::list_rejects(call.base.office, call.actor(), batch, position(call),
                                    static_cast<std::size_t>(call.number("limit", 1, 200, 50)));
  json items = json::array();
  for (std::size_t i = 0; i < page.items.size(); ++i) {
    const auto& reject = page.items[i];
    const auto& from = page.batches[reject.batch];
    items.push_back(
        {{"id", to_string(reject.id)},
         {"batch", from.number},
         {"file", from.file},
         {"row", reject.row},
         {"line", reject.line},
         {"column", reject.column},
         {"reason", call.say(reject.reason)},
         {"mended_by", reject.mended_by ? json(page.batches[reject.mended_by].number) : json(nullptr)},
         {"record", reject.record ? json(to_string(reject.record)) : json(nullptr)},
         {"raw", reject.raw}});
    if (!page.cells[i].empty()) items.back()["cells"] = page.cells[i];
  }
  json answer{{"items", items}, {"next", next_of(call, page.next)}};
  if (!page.columns.empty()) answer["columns"] = page.columns;
  return json_response(200, answer);
}

Response take_rejects(Call& call) {
  auto number = batch_at(call);
  Response response;
  response.body = service::take_rejects(call.base.office, call.actor(), number);
  response.set("Content-Type", "text/csv; charset=utf-8");
  response.set("Content-Disposition", "attachment; filename=\"rejects-" + std::to_string(number) + ".csv\"");
  return response;
}

Response list_records(Call& call) {
  service::RecordQuery query;
  if (auto number = call.number("batch", 1, INT64_MAX, 0); number != 0) query.batch = number;
  query.source = call.text("source");
  query.attribute = call.text("attribute");
  query.after = position(call);
  query.limit = static_cast<std::size_t>(call.number("limit", 1, 200, 50));
  auto verdict = call.text("verdict");
  for (int v = 0; v < 5; ++v) {
    if (name_of(static_cast<Verdict>(v)) == verdict) query.verdict = static_cast<Verdict>(v);
  }
  if (!verdict.empty() && !query.verdict)
    throw Error(ErrorCode::bad_input, "This word is not among those that are allowed.",
                Text("Write one of: {words}.", {{"words", "kept|changed|suspect|invalid|empty"}}),
                {{}, 0, "verdict"});
  auto page = service::list_records(call.base.office, call.actor(), query);
  JsonText out;
  out.begin('{').begin("items", '[');
  for (std::size_t i = 0; i < page.items.size(); ++i)
    write_record(out, page.items[i], page.customers[i], call.language);
  out.end(']').raw("next", dumped(next_of(call, page.next))).end('}');
  return text_response(200, out.take());
}

Response get_record(Call& call) {
  auto view = service::view_record(call.base.office, call.actor(), call.place("record"));
  JsonText out;
  write_record(out, view.record, view.customer, call.language);
  return text_response(200, out.take());
}

}  // namespace

void add_import_routes(Api& api) {
  api.add(Method::post, "/api/v1/uploads", Door::signed_in, "UploadNew", begin_upload);
  api.add(Method::get, "/api/v1/uploads/{upload}", Door::signed_in, "", get_upload);
  api.add(Method::patch, "/api/v1/uploads/{upload}", Door::signed_in, "", continue_upload);
  api.add(Method::del, "/api/v1/uploads/{upload}", Door::signed_in, "", drop_upload);
  api.add(Method::get, "/api/v1/imports", Door::signed_in, "", list_imports);
  api.add(Method::post, "/api/v1/imports", Door::signed_in, "ImportNew", create_import);
  api.add(Method::get, "/api/v1/imports/{import}", Door::signed_in, "", get_import);
  api.add(Method::patch, "/api/v1/imports/{import}", Door::signed_in, "ImportEdit", edit_import);
  api.add(Method::del, "/api/v1/imports/{import}", Door::signed_in, "", drop_import);
  api.add(Method::post, "/api/v1/imports/{import}/preview", Door::signed_in, "", preview);
  api.add(Method::post, "/api/v1/imports/{import}/commit", Door::signed_in, "ImportCommit?", commit);
  api.add(Method::get, "/api/v1/batches", Door::signed_in, "", list_batches);
  api.add(Method::get, "/api/v1/batches/{batch}", Door::signed_in, "", get_batch);
  api.add(Method::post, "/api/v1/batches/{batch}/undo", Door::signed_in, "", undo_batch);
  api.add(Method::get, "/api/v1/batches/{batch}/rejects.csv", Door::signed_in, "", take_rejects);
  api.add(Method::get, "/api/v1/rejects", Door::signed_in, "", list_rejects);
  api.add(Method::get, "/api/v1/records", Door::signed_in, "", list_records);
  api.add(Method::get, "/api/v1/records/{record}", Door::signed_in, "", get_record);
}

}  // namespace kith::server
