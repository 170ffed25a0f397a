#include "service/base_desk.h"

#include <algorithm>

#include <nlohmann/json.hpp>

#include "base/error.h"
#include "ledger/decisions_of_record.h"
#include "ledger/endings.h"
#include "ledger/records.h"
#include "service/customer_desk.h"
#include "service/customer_list.h"
#include "service/mapping_file.h"
#include "service/quality_report.h"
#include "service/rejects_file.h"
#include "service/review_pairs.h"
#include "service/rule_file.h"

namespace kith::service {
namespace {

[[noreturn]] void no_source(const std::string& name) {
  throw Error(ErrorCode::not_found, Text("There is no source named {name}.", {{"name", name}}),
              "The list of sources has them all.");
}

std::string etag_of(const ledger::Source& s) {
  std::string text = s.owner + '\n' + s.purpose + '\n' + s.lawful_basis + '\n' +
                     std::to_string(s.retention_days) + '\n' + std::to_string(s.trust) + '\n' + s.region;
  return "\"" +
         to_hex(sha256({reinterpret_cast<const unsigned char*>(text.data()), text.size()})).substr(0, 16) +
         "\"";
}

SourceView view_of(ledger::Statements& sql, const ledger::Source& source,
                   const std::vector<ledger::Batch>& batches) {
  SourceView view{source, 0, 0, !ledger::mapping_of(sql, source.id).empty(), std::nullopt, etag_of(source)};
  for (const auto& batch : batches) {
    if (batch.source != source.id || batch.state != ledger::BatchState::done) continue;
    ++view.batches;
    view.records += batch.records;
    if (!view.last || batch.number > view.last->number) view.last = batch;
  }
  return view;
}

bool sees_subjects(ledger::Statements& sql, const Actor& actor, const ledger::Decision& decision) {
  for (auto record : {decision.a, decision.b}) {
    const auto customer = record ? ledger::customer_of(sql, record) : CustomerId();
    if (customer && !sees_customer(sql, actor, customer)) return false;
  }
  return true;
}

// Taking a pin back changes a value.
void require_edit(ledger::Statements& sql, const Actor& actor, AttributeId attribute) {
  actor.require("customers.write");
  HandEdit edit;
  for (const auto& one : ledger::all_attributes(sql)) {
    if (one.id == attribute) edit.values[one.name] = std::nullopt;
  }
  check_fields(sql, actor, edit);
}

// Whoever sees only some customers gets no figures of all.
void require_all_rows(const Actor& actor) {
  if (!actor.sees_all_rows())
    throw Error(ErrorCode::denied, "Your role sees only some customers; this is about all of them.",
                "Ask somebody who sees all.");
}

}  // namespace

Summary summary_of(Office& office, const Actor& actor) {
  actor.require("customers.read");
  Summary summary;
  auto read = office.ledger().read();
  auto& sql = read->sql();
  summary.change = ledger::newest_change(*read);
  summary.sources = static_cast<std::int64_t>(ledger::all_sources(sql).size());
  if (!actor.sees_all_rows()) return summary;
  auto batches = ledger::all_batches(sql);
  for (const auto& batch : batches) {
    if (batch.state != ledger::BatchState::done) continue;
    ++summary.batches;
    summary.records += batch.records;
    summary.rejects += batch.open_rejects;
    if (batch.kind == "orders") summary.orders += batch.facts;
    if (batch.kind == "events") summary.events += batch.facts;
    if (batch.kind == "interactions") summary.interactions += batch.facts;
  }
  // Those that later files replaced, or lack, are history.
  ledger::each_ended(sql, 0, INT64_MAX, [&](RecordId) { --summary.records; });
  std::reverse(batches.begin(), batches.end());
  if (batches.size() > 8) batches.resize(8);
  summary.recent = std::move(batches);
  summary.duplicates = 0;
  for (const auto& pair : waiting_pairs(sql)) summary.duplicates += pair.customer_a != pair.customer_b;
  read.reset();
  auto view = office.lens();
  view->query("SELECT count(*) FROM customer WHERE records > 0", {},
              [&](const lens::LensRow& row) { summary.customers = row.integer(0); });
  view->query("SELECT count(*) FROM record_row WHERE customer_id IS NULL AND ended IS NULL", {},
              [&](const lens::LensRow& row) { summary.unresolved = row.integer(0); });
  return summary;
}

std::vector<SourceView> list_sources(Office& office, const Actor& actor) {
  actor.require("sources.read");
  auto read = office.ledger().read();
  auto batches = ledger::all_batches(read->sql());
  std::vector<SourceView> views;
  for (const auto& source : ledger::all_sources(read->sql()))
    views.push_back(view_of(read->sql(), source, batches));
  return views;
}

SourceView find_source(Office& office, const Actor& actor, const std::string& name) {
  actor.require("sources.read");
  auto read = office.ledger().read();
  auto source = ledger::find_source(read->sql(), name);
  if (!source) no_source(name);
  return view_of(read->sql(), *source, ledger::all_batches(read->sql()));
}

SourceView add_source(Office& office, const Actor& actor, const ledger::Source& source) {
  actor.require("sources.write");
  for (char c : source.name) {
    if (c == '/' || c == '\\' || static_cast<unsigned char>(c) <= ' ')
      throw Error(ErrorCode::bad_input, "The name of a source has no blanks and no strokes.",
                  "Take a short name such as web-shop.", {{}, 0, "name"});
  }
  ledger::ActingAs as(actor.id);
  office.ledger().write([&](ledger::Write& write) { ledger::add_source(write, source); });
  auto all = actor;
  all.rights.emplace_back("sources.read");
  return find_source(office, all, source.name);
}

SourceView edit_source(Office& office, const Actor& actor, const std::string& name,
                       const std::string& if_match, const std::function<void(ledger::Source&)>& change) {
  actor.require("sources.write");
  ledger::ActingAs as(actor.id);
  office.ledger().write([&](ledger::Write& write) {
    auto stored = ledger::find_source(write.sql, name);
    if (!stored) no_source(name);
    if (!if_match.empty() && if_match != "*" && if_match != etag_of(*stored))
      throw Error(ErrorCode::stale, "Somebody has changed this source meanwhile.",
                  "Look at it again, then make your change.");
    change(*stored);
    ledger::update_source(write, *stored);
  });
  auto all = actor;
  all.rights.emplace_back("sources.read");
  return find_source(office, all, name);
}

Layout mapping_of_source(Office& office, const Actor& actor, const std::string& name) {
  actor.require("sources.read");
  auto read = office.ledger().read();
  auto source = ledger::find_source(read->sql(), name);
  if (!source) no_source(name);
  auto stored = ledger::mapping_of(read->sql(), source->id);
  if (stored.empty())
    throw Error(ErrorCode::not_found, Text("The source {name} has no mapping yet.", {{"name", name}}),
                "It gets one with its first import.");
  return layout_from_json(stored);
}

Layout put_mapping(Office& office, const Actor& actor, const std::string& name, const std::string& toml,
                   bool dry_run) {
  actor.require("sources.write");
  auto all = actor;
  all.rights.emplace_back("sources.read");
  auto before = mapping_of_source(office, all, name);
  auto layout = layout_from_toml(toml, "mapping", before.columns);
  if (dry_run) return layout;
  ledger::ActingAs as(actor.id);
  office.ledger().write([&](ledger::Write& write) {
    auto source = ledger::find_source(write.sql, name);
    if (!source) no_source(name);
    ledger::put_mapping(write, source->id, to_json(layout));
    write.audit("source.mapping", to_string(source->id), "{}");
  });
  return layout;
}

std::vector<ledger::Batch> list_batches(Office& office, const Actor& actor) {
  actor.require("imports.read");
  auto batches = ledger::all_batches(office.ledger().read()->sql());
  std::reverse(batches.begin(), batches.end());
  return batches;
}

ledger::Batch find_batch(Office& office, const Actor& actor, std::int64_t number) {
  actor.require("imports.read");
  auto batch = ledger::find_batch(office.ledger().read()->sql(), number);
  if (!batch)
    throw Error(ErrorCode::not_found,
                Text("There is no batch {number}.", {{"number", std::to_string(number)}}),
                "The list of batches has them all.");
  return *batch;
}

UndoReport preview_undo(Office& office, const Actor& actor, std::int64_t number) {
  actor.require("imports.write");
  return preview_undo(office.ledger(), number);
}

namespace {

void take_apart(RejectPage& page, std::optional<BatchId> wanted) {
  std::map<BatchId, Layout> layouts;
  for (const auto& reject : page.items) {
    auto [layout, fresh] = layouts.try_emplace(reject.batch);
    if (fresh) layout->second = layout_from_json(page.batches[reject.batch].layout);
    page.cells.push_back(reject.raw.empty() ? std::vector<std::string>()
                                            : reject_cells(reject, layout->second.origin));
  }
  if (wanted) page.columns = layout_from_json(page.batches[*wanted].layout).columns;
}

}  // namespace

RejectPage list_rejects(Office& office, const Actor& actor, std::optional<std::int64_t> batch,
                        std::int64_t after, std::size_t limit) {
  actor.require("imports.read");
  require_all_rows(actor);
  RejectPage page;
  auto read = office.ledger().read();
  for (auto& each : ledger::all_batches(read->sql())) page.batches.emplace(each.id, each);
  std::optional<BatchId> wanted;
  if (batch) {
    auto found = ledger::find_batch(read->sql(), *batch);
    if (!found)
      throw Error(ErrorCode::not_found,
                  Text("There is no batch {number}.", {{"number", std::to_string(*batch)}}),
                  "The list of batches has them all.");
    wanted = found->id;
  }
  ledger::each_reject(read->sql(), wanted, [&](const ledger::Reject& reject) {
    if (reject.id.value <= after) return;
    if (page.items.size() < limit) {
      page.items.push_back(reject);
    } else if (page.next == 0) {
      page.next = page.items.back().id.value;
    }
  });
  // Rejected rows are text as received, of any attribute.
  for (const auto& attribute : ledger::all_attributes(read->sql())) {
    if (actor.access_to(attribute) >= FieldAccess::read) continue;
    for (auto& reject : page.items) reject.raw.clear();
    break;
  }
  take_apart(page, wanted);
  office.trail().note(actor, "rejects.read", "base", "{\"rows\":" + std::to_string(page.items.size()) + "}");
  return page;
}

RecordPage list_records(Office& office, const Actor& actor, const RecordQuery& query) {
  actor.require("customers.read");
  require_all_rows(actor);
  auto attributes = ledger::all_attributes(office.ledger().read()->sql());
  auto access_to = [&](const std::string& name) {
    for (const auto& attribute : attributes) {
      if (attribute.name == name) return actor.access_to(attribute);
    }
    throw Error(ErrorCode::bad_input, Text("There is no attribute {name}.", {{"name", name}}),
                "The data dictionary lists them.", {{}, 0, "attribute"});
  };
  std::vector<lens::LensValue> parameters{query.after};
  std::string sql = "SELECT r.id FROM record r WHERE r.id > $1";
  auto bind = [&](lens::LensValue value) {
    parameters.push_back(std::move(value));
    return "$" + std::to_string(parameters.size());
  };
  if (query.batch)
    sql += " AND r.batch_id = (SELECT id FROM batch WHERE number = " + bind(*query.batch) + ")";
  if (!query.source.empty())
    sql += " AND r.source_id = (SELECT id FROM source WHERE name = " + bind(query.source) + ")";
  if (!query.attribute.empty() && query.verdict) {
    if (access_to(query.attribute) == FieldAccess::hide)
      throw Error(ErrorCode::denied,
                  Text("You may not look into {attribute}.", {{"attribute", query.attribute}}),
                  "Ask somebody who manages users for it.", {{}, 0, "attribute"});
    sql += " AND r." + lens::quoted(query.attribute + ":verdict") + " = " +
           bind(static_cast<std::int64_t>(*query.verdict));
  }
  sql += " ORDER BY r.id LIMIT " + std::to_string(query.limit + 1);
  std::vector<RecordId> ids;
  {
    auto view = office.lens();
    view->query(sql, parameters, [&](const lens::LensRow& row) { ids.emplace_back(row.integer(0)); });
  }
  RecordPage page;
  if (ids.size() > query.limit) {
    ids.pop_back();
    page.next = ids.back().value;
  }
  auto read = office.ledger().read();
  for (auto id : ids) {
    if (!ledger::find_record(read->sql(), id)) continue;
    auto record = read_record(*read, id);
    std::erase_if(record.values, [&](const auto& v) { return access_to(v.attribute) == FieldAccess::hide; });
    bool all = true;
    for (auto& value : record.values) {
      if (access_to(value.attribute) >= FieldAccess::read) continue;
      value.value = masked(value.value);
      value.raw = masked(value.raw);
      all = false;
    }
    for (const auto& attribute : attributes) all = all && actor.access_to(attribute) >= FieldAccess::read;
    if (!all) record.extra.clear();
    page.items.push_back(std::move(record));
    page.customers.push_back(ledger::customer_of(read->sql(), id));
  }
  office.trail().note(actor, "record.list", "base", "{\"rows\":" + std::to_string(page.items.size()) + "}");
  return page;
}

DecisionPage list_decisions(Office& office, const Actor& actor, std::int64_t before, std::size_t limit) {
  actor.require("matching.review");
  DecisionPage page;
  auto read = office.ledger().read();
  auto attributes = ledger::all_attributes(read->sql());
  auto newest = ledger::newest_decisions(read->sql(), before, limit + 1);
  if (newest.size() > limit) {
    newest.resize(limit);
    page.next = newest.back().id.value;
  }
  for (auto& decision : newest) {
    // A page is shorter where it holds what is about others' customers.
    if (!sees_subjects(read->sql(), actor, decision)) continue;
    for (const auto& attribute : attributes) {
      if (attribute.id == decision.attribute && actor.access_to(attribute) < FieldAccess::read)
        decision.value.clear();
    }
    page.items.push_back(std::move(decision));
  }
  return page;
}

void withdraw_decision(Office& office, const Actor& actor, const std::string& name) {
  actor.require("matching.review");
  auto id = parse_id<DecisionKind>(name);
  ledger::ActingAs as(actor.id);
  office.ledger().write([&](ledger::Write& write) {
    const auto decision = id ? ledger::find_decision(write.sql, *id) : std::nullopt;
    if (!decision || decision->withdrawn_at != 0 || !sees_subjects(write.sql, actor, *decision))
      throw Error(ErrorCode::not_found, "There is no such decision.", "The list of decisions has them all.");
    if (decision->kind == ledger::DecisionType::pin) require_edit(write.sql, actor, decision->attribute);
    withdraw_decision(write, *decision);
    write.audit("decision.withdraw", to_string(*id), "{}");
  });
}

std::vector<ledger::AuditEntry> search_audit(Office& office, const Actor& actor,
                                             const ledger::AuditQuery& query) {
  actor.require("audit.read");
  office.trail().flush();
  return ledger::search_audit(office.ledger().read()->sql(), query);
}

std::map<std::string, std::string> settings_of(Office& office, const Actor& actor) {
  actor.require("settings.read");
  std::map<std::string, std::string> settings;
  auto read = office.ledger().read();
  for (const char* name : {"name", "language", "zone", "session_idle_minutes", "session_days"})
    settings[name] = ledger::setting(read->sql(), name);
  return settings;
}

void put_settings(Office& office, const Actor& actor, const std::map<std::string, std::string>& settings) {
  actor.require("settings.write");
  ledger::ActingAs as(actor.id);
  office.ledger().write([&](ledger::Write& write) {
    for (const auto& [name, value] : settings) {
      ledger::put_setting(write, name, value);
      write.audit("setting.put", "setting:" + name, "{}");
    }
  });
}

}  // namespace kith::service
