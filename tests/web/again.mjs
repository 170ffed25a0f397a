// Rows that were rejected come back mended, and a list that came before comes anew: replaced by key, or as the whole.
import { call } from "./stage.mjs";
import { examine, holds, step } from "./steps.mjs";

const list = (rows) => ({
  name: "members.csv",
  mimeType: "text/csv",
  buffer: Buffer.from(
    `member_no,姓名,手机\r\n${rows.map(([key, name, phone]) => `${key},${name},${phone}\r\n`).join("")}`,
  ),
});

/** With the sample company there. `w` is the word of the language that is walked in. */
export async function comesAgain(page, w) {
  const commit = async () => {
    await page.getByRole("button", { name: w(/^Import [\d,]+ rows?$/, /^导入 [\d,]+ 行$/) }).click();
    await page.getByText(w(/^Batch \d+ is there/, /^批次 \d+ 已入库/)).waitFor();
  };
  const upload = async (file) => {
    await page.goto("/imports/new?source=members");
    await page.locator("input[type=file]").setInputFiles(file);
    await page.waitForURL(/\/imports\/(?!new)/);
    await page.getByText(w("to be looked at", "待确认")).waitFor();
  };

  await step("rejects are mended in the grid and come back as records", async () => {
    const batches = (await call(page, "GET", "/api/v1/batches")).body.items;
    const { number, open_rejects } = batches.find((one) => one.open_rejects > 0 && one.state === "done");
    await page.goto(`/batches/${number}`);
    await page.getByText(w(/^Rejects \d+$/, /^拒收 \d+$/)).click();
    const cell = page.locator("[role=gridcell]", { hasText: "\uFFFD" }).first();
    await cell.dblclick();
    await page.locator(".grid-editor").fill("Grenoble");
    await page.keyboard.press("Enter");
    await page.locator("[role=gridcell] strong", { hasText: "Grenoble" }).waitFor();
    const problems = await examine(page);
    holds(!problems.length, `axe: ${problems.join("\n")}`);
    await page.getByRole("button", { name: w("Try 1 mended row again", "重试 1 条已修正的行") }).click();
    await page.waitForURL(/\/imports\/(?!new)/);
    await page
      .getByText(w(`This file mends rejects of batch ${number}.`, `此文件修正批次 ${number} 的拒收行。`))
      .waitFor();
    await commit();
    const after = (await call(page, "GET", `/api/v1/batches/${number}`)).body;
    holds(after.open_rejects === open_rejects - 1, `${after.open_rejects} rejects are open`);
    await page.goto(`/batches/${number}`);
    await page.getByText(w(/^Rejects \d+$/, /^拒收 \d+$/)).click();
    await page
      .getByText(w(/^mended in batch \d+$/, /^已在批次 \d+ 中修正$/))
      .first()
      .waitFor();
  });
  await step(
    "a list that came before replaces by key, and as the whole list only when one insists",
    async () => {
      await call(page, "POST", "/api/v1/sources", {
        name: "members",
        owner: "Li Na",
        purpose: "care for members",
        lawful_basis: "contract",
        retention_days: 1000,
      });
      await upload(
        list([
          ["M1", "王小明", "13900001111"],
          ["M2", "李四维", "13900002222"],
          ["M3", "张三丰", "13900003333"],
        ]),
      );
      await commit();
      await upload(
        list([
          ["M1", "王小明", "13900001111"],
          ["M2", "李四维", "13900009999"],
        ]),
      );
      await page.locator("main").getByText(w("Whole list", "完整快照")).first().click();
      await page.getByText(w(/lacks 1 record that stands/, /文件中缺少 1 条现有记录/)).waitFor();
      const problems = await examine(page);
      holds(!problems.length, `axe: ${problems.join("\n")}`);
      const button = page.getByRole("button", { name: w(/^Import [\d,]+ rows?$/, /^导入 [\d,]+ 行$/) });
      holds(await button.isDisabled(), "half a list is taken for the whole without a question");
      await page.locator("main").getByText(w("Replace by key", "按键替换")).first().click();
      await page.getByText(w(/lacks 1 record/, /文件中缺少/)).waitFor({ state: "hidden" });
      await page.getByText(w("to be looked at", "待确认")).waitFor();
      await page.getByText(w("Replaced", "替换"), { exact: true }).waitFor();
      await page.locator("main").getByText(w("Whole list", "完整快照")).first().click();
      await page
        .getByText(w(/^It is the whole list: end 1 record$/, /^确认是完整列表：终止 1 条记录$/))
        .click();
      await commit();
      const newest = (await call(page, "GET", "/api/v1/batches")).body.items[0];
      holds(
        newest.mode === "snapshot" && newest.gone === 1 && newest.replaced === 1 && newest.unchanged === 1,
        `stored as ${JSON.stringify(newest)}`,
      );
    },
  );
}
