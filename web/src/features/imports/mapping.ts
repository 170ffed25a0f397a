// What a person changes about the meaning of columns, as one choice a column.
import type { Schemas } from "@/api/client";

export type Mapping = Schemas["Mapping"];
type Told = Mapping["attributes"][number];

/** "attribute:phone", "fact:amount", "key", "extra". */
export type Meaning = string;

export interface ColumnMeaning {
  column: string;
  meaning: Meaning;
  told?: Told;
}

export const factsOf: Record<Mapping["kind"], string[]> = {
  customers: [],
  orders: ["order_key", "placed_at", "status", "currency", "amount", "items"],
  events: ["event_key", "event_name", "event_at", "properties"],
  interactions: [
    "interaction_key",
    "interaction_kind",
    "direction",
    "agent",
    "interaction_at",
    "duration",
    "subject",
  ],
};

/** The columns in file order, each with what the mapping makes of it; the first meaning found counts. */
export function meanings(columns: readonly string[], mapping: Mapping): ColumnMeaning[] {
  return columns.map((column) => {
    const told = mapping.attributes.find((one) => !one.part_of && one.columns.includes(column));
    if (told) return { column, meaning: `attribute:${told.attribute}`, told };
    const fact = Object.entries(mapping.facts ?? {}).find(([, from]) => from === column);
    if (fact) return { column, meaning: `fact:${fact[0]}` };
    return { column, meaning: mapping.key === column ? "key" : "extra" };
  });
}

/** The mapping with one column meaning something else; what only the server tells is left out. */
export function withMeaning(
  mapping: Mapping,
  columns: readonly string[],
  column: string,
  meaning: Meaning,
): Mapping {
  const attributes: Told[] = [];
  for (const one of mapping.attributes) {
    if (one.part_of) continue;
    const left = one.columns.filter((other) => other !== column);
    if (left.length || !one.columns.length) attributes.push(plain({ ...one, columns: left }));
  }
  const facts = Object.fromEntries(Object.entries(mapping.facts ?? {}).filter(([, from]) => from !== column));
  let key = mapping.key === column ? null : (mapping.key ?? null);
  const [kind, name] = meaning.split(":");
  if (kind === "key") key = column;
  if (kind === "fact") facts[name] = column;
  if (kind === "attribute") {
    const there = attributes.find((one) => one.attribute === name);
    if (there) there.columns = columns.filter((one) => one === column || there.columns.includes(one));
    else attributes.push({ attribute: name, columns: [column] });
  }
  return { kind: mapping.kind, key, attributes, facts };
}

const plain = ({ attribute, columns, joiner, date_order }: Told): Told => ({
  attribute,
  columns,
  ...(joiner === undefined ? {} : { joiner }),
  ...(date_order === undefined ? {} : { date_order }),
});
