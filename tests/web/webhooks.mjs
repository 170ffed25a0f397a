// An address elsewhere is told: its secret is shown once, one's own network is refused, what failed is told and sent again.
import { call } from "./stage.mjs";
import { eventually, examine, holds, step } from "./steps.mjs";

/** `w` is the word of the language that is walked in. */
export async function webhooks(page, w) {
  await step("a webhook is made, and its secret shown once", async () => {
    await page.goto("/webhooks");
    await page
      .getByRole("button", { name: w("New webhook", "新建 Webhook") })
      .first()
      .click();
    const dialog = page.locator(".ant-modal").first();
    await dialog.locator("#url").fill("http://hooks.kith.invalid/crm");
    await dialog.getByRole("button", { name: w("Save", "保存") }).click();
    await dialog.locator(".problem").waitFor();
    await dialog.locator("#url").fill("https://hooks.kith.invalid/crm");
    await dialog.getByRole("button", { name: w("Save", "保存") }).click();
    await page.getByText(/^whsec_/).waitFor();
    const problems = await examine(page);
    holds(!problems.length, `axe: ${problems.join("\n")}`);
    await page.getByRole("button", { name: w("Done", "完成") }).click();
    holds(!(await page.getByText(/whsec_/).count()), "the secret stays");
  });
  await step("what it did not take is told with the reason", async () => {
    await page.goto("/webhooks");
    await page.getByRole("button", { name: w("Deliveries", "通知记录") }).click();
    await page.getByRole("button", { name: w("Try it", "测试") }).click();
    await page.getByText(w("A trial call is on its way", "测试通知已发出")).waitFor();
    const hook = (await call(page, "GET", "/api/v1/webhooks")).body.items[0];
    await eventually(
      async () =>
        (await call(page, "GET", `/api/v1/webhooks/${hook.id}/deliveries`)).body.items.some(
          (one) => one.event === "ping" && one.problem,
        ),
      "no delivery was tried",
    );
    await page.locator("td", { hasText: w("a trial call", "测试通知") }).waitFor();
  });
  await step("a webhook is paused and removed", async () => {
    await page.goto("/webhooks");
    await page.getByRole("switch").click();
    await page
      .getByText(w("Paused; nothing is sent until it is on again", "已暂停，重新启用前不再发送"))
      .waitFor();
    holds(!(await call(page, "GET", "/api/v1/webhooks")).body.items[0].enabled, "it is on");
    await page.getByRole("button", { name: w("Delete", "删除"), exact: true }).click();
    await page
      .locator(".ant-popover")
      .getByRole("button", { name: w("Yes", "是") })
      .click();
    await page.getByText(w("Nobody is told yet", "还没有通知任何系统")).waitFor();
  });
}
