// What a customer agreed to: entered with its evidence, confirmed by a link, withdrawn, and asked for with the reason.
import { call } from "./stage.mjs";
import { eventually, examine, holds, step } from "./steps.mjs";

/** With the sample company there. `w` is the word of the language that is walked in. */
export async function consents(page, customer, w) {
  const open = () => page.goto(`/consents?customer=${customer}`);
  const enter = async ({ purpose, evidence, confirm }) => {
    await page
      .getByRole("button", { name: w("Enter what was said", "登记"), exact: true })
      .first()
      .click();
    const dialog = page.locator(".ant-modal");
    await dialog.locator("#purpose").fill(purpose);
    await dialog.locator("#evidence").fill(evidence);
    if (confirm) await dialog.locator("#confirm").check();
    const problems = await examine(page);
    holds(!problems.length, `axe: ${problems.join("\n")}`);
    await dialog.getByRole("button", { name: w("Enter what was said", "登记"), exact: true }).click();
    await dialog.waitFor({ state: "hidden" });
  };
  const ask = async (answer) => {
    const panel = page.getByRole("region", { name: w("May we contact?", "可以联系吗？") });
    await panel.getByRole("combobox", { name: w("Purpose", "目的") }).fill("newsletter");
    await page.keyboard.press("Escape");
    await panel.getByRole("button", { name: w("Ask", "查询"), exact: true }).click();
    await panel.getByRole("status").getByText(answer, { exact: true }).waitFor();
  };
  await step("a consent is entered with its evidence, asked for, and withdrawn", async () => {
    await open();
    await enter({ purpose: "newsletter", evidence: "a letter of 3 May" });
    await page.getByText("a letter of 3 May").first().waitFor();
    await ask(w("Yes", "可以"));
    await page
      .getByRole("button", { name: w("Withdraw: newsletter · E-mail", "撤回：newsletter · 邮件") })
      .click();
    const dialog = page.locator(".ant-modal");
    await dialog.locator("#evidence").fill("said on the phone");
    await dialog.getByRole("button", { name: w("Withdraw", "撤回"), exact: true }).click();
    await dialog.waitFor({ state: "hidden" });
    await page.getByText("said on the phone").first().waitFor();
    await ask(w("No", "不可以"));
    const said = (await call(page, "GET", `/api/v1/customers/${customer}/consents`)).body.items;
    const words = new Set(said.filter((one) => one.purpose === "newsletter").map((one) => one.state));
    holds(words.has("given") && words.has("withdrawn"), `what was said before is gone: ${[...words]}`);
    const answer = await call(
      page,
      "GET",
      `/api/v1/customers/${customer}/may-contact?purpose=newsletter&channel=email`,
    );
    holds(!answer.body.allowed && answer.body.reason === "withdrawn", JSON.stringify(answer.body));
  });
  await step("a consent to be confirmed counts once its link was followed", async () => {
    const before = (await call(page, "GET", "/api/v1/confirmations")).body.items;
    for (const one of before) await call(page, "POST", `/api/v1/confirmations/${one.id}/sent`);
    await open();
    await enter({ purpose: "surveys", evidence: "I agree to be asked twice a year.", confirm: true });
    const { items } = (await call(page, "GET", "/api/v1/confirmations")).body;
    const asked = items.find((one) => !before.some((old) => old.id === one.id));
    holds(asked?.link, "no link waits");
    const links = page.getByRole("region", { name: w("Waiting for confirmation", "等待确认") }).first();
    await links.getByRole("button", { name: w("It was sent", "标记为已发送") }).click();
    await page.getByText(w("Noted as sent", "已标记为已发送")).waitFor();
    const other = await page.context().newPage();
    await other.goto(asked.link);
    await other.locator("button").first().click();
    await eventually(
      async () =>
        (await call(page, "GET", `/api/v1/customers/${customer}/may-contact?purpose=surveys&channel=email`))
          .body.allowed,
      "the link does not count",
    );
    await other.close();
    await open();
    await page
      .getByRole("region", { name: "surveys" })
      .getByText(w("given", "已同意"), { exact: true })
      .waitFor();
  });
  await step("what the whole base agreed to is counted, and a count leads to what was entered", async () => {
    await page.goto("/consents");
    const counts = page
      .locator("main")
      .getByRole("region", { name: w("Who agreed to what", "同意概况") })
      .last();
    await counts
      .getByRole("button", { name: w("newsletter · E-mail · withdrawn: 1", "newsletter · 邮件 · 已撤回: 1") })
      .click();
    const newest = page
      .locator("main")
      .getByRole("region", { name: w("Entered last", "最近登记") })
      .last();
    await newest.getByText("said on the phone").first().waitFor();
    await newest.getByText("a letter of 3 May").waitFor({ state: "hidden" });
    const problems = await examine(page);
    holds(!problems.length, `axe: ${problems.join("\n")}`);
    const answer = (await call(page, "GET", "/api/v1/consents")).body;
    const of = (purpose, state) =>
      answer.counts.find((one) => one.purpose === purpose && one.channel === "email" && one.state === state)
        ?.customers;
    holds(of("newsletter", "withdrawn") === 1 && of("surveys", "given") === 1, JSON.stringify(answer.counts));
    await newest.getByRole("link", { name: customer }).first().click();
    await page.waitForURL(/customer=cus_/);
  });
}
