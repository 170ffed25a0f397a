#include "ledger/consents.h"

#include <limits>

namespace kith::ledger {

void add_consent(Write& write, Consent& consent) {
  consent.id = ConsentId(write.take_ids());
  consent.entered_by = write.actor();
  consent.entered_at = write.now();
  write
      .sql(
          "INSERT INTO consent(record_id, id, purpose, channel, state, at, text_version, evidence, "
          "entered_by, "
          "entered_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)")
      .bind(1, consent.record.value)
      .bind(2, consent.id.value)
      .bind(3, std::string_view(consent.purpose))
      .bind(4, std::string_view(consent.channel))
      .bind(5, std::string_view(consent.state))
      .bind(6, consent.at)
      .bind(7, std::string_view(consent.text_version))
      .bind(8, std::string_view(consent.evidence))
      .bind(9, std::string_view(consent.entered_by))
      .bind(10, consent.entered_at)
      .run();
  write.audit("consent.add", to_string(consent.record), "{\"state\":\"" + consent.state + "\"}");
}

namespace {

Consent consent_in(Statement& row) {
  Consent consent;
  consent.record = RecordId(row.integer(0));
  consent.id = ConsentId(row.integer(1));
  consent.purpose = row.text(2);
  consent.channel = row.text(3);
  consent.state = row.text(4);
  consent.at = row.integer(5);
  consent.text_version = row.text(6);
  consent.evidence = row.text(7);
  consent.entered_by = row.text(8);
  consent.entered_at = row.integer(9);
  return consent;
}

}  // namespace

std::vector<Consent> consents_of(Statements& sql, CustomerId customer) {
  std::vector<Consent> consents;
  auto& row =
      sql("SELECT c.record_id, c.id, c.purpose, c.channel, c.state, c.at, c.text_version, c.evidence, "
          "c.entered_by, c.entered_at FROM membership m JOIN consent c ON c.record_id = m.record_id WHERE "
          "m.customer_id = $1 "
          "ORDER BY c.at DESC, c.id DESC");
  row.bind(1, customer.value);
  while (row.step()) consents.push_back(consent_in(row));
  return consents;
}

std::vector<Consent> consents_of_records(Statements& sql, RecordId first, RecordId last) {
  std::vector<Consent> consents;
  auto& row =
      sql("SELECT c.record_id, c.id, c.purpose, c.channel, c.state, c.at, c.text_version, c.evidence, "
          "c.entered_by, c.entered_at FROM consent c WHERE c.record_id BETWEEN $1 AND $2 ORDER BY "
          "c.record_id, c.id");
  row.bind(1, first.value).bind(2, last.value);
  while (row.step()) consents.push_back(consent_in(row));
  return consents;
}

std::vector<Consent> newest_consents(Statements& sql, ConsentId before, std::int64_t most) {
  std::vector<Consent> consents;
  auto& row =
      sql("SELECT c.record_id, c.id, c.purpose, c.channel, c.state, c.at, c.text_version, c.evidence, "
          "c.entered_by, c.entered_at FROM consent c WHERE c.id < $1 ORDER BY c.id DESC LIMIT $2");
  row.bind(1, before ? before.value : std::numeric_limits<std::int64_t>::max()).bind(2, most);
  while (row.step()) consents.push_back(consent_in(row));
  return consents;
}

ConsentId newest_consent(Statements& sql) {
  auto& row = sql("SELECT coalesce(max(id), 0) FROM consent");
  row.step();
  const ConsentId newest(row.integer(0));
  row.reset();
  return newest;
}

void each_consent(Statements& sql, const std::function<void(const ConsentWord&)>& each) {
  auto& row =
      sql("SELECT c.record_id, m.customer_id, c.purpose, c.channel, c.state FROM consent c JOIN membership m "
          "ON m.record_id = c.record_id ORDER BY c.record_id, c.at DESC, c.id DESC");
  while (row.step()) {
    if (row.is_null(1)) continue;
    each({RecordId(row.integer(0)), CustomerId(row.integer(1)), row.text(2), row.text(3), row.text(4)});
  }
}

void move_consent(Write& write, const Consent& consent, RecordId to) {
  write.sql("UPDATE consent SET record_id = $1 WHERE record_id = $2 AND id = $3")
      .bind(1, to.value)
      .bind(2, consent.record.value)
      .bind(3, consent.id.value)
      .run();
  write.sql("UPDATE confirmation_consent SET record_id = $1 WHERE consent_id = $2")
      .bind(1, to.value)
      .bind(2, consent.id.value)
      .run();
}

bool note_message(Write& write, SourceId source, std::string_view message) {
  write.sql("INSERT INTO message_seen(source_id, message_id, at) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING")
      .bind(1, source.value)
      .bind(2, message)
      .bind(3, write.now())
      .run();
  return write.sql.connection().changed() > 0;
}

}  // namespace kith::ledger
