// The rows of a view, those that are looked at, and what is done to them.
import { useQueries, useQuery, useQueryClient } from "@tanstack/react-query";
import { useCallback, useEffect, useRef, useState } from "react";
import { api, type Schemas } from "@/api/client";
import { asProblem, Problem } from "@/api/problem";
import { failed, said } from "@/ui/toast";
import { useDictionary } from "@/api/attributes";
import { useCustomerTexts } from "./texts";
import { filterText, type View } from "./view";

export type CustomerRow = Schemas["CustomerRow"];
type CustomerPage = Schemas["CustomerList"];

const own = new Set(["records", "created_at", "updated_at"]);
const pageSize = 200;

export function listQuery(view: View) {
  const attributes = view.columns.filter((column) => !own.has(column));
  return {
    q: view.q || undefined,
    filters: view.filters.map(filterText),
    sort: view.sort || undefined,
    attributes: attributes.length ? attributes : ["name"],
  };
}

/** The rows in sight and a page around them; any other place of the list is reached by its number at once. */
export function useCustomers(view: View) {
  const query = listQuery(view);
  const client = useQueryClient();
  const key = ["/api/v1/customers", query];
  const address = JSON.stringify(query);
  const [sight, setSight] = useState({ first: 0, last: 0 });
  const keyOf = (page: number) => [...key, page];
  const load = (page: number, signal: AbortSignal) => {
    // After a page that is there the list goes on from its end, which costs the same everywhere in it.
    const before = page > 0 ? client.getQueryData<CustomerPage>(keyOf(page - 1))?.next : undefined;
    return api.post("/api/v1/customers/search", {
      body: {
        ...query,
        limit: pageSize,
        ...(page === 0 ? { count_all: true } : before ? { cursor: before } : { offset: page * pageSize }),
      },
      reads: true,
      signal,
    });
  };
  const head = useQuery<CustomerPage>({
    queryKey: keyOf(0),
    queryFn: ({ signal }) => load(0, signal),
    placeholderData: (before) => before,
  });
  const count = head.data?.count;
  const total = count?.value ?? 0;
  const from = Math.max(1, Math.floor(sight.first / pageSize));
  const to = Math.min(Math.ceil(total / pageSize) - 1, Math.floor((sight.last + 60) / pageSize));
  const wanted = Array.from({ length: Math.max(0, to - from + 1) }, (_, i) => from + i);
  const others = useQueries({
    queries: (head.isPlaceholderData ? [] : wanted).map((page) => ({
      queryKey: keyOf(page),
      queryFn: ({ signal }: { signal: AbortSignal }) => load(page, signal),
      staleTime: 60_000,
      gcTime: 60_000,
    })),
  });
  const pages = new Map<number, readonly CustomerRow[]>();
  if (head.data) pages.set(0, head.data.items);
  others.forEach((one, i) => one.data && pages.set(wanted[i], one.data.items));
  const broken = others.find((one) => one.isError);
  // Whoever pulls the scroll bar past a thousand pages asks for the one where it stops.
  const timer = useRef<ReturnType<typeof setTimeout>>();
  const onSight = useCallback((first: number, last: number) => {
    clearTimeout(timer.current);
    timer.current = setTimeout(() => setSight({ first, last }), 60);
  }, []);
  useEffect(() => setSight({ first: 0, last: 0 }), [address]);
  useEffect(() => () => clearTimeout(timer.current), []);
  return {
    result: broken ?? head,
    pending: head.isPending,
    rows: [...pages.values()].flat(),
    rowAt: (index: number) => pages.get(Math.floor(index / pageSize))?.[index % pageSize],
    total,
    count,
    key,
    onSight,
  };
}

/** Edits one value where it stands: shown at once, taken back where the server refuses. */
export function useInlineEdit(key: unknown[]) {
  const client = useQueryClient();
  const t = useCustomerTexts();
  const dictionary = useDictionary();
  const put = (id: string, attribute: string, value: string | undefined) =>
    client.setQueriesData<CustomerPage>(
      { queryKey: key },
      (old) => old && withValue(old, id, attribute, value),
    );
  return async (row: CustomerRow, attribute: string, text: string) => {
    const before = row.values[attribute];
    put(row.id, attribute, text);
    try {
      const address = { path: { customer: row.id } };
      const now = await api.get("/api/v1/customers/{customer}", address);
      const golden = now.values.find((one) => one.attribute === attribute && one.ordinal === 0);
      if ((golden?.value ?? "") !== (before ?? "")) {
        put(row.id, attribute, golden?.value);
        throw new Problem(412, { type: "conflict", detail: t("changed_meanwhile") });
      }
      const edit = (value: string | null) =>
        api.patch("/api/v1/customers/{customer}", {
          ...address,
          body: { values: { [attribute]: value } },
          guarded: true,
        });
      const after = await edit(text.trim() || null);
      put(row.id, attribute, goldenOf(after, attribute));
      said(t("edited", { attribute: dictionary.label(attribute) }), async () => {
        const back = await edit(golden?.pinned ? golden.value : null);
        put(row.id, attribute, goldenOf(back, attribute));
      });
      void client.invalidateQueries({ queryKey: ["/api/v1/customers/{customer}"] });
    } catch (error) {
      if (!asProblem(error).overtaken) put(row.id, attribute, before);
      failed(error);
    }
  };
}

const goldenOf = (customer: Schemas["Customer"], attribute: string) =>
  customer.values.find((one) => one.attribute === attribute && one.ordinal === 0)?.value;

const withValue = (
  page: CustomerPage,
  id: string,
  attribute: string,
  value: string | undefined,
): CustomerPage => ({
  ...page,
  items: page.items.map((row) =>
    row.id === id ? { ...row, values: { ...row.values, [attribute]: value ?? "" } } : row,
  ),
});

/** Ids and rows of everything that matches, at most `most`. */
export async function allMatches(view: View, most: number): Promise<CustomerRow[]> {
  const query = listQuery(view);
  const rows: CustomerRow[] = [];
  let cursor: string | undefined;
  do {
    const page = await api.post("/api/v1/customers/search", {
      body: { ...query, limit: 200, cursor },
      reads: true,
    });
    rows.push(...page.items);
    cursor = page.next ?? undefined;
  } while (cursor && rows.length < most);
  return rows.slice(0, most);
}
