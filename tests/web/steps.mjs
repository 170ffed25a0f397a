// What the steps of the walk are made of: they are counted, say how long they took, and one that fails ends no other.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";

const axe = () => readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const only = process.argv[2];
let passed = 0;
let watched;
const failures = [];

/** The page of which a picture is taken when a step fails and KITH_WALK_PICTURES names a folder. */
export const watch = (page) => (watched = page);

export async function step(name, act) {
  if (only && !new RegExp(only).test(name)) return;
  const begun = Date.now();
  try {
    await act();
    passed++;
    console.log(`ok      ${name} (${Date.now() - begun} ms)`);
  } catch (error) {
    failures.push(name);
    console.log(
      `FAILED  ${name}: ${String(error.message ?? error)
        .split("\n")
        .slice(0, 12)
        .join("\n        ")}`,
    );
    const folder = process.env.KITH_WALK_PICTURES;
    if (folder) await watched?.screenshot({ path: join(folder, `failure-${failures.length}.png`) });
  }
}
export function holds(truth, words) {
  if (!truth) throw new Error(words);
}

/** What follows a change a moment later: asked again until it holds, at most a minute. */
export async function eventually(holdsNow, words) {
  for (const end = Date.now() + 60_000; !(await holdsNow()); ) if (Date.now() > end) throw new Error(words);
}

/** What fades in or out has done so: colours between two states are nobody's choice, nor is a list that closes. */
const settled = async (page) => {
  // Its select counts as open for a moment after the choice, so only the list itself tells.
  await page.waitForFunction(
    () => !document.querySelector(".ant-select-dropdown:not(.ant-select-dropdown-hidden)"),
  );
  await page.evaluate(() => {
    const fading = document
      .getAnimations()
      .filter((one) => one.effect?.getComputedTiming().iterations !== Infinity)
      .map((one) => one.finished.catch(() => {}));
    return Promise.race([Promise.all(fading), new Promise((go) => setTimeout(go, 3000))]).then(() => {});
  });
};

/** Findings of axe that are serious or critical; the rules are those of WCAG 2.2, levels A and AA. */
export async function examine(page) {
  await settled(page);
  await page.evaluate(axe());
  const found = await page.evaluate(() =>
    window.axe.run(document, {
      runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"],
      resultTypes: ["violations"],
    }),
  );
  return found.violations
    .filter((one) => ["serious", "critical"].includes(one.impact))
    .map(
      (one) =>
        `${one.id}: ${one.nodes
          .slice(0, 3)
          .map((node) => `${node.html.slice(0, 160)} (${node.any[0]?.message ?? ""})`)
          .join(" | ")}`,
    );
}

/** Says how it went; the number with which the walk ends. */
export function counted() {
  console.log(`${passed} passed, ${failures.length} failed`);
  return failures.length ? 1 : 0;
}
