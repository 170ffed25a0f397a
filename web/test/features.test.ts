// The logic behind the screens: views, mappings, comparisons, groups; what a wrong step here would do to data.
import { pressing, tasksOf } from "@/features/home/tasks";
import { peopleGraph, worthDrawing } from "@/features/customer/graphs";
import { shownValue } from "@/i18n/values";
import { describe, expect, it } from "vitest";
import { byMonth } from "@/features/customer/months";
import {
  chosenValues,
  emptyView,
  filterOf,
  filterText,
  toggled,
  viewOf,
  viewText,
} from "@/features/customers/view";
import { compare, marked } from "@/features/duplicates/compare";
import { type Mapping, meanings, withMeaning } from "@/features/imports/mapping";
import { cellOf, headOf, mendedFile, withCell } from "@/features/imports/mend";
import { rowsBehind, worst } from "@/features/quality/report";
import { problemsOf } from "@/features/imports/problems";
import { everSaid, standingOf } from "@/features/consents/standing";
import { csvOf } from "@/ui/csv";
import { withoutCommands } from "@/ui/hints";

describe("a view", () => {
  it("comes back from its address as it was", () => {
    const view = {
      q: "刘 & co",
      filters: [
        { attribute: "city", operator: "in" as const, value: "杭州市|上海市" },
        { attribute: "email", operator: "empty" as const, value: "" },
      ],
      sort: "-updated_at",
      columns: ["name", "city"],
      facets: ["province"],
    };
    expect(viewOf(`#${viewText(view)}`)).toEqual(view);
  });
  it("overlooks what is no filter", () => {
    expect(viewOf("#f=city:drop:x&f=nonsense&f=city:eq:a:b").filters).toEqual([
      { attribute: "city", operator: "eq", value: "a:b" },
    ]);
    expect(filterOf("")).toBeUndefined();
  });
  it("says filters as the contract wants them", () => {
    expect(filterText({ attribute: "phone", operator: "filled", value: "left over" })).toBe("phone:filled:");
  });
  it("takes a facet's value and gives it back", () => {
    const one = toggled(emptyView, "city", "a");
    expect(one.filters).toEqual([{ attribute: "city", operator: "eq", value: "a" }]);
    const two = toggled(one, "city", "b");
    expect(chosenValues(two, "city")).toEqual(["a", "b"]);
    expect(toggled(toggled(two, "city", "a"), "city", "b").filters).toEqual([]);
  });
});

describe("a mapping", () => {
  const columns = ["id", "姓", "名", "手机", "备注"];
  const mapping: Mapping = {
    kind: "customers",
    key: "id",
    attributes: [
      { attribute: "name", columns: ["姓", "名"], joiner: "", reason: "header", confidence: 1 },
      { attribute: "phone", columns: ["手机"], reason: "content", confidence: 0.9 },
      { attribute: "gender", columns: [], part_of: "id_number" },
    ],
    extra: ["备注"],
  };
  it("gives every column one meaning", () => {
    expect(meanings(columns, mapping).map((one) => one.meaning)).toEqual([
      "key",
      "attribute:name",
      "attribute:name",
      "attribute:phone",
      "extra",
    ]);
  });
  it("keeps the rest when one column changes, and sends nothing that is only told", () => {
    const changed = withMeaning(mapping, columns, "名", "attribute:given_name");
    expect(changed).toEqual({
      kind: "customers",
      key: "id",
      attributes: [
        { attribute: "name", columns: ["姓"], joiner: "" },
        { attribute: "phone", columns: ["手机"] },
        { attribute: "given_name", columns: ["名"] },
      ],
      facts: {},
    });
  });
  it("keeps what stands beside the columns: constants, pieces, regions, units, mode", () => {
    const rich: Mapping = {
      kind: "orders",
      mode: "upsert",
      key_attribute: "external_id",
      attributes: [
        { attribute: "country", columns: [], value: "CN", reason: "mapping" },
        { attribute: "name", columns: ["联系"], separator: "/", piece: 1, confidence: 0.9 },
        { attribute: "phone", columns: ["手机"], region: "HK" },
        { attribute: "city", columns: ["地址"], part_of: "address" },
      ],
      facts: { amount: "金额" },
      amount_unit: "万元",
      currency: "CNY",
      extra: ["备注"],
    };
    expect(withMeaning(rich, ["联系", "手机", "备注", "金额"], "备注", "attribute:comment")).toEqual({
      kind: "orders",
      mode: "upsert",
      key_attribute: "external_id",
      key: null,
      attributes: [
        { attribute: "country", columns: [], value: "CN" },
        { attribute: "name", columns: ["联系"], separator: "/", piece: 1 },
        { attribute: "phone", columns: ["手机"], region: "HK" },
        { attribute: "comment", columns: ["备注"] },
      ],
      facts: { amount: "金额" },
      amount_unit: "万元",
      currency: "CNY",
    });
    const instead = withMeaning(rich, ["国家", "联系"], "国家", "attribute:country");
    expect(instead.attributes[0]).toEqual({ attribute: "country", columns: ["国家"] });
  });
  it("joins columns in file order, moves the key, drops an attribute without columns", () => {
    const joined = withMeaning(mapping, columns, "id", "attribute:phone");
    expect(joined.key).toBeNull();
    expect(joined.attributes.find((one) => one.attribute === "phone")?.columns).toEqual(["id", "手机"]);
    const without = withMeaning(mapping, columns, "手机", "extra");
    expect(without.attributes.some((one) => one.attribute === "phone")).toBe(false);
  });
});

