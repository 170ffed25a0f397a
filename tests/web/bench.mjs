// What a person feels: first load, scrolling, the palette, memory over many pages. Headless Chromium on this machine, the sample
// company, with --records N so many rows of the wide sample, or the base at KITH_URL with KITH_LOGIN and KITH_PASSWORD. Figures
// stand beside what they must reach.
import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { browser, enter, kith, loadSample, missing, open, raise, richest } from "./stage.mjs";

const at = process.argv.indexOf("--records");
const records = at < 0 ? 0 : Number(process.argv[at + 1]);
if (at >= 0 && !(Number.isInteger(records) && records > 0)) {
  console.error("--records wants a number of rows, as --records 1000000");
  process.exit(2);
}

const lack = process.env.KITH_URL ? "" : await missing();
if (lack) {
  console.error(`No figures: ${lack} is not there.`);
  process.exit(1);
}
const foreign = process.env.KITH_URL;
const stage = foreign ? { base: foreign, end: async () => undefined } : await raise();
const chromium = await browser();
const say = (what, value, limit) =>
  console.log(`${what.padEnd(58)} ${String(value).padStart(12)}   ${limit}`);

/** The wide sample, imported and resolved while the server is down. */
async function fill(count) {
  await stage.stop();
  const run = (...words) => {
    const end = spawnSync(kith, words, { encoding: "utf8", maxBuffer: 1 << 28 });
    if (end.status !== 0) throw new Error(`kith ${words.join(" ")}: ${end.stderr}`);
  };
  const folder = join(stage.folder, "wide");
  run("sample", "--records", String(count), folder);
  const home = ["--home", stage.home];
  run(
    ...home,
    "source",
    "add",
    "people",
    "--owner",
    "Li Na",
    "--purpose",
    "measuring",
    ...["--basis", "contract"],
    ...["--retention", "1y"],
  );
  run(...home, "import", join(folder, "people.csv"), "--source", "people", "--yes", "--no-resolve");
  run(...home, "resolve");
  await stage.start();
}

const quantile = (values, part) =>
  [...values].sort((a, b) => a - b)[Math.min(values.length - 1, Math.floor(part * values.length))];

