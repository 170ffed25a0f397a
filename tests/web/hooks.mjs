// Another system leaves what happened there: an address is made, a signed message comes, and becomes records.
import { createHmac } from "node:crypto";
import { call } from "./stage.mjs";
import { eventually, examine, holds, step } from "./steps.mjs";

const sign = (secret, id, moment, body) =>
  createHmac("sha256", Buffer.from(secret.replace(/^whsec_/, ""), "base64"))
    .update(`${id}.${moment}.${body}`)
    .digest("base64");

/** `w` is the word of the language that is walked in. */
export async function hooks(page, w) {
  await step("an address for messages is made, takes a signed one, and brings it in", async () => {
    await call(page, "POST", "/api/v1/sources", {
      name: "members",
      owner: "Li Na",
      purpose: "care for members",
      lawful_basis: "contract",
      retention_days: 1000,
    });
    await page.goto("/hooks");
    await page
      .getByRole("button", { name: w("New address", "新建地址") })
      .first()
      .click();
    const dialog = page.locator(".ant-modal").first();
    await dialog.locator("#name").fill("till");
    await dialog.locator("#source").click();
    await page.getByTitle("members", { exact: true }).click();
    const found = await examine(page);
    holds(!found.length, `axe: ${found.join("\n")}`);
    await dialog.getByRole("button", { name: w("Save", "保存") }).click();
    const shown = page.locator(".ant-modal pre");
    await shown.waitFor();
    const [url, secret] = (await shown.textContent()).split("\n");
    await page.getByRole("button", { name: w("Done", "完成") }).click();
    const before = (await call(page, "GET", "/api/v1/batches")).body.items.length;
    const body = JSON.stringify({ member_no: "M9", 姓名: "赵一曼", 手机: "13900007777" });
    const moment = String(Math.floor(Date.now() / 1000));
    const send = (signature) =>
      fetch(url, {
        method: "POST",
        headers: {
          "Content-Type": "application/json",
          "webhook-id": "msg_1",
          "webhook-timestamp": moment,
          "webhook-signature": `v1,${signature}`,
        },
        body,
      });
    holds((await send(sign("whsec_b3RoZXI=", "msg_1", moment, body))).status >= 400, "any signature will do");
    holds((await send(sign(secret, "msg_1", moment, body))).status === 202, "the message was refused");
    await page.goto("/hooks");
    const now = page.getByRole("button", { name: w("Import now", "立即导入") });
    // It is imported by itself within fifteen seconds; whoever comes first does it.
    await now.click({ timeout: 10_000 }).catch(() => undefined);
    await eventually(
      async () => (await call(page, "GET", "/api/v1/batches")).body.items.length > before,
      "nothing was imported",
    );
  });
  await step("an address is paused and removed, what it brought stays", async () => {
    await page.goto("/hooks");
    await page.getByRole("switch").click();
    await page.getByText(w(/^Paused; messages are refused/, /^已暂停，重新启用前/)).waitFor();
    holds(!(await call(page, "GET", "/api/v1/hooks")).body.items[0].enabled, "it is on");
    await page.getByRole("button", { name: w("Delete", "删除"), exact: true }).click();
    await page
      .locator(".ant-popover")
      .getByRole("button", { name: w("Yes", "是") })
      .click();
    await page.getByText(w("No system brings anything yet", "还没有系统送入消息")).waitFor();
  });
}
