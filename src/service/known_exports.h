// Exports of well-known systems, known by their columns: there a bare "Name" or "Phone" has one sure meaning.
#pragma once
#include <span>
#include <string>
#include <string_view>

#include "service/header_names.h"

namespace kith::service {

class KnownExport {
 public:
  /// What people call it: "Salesforce contacts". A proper name, the same in every language.
  std::string_view name;
  BatchKind kind = BatchKind::customers;

  /// What a normalised header says there; nothing where this export says no more than any other file.
  HeaderMeaning meaning_of(std::string_view normalised) const;

  std::string_view marks;    ///< headers that tell it, separated by blanks; `a|b` is one of both
  std::string_view columns;  ///< header=attribute, header=#key, separated by blanks
};

/// The export that these headers (normalised_header) are of; none where they are of no known one. Of several
/// that fit, the one with most marks. Linear in headers × exports.
const KnownExport* recognise_export(std::span<const std::string> headers);

}  // namespace kith::service
