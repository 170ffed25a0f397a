// What goes wrong on a working day: a file that is none, another's edit, a server that is gone, a session that has ended.
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { call, owner } from "./stage.mjs";
import { examine, holds, step } from "./steps.mjs";

export async function mishaps(page, stage, customer, w) {
  await step("a file that is none is refused with the reason", async () => {
    const broken = join(stage.folder, "broken.xlsx");
    writeFileSync(broken, Buffer.from("PK\u0003\u0004 this is no spreadsheet"));
    await page.goto("/imports/new");
    await page.locator(".ant-select").first().click();
    await page.getByTitle(/^erp/).click();
    await page.locator("input[type=file]").setInputFiles(broken);
    await page.locator(".problem").waitFor();
  });
  await step("a provider of sign-on that is none is told, and nothing is set up", async () => {
    await page.goto("/users?tab=sign-on");
    await page.locator("#issuer").fill("https://sign-on.kith.invalid");
    await page.locator("#client_id").fill("kith");
    await page.getByRole("button", { name: w("Save", "保存"), exact: true }).click();
    await page.locator(".problem").waitFor();
    holds(!(await call(page, "GET", "/api/v1/sign-on")).body.enabled, "it is set up");
    const session = (await call(page, "GET", "/api/v1/session")).body;
    holds(!session.sign_on, "the door offers it");
  });
  await step("behind a provider whose word does not suffice the own code is asked for", async () => {
    const answer = { state: "code_needed", version: "0", sign_on: "Corp" };
    await page.route("**/api/v1/session", (route) => route.fulfill({ json: answer }));
    await page.goto("/");
    await page.getByText(w("One step more", "还差一步")).waitFor();
    const problems = await examine(page);
    holds(!problems.length, `axe: ${problems.join("\n")}`);
    // Nobody waits for a code here: the server refuses, and the page says so.
    await page.locator("#code").fill("123456");
    await page.locator("button[type=submit]").click();
    await page.locator(".problem").waitFor();
    await page.getByRole("button", { name: w("Sign in by password instead", "改用密码登录") }).click();
    await page.locator("#login").waitFor();
    await page.unroute("**/api/v1/session");
  });
  await step("an upload whose line breaks goes on where it stopped", async () => {
    let broken = 0;
    await page.route("**/api/v1/uploads/*", (route) =>
      route.request().method() === "PATCH" && broken++ < 1
        ? route.abort("connectionreset")
        : route.continue(),
    );
    await page.goto("/imports/new");
    await page.locator(".ant-select").first().click();
    await page.getByTitle(/^erp/).click();
    await page.locator("input[type=file]").setInputFiles(join(stage.company, "erp_customers.csv"));
    await page.waitForURL(/\/imports\/(?!new)/);
    await page.unroute("**/api/v1/uploads/*");
    holds(broken > 1, "the line did not break");
    await page.getByRole("button", { name: w("Throw away", "丢弃") }).click();
    await page.waitForURL(/\/imports$/);
  });
  await step("another's edit is not written over", async () => {
    await page.goto(`/customers/${customer}`);
    await page.locator(".golden-why").first().waitFor();
    const other = await call(page, "PATCH", `/api/v1/customers/${customer}`, {
      values: { city: "宁波市" },
    });
    holds(other.status === 200, `the other edit failed: ${JSON.stringify(other.body)}`);
    await page.locator(".golden-why").first().click();
    await page
      .locator(".ant-popover")
      .getByRole("button", { name: w("Pin", "固定"), exact: true })
      .click();
    await page.getByText(w("Somebody else changed this first", "他人已先行修改")).waitFor();
    await call(page, "PATCH", `/api/v1/customers/${customer}`, {
      values: { city: null },
    });
  });
  await step("a lost server is told, and found again by itself", async () => {
    await page.goto("/customers");
    await page.locator(".grid-row").nth(3).waitFor();
    await stage.stop();
    await page.getByText(w("The connection is lost", "连接已断开")).waitFor();
    await stage.start();
    await page.getByText(w("The connection is lost", "连接已断开")).waitFor({ state: "hidden" });
  });
  await step("an ended session asks for the password and leaves the page", async () => {
    await page.goto(`/customers/${customer}`);
    await page.locator(".golden-why").first().waitFor();
    const cookies = await page.context().cookies();
    await page.context().clearCookies();
    await page.getByRole("tab", { name: w("Timeline", "时间线") }).click();
    await page.getByText(w("Your session has ended", "会话已结束")).waitFor();
    await page.locator(".ant-modal #password").fill(owner.password);
    await page.locator(".ant-modal button[type=submit]").click();
    await page.getByText(w("Your session has ended", "会话已结束")).waitFor({ state: "hidden" });
    await page.locator(".timeline li, .empty").first().waitFor();
    holds(cookies.length > 0, "there was no cookie");
  });
}
