// Both languages have everything, placeholders agree, and no sentence stands in a component.
import { readdirSync, readFileSync, statSync } from "node:fs";
import { join, relative } from "node:path";
import ts from "typescript";
import { describe, expect, it } from "vitest";
import { actionsByKind } from "@/features/operations/actions";
import { bundle, type Entry } from "@/i18n/texts";

const root = join(__dirname, "../src");
const walk = (at: string): string[] =>
  readdirSync(at).flatMap((name) => {
    const path = join(at, name);
    return statSync(path).isDirectory() ? walk(path) : [path];
  });
const files = walk(root).filter((file) => /\.tsx?$/.test(file) && !file.endsWith("contract.ts"));

const places = (text: string) => [...text.matchAll(/\{\{\s*(\w+)/g)].map((found) => found[1]).sort();
const han = /\p{Script=Han}/u;
/** Names and words that are the same for readers of both languages. */
const sameInBoth =
  /^(Webhook|API|URL|SQL|JSON|TOML|CSV|Excel|Parquet|NDJSON|PNG|SVG|[\d\s.,·:：{}()/%×→…A-Z_-]*)$/;

interface Told {
  file: string;
  table: Record<string, Entry>;
}

/** The tables of texts(), read from the sources, so that no browser part has to run. */
function tables(): Told[] {
  const found: Told[] = [];
  for (const file of files) {
    const source = ts.createSourceFile(file, readFileSync(file, "utf8"), ts.ScriptTarget.Latest, true);
    const visit = (node: ts.Node) => {
      if (
        ts.isCallExpression(node) &&
        node.expression.getText() === "texts" &&
        ts.isObjectLiteralExpression(node.arguments[1])
      ) {
        found.push({ file: relative(root, file), table: (0, eval)(`(${node.arguments[1].getText()})`) });
      }
      ts.forEachChild(node, visit);
    };
    visit(source);
  }
  return found;
}

describe("texts", () => {
  const all = tables();

  it("are found", () => {
    expect(all.length).toBeGreaterThan(2);
  });

  it("stand in both languages with the same places", () => {
    for (const { file, table } of all) {
      for (const [key, entry] of Object.entries(table)) {
        const chinese = entry[entry.length - 1];
        const where = `${file}: ${key}`;
        for (const text of entry) {
          expect(text, where).toBeTruthy();
          expect(places(text), where).toEqual(places(chinese));
        }
        if (key !== "switch_language" && key !== "switch_language_label") {
          expect(han.test(entry[0]) && !/知客|中文/.test(entry[0]), `${where}: Chinese in the English`).toBe(
            false,
          );
          expect(
            han.test(chinese) || sameInBoth.test(chinese.replace(/\{\{[^}]*\}\}/g, "")),
            `${where}: no Chinese in “${chinese}”`,
          ).toBe(true);
        }
      }
    }
  });

  it("are bundled with the plural keys of their language", () => {
    const table: Record<string, Entry> = {
      rows: ["{{count}} row", "{{count}} rows", "{{count}} 行"],
      ok: ["Yes", "是"],
    };
    expect(bundle(table, "en")).toEqual({
      rows_one: "{{count}} row",
      rows_other: "{{count}} rows",
      ok: "Yes",
    });
    expect(bundle(table, "zh")).toEqual({ rows_other: "{{count}} 行", ok: "是" });
  });

  it("are all used", () => {
    // Keys made of a stem and a word from the server (verdict_kept) are found by their stem.
    const code = files
      .filter((file) => !/texts\.ts$|common\.ts$/.test(file))
      .map((file) => readFileSync(file, "utf8"))
      .join("\n");
    const stems = [...code.matchAll(/`([a-z_]+_)\$\{/g)].map((found) => found[1]);
    const unused: string[] = [];
    for (const { file, table } of all) {
      for (const key of Object.keys(table)) {
        const said =
          new RegExp(`["'\`]${key}["'\`]|\\b${key}:`).test(code) ||
          stems.some((stem) => key.startsWith(stem));
        if (!said) unused.push(`${file}: ${key}`);
      }
    }
    expect(unused).toEqual([]);
  });
});

const spoken = new Set([
  "title",
  "label",
  "placeholder",
  "aria-label",
  "alt",
  "description",
  "extra",
  "message",
  "okText",
  "cancelText",
  "lead",
  "note",
]);

describe("components", () => {
  it("say nothing but what the tables say", () => {
    const literal: string[] = [];
    for (const file of files.filter((one) => one.endsWith(".tsx"))) {
      const source = ts.createSourceFile(
        file,
        readFileSync(file, "utf8"),
        ts.ScriptTarget.Latest,
        true,
        ts.ScriptKind.TSX,
      );
      const visit = (node: ts.Node) => {
        if (ts.isJsxText(node) && /\p{L}{2,}/u.test(node.text))
          literal.push(`${relative(root, file)}: ${node.text.trim()}`);
        if (
          ts.isJsxAttribute(node) &&
          spoken.has(node.name.getText()) &&
          node.initializer &&
          ts.isStringLiteral(node.initializer)
        ) {
          const text = node.initializer.text;
          if (/\p{L}{2,}/u.test(text) && !/^Kith 知客$/.test(text))
            literal.push(`${relative(root, file)}: ${text}`);
        }
        ts.forEachChild(node, visit);
      };
      visit(source);
    }
    expect(literal).toEqual([]);
  });
});

describe("the audit", () => {
  it("has words for everything that the program enters", () => {
    const entered = walk(join(__dirname, "../../src"))
      .filter((file) => file.endsWith(".cpp"))
      .flatMap((file) => [
        ...readFileSync(file, "utf8").matchAll(/(?:\.audit\(|\bnote\([^"]*)\s*"([a-z_]+(?:\.[a-z_]+)+)"/g),
      ])
      .map(([, action]) => action);
    const told = new Set([...actionsByKind().values()].flat());
    expect(entered.length).toBeGreaterThan(60);
    expect(entered.filter((action) => !told.has(action))).toEqual([]);
  });
});
