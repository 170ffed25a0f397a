#include "service/confirm_consent.h"

#include <algorithm>
#include <mutex>
#include <unordered_map>

#include <nlohmann/json.hpp>

#include "base/date.h"
#include "base/error.h"
#include "ledger/catalogue.h"
#include "ledger/customers.h"
#include "ledger/people.h"
#include "ledger/records.h"
#include "service/customer_list.h"

namespace kith::service {
namespace {

using nlohmann::json;

constexpr std::int64_t link_lasts = 7ll * 86400000, window = 600000;
constexpr int most_calls = 30;
constexpr std::size_t id_bytes = 8, sign_bytes = 24;
constexpr std::string_view key_setting = "confirm_key";

// The attribute whose values a channel reaches; empty for none.
std::string_view attribute_of(std::string_view channel) noexcept {
  if (channel == "email" || channel == "all") return "email";
  if (channel == "sms" || channel == "phone") return "phone";
  return {};
}

Bytes key_of(ledger::Statements& sql) {
  Bytes key;
  from_base64(ledger::setting(sql, key_setting), key);
  return key;
}

std::string token_of(const Bytes& key, ledger::ConfirmationId id) {
  unsigned char bytes[id_bytes + sign_bytes];
  for (std::size_t i = 0; i < id_bytes; ++i)
    bytes[i] = static_cast<unsigned char>(id.value >> (8 * (id_bytes - 1 - i)));
  auto sign = hmac_sha256(key, "confirm\n" + std::to_string(id.value));
  std::copy_n(sign.begin(), sign_bytes, bytes + id_bytes);
  return to_base64url(bytes);
}

// The id of a token that this base made.
std::optional<ledger::ConfirmationId> id_of(const Bytes& key, std::string token) {
  for (char& c : token) c = c == '-' ? '+' : c == '_' ? '/' : c;
  Bytes bytes;
  if (key.empty() || token.size() > 100 || !from_base64(token, bytes) ||
      bytes.size() != id_bytes + sign_bytes)
    return std::nullopt;
  std::uint64_t value = 0;
  for (std::size_t i = 0; i < id_bytes; ++i) value = value << 8 | bytes[i];
  ledger::ConfirmationId id(static_cast<std::int64_t>(value));
  auto sign = hmac_sha256(key, "confirm\n" + std::to_string(id.value));
  if (!equal_secrets({sign.data(), sign_bytes}, {bytes.data() + id_bytes, sign_bytes})) return std::nullopt;
  return id;
}

bool meet(std::string_view a, std::string_view b) { return a == b || a == "all" || b == "all"; }

// The entry as it was asked about; none where it is gone, or a no came after it.
std::optional<ledger::Consent> still_asked(ledger::Statements& sql, const ledger::Consent& asked) {
  auto all = ledger::consents_of_records(sql, asked.record, asked.record);
  auto found = std::find_if(all.begin(), all.end(), [&](const auto& one) { return one.id == asked.id; });
  if (found == all.end()) return std::nullopt;
  for (const auto& later : all) {
    const bool no = later.state == "withdrawn" || later.state == "objected";
    const bool after = later.at > found->at || (later.at == found->at && later.id > found->id);
    if (no && after && meet(later.purpose, found->purpose) && meet(later.channel, found->channel))
      return std::nullopt;
  }
  return *found;
}

std::vector<ledger::Consent> still_asked(ledger::Statements& sql, ledger::ConfirmationId id) {
  std::vector<ledger::Consent> consents;
  for (const auto& asked : ledger::asked_consents(sql, id)) {
    if (auto consent = still_asked(sql, asked)) consents.push_back(std::move(*consent));
  }
  return consents;
}

FieldAccess access_to_recipients(ledger::Statements& sql, const Actor& actor, std::string_view channel) {
  for (const auto& attribute : ledger::all_attributes(sql)) {
    if (attribute.name == attribute_of(channel)) return actor.access_to(attribute);
  }
  return FieldAccess::hide;
}

// What the actor may see of it; none where the customer is not theirs to see.
std::optional<ConfirmationView> view_of(ledger::Statements& sql, const Actor& actor,
                                        ledger::Confirmation confirmation, std::int64_t now) {
  ConfirmationView view;
  for (const auto& consent : ledger::asked_consents(sql, confirmation.id)) {
    if (!view.customer) view.customer = ledger::customer_of(sql, consent.record);
  }
  if (!actor.sees_all_rows() && (!view.customer || !sees_customer(sql, actor, view.customer)))
    return std::nullopt;
  const auto access = access_to_recipients(sql, actor, confirmation.channel);
  if (access == FieldAccess::hide) confirmation.recipient.clear();
  if (access == FieldAccess::mask) confirmation.recipient = masked(confirmation.recipient);
  if (confirmation.confirmed_at == 0 && confirmation.expires_at > now)
    view.token = token_of(key_of(sql), confirmation.id);
  view.confirmation = std::move(confirmation);
  return view;
}

}  // namespace

std::string recipient_of(ledger::Statements& sql, CustomerId customer, std::string_view channel) {
  const auto wanted = attribute_of(channel);
  AttributeId attribute;
  for (const auto& known : ledger::all_attributes(sql)) {
    if (known.name == wanted) attribute = known.id;
  }
  if (!attribute) return {};
  for (const auto& value : ledger::values_of(sql, customer)) {
    if (value.attribute == attribute && value.verdict != Verdict::invalid) return value.value;
  }
  return {};
}

ledger::Confirmation ask_to_confirm(ledger::Write& write, const std::vector<ledger::Consent>& pending,
                                    const std::string& text, const std::string& recipient) {
  if (key_of(write.sql).empty()) {
    unsigned char key[32];
    random_bytes(key);
    ledger::put_setting(write, key_setting, to_base64(key));
  }
  ledger::Confirmation confirmation;
  confirmation.purpose = pending.front().purpose;
  confirmation.channel = pending.front().channel;
  confirmation.text = text;
  confirmation.text_version = pending.front().text_version;
  confirmation.recipient = recipient;
  confirmation.expires_at = write.now() + link_lasts;
  ledger::add_confirmation(write, confirmation, pending);
  return confirmation;
}

std::vector<ConfirmationView> list_confirmations(Office& office, const Actor& actor, std::int64_t before,
                                                 std::size_t limit, bool waiting) {
  actor.require("consents.write");
  std::vector<ConfirmationView> views;
  auto read = office.ledger().read();
  const auto now = office.ledger().now();
  for (bool more = true; more && views.size() < limit;) {
    auto some = ledger::list_confirmations(read->sql(), before, limit, waiting, now);
    more = some.size() == limit;
    for (auto& one : some) {
      before = one.id.value;
      if (views.size() == limit) break;
      if (auto view = view_of(read->sql(), actor, std::move(one), now)) views.push_back(std::move(*view));
    }
  }
  if (!views.empty()) office.trail().note(actor, "confirmation.read", "base");
  return views;
}

ConfirmationView note_sent(Office& office, const Actor& actor, const std::string& name) {
  actor.require("consents.write");
  std::optional<ConfirmationView> view;
  ledger::ActingAs as(actor.id);
  office.ledger().write([&](ledger::Write& write) {
    auto id = parse_id<ledger::ConfirmationKind>(name);
    auto found = id ? ledger::find_confirmation(write.sql, *id) : std::nullopt;
    if (found) view = view_of(write.sql, actor, *found, write.now());
    if (!view)
      throw Error(ErrorCode::not_found, "There is no such confirmation.",
                  "The list of confirmations has them all.");
    found->sent_at = view->confirmation.sent_at = write.now();
    ledger::update_confirmation(write, *found);
    write.audit("confirmation.sent", name, "{}");
  });
  return *view;
}

std::int64_t forget_recipients(Office& office) {
  const auto now = office.ledger().now();
  std::vector<ledger::ConfirmationId> over;
  {
    auto read = office.ledger().read();
    for (const auto& one : ledger::confirmations_with_recipient(read->sql())) {
      if (one.confirmed_at != 0 || one.expires_at <= now || still_asked(read->sql(), one.id).empty())
        over.push_back(one.id);
    }
  }
  if (over.empty()) return 0;
  office.ledger().write([&](ledger::Write& write) {
    for (auto id : over) ledger::forget_recipient(write, id);
    write.audit("confirmation.forget", "base", json({{"count", over.size()}}).dump());
  });
  return static_cast<std::int64_t>(over.size());
}

struct ConfirmDesk::State {
  std::mutex mutex;
  struct Calls {
    std::int64_t since = 0;
    int count = 0;
  };
  std::unordered_map<std::string, Calls> calls;
};

ConfirmDesk::ConfirmDesk(Office& office) : office_(office), state_(std::make_unique<State>()) {}
ConfirmDesk::~ConfirmDesk() = default;

void ConfirmDesk::count(const std::string& address) {
  std::lock_guard lock(state_->mutex);
  const auto now = office_.ledger().now();
  if (state_->calls.size() > 50000) state_->calls.clear();
  auto& mine = state_->calls[address];
  if (now - mine.since > window) mine = {now, 0};
  if (++mine.count > most_calls)
    throw Error(ErrorCode::busy, "Too many calls came from your address.", "Try again in ten minutes.");
}

ConfirmDesk::Answer ConfirmDesk::answer_to(ledger::Statements& sql, const std::string& token,
                                           std::optional<ledger::Confirmation>& found) {
  if (auto id = id_of(key_of(sql), token)) found = ledger::find_confirmation(sql, *id);
  if (!found) return {};
  if (found->confirmed_at != 0) return {Answer::State::confirmed, found->text};
  if (found->expires_at <= office_.ledger().now()) return {};
  if (still_asked(sql, found->id).empty()) return {};
  return {Answer::State::waiting, found->text};
}

ConfirmDesk::Answer ConfirmDesk::look(const std::string& token, const std::string& address) {
  count(address);
  std::optional<ledger::Confirmation> found;
  return answer_to(office_.ledger().read()->sql(), token, found);
}

ConfirmDesk::Answer ConfirmDesk::confirm(const std::string& token, const std::string& address) {
  count(address);
  std::optional<ledger::Confirmation> found;
  // A forged one costs a look, not the writer.
  auto answer = answer_to(office_.ledger().read()->sql(), token, found);
  if (answer.state != Answer::State::waiting) return answer;
  ledger::ActingAs as(to_string(found->id));
  office_.ledger().write([&](ledger::Write& write) {
    answer = answer_to(write.sql, token, found);
    if (answer.state != Answer::State::waiting) return;
    for (auto consent : still_asked(write.sql, found->id)) {
      consent.evidence = json({{"confirms", to_string(consent.id)},
                               {"confirmation", to_string(found->id)},
                               {"asked_at", to_iso_time(found->asked_at)},
                               {"recipient", found->recipient},
                               {"address", address},
                               {"text", found->text}})
                             .dump(-1, ' ', false, json::error_handler_t::replace);
      consent.state = "given";
      consent.at = std::max(write.now(), consent.at);
      ledger::add_consent(write, consent);
    }
    found->confirmed_at = write.now();
    ledger::update_confirmation(write, *found);
    ledger::forget_recipient(write, found->id);
    write.audit("consent.confirm", to_string(found->id), "{}");
    answer.state = Answer::State::confirmed;
  });
  return answer;
}

}  // namespace kith::service
