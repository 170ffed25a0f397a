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

const plain = ({ part_of: _part, reason: _reason, confidence: _sure, ...told }: Told): Told => told;

/** The mapping as it may be sent: without what only the server tells. */
export function given({ extra: _extra, ...mapping }: Mapping): Mapping {
  return { ...mapping, attributes: mapping.attributes.filter((one) => !one.part_of).map(plain) };
}

/** The mapping with one column meaning something else; what only the server tells is left out. */
export function withMeaning(
  mapping: Mapping,
  columns: readonly string[],
  column: string,
  meaning: Meaning,
): Mapping {
  const attributes: Told[] = [];
  const { attributes: there, ...rest } = given(mapping);
  for (const one of there) {
    const left = one.columns.filter((other) => other !== column);
    if (left.length || !one.columns.length) attributes.push({ ...one, columns: left });
  }
  const facts = Object.fromEntries(Object.entries(mapping.facts ?? {}).filter(([, from]) => from !== column));
  let key = mapping.key === column ? null : (mapping.key ?? null);
  const [kind, name] = meaning.split(":");
  if (kind === "key") key = column;
  if (kind === "fact") facts[name] = column;
  if (kind === "attribute") {
    const joined = attributes.find((one) => one.attribute === name);
    if (!joined) attributes.push({ attribute: name, columns: [column] });
    else {
      joined.columns = columns.filter((one) => one === column || joined.columns.includes(one));
      // A column takes the place of one value for all rows, and a piece is one of a single cell.
      delete joined.value;
      delete joined.separator;
      delete joined.piece;
    }
  }
  return { ...rest, key, attributes, facts };
}
