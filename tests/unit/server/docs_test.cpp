// The page of the API holds the whole contract, asks no other host for anything, and runs no script of its
// own.
#include <regex>
#include <set>

#include "running_server.h"
#include "server/contract.h"

namespace kith::server {
namespace {

class DocsTest : public RunningServer {};

const std::string stranger = "Cookie: none=\r\nX-Kith:\r\n";

TEST_F(DocsTest, ThePageHasEveryCallAndShape) {
  auto page = get("/docs/api", stranger);
  ASSERT_EQ(page.status, 200) << page.body;
  EXPECT_EQ(page.headers["content-type"], "text/html; charset=utf-8");
  int calls = 0;
  for (const auto& [path, item] : contract()["paths"].items()) {
    for (const auto& [method, operation] : item.items()) {
      if (!operation.is_object() || !operation.contains("operationId")) continue;
      ++calls;
      auto id = "id=\"" + operation["operationId"].get<std::string>() + "\"";
      EXPECT_NE(page.body.find(id), std::string::npos) << method << path;
    }
  }
  EXPECT_GT(calls, 90);
  for (const auto& [name, schema] : contract()["components"]["schemas"].items())
    EXPECT_NE(page.body.find("id=\"shape-" + name + "\""), std::string::npos) << schema.dump();
  std::set<std::string> ids;
  const std::regex id("id=\"([^\"]+)\""), link("href=\"#([^\"]+)\"");
  for (std::sregex_iterator at(page.body.begin(), page.body.end(), id), end; at != end; ++at)
    EXPECT_TRUE(ids.insert((*at)[1]).second) << (*at)[1] << " stands twice";
  for (std::sregex_iterator at(page.body.begin(), page.body.end(), link), end; at != end; ++at)
    EXPECT_EQ(ids.count((*at)[1]), 1U) << (*at)[1] << " leads nowhere";
}

TEST_F(DocsTest, NothingComesFromElsewhereAndNothingIsInline) {
  for (const char* path : {"/docs/api", "/docs/api.js", "/docs/api.css"}) {
    auto page = get(path, stranger);
    ASSERT_EQ(page.status, 200) << path;
    EXPECT_FALSE(std::regex_search(page.body, std::regex("(src|href|url)[=(]\"?(https?:|//)"))) << path;
    EXPECT_EQ(page.body.find("<script>"), std::string::npos) << path;
    EXPECT_FALSE(std::regex_search(page.body, std::regex("<[a-z]+[^>]* (style|on[a-z]+)=\""))) << path;
  }
}

TEST_F(DocsTest, TheFrameIsInTheReadersLanguage) {
  EXPECT_NE(get("/docs/api?lang=zh", stranger).body.find("Kith 的 API"), std::string::npos);
  EXPECT_NE(get("/docs/api", stranger + "Accept-Language: zh-CN\r\n").body.find("请求正文"),
            std::string::npos);
  EXPECT_NE(get("/docs/api?lang=en", stranger + "Accept-Language: zh\r\n").body.find("The API of Kith"),
            std::string::npos);
}

TEST_F(DocsTest, TheContractComesAsData) {
  auto read = get("/docs/openapi.json", stranger).value();
  EXPECT_EQ(read["openapi"], "3.1.0");
  EXPECT_EQ(read["components"]["schemas"]["Next"]["type"], json({"string", "null"}));
  EXPECT_EQ(get("/docs/openapi.yaml", stranger).body, contract_text());
}

TEST_F(DocsTest, YamlIsReadAsJson) {
  auto read =
      yaml_to_json("a: {b: 1, c: 'true', d: true, e: ~}\nf:\n  - x\n  - '007'\ng: |\n  two\n  lines\n");
  EXPECT_EQ(json(read),
            json::parse(R"({"a":{"b":1,"c":"true","d":true,"e":null},"f":["x","007"],"g":"two\nlines\n"})"));
  EXPECT_THROW(yaml_to_json("a: [1"), Error);
  EXPECT_THROW(yaml_to_json(""), Error);
  EXPECT_THROW(yaml_to_json("a: &x [*x]"), Error);
}

}  // namespace
}  // namespace kith::server
