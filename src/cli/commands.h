// The commands: one file each in commands/, each adding itself to the command line. Adding a command is
// adding a file and a row here and in commands.cpp.
#pragma once
#include "cli/session.h"

namespace kith::cli {

void add_init(CLI::App& app, Session& session);
void add_source(CLI::App& app, Session& session);
void add_hook(CLI::App& app, Session& session);
void add_import(CLI::App& app, Session& session);
void add_collect(CLI::App& app, Session& session);
void add_batches(CLI::App& app, Session& session);
void add_rejects(CLI::App& app, Session& session);
void add_undo(CLI::App& app, Session& session);
void add_resolve(CLI::App& app, Session& session);
void add_customers(CLI::App& app, Session& session);
void add_find(CLI::App& app, Session& session);
void add_review(CLI::App& app, Session& session);
void add_show(CLI::App& app, Session& session);
void add_why(CLI::App& app, Session& session);
void add_how(CLI::App& app, Session& session);
void add_merge(CLI::App& app, Session& session);
void add_split(CLI::App& app, Session& session);
void add_pin(CLI::App& app, Session& session);
void add_quality(CLI::App& app, Session& session);
void add_restandardise(CLI::App& app, Session& session);
void add_fix(CLI::App& app, Session& session);
void add_facets(CLI::App& app, Session& session);
void add_clusters(CLI::App& app, Session& session);
void add_standard(CLI::App& app, Session& session);
void add_rules(CLI::App& app, Session& session);
void add_complete(CLI::App& app, Session& session);
void add_find_personal_data(CLI::App& app, Session& session);
void add_profile(CLI::App& app, Session& session);
void add_export(CLI::App& app, Session& session);
void add_dedupe(CLI::App& app, Session& session);
void add_link(CLI::App& app, Session& session);
void add_evaluate(CLI::App& app, Session& session);
void add_lens(CLI::App& app, Session& session);
void add_serve(CLI::App& app, Session& session);
void add_verify(CLI::App& app, Session& session);
void add_sample(CLI::App& app, Session& session);
void add_config(CLI::App& app, Session& session);
void add_key(CLI::App& app, Session& session);
void add_completion(CLI::App& app, Session& session);
void add_man(CLI::App& app, Session& session);

/// All of them, in the order of the help.
void add_commands(CLI::App& app, Session& session);

}  // namespace kith::cli
