// Collecting events: the calls of the Segment tracking protocol become events of records.
//
// A person of a source is known by the user's id, before that by the anonymous id. Traits of `identify` make
// a record (a new one whenever they say something new), events hang on the newest record of that id; an
// anonymous visitor is joined to the user at `identify` and `alias`. What comes of one source on one day is
// one batch (begun anew at fifty thousand events), so that it can be taken back like any import.
#pragma once
#include <cstdint>
#include <memory>
#include <string>

#include "base/ids.h"
#include "service/office.h"

namespace kith::service {

struct Collected {
  std::int64_t stored = 0, repeated = 0, refused = 0;
};

class Collector {
 public:
  explicit Collector(Office& office);
  ~Collector();

  /// `call`: identify, track, page, screen, group, alias, batch or import; `body`: its JSON. Durable when it
  /// returns. `objects`: the caller sent Sec-GPC: 1, which is entered as an objection to tracking and
  /// marketing, and keeps an anonymous visitor apart from the user. Throws Error(bad_input) for a body that
  /// is no call, or a batch of more than 2,500; of a batch, calls that are none are counted as refused and
  /// kept as rejects.
  Collected collect(SourceId source, const std::string& by, const std::string& call, const std::string& body,
                    bool objects);

 private:
  struct State;
  Office& office_;
  std::unique_ptr<State> state_;
};

}  // namespace kith::service
