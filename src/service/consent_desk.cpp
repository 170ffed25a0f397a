#include "service/consent_desk.h"

#include <algorithm>
#include <charconv>
#include <set>
#include <tuple>
#include <unordered_map>

#include "base/error.h"
#include "ledger/records.h"
#include "service/contact_consent.h"
#include "service/customer_list.h"

namespace kith::service {
namespace {

constexpr std::size_t most_kept = 32;
constexpr std::int64_t most_looked_at = 20000, looked_at_once = 500;
// Counting that takes longer than this is not done again for so many times what it took.
constexpr std::int64_t long_count_ms = 100, count_lasts_times = 20;

// The rules that say whom an actor sees, as one text.
std::string sight_of(const Actor& actor) {
  std::string text;
  for (const auto& rule : actor.rows) {
    text += rule.attribute + '\n';
    for (const auto& value : rule.values) text += std::to_string(value.size()) + ':' + value;
    text += '\n';
  }
  return text;
}

using Kind = std::pair<std::string, std::string>;  // purpose, channel

std::vector<ConsentCount> count_consents(ledger::Statements& sql, const Actor& actor) {
  std::map<Kind, std::uint32_t> numbers;
  std::vector<Kind> kinds;
  // A customer's strictest word of each kind, and the kinds that the record at hand has spoken of.
  std::unordered_map<std::int64_t, std::vector<std::pair<std::uint32_t, std::uint8_t>>> words;
  std::vector<std::uint32_t> heard;
  RecordId of;
  ledger::each_consent(sql, [&](const ledger::ConsentWord& word) {
    if (word.record != of) heard.clear();
    of = word.record;
    const auto [place, fresh] =
        numbers.try_emplace({std::string(word.purpose), std::string(word.channel)}, kinds.size());
    if (fresh) kinds.push_back(place->first);
    const auto kind = place->second;
    if (std::find(heard.begin(), heard.end(), kind) != heard.end()) return;
    heard.push_back(kind);
    const auto strict = static_cast<std::uint8_t>(strictness_of(word.state));
    auto& said = words[word.customer.value];
    auto same = std::find_if(said.begin(), said.end(), [&](const auto& one) { return one.first == kind; });
    same == said.end() ? said.emplace_back(kind, strict) : * same = {kind, std::max(same->second, strict)};
  });
  const RowSight sight(sql, actor);
  std::map<std::tuple<Kind, std::uint8_t>, std::int64_t> customers;
  for (const auto& [customer, said] : words) {
    if (!sight.sees(CustomerId(customer))) continue;
    for (const auto& [kind, strict] : said) ++customers[{kinds[kind], strict}];
  }
  std::vector<ConsentCount> counts;
  for (const auto& [key, count] : customers) {
    const auto& [kind, strict] = key;
    counts.push_back({kind.first, kind.second, std::string(consent_states[strict]), count});
  }
  return counts;
}

bool wanted(const ledger::Consent& consent, const ConsentQuery& query) {
  return (query.purpose.empty() || consent.purpose == query.purpose) &&
         (query.channel.empty() || consent.channel == query.channel) &&
         (query.state.empty() || consent.state == query.state);
}

bool stands(ledger::Statements& sql, const ledger::Consent& consent) {
  for (const auto& other : ledger::consents_of_records(sql, consent.record, consent.record)) {
    if (other.purpose == consent.purpose && other.channel == consent.channel &&
        std::tie(other.at, other.id) > std::tie(consent.at, consent.id))
      return false;
  }
  return true;
}

// One deed enters the same with every record of a customer.
bool of_one_deed(const ConsentEntry& a, const ConsentEntry& b) {
  return a.customer && a.customer == b.customer && a.consent.entered_at == b.consent.entered_at &&
         a.consent.at == b.consent.at && a.consent.purpose == b.consent.purpose &&
         a.consent.channel == b.consent.channel && a.consent.state == b.consent.state &&
         a.consent.entered_by == b.consent.entered_by;
}

ledger::ConsentId place_of(Office& office, const std::string& cursor) {
  if (cursor.empty()) return {};
  const auto text = open_cursor(office.home(), cursor);
  std::int64_t id = 0;
  const auto [end, fault] = std::from_chars(text.data(), text.data() + text.size(), id);
  if (fault != std::errc() || end != text.data() + text.size() || id <= 0)
    throw Error(ErrorCode::bad_input, "This is no cursor of this base.",
                "Begin the list from its first page.", {{}, 0, "cursor"});
  return ledger::ConsentId(id);
}

}  // namespace

std::vector<ConsentCount> ConsentDesk::counts(Office& office, const Actor& actor) {
  actor.require("consents.read");
  std::lock_guard one(mutex_);
  const auto begun = office.ledger().now();
  auto read = office.ledger().read();
  const auto consent = ledger::newest_consent(read->sql()).value;
  const auto change = ledger::newest_change(*read);
  if (kept_.size() > most_kept) kept_.clear();
  auto& kept = kept_[sight_of(actor)];
  const bool same = kept.consent == consent && kept.change == change;
  const bool recent = kept.took > long_count_ms && begun - kept.at < kept.took * count_lasts_times;
  if (!same && !recent) {
    auto counted = count_consents(read->sql(), actor);
    const auto ended = office.ledger().now();
    kept = {consent, change, ended, ended - begun, std::move(counted)};
  }
  office.trail().note(actor, "consent.count", "base");
  return kept.counts;
}

ConsentListing ConsentDesk::newest(Office& office, const Actor& actor, const ConsentQuery& query) {
  actor.require("consents.read");
  if (!query.channel.empty() && !is_channel(query.channel))
    throw Error(ErrorCode::bad_input, "This is no channel.",
                "Channels are email, sms, phone, post, wechat, push.", {{}, 0, "channel"});
  auto before = place_of(office, query.cursor);
  ConsentListing listing;
  auto read = office.ledger().read();
  auto& sql = read->sql();
  const RowSight sight(sql, actor);
  bool full = false, ended = false;
  for (std::int64_t looked_at = 0; !full && !ended && looked_at < most_looked_at;
       looked_at += looked_at_once) {
    const auto some = ledger::newest_consents(sql, before, looked_at_once);
    ended = static_cast<std::int64_t>(some.size()) < looked_at_once;
    for (const auto& consent : some) {
      ConsentEntry entry{consent, ledger::customer_of(sql, consent.record), false};
      const bool seen = actor.sees_all_rows() || (entry.customer && sight.sees(entry.customer));
      const bool fits = seen && wanted(consent, query);
      const bool told = fits && !listing.items.empty() && of_one_deed(listing.items.back(), entry);
      full = fits && !told && listing.items.size() == query.limit;
      if (full) break;
      before = consent.id;
      if (!fits || told) continue;
      entry.stands = stands(sql, consent);
      listing.items.push_back(std::move(entry));
    }
  }
  if (full || !ended) listing.next = seal_cursor(office.home(), std::to_string(before.value));
  office.trail().note(actor, "consent.list", "base",
                      "{\"rows\":" + std::to_string(listing.items.size()) + "}");
  return listing;
}

}  // namespace kith::service
