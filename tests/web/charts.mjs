// Charts taken away as pictures and numbers, the rows behind a score, and names that are read aloud.
import { readFileSync } from "node:fs";
import { call } from "./stage.mjs";
import { holds, step } from "./steps.mjs";
import { show } from "./screens.mjs";

const pixels = (bytes) => [bytes.readUInt32BE(16), bytes.readUInt32BE(20)];

export async function charts(page, customer, w) {
  for (const path of ["/quality", `/customers/${customer}`, "/duplicates?tab=model"])
    await step(
      `the charts of ${path.replace(customer, "…")} are taken away as PNG, SVG and CSV`,
      async () => {
        await show(page, path);
        const figure = page.locator("figure").first();
        await figure.waitFor();
        const label = await figure.getAttribute("aria-label");
        for (const kind of ["CSV", "PNG", "SVG"]) {
          await figure.getByRole("button", { name: w(/^Download/, /^下载/) }).click();
          const item = page
            .locator(".ant-dropdown:not(.ant-dropdown-hidden)")
            .getByText(kind, { exact: true });
          const [download] = await Promise.all([page.waitForEvent("download"), item.click()]);
          const bytes = readFileSync(await download.path());
          holds(
            download.suggestedFilename() === `${label}.${kind.toLowerCase()}`,
            download.suggestedFilename(),
          );
          if (kind === "CSV") {
            const lines = bytes.toString("utf8").trim().split("\r\n");
            holds(bytes[0] === 0xef && lines.length > 2, "the numbers are not there");
          } else if (kind === "PNG") {
            holds(bytes.subarray(1, 4).toString() === "PNG", "it is no PNG");
            const [width, height] = pixels(bytes);
            holds(
              width === 2000 && height >= 1000 && bytes.length > 10_000,
              `${width} × ${height}, ${bytes.length}`,
            );
          } else {
            const text = bytes.toString("utf8");
            holds(text.startsWith("<svg") && (text.match(/<path/g) ?? []).length > 3, "it is no drawing");
            holds(/<rect[^>]*fill="(#|rgb)/.test(text), "the drawing has no ground");
          }
        }
      },
    );
  await step("a score leads to the rows behind it", async () => {
    await show(page, "/quality");
    const cell = page.locator(".heat-map tbody button").first();
    const name = (await cell.getAttribute("aria-label")) ?? "";
    await cell.click();
    await page.waitForURL(/\/attributes\/\w+\?source=\w+/);
    const words = new URL(page.url()).searchParams;
    holds(name.includes(words.get("source")), `${name} leads to ${words.get("source")}`);
    await page.locator("[role=grid][aria-busy=false]").waitFor();
    const answer = await call(page, "GET", `/api/v1/records?source=${words.get("source")}&limit=1`);
    holds(answer.body.items.length === 1, "the source has no rows");
    await page.locator(".grid-row").first().waitFor();
  });
}

/** The names of buttons and links, as they are read aloud: none has a word that only a drawing bears. */
export const namesOfDrawings = (page) =>
  page.evaluate(() =>
    [...document.querySelectorAll("button,a,[role=button],[role=tab],[role=menuitem]")]
      .filter((one) =>
        [...one.querySelectorAll("[role=img][aria-label]")].some((img) => img.matches(".anticon")),
      )
      .map((one) => `${one.querySelector(".anticon").getAttribute("aria-label")} ${one.textContent}`),
  );
