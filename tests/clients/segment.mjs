// The collecting clients that sites and servers really use, unchanged, pointed at Kith.
import { once } from "node:events";
import { existsSync, readFileSync } from "node:fs";
import { createServer } from "node:http";
import { Analytics } from "@segment/analytics-node";
import { browser, chromiumPath } from "../web/stage.mjs";
import { assert, served, source } from "./base.mjs";

const { stage, ask, done } = await served();
try {
  await fromAServer();
  await fromABrowser();
} finally {
  await stage.end();
}

// The one customer with that address, and the names of its events, oldest first.
async function told(email) {
  const resolved = await done((await ask("POST", "/api/v1/resolve")).value.id);
  assert.equal(resolved.state, "done");
  const found = (await ask("POST", "/api/v1/customers/search", { q: email })).value.items;
  assert.equal(found.length, 1, email);
  const page = (await ask("GET", `/api/v1/customers/${found[0].id}/events?limit=200`)).value.items;
  return { page, names: page.map((event) => event.name).sort() };
}

async function fromAServer() {
  const writeKey = await source(ask, "backend");
  const faults = [];
  const client = new Analytics({ writeKey, host: stage.base, path: "/v1/batch", flushAt: 7, flushInterval: 200 });
  client.on("error", (fault) => faults.push(fault));
  client.identify({ userId: "u1", traits: { name: "王伟", email: "wang@example.com", plan: "gold" } });
  client.track({ userId: "u1", event: "Order Completed", properties: { total: 12.5 } });
  for (let i = 0; i < 40; i++) client.track({ userId: "u1", event: "Viewed", properties: { sku: `A${i}` } });
  client.track({ userId: "u1", event: "Once", messageId: "the-same" });
  client.track({ userId: "u1", event: "Once", messageId: "the-same" });
  client.page({ userId: "u1", name: "Home" });
  client.screen({ userId: "u1", name: "Basket" });
  client.group({ userId: "u1", groupId: "g1", traits: { name: "Acme" } });
  client.alias({ userId: "u1", previousId: "anon-1" });
  await client.closeAndFlush({ timeout: 20000 });
  assert.deepEqual(faults, []);
  const { names } = await told("wang@example.com");
  const count = (name) => names.filter((one) => one === name).length;
  assert.equal(count("Viewed"), 40);
  assert.equal(count("Once"), 1, "a messageId counts once");
  for (const name of ["Order Completed", "page", "screen", "group"]) assert.equal(count(name), 1, name);

  // A key that is none: the client hears no, and nothing comes in.
  const stolen = new Analytics({ writeKey: "none", host: stage.base, path: "/v1/batch", maxRetries: 0 });
  const refused = new Promise((heard) => stolen.on("error", heard));
  stolen.track({ userId: "u1", event: "Stolen" });
  await stolen.closeAndFlush({ timeout: 10000 });
  assert.ok(await refused);
  assert.equal((await told("wang@example.com")).names.includes("Stolen"), false);
  console.log("@segment/analytics-node: 47 calls in batches, one repeated, none lost");
}

async function fromABrowser() {
  const umd = new URL("node_modules/@segment/analytics-next/dist/umd/index.js", import.meta.url);
  const playwright = new URL("../web/node_modules/playwright-core", import.meta.url);
  if (!chromiumPath || !existsSync(playwright)) {
    console.log("@segment/analytics-next: skipped, there is no browser");
    return;
  }
  const writeKey = await source(ask, "site");
  const window = await browser();
  try {
    const page = await (await window.newContext()).newPage();
    const said = [];
    page.on("console", (line) => said.push(line.text()));
    page.on("requestfailed", (request) => said.push(`${request.url()}: ${request.failure()?.errorText}`));
    // A shop's page of another origin; nothing else but it and Kith is reached.
    const shop = createServer((request, answer) => {
      const script = request.url.endsWith(".js");
      answer.setHeader("Content-Type", script ? "text/javascript" : "text/html");
      answer.end(script ? readFileSync(umd) : '<!doctype html><title>Shop</title><script src="/a.js"></script>');
    });
    await once(shop.listen(0, "127.0.0.1"), "listening");
    const home = `127.0.0.1:${shop.address().port}`;
    await page.route("**/*", (route) => {
      const { host } = new URL(route.request().url());
      return host === home || host === new URL(stage.base).host ? route.continue() : route.abort();
    });
    await page.goto(`http://${home}/`);
    await page.evaluate(
      async ([key, host]) => {
        const { AnalyticsBrowser } = window.AnalyticsNext;
        const client = AnalyticsBrowser.load(
          { writeKey: key, cdnSettings: { integrations: { "Segment.io": { apiKey: key } } } },
          { integrations: { "Segment.io": { apiHost: `${host}/v1`, protocol: "http" } } },
        );
        await client.page("Home");
        await client.track("Looked", { sku: "A1" });
        await client.identify("u2", { name: "Ada Byron", email: "ada@example.com" });
        await client.track("Bought", { sku: "A1" });
      },
      [writeKey, new URL(stage.base).host],
    );
    // Its calls are sent one by one as they are made; the last may still be on its way.
    for (let tries = 0; ; tries++) {
      const { page: events, names } = await told("ada@example.com").catch(() => ({ page: [], names: [] }));
      if (names.includes("Bought") && names.includes("Looked") && names.includes("page")) {
        assert.equal(events.length, 3, "what was seen before the name was known belongs to the person");
        break;
      }
      assert.ok(tries < 12, `only ${names}; the page said ${said.join("\n")}`);
      await new Promise((go) => setTimeout(go, 300));
    }
    shop.close();
    console.log("@segment/analytics-next: calls from a page of another host, the visitor joined to the user");
  } finally {
    await window.close();
  }
}
