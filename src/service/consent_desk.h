// What the customers of the whole base agreed to: how many for each purpose and channel, and what was entered
// last. One customer's words, and whether they may be contacted: contact_consent.h.
#pragma once
#include <cstdint>
#include <map>
#include <mutex>
#include <string>
#include <vector>

#include "ledger/consents.h"
#include "service/office.h"

namespace kith::service {

/// So many customers are in `state` for a purpose and a channel as they were written: "all" is one of its
/// own.
struct ConsentCount {
  std::string purpose, channel, state;
  std::int64_t customers = 0;
};

struct ConsentEntry {
  ledger::Consent consent;
  CustomerId customer;  ///< none where its record belongs to nobody
  bool stands = false;  ///< it is what its record says now for its purpose and channel
};

struct ConsentQuery {
  std::string purpose, channel, state;  ///< empty: any
  std::string cursor;
  std::size_t limit = 50;
};

struct ConsentListing {
  std::vector<ConsentEntry> items;
  std::string next;  ///< empty: no more; a page may be short, or empty, and have one all the same
};

class ConsentDesk {
 public:
  /// By purpose, channel and state. Of each record the newest entry for exactly that purpose and channel
  /// counts, among the records of a customer the strictest; only customers that the actor sees. Where
  /// counting takes long, what was counted shortly before is told again. Thread-safe. Throws Error(denied).
  std::vector<ConsentCount> counts(Office& office, const Actor& actor);

  /// What was entered last first. What one deed entered with all records of a customer is one entry. A page
  /// looks at some twenty thousand entries at most. Throws Error(denied), Error(bad_input) for a bad cursor.
  ConsentListing newest(Office& office, const Actor& actor, const ConsentQuery& query);

 private:
  struct Kept {
    std::int64_t consent = -1, change = -1, at = 0, took = 0;
    std::vector<ConsentCount> counts;
  };
  std::mutex mutex_;                  // held while somebody counts
  std::map<std::string, Kept> kept_;  // by the customers seen
};

}  // namespace kith::service
