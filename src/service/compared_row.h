// Values that a person gives, brought into the row that matching compares: standardised as an import would,
// parts included.
#pragma once
#include <string>
#include <vector>

#include "base/verdict.h"
#include "ledger/catalogue.h"
#include "service/match_base.h"
#include "standard/standardise.h"

namespace kith::service {

/// The attribute of that name, or of that label in either language. Throws Error(not_found).
const ledger::Attribute& attribute_named(const std::vector<ledger::Attribute>& attributes,
                                         const std::string& name);

class ComparedRow {
 public:
  /// `values`: by kind, what the row begins with; empty for an empty row. `today`: days since 1970. The base
  /// must outlive this.
  ComparedRow(const MatchBase& base, std::vector<ledger::Attribute> attributes, std::int64_t today,
              std::vector<std::string> values = {});

  struct Said {
    std::string attribute, value;
    Verdict verdict = Verdict::kept;
    Reason reason = Reason::none;
    bool compared = false;  ///< matching looks at the attribute
    bool generic = false;   ///< made up, or shared by so many that it tells nothing
  };
  /// Standardises the text and takes it into the row, with the parts of a name or an address, unless it is
  /// invalid or generic. Throws Error(not_found) for an attribute that is none.
  Said put(const std::string& attribute, const std::string& text);

  const std::vector<std::string>& values() const noexcept { return values_; }

 private:
  void set(std::string_view attribute, std::string_view value);

  const MatchBase& base_;
  std::vector<ledger::Attribute> attributes_;
  standard::Standard standard_;
  std::vector<std::string> values_;
};

}  // namespace kith::service
