#include "service/forms.h"

#include <algorithm>
#include <mutex>
#include <unordered_map>

#include <nlohmann/json.hpp>

#include "base/error.h"
#include "ledger/consents.h"
#include "ledger/records.h"
#include "service/confirm_consent.h"
#include "service/contact_consent.h"
#include "service/hand_entry.h"

namespace kith::service {
namespace {

using nlohmann::json;

FormView view_of(ledger::Statements& sql, ledger::Form form) {
  FormView view;
  view.form = std::move(form);
  auto definition = json::parse(view.form.definition);
  auto attributes = ledger::all_attributes(sql);
  for (const auto& field : definition["fields"]) {
    FormField next{field["attribute"], field["label"], "text", field.value("required", false)};
    for (const auto& attribute : attributes) {
      if (attribute.name == next.attribute) next.type = attribute.type;
    }
    view.fields.push_back(std::move(next));
  }
  if (definition.contains("consent")) {
    const auto& consent = definition["consent"];
    view.purpose = consent["purpose"];
    view.channel = consent["channel"];
    view.text = consent["text"];
    view.text_version = consent.value("text_version", "");
    view.double_opt_in = consent.value("double_opt_in", false);
  }
  view.origins = definition.value("origins", std::vector<std::string>());
  return view;
}

std::string definition_of(const FormView& view) {
  json definition = {{"fields", json::array()}, {"origins", view.origins}};
  for (const auto& field : view.fields)
    definition["fields"].push_back(
        {{"attribute", field.attribute}, {"label", field.label}, {"required", field.required}});
  if (!view.purpose.empty())
    definition["consent"] = {{"purpose", view.purpose},
                             {"channel", view.channel},
                             {"text", view.text},
                             {"text_version", view.text_version},
                             {"double_opt_in", view.double_opt_in}};
  return definition.dump();
}

[[noreturn]] void no_form() {
  throw Error(ErrorCode::not_found, "There is no such form.", "Ask who runs the page for the right address.");
}

}  // namespace

std::vector<FormView> list_forms(Office& office, const Actor& actor) {
  actor.require("sources.read");
  std::vector<FormView> views;
  auto read = office.ledger().read();
  for (auto& form : ledger::all_forms(read->sql())) views.push_back(view_of(read->sql(), std::move(form)));
  return views;
}

FormView put_form(Office& office, const Actor& actor, const FormView& wanted) {
  actor.require("sources.write");
  FormView view = wanted;
  ledger::ActingAs as(actor.id);
  office.ledger().write([&](ledger::Write& write) {
    if (view.form.id && !ledger::find_form(write.sql, view.form.id)) no_form();
    if (!ledger::find_source(write.sql, view.form.source))
      throw Error(ErrorCode::bad_input,
                  Text("There is no source named {name}.", {{"name", view.form.source}}),
                  "The list of sources has them all.", {{}, 0, "source"});
    auto attributes = ledger::all_attributes(write.sql);
    for (const auto& field : view.fields) {
      bool known = std::any_of(attributes.begin(), attributes.end(),
                               [&](const auto& a) { return a.name == field.attribute; });
      if (!known)
        throw Error(ErrorCode::bad_input, Text("There is no attribute {name}.", {{"name", field.attribute}}),
                    "The data dictionary lists them.", {{}, 0, "fields"});
    }
    if (!view.purpose.empty() && view.text_version.empty()) {
      // The wording is its own version: another text is another consent.
      view.text_version =
          to_hex(sha256({reinterpret_cast<const unsigned char*>(view.text.data()), view.text.size()}))
              .substr(0, 12);
    }
    view.form.created_by = actor.id;
    view.form.definition = definition_of(view);
    view.form.id = ledger::put_form(write, view.form);
  });
  return view;
}

void remove_form(Office& office, const Actor& actor, const std::string& name) {
  actor.require("sources.write");
  auto id = parse_id<ledger::FormKind>(name);
  ledger::ActingAs as(actor.id);
  office.ledger().write([&](ledger::Write& write) {
    if (!id || !ledger::find_form(write.sql, *id)) no_form();
    ledger::remove_form(write, *id);
  });
}

FormView open_form(Office& office, const std::string& name) {
  auto id = parse_id<ledger::FormKind>(name);
  if (!id) no_form();
  auto read = office.ledger().read();
  auto form = ledger::find_form(read->sql(), *id);
  if (!form) no_form();
  return view_of(read->sql(), std::move(*form));
}

struct FormDesk::State {
  std::mutex mutex;
  struct Sent {
    std::int64_t since = 0;
    int count = 0;
  };
  std::unordered_map<std::string, Sent> sent;
};

FormDesk::FormDesk(Office& office) : office_(office), state_(std::make_unique<State>()) {}
FormDesk::~FormDesk() = default;

void FormDesk::submit(const FormView& form, const Submission& submission) {
  {
    std::lock_guard lock(state_->mutex);
    auto now = office_.ledger().now();
    if (state_->sent.size() > 50000) state_->sent.clear();
    auto& mine = state_->sent[submission.address];
    if (now - mine.since > 600000) mine = {now, 0};
    if (++mine.count > 10)
      throw Error(ErrorCode::busy, "Too many forms came from your address.", "Try again in ten minutes.");
  }
  std::map<std::string, std::string> values;
  for (const auto& field : form.fields) {
    auto value = submission.values.find(field.attribute);
    bool given =
        value != submission.values.end() && value->second.find_first_not_of(" \t\r\n") != std::string::npos;
    if (given) values[field.attribute] = value->second;
    if (!given && field.required)
      throw Error(ErrorCode::bad_input, Text("The field {name} is missing.", {{"name", field.label}}),
                  "Fill it in.", {{}, 0, "values." + field.attribute});
  }
  for (const auto& [name, value] : submission.values) {
    bool asked = std::any_of(form.fields.begin(), form.fields.end(),
                             [&, key = name](const FormField& field) { return field.attribute == key; });
    if (!asked)
      throw Error(ErrorCode::bad_input, Text("There is no field {name} here.", {{"name", name}}),
                  "Leave it out.", {{}, 0, "values." + name});
  }
  ledger::ActingAs as(to_string(form.form.id));
  office_.ledger().write([&](ledger::Write& write) {
    auto entry = prepare_entry(write, values, form.form.source);
    auto customer = store_entry(write, entry, submission.campaign);
    ledger::Consent consent;
    consent.record = ledger::members_of(write.sql, customer).front();
    consent.at = write.now();
    if (!form.purpose.empty() && submission.consent) {
      consent.purpose = form.purpose;
      consent.channel = form.channel;
      consent.state =
          form.double_opt_in || (submission.objects && form.purpose == "marketing") ? "pending" : "given";
      consent.text_version = form.text_version;
      consent.evidence = json({{"form", to_string(form.form.id)},
                               {"text", form.text},
                               {"campaign", submission.campaign},
                               {"page", submission.page}})
                             .dump();
      ledger::add_consent(write, consent);
      // To the address that was typed here: following the link shows that it is theirs.
      auto recipient = recipient_of(write.sql, customer, form.channel);
      if (consent.state == "pending" && !recipient.empty())
        ask_to_confirm(write, {consent}, form.text, recipient);
    }
    if (submission.objects) {
      consent.purpose = "tracking";
      consent.channel = "all";
      consent.state = "objected";
      consent.text_version.clear();
      consent.evidence = "Sec-GPC: 1";
      ledger::add_consent(write, consent);
    }
  });
}

}  // namespace kith::service