try {
  const page = await open(chromium, stage);
  if (foreign) {
    await page.goto("/");
    await page.locator("#login").fill(process.env.KITH_LOGIN ?? "");
    await page.locator("#password").fill(process.env.KITH_PASSWORD ?? "");
    await page.locator("button[type=submit]").click();
    await page.locator("nav.side").waitFor({ state: "attached" });
  } else {
    await enter(page, stage);
    if (records) await fill(records);
    else await loadSample(page);
    await page.goto("/");
    await page.locator("nav.side").waitFor({ state: "attached" });
  }
  const cookies = await page.context().cookies();

  const loads = [];
  let script = 0;
  for (let round = 0; round < 5; round++) {
    const fresh = await open(chromium, stage, { cookies });
    const session = await fresh.context().newCDPSession(fresh);
    await session.send("Network.enable");
    const scripts = new Set();
    script = 0;
    session.on(
      "Network.responseReceived",
      (event) => event.type === "Script" && scripts.add(event.requestId),
    );
    session.on(
      "Network.loadingFinished",
      (event) => scripts.has(event.requestId) && (script += event.encodedDataLength),
    );
    const begun = Date.now();
    await fresh.goto("/", { waitUntil: "commit" });
    await fresh.locator("h1").waitFor();
    await fresh.keyboard.press("Control+k");
    await fresh.locator(".palette input").waitFor();
    loads.push(Date.now() - begun);
    await fresh.context().close();
  }
  say("script of the home page, palette included, as sent", `${Math.round(script / 1024)} KB`, "<= 350 KB");
  say("first load until the palette answers, median of 5", `${quantile(loads, 0.5)} ms`, "< 1500 ms");

  await page.goto("/customers");
  await page.locator(".grid-row").nth(10).waitFor();
  // What the page's own thread works, which others on the machine do not lengthen.
  const clock = await page.context().newCDPSession(page);
  await clock.send("Performance.enable", { timeDomain: "threadTicks" });
  const worked = async () =>
    (await clock.send("Performance.getMetrics")).metrics.find((one) => one.name === "TaskDuration").value *
    1000;
  const workBefore = await worked();
  const frames = await page.evaluate(async () => {
    const grid = document.querySelector("[role=grid]");
    // Pages that come from the server are loaded first: loading is not scrolling.
    for (let i = 0; i < 12; i++) {
      grid.scrollTop = grid.scrollHeight;
      await new Promise((go) => setTimeout(go, 250));
    }
    grid.scrollTop = 0;
    await new Promise((go) => setTimeout(go, 500));
    const gaps = [];
    let last = performance.now();
    for (let i = 0; i < 240 && grid.scrollTop < grid.scrollHeight - grid.clientHeight - 10; i++) {
      grid.scrollTop += 137;
      await new Promise(requestAnimationFrame);
      const now = performance.now();
      gaps.push(now - last);
      last = now;
    }
    return gaps.slice(1);
  });
  say(
    `grid: longest of ${frames.length} frames while scrolling`,
    `${Math.round(Math.max(...frames))} ms`,
    "< 100 ms",
  );
  const work = (await worked()) - workBefore;
  say(
    "grid: work of the page's thread a frame, loading included",
    `${(work / frames.length).toFixed(1)} ms`,
    "",
  );
  say("grid: 95th percentile of frames", `${Math.round(quantile(frames, 0.95))} ms`, "");

  const jumps = [];
  for (const share of [0.5, 0.25, 0.75, 0.9]) {
    jumps.push(
      await page.evaluate(async (part) => {
        const grid = document.querySelector("[role=grid]");
        const begun = performance.now();
        grid.scrollTop = grid.scrollHeight * part;
        const wanted = Math.floor((grid.scrollTop / grid.scrollHeight) * Number(grid.ariaRowCount)) + 5;
        for (;;) {
          await new Promise((go) => setTimeout(go, 5));
          if (document.querySelector(`.grid-row[aria-rowindex="${wanted}"] a`))
            return performance.now() - begun;
          if (performance.now() - begun > 20_000) return Infinity;
        }
      }, share),
    );
  }
  say(
    `grid: far row in sight, slowest of ${jumps.length} pulls of the scroll bar`,
    `${Math.round(Math.max(...jumps))} ms`,
    "",
  );

  const words = ["li", "wang", "张", "138", "gmail", "上海", "chen", "@qq"];
  const answers = [];
  for (const word of words) {
    answers.push(
      await page.evaluate(async (text) => {
        const begun = performance.now();
        const answer = await fetch("/api/v1/customers/search", {
          method: "POST",
          headers: { "Content-Type": "application/json", "X-Kith": "1" },
          body: JSON.stringify({
            q: text,
            limit: 8,
            attributes: ["name", "company", "phone", "email", "city"],
          }),
        });
        await answer.json();
        return performance.now() - begun;
      }, word),
    );
  }
  say(
    `palette: slowest answer of ${words.length} searches`,
    `${Math.round(Math.max(...answers))} ms`,
    "< 100 ms",
  );

  const shown = [];
  await page.goto("/customers");
  await page.locator(".grid-row").nth(5).waitFor();
  for (const word of words) {
    await page.keyboard.press("Control+k");
    await page.locator(".palette input").waitFor();
    shown.push(
      await page.evaluate(async (text) => {
        const input = document.querySelector(".palette input");
        const set = Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, "value").set;
        const begun = performance.now();
        set.call(input, text);
        input.dispatchEvent(new Event("input", { bubbles: true }));
        for (;;) {
          await new Promise((go) => setTimeout(go, 2));
          if (document.querySelector(".palette-item small, .palette-item .small")) break;
          if (performance.now() - begun > 5000) break;
        }
        return performance.now() - begun;
      }, word),
    );
    await page.keyboard.press("Escape");
  }
  say(
    "palette: from the last key to customers in sight, slowest",
    `${Math.round(Math.max(...shown))} ms`,
    "60 ms of it waiting for more keys",
  );

  const session = await page.context().newCDPSession(page);
  const heap = async () => {
    await session.send("HeapProfiler.collectGarbage");
    return (await session.send("Runtime.getHeapUsage")).usedSize / 1e6;
  };
  const customer = await richest(page);
  const places = [
    "/",
    "/customers",
    `/customers/${customer}`,
    "/duplicates",
    "/quality",
    "/sources",
    "/jobs",
    "/settings",
  ];
  const wander = async (times) => {
    for (let i = 0; i < times; i++) {
      await page.evaluate(
        (path) => {
          history.pushState({}, "", path);
          dispatchEvent(new PopStateEvent("popstate", { state: {} }));
        },
        places[i % places.length],
      );
      await page.waitForTimeout(120);
    }
  };
  await page.goto("/");
  await wander(40);
  const before = await heap();
  await wander(200);
  const after = await heap();
  say("memory after 40 and after 240 pages", `${before.toFixed(1)} → ${after.toFixed(1)} MB`, "steady");
} finally {
  await chromium.close();
  await stage.end();
}
