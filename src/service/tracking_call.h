// Calls of the Segment tracking protocol as they come: JSON in, calls out. Knows no ledger.
//
// Fields: Segment's specification, "Spec: Common fields", "Spec: Identify".
#pragma once
#include <cstdint>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "base/text.h"

namespace kith::service {

/// Traits of the specification, and the attributes they are.
inline constexpr std::pair<const char*, const char*> tracking_traits[] = {{"name", "name"},
                                                                          {"firstName", "given_name"},
                                                                          {"lastName", "family_name"},
                                                                          {"email", "email"},
                                                                          {"phone", "phone"},
                                                                          {"birthday", "birth_date"},
                                                                          {"gender", "gender"},
                                                                          {"company", "company"},
                                                                          {"title", "job_title"},
                                                                          {"address", "address"},
                                                                          {"city", "city"},
                                                                          {"country", "country"},
                                                                          {"website", "website"},
                                                                          {"username", "nickname"}};

struct TrackingCall {
  std::string type;       ///< identify, track, page, screen, group or alias
  std::string key;        ///< userId, else anonymousId; never empty
  std::string anonymous;  ///< anonymousId beside a userId
  std::string previous, message;
  std::string name, properties;               ///< of an event; properties: JSON object
  std::int64_t at = 0;                        ///< ms since 1970
  std::map<std::string, std::string> values;  ///< attribute → text as received
  std::string extra;                          ///< JSON object of traits that no attribute takes; empty: none
};

/// A call of a batch that is none.
struct RefusedCall {
  std::uint64_t row = 0;  ///< in its batch, from 1
  Text reason;
  std::string raw;
};

struct TrackingBody {
  std::vector<TrackingCall> calls;
  std::vector<RefusedCall> refused;
};

/// `call`: identify, track, page, screen, group, alias, batch or import. `now`: ms since 1970, for calls that
/// tell no time or one to come. Throws Error(bad_input) for a body that is no call, and for a batch of more
/// than 2,500.
TrackingBody read_tracking(const std::string& call, const std::string& body, std::int64_t now);

/// The write key that a body names; empty for none.
std::string write_key_in(const std::string& body);

}  // namespace kith::service