describe("problems of an import", () => {
  it("are those of suspect and invalid values, the most frequent first", () => {
    const verdicts = { kept: 5, changed: 2, suspect: 1, invalid: 3, empty: 0 };
    const reason = (name: string, count: number) => ({ reason: name, text: name, count });
    const example = (name: string, verdict: "changed" | "invalid") => ({
      attribute: "phone",
      before: "1",
      after: "2",
      verdict,
      reason: name,
    });
    const report = {
      outputs: [
        {
          attribute: "phone",
          verdicts,
          reasons: [reason("standard_form", 9), reason("no_prefix", 3), reason("unseen", 4)],
        },
        {
          attribute: "name",
          verdicts: { ...verdicts, suspect: 0, invalid: 0 },
          reasons: [reason("spaces", 50)],
        },
      ],
      examples: [example("standard_form", "changed"), example("no_prefix", "invalid")],
    };
    expect(problemsOf(report as never).map((one) => [one.reason, one.verdict])).toEqual([
      ["unseen", undefined],
      ["no_prefix", "invalid"],
    ]);
  });
});

describe("mended rows", () => {
  const rows = [
    { id: "rej_1", cells: ["1", "+86", "王,明", "beyond"] },
    { id: "rej_2", cells: undefined },
  ];
  const head = headOf(["id", "phone", 'na"me'], rows);

  it("are known by their ids and come back byte by byte", async () => {
    expect(head).toEqual(["id", "phone", 'na"me', "kith_cell_4"]);
    const mended = withCell(withCell({}, rows[0], 3, ""), rows[1], 2, "'=1");
    const file = mendedFile("客户.csv", head, rows, mended);
    expect(file.name).toBe("客户-mended.csv");
    expect(await file.text()).toBe(
      'kith_reject,id,phone,"na""me",kith_cell_4\r\nrej_1,1,\'+86,"王,明",\r\nrej_2,,,\'\'=1,\r\n',
    );
  });
  it("are none where a cell is again what it was", () => {
    const once = withCell({}, rows[0], 1, "+81");
    expect(cellOf(once, rows[0], 1)).toBe("+81");
    expect(withCell(once, rows[0], 1, "+86")).toEqual({});
  });
});

describe("two customers side by side", () => {
  it("show what differs first and what only one has last", () => {
    const lines = compare({ name: "A", phone: "1", city: "x" }, { name: "A", phone: "2", email: "e" }, [
      "name",
      "phone",
      "email",
      "city",
    ]);
    expect(lines.map((line) => [line.attribute, line.agreement])).toEqual([
      ["phone", "differs"],
      ["name", "equal"],
      ["email", "one_side"],
      ["city", "one_side"],
    ]);
  });
  it("mark the characters that the other has not", () => {
    expect(marked("13812345678", "13812335678").filter((piece) => !piece.same)).toEqual([
      { text: "4", same: false },
    ]);
    expect(marked("𠮷野", "吉野").map((piece) => piece.text)).toEqual(["𠮷", "野"]);
    expect(marked("abc", "").every((piece) => !piece.same)).toBe(true);
  });
});

