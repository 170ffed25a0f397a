#include "service/record_ties.h"

#include "ledger/decisions_of_record.h"
#include "ledger/endings.h"
#include "ledger/match_pairs.h"
#include "ledger/records.h"

namespace kith::service {

TieReader::TieReader(ledger::Statements& sql)
    : sql_(sql),
      pairs_known_(ledger::match_pairs_known(sql)),
      decided_(ledger::any_decision(sql)),
      ended_(ledger::any_ended(sql)),
      moved_(ledger::any_moved(sql)) {}

void TieReader::read_decisions(RecordId record, RecordTies& ties) {
  const auto line = ended_ ? ledger::line_of(sql_, record) : std::vector<RecordId>{record};
  for (auto said_of : line) {
    for (const auto& decision : ledger::decisions_of_record(sql_, said_of)) {
      if (decision.kind == ledger::DecisionType::pin) continue;
      auto& list = decision.kind == ledger::DecisionType::same ? ties.same : ties.different;
      const auto other = ledger::standing_heir(sql_, decision.a == said_of ? decision.b : decision.a);
      if (other && other != record) list.push_back(other);
    }
  }
}

RecordTies TieReader::of(RecordId record, bool with_likely) {
  RecordTies ties;
  if (decided_) read_decisions(record, ties);
  ties.of_key = ledger::records_of_same_key(sql_, record);
  ties.customer = ledger::customer_of(sql_, record);
  if (moved_) ties.former = ledger::former_customer(sql_, record);
  ties.seen = with_likely && pairs_known_ && !ledger::is_unseen(sql_, record);
  if (ties.seen) ledger::match_pairs_of(sql_, record, ties.likely);
  return ties;
}

CustomerTies TieReader::of(CustomerId customer) {
  CustomerTies ties;
  ties.members = ledger::standing_members_of(sql_, customer);
  if (ended_) ties.newest_heir = ledger::newest_heir_of(sql_, customer);
  return ties;
}

}  // namespace kith::service
