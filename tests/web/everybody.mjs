// Everybody who matches at once: a value tried first, done as a job and taken back; an export of just those; and what is told
// where two people are at one value.
import { readFileSync } from "node:fs";
import { call, jobEnd } from "./stage.mjs";
import { eventually, examine, holds, step } from "./steps.mjs";

const cities = async (page, city) =>
  (
    await call(page, "POST", "/api/v1/customers/search", {
      filters: [`city:eq:${city}`],
      count_all: true,
      limit: 1,
    })
  ).body.count.value;

export async function everybody(page, w) {
  const undo = () =>
    page
      .locator(".toast")
      .getByRole("button", { name: w("Undo", "撤销") })
      .last()
      .click();
  const selectAll = async () => {
    await page.locator(".grid-row a[href^='/customers/cus_']").first().waitFor();
    await page.locator(".grid-head input[type=checkbox]").click();
    await page
      .locator(".bulk")
      .getByRole("button", {
        name: w(/^Select all [\d,]+ that match$/, /^选择全部 [\d,]+ 个匹配项$/),
      })
      .click();
  };

  await step(
    "everybody who matches gets a value in one job, tried first, and one Undo takes it back",
    async () => {
      // Another page first: a new view of the one that is open would leave open what stands over it.
      await page.goto("/");
      await page.goto("/customers#f=gender:filled:");
      await selectAll();
      const all = (
        await call(page, "POST", "/api/v1/customers/search", {
          filters: ["gender:filled:"],
          count_all: true,
          limit: 1,
        })
      ).body.count.value;
      holds(all > 1000, `only ${all} match`);
      const there = await cities(page, "宁波市");
      await page.locator(".bulk strong", { hasText: all.toLocaleString("en") }).waitFor();
      await page
        .locator(".bulk")
        .getByRole("button", { name: w("Edit", "批量修改"), exact: true })
        .click();
      const dialog = page.locator(".ant-modal");
      await dialog.locator("#bulk-value").fill("宁波");
      await dialog.getByRole("button", { name: w("See what changes", "预览更改") }).click();
      await dialog.getByText(w(/ would have another value/, /值改变/)).waitFor();
      await dialog.locator("td", { hasText: "宁波市" }).first().waitFor();
      holds((await cities(page, "宁波市")) === there, "trying changes something");
      const problems = await examine(page);
      holds(!problems.length, `axe: ${problems.join("\n")}`);
      await dialog.getByRole("button", { name: w("Edit", "批量修改"), exact: true }).click();
      await page.getByText(w(/^[\d,]+ customers edited$/, /^已修改 [\d,]+ 位客户$/)).waitFor();
      holds((await cities(page, "宁波市")) >= all, "not everybody has it");
      await undo();
      await page.getByText(w("Undone", "已撤销")).waitFor();
      holds((await cities(page, "宁波市")) === there, "it was not taken back");
    },
  );
  await step("what others said since stays when such an edit is taken back from the jobs", async () => {
    const order = {
      filters: ["city:eq:宁波市"],
      values: { job_title: "经理" },
    };
    const begun = (await call(page, "POST", "/api/v1/customers/edits", order)).body;
    holds((await jobEnd(page, begun)).state === "done", "the edit failed");
    const { items } = (
      await call(page, "POST", "/api/v1/customers/search", {
        filters: ["job_title:eq:经理"],
        attributes: ["job_title"],
        limit: 2,
      })
    ).body;
    await call(page, "PATCH", `/api/v1/customers/${items[0].id}`, {
      values: { job_title: "总监" },
    });
    await page.goto("/jobs");
    const row = page.locator("tr", { hasText: w("Editing many customers", "批量修改客户") }).first();
    await row.getByRole("button", { name: w("Undo", "撤销") }).click();
    await page.getByText(w("Undone", "已撤销")).waitFor();
    const title = async (id) =>
      (await call(page, "GET", `/api/v1/customers/${id}`)).body.values.find(
        (one) => one.attribute === "job_title",
      )?.value;
    holds((await title(items[0].id)) === "总监", "another's word is gone");
    holds((await title(items[1].id)) !== "经理", "the edit stands");
    await call(page, "PATCH", `/api/v1/customers/${items[0].id}`, {
      values: { job_title: null },
    });
    const again = await call(page, "POST", `/api/v1/customers/edits/${begun.id}/undo`);
    holds(again.status === 409, `taken back twice: ${again.status}`);
  });
  await step("an export has just those who match", async () => {
    await page.goto("/customers#f=gender:eq:female");
    await page.locator(".grid-row a[href^='/customers/cus_']").first().waitFor();
    const some = (await page.locator(".lead").first().textContent())?.replace(/\D/g, "");
    await page.getByRole("button", { name: w("Export", "导出"), exact: true }).click();
    await page.locator(".ant-modal").getByText("CSV").click();
    await page.getByRole("button", { name: w("Write the file", "生成文件") }).click();
    const link = page.locator(".ant-modal-footer a[download]");
    await link.waitFor();
    const [download] = await Promise.all([page.waitForEvent("download"), link.click()]);
    const rows =
      readFileSync(await download.path(), "utf8")
        .trim()
        .split("\r\n").length - 1;
    holds(String(rows) === some, `${rows} rows of ${some}`);
  });
  await step("two people at one value of the grid: both values are shown, and this one chooses", async () => {
    await page.goto("/customers");
    const row = page.locator(".grid-row").first();
    const id = (await row.locator("a").first().getAttribute("href"))?.split("/").pop();
    const cell = row.locator("[role=gridcell]").nth(5);
    for (const [choice, stands] of [
      [w("Keep theirs", "保留对方的值"), "苏州市"],
      [w("Take mine", "采用我的值"), "温州市"],
    ]) {
      await page.goto("/customers");
      await cell.waitFor();
      await cell.dblclick();
      const other = stands === "苏州市" ? "苏州市" : "无锡市";
      await call(page, "PATCH", `/api/v1/customers/${id}`, {
        values: { city: other },
      });
      await page.locator(".grid-editor").fill("温州市");
      await page.keyboard.press("Enter");
      const dialog = page.locator(".ant-modal");
      await dialog.getByText(w("Somebody else changed this meanwhile", "他人已先行修改")).waitFor();
      await dialog.getByText(other).waitFor();
      await dialog.getByText("温州市").waitFor();
      const problems = await examine(page);
      holds(!problems.length, `axe: ${problems.join("\n")}`);
      await dialog.getByRole("button", { name: choice }).click();
      const now = async () =>
        (await call(page, "GET", `/api/v1/customers/${id}`)).body.values.find(
          (one) => one.attribute === "city",
        )?.value;
      await eventually(async () => (await now()) === stands, "another value stands");
      await eventually(
        async () => ((await cell.textContent()) ?? "").includes(stands.slice(0, 2)),
        "it is not shown",
      );
    }
    await call(page, "PATCH", `/api/v1/customers/${id}`, {
      values: { city: null },
    });
  });
}
