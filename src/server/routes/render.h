// Things of the service as JSON of the contract.
#pragma once
#include "ledger/batches.h"
#include "ledger/consents.h"
#include "ledger/customers.h"
#include "server/api.h"
#include "server/json_text.h"
#include "service/customer_page.h"

namespace kith::server {

json batch_json(const ledger::Batch& batch, const std::string& source);
json job_json(const service::JobView& view, Language language);
json schedule_json(const ledger::Schedule& schedule);
void write_record(JsonText& out, const service::PageRecord& record, CustomerId customer, Language language);
json order_json(const ledger::Order& order);
json event_json(const ledger::Event& event);
json interaction_json(const ledger::Interaction& interaction);
/// `attributes`: names by id.
json decision_json(const ledger::Decision& decision, const std::vector<ledger::Attribute>& attributes);
json consent_json(const ledger::Consent& consent, bool stands);
json amount_json(const std::optional<std::int64_t>& ten_thousandths);

/// Names of sources by id.
std::map<SourceId, std::string> source_names(ledger::Statements& sql);
std::string label_of(const ledger::Attribute& attribute, Language language);
/// Throws Error(bad_input) naming the field.
std::int64_t time_field(const json& body, const char* name);

}  // namespace kith::server
