// Search before create: who in the base might a person be, of whom a few values are known?
#pragma once
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "base/ids.h"
#include "base/verdict.h"
#include "match/resolve.h"
#include "service/home.h"

namespace kith::service {

/// What a value that was asked for can do.
enum class SearchUse : std::uint8_t {
  used,
  generic,     ///< too many share it, or it is a made-up value: it finds nobody by itself
  invalid,     ///< none of its type
  empty,       ///< says nothing ("无", "N/A")
  not_matched  ///< an attribute that matching does not compare
};
std::string_view name_of(SearchUse use) noexcept;

struct SearchValue {
  std::string attribute;
  std::string given;  ///< as a person wrote it
  std::string value;  ///< standardised
  Verdict verdict = Verdict::kept;
  Reason reason = Reason::none;
  SearchUse use = SearchUse::used;
  bool guessed = false;  ///< the attribute was told from the value
};

struct FindRequest {
  std::vector<std::pair<std::string, std::string>> values;  ///< attribute name or label, and text
  std::string text;                                         ///< free text: each word's attribute is guessed
  std::size_t limit = 10;                                   ///< candidates wanted, best first
};

struct FoundCustomer {
  CustomerId customer;
  RecordId record;                                          ///< the customer's record that speaks most for it
  match::PairExplanation explanation;                       ///< of the values asked for against that record
  std::vector<std::string> agreeing;                        ///< attributes that agree exactly
  std::vector<std::pair<std::string, std::string>> values;  ///< golden values: attribute, value
};

struct FindReport {
  std::vector<SearchValue> values;
  std::vector<FoundCustomer> found;  ///< by probability, falling
  std::uint64_t compared = 0;        ///< records looked at
  bool more = false;                 ///< so many share the values that not all were looked at
  double seconds = 0;
};

/// Standardises what is asked for as an import would, brings candidates from the index and scores them with
/// the stored model: one look into the index a value, and the candidates it names. Records that no resolve
/// has seen are not found. Throws Error(conflict) before the first resolve, Error(not_found) for an attribute
/// that is none, Error(usage) where nothing is asked. Masking and audit are the caller's.
FindReport find_customers(Home& home, const FindRequest& request);

/// Which attribute each word of a free text speaks of: "王小明 13800000001" is a name and a phone. Words of a
/// name in letters stay together.
std::vector<std::pair<std::string, std::string>> guess_attributes(std::string_view text);

}  // namespace kith::service
