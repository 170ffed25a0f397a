// The whole walk of a person through the workspace, against the real program: first run, a file in GB18030 with errors, format
// and mapping, commit, resolve, review, merge, undo, customer 360, quality, export; then what goes wrong: a lost server, an
// ended session, another's edit, a file that cannot be read. Every screen is examined by axe. The last line counts.
import { readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import {
  browser,
  call,
  enter,
  jobEnd,
  loadSample,
  missing,
  open,
  owner,
  raise,
  richest,
  screens,
  visit,
} from "./stage.mjs";

const lack = await missing();
if (lack) {
  console.log(`The walk is skipped: ${lack} is not there.`);
  process.exit(77);
}
const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const only = process.argv[2];
let passed = 0;
const failures = [];

async function step(name, act) {
  if (only && !name.includes(only)) return;
  const begun = Date.now();
  try {
    await act();
    passed++;
    console.log(`ok      ${name} (${Date.now() - begun} ms)`);
  } catch (error) {
    failures.push(name);
    console.log(
      `FAILED  ${name}: ${String(error.message ?? error)
        .split("\n")
        .slice(0, 12)
        .join("\n        ")}`,
    );
    await error.page?.screenshot?.({ path: "journey-failure.png" });
  }
}
function holds(truth, words) {
  if (!truth) throw new Error(words);
}

/** Findings of axe that are serious or critical; the rules are those of WCAG 2.2, levels A and AA. */
async function examine(page) {
  await page.evaluate(axe);
  const found = await page.evaluate(() =>
    window.axe.run(document, {
      runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"],
      resultTypes: ["violations"],
    }),
  );
  return found.violations
    .filter((one) => ["serious", "critical"].includes(one.impact))
    .map(
      (one) =>
        `${one.id}: ${one.nodes
          .slice(0, 3)
          .map((node) => `${node.html.slice(0, 160)} (${node.any[0]?.message ?? ""})`)
          .join(" | ")}`,
    );
}

const stage = await raise();
const chromium = await browser();
const page = await open(chromium, stage);

try {
  await step("a stranger without the token is refused with words", async () => {
    await page.goto("/first-run#token=wrong");
    await page.locator("#login").fill(owner.login);
    await page.locator("#password").fill(owner.password);
    await page.locator("button[type=submit]").click();
    await page.locator(".problem").waitFor();
    holds(!(await page.url()).includes("token"), "the token stays in the address");
  });
  await enter(page, stage);
  await step("an empty base says what to begin with", async () => {
    await page.getByText("What shall the base begin with?").waitFor();
  });

  await step("a file in GB18030 with errors is read, shown and stored", async () => {
    const made = await call(page, "POST", "/api/v1/sources", {
      name: "erp",
      owner: "Li Na",
      purpose: "deliver and invoice",
      lawful_basis: "contract",
      retention_days: 3650,
      trust: 85,
    });
    holds(made.status === 201, `the source was refused: ${JSON.stringify(made.body)}`);
    await page.goto("/imports/new");
    await page.locator("input[type=file]").setInputFiles(join(stage.company, "erp_customers.csv"));
    await page.getByText("Choose the source first.").waitFor();
    await page.locator(".ant-select").first().click();
    await page.getByTitle(/^erp/).click();
    await page.locator("input[type=file]").setInputFiles(join(stage.company, "erp_customers.csv"));
    await page.waitForURL(/\/imports\/.+/);
    await page.getByText("GB18030").waitFor();
    await page.getByRole("heading", { name: "What the columns are" }).waitFor();
    holds((await page.locator(".table tbody tr").count()) > 5, "no mapping is shown");
    const problems = await examine(page);
    holds(!problems.length, `axe: ${problems.join("\n")}`);
  });
  await step("a column may be given another meaning, and the file is read again", async () => {
    await page.locator(".table .ant-select").last().click();
    await page.keyboard.type("Comment");
    await page.keyboard.press("Enter");
    await page.getByRole("button", { name: "Apply and read again" }).click();
    await page.getByText("your mapping").first().waitFor();
  });
  await step("the import is stored with progress, and resolved", async () => {
    await page.getByRole("button", { name: /^Import [\d,]+ rows?$/ }).click();
    await page.getByText(/^Batch \d+ is stored|^Batch \d+ is there/).waitFor();
    for (const job of (await call(page, "GET", "/api/v1/jobs")).body.items) await jobEnd(page, job);
    await page.goto("/customers");
    await page.locator(".grid-row").nth(5).waitFor();
  });
  await step("the same bytes again are refused until one insists", async () => {
    await page.goto("/imports/new");
    await page.locator(".ant-select").first().click();
    await page.getByTitle(/^erp/).click();
    await page.locator("input[type=file]").setInputFiles(join(stage.company, "erp_customers.csv"));
    await page.waitForURL(/\/imports\/imp|\/imports\/(?!new)/);
    await page.getByRole("button", { name: /^Import [\d,]+ rows?$/ }).click();
    await page.locator(".problem").waitFor();
    await page.getByText("Import them all the same").waitFor();
    await page.getByRole("button", { name: "Throw away" }).click();
    await page.waitForURL(/\/imports$/);
  });
  await step("a batch is taken back exactly", async () => {
    await page.goto("/imports");
    await page.getByRole("button", { name: "Take back" }).first().click();
    await page
      .locator(".ant-modal")
      .getByText(/records/)
      .waitFor();
    await page.locator(".ant-modal").getByRole("button", { name: "Take back" }).click();
    await page.getByText(/^Batch \d+ was taken back$/).waitFor();
    const summary = await call(page, "GET", "/api/v1/summary");
    holds(summary.body.records === 0, `records stay: ${summary.body.records}`);
  });
  await step("a file that is none is refused with the reason", async () => {
    const broken = join(stage.folder, "broken.xlsx");
    writeFileSync(broken, Buffer.from("PK\u0003\u0004 this is no spreadsheet"));
    await page.goto("/imports/new");
    await page.locator(".ant-select").first().click();
    await page.getByTitle(/^erp/).click();
    await page.locator("input[type=file]").setInputFiles(broken);
    await page.locator(".problem").waitFor();
  });

  await loadSample(page);
  const customer = await richest(page);

  await step("the palette finds a customer and goes there", async () => {
    const name = (await call(page, "GET", `/api/v1/customers/${customer}`)).body.values.find(
      (one) => one.attribute === "name",
    )?.value;
    await page.goto("/");
    await page.locator("nav.side").waitFor({ state: "attached" });
    await page.keyboard.press("Control+k");
    await page.locator(".palette input").fill(name);
    await page.locator(".palette-item", { hasText: name }).first().waitFor();
    await page.keyboard.press("Enter");
    await page.waitForURL(/\/customers\/cus_/);
  });
  await step("keys go places, and the sheet tells them", async () => {
    await page.keyboard.press("g");
    await page.keyboard.press("q");
    await page.waitForURL(/\/quality/);
    await page.keyboard.press("?");
    await page.locator(".keys-sheet").getByText("Go to Customers").waitFor();
    await page.keyboard.press("Escape");
  });
  await step("a value is edited in the grid, and taken back", async () => {
    await page.goto("/customers");
    const cell = page.locator(".grid-row").first().locator("[role=gridcell]").nth(5);
    const before = (await cell.textContent()) ?? "";
    await cell.dblclick();
    await page.locator(".grid-editor").fill("宁波市");
    await page.keyboard.press("Enter");
    await page.getByText("City changed").waitFor();
    holds(((await cell.textContent()) ?? "").includes("宁波"), "the new value is not shown");
    await page.locator(".toast").getByRole("button", { name: "Undo" }).click();
    await page.getByText("Undone").waitFor();
    holds((await cell.textContent()) === before, "the value before is not back");
  });
  await step("filters and facets narrow, and stand in the address", async () => {
    await page.goto("/customers#facets=province");
    const value = page.locator(".facets .bar-row").first();
    const count = Number(((await value.locator(".num").textContent()) ?? "").replace(/\D/g, ""));
    await value.click();
    await page.locator(".chip").waitFor();
    await page.waitForFunction(
      (n) => document.querySelector(".lead")?.textContent?.replace(/\D/g, "") === String(n),
      count,
    );
    holds(
      (await page.url()).includes("#") && !(await page.url()).split("#")[0].includes("province"),
      "the view is not behind the #",
    );
  });
  await step("customers are merged with a dry run, and split again by Undo", async () => {
    const before = (await call(page, "GET", "/api/v1/summary")).body.customers;
    await page.goto("/customers");
    for (const row of [0, 1])
      await page.locator(".grid-row").nth(row).locator("input[type=checkbox]").click();
    await page.locator(".bulk").getByRole("button", { name: "Merge" }).click();
    await page
      .locator(".ant-modal")
      .getByText(/join the customer that is kept/)
      .waitFor();
    await page.locator(".ant-modal").getByRole("button", { name: "Merge" }).click();
    await page.getByText("1 customer merged").waitFor();
    holds((await call(page, "GET", "/api/v1/summary")).body.customers === before - 1, "nothing was merged");
    await page.locator(".toast").getByRole("button", { name: "Undo" }).click();
    await page.getByText("Undone").waitFor();
    holds((await call(page, "GET", "/api/v1/summary")).body.customers === before, "the merge was not undone");
  });
  await step("a pair is settled by a key, and taken back by another", async () => {
    await page.goto("/duplicates");
    if (!(await call(page, "GET", "/api/v1/duplicates")).body.items.length) {
      await page.getByText("Nothing waits for you").waitFor();
      return;
    }
    await page.locator(".queue-item").first().waitFor();
    const first = await page.locator(".queue-item").first().textContent();
    await page.keyboard.press("d");
    await page.getByText("Kept apart").waitFor();
    await page.waitForFunction((text) => document.querySelector(".queue-item")?.textContent !== text, first);
    await page.keyboard.press("z");
    await page.waitForFunction((text) => document.querySelector(".queue-item")?.textContent === text, first);
  });
  await step("a golden value is pinned from its lineage, and unpinned", async () => {
    await page.goto(`/customers/${customer}`);
    await page.locator(".golden-why").first().click();
    await page.locator(".ant-popover").getByRole("button", { name: "Pin", exact: true }).click();
    await page.getByText("pinned", { exact: true }).waitFor();
    await page.locator(".toast").getByRole("button", { name: "Undo" }).click();
    await page.getByText("Undone").waitFor();
  });
  await step("another's edit is not written over", async () => {
    await page.goto(`/customers/${customer}`);
    await page.locator(".golden-why").first().waitFor();
    const other = await call(page, "PATCH", `/api/v1/customers/${customer}`, {
      values: { city: "宁波市" },
    });
    holds(other.status === 200, `the other edit failed: ${JSON.stringify(other.body)}`);
    await page.locator(".golden-why").first().click();
    await page.locator(".ant-popover").getByRole("button", { name: "Pin", exact: true }).click();
    await page.getByText("Somebody else changed this first").waitFor();
    await call(page, "PATCH", `/api/v1/customers/${customer}`, {
      values: { city: null },
    });
  });
  await step("an export is written and downloaded", async () => {
    await page.goto("/customers");
    await page.getByRole("button", { name: "Export" }).click();
    await page.getByRole("button", { name: "Write the file" }).click();
    const link = page
      .getByRole("link", { name: /^Download/ })
      .or(page.locator(".ant-modal-footer a[download]"));
    await link.waitFor();
    const [download] = await Promise.all([page.waitForEvent("download"), link.click()]);
    holds(
      readFileSync(await download.path())
        .subarray(0, 2)
        .toString() === "PK",
      "what came is no spreadsheet",
    );
  });
  await step("a lost server is told, and found again by itself", async () => {
    await page.goto("/customers");
    await page.locator(".grid-row").nth(3).waitFor();
    await stage.stop();
    await page.getByText("The connection is lost").waitFor();
    await stage.start();
    await page.getByText("The connection is lost").waitFor({ state: "hidden", timeout: 30_000 });
  });
  await step("an ended session asks for the password and leaves the page", async () => {
    await page.goto(`/customers/${customer}`);
    await page.locator(".golden-why").first().waitFor();
    const cookies = await page.context().cookies();
    await page.context().clearCookies();
    await page.getByRole("tab", { name: "Timeline" }).click();
    await page.getByText("Your session has ended").waitFor();
    await page.locator(".ant-modal #password").fill(owner.password);
    await page.locator(".ant-modal button[type=submit]").click();
    await page.getByText("Your session has ended").waitFor({ state: "hidden" });
    await page.locator(".timeline li, .empty").first().waitFor();
    holds(cookies.length > 0, "there was no cookie");
  });
  for (const language of ["en", "zh"]) {
    const screenPage = await open(chromium, stage, {
      language,
      scheme: language === "zh" ? "dark" : "light",
      cookies: await page.context().cookies(),
    });
    for (const { name, path } of screens) {
      await step(
        `${name} in ${language}: no serious finding, no fault, nothing beyond the edge`,
        async () => {
          await visit(screenPage, path.replace("{customer}", customer));
          const found = await examine(screenPage);
          holds(!found.length, found.join("\n"));
          holds(!screenPage.faults.length, screenPage.faults.join("\n"));
          await screenPage.setViewportSize({ width: 360, height: 740 });
          await screenPage.waitForTimeout(100);
          const beyond = await screenPage.evaluate(
            () => document.documentElement.scrollWidth - window.innerWidth,
          );
          await screenPage.setViewportSize({ width: 1440, height: 900 });
          holds(beyond <= 0, `${beyond} px stick out at 360 px`);
          if (language === "zh") {
            const words = await screenPage.evaluate(
              () => document.querySelector("h1")?.closest("main")?.innerText ?? "",
            );
            holds(/\p{Script=Han}/u.test(words), "there is no Chinese on the page");
          }
        },
      );
    }
    await screenPage.context().close();
  }
  await step("the language changes at once", async () => {
    await page.goto("/customers");
    await page.getByRole("button", { name: /^中文/ }).click();
    await page.getByRole("heading", { name: "客户" }).waitFor();
    await page.getByRole("button", { name: /^English/ }).click();
    await page.getByRole("heading", { name: "Customers" }).waitFor();
  });
} finally {
  await chromium.close();
  await stage.end();
}
console.log(`${passed} passed, ${failures.length} failed`);
process.exit(failures.length ? 1 : 0);
