#include <algorithm>

#include "base/date.h"
#include "server/api.h"
#include "server/routes/render.h"
#include "service/contact_consent.h"
#include "service/customer_desk.h"
#include "service/customer_list.h"
#include "service/edit_matching.h"
#include "service/surroundings.h"

namespace kith::server {
namespace {

json row_json(const service::ListedCustomer& customer) {
  json values = json::object();
  for (const auto& [name, value] : customer.values) values[name] = value;
  json row = {{"id", to_string(customer.id)},
              {"records", customer.records},
              {"created_at", time_text(customer.created_at)},
              {"updated_at", time_text(customer.updated_at)},
              {"values", values}};
  for (const auto& [name, value] : customer.shown) row["shown"][name] = value;
  return row;
}

json listing_json(const service::CustomerListing& listing) {
  json out = {{"items", json::array()}, {"next", listing.next.empty() ? json(nullptr) : json(listing.next)}};
  for (const auto& customer : listing.items) out["items"].push_back(row_json(customer));
  if (listing.count) out["count"] = {{"value", *listing.count}, {"capped", listing.capped}};
  return out;
}

// What people search for is personal: it travels in the body, for addresses stand in logs and histories.
service::CustomerQuery query_of(const json& body) {
  service::CustomerQuery query;
  query.search = body.value("q", "");
  query.filters = body.value("filters", std::vector<std::string>());
  return query;
}

Response list(Call& call) {
  service::CustomerQuery query;
  query.sort = call.text("sort");
  query.cursor = call.text("cursor");
  query.limit = static_cast<std::size_t>(call.number("limit", 1, 200, 50));
  query.count = call.flag("count");
  return json_response(200, listing_json(service::list_customers(call.base.office, call.actor(), query)));
}

Response search(Call& call) {
  auto query = query_of(call.body);
  query.sort = call.body.value("sort", "");
  query.attributes = call.body.value("attributes", std::vector<std::string>());
  query.limit = call.body.value("limit", std::size_t{50});
  query.offset = call.body.value("offset", std::size_t{0});
  query.count = call.body.value("count", false);
  query.count_all = call.body.value("count_all", false);
  if (auto cursor = call.body.find("cursor"); cursor != call.body.end() && cursor->is_string())
    query.cursor = *cursor;
  return json_response(200, listing_json(service::list_customers(call.base.office, call.actor(), query)));
}

Response facet(Call& call) {
  auto query = query_of(call.body);
  query.limit = call.body.value("limit", std::size_t{20});
  std::string attribute = call.body["attribute"];
  auto facet = service::facet_of(call.base.office, call.actor(), attribute, query);
  json items = json::array();
  for (const auto& [value, count] : facet.values) items.push_back({{"value", value}, {"count", count}});
  return json_response(200, {{"attribute", attribute},
                             {"items", items},
                             {"empty", facet.empty},
                             {"others", facet.others},
                             {"total", facet.total}});
}

void write_value(JsonText& out, const service::PageValue& value, const service::CustomerView& view,
                 Language language) {
  const auto& name = value.attribute.name;
  const auto access = view.access.at(name);
  out.begin('{')
      .field("attribute", name)
      .field("label", label_of(value.attribute, language))
      .field("value", value.golden.value)
      .field("shown", value.shown)
      .field("ordinal", value.golden.ordinal)
      .field("verdict", name_of(value.golden.verdict))
      .field("rule", value.golden.rule)
      .field("support", value.golden.support)
      .field("record", to_string(value.golden.record))
      .field("source", value.source)
      .field("file", value.file)
      .field("row", value.row)
      .field("pinned", value.golden.rule == "pinned")
      .field("masked", access == service::FieldAccess::mask)
      .field("access", name_of(access))
      .begin("alternatives", '[');
  const auto others = view.others.find(name);
  if (others != view.others.end() && value.golden.ordinal == 0) {
    for (const auto& other : others->second)
      out.begin('{')
          .field("value", other.value)
          .field("verdict", name_of(other.verdict))
          .field("support", other.support)
          .field("record", to_string(other.record))
          .field("source", other.source)
          .end('}');
  }
  out.end(']').end('}');
}

std::string customer_text(const service::CustomerView& view, Language language) {
  const auto& page = view.page;
  JsonText out;
  out.begin('{')
      .field("id", to_string(page.customer.id))
      .field("records", page.customer.records)
      .field("created_at", time_text(page.customer.created_at))
      .field("updated_at", time_text(page.customer.updated_at));
  if (page.asked) out.field("asked_for", to_string(*page.asked));
  if (page.as_of != 0) out.field("as_of_change", page.as_of);
  out.begin("values", '[');
  for (const auto& value : page.values) write_value(out, value, view, language);
  out.end(']').begin("members", '[');
  for (const auto& record : page.records) write_record(out, record, page.customer.id, language);
  out.end(']').begin("decisions", '[');
  for (const auto& decision : view.decisions) out.raw(dumped(decision_json(decision, view.attributes)));
  out.end(']')
      .begin("counts", '{')
      .field("orders", page.orders.size())
      .field("events", page.events.size())
      .field("interactions", page.interactions.size())
      .field("consents", view.consents.size())
      .end('}')
      .end('}');
  return out.take();
}

Response customer_response(Call& call, int status, const std::string& name,
                           std::optional<std::int64_t> as_of = std::nullopt) {
  auto view = service::view_customer(call.base.office, call.actor(), name, as_of);
  auto response = text_response(status, customer_text(view, call.language));
  response.set("ETag", view.etag);
  return response;
}

Response get(Call& call) {
  std::optional<std::int64_t> as_of;
  if (auto text = call.text("as_of"); !text.empty()) as_of = time_field({{"as_of", text}}, "as_of");
  return customer_response(call, 200, call.place("customer"), as_of);
}

CustomerId seen(Call& call) {
  return service::customer_seen(call.base.office, call.actor(), call.place("customer"));
}

service::HandEdit edit_in(Call& call) {
  service::HandEdit edit;
  for (const auto& [name, value] : call.body["values"].items()) {
    edit.values[name] = value.is_null() ? std::nullopt : std::optional<std::string>(value.get<std::string>());
  }
  if (edit.values.empty())
    throw Error(ErrorCode::bad_input, "There is nothing to enter.", "Give at least one value.",
                {{}, 0, "values"});
  edit.reason = call.body.value("reason", "");
  return edit;
}

Response edit_many(Call& call) {
  const bool dry_run = call.flag("dry_run");
  auto customers = call.body["customers"].get<std::vector<std::string>>();
  if (customers.empty())
    throw Error(ErrorCode::bad_input, "There is nobody to change.", "Name at least one customer.",
                {{}, 0, "customers"});
  auto report = service::edit_customers(call.base.office, call.actor(), customers, edit_in(call), dry_run);
  json made = {{"customers", report.customers}, {"changed", report.changed}, {"done", !dry_run}};
  if (!dry_run) made["order"] = to_string(report.order);
  return json_response(200, made);
}

service::MatchingEdit matching_edit_in(Call& call) {
  service::MatchingEdit edit;
  edit.search = call.body.value("q", "");
  edit.filters = call.body.value("filters", std::vector<std::string>());
  const auto wanted = edit_in(call);
  for (const auto& [name, value] : wanted.values) edit.values[name] = value.value_or("");
  edit.reason = wanted.reason;
  return edit;
}

Response edit_matching(Call& call) {
  auto& office = call.base.office;
  const auto edit = matching_edit_in(call);
  if (!call.flag("dry_run"))
    return json_response(
        202, job_json({service::begin_edit(office, call.base.jobs, call.actor(), edit), {}}, call.language));
  const auto tried = service::try_edit(office, call.actor(), edit);
  json examples = json::array();
  for (const auto& example : tried.examples)
    examples.push_back({{"id", to_string(example.customer)},
                        {"name", example.name},
                        {"before", example.before},
                        {"after", example.after}});
  return json_response(
      200,
      {{"customers", tried.customers}, {"changed", tried.changed}, {"done", false}, {"examples", examples}});
}

Response undo_edit(Call& call) {
  auto id = parse_id<ledger::JobKind>(call.place("job"));
  if (!id) throw Error(ErrorCode::not_found, "There is no such job.", "The list of jobs has them all.");
  auto job = service::begin_edit_undo(call.base.office, call.base.jobs, call.actor(), *id);
  return json_response(202, job_json({job, {}}, call.language));
}

Response edit(Call& call) {
  auto edit = edit_in(call);
  edit.if_match = std::string(call.request.header("if-match"));
  auto customer = seen(call);
  service::edit_customer(call.base.office, call.actor(), customer, edit);
  return customer_response(call, 200, to_string(customer));
}

Response create(Call& call) {
  service::HandEntry entry;
  for (const auto& [name, value] : call.body["values"].items()) entry.values[name] = value.get<std::string>();
  entry.reason = call.body.value("reason", "");
  entry.despite_duplicates = call.body.value("despite_duplicates", false);
  auto entered = service::enter_customer(call.base.office, call.actor(), entry);
  if (entered.customer) return customer_response(call, 201, to_string(entered.customer));
  json problem = {{"type", "duplicates"},
                  {"title", call.say("There are customers with the same phone, e-mail or number.")},
                  {"status", 409},
                  {"detail", call.say("Look at them; enter it all the same only where it is somebody else.")},
                  {"duplicates", json::array()}};
  for (auto id : entered.duplicates) {
    auto view = service::view_customer(call.base.office, call.actor(), to_string(id), std::nullopt);
    json values = json::object();
    for (const auto& value : view.page.values) {
      if (value.golden.ordinal == 0) values[value.attribute.name] = value.golden.value;
    }
    problem["duplicates"].push_back(
        {{"id", to_string(id)}, {"records", view.page.customer.records}, {"values", values}});
  }
  auto response = json_response(409, problem);
  response.set("Content-Type", "application/problem+json");
  return response;
}

json step_json(Call& call, const service::HistoryStep& step,
               const std::vector<ledger::Attribute>& attributes) {
  json out = {{"change", step.change},
              {"at", time_text(step.at)},
              {"joined", json::array()},
              {"left", json::array()},
              {"values", json::array()}};
  for (auto record : step.joined) out["joined"].push_back(to_string(record));
  for (auto record : step.left) out["left"].push_back(to_string(record));
  out["ended"] = json::array();
  for (auto record : step.ended) out["ended"].push_back(to_string(record));
  for (const auto& value : step.values) {
    std::string label = value.attribute;
    for (const auto& attribute : attributes) {
      if (attribute.name == value.attribute) label = label_of(attribute, call.language);
    }
    out["values"].push_back({{"attribute", value.attribute},
                             {"label", label},
                             {"before", value.before ? json(*value.before) : json(nullptr)},
                             {"after", value.after ? json(*value.after) : json(nullptr)}});
  }
  return out;
}

Response history(Call& call) {
  auto attributes = ledger::all_attributes(call.base.home.ledger().read()->sql());
  json items = json::array();
  for (const auto& step : service::history_of(call.base.office, call.actor(), seen(call)))
    items.push_back(step_json(call, step, attributes));
  return json_response(200, {{"items", items}});
}

Response revert(Call& call) {
  auto customer = seen(call);
  service::revert_value(call.base.office, call.actor(), customer, call.body["attribute"], call.body["change"],
                        call.body.value("reason", ""));
  return customer_response(call, 200, to_string(customer));
}

template <class Facts, class Render>
Response facts_response(const Facts& facts, const Render& render) {
  json items = json::array();
  for (const auto& fact : facts) items.push_back(render(fact));
  return json_response(200, {{"items", items}});
}

Response orders(Call& call) {
  return facts_response(service::facts_of(call.base.office, call.actor(), seen(call)).orders, order_json);
}
Response events(Call& call) {
  return facts_response(service::facts_of(call.base.office, call.actor(), seen(call)).events, event_json);
}
Response interactions(Call& call) {
  return facts_response(service::facts_of(call.base.office, call.actor(), seen(call)).interactions,
                        interaction_json);
}

Response surroundings(Call& call) {
  auto customer = seen(call);
  auto found = service::surroundings_of(call.base.office, call.actor(), customer);
  auto attributes = ledger::all_attributes(call.base.home.ledger().read()->sql());
  json links = json::array(), relations = json::array();
  for (const auto& link : found.links)
    links.push_back({{"a", to_string(link.a)}, {"b", to_string(link.b)}, {"weight", link.weight}});
  for (const auto& relation : found.relations) {
    json others = json::array();
    for (const auto& other : relation.others)
      others.push_back({{"customer", to_string(other.customer)}, {"name", other.name}});
    std::string label = relation.attribute;
    for (const auto& attribute : attributes) {
      if (attribute.name == relation.attribute) label = label_of(attribute, call.language);
    }
    relations.push_back({{"kind", service::name_of(relation.kind)},
                         {"attribute", relation.attribute},
                         {"label", label},
                         {"value", relation.value},
                         {"others", others},
                         {"more", relation.more}});
  }
  return json_response(200, {{"links", links}, {"relations", relations}});
}

// Everything that happened, newest first; what has no time comes last. A page is a stretch of that order.
Response timeline(Call& call) {
  auto customer = seen(call);
  auto kinds = "," + call.text("kinds") + ",";
  auto wanted = [&](const char* kind) {
    return kinds == ",," || kinds.find("," + std::string(kind) + ",") != std::string::npos;
  };
  std::vector<std::pair<std::int64_t, json>> moments;
  auto add = [&](std::int64_t at, const char* kind, const json& id, json thing) {
    moments.emplace_back(
        at, json{{"id", id}, {"kind", kind}, {"at", time_or_null(at)}, {kind, std::move(thing)}});
  };
  auto facts = service::facts_of(call.base.office, call.actor(), customer);
  if (wanted("order"))
    for (const auto& o : facts.orders) add(o.placed_at.value_or(0), "order", to_string(o.id), order_json(o));
  if (wanted("event"))
    for (const auto& e : facts.events) add(e.at.value_or(0), "event", to_string(e.id), event_json(e));
  if (wanted("interaction"))
    for (const auto& i : facts.interactions)
      add(i.at.value_or(0), "interaction", to_string(i.id), interaction_json(i));
  if (wanted("consent") && call.actor().may("consents.read"))
    for (const auto& [consent, stands] : service::consents_of(call.base.office, call.actor(), customer))
      add(consent.at, "consent", to_string(consent.id), consent_json(consent, stands));
  if (wanted("change")) {
    auto attributes = ledger::all_attributes(call.base.home.ledger().read()->sql());
    for (const auto& step : service::history_of(call.base.office, call.actor(), customer))
      add(step.at, "change", "change-" + std::to_string(step.change), step_json(call, step, attributes));
  }
  std::stable_sort(moments.begin(), moments.end(),
                   [](const auto& a, const auto& b) { return a.first > b.first; });
  std::size_t begin = 0;
  if (auto cursor = call.text("cursor"); !cursor.empty())
    begin = static_cast<std::size_t>(
        std::strtoull(service::open_cursor(call.base.home, cursor).c_str(), nullptr, 10));
  auto end = std::min(moments.size(), begin + static_cast<std::size_t>(call.number("limit", 1, 200, 50)));
  json items = json::array();
  for (auto i = std::min(begin, end); i < end; ++i) items.push_back(std::move(moments[i].second));
  json next =
      end < moments.size() ? json(service::seal_cursor(call.base.home, std::to_string(end))) : json(nullptr);
  return json_response(200, {{"items", items}, {"next", next}});
}

Response list_consents(Call& call) {
  json items = json::array();
  for (const auto& [consent, stands] : service::consents_of(call.base.office, call.actor(), seen(call)))
    items.push_back(consent_json(consent, stands));
  return json_response(200, {{"items", items}});
}

Response add_consent(Call& call) {
  call.actor().require("consents.write");
  ledger::Consent consent;
  consent.purpose = call.body["purpose"];
  consent.channel = call.body["channel"];
  consent.state = call.body["state"];
  consent.at = time_field(call.body, "at");
  consent.text_version = call.body.value("text_version", "");
  consent.evidence = call.body.value("evidence", "");
  return json_response(201, consent_json(service::add_consent(call.base.office, call.actor(), seen(call),
                                                              consent, call.body.value("confirm", false)),
                                         true));
}

Response may_contact(Call& call) {
  call.actor().require("consents.read");
  auto purpose = call.text("purpose");
  if (purpose.empty())
    throw Error(ErrorCode::bad_input, "The purpose is missing.", "Say what the contact is for.",
                {{}, 0, "purpose"});
  auto answer =
      service::may_contact(call.base.office, call.actor(), seen(call), purpose, call.text("channel"));
  const char* sentence = answer.reason == "given"       ? "The customer has agreed."
                         : answer.reason == "pending"   ? "The customer has not confirmed yet."
                         : answer.reason == "withdrawn" ? "The customer has withdrawn."
                         : answer.reason == "objected"  ? "The customer has objected."
                                                        : "The customer has never agreed.";
  json out = {{"allowed", answer.allowed}, {"reason", answer.reason}, {"text", call.say(Text(sentence))}};
  if (answer.consent) out["consent"] = consent_json(*answer.consent, true);
  return json_response(200, out);
}

}  // namespace

void add_customer_routes(Api& api) {
  const std::string one = "/api/v1/customers/{customer}";
  api.add(Method::get, "/api/v1/customers", Door::signed_in, "", list);
  api.add(Method::post, "/api/v1/customers", Door::signed_in, "CustomerNew", create);
  api.add(Method::post, "/api/v1/customers/search", Door::signed_in, "CustomerSearch", search);
  api.add(Method::post, "/api/v1/customers/facets", Door::signed_in, "FacetSearch", facet);
  api.add(Method::get, one, Door::signed_in, "", get);
  api.add(Method::post, "/api/v1/customers/edit", Door::signed_in, "CustomersEdit", edit_many);
  api.add(Method::post, "/api/v1/customers/edits", Door::signed_in, "MatchingEdit", edit_matching);
  api.add(Method::post, "/api/v1/customers/edits/{job}/undo", Door::signed_in, "", undo_edit);
  api.add(Method::patch, one, Door::signed_in, "CustomerEdit", edit);
  api.add(Method::get, one + "/timeline", Door::signed_in, "", timeline);
  api.add(Method::get, one + "/history", Door::signed_in, "", history);
  api.add(Method::get, one + "/surroundings", Door::signed_in, "", surroundings);
  api.add(Method::post, one + "/revert", Door::signed_in, "Revert", revert);
  api.add(Method::get, one + "/orders", Door::signed_in, "", orders);
  api.add(Method::get, one + "/events", Door::signed_in, "", events);
  api.add(Method::get, one + "/interactions", Door::signed_in, "", interactions);
  api.add(Method::get, one + "/consents", Door::signed_in, "", list_consents);
  api.add(Method::post, one + "/consents", Door::signed_in, "ConsentNew", add_consent);
  api.add(Method::get, one + "/may-contact", Door::signed_in, "", may_contact);
}

}  // namespace kith::server
