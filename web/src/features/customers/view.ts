// What the grid shows: search, filters, order, columns. It stands behind the # of the address, so that a link or a bookmark
// brings it back, and no server or proxy ever has it in a log.

export type Operator =
  | "eq"
  | "ne"
  | "in"
  | "contains"
  | "starts"
  | "lt"
  | "le"
  | "gt"
  | "ge"
  | "empty"
  | "filled";

export interface Filter {
  attribute: string;
  operator: Operator;
  value: string;
}

export interface View {
  q: string;
  filters: Filter[];
  sort?: string;
  columns: string[];
  facets: string[];
}

export const standardColumns = ["name", "company", "phone", "email", "city"];
export const emptyView: View = { q: "", filters: [], columns: standardColumns, facets: [] };

const operators = new Set<string>([
  "eq",
  "ne",
  "in",
  "contains",
  "starts",
  "lt",
  "le",
  "gt",
  "ge",
  "empty",
  "filled",
]);

/** As the API takes it. */
export const filterText = ({ attribute, operator, value }: Filter): string =>
  operator === "empty" || operator === "filled"
    ? `${attribute}:${operator}:`
    : `${attribute}:${operator}:${value}`;

export function filterOf(text: string): Filter | undefined {
  const [attribute, operator, ...rest] = text.split(":");
  if (!attribute || !operators.has(operator)) return undefined;
  return { attribute, operator: operator as Operator, value: rest.join(":") };
}

export function viewText(view: View): string {
  const words = new URLSearchParams();
  if (view.q) words.set("q", view.q);
  for (const filter of view.filters) words.append("f", filterText(filter));
  if (view.sort) words.set("sort", view.sort);
  if (view.columns.join() !== standardColumns.join()) words.set("columns", view.columns.join());
  if (view.facets.length) words.set("facets", view.facets.join());
  return words.toString();
}

export function viewOf(text: string): View {
  const words = new URLSearchParams(text.replace(/^#/, ""));
  const list = (name: string) => words.get(name)?.split(",").filter(Boolean);
  return {
    q: words.get("q") ?? "",
    filters: words.getAll("f").flatMap((one) => filterOf(one) ?? []),
    sort: words.get("sort") ?? undefined,
    columns: list("columns") ?? standardColumns,
    facets: list("facets") ?? [],
  };
}

/** With a value of a facet chosen or given back: one is `eq`, several are `in`, none is no filter. */
export function toggled(view: View, attribute: string, value: string): View {
  const chosen = new Set(chosenValues(view, attribute));
  if (!chosen.delete(value)) chosen.add(value);
  const others = view.filters.filter(
    (one) => !(one.attribute === attribute && (one.operator === "eq" || one.operator === "in")),
  );
  if (!chosen.size) return { ...view, filters: others };
  const values = [...chosen];
  const filter: Filter = { attribute, operator: values.length === 1 ? "eq" : "in", value: values.join("|") };
  return { ...view, filters: [...others, filter] };
}

export function chosenValues(view: View, attribute: string): string[] {
  return view.filters.flatMap((one) =>
    one.attribute !== attribute
      ? []
      : one.operator === "eq"
        ? [one.value]
        : one.operator === "in"
          ? one.value.split("|")
          : [],
  );
}

export interface SavedView {
  name: string;
  text: string;
}
const place = "kith.views";

export function savedViews(): SavedView[] {
  try {
    const read: unknown = JSON.parse(localStorage.getItem(place) ?? "[]");
    return Array.isArray(read)
      ? read.filter((one): one is SavedView => typeof one?.name === "string" && typeof one?.text === "string")
      : [];
  } catch {
    return [];
  }
}

export function saveViews(views: SavedView[]): void {
  try {
    localStorage.setItem(place, JSON.stringify(views));
  } catch {
    // Without storage a view lasts as long as its address.
  }
}
