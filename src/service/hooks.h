// Incoming webhooks: other systems tell what happened there, and it is imported as a file would be.
//
//   taken     the signature held; the rows are durable before the answer, and wait
//   imported  a job makes one file of what waits and imports it for the hook's source, with its mapping,
//             standardisers, rules and rejects, as one batch that can be undone
// A message that comes again is known by its id and answered alike, and nothing is stored. What waits is
// imported when five hundred messages wait, or the oldest has waited fifteen seconds; after a failure again
// in ten minutes, or when somebody asks.
#pragma once
#include <memory>
#include <string>
#include <vector>

#include "ledger/hooks.h"
#include "service/hook_message.h"
#include "service/jobs.h"
#include "service/office.h"

namespace kith::service {

struct HookView {
  ledger::Hook hook;  ///< without its secret
  std::string source;
  ledger::HookQueue queue;
};
struct HookEdit {
  std::string name, source, kind, scheme, header, row_path;
  std::string secret;  ///< one that the other system made; empty: made here
  bool enabled = true;
};
struct HookMade {
  HookView view;
  std::string secret;  ///< shown once: "whsec_…" for standard, else the text itself
};

std::vector<HookView> list_hooks(Office& office, const Actor& actor);
/// Throws Error(bad_input) for a source, kind or header that is none, or a secret too short to be one.
HookMade add_hook(Office& office, const Actor& actor, const HookEdit& edit);
/// The secret stays.
HookView edit_hook(Office& office, const Actor& actor, const std::string& id, const HookEdit& edit);
HookMade rotate_hook(Office& office, const Actor& actor, const std::string& id);
/// Throws Error(conflict) while messages wait, unless `drop`.
void remove_hook(Office& office, const Actor& actor, const std::string& id, bool drop);
/// Begins a job that imports what waits. Throws Error(conflict) where nothing does.
ledger::Job import_waiting(Office& office, JobDesk& jobs, const Actor& actor, const std::string& id);

class HookDesk {
 public:
  HookDesk(Office& office, JobDesk& jobs);
  ~HookDesk();
  /// Begins to import what waits; stop() ends it.
  void start();
  void stop();

  /// Takes a message; durable when it returns. False where it came before. Throws Error(denied) for a hook
  /// that is not there or a signature that does not hold, alike; Error(busy) for an address that tried too
  /// often; Error(bad_input) for a body without rows.
  bool take(const std::string& id, const HeaderOf& header, const std::string& body,
            const std::string& address);
  /// Begins jobs for hooks whose messages have waited long enough. start() does it every second.
  void round();

 private:
  struct State;
  Office& office_;
  JobDesk& jobs_;
  std::unique_ptr<State> state_;
};

/// The work of the job "hook".
std::string run_hook(Office& office, const ledger::Job& job, Progress& progress, const Cancel& cancel);

}  // namespace kith::service
