// A correction: which values of which column people set right, and what they become.
//
// It acts on cells as they are standardised and never on the cells themselves, so that it can be withdrawn.
#pragma once
#include <cstdint>
#include <string>
#include <string_view>

namespace kith::service {

/// Which values a correction takes.
enum class CorrectionTest {
  all,      ///< every value
  value,    ///< whose text as received, or standard value, is `wanted`
  verdict,  ///< whose verdict is `wanted` ("suspect")
  reason,   ///< whose reason is `wanted` ("typing_slip_domain")
  pattern   ///< whose text as received has a stretch as `pattern` says
};
/// What becomes of them.
enum class CorrectionAction {
  put,      ///< `text`, standardised
  replace,  ///< the text as received with every stretch as `pattern` says replaced by `text`, standardised
  empty     ///< nothing
};
std::string_view name_of(CorrectionTest test) noexcept;
std::string_view name_of(CorrectionAction action) noexcept;

struct Correction {
  std::int64_t number = 0;
  std::string attribute;         ///< of the data dictionary; empty where `column` is set
  std::string column;            ///< the column's own name in the files; empty where `attribute` is set
  std::string source;            ///< name; empty: any
  std::int64_t batch = 0;        ///< only records of this one; 0: any
  std::int64_t until_batch = 0;  ///< only records of batches up to this one; 0: of those that come, too
  CorrectionTest test = CorrectionTest::all;
  std::string wanted;
  CorrectionAction action = CorrectionAction::put;
  std::string pattern;
  std::string text;
};

std::string to_json(const Correction& correction);
/// Throws Error(corrupt) where the text is none.
Correction correction_from_json(std::string_view json);

/// Throws Error(usage) for one that could not be carried out: neither attribute nor column, an unknown
/// attribute, verdict or reason, a pattern that cannot be read, a replacement that names no group.
void check_correction(const Correction& correction);

}  // namespace kith::service
