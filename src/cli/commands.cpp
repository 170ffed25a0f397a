#include "cli/commands.h"

namespace kith::cli {

void add_commands(CLI::App& app, Session& session) {
  for (auto add : {add_init,       add_source,
                   add_hook,       add_import,
                   add_collect,    add_batches,
                   add_rejects,    add_undo,
                   add_resolve,    add_customers,
                   add_find,       add_show,
                   add_why,        add_how,
                   add_merge,      add_split,
                   add_pin,        add_review,
                   add_quality,    add_restandardise,
                   add_facets,     add_clusters,
                   add_standard,   add_rules,
                   add_complete,   add_find_personal_data,
                   add_fix,        add_profile,
                   add_export,     add_evaluate,
                   add_dedupe,     add_link,
                   add_lens,       add_verify,
                   add_serve,      add_sample,
                   add_config,     add_key,
                   add_completion, add_man}) {
    add(app, session);
  }
}

}  // namespace kith::cli
