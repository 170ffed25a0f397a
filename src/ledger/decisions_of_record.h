// Decisions by what they are about, for those who need not know all that ever were made.
#pragma once
#include <optional>
#include <span>
#include <vector>

#include "ledger/customers.h"

namespace kith::ledger {

/// The standing decisions that name the record, in the order they were made.
std::vector<Decision> decisions_of_record(Statements& sql, RecordId record);
/// Whether anybody ever decided anything, be it withdrawn.
bool any_decision(Statements& sql);

/// Those that stand and say same or different, in the order they were made.
std::vector<Decision> standing_links(Statements& sql);
/// The newest `limit` that stand, with ids below `before` (0: all); newest first.
std::vector<Decision> newest_decisions(Statements& sql, std::int64_t before, std::size_t limit);

/// The standing pins of these members of a customer, in the order they were made; of one attribute only where
/// one is given.
std::vector<Decision> pins_of(Statements& sql, std::span<const RecordId> members,
                              AttributeId attribute = AttributeId());
/// Those of decisions_on_heirs() that are pins of these standing records of one customer.
std::vector<Decision> pins_on(Statements& sql, std::span<const RecordId> standing);

std::optional<Decision> find_decision(Statements& sql, DecisionId id);
/// A withdrawn decision stands again.
void reinstate_decision(Write& write, DecisionId id);

}  // namespace kith::ledger
