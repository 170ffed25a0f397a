import { describe, expect, it } from "vitest";
import { caps, commandOf, spell, type Command } from "@/app/commands";
import { places } from "@/app/places";
import { rank } from "@/app/rank";

const command = (id: string, keys?: string): Command => ({
  id,
  label: id,
  group: "g",
  keys,
  run: () => undefined,
});
const stroke = (
  key: string,
  held: Partial<Record<"ctrlKey" | "metaKey" | "altKey" | "shiftKey", boolean>> = {},
) => spell({ key, ctrlKey: false, metaKey: false, altKey: false, shiftKey: false, ...held });

describe("keys", () => {
  it("are spelled alike whatever is held", () => {
    expect(stroke("k", { ctrlKey: true })).toBe("mod+k");
    expect(stroke("?", { shiftKey: true })).toBe("?");
    expect(stroke("ArrowDown", { shiftKey: true })).toBe("shift+ArrowDown");
    expect(stroke(" ")).toBe("Space");
  });

  it("find the newest command, a sequence before a single key", () => {
    const all = [
      command("find", "mod+k, /"),
      command("old", "j"),
      command("new", "j"),
      command("go", "g c"),
      command("c", "c"),
    ];
    expect(commandOf(all, "/", "")?.id).toBe("find");
    expect(commandOf(all, "j", "")?.id).toBe("new");
    expect(commandOf(all, "c", "g")?.id).toBe("go");
    expect(commandOf(all, "c", "")?.id).toBe("c");
    expect(commandOf(all, "x", "g")).toBeUndefined();
  });

  it("of the places are not cut at a comma: the first stroke alone goes nowhere", () => {
    const all = places.map((place) => command(place.path, place.keys));
    for (const place of places) expect(commandOf(all, place.keys!.split(" ")[1], "g")?.id).toBe(place.path);
    expect(commandOf(all, "g", "")).toBeUndefined();
  });

  it("are drawn as caps", () => {
    expect(caps("g c")).toEqual([["G"], ["C"]]);
    expect(caps("?, h")).toEqual([["?"]]);
  });
});

describe("rank", () => {
  const words = ["Go to Customers 客户", "Import files 导入", "Go to Imports 导入"];
  it("keeps all for nothing typed", () => expect(rank(words, "", String)).toEqual(words));
  it("wants every word", () => {
    expect(rank(words, "go imp", String)).toEqual(["Go to Imports 导入"]);
    expect(rank(words, "客户", String)).toEqual(["Go to Customers 客户"]);
    expect(rank(words, "zzz", String)).toEqual([]);
  });
  it("puts a beginning before a middle", () =>
    expect(rank(words, "import", String)[0]).toBe("Import files 导入"));
});
