// The SQL of the quality report. The columns of the lens are named after the attributes of the dictionary, so
// the statements are put together from pieces; every name goes through lens::quoted.
//
// The lens: record(id, source_id, batch_id, customer_id, received_at, and for an attribute A "A", "A:raw"
// (null where equal to "A"), "A:verdict" (null: not supplied), "A:reason"), customer(id, "A" …), source,
// batch, attribute, reject.
#pragma once
#include <span>
#include <string>
#include <string_view>

namespace kith::service::quality_sql {

/// Every record once: batch_id, one packed number an attribute (null but for the attribute that the row is
/// of), count. Packed: reason << 5 | verdict << 2 | fresh << 1 | fresh at the time of the batch. $1 = now.
/// Grouping sets make this one scan whatever the number of attributes.
std::string verdicts(std::span<const std::string> attributes);

/// batch_id, records, fresh, fresh at the time of the batch. $1 = now.
std::string records();

/// customer_id, batch_id (-1: the golden row, which comes first), then one mark an attribute
/// (quality::ValueMark; a 31-bit hash, so one pair in 2^31 of different values reads as agreeing). By
/// customer, then batch.
std::string marks(std::span<const std::string> attributes);

/// batch_id, held, distinct values first seen in that batch within its source.
std::string repeats(std::string_view attribute);

/// Values held by two customers or more: how many, customers in all, customers of the most shared.
std::string shared_values(std::string_view attribute);

/// How many customers have a golden value: one count an attribute.
std::string golden(std::span<const std::string> attributes);

/// Of a sample of one record in $1, chosen by its id: for each attribute the raw text and the standard value.
std::string sample(std::span<const std::string> attributes);

/// before, after, rows of the commonest values. $1 = source, $2 = verdict, $3 = reason, $4 = how many.
std::string verdict_examples(std::string_view attribute);
/// the same for values that another golden value contradicts, $1 = source, $2 = how many.
std::string contradicted_examples(std::string_view attribute);
/// the same for values that repeat, $1 = source, $2 = how many.
std::string repeated_examples(std::string_view attribute);

}  // namespace kith::service::quality_sql