describe("months", () => {
  it("have no gap and count what has no amount", () => {
    const months = byMonth([
      { placed_at: "2025-11-03T00:00:00Z", amount: 10 },
      { placed_at: "2026-01-03T00:00:00Z", amount: null },
      { placed_at: null, amount: 99 },
    ]);
    expect(months).toEqual([
      { month: "2025-11", amount: 10, orders: 1 },
      { month: "2025-12", amount: 0, orders: 0 },
      { month: "2026-01", amount: 0, orders: 1 },
    ]);
    expect(byMonth([])).toEqual([]);
  });
});

describe("CSV", () => {
  it("is quoted where it must be and runs no formula", () => {
    expect(
      csvOf(
        ["a", "b"],
        [
          ["=1+1", 'x,"y"'],
          [null, -3],
        ],
      ),
    ).toBe('a,b\r\n\'=1+1,"x,""y"""\r\n,-3\r\n');
  });
});

describe("tasks", () => {
  const point = (batch: number, source: string, score: number | null) => ({
    batch,
    source,
    started_at: "2026-01-01T00:00:00Z",
    score,
    dimensions: {} as never,
  });
  const nothing = {
    trend: [],
    batches: [],
    jobs: [],
    imports: [],
    hooks: [],
    confirmations: [],
    unresolved: 0,
    pairs: 0,
  };
  const now = Date.parse("2026-01-03T00:00:00Z");
  it("are none where nothing waits", () => {
    expect(tasksOf(nothing, now)).toEqual([]);
  });
  it("tell what failed, fell or was rejected, and nothing that was mended since", () => {
    const batch = (number: number, open_rejects: number) =>
      ({ number, file: "a.csv", state: "done", rows: 100, rejects: 2, open_rejects }) as never;
    const job = (id: string, kind: string, state: string) =>
      ({ id, kind, state, title: id, created_at: "2026-01-02T00:00:00Z" }) as never;
    const tasks = tasksOf(
      {
        ...nothing,
        trend: [
          point(1, "shop", 0.9),
          point(2, "erp", 0.8),
          point(3, "shop", null),
          point(4, "shop", 0.87),
          point(5, "erp", 0.79),
        ],
        batches: [batch(7, 2), batch(6, 0)],
        jobs: [
          job("job_3", "resolve", "failed"),
          job("job_2", "export", "done"),
          job("job_1", "export", "failed"),
        ],
        hooks: [
          { id: "hok_1", name: "shop", problem: null, waiting: 3 },
          { id: "hok_2", name: "till", problem: {} as never, waiting: 2 },
        ],
        confirmations: [{ sent_at: null }, { sent_at: "2026-01-02T00:00:00Z" }],
        pairs: 4,
      },
      now,
    );
    expect(
      tasks.map(
        (one) =>
          `${one.kind} ${"job" in one ? one.job.id : "batch" in one ? one.batch : "hook" in one ? one.hook : one.kind === "pairs" || one.kind === "links" ? one.count : ""}`,
      ),
    ).toEqual(["failed job_3", "fell 4", "stuck hok_2", "rejects 7", "pairs 4", "links 1"]);
    expect(tasks.filter(pressing).length).toBe(3);
  });
  it("name the first of many and count the rest", () => {
    const imports = Array.from({ length: 5 }, (_, i) => ({
      id: `imp_${i}`,
      file: `${i}.csv`,
      state: "ready" as const,
    }));
    expect(tasksOf({ ...nothing, imports }, now).map((one) => one.kind)).toEqual([
      "import",
      "import",
      "import",
      "imports",
    ]);
  });
});

