// The form that values take in this base: what its standardiser says, then the company's standard, then what
// people corrected.
#pragma once
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "quality/text_pattern.h"
#include "service/company_standard.h"
#include "service/correction.h"
#include "service/layout.h"
#include "service/rule_gate.h"
#include "standard/standardise.h"

namespace kith::service {

/// What applies to one output of one batch. Thread-safe.
class ValueForm {
 public:
  /// Standardises `raw`. Deterministic: the same text under the same form gives the same result. A value that
  /// a correction made has the reason `corrected`.
  void standardise(std::string_view raw, const standard::Standardiser& standardiser,
                   const standard::Standard& standard, standard::Standardised& out) const;

 private:
  friend class HouseForm;
  struct Step {
    Correction correction;
    std::shared_ptr<const quality::TextPattern> pattern;
  };
  void take_own_form(std::string_view raw, standard::Standardised& out) const;
  bool takes(const Step& step, std::string_view raw, std::string_view present,
             const standard::Standardised& out) const;

  std::size_t next_step(std::size_t from, std::string_view raw, std::string_view value) const;

  const CompanyStandard* standard_ = nullptr;
  const CodeList* codes_ = nullptr;
  std::string type_;
  std::vector<Step> steps_;  // in order of number
  // Clusters are mended by thousands of corrections of one value each: those are found by their value.
  std::unordered_map<std::string, std::vector<std::size_t>> by_value_;
  std::vector<std::size_t> others_;
};

/// What applies to the rows of one batch.
struct BatchForm {
  std::vector<std::optional<ValueForm>> values;  ///< one an output; empty: standardisers alone decide
  std::shared_ptr<const RuleGate> gate;          ///< none where no rule acts on rows
};

/// Company standard, corrections and rules of a base. Must outlive the forms it gives.
class HouseForm {
 public:
  HouseForm() = default;
  /// What stands in the base: the corrections that are not withdrawn.
  static HouseForm load(ledger::Statements& sql);

  CompanyStandard standard;
  std::vector<Correction> corrections;  ///< in order of number
  std::vector<quality::Rule> rules;

  /// For a batch of that source; `batch`: its number, 0 for one that is being imported; `today`: days since
  /// 1970. `layout` must outlive the form.
  BatchForm for_batch(const Layout& layout, const std::string& source, std::int64_t batch,
                      std::int64_t today) const;
  /// Whether one of the last `count` corrections concerns any output of such a batch.
  bool last_concern(std::size_t count, const Layout& layout, const std::string& source,
                    std::int64_t batch) const;

 private:
  std::optional<ValueForm> form_of(const Layout& layout, const Output& output, const std::string& source,
                                   std::int64_t batch) const;
};

}  // namespace kith::service
