// What the child of a torture round does: random writes through the service layer, each announced before and
// acknowledged after on a pipe.
//
// Lines of the pipe (cells parted by tabs)
//   ready  AUDIT PRINT                 the home is open; its state
//   begin  OPERATION ROWS PROMISE…     about to do it; what must hold once it stands
//   done   AUDIT PRINT PROMISE…        it stands: newest audit entry, fingerprint of the ledger, what must
//   hold
// Promises (words parted by blanks; records and customers by their numbers)
//   batch NUMBER RECORDS FACTS REJECTS the batch is done, with those counts
//   undone NUMBER                      nothing of the batch is left
//   source NAME                        the source is there
//   same A B                           the two records are one customer
//   apart A… from B…                   no A and B are one customer, unless other decisions join them
//   resolved                           every decision is carried out
//   was CUSTOMER                       the id still leads to a customer
//   pin RECORD ATTRIBUTE VALUE M…      the value is golden; pins of the records M are superseded
//   unpin ATTRIBUTE M…                 nothing of the records M is pinned any more
#pragma once
#include <cstdint>
#include <string>

#include "service/home.h"

namespace kith::torture {

/// The choice of keys of every torture home in `folder`.
service::KeyChoice keys_in(const std::string& folder);

/// The state that an acknowledgement names: "AUDIT\tPRINT". A print tells of each table, and of what people
/// see of the base under the name "seen".
std::string state_of(ledger::Ledger& ledger);

/// Opens the home FOLDER/home and writes until killed, or until `operations` are done.
void run_script(const std::string& folder, std::uint64_t seed, int pipe, int operations);

}  // namespace kith::torture
