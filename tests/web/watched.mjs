// What people do less often: several files at once, a value set back to what it was, blind review, a value chosen for a merge, a form
// as strangers will see it, another role's eyes, the audit narrowed.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { call } from "./stage.mjs";
import { eventually, examine, holds, step } from "./steps.mjs";
import { show } from "./screens.mjs";

const golden = async (page, customer, attribute) =>
  (await call(page, "GET", `/api/v1/customers/${customer}`)).body.values?.find(
    (one) => one.attribute === attribute && one.ordinal === 0,
  );

export async function watched(page, stage, customer, w) {
  const undo = async () => {
    await page
      .locator(".toast")
      .getByRole("button", { name: w("Undo", "撤销") })
      .last()
      .click();
    await page.getByText(w("Undone", "已撤销")).waitFor();
  };

  await step("several files are taken at once, each with its own way on", async () => {
    await page.goto("/imports/new?source=erp");
    await page
      .locator("input[type=file]")
      .setInputFiles(["erp_customers.csv", "website_form.csv"].map((name) => join(stage.company, name)));
    await page
      .getByRole("link", { name: w("Look at it", "查看") })
      .nth(1)
      .waitFor();
    const problems = await examine(page);
    holds(!problems.length, `axe: ${problems.join("\n")}`);
    const drafts = (await call(page, "GET", "/api/v1/imports")).body.items;
    holds(drafts.length >= 2, `${drafts.length} imports wait`);
    for (const draft of drafts) await call(page, "DELETE", `/api/v1/imports/${draft.id}`);
  });
  await step("a value is set back to what it was before, from its history", async () => {
    const before = await golden(page, customer, "city");
    await call(page, "PATCH", `/api/v1/customers/${customer}`, { values: { city: "宁波市" } });
    await show(page, `/customers/${customer}?tab=history`);
    await page
      .getByRole("button", { name: w("Set City back to this", "将城市恢复为此值") })
      .last()
      .click();
    await page.getByText(w("City set back", "城市已恢复")).waitFor();
    holds((await golden(page, customer, "city")).value === before.value, "another value stands");
    await undo();
    await eventually(
      async () => (await golden(page, customer, "city")).value === "宁波市",
      "it is not undone",
    );
    await call(page, "PATCH", `/api/v1/customers/${customer}`, { values: { city: null } });
  });
  await step("a blind review hides what the model thinks, and counts as blind", async () => {
    await show(page, "/duplicates");
    const likely = page.locator(".queue-item .faint");
    await likely.first().waitFor();
    await page.getByRole("heading", { name: w("Why they look alike", "为何相似") }).waitFor();
    const blindOnes = async () =>
      (await call(page, "GET", "/api/v1/reviews")).body.reviewers.reduce((sum, one) => sum + one.blind, 0);
    const before = await blindOnes();
    await page.getByRole("switch", { name: w("Blind", "盲审") }).click();
    await likely.first().waitFor({ state: "hidden" });
    // The queue comes anew, and a key before it is there decides nothing.
    await page.locator(".sides").waitFor();
    holds((await page.locator("figure").count()) === 0, "the weights are shown");
    const problems = await examine(page);
    holds(!problems.length, `axe: ${problems.join("\n")}`);
    await page.keyboard.press("u");
    await eventually(async () => (await blindOnes()) === before + 1, "it does not count as blind");
    await page.getByRole("switch", { name: w("Blind", "盲审") }).click();
  });
  await step("for a merge one chooses a value, sees what hangs on it, and takes all of it back", async () => {
    await show(page, "/duplicates");
    for (let i = 0; !(await page.locator(".side-value").count()); i++) {
      holds(i < 30, "no pair differs");
      await page.keyboard.press("j");
    }
    const line = page.locator("tr", { has: page.locator(".side-value") }).first();
    const links = page.locator(".sides thead a");
    const [one, other] = [0, 1].map((i) => links.nth(i).getAttribute("href"));
    const ids = (await Promise.all([one, other])).map((path) => path.split("/").pop());
    // What the rules would make of it is said first, then the own choice instead.
    const would = (await call(page, "POST", "/api/v1/merge?dry_run=true", { customers: ids })).body.values;
    const rule = await line.locator("td").nth(2).textContent();
    holds(
      Object.values(would).some((value) => rule.startsWith(value)),
      `“${rule}” is not what the merge would make`,
    );
    await line.locator(".side-value").last().click();
    const value = await line.locator(".side-value").last().textContent();
    await line.locator("td strong", { hasText: value }).waitFor();
    await page
      .getByText(w(/^Click a value|With the second come/, /第二位的/))
      .first()
      .waitFor();
    await page.keyboard.press("s");
    await page.getByText(w("Merged: the same customer", "已合并：同一客户")).waitFor();
    const merged = (await call(page, "GET", `/api/v1/customers/${ids[1]}`)).body;
    holds(
      merged.values.some((has) => has.pinned && has.ordinal === 0),
      "the chosen value does not stand",
    );
    await undo();
    for (const id of ids) {
      const now = (await call(page, "GET", `/api/v1/customers/${id}`)).body;
      holds(now.id === id, "they are still one");
      holds(!now.values.some((has) => has.pinned), "the choice outlives the merge");
    }
  });
  await step("a dialog is from its first moment where it stays, so that a quick hand does not miss it", async () => {
    await show(page, "/sources");
    const places = await page.evaluate(async (words) => {
      [...document.querySelectorAll("main button")].find((one) => one.textContent.includes(words)).click();
      const seen = new Set();
      for (let frames = 0; frames < 40; ) {
        await new Promise(requestAnimationFrame);
        const box = document.querySelector(".ant-modal-footer button:last-child")?.getBoundingClientRect();
        if (!box) continue;
        seen.add(JSON.stringify(box));
        frames++;
      }
      return [...seen];
    }, w("New source", "新建来源"));
    holds(places.length === 1, `it moves: ${places.join(" ")}`);
  });
  await step("a mapping is tried on a file before it is saved, and the trial leaves nothing", async () => {
    await show(page, "/sources");
    const imports = async () => (await call(page, "GET", "/api/v1/imports")).body.items.length;
    const before = await imports();
    await page
      .getByRole("row", { name: /^erp/ })
      .getByRole("button", { name: w("Mapping", "字段映射") })
      .click();
    const dialog = page.locator(".ant-modal");
    const text = dialog.getByRole("textbox");
    await text.waitFor();
    const stored = await text.inputValue();
    await text.fill("kind = what");
    await dialog.locator("input[type=file]").setInputFiles(join(stage.company, "erp_customers.csv"));
    await dialog.locator(".problem").waitFor();
    await text.fill(stored);
    await dialog.getByRole("button", { name: w(/^Try again on erp/, /^再次用 erp/) }).click();
    await dialog.getByText(w(/rows would become/, /行将成为/)).waitFor();
    holds((await dialog.locator("tbody tr").count()) > 3, "no attribute is shown");
    const problems = await examine(page);
    holds(!problems.length, `axe: ${problems.join("\n")}`);
    holds((await imports()) === before, "an import stays");
    await dialog.getByRole("button", { name: w("Cancel", /取\s?消/) }).click();
  });
  await step("a form is seen while it is made as strangers will see it", async () => {
    await show(page, "/forms");
    await page
      .getByRole("button", { name: w("New form", "新建表单") })
      .first()
      .click();
    const dialog = page.locator(".ant-modal");
    const seen = dialog.getByRole("region", { name: w("Preview", "预览") });
    await dialog.locator("#name").fill("Spring 春");
    await seen.getByText("Spring 春").waitFor();
    await dialog
      .getByRole("textbox", { name: w("Label", "标签") })
      .first()
      .fill("How may we call you? 称呼");
    await seen.getByText("How may we call you? 称呼").waitFor();
    await dialog.locator("#asks").check();
    await dialog.locator("#consent_text").fill("I agree 同意");
    await seen.getByText("I agree 同意").waitFor();
    const problems = await examine(page);
    holds(!problems.length, `axe: ${problems.join("\n")}`);
    await dialog.getByRole("button", { name: w("Cancel", "取消") }).click();
  });
  await step("with the eyes of another role less is seen and nothing changed, until one stops", async () => {
    await show(page, "/users?tab=roles");
    const row = page.locator("tr", { hasText: "analyst" });
    await row.getByRole("button", { name: w("View as", "以此视角查看") }).click();
    await page.getByText(w("You see Kith as analyst sees it.", "当前以 analyst 的视角查看。")).waitFor();
    await page.locator("nav.side a[href='/customers']").click();
    await page.locator(".grid-row a[href^='/customers/cus_']").first().waitFor();
    await page.waitForFunction(() => document.querySelector(".grid-row")?.textContent?.includes("•••"));
    holds(
      !(await page.getByRole("button", { name: w("New customer", "新建客户") }).count()),
      "something may be made",
    );
    await page.reload();
    await page.getByText(w("You see Kith as analyst sees it.", "当前以 analyst 的视角查看。")).waitFor();
    await page.getByRole("button", { name: w("Stop", "停止"), exact: true }).click();
    await page.getByRole("button", { name: w("New customer", "新建客户") }).waitFor();
    await page.waitForFunction(() => !document.querySelector(".grid-row")?.textContent?.includes("•••"));
  });
  await step("the audit is narrowed by what was done, and taken away", async () => {
    await show(page, "/audit");
    await page.getByRole("combobox", { name: w("Action", "操作") }).click();
    await page.keyboard.type(w("pinned a value", "固定了一个值"));
    await page
      .locator(".ant-select-item-option-active", { hasText: w("pinned a value", "固定了一个值") })
      .waitFor();
    await page.keyboard.press("Enter");
    await page.waitForURL(/action=customer\.pin/);
    await page.locator("[role=grid][aria-busy=false]").waitFor();
    await page.waitForFunction(
      (words) => {
        const cells = [...document.querySelectorAll(".grid-row [role=gridcell]:nth-child(4)")];
        return cells.length > 0 && cells.every((cell) => cell.textContent === words);
      },
      w("pinned a value", "固定了一个值"),
    );
    const [download] = await Promise.all([
      page.waitForEvent("download"),
      page.getByRole("button", { name: w("What is shown as CSV", "将所列内容保存为 CSV") }).click(),
    ]);
    const lines = readFileSync(await download.path(), "utf8")
      .trim()
      .split("\r\n");
    holds(lines.length > 1 && lines.slice(1).every((line) => line.includes("customer.pin")), lines[1]);
  });
}
