// Forms that strangers fill in.
#pragma once
#include <optional>
#include <string>
#include <vector>

#include "ledger/ledger.h"

namespace kith::ledger {

struct FormKind {
  static constexpr std::string_view prefix = "frm";
};
using FormId = Id<FormKind>;

struct Form {
  FormId id;
  std::string name, source, definition, created_by;  ///< definition: JSON
  std::int64_t created_at = 0;
};
/// Adds it where it has no id; returns the id.
FormId put_form(Write& write, const Form& form);
void remove_form(Write& write, FormId id);
std::optional<Form> find_form(Statements& sql, FormId id);
std::vector<Form> all_forms(Statements& sql);

}  // namespace kith::ledger
