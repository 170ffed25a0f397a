// A real `kith serve` in a home of its own, and a browser before it. Everything a walk needs, and nothing it checks.
import { spawn, spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { extname, join } from "node:path";

export const kith = process.env.KITH_BINARY ?? new URL("../../build/kith", import.meta.url).pathname;
export const chromiumPath = ["/usr/bin/chromium", "/usr/bin/chromium-browser"].find((path) =>
  existsSync(path),
);
export const owner = {
  login: "owner@example.com",
  password: "a long enough sentence",
  name: "Li Na",
};

/** What is missing for a walk; nothing where all is there. */
export async function missing() {
  if (!chromiumPath) return "Chromium";
  if (!existsSync(kith)) return "the program kith";
  if (spawnSync(kith, ["serve", "--help"]).status !== 0) return "kith serve";
  try {
    await import("playwright-core");
  } catch {
    return "playwright-core";
  }
  return "";
}

const freePort = () =>
  new Promise((found, fail) => {
    const probe = createServer().once("error", fail);
    probe.listen(0, "127.0.0.1", () => {
      const { port } = probe.address();
      probe.close(() => found(port));
    });
  });

/** Starts the server; `stop` ends it as a person would, `start` brings it back at the same address with the same home. */
export async function raise(...options) {
  const folder = mkdtempSync(join(tmpdir(), "kith-web-"));
  const home = join(folder, "home");
  const made = spawnSync(kith, ["--home", home, "init"], { encoding: "utf8" });
  if (made.status !== 0) throw new Error(`kith init: ${made.stderr}`);
  const sample = spawnSync(kith, ["sample", join(folder, "company")], {
    encoding: "utf8",
  });
  if (sample.status !== 0) throw new Error(`kith sample: ${sample.stderr}`);
  const port = await freePort();
  const stage = {
    folder,
    home,
    company: join(folder, "company"),
    base: `http://127.0.0.1:${port}`,
    token: "",
    process: undefined,
  };
  stage.start = async () => {
    const child = spawn(
      kith,
      ["--home", home, "serve", "--quiet", "--listen", `127.0.0.1:${port}`, ...options],
      {
        stdio: ["ignore", "pipe", "pipe"],
      },
    );
    stage.process = child;
    let said = "";
    child.stdout.on("data", (bytes) => (said += bytes));
    child.stderr.on("data", (bytes) => (said += bytes));
    for (let tries = 0; tries < 300; tries++) {
      if (child.exitCode !== null) throw new Error(`kith serve ended:\n${said}`);
      stage.token = /#token=(\S+)/.exec(said)?.[1] ?? stage.token;
      try {
        // It answers before its first words have come through; the link to make the owner is among them.
        if ((await fetch(`${stage.base}/api/v1/session`)).ok && (stage.token || tries > 20)) return;
      } catch {
        // Not yet.
      }
      await new Promise((go) => setTimeout(go, 100));
    }
    throw new Error(`kith serve did not come up:\n${said}`);
  };
  stage.stop = async () => {
    const child = stage.process;
    if (!child || child.exitCode !== null) return;
    const gone = new Promise((go) => child.once("exit", go));
    child.kill("SIGTERM");
    await Promise.race([gone, new Promise((go) => setTimeout(go, 8000))]);
    if (child.exitCode === null) child.kill("SIGKILL");
  };
  stage.end = async () => {
    await stage.stop();
    rmSync(folder, { recursive: true, force: true });
  };
  await stage.start();
  return stage;
}

export async function browser() {
  const { chromium } = await import("playwright-core");
  return chromium.launch({
    executablePath: chromiumPath,
    args: ["--no-sandbox", "--disable-dev-shm-usage"],
    // In the locale of a bare system Chromium calls every file “download” whose name is not ASCII.
    env: { ...process.env, LC_ALL: "C.UTF-8" },
  });
}

const types = {
  ".js": "text/javascript",
  ".css": "text/css",
  ".html": "text/html",
  ".svg": "image/svg+xml",
};

/** KITH_WEB=web/dist: the workspace as it was built last, not the one within the program; for whoever works on it. */
async function serveFrom(context, folder) {
  await context.route(
    (url) => !/^\/(api|c|docs|f|hooks|v1)\/./.test(url.pathname),
    async (route) => {
      const { pathname } = new URL(route.request().url());
      const file = extname(pathname) ? join(folder, pathname) : join(folder, "index.html");
      if (!existsSync(file)) return route.fulfill({ status: 404 });
      await route.fulfill({
        body: readFileSync(file),
        contentType: types[extname(file)],
      });
    },
  );
}

/** A page in a language and scheme; what its console reports as an error is kept in `page.faults`. */
export async function open(
  browserThere,
  stage,
  { language = "en", scheme = "light", width = 1440, height = 900, cookies } = {},
) {
  const context = await browserThere.newContext({
    baseURL: stage.base,
    viewport: { width, height },
    locale: language === "zh" ? "zh-CN" : "en-GB",
    timezoneId: "Asia/Shanghai",
    acceptDownloads: true,
  });
  if (cookies) await context.addCookies(cookies);
  await context.addInitScript(
    ([word, colour]) => {
      if (!localStorage.getItem("kith.language")) localStorage.setItem("kith.language", word);
      localStorage.setItem("kith.scheme", colour);
    },
    [language, scheme],
  );
  if (process.env.KITH_WEB) await serveFrom(context, process.env.KITH_WEB);
  const page = await context.newPage();
  page.setDefaultTimeout(Number(process.env.KITH_WEB_TIMEOUT ?? 120_000));
  page.faults = [];
  page.on("pageerror", (error) => page.faults.push(error.message));
  return page;
}

/** Makes the owner by the token; afterwards the page is in the workspace. */
export async function enter(page, stage) {
  await page.goto(`/first-run#token=${stage.token}`);
  await page.locator("#name").fill(owner.name);
  await page.locator("#login").fill(owner.login);
  await page.locator("#password").fill(owner.password);
  await page.locator("button[type=submit]").click();
  await page.locator("nav.side").waitFor({ state: "attached" });
}

/** Calls the API as the person of the page. */
export const call = (page, method, path, body) =>
  page.evaluate(
    async ([verb, address, words]) => {
      const answer = await fetch(address, {
        method: verb,
        headers: {
          "X-Kith": "1",
          ...(words ? { "Content-Type": "application/json" } : {}),
        },
        body: words ? JSON.stringify(words) : undefined,
      });
      const text = await answer.text();
      return {
        status: answer.status,
        body: text && answer.headers.get("content-type")?.includes("json") ? JSON.parse(text) : text,
      };
    },
    [method, path, body],
  );

/** Waits for a job to end, and says how. */
export async function jobEnd(page, job) {
  for (;;) {
    const now = await call(page, "GET", `/api/v1/jobs/${job.id}`);
    if (!["queued", "running"].includes(now.body.state)) return now.body;
    await new Promise((go) => setTimeout(go, 200));
  }
}

/** The sample company, all channels, resolved. */
export async function loadSample(page) {
  const begun = await call(page, "POST", "/api/v1/sample");
  if (begun.status !== 202) throw new Error(`the sample was refused: ${JSON.stringify(begun.body)}`);
  const end = await jobEnd(page, begun.body);
  if (end.state !== "done") throw new Error(`the sample failed: ${JSON.stringify(end.problem)}`);
}

/** The customer with the most records, who shows most on the page. */
export async function richest(page) {
  const list = await call(page, "POST", "/api/v1/customers/search", { sort: "-records", limit: 1 });
  return list.body.items[0].id;
}
