// The rows of a view, page after page, and what is done to them.
import { type InfiniteData, useInfiniteQuery, useQueryClient } from "@tanstack/react-query";
import { useCallback, useMemo } from "react";
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

export function useCustomers(view: View) {
  const query = listQuery(view);
  const key = ["/api/v1/customers", query];
  const result = useInfiniteQuery({
    queryKey: key,
    queryFn: ({ pageParam, signal }) =>
      api.post("/api/v1/customers/search", {
        body: { ...query, limit: pageSize, cursor: pageParam, count: pageParam ? undefined : true },
        reads: true,
        signal,
      }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next ?? undefined,
    placeholderData: (before) => before,
  });
  const rows = useMemo(() => result.data?.pages.flatMap((page) => page.items) ?? [], [result.data]);
  const { fetchNextPage, isFetchingNextPage, isFetchNextPageError } = result;
  const more = useCallback(() => {
    if (!isFetchingNextPage && !isFetchNextPageError) void fetchNextPage();
  }, [fetchNextPage, isFetchingNextPage, isFetchNextPageError]);
  return { result, rows, more, key, count: result.data?.pages[0]?.count };
}

/** Edits one value where it stands: shown at once, taken back where the server refuses. */
export function useInlineEdit(key: unknown[]) {
  const client = useQueryClient();
  const t = useCustomerTexts();
  const dictionary = useDictionary();
  const put = (id: string, attribute: string, value: string | undefined) =>
    client.setQueryData<InfiniteData<CustomerPage>>(
      key,
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

function withValue(
  data: InfiniteData<CustomerPage>,
  id: string,
  attribute: string,
  value: string | undefined,
): InfiniteData<CustomerPage> {
  const pages = data.pages.map((page) => ({
    ...page,
    items: page.items.map((row) =>
      row.id === id ? { ...row, values: { ...row.values, [attribute]: value ?? "" } } : row,
    ),
  }));
  return { ...data, pages };
}

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
