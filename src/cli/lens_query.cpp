#include "cli/lens_query.h"

namespace kith::cli {

service::RunQuery query_of(lens::Lens& lens) {
  return
      [&lens](std::string_view sql, std::span<const lens::LensValue> parameters,
              const std::function<void(const lens::LensRow&)>& each) { lens.query(sql, parameters, each); };
}

void note_reading(service::Home& home, const std::string& attribute) {
  home.ledger().write(
      [&](ledger::Write& write) { write.audit("values.read", "attribute:" + attribute, "{}"); });
}

}  // namespace kith::cli
