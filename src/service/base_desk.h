// The base as a whole, for one who asks: sources, batches, rejects, records, decisions, duplicates, audit,
// settings, quality.
#pragma once
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "ledger/batches.h"
#include "ledger/catalogue.h"
#include "ledger/customers.h"
#include "ledger/people.h"
#include "service/customer_page.h"
#include "service/layout.h"
#include "service/office.h"
#include "service/quality_measure.h"
#include "service/take_back.h"

namespace kith::service {

struct Summary {
  std::int64_t customers = 0, records = 0, unresolved = 0, sources = 0, batches = 0, rejects = 0, orders = 0,
               events = 0, interactions = 0, duplicates = 0, change = 0;
  std::vector<ledger::Batch> recent;
};
/// Counts of the whole base, whatever rows the actor sees: for one who sees only some, all are 0 but what
/// they see.
Summary summary_of(Office& office, const Actor& actor);

struct SourceView {
  ledger::Source source;
  std::int64_t batches = 0, records = 0;
  bool has_mapping = false;
  std::optional<ledger::Batch> last;
  std::string etag;
};
std::vector<SourceView> list_sources(Office& office, const Actor& actor);
SourceView find_source(Office& office, const Actor& actor, const std::string& name);
SourceView add_source(Office& office, const Actor& actor, const ledger::Source& source);
/// Applies `change` to what stands. Throws Error(stale) where if_match is not its etag.
SourceView edit_source(Office& office, const Actor& actor, const std::string& name,
                       const std::string& if_match, const std::function<void(ledger::Source&)>& change);
/// The newest mapping. Throws Error(not_found) where there is none yet.
Layout mapping_of_source(Office& office, const Actor& actor, const std::string& name);
/// `dry_run`: it is read and checked, and not kept.
Layout put_mapping(Office& office, const Actor& actor, const std::string& name, const std::string& toml,
                   bool dry_run = false);

/// Newest first.
std::vector<ledger::Batch> list_batches(Office& office, const Actor& actor);
ledger::Batch find_batch(Office& office, const Actor& actor, std::int64_t number);
UndoReport preview_undo(Office& office, const Actor& actor, std::int64_t number);

struct RejectPage {
  std::vector<ledger::Reject> items;
  std::vector<std::vector<std::string>> cells;  ///< of each, see reject_cells(); none without its raw text
  std::vector<std::string> columns;             ///< of the batch that was asked for
  std::map<BatchId, ledger::Batch> batches;
  std::int64_t next = 0;  ///< 0: no more
};
RejectPage list_rejects(Office& office, const Actor& actor, std::optional<std::int64_t> batch,
                        std::int64_t after, std::size_t limit);

struct RecordQuery {
  std::optional<std::int64_t> batch;
  std::string source, attribute;
  std::optional<Verdict> verdict;
  std::int64_t after = 0;
  std::size_t limit = 50;
};
struct RecordPage {
  std::vector<PageRecord> items;
  std::vector<CustomerId> customers;
  std::int64_t next = 0;
};
RecordPage list_records(Office& office, const Actor& actor, const RecordQuery& query);

struct DecisionPage {
  std::vector<ledger::Decision> items;
  std::int64_t next = 0;
};
DecisionPage list_decisions(Office& office, const Actor& actor, std::int64_t before, std::size_t limit);
void withdraw_decision(Office& office, const Actor& actor, const std::string& id);

std::vector<ledger::AuditEntry> search_audit(Office& office, const Actor& actor,
                                             const ledger::AuditQuery& query);

/// Everything set, by name; see settings.cpp of the server for their meaning.
std::map<std::string, std::string> settings_of(Office& office, const Actor& actor);
void put_settings(Office& office, const Actor& actor, const std::map<std::string, std::string>& settings);

}  // namespace kith::service
