// Values are looked into and set right, rules and the company's standard are tried before they hold; all of it against the sample.
import { call } from "./stage.mjs";
import { eventually, examine, holds, step } from "./steps.mjs";

const commonest = async (page, attribute) =>
  (await call(page, "POST", `/api/v1/values/${attribute}/facets`, { limit: 1 })).body.values[0];

/** With the sample company there. `w` is the word of the language that is walked in. */
export async function cleaning(page, w) {
  await step("a value is set right with a look at what changes, and taken back", async () => {
    const before = await commonest(page, "city");
    await page.goto("/attributes/city");
    await page
      .getByRole("button", { name: w(`Set right: “${before.value}”`, `更正：“${before.value}”`) })
      .click();
    const dialog = page.locator(".ant-modal");
    await dialog.getByRole("textbox").fill("锦官城");
    await dialog.getByRole("button", { name: w("See what changes", "预览更改") }).click();
    await dialog.locator("td", { hasText: "锦官城" }).first().waitFor();
    const problems = await examine(page);
    holds(!problems.length, `axe: ${problems.join("\n")}`);
    await dialog.getByRole("button", { name: w("Change them", "确认更改") }).click();
    await page.getByText(w(/records? (was|were) set right$/, /^已更正 [\d,]+ 条记录$/)).waitFor();
    const after = await commonest(page, "city");
    holds(after.value === "锦官城" && after.records === before.records, `now ${JSON.stringify(after)}`);
    await page
      .locator(".toast")
      .getByRole("button", { name: w("Undo", "撤销") })
      .click();
    await page.getByText(w("Undone", "已撤销")).waitFor();
    await eventually(
      async () => (await commonest(page, "city")).value === before.value,
      "the value before is not back",
    );
  });
  await step("a value that no pattern can replace is refused with words", async () => {
    await page.goto("/attributes/city");
    await page
      .getByRole("button", { name: w(/^Set all right/, /^全部更正/) })
      .first()
      .click();
    const dialog = page.locator(".ant-modal");
    await dialog.getByText(w("Replace a part", "替换部分内容")).click();
    await dialog.getByRole("textbox").first().fill("(");
    await dialog.getByRole("button", { name: w("See what changes", "预览更改") }).click();
    await dialog.locator(".problem").waitFor();
    await page.keyboard.press("Escape");
  });
  await step("values written almost alike become one, after a look", async () => {
    await page.goto("/attributes/company?tab=alike");
    await page
      .getByRole("button", { name: w(/^Use “.+” for all$/, /^全部改为“.+”$/) })
      .first()
      .click();
    const dialog = page.locator(".ant-modal");
    await dialog.locator("tbody tr").first().waitFor();
    await dialog.getByRole("button", { name: w("Change them", "确认更改") }).click();
    await page.getByText(w(/records? (was|were) set right$/, /^已更正 [\d,]+ 条记录$/)).waitFor();
    await page
      .locator(".toast")
      .getByRole("button", { name: w("Undo", "撤销") })
      .click();
    await page.getByText(w("Undone", "已撤销")).waitFor();
  });
  await step("rules are suggested, tried on the data, and hold", async () => {
    await page.goto("/rules");
    await page.getByRole("button", { name: w("Suggest from the data", "根据数据建议") }).click();
    await page.getByText(w("Suggestions stand at the end of the text", "建议已追加到文本末尾")).waitFor();
    await page.getByRole("button", { name: w("Try on the data", "在数据上试用") }).click();
    await page
      .getByRole("button", { name: w("Show records", "查看记录") })
      .first()
      .click();
    await page.locator("a[href^='/customers/rec_']").first().waitFor();
    const problems = await examine(page);
    holds(!problems.length, `axe: ${problems.join("\n")}`);
    await page.getByRole("button", { name: w("Save", "保存") }).click();
    await page.getByText(w("The rules hold from now on", "规则已生效")).waitFor();
    holds((await call(page, "GET", "/api/v1/rules")).body.rules.length > 3, "the rules are not stored");
    await page.locator("textarea").first().fill("[[rule]]\nname = 1\n");
    await page.getByRole("button", { name: w("Try on the data", "在数据上试用") }).click();
    await page.locator(".problem").waitFor();
  });
  await step("the company's standard is tried before it holds", async () => {
    await page.goto("/rules?tab=standard");
    const text = page.locator("textarea").first();
    const before = await text.inputValue();
    holds(before.includes("[companies]"), "there is no text to begin with");
    await text.fill(before.replace('legal_form = "as received"', 'legal_form = "written out"'));
    await page.getByRole("button", { name: w("Try on the data", "在数据上试用") }).click();
    await page
      .getByText(w(/values? changes? in/, /将更改/))
      .or(page.getByText(w("Nothing would change.", "不会有任何更改。")))
      .first()
      .waitFor();
    holds((await call(page, "GET", "/api/v1/standard")).body.version === 0, "a trial was stored");
  });
}
