// The whole walk of a person through the workspace, against the real program and in both languages: first run, a file in GB18030
// with errors, format and mapping, commit, resolve, undo, review, merge and split, customer 360, quality, export; then what goes
// wrong; then every screen, examined by axe. The last line counts.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { comesAgain } from "./again.mjs";
import { charts, namesOfDrawings } from "./charts.mjs";
import { cleaning } from "./cleaning.mjs";
import { consents } from "./consents.mjs";
import { everybody } from "./everybody.mjs";
import { hooks } from "./hooks.mjs";
import { everyTabStop, keysAlone } from "./keyboard.mjs";
import { mishaps } from "./mishaps.mjs";
import { browser, call, enter, jobEnd, loadSample, missing, open, owner, raise, richest } from "./stage.mjs";
import { schedules } from "./schedules.mjs";
import { watched } from "./watched.mjs";
import { webhooks } from "./webhooks.mjs";
import { screens, show } from "./screens.mjs";
import { counted, eventually, examine, holds, step, watch } from "./steps.mjs";

const lack = await missing();
if (lack) {
  console.log(`The walk is skipped: ${lack} is not there.`);
  process.exit(77);
}

/** From an empty base to a batch that was taken back. `w` is the word of the language that is walked in. */
async function ownFile(page, stage, w) {
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
    await page.getByText(w("What shall the base begin with?", "客户库从哪里开始？")).waitFor();
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
    await page.getByText(w("Choose the source first.", "请先选择来源。")).waitFor();
    await page.locator(".ant-select").first().click();
    await page.getByTitle(/^erp/).click();
    await page.locator("input[type=file]").setInputFiles(join(stage.company, "erp_customers.csv"));
    await page.waitForURL(/\/imports\/.+/);
    await page.getByText("GB18030").waitFor();
    await page.getByRole("heading", { name: w("What the columns are", "各列的含义") }).waitFor();
    holds((await page.locator(".table tbody tr").count()) > 5, "no mapping is shown");
    const problems = await examine(page);
    holds(!problems.length, `axe: ${problems.join("\n")}`);
  });
  await step("a column may be given another meaning, and the file is read again", async () => {
    await page.locator(".table .ant-select").last().click();
    await page.keyboard.type(w("Comment", "意见"));
    // Enter takes what is marked, which follows the words a moment later.
    await page.locator(".ant-select-item-option-active", { hasText: w("Comment", "意见") }).waitFor();
    await page.keyboard.press("Enter");
    await page
      .getByRole("button", {
        name: w("Apply and read again", "应用并重新读取"),
      })
      .click();
    await page.getByText(w("your mapping", "既有映射")).first().waitFor();
  });
  await step("a value with a doubt is set right for the source before anything is stored", async () => {
    const first = page
      .getByRole("region", { name: w("Problems", "问题") })
      .or(page.locator("main"))
      .getByRole("button", { name: w("Set all right", "全部更正") })
      .first();
    await first.click();
    const dialog = page.locator(".ant-modal");
    await dialog.getByText(w("Leave empty", "清空")).click();
    await dialog.getByRole("button", { name: w("Change them", "确认更改") }).click();
    await page.getByText(w("It holds for what is imported from now on", "将对此后导入的数据生效")).waitFor();
    holds((await call(page, "GET", "/api/v1/corrections")).body.items.length === 1, "nothing was remembered");
    await page.getByText(w("to be looked at", "待确认")).waitFor();
    await page
      .locator(".toast")
      .getByRole("button", { name: w("Undo", "撤销") })
      .click();
    await page.getByText(w("Undone", "已撤销")).waitFor();
    const { items } = (await call(page, "GET", "/api/v1/corrections")).body;
    holds(!items[0].stands, "the correction stands");
  });
  await step("the import is stored with progress, and resolved", async () => {
    await page
      .getByRole("button", {
        name: w(/^Import [\d,]+ rows?$/, /^导入 [\d,]+ 行$/),
      })
      .click();
    await page.getByText(w(/^Batch \d+ is stored|^Batch \d+ is there/, /^批次 \d+ 已入库/)).waitFor();
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
    await page
      .getByRole("button", {
        name: w(/^Import [\d,]+ rows?$/, /^导入 [\d,]+ 行$/),
      })
      .click();
    await page.locator(".problem").waitFor();
    await page.getByText(w("Import them all the same", "仍要再次导入")).waitFor();
    await page.getByRole("button", { name: w("Throw away", "丢弃") }).click();
    await page.waitForURL(/\/imports$/);
  });
  await step("a batch is taken back exactly", async () => {
    await page.goto("/imports");
    await page
      .getByRole("button", { name: w("Take back", "撤销") })
      .first()
      .click();
    await page
      .locator(".ant-modal")
      .getByText(w(/records/, /条记录/))
      .waitFor();
    await page
      .locator(".ant-modal")
      .getByRole("button", { name: w("Take back", "撤销") })
      .click();
    await page.getByText(w(/^Batch \d+ was taken back$/, /^批次 \d+ 已撤销$/)).waitFor();
    const recordsNow = async () => (await call(page, "GET", "/api/v1/summary")).body.records;
    await eventually(async () => (await recordsNow()) === 0, "records stay");
  });
}

