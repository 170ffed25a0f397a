// Double opt-in: a consent counts when who gave it follows the link that was sent to the address they named.
//
//   asked      the consent is entered as `pending`, may_contact() says no, and the link waits in a queue
//   sent       a program that sends mail has fetched the link and says so
//   confirmed  the link was followed: `given` is entered beside `pending`, with how it was proved
// Invariants
// 1. The link is an id and its HMAC under a key of the base: it says nothing about anybody, and cannot be
//    guessed (192 bits). It ends after seven days; what it did it does once.
// 2. A no that was said after the asking stays a no: the link does nothing then.
// 3. Where the link goes is kept as long as the link can be followed, and ten minutes at most beyond: once it
// was
//    confirmed, has ended, a no came, or its records are gone, the queue forgets it. The proof of a consent
//    that was given holds it on, and goes with its record.
// 4. Looking at the link changes nothing, for programs that scan mail look at every link in it.
#pragma once
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "ledger/confirmations.h"
#include "service/office.h"

namespace kith::service {

/// Where a link for the channel goes, among the customer's golden values; empty where there is nothing.
std::string recipient_of(ledger::Statements& sql, CustomerId customer, std::string_view channel);

/// Puts the link of these pending entries into the queue. REQUIRES entries of one purpose and channel.
ledger::Confirmation ask_to_confirm(ledger::Write& write, const std::vector<ledger::Consent>& pending,
                                    const std::string& text, const std::string& recipient);

struct ConfirmationView {
  ledger::Confirmation confirmation;  ///< its recipient masked for who may not read such values
  CustomerId customer;                ///< 0 where none of its records is there any more
  std::string token;                  ///< of the link; empty where it does not count any more
};
/// The queue, newest first: those of customers that the actor sees. Needs consents.write, for who holds a
/// link may follow it.
std::vector<ConfirmationView> list_confirmations(Office& office, const Actor& actor, std::int64_t before,
                                                 std::size_t limit, bool waiting);
/// Notes that the link was sent. Throws Error(not_found).
ConfirmationView note_sent(Office& office, const Actor& actor, const std::string& id);

/// Forgets where links go that can be followed no more; how many.
std::int64_t forget_recipients(Office& office);

/// What strangers do with links.
class ConfirmDesk {
 public:
  explicit ConfirmDesk(Office& office);
  ~ConfirmDesk();

  struct Answer {
    enum class State { waiting, confirmed, gone };
    State state = State::gone;  ///< gone: forged, ended, or somebody said no since
    std::string text;           ///< what is agreed to; empty for gone
  };
  /// Throws Error(busy) for more than thirty calls in ten minutes from one address.
  Answer look(const std::string& token, const std::string& address);
  /// Confirms where it waits. `address` becomes part of the evidence.
  Answer confirm(const std::string& token, const std::string& address);

 private:
  struct State;
  Answer answer_to(ledger::Statements& sql, const std::string& token,
                   std::optional<ledger::Confirmation>& found);
  void count(const std::string& address);
  Office& office_;
  std::unique_ptr<State> state_;
};

}  // namespace kith::service
