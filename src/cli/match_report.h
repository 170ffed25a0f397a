// `dedupe` and `link`: what they take and how they tell what they found.
#pragma once
#include "cli/session.h"
#include "service/dedupe_files.h"

namespace kith::cli {

/// What the two commands have in common.
struct MatchWords {
  service::DedupeRequest request;
  std::string model, save_model, html;
  bool brief = false;
};

/// The options that both take.
void add_match_options(CLI::App& command, Session& session, MatchWords& words);

/// Runs, saves the model where asked for, and prints the answer for people or machines.
void run_match(Session& session, MatchWords& words);

/// Remarks that the model could not follow what the rows have in common, where that is so.
void tell_anchored(const Session& session, const match::Model& model);

/// A chart of the weights of every level of every field: to the left what speaks against, to the right what
/// speaks for one customer.
std::string weight_chart(const Session& session, const match::Model& model);

}  // namespace kith::cli