/** What waits stands on the home page, each line with the way to do it. */
async function tasks(page, w) {
  await step("home says what waits, and leads to it", async () => {
    await page.goto("/");
    const list = page.getByRole("region", { name: w("My tasks", "我的待办") });
    await list
      .getByText(w(/could not become records?$/, /未能成为记录$/))
      .first()
      .waitFor();
    await list.getByText(w(/pairs? of customers may be the same$/, /对客户可能是同一人$/)).waitFor();
    await list
      .getByRole("link", { name: w("Mend", "修正") })
      .first()
      .click();
    await page.waitForURL(/\/batches\/\d+\?tab=rejects/);
    await page.locator("[role=gridcell]").first().waitFor();
  });
}

/** With the sample company: find, edit, narrow, merge, review, pin, export. */
async function company(page, customer, w) {
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
    await page.locator(".keys-sheet").getByText(w("Go to Customers", "前往客户")).waitFor();
    await page.keyboard.press("Escape");
  });
  await step("a value is edited in the grid, and taken back", async () => {
    await page.goto("/customers");
    const cell = page.locator(".grid-row").first().locator("[role=gridcell]").nth(5);
    const before = (await cell.textContent()) ?? "";
    await cell.dblclick();
    await page.locator(".grid-editor").fill("宁波市");
    await page.keyboard.press("Enter");
    await page.getByText(w("City changed", "已修改城市")).waitFor();
    holds(((await cell.textContent()) ?? "").includes("宁波"), "the new value is not shown");
    await page
      .locator(".toast")
      .getByRole("button", { name: w("Undo", "撤销") })
      .click();
    await page.getByText(w("Undone", "已撤销")).waitFor();
    holds((await cell.textContent()) === before, "the value before is not back");
  });
  await step("the scroll bar reaches the last customer at once, and the order holds", async () => {
    await page.goto("/customers");
    await page.locator(".grid-row").nth(5).waitFor();
    const all = (await call(page, "GET", "/api/v1/summary")).body.customers;
    holds(all > 1000, `only ${all} customers`);
    await page.locator("[role=grid]").evaluate((grid) => (grid.scrollTop = grid.scrollHeight));
    const last = page.locator(`.grid-row[aria-rowindex="${all + 1}"]`);
    await last.locator("a[href^='/customers/cus_']").waitFor();
    const shown = (await last.locator("a").getAttribute("href"))?.split("/").pop();
    const there = (
      await call(page, "POST", "/api/v1/customers/search", { offset: all - 1, limit: 1, count_all: true })
    ).body;
    holds(there.items[0].id === shown, "another customer stands there");
    holds(there.next === null && there.count.value === all, "the list does not end there");
    const both = await call(page, "POST", "/api/v1/customers/search", { offset: 5, cursor: "x" });
    holds(both.status >= 400 && both.status < 500, "an offset beside a cursor is taken");
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
    const customersNow = async () => (await call(page, "GET", "/api/v1/summary")).body.customers;
    const before = await customersNow();
    await page.goto("/customers");
    for (const row of [0, 1])
      await page.locator(".grid-row").nth(row).locator("input[type=checkbox]").click();
    await page
      .locator(".bulk")
      .getByRole("button", { name: w("Merge", "合并") })
      .click();
    await page
      .locator(".ant-modal")
      .getByText(w(/join the customer that is kept/, /将并入所保留的客户/))
      .waitFor();
    const together = page.getByRole("region", { name: w("The customer will have", "合并后的客户") });
    holds((await together.locator("dd").count()) > 0, "what the customer will have is not said");
    await page
      .locator(".ant-modal")
      .getByRole("button", { name: w("Merge", "合并") })
      .click();
    await page.getByText(w("1 customer merged", "已合并 1 位客户")).waitFor();
    await eventually(async () => (await customersNow()) === before - 1, "nothing was merged");
    await page
      .locator(".toast")
      .getByRole("button", { name: w("Undo", "撤销") })
      .click();
    await page.getByText(w("Undone", "已撤销")).waitFor();
    await eventually(async () => (await customersNow()) === before, "the merge was not undone");
  });
  await step("many customers get a value in one deed, tried first, and taken back", async () => {
    await page.goto("/customers");
    for (const row of [0, 1, 2])
      await page.locator(".grid-row").nth(row).locator("input[type=checkbox]").click();
    await page
      .locator(".bulk")
      .getByRole("button", { name: w("Edit", "批量修改"), exact: true })
      .click();
    const dialog = page.locator(".ant-modal");
    await dialog.locator("#bulk-value").fill("宁波市");
    await dialog.getByRole("button", { name: w("See what changes", "预览更改") }).click();
    await dialog.getByRole("status").waitFor();
    const problems = await examine(page);
    holds(!problems.length, `axe: ${problems.join("\n")}`);
    await dialog.getByRole("button", { name: w(/(^| )Edit$/, /批量修改$/) }).click();
    await page.getByText(w(/^\d customers? edited$/, /^已修改 \d 位客户$/)).waitFor();
    await page
      .locator(".toast")
      .getByRole("button", { name: w("Undo", "撤销") })
      .click();
    await page.getByText(w("Undone", "已撤销")).waitFor();
  });
  await step("a pair is settled by a key, and taken back by another", async () => {
    await page.goto("/duplicates");
    if (!(await call(page, "GET", "/api/v1/duplicates")).body.items.length) {
      await page.getByText(w("Nothing waits for you", "没有待审核的记录对")).waitFor();
      return;
    }
    await page.locator(".queue-item").first().waitFor();
    const first = await page.locator(".queue-item").first().textContent();
    await page.keyboard.press("d");
    await page.getByText(w("Kept apart", "已区分")).waitFor();
    await page.waitForFunction((text) => document.querySelector(".queue-item")?.textContent !== text, first);
    await page.keyboard.press("z");
    await page.waitForFunction((text) => document.querySelector(".queue-item")?.textContent === text, first);
  });
  await step("a golden value is pinned from its lineage, and unpinned", async () => {
    await page.goto(`/customers/${customer}`);
    await page.locator(".golden-why").first().click();
    await page
      .locator(".ant-popover")
      .getByRole("button", { name: w("Pin", "固定"), exact: true })
      .click();
    await page.getByText(w("pinned", "已固定"), { exact: true }).waitFor();
    await page
      .locator(".toast")
      .getByRole("button", { name: w("Undo", "撤销") })
      .click();
    await page.getByText(w("Undone", "已撤销")).waitFor();
  });
  await step("an export is written and downloaded", async () => {
    await page.goto("/customers");
    await page.getByRole("button", { name: w("Export", "导出") }).click();
    await page.getByRole("button", { name: w("Write the file", "生成文件") }).click();
    const link = page
      .getByRole("link", { name: w(/^Download/, /^下载/) })
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
}

/** Every screen at a desk and on a phone. */
async function everyScreen(chromium, stage, cookies, customer, language) {
  const page = await open(chromium, stage, {
    language,
    scheme: language === "zh" ? "dark" : "light",
    cookies,
  });
  for (const { name, path } of screens) {
    await step(`${name}: no serious finding, no fault, nothing beyond the edge`, async () => {
      page.faults.length = 0;
      await show(page, path.replace("{customer}", customer));
      const found = await examine(page);
      holds(!found.length, found.join("\n"));
      const drawings = await namesOfDrawings(page);
      holds(!drawings.length, `read aloud with the name of a drawing: ${drawings.join(", ")}`);
      await page.setViewportSize({ width: 360, height: 740 });
      await page.waitForFunction(() => window.innerWidth === 360);
      const beyond = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
      await page.setViewportSize({ width: 1440, height: 900 });
      holds(beyond <= 0, `${beyond} px stick out at 360 px`);
      holds(!page.faults.length, page.faults.join("\n"));
      if (language !== "zh") return;
      const words = await page.evaluate(() => document.querySelector("h1")?.closest("main")?.innerText ?? "");
      holds(/\p{Script=Han}/u.test(words), "there is no Chinese on the page");
    });
  }
  await page.context().close();
}

const chromium = await browser();
try {
  for (const language of ["en", "zh"]) {
    console.log(language === "en" ? "# in English" : "# in Chinese");
    const w = (english, chinese) => (language === "zh" ? chinese : english);
    const stage = await raise();
    try {
      const page = watch(await open(chromium, stage, { language }));
      await ownFile(page, stage, w);
      await loadSample(page);
      const customer = await richest(page);
      await tasks(page, w);
      await company(page, customer, w);
      await everybody(page, w);
      await charts(page, customer, w);
      await watched(page, stage, customer, w);
      await cleaning(page, w);
      await comesAgain(page, w);
      await consents(page, customer, w);
      await hooks(page, w);
      await webhooks(page, w);
      await schedules(page, w);
      await mishaps(page, stage, customer, w);
      await keysAlone(page, customer, w);
      // The way of the keys is the same in both languages.
      if (language === "en") await everyTabStop(page, customer);
      await everyScreen(chromium, stage, await page.context().cookies(), customer, language);
      await step("the language changes at once", async () => {
        await page.goto("/customers");
        await page.getByRole("button", { name: w(/^中文/, /^English/) }).click();
        await page.getByRole("heading", { name: w("客户", "Customers") }).waitFor();
        await page.getByRole("button", { name: w(/^English/, /^中文/) }).click();
        await page.getByRole("heading", { name: w("Customers", "客户") }).waitFor();
      });
    } finally {
      await stage.end();
    }
  }
} finally {
  await chromium.close();
}
process.exit(counted());
