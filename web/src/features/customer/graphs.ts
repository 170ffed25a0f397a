// A customer as two graphs: its records with what joins them, and who shares its household or company.
import type { Schemas } from "@/api/client";

export type Surroundings = Schemas["Surroundings"];
type Link = Surroundings["links"][number];

export interface Node {
  id: string;
  name: string;
  category: number;
  symbolSize: number;
  label?: object;
}
export interface Edge {
  source: string;
  target: string;
  lineStyle: { width: number; type: "solid" | "dashed"; opacity: number };
  value?: number;
}
export interface Graph {
  nodes: Node[];
  edges: Edge[];
}

const strongest = 30;

/** Two records speak for one customer from this many bits on; below, a line would only say that they were compared. */
export const speaks = (link: Link): boolean => link.weight > 0;

/**
 * Lines worth drawing: for every record its strongest three, and all that speak against, so that thirty records stay readable.
 */
export function worthDrawing(links: readonly Link[]): Link[] {
  const kept = new Set(links.filter((link) => link.weight < -5 && links.length < 60));
  const drawn = new Map<string, number>();
  for (const link of [...links].sort((one, other) => other.weight - one.weight)) {
    if (!speaks(link)) break;
    const [a, b] = [drawn.get(link.a) ?? 0, drawn.get(link.b) ?? 0];
    if (a >= 3 && b >= 3) continue;
    kept.add(link);
    drawn.set(link.a, a + 1);
    drawn.set(link.b, b + 1);
  }
  return [...kept];
}

/** `nameOf`: what a record is called in the picture; `categoryOf`: the number of its source. */
export function recordGraph(
  records: readonly string[],
  links: readonly Link[],
  nameOf: (record: string) => string,
  categoryOf: (record: string) => number,
): Graph {
  return {
    nodes: records.map((id) => ({ id, name: nameOf(id), category: categoryOf(id), symbolSize: 18 })),
    edges: worthDrawing(links).map((link) => ({
      source: link.a,
      target: link.b,
      value: Math.round(link.weight * 10) / 10,
      lineStyle: {
        width: 1 + (4 * Math.min(strongest, Math.abs(link.weight))) / strongest,
        type: speaks(link) ? "solid" : "dashed",
        opacity: 0.7,
      },
    })),
  };
}

/** The customer in the middle, what is shared around it, the others behind what they share. */
export function peopleGraph(
  customer: string,
  name: string,
  relations: Surroundings["relations"],
  nameless: string,
): Graph {
  const nodes = new Map<string, Node>([[customer, { id: customer, name, category: 0, symbolSize: 30 }]]);
  const edges: Edge[] = [];
  const line = { width: 1.5, type: "solid" as const, opacity: 0.7 };
  relations.forEach((relation, i) => {
    const shared = `shared ${i}`;
    nodes.set(shared, {
      id: shared,
      name: relation.value,
      category: relation.kind === "household" ? 1 : 2,
      symbolSize: 14,
    });
    edges.push({ source: customer, target: shared, lineStyle: line });
    for (const other of relation.others) {
      if (!nodes.has(other.customer))
        nodes.set(other.customer, {
          id: other.customer,
          name: other.name || nameless,
          category: 3,
          symbolSize: 22,
        });
      edges.push({ source: shared, target: other.customer, lineStyle: line });
    }
  });
  return { nodes: [...nodes.values()], edges };
}
