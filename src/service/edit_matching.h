// The same values for everybody whom a search and filters find, however many: tried first, then done as a
// job, and taken back by one undo.
#pragma once
#include <map>
#include <string>
#include <vector>

#include "service/customer_list.h"
#include "service/jobs.h"

namespace kith::service {

struct MatchingEdit {
  std::string search;                         ///< as CustomerQuery
  std::vector<std::string> filters;           ///< as CustomerQuery
  std::map<std::string, std::string> values;  ///< by attribute; at least one
  std::string reason;
};

struct TriedEdit {
  std::int64_t customers = 0;  ///< that match
  std::int64_t changed = 0;    ///< of them, who would have another value
  struct Example {
    CustomerId customer;
    std::string name;                           ///< or company; as the actor may see it
    std::map<std::string, std::string> before;  ///< without what has no value
    std::map<std::string, std::string> after;
  };
  std::vector<Example> examples;  ///< the first few who change
};
/// Throws as edit_customers() and list_customers().
TriedEdit try_edit(Office& office, const Actor& actor, const MatchingEdit& edit);

/// Job of kind `edit`. Who matches when it begins and has another value is changed, a few hundred in one
/// transaction; a job that was cancelled, or whose process died, leaves those done as they are, and going on
/// or taking back finds them.
ledger::Job begin_edit(Office& office, JobDesk& jobs, const Actor& actor, const MatchingEdit& edit);
/// Job of kind `unedit`: what stood before stands again, but where somebody has said something else since.
/// Throws Error(conflict) while the order is under way, and where nothing of it is left.
ledger::Job begin_edit_undo(Office& office, JobDesk& jobs, const Actor& actor, ledger::JobId edit);

std::string run_edit(Office& office, const ledger::Job& job, Progress& progress, const Cancel& cancel);
std::string run_edit_undo(Office& office, const ledger::Job& job, Progress& progress, const Cancel& cancel);

/// Who asked, as far as it decides what they see, for a job to keep; and back.
std::string remembered(const Actor& actor);
Actor actor_remembered(const std::string& text);

}  // namespace kith::service
