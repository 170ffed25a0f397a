// The API as a person uses it, and as somebody who should not.
#include <set>

#include "ledger/reviews.h"
#include "ledger/work.h"
#include "running_server.h"

namespace kith::server {
namespace {

class ApiTest : public RunningServer {
 protected:
  static std::string upload(const std::string& name, const std::string& bytes) {
    auto begun = post("/api/v1/uploads", {{"name", name}, {"bytes", bytes.size()}});
    EXPECT_EQ(begun.status, 201) << begun.body;
    auto id = begun.value()["id"].get<std::string>();
    auto half = bytes.size() / 2;
    auto send = [&](std::size_t from, std::size_t to) {
      return call(
          "PATCH", "/api/v1/uploads/" + id, bytes.substr(from, to - from),
          "Content-Type: application/octet-stream\r\nUpload-Offset: " + std::to_string(from) + "\r\n");
    };
    EXPECT_EQ(send(0, half).value()["offset"], half);
    EXPECT_EQ(send(0, half).status, 409);  // a piece that came already
    EXPECT_EQ(send(half, bytes.size()).value()["offset"], bytes.size());
    return id;
  }
};

TEST_F(ApiTest, AnImportThatDiedAfterItsBatchStoodIsDoneAndNotRefused) {
  ASSERT_EQ(post("/api/v1/sources", {{"name", "dying"},
                                     {"owner", "Li Na"},
                                     {"purpose", "deliver"},
                                     {"lawful_basis", "contract"},
                                     {"retention_days", 365}})
                .status,
            201);
  const std::string rows = "姓名,邮箱\n卫一,one@dying.example\n卫二,two@dying.example\n";
  auto drafted = [&] {
    auto draft = post("/api/v1/imports", {{"upload", upload("dying.csv", rows)}, {"source", "dying"}});
    EXPECT_EQ(draft.status, 201) << draft.body;
    return draft.value()["id"].get<std::string>();
  };
  const auto first = drafted(), second = drafted();
  const auto job = post("/api/v1/imports/" + first + "/commit", json::object()).value();
  const auto stored = ended(job["id"]);
  ASSERT_EQ(stored["state"], "done") << stored.dump();
  finish();
  // As it stands where the process died: once after all but the last word, once right after the batch stood.
  ledger::JobId other;
  home->ledger().write([&](ledger::Write& write) {
    auto again = *ledger::find_job(write.sql, *parse_id<ledger::JobKind>(job["id"].get<std::string>()));
    again.state = ledger::JobState::running;
    again.result.clear();
    ledger::update_job(write, again);
    other = ledger::add_job(write, "import", json({{"import", second}}).dump(), again.created_by);
    auto draft = *ledger::find_draft(write.sql, *parse_id<ledger::DraftKind>(second));
    draft.state = "committing";
    draft.job = other;
    draft.batch = stored["result"]["batch"];
    ledger::update_draft(write, draft);
  });
  start();
  for (const auto& id : {job["id"].get<std::string>(), to_string(other)}) {
    const auto found = ended(id);
    EXPECT_EQ(found["state"], "done") << found.dump();
    EXPECT_EQ(found["result"]["batch"], stored["result"]["batch"]);
    EXPECT_EQ(found["result"]["records"], 2);
  }
  EXPECT_EQ(get("/api/v1/imports/" + second).value()["state"], "done");
  const auto all = get("/api/v1/batches").value()["items"];
  EXPECT_EQ(std::count_if(all.begin(), all.end(), [](const json& one) { return one["source"] == "dying"; }),
            1);
  const auto number = std::to_string(stored["result"]["batch"].get<int>());
  EXPECT_EQ(ended(call("POST", "/api/v1/batches/" + number + "/undo").value()["id"])["state"], "done");
}

TEST_F(ApiTest, FromAFileWithErrorsToACustomerAndBack) {
  auto source = post("/api/v1/sources", {{"name", "shop"},
                                         {"owner", "Li Na"},
                                         {"purpose", "deliver"},
                                         {"lawful_basis", "contract"},
                                         {"retention_days", 365}});
  ASSERT_EQ(source.status, 201) << source.body;
  std::string rows = "姓名,手机,邮箱,城市\n";
  for (int i = 0; i < 20; ++i)
    rows += "王伟" + std::to_string(i) + ",1380000" + std::to_string(1000 + i) + ",w" + std::to_string(i) +
            "@example.com,上海\n";
  rows += "王伟3,13800001003,w3@example.com,上海\n李娜,13900002222,not-a-mail,北京\n坏行,1,2,3,4,5\n";
  auto file = upload("shop.csv", rows);
  auto draft = post("/api/v1/imports", {{"upload", file}, {"source", "shop"}});
  ASSERT_EQ(draft.status, 201) << draft.body;
  auto id = draft.value()["id"].get<std::string>();
  auto preview = call("POST", "/api/v1/imports/" + id + "/preview");
  ASSERT_EQ(preview.status, 202) << preview.body;
  ASSERT_EQ(ended(preview.value()["id"])["state"], "done");
  auto looked = get("/api/v1/imports/" + id, "Accept-Language: zh-CN\r\n").value();
  EXPECT_EQ(looked["state"], "ready");
  EXPECT_EQ(looked["preview"]["records"], 22);
  EXPECT_EQ(looked["preview"]["rejects"], 1);
  EXPECT_TRUE(looked["preview"]["first_rejects"][0]["reason"].is_string()) << looked["preview"].dump();
  EXPECT_EQ(get("/api/v1/customers").value()["items"].size(), 0);

  auto commit = post("/api/v1/imports/" + id + "/commit", {{"resolve", true}});
  ASSERT_EQ(commit.status, 202) << commit.body;
  auto job = ended(commit.value()["id"]);
  ASSERT_EQ(job["state"], "done") << job.dump();
  EXPECT_FALSE(std::filesystem::exists(folder / "uploads" / file));
  const auto mapping = get("/api/v1/sources/shop/mapping").value();
  auto toml = mapping["toml"].get<std::string>();
  toml.replace(toml.find("邮箱"), std::string("邮箱").size(), "城市");
  auto tried =
      call("PUT", "/api/v1/sources/shop/mapping?dry_run=true", json({{"toml", toml}}).dump()).value();
  EXPECT_NE(tried["mapping"], mapping["mapping"]);
  EXPECT_EQ(get("/api/v1/sources/shop/mapping").value()["mapping"], mapping["mapping"]) << "nothing is kept";
  auto number = job["result"]["batch"].get<int>();
  auto found = post("/api/v1/customers/search", {{"q", "w3@example"}, {"count", true}}).value();
  ASSERT_EQ(found["items"].size(), 1) << found.dump();
  EXPECT_EQ(found["items"][0]["records"], 2) << "the row that came twice";
  EXPECT_EQ(found["count"]["value"], 1);
  auto customer = found["items"][0]["id"].get<std::string>();
  auto other = post("/api/v1/customers/search", {{"q", "李娜"}}).value();
  ASSERT_EQ(other["items"].size(), 1) << other.dump();
  json both = {{"customers", {customer, other["items"][0]["id"]}}};
  auto would = call("POST", "/api/v1/merge?dry_run=true", both.dump()).value();
  EXPECT_EQ(would["done"], false);
  auto merged = post("/api/v1/merge", both);
  ASSERT_EQ(merged.status, 200) << merged.body;
  EXPECT_EQ(merged.value()["moved_records"].size(), 1);
  auto page = get("/api/v1/customers/" + customer);
  ASSERT_EQ(page.status, 200) << page.body;
  EXPECT_EQ(page.value()["records"], 3);
  EXPECT_EQ(page.value()["members"].size(), 3);
  json first = json::object();
  const auto seen = page.value();
  for (const auto& value : seen["values"]) {
    if (value["ordinal"] == 0) first[value["attribute"].get<std::string>()] = value["value"];
  }
  EXPECT_EQ(would["values"], first) << "what the dry run said it would be";

  auto edited =
      call("PATCH", "/api/v1/customers/" + customer, json({{"values", {{"city", "苏州市"}}}}).dump(),
           "If-Match: " + page.headers["etag"] + "\r\n");
  ASSERT_EQ(edited.status, 200) << edited.body;
  EXPECT_EQ(call("PATCH", "/api/v1/customers/" + customer, json({{"values", {{"city", "南京市"}}}}).dump(),
                 "If-Match: " + page.headers["etag"] + "\r\n")
                .status,
            412);
  auto bad = call("PATCH", "/api/v1/customers/" + customer, json({{"values", {{"email", "nobody"}}}}).dump(),
                  "Accept-Language: zh\r\n");
  EXPECT_EQ(bad.status, 422);
  EXPECT_EQ(bad.value()["errors"][0]["field"], "values.email") << bad.body;
  EXPECT_EQ(post("/api/v1/customers/search", {{"filters", {"city:eq:苏州市"}}}).value()["items"].size(), 1);

  auto facet = post("/api/v1/customers/facets", {{"attribute", "city"}}).value();
  EXPECT_EQ(facet["total"], 20) << facet.dump();
  const auto pin = get("/api/v1/decisions").value()["items"][0];
  ASSERT_EQ(pin["kind"], "pin") << pin.dump();
  ASSERT_EQ(call("DELETE", "/api/v1/decisions/" + pin["id"].get<std::string>()).status, 204);
  EXPECT_EQ(call("DELETE", "/api/v1/decisions/" + pin["id"].get<std::string>()).status, 404);
  EXPECT_TRUE(post("/api/v1/customers/search", {{"filters", {"city:eq:苏州市"}}}).value()["items"].empty())
      << "the rule chooses again";
  EXPECT_TRUE(get("/api/v1/users").value()["items"][0]["signed_in_at"].is_string())
      << "by the first-run link";
  auto history = get("/api/v1/customers/" + customer + "/history").value();
  EXPECT_GE(history["items"].size(), 2);

  EXPECT_EQ(
      call("POST", "/api/v1/batches/" + std::to_string(number) + "/undo?dry_run=true").value()["records"],
      22);
  auto undo = call("POST", "/api/v1/batches/" + std::to_string(number) + "/undo");
  EXPECT_EQ(ended(undo.value()["id"])["state"], "done");
  EXPECT_EQ(get("/api/v1/customers").value()["items"].size(), 0);
  auto audit = get("/api/v1/audit?action=customer.&limit=200").value();
  EXPECT_GE(audit["items"].size(), 5);
  for (const auto& entry : audit["items"]) EXPECT_EQ(entry.dump().find("王伟"), std::string::npos);
}

TEST_F(ApiTest, AFileReplacesTheOneBeforeItAndRejectsComeBackMended) {
  post("/api/v1/sources", {{"name", "list"},
                           {"owner", "Li Na"},
                           {"purpose", "serve"},
                           {"lawful_basis", "contract"},
                           {"retention_days", 365}});
  auto import = [&](const std::string& text, json draft, const json& commit) {
    draft["upload"] = upload("list.csv", text);
    draft["source"] = "list";
    auto made = post("/api/v1/imports", draft);
    EXPECT_EQ(made.status, 201) << made.body;
    auto begun = post("/api/v1/imports/" + made.value()["id"].get<std::string>() + "/commit", commit);
    EXPECT_EQ(begun.status, 202) << begun.body;
    return ended(begun.value()["id"]);
  };
  const std::string header = "编号,姓名,手机\n";
  auto first = import(header + "a,甲,13800000001\nb,乙,13800000002\nc,丙,13800000003,多\n", {{"mode", "add"}},
                      json::object());
  ASSERT_EQ(first["state"], "done") << first.dump();
  const auto number = std::to_string(first["result"]["batch"].get<int>());
  auto half = import(header + "a,甲,13900000001\n", {{"mode", "snapshot"}, {"key", "编号"}}, json::object());
  EXPECT_EQ(half["state"], "failed") << "half of it would go: " << half.dump();
  auto done =
      import(header + "a,甲,13900000001\n", {{"mode", "snapshot"}, {"key", "编号"}}, {{"confirm_gone", 1}});
  EXPECT_EQ(done["result"]["replaced"], 1) << done.dump();
  EXPECT_EQ(done["result"]["gone"], 1);
  EXPECT_EQ(post("/api/v1/imports", {{"upload", "x"}, {"source", "list"}, {"mode", "all"}}).status, 422);

  auto rejects = get("/api/v1/batches/" + number + "/rejects.csv");
  ASSERT_EQ(rejects.status, 200) << rejects.body;
  auto text = rejects.body;
  text.replace(text.find(",多"), 4, ",");
  auto mended = import(text, {{"mends", std::stoi(number)}}, json::object());
  EXPECT_EQ(mended["result"]["mended"], 1) << mended.dump();
  EXPECT_EQ(get("/api/v1/batches/" + number).value()["open_rejects"], 0);
  EXPECT_EQ(get("/api/v1/batches/" + number + "/rejects.csv").status, 409);
  EXPECT_EQ(get("/api/v1/sources/list/folder").status, 404);
  EXPECT_EQ(call("POST", "/api/v1/sources/list/collect").status, 404);
  for (const auto& job : {mended, done, first}) {
    auto undo =
        call("POST", "/api/v1/batches/" + std::to_string(job["result"]["batch"].get<int>()) + "/undo");
    EXPECT_EQ(ended(undo.value()["id"])["state"], "done") << undo.body;
  }
}

TEST_F(ApiTest, PagesFollowEachOtherInAnyOrder) {
  for (int i = 0; i < 7; ++i) {
    auto made = post(
        "/api/v1/customers",
        {{"values",
          {{"name", "周" + std::string(i % 2 ? "杰" : "敏")}, {"phone", "1370000000" + std::to_string(i)}}}});
    ASSERT_EQ(made.status, 201) << made.body;
  }
  for (const char* sort : {"", "&sort=name", "&sort=-name", "&sort=-created_at", "&sort=email"}) {
    std::set<std::string> seen;
    std::string cursor;
    for (int pages = 0; pages < 10; ++pages) {
      auto page =
          get("/api/v1/customers?limit=3" + std::string(sort) + (cursor.empty() ? "" : "&cursor=" + cursor));
      ASSERT_EQ(page.status, 200) << page.body;
      auto value = page.value();
      for (const auto& item : value["items"]) EXPECT_TRUE(seen.insert(item["id"]).second) << sort;
      if (value["next"].is_null()) break;
      cursor = value["next"];
      EXPECT_EQ(cursor.find("周"), std::string::npos);
    }
    EXPECT_EQ(seen.size(), 7) << sort;
  }
  auto again = post("/api/v1/customers", {{"values", {{"name", "周敏"}, {"phone", "13700000000"}}}});
  EXPECT_EQ(again.status, 409);
  EXPECT_EQ(again.value()["duplicates"].size(), 1) << again.body;
  EXPECT_EQ(get("/api/v1/customers?cursor=AAAA").status, 422);
}

TEST_F(ApiTest, ACallThatComesTwiceIsAnsweredAsOnce) {
  json body = {{"values", {{"name", "孙悦"}, {"phone", "13600001111"}}}};
  auto first = post("/api/v1/customers", body, "Idempotency-Key: k1\r\n");
  ASSERT_EQ(first.status, 201) << first.body;
  auto second = post("/api/v1/customers", body, "Idempotency-Key: k1\r\n");
  EXPECT_EQ(second.status, 201);
  EXPECT_EQ(second.value()["id"], first.value()["id"]);
  body["values"]["name"] = "孙越";
  EXPECT_EQ(post("/api/v1/customers", body, "Idempotency-Key: k1\r\n").status, 409);
}

TEST_F(ApiTest, ASecretIsNotKeptForACallThatComesAgain) {
  json body = {{"name", "twice"}, {"kind", "api"}, {"role", "steward"}, {"scopes", {"sources.read"}}};
  auto first = post("/api/v1/keys", body, "Idempotency-Key: k2\r\n");
  ASSERT_EQ(first.status, 201) << first.body;
  auto again = post("/api/v1/keys", body, "Idempotency-Key: k2\r\n");
  EXPECT_EQ(again.status, 409) << again.body;
  EXPECT_EQ(get("/api/v1/keys").body.find(first.value()["secret"].get<std::string>()), std::string::npos);
  auto stored = ledger::find_answered(home->ledger().read()->sql(),
                                      get("/api/v1/me").value()["id"].get<std::string>(), "k2");
  ASSERT_TRUE(stored);
  EXPECT_EQ(stored->body, "");
}

TEST_F(ApiTest, ASessionEndsWhenTheSettingsSaySo) {
  auto signed_in = post("/api/v1/session", {{"login", "li.na"}, {"password", password}}, "Cookie: none=\r\n");
  ASSERT_EQ(signed_in.status, 201) << signed_in.body;
  auto other = signed_in.headers["set-cookie"];
  other = "Cookie: " + other.substr(0, other.find(';')) + "\r\n";
  home->ledger().write([](ledger::Write& write) {
    write
        .sql(
            "UPDATE session SET seen_at = seen_at - 600000 WHERE created_at = (SELECT max(created_at) FROM "
            "session)")
        .run();
  });
  EXPECT_EQ(get("/api/v1/me", other).status, 200);
  home->ledger().write([](ledger::Write& write) {
    write
        .sql(
            "UPDATE session SET seen_at = seen_at - 600000 WHERE created_at = (SELECT max(created_at) FROM "
            "session)")
        .run();
  });
  EXPECT_EQ(call("PATCH", "/api/v1/settings", json({{"session_idle_minutes", 5}}).dump()).status, 200);
  EXPECT_EQ(get("/api/v1/me", other).status, 401);
  EXPECT_EQ(call("PATCH", "/api/v1/settings", json({{"session_idle_minutes", 720}}).dump()).status, 200);
}

TEST_F(ApiTest, WhatTheResolveIsUnsureOfWaitsForPeople) {
  std::vector<std::string> records;
  for (const char* name : {"郑爽", "郑双"}) {
    auto made = post("/api/v1/customers",
                     {{"values", {{"name", name}, {"phone", "13511112222"}}}, {"despite_duplicates", true}});
    ASSERT_EQ(made.status, 201) << made.body;
    records.push_back(made.value()["members"][0]["id"]);
  }
  auto id_of = [](const std::string& text) { return *parse_id<RecordKind>(text); };
  home->ledger().write([&](ledger::Write& write) {
    ledger::put_uncertain_pair(write, {std::min(id_of(records[0]), id_of(records[1])),
                                       std::max(id_of(records[0]), id_of(records[1])), 0.5});
  });
  auto waiting = get("/api/v1/duplicates").value();
  ASSERT_EQ(waiting["total"], 1) << waiting.dump();
  EXPECT_GT(waiting["items"][0]["probability"], .5);
  EXPECT_TRUE(get("/api/v1/duplicates?blind=true").value()["items"][0]["probability"].is_null());
  json word = {{"kind", "unsure"}, {"a", records[0]}, {"b", records[1]}};
  EXPECT_EQ(post("/api/v1/decisions", word).status, 201);
  EXPECT_EQ(get("/api/v1/duplicates").value()["total"], 0);
  word["kind"] = "different";
  word["blind"] = true;
  auto decided = post("/api/v1/decisions", word);
  ASSERT_EQ(decided.status, 201) << decided.body;
  EXPECT_EQ(decided.value()["decisions"].size(), 1);
  auto progress = get("/api/v1/reviews").value();
  EXPECT_EQ(progress["different"], 1) << progress.dump();
  EXPECT_EQ(progress["unsure"], 0) << "a reviewer's later word replaces the earlier one";
  EXPECT_EQ(progress["reviewers"][0]["blind"], 1);
}

TEST_F(ApiTest, WhatIsNoCallIsRefusedWithItsField) {
  auto refused = [&](const std::string& body, const std::string& field) {
    auto answer = call("POST", "/api/v1/sources", body);
    EXPECT_EQ(answer.status, 422) << body;
    if (!field.empty()) {
      EXPECT_EQ(answer.value()["errors"][0]["field"], field) << answer.body;
    }
  };
  refused("{", "");
  refused("[]", "");
  refused(R"({"name":"x"})", "owner");
  refused(R"({"name":"x","owner":"a","purpose":"b","lawful_basis":"c","retention_days":1})", "lawful_basis");
  refused(R"({"name":"x","owner":"a","purpose":"b","lawful_basis":"contract","retention_days":"1"})",
          "retention_days");
  refused(R"({"name":"x","owner":1,"purpose":"b","lawful_basis":"contract","retention_days":1})", "owner");
  refused(
      R"({"name":"x","owner":"a","purpose":"b","lawful_basis":"contract","retention_days":1,"surprise":1})",
      "surprise");
  refused(R"({"name":"a/b","owner":"a","purpose":"b","lawful_basis":"contract","retention_days":1})", "name");
  refused("{\"name\":" + std::string(5000, '[') + "}", "");
  refused("{\"name\":\"\xff\xfe\"}", "");
  EXPECT_EQ(call("POST", "/api/v1/sources", "{}", "Content-Type: text/plain\r\n").status, 422);
  EXPECT_EQ(call("DELETE", "/api/v1/sources").status, 405);
  EXPECT_EQ(get("/api/v1/customers/cus_0000000000001").status, 404);
  EXPECT_EQ(get("/api/v1/customers/nobody").status, 422);
  EXPECT_EQ(get("/api/v1/customers?limit=0").status, 422);
  EXPECT_EQ(get("/api/v1/customers?sort=nothing").status, 422);
  EXPECT_EQ(post("/api/v1/customers/search", {{"filters", {"name;like;x"}}}).status, 422);
  EXPECT_EQ(post("/api/v1/customers/search", {{"filters", {"name:eq:' OR 1=1"}}}).status, 200);
  EXPECT_EQ(post("/api/v1/customers/search", {{"filters", "name:eq:x"}}).status, 422);
  EXPECT_EQ(post("/api/v1/customers/search", {{"limit", 201}}).status, 422);
  EXPECT_EQ(call("POST", "/api/v1/customers", json({{"values", {{"phone", "call me"}}}}).dump(),
                 "Accept-Language: zh\r\n")
                .value()["title"]
                .get<std::string>()
                .find("This"),
            std::string::npos);
}

TEST_F(ApiTest, WithoutASessionOrFromAnotherSiteNothingGoes) {
  EXPECT_EQ(get("/api/v1/customers", "Cookie: kith=\r\n").status, 401);
  EXPECT_EQ(get("/api/v1/customers", "Cookie: kith=AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\r\n").status,
            401);
  EXPECT_EQ(get("/api/v1/session", "Cookie: kith=\r\n").value()["state"], "signed_out");
  json source = {{"name", "x"}};
  EXPECT_EQ(post("/api/v1/sources", source, "X-Kith:\r\n").status, 403);
  EXPECT_EQ(post("/api/v1/sources", source, "Origin: https://evil.example\r\n").status, 403);
  EXPECT_EQ(post("/api/v1/sources", source, "Origin: http://127.0.0.1\r\n").status, 422);
  EXPECT_EQ(post("/api/v1/first-run", {{"token", token}, {"login", "b"}, {"password", password}}).status,
            403);
}

TEST_F(ApiTest, GuessingPasswordsTakesLongerAndLonger) {
  int waits = 0;
  for (int i = 0; i < 8; ++i) {
    auto answer = post("/api/v1/session", {{"login", "nobody"}, {"password", "guess " + std::to_string(i)}});
    EXPECT_TRUE(answer.status == 401 || answer.status == 429) << answer.status;
    if (answer.status == 429) ++waits;
    if (answer.status == 429) {
      EXPECT_FALSE(answer.headers["retry-after"].empty());
    }
  }
  EXPECT_GE(waits, 2);
}

TEST_F(ApiTest, AKeyMayWhatItsScopesSayAndItsEndIsAtOnce) {
  auto made = post("/api/v1/keys",
                   {{"name", "report"}, {"kind", "api"}, {"role", "steward"}, {"scopes", {"sources.read"}}});
  ASSERT_EQ(made.status, 201) << made.body;
  auto bearer = "Cookie: none=\r\nX-Kith:\r\nAuthorization: Bearer " +
                made.value()["secret"].get<std::string>() + "\r\n";
  EXPECT_EQ(get("/api/v1/sources", bearer).status, 200);
  EXPECT_EQ(get("/api/v1/customers", bearer).status, 403);
  EXPECT_EQ(get("/api/v1/users", bearer).status, 403);
  EXPECT_EQ(call("DELETE", "/api/v1/keys/" + made.value()["key"]["id"].get<std::string>()).status, 204);
  EXPECT_EQ(get("/api/v1/sources", bearer).status, 401);
}

TEST_F(ApiTest, JobsAreToldAsTheyMove) {
  Client listener(server->port());
  listener.send_raw("GET /api/v1/jobs/stream HTTP/1.1\r\nHost: a\r\nCookie: " + cookie + "\r\n\r\n");
  auto text = listener.read_some();
  EXPECT_NE(text.find("200 OK"), std::string::npos);
  auto job = call("POST", "/api/v1/verify");
  ASSERT_EQ(job.status, 202) << job.body;
  for (int i = 0; i < 100 && text.find("event: change") == std::string::npos; ++i)
    text += listener.read_some();
  EXPECT_NE(text.find("event: job"), std::string::npos);
  EXPECT_NE(text.find("event: change"), std::string::npos);
  EXPECT_TRUE(ended(job.value()["id"])["result"]["sound"].get<bool>());
}

}  // namespace
}  // namespace kith::server
