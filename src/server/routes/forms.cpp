// Forms: defined by users under /api/v1/forms, seen and sent by strangers under /f.
#include "service/forms.h"

#include "base/embedded.h"
#include "server/api.h"
#include "server/shapes.h"

namespace kith::server {
namespace {

json form_json(const service::FormView& view) {
  json out = {{"id", to_string(view.form.id)},
              {"name", view.form.name},
              {"source", view.form.source},
              {"fields", json::array()},
              {"origins", view.origins}};
  for (const auto& field : view.fields)
    out["fields"].push_back(
        {{"attribute", field.attribute}, {"label", field.label}, {"required", field.required}});
  if (!view.purpose.empty())
    out["consent"] = {{"purpose", view.purpose},
                      {"channel", view.channel},
                      {"text", view.text},
                      {"text_version", view.text_version},
                      {"double_opt_in", view.double_opt_in}};
  return out;
}

service::FormView form_of(const json& body) {
  service::FormView view;
  view.form.name = body["name"];
  view.form.source = body["source"];
  for (const auto& field : body["fields"])
    view.fields.push_back({field["attribute"], field["label"], "text", field.value("required", false)});
  if (body.contains("consent")) {
    const auto& consent = body["consent"];
    view.purpose = consent["purpose"];
    view.channel = consent["channel"];
    view.text = consent["text"];
    view.text_version = consent.value("text_version", "");
    view.double_opt_in = consent.value("double_opt_in", false);
  }
  view.origins = body.value("origins", std::vector<std::string>());
  return view;
}

Response list(Call& call) {
  json items = json::array();
  for (const auto& view : service::list_forms(call.base.office, call.actor()))
    items.push_back(form_json(view));
  return json_response(200, {{"items", items}});
}

Response create(Call& call) {
  return json_response(201, form_json(service::put_form(call.base.office, call.actor(), form_of(call.body))));
}

Response put(Call& call) {
  auto view = form_of(call.body);
  auto id = parse_id<ledger::FormKind>(call.place("form"));
  call.actor().require("sources.write");
  if (!id)
    throw Error(ErrorCode::not_found, "There is no such form.",
                "Ask who runs the page for the right address.");
  view.form.id = *id;
  return json_response(200, form_json(service::put_form(call.base.office, call.actor(), view)));
}

Response remove(Call& call) {
  service::remove_form(call.base.office, call.actor(), call.place("form"));
  Response response;
  response.status = 204;
  return response;
}

// Which page may send it: those that its definition names, and the server's own.
bool may_send(const service::FormView& view, const Request& request) {
  auto origin = request.header("origin");
  if (origin.empty() || view.origins.empty()) return true;
  auto own = std::string(request.secure ? "https://" : "http://") + std::string(request.header("host"));
  for (const auto& allowed : view.origins) {
    if (origin == allowed) return true;
  }
  return origin == own;
}

void let_page_read(Response& response, const Request& request) {
  auto origin = request.header("origin");
  response.set("Access-Control-Allow-Origin", origin.empty() ? "*" : origin);
  response.set("Access-Control-Allow-Headers", "Content-Type");
  response.set("Access-Control-Allow-Methods", "POST");
  response.set("Cross-Origin-Resource-Policy", "cross-origin");
}

Response page(Call& call) {
  auto view = service::open_form(call.base.office, call.place("form"));
  std::string name;
  for (char c : view.form.name) {
    name += c == '<' ? "&lt;" : c == '&' ? "&amp;" : std::string(1, c);
  }
  Response response;
  response.set("Content-Type", "text/html; charset=utf-8");
  response.body =
      "<!doctype html><html><head><meta charset=\"utf-8\"><meta name=\"viewport\" "
      "content=\"width=device-width, initial-scale=1\"><title>" +
      name + "</title><link rel=\"stylesheet\" href=\"/f/form.css\"></head><body><main><h1>" + name +
      "</h1><script src=\"/f/" + to_string(view.form.id) + "/embed.js\"></script></main></body></html>";
  return response;
}

Response script(Call& call) {
  auto view = service::open_form(call.base.office, call.place("form"));
  auto base =
      std::string(call.request.secure ? "https://" : "http://") + std::string(call.request.header("host"));
  json definition = {{"url", base + "/f/" + to_string(view.form.id)}, {"fields", json::array()}};
  for (const auto& field : view.fields)
    definition["fields"].push_back({{"attribute", field.attribute},
                                    {"label", field.label},
                                    {"type", field.type},
                                    {"required", field.required}});
  if (!view.purpose.empty()) definition["consent"] = view.text;
  Response response;
  response.set("Content-Type", "text/javascript; charset=utf-8");
  response.set("Cache-Control", "no-cache");
  response.set("Cross-Origin-Resource-Policy", "cross-origin");
  response.body =
      "(function(){var kithForm=" + definition.dump() + ";\n" + std::string(embedded("form.js")) + "})();\n";
  return response;
}

Response style(Call&) {
  Response response;
  response.set("Content-Type", "text/css; charset=utf-8");
  response.set("Cache-Control", "public, max-age=3600");
  response.fixed = embedded("form.css");
  return response;
}

Response submit(Call& call) {
  auto view = service::open_form(call.base.office, call.place("form"));
  Response response;
  try {
    if (!may_send(view, call.request))
      throw Error(ErrorCode::denied, "This page may not send the form.", "Add its origin to the form's.");
    if (call.body.value("more", "").empty()) {
      service::Submission submission;
      for (const auto& [name, value] : call.body["values"].items()) submission.values[name] = value;
      submission.consent = call.body.value("consent", false);
      submission.objects = call.request.header("sec-gpc") == "1";
      submission.campaign = call.body.value("campaign", "");
      submission.page = call.body.value("page", "");
      submission.address = call.request.peer;
      call.base.forms.submit(view, submission);
    }
    // A program that fills in what nobody sees hears the same.
    response = json_response(200, {{"received", true}});
  } catch (const Error& error) {
    response = problem_of(error, call.language);
    if (response.status == 503) response.status = 429;
  }
  let_page_read(response, call.request);
  return response;
}

}  // namespace

void add_form_routes(Api& api) {
  api.add(Method::get, "/api/v1/forms", Door::signed_in, "", list);
  api.add(Method::post, "/api/v1/forms", Door::signed_in, "FormNew", create);
  api.add(Method::put, "/api/v1/forms/{form}", Door::signed_in, "FormNew", put);
  api.add(Method::del, "/api/v1/forms/{form}", Door::signed_in, "", remove);
  api.add(Method::get, "/f/form.css", Door::stranger, "", style);
  api.add(Method::get, "/f/{form}", Door::stranger, "", page);
  api.add(Method::get, "/f/{form}/embed.js", Door::stranger, "", script);
  api.add(Method::post, "/f/{form}", Door::stranger, "Submission", submit);
  api.add(Method::options, "/f/{form}", Door::stranger, "", [](Call& call) {
    Response response;
    response.status = 204;
    let_page_read(response, call.request);
    return response;
  });
}

}  // namespace kith::server
