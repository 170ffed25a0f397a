#include "service/contact_consent.h"

#include <algorithm>
#include <set>

#include "base/error.h"
#include "ledger/records.h"
#include "service/confirm_consent.h"
#include "service/customer_list.h"

namespace kith::service {
namespace {

constexpr std::string_view channels[] = {"email", "sms", "phone", "post", "wechat", "push", "all"};

}  // namespace

std::size_t strictness_of(std::string_view state) noexcept {
  return static_cast<std::size_t>(std::find(std::begin(consent_states), std::end(consent_states), state) -
                                  std::begin(consent_states));
}

bool is_channel(std::string_view word) noexcept {
  return std::find(std::begin(channels), std::end(channels), word) != std::end(channels);
}

ContactAnswer answer_of(const std::vector<ledger::Consent>& newest_first, std::string_view purpose,
                        std::string_view channel) {
  ContactAnswer answer;
  answer.reason = "none";
  std::set<RecordId> heard;
  for (const auto& consent : newest_first) {
    if (consent.purpose != purpose && consent.purpose != "all") continue;
    if (consent.channel != channel && consent.channel != "all") continue;
    if (!heard.insert(consent.record).second) continue;
    if (!answer.consent || strictness_of(consent.state) > strictness_of(answer.consent->state))
      answer.consent = consent;
  }
  if (answer.consent) answer.reason = answer.consent->state;
  answer.allowed = answer.reason == "given";
  return answer;
}

ContactAnswer may_contact(Office& office, const Actor& actor, CustomerId customer, const std::string& purpose,
                          const std::string& channel) {
  actor.require("consents.read");
  auto read = office.ledger().read();
  if (!sees_customer(read->sql(), actor, customer))
    throw Error(ErrorCode::not_found, Text("There is no customer {id}.", {{"id", to_string(customer)}}));
  if (!is_channel(channel))
    throw Error(ErrorCode::bad_input, "This is no channel.",
                "Channels are email, sms, phone, post, wechat, push.", {{}, 0, "channel"});
  return answer_of(ledger::consents_of(read->sql(), customer), purpose, channel);
}

std::vector<std::pair<ledger::Consent, bool>> consents_of(Office& office, const Actor& actor,
                                                          CustomerId customer) {
  actor.require("consents.read");
  auto read = office.ledger().read();
  if (!sees_customer(read->sql(), actor, customer))
    throw Error(ErrorCode::not_found, Text("There is no customer {id}.", {{"id", to_string(customer)}}));
  std::vector<std::pair<ledger::Consent, bool>> entries;
  std::set<std::tuple<RecordId, std::string, std::string>> heard;
  for (auto& consent : ledger::consents_of(read->sql(), customer)) {
    bool stands = heard.insert({consent.record, consent.purpose, consent.channel}).second;
    entries.emplace_back(std::move(consent), stands);
  }
  return entries;
}

ledger::Consent add_consent(Office& office, const Actor& actor, CustomerId customer, ledger::Consent consent,
                            bool confirm) {
  actor.require("consents.write");
  if (confirm && consent.state != "given" && consent.state != "pending")
    throw Error(ErrorCode::bad_input, "Only what was agreed to can be confirmed.", "Enter a no at once.",
                {{}, 0, "confirm"});
  if (confirm) consent.state = "pending";
  ledger::ActingAs as(actor.id);
  office.ledger().write([&](ledger::Write& write) {
    if (!sees_customer(write.sql, actor, customer))
      throw Error(ErrorCode::not_found, Text("There is no customer {id}.", {{"id", to_string(customer)}}));
    auto members = ledger::members_of(write.sql, customer);
    if (members.empty()) throw Error(ErrorCode::conflict, "This customer has no records any more.");
    if (consent.at > write.now() + 86400000)
      throw Error(ErrorCode::bad_input, "This moment lies in the future.",
                  "Give the moment at which it was said.", {{}, 0, "at"});
    if (consent.at == 0) consent.at = write.now();
    auto recipient = confirm ? recipient_of(write.sql, customer, consent.channel) : std::string();
    if (confirm && recipient.empty())
      throw Error(ErrorCode::bad_input, "The customer has no address for this channel.",
                  "Enter an e-mail address or a phone first, or take another channel.", {{}, 0, "channel"});
    std::vector<ledger::Consent> entered;
    for (auto member : members) {
      consent.record = member;
      ledger::add_consent(write, consent);
      entered.push_back(consent);
    }
    if (confirm) ask_to_confirm(write, entered, consent.evidence, recipient);
  });
  return consent;
}

}  // namespace kith::service
