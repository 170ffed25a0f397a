// The rows of a view, those that are looked at, and what is done to them.
import { useQueries, useQuery, useQueryClient } from "@tanstack/react-query";
import { useCallback, useEffect, useRef, useState } from "react";
import { api, type Schemas } from "@/api/client";
import { asProblem } from "@/api/problem";
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

/** Whom the view finds, as an order for all of them names them. */
export const matchesOf = (view: View) => ({
  q: view.q || undefined,
  filters: view.filters.map(filterText),
});

/** Two people at one value: what it was, what it is now, and what this one wanted. */
export interface EditConflict {
  row: CustomerRow;
  attribute: string;
  before: string;
  theirs: string;
  mine: string;
}

/** Edits one value where it stands: shown at once, taken back where the server refuses; the person decides a conflict. */
export function useInlineEdit(key: unknown[]) {
  const client = useQueryClient();
  const t = useCustomerTexts();
  const dictionary = useDictionary();
  const [conflict, setConflict] = useState<EditConflict>();
  const put = (id: string, attribute: string, value: string | undefined) =>
    client.setQueriesData<CustomerPage>(
      { queryKey: key },
      (old) => old && withValue(old, id, attribute, value),
    );
  const edit = async (row: CustomerRow, attribute: string, text: string) => {
    const before = row.values[attribute] ?? "";
    put(row.id, attribute, text);
    const address = { path: { customer: row.id } };
    const write = (value: string | null) =>
      api.patch("/api/v1/customers/{customer}", {
        ...address,
        body: { values: { [attribute]: value } },
        guarded: true,
      });
    try {
      // What has another version only because something else of the customer changed is written after all.
      for (let tries = 1; ; tries++) {
        const now = await api.get("/api/v1/customers/{customer}", address);
        const golden = goldenOf(now, attribute);
        const theirs = golden?.value ?? "";
        if (theirs !== before) {
          put(row.id, attribute, golden?.value);
          if (theirs !== text.trim()) setConflict({ row, attribute, before, theirs, mine: text.trim() });
          return;
        }
        try {
          const after = await write(text.trim() || null);
          put(row.id, attribute, goldenOf(after, attribute)?.value);
        } catch (error) {
          if (asProblem(error).overtaken && tries < 3) continue;
          throw error;
        }
        said(t("edited", { attribute: dictionary.label(attribute) }), async () => {
          const back = await write(golden?.pinned ? golden.value : null);
          put(row.id, attribute, goldenOf(back, attribute)?.value);
        });
        void client.invalidateQueries({ queryKey: ["/api/v1/customers/{customer}"] });
        return;
      }
    } catch (error) {
      put(row.id, attribute, before);
      failed(error);
    }
  };
  const settle = (mine: boolean) => {
    setConflict(undefined);
    if (!conflict || !mine) return;
    const { row, attribute, theirs } = conflict;
    void edit({ ...row, values: { ...row.values, [attribute]: theirs } }, attribute, conflict.mine);
  };
  return { edit, conflict, settle };
}

const goldenOf = (customer: Schemas["Customer"], attribute: string) =>
  customer.values.find((one) => one.attribute === attribute && one.ordinal === 0);

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
