// Forms: defined in the workspace, filled in by strangers, standardised as any import.
#pragma once
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "ledger/forms.h"
#include "service/office.h"

namespace kith::service {

struct FormField {
  std::string attribute, label, type;  ///< type: the standardiser's name, told not given
  bool required = false;
};
struct FormView {
  ledger::Form form;
  std::vector<FormField> fields;
  std::string purpose, channel, text, text_version;  ///< of the consent it asks for; purpose empty: none
  bool double_opt_in = false;        ///< the consent waits for a link to be followed (confirm_consent.h)
  std::vector<std::string> origins;  ///< pages that may send it; empty: any
};

std::vector<FormView> list_forms(Office& office, const Actor& actor);
/// Throws Error(bad_input) for attributes, a source or a channel that do not exist.
FormView put_form(Office& office, const Actor& actor, const FormView& form);
void remove_form(Office& office, const Actor& actor, const std::string& id);

/// As a stranger sees it: Error(not_found) where there is none.
FormView open_form(Office& office, const std::string& id);

struct Submission {
  std::map<std::string, std::string> values;  ///< by attribute
  bool consent = false, objects = false;      ///< objects: Sec-GPC: 1
  std::string campaign, page, address;
};

/// Takes in what strangers send. No more than ten in ten minutes from one address.
class FormDesk {
 public:
  explicit FormDesk(Office& office);
  ~FormDesk();
  /// Throws Error(bad_input) with the attribute as its place, Error(busy) for too many.
  void submit(const FormView& form, const Submission& submission);

 private:
  struct State;
  Office& office_;
  std::unique_ptr<State> state_;
};

}  // namespace kith::service