describe("hints", () => {
  const say = (word: string) => `<${word}>`;
  it("name a page where a command stood, and keep what is none", () => {
    expect(withoutCommands("Run `kith resolve` first.", say)).toBe("<resolve>");
    expect(withoutCommands("请先运行 `kith resolve`。", say)).toBe("<resolve>");
    expect(
      withoutCommands("Customers are called cus_… and records rec_…; `kith customers` lists them.", say),
    ).toBe("<customers>");
    expect(withoutCommands("The list of sources has them all.", say)).toBe(
      "The list of sources has them all.",
    );
  });
  it("are silent where the button stands beside them", () => {
    expect(withoutCommands("Is the file whole? If they are to end, say --confirm-gone 3.", say)).toBe(
      "Is the file whole?",
    );
    expect(
      withoutCommands("Undo that batch first, or say --again to import the same rows once more.", say),
    ).toBe("");
  });
});

describe("consents", () => {
  const entry = (record: string, state: "given" | "withdrawn", stands = true) => ({
    id: `${record} ${state}`,
    record,
    purpose: "newsletter",
    channel: "email" as const,
    state,
    at: "2026-01-01T00:00:00Z",
    stands,
  });
  it("stand by the strictest of the records", () => {
    const [{ purpose, channels }] = standingOf([
      entry("rec_1", "given"),
      entry("rec_2", "withdrawn"),
      entry("rec_2", "given", false),
    ]);
    expect([purpose, channels.length, channels[0].consent.state, channels[0].records]).toEqual([
      "newsletter",
      1,
      "withdrawn",
      2,
    ]);
  });
  it("entered with several records are told once", () => {
    expect(
      everSaid([entry("rec_1", "given"), entry("rec_2", "given"), entry("rec_1", "withdrawn")]).length,
    ).toBe(2);
  });
});

describe("graphs of a customer", () => {
  it("draw the strongest lines of each record and what speaks against", () => {
    const records = Array.from({ length: 20 }, (_, i) => `rec_${i}`);
    const links = records.flatMap((a, i) =>
      records.slice(i + 1).map((b, j) => ({ a, b, weight: i === 0 && j === 0 ? -9 : 20 - i - j / 10 })),
    );
    const drawn = worthDrawing(links);
    expect(drawn.length).toBeLessThan(70);
    for (const record of records)
      expect(drawn.some((link) => link.a === record || link.b === record)).toBe(true);
    expect(worthDrawing(links.slice(0, 3)).some((link) => link.weight < 0)).toBe(true);
  });
  it("show one who shares two things once", () => {
    const other = { customer: "cus_2", name: "" };
    const graph = peopleGraph(
      "cus_1",
      "Li Na",
      [
        { kind: "household", attribute: "phone", label: "Phone", value: "1", others: [other], more: false },
        { kind: "company", attribute: "company", label: "Company", value: "2", others: [other], more: false },
      ],
      "nameless",
    );
    expect(graph.nodes.map((one) => one.name)).toEqual(["Li Na", "1", "nameless", "2"]);
    expect(graph.edges.length).toBe(4);
  });
});

describe("values", () => {
  it("of codes stand in the language of the reader, others as they are", () => {
    expect(shownValue("gender", "female")).toBe("female");
    expect(shownValue("country", "CN")).toBe("China");
    expect(shownValue("country", "Mars")).toBe("Mars");
    expect(shownValue("phone", "+8613800000000")).toBe("+8613800000000");
  });
});

describe("a score", () => {
  const counts = { kept: 5, changed: 2, suspect: 4, invalid: 3, empty: 9 };
  it("leads to the verdict that pulls it down most", () => {
    expect(worst(counts, "completeness")).toBe("empty");
    expect(worst(counts, "validity")).toBe("suspect");
    expect(worst(counts, "overall")).toBe("empty");
    expect(worst(counts, "timeliness")).toBeUndefined();
    expect(worst({ ...counts, suspect: 0, invalid: 0 }, "validity")).toBeUndefined();
  });
  it("says which rows in the address", () =>
    expect(rowsBehind("a b&c", "phone", "invalid")).toBe(
      "/attributes/phone?source=a+b%26c&tab=rows&verdict=invalid",
    ));
});
