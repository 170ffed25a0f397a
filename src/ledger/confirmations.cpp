#include "ledger/confirmations.h"

namespace kith::ledger {
namespace {

Confirmation confirmation_in(Statement& row) {
  Confirmation confirmation;
  confirmation.id = ConfirmationId(row.integer(0));
  confirmation.purpose = row.text(1);
  confirmation.channel = row.text(2);
  confirmation.text = row.text(3);
  confirmation.text_version = row.text(4);
  confirmation.recipient = row.text(5);
  confirmation.asked_by = row.text(6);
  confirmation.asked_at = row.integer(7);
  confirmation.expires_at = row.integer(8);
  confirmation.sent_at = row.integer(9);
  confirmation.confirmed_at = row.integer(10);
  return confirmation;
}

}  // namespace

void add_confirmation(Write& write, Confirmation& confirmation, const std::vector<Consent>& pending) {
  confirmation.id = ConfirmationId(write.take_ids());
  confirmation.asked_by = write.actor();
  confirmation.asked_at = write.now();
  write
      .sql(
          "INSERT INTO confirmation(id, purpose, channel, text, text_version, recipient, asked_by, asked_at, "
          "expires_at, sent_at, confirmed_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, 0, 0)")
      .bind(1, confirmation.id.value)
      .bind(2, std::string_view(confirmation.purpose))
      .bind(3, std::string_view(confirmation.channel))
      .bind(4, std::string_view(confirmation.text))
      .bind(5, std::string_view(confirmation.text_version))
      .bind(6, std::string_view(confirmation.recipient))
      .bind(7, std::string_view(confirmation.asked_by))
      .bind(8, confirmation.asked_at)
      .bind(9, confirmation.expires_at)
      .run();
  for (const auto& consent : pending)
    write.sql("INSERT INTO confirmation_consent(confirmation_id, record_id, consent_id) VALUES ($1, $2, $3)")
        .bind(1, confirmation.id.value)
        .bind(2, consent.record.value)
        .bind(3, consent.id.value)
        .run();
  write.audit("consent.ask", to_string(confirmation.id), "{}");
}

void update_confirmation(Write& write, const Confirmation& confirmation) {
  write.sql("UPDATE confirmation SET sent_at = $1, confirmed_at = $2 WHERE id = $3")
      .bind(1, confirmation.sent_at)
      .bind(2, confirmation.confirmed_at)
      .bind(3, confirmation.id.value)
      .run();
}

std::optional<Confirmation> find_confirmation(Statements& sql, ConfirmationId id) {
  auto& row =
      sql("SELECT id, purpose, channel, text, text_version, recipient, asked_by, asked_at, expires_at, "
          "sent_at, confirmed_at FROM confirmation WHERE id = $1");
  if (!row.bind(1, id.value).step()) return std::nullopt;
  auto confirmation = confirmation_in(row);
  row.reset();
  return confirmation;
}

std::vector<Confirmation> list_confirmations(Statements& sql, std::int64_t before, std::size_t limit,
                                             bool waiting, std::int64_t now) {
  std::vector<Confirmation> confirmations;
  auto& row =
      sql("SELECT id, purpose, channel, text, text_version, recipient, asked_by, asked_at, expires_at, "
          "sent_at, confirmed_at FROM confirmation WHERE ($1 = 0 OR id < $1) AND ($2 = 0 OR (confirmed_at = "
          "0 AND expires_at > $3)) ORDER BY id DESC LIMIT $4");
  row.bind(1, before)
      .bind(2, static_cast<std::int64_t>(waiting))
      .bind(3, now)
      .bind(4, static_cast<std::int64_t>(limit));
  while (row.step()) confirmations.push_back(confirmation_in(row));
  return confirmations;
}

std::vector<Confirmation> confirmations_with_recipient(Statements& sql) {
  std::vector<Confirmation> confirmations;
  auto& row =
      sql("SELECT id, purpose, channel, text, text_version, recipient, asked_by, asked_at, expires_at, "
          "sent_at, confirmed_at FROM confirmation WHERE recipient <> '' ORDER BY id");
  while (row.step()) confirmations.push_back(confirmation_in(row));
  return confirmations;
}

void forget_recipient(Write& write, ConfirmationId id) {
  write.sql("UPDATE confirmation SET recipient = '' WHERE id = $1").bind(1, id.value).run();
}

std::vector<Consent> asked_consents(Statements& sql, ConfirmationId id) {
  std::vector<Consent> consents;
  auto& row =
      sql("SELECT record_id, consent_id FROM confirmation_consent WHERE confirmation_id = $1 ORDER BY "
          "consent_id");
  row.bind(1, id.value);
  while (row.step()) {
    Consent consent;
    consent.record = RecordId(row.integer(0));
    consent.id = ConsentId(row.integer(1));
    consents.push_back(std::move(consent));
  }
  return consents;
}

}  // namespace kith::ledger
