// The contract itself: as a page, as YAML, as JSON. For anybody: it holds nothing of the base.
#include "base/embedded.h"
#include "server/api.h"
#include "server/api_page.h"
#include "server/contract.h"

namespace kith::server {
namespace {

Response text_of(std::string_view type, std::string body) {
  Response response;
  response.set("Content-Type", type);
  response.set("Cache-Control", "no-cache");
  response.body = std::move(body);
  return response;
}

Response file_of(std::string_view type, std::string_view bytes) {
  // Copied, so that it is packed and gets its ETag as every answer does.
  return text_of(type, std::string(bytes));
}

Response page(Call& call) {
  auto language = call.language;
  if (auto wanted = call.text("lang"); wanted == "zh" || wanted == "en")
    language = wanted == "zh" ? Language::zh : Language::en;
  return text_of("text/html; charset=utf-8", api_page(language, call.base.version));
}

}  // namespace

void add_docs_routes(Api& api) {
  api.add(Method::get, "/docs/api", Door::stranger, "", page);
  api.add(Method::get, "/docs/api.js", Door::stranger, "",
          [](Call&) { return file_of("text/javascript; charset=utf-8", embedded("api.js")); });
  api.add(Method::get, "/docs/api.css", Door::stranger, "",
          [](Call&) { return file_of("text/css; charset=utf-8", embedded("api.css")); });
  api.add(Method::get, "/docs/openapi.yaml", Door::stranger, "",
          [](Call&) { return file_of("application/yaml", contract_text()); });
  api.add(Method::get, "/docs/openapi.json", Door::stranger, "",
          [](Call&) { return text_of("application/json", contract().dump()); });
}

}  // namespace kith::server
