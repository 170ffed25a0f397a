// Who asks, and what they may. Every verb that can be reached from outside takes an Actor and asks it first;
// nothing above decides about permission, nothing below knows of it.
//
//   right      what may be done: "customers.read", "exports.run" …
//   row rule   which customers are seen: those whose golden value of an attribute is one of some values
//   field rule what is seen of an attribute: hidden, masked, read, or edited as well
#pragma once
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/text.h"
#include "ledger/catalogue.h"

namespace kith::service {

/// All rights, in the order of the settings page.
std::span<const std::string_view> all_rights() noexcept;

enum class FieldAccess { hide, mask, read, edit };
std::string_view name_of(FieldAccess access) noexcept;
/// False where the word is none.
bool read_access(std::string_view word, FieldAccess& access) noexcept;

/// A customer is seen only where its golden value of `attribute` is one of `values`.
struct RowRule {
  std::string attribute;
  std::vector<std::string> values;  ///< "$login", "$team", "$region": those of the user
};

/// Either attribute or sensitivity is set; one for the attribute goes before one for its sensitivity.
struct FieldRule {
  std::string attribute, sensitivity;
  FieldAccess access = FieldAccess::read;
};

struct Role {
  std::string name;
  std::vector<std::string> rights;
  std::vector<RowRule> rows;
  std::vector<FieldRule> fields;
  bool built_in = false;
};

/// Owner, steward, sales, marketer, officer, analyst. `owner` may everything and is in no table.
const std::vector<Role>& built_in_roles();

struct Actor {
  std::string id;  ///< "usr_…", "key_…", or "cli"
  std::string login, name, team, region;
  std::string role;
  std::vector<std::string> rights;
  std::vector<RowRule> rows;  ///< placeholders are filled in
  std::vector<FieldRule> fields;
  Language language = Language::en;
  bool viewing_as = false;  ///< reads only, whatever the rights say

  bool may(std::string_view right) const noexcept;
  /// Throws Error(denied) without the right.
  void require(std::string_view right) const;
  FieldAccess access_to(const ledger::Attribute& attribute) const noexcept;
  bool sees_all_rows() const noexcept { return rows.empty(); }
};

/// The person at the machine: everything.
Actor operator_at_the_machine(Language language);

/// What a masked value shows: "张•••", "138••••1234", "l•••@example.com". Never its length.
std::string masked(std::string_view value);

}  // namespace kith::service
