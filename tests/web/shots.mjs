// Pictures of every screen with the sample company: both languages, both schemes, a desk and a phone. FOLDER is where they go.
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { browser, enter, loadSample, missing, open, raise, richest } from "./stage.mjs";
import { screens, show } from "./screens.mjs";

const folder = process.argv[2] ?? "build/shots";
const only = process.argv[3];
const lack = await missing();
if (lack) {
  console.error(`No pictures: ${lack} is not there.`);
  process.exit(1);
}
mkdirSync(folder, { recursive: true });
const stage = await raise();
const chromium = await browser();
try {
  const page = await open(chromium, stage);
  await enter(page, stage);
  await loadSample(page);
  const customer = await richest(page);
  const cookies = await page.context().cookies();
  const looks = [
    { language: "en", scheme: "light", width: 1440, height: 900 },
    { language: "zh", scheme: "dark", width: 1440, height: 900 },
    { language: "zh", scheme: "light", width: 360, height: 740 },
    { language: "en", scheme: "dark", width: 360, height: 740 },
  ];
  for (const look of looks) {
    const here = await open(chromium, stage, { ...look, cookies });
    for (const { name, path } of screens) {
      if (only && !name.includes(only)) continue;
      await show(here, path.replace("{customer}", customer));
      const file = `${name}-${look.language}-${look.scheme}-${look.width}.png`;
      await here.screenshot({ path: join(folder, file) });
      console.log(file);
    }
    await here.context().close();
  }
} finally {
  await chromium.close();
  await stage.end();
}
