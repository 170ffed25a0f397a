// What a person waits for at the first visit: the script of the entry route, compressed as it is sent.
import { existsSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";

const dist = join(__dirname, "../dist");
const limit = 350 * 1024;

/** The entry's script with everything it imports before it can run, and the pages named. */
function needed(also: RegExp): Set<string> {
  const found = new Set<string>();
  const follow = (asset: string) => {
    if (found.has(asset)) return;
    found.add(asset);
    const code = readFileSync(join(dist, "assets", asset), "utf8");
    for (const [, next] of code.matchAll(/(?:from|import)\s*"\.\/([\w.-]+\.js)"/g)) follow(next);
    for (const [, next] of code.matchAll(/import\("\.\/([\w.-]+\.js)"\)/g)) if (also.test(next)) follow(next);
  };
  const html = readFileSync(join(dist, "index.html"), "utf8");
  for (const [, asset] of html.matchAll(/src="\/assets\/([\w.-]+\.js)"/g)) follow(asset);
  return found;
}

function sentSize(asset: string): number {
  const file = join(dist, "assets", asset);
  return statSync(existsSync(`${file}.gz`) ? `${file}.gz` : file).size;
}

describe.runIf(existsSync(join(dist, "index.html")))("the first load", () => {
  it("of the sign-in and of the home page stays below 350 KB", () => {
    const assets = needed(/^(SignInPage|HomePage)-/);
    expect(assets.size).toBeGreaterThan(1);
    const sent = [...assets].reduce((sum, asset) => sum + sentSize(asset), 0);
    console.info(`entry route: ${Math.round(sent / 1024)} KB of compressed script in ${assets.size} files`);
    expect(sent).toBeLessThan(limit);
  });

  it("has no chart in it", () => {
    const code = [...needed(/^SignInPage-/)]
      .map((asset) => readFileSync(join(dist, "assets", asset), "utf8"))
      .join("");
    expect(code.includes("zrender")).toBe(false);
  });
});
