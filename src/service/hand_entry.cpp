#include "service/hand_entry.h"

#include <algorithm>

#include "base/error.h"
#include "ledger/customers.h"
#include "ledger/records.h"
#include "service/golden.h"
#include "service/mapping_file.h"
#include "service/resolve_new_records.h"
#include "standard/standardise.h"

namespace kith::service {
namespace {

constexpr std::string_view key_attributes[] = {"phone", "landline", "email", "id_number", "wechat"};

ledger::Source source_of(ledger::Write& write, const std::string& name) {
  auto found = ledger::find_source(write.sql, name.empty() ? by_hand : std::string_view(name));
  if (found) return *found;
  if (!name.empty())
    throw Error(ErrorCode::not_found, Text("There is no source named {name}.", {{"name", name}}),
                "The list of sources has them all.");
  ledger::Source source;
  source.name = by_hand;
  source.owner = source.purpose = "entered by users";
  source.lawful_basis = "legitimate_interest";
  source.retention_days = 3650;
  source.trust = 90;
  source.id = ledger::add_source(write, source);
  return source;
}

}  // namespace

PreparedEntry prepare_entry(ledger::Write& write, const std::map<std::string, std::string>& values,
                            const std::string& source) {
  PreparedEntry entry;
  entry.source = source_of(write, source);
  auto attributes = ledger::all_attributes(write.sql);
  Layout told;
  told.told = true;
  for (const auto& [name, value] : values) {
    auto known = std::find_if(attributes.begin(), attributes.end(),
                              [&, key = name](const auto& a) { return a.name == key; });
    if (known == attributes.end())
      throw Error(ErrorCode::bad_input, Text("There is no attribute {name}.", {{"name", name}}),
                  "The data dictionary lists them.", {{}, 0, "values." + name});
    Output output;
    output.attribute = name;
    output.type = known->type;
    output.columns = {static_cast<int>(told.columns.size())};
    output.reason = "mapping";
    told.outputs.push_back(output);
    told.columns.push_back(name);
    entry.cells.push_back(value);
  }
  if (told.columns.empty())
    throw Error(ErrorCode::bad_input, "There is nothing to enter.", "Give at least one value.",
                {{}, 0, "values"});
  told.facts.assign(told.columns.size(), FactRole::none);
  entry.layout = layout_for(told, told.columns);
  standard::Standard standard;
  standard.region = entry.source.region;
  standard.today = write.now() / 86400000;
  for (std::size_t i = 0; i < told.outputs.size(); ++i) {
    standard::Standardised result;
    standard::standardiser_for(told.outputs[i].type).function(entry.cells[i], standard, result);
    const auto& name = told.outputs[i].attribute;
    if (result.verdict == Verdict::invalid || result.verdict == Verdict::empty)
      throw Error(ErrorCode::bad_input,
                  Text("This cannot be a value of {attribute}: {reason}.",
                       {{"attribute", name}, {"reason", std::string(text_of(result.reason, Language::en))}}),
                  "Give the value as it should stand.", {{}, 0, "values." + name});
    if (std::find(std::begin(key_attributes), std::end(key_attributes), name) != std::end(key_attributes)) {
      for (const auto& attribute : attributes) {
        bool alike = attribute.name == name || (name == "phone" && attribute.name == "landline") ||
                     (name == "landline" && attribute.name == "phone");
        if (alike) entry.keys.emplace_back(attribute.id, result.value);
      }
    }
  }
  RowBlock block;
  for (const auto& cell : entry.cells) block.columns.push_back({Cell(cell)});
  block.row = {1};
  block.line = {0};
  const auto house = HouseForm::load(write.sql);
  const auto form = house.for_batch(entry.layout, entry.source.name, 0, standard.today);
  RowPreparer(entry.layout, standard, &form).prepare(std::move(block), entry.block);
  if (entry.block.rows.empty())
    throw Error(ErrorCode::bad_input, entry.block.rejects.at(0).reason,
                "Give the values that the rule demands.");
  return entry;
}

std::vector<CustomerId> sharing_with(ledger::Statements& sql, const PreparedEntry& entry) {
  std::vector<CustomerId> customers;
  for (const auto& [attribute, value] : entry.keys) {
    for (auto id : ledger::customers_with_value(sql, attribute, value)) {
      if (std::find(customers.begin(), customers.end(), id) == customers.end()) customers.push_back(id);
    }
  }
  return customers;
}

CustomerId store_entry(ledger::Write& write, PreparedEntry& entry, const std::string& reason) {
  const auto& row = entry.block.rows.at(0);
  RecordId record(write.take_ids());
  ledger::Batch batch;
  batch.source = entry.source.id;
  batch.kind = name_of(BatchKind::customers);
  batch.file = by_hand;
  batch.file_digest = sha256({reinterpret_cast<const unsigned char*>(&record.value), sizeof record.value});
  batch.layout = to_json(entry.layout);
  batch.first_id = batch.last_id = record.value;
  ledger::open_batch(write, batch);
  ledger::NewRecord fresh;
  fresh.id = record;
  fresh.source = entry.source.id;
  fresh.batch = batch.id;
  fresh.row = 1;
  fresh.cells = std::string_view(entry.block.cells).substr(0, row.cells_end);
  fresh.standard = std::string_view(entry.block.standard).substr(0, row.standard_end);
  ledger::insert_records(write, {&fresh, 1});
  batch.state = ledger::BatchState::done;
  batch.ended_at = write.now();
  batch.first_id = batch.last_id = record.value;
  batch.file_rows = batch.records = 1;
  ledger::update_batch(write, batch);
  write.changed(ledger::Entity::record, "put", record.value, record.value, batch.id.value);
  auto customer = ledger::create_customer(write);
  auto change = write.changed(ledger::Entity::customer, "put", customer.value, customer.value);
  ledger::point_new_record(write, record, customer, change);
  GoldenBuilder builder(write.sql);
  refresh_customer(write, builder, customer, change);
  index_in(write, {record});
  write.audit("customer.enter", to_string(customer),
              "{\"batch\":" + std::to_string(batch.number) +
                  ",\"reason\":" + (reason.empty() ? "false" : "true") + "}");
  return customer;
}

}  // namespace kith::service
