// What runs by the clock: made, given another time and another zone, refused where the time is none, and removed.
import { call } from "./stage.mjs";
import { eventually, examine, holds, step } from "./steps.mjs";

export async function schedules(page, w) {
  const dialog = page.locator(".ant-modal");
  const line = page.locator("section", { hasText: w("Schedules", "计划") }).locator("tbody tr");
  const now = async () => (await call(page, "GET", "/api/v1/schedules")).body.items;
  await step("a schedule is made, and runs at another time in another zone when it is told so", async () => {
    await page.goto("/jobs");
    await page.getByRole("button", { name: w("New schedule", "新建计划") }).click();
    await dialog.locator(".ant-modal-footer .ant-btn-primary").click();
    await line.getByText(w("every night at 2", "每天凌晨 2 点")).waitFor();
    await dialog.waitFor({ state: "hidden" });

    await line.getByRole("button", { name: w("Edit", "编辑") }).click();
    const problems = await examine(page);
    holds(!problems.length, `axe: ${problems.join("\n")}`);
    await dialog.locator(".ant-select").first().click();
    await page.getByTitle(w("Cron", "Cron 表达式"), { exact: true }).last().click();
    await dialog.locator("#cron").fill("61 * * * *");
    await dialog.locator(".ant-select").last().click();
    await page.keyboard.type("Chicago");
    await page.locator(".ant-select-item-option-active", { hasText: "America/Chicago" }).waitFor();
    await page.keyboard.press("Enter");
    await dialog.locator(".ant-modal-footer .ant-btn-primary").click();
    await dialog.locator(".problem").waitFor();
    holds((await now())[0].cron === "0 2 * * *", "a time that is none is stored");

    await dialog.locator("#cron").fill("30 5 * * 2");
    await dialog.locator(".ant-modal-footer .ant-btn-primary").click();
    await line.getByText("30 5 * * 2").waitFor();
    const [kept] = await now();
    holds(kept.cron === "30 5 * * 2" && kept.zone === "America/Chicago" && kept.on, JSON.stringify(kept));
    await dialog.waitFor({ state: "hidden" });
  });
  await step("a schedule is removed", async () => {
    await line.getByRole("button", { name: w("Remove", "移除") }).click();
    await eventually(async () => !(await now()).length, "the schedule stays");
  });
}
