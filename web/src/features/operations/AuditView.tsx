import { useInfiniteQuery } from "@tanstack/react-query";
import { DownloadOutlined } from "@ant-design/icons";
import { Button, DatePicker, Input, Select } from "antd";
import dayjs from "dayjs";
import { useMemo } from "react";
import { Link, useSearchParams } from "react-router-dom";
import { api, type Schemas } from "@/api/client";
import { useGet } from "@/api/query";
import { useMay } from "@/api/session";
import { useWho } from "@/api/who";
import { dateTime } from "@/i18n/format";
import { useCommon } from "@/i18n/common";
import { DataGrid } from "@/ui/DataGrid";
import { Page } from "@/ui/Page";
import { ProblemNote } from "@/ui/ProblemNote";
import { csvOf, saveAs } from "@/ui/csv";
import { actionsByKind, useActionWords } from "./actions";
import { useOperationTexts } from "./texts";

type Entry = Schemas["AuditEntry"];

export function AuditView() {
  const t = useOperationTexts();
  const c = useCommon();
  const words = useActionWords();
  const who = useWho();
  const may = useMay();
  const [asked, setAsked] = useSearchParams();
  const [actor, action, object] = [
    asked.get("actor") ?? "",
    asked.get("action") ?? "",
    asked.get("object") ?? "",
  ];
  const [from, to] = [asked.get("from"), asked.get("to")];
  const set = (changed: Record<string, string | undefined>) => {
    const next = new URLSearchParams(asked);
    for (const [name, value] of Object.entries(changed)) {
      if (value) next.set(name, value);
      else next.delete(name);
    }
    setAsked(next, { replace: true });
  };
  const users = useGet("/api/v1/users", undefined, { enabled: may("users.manage"), staleTime: 300_000 }).data;
  const actors = [
    ...(users?.items ?? []).map((one) => ({ value: one.id, label: who(one.id) })),
    { value: "cli", label: who("cli") },
  ];
  const kinds = [...actionsByKind()].map(([kind, actions]) => ({
    label: kind,
    options: [
      ...(actions.length > 1 ? [{ value: `${kind}.`, label: t("all_of", { name: kind }) }] : []),
      ...actions.map((value) => ({ value, label: words(value) })),
    ],
  }));
  const filter = {
    actor: actor || undefined,
    action: action || undefined,
    object: object.trim() || undefined,
    from: from ? dayjs(from).startOf("day").toISOString() : undefined,
    to: to ? dayjs(to).endOf("day").toISOString() : undefined,
  };
  const query = useInfiniteQuery({
    queryKey: ["/api/v1/audit", filter],
    queryFn: ({ pageParam, signal }) =>
      api.get("/api/v1/audit", { query: { ...filter, limit: 100, cursor: pageParam }, signal }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next ?? undefined,
    placeholderData: (before) => before,
  });
  const rows = useMemo(() => query.data?.pages.flatMap((page) => page.items) ?? [], [query.data]);
  return (
    <Page full title={t("audit")} lead={t("audit_lead")}>
      <div className="toolbar">
        <Select
          aria-label={t("actor")}
          placeholder={t("any_actor")}
          allowClear
          showSearch
          optionFilterProp="label"
          style={{ width: 180 }}
          value={actor || undefined}
          onChange={(value?: string) => set({ actor: value })}
          options={actors}
        />
        <Select
          aria-label={t("action")}
          placeholder={t("any_action")}
          allowClear
          showSearch
          optionFilterProp="label"
          popupMatchSelectWidth={false}
          style={{ width: 240 }}
          value={action || undefined}
          onChange={(value?: string) => set({ action: value })}
          options={kinds}
        />
        <Input
          aria-label={t("object")}
          placeholder={`${t("object")}: cus_…`}
          allowClear
          style={{ width: 210 }}
          value={object}
          onChange={(event) => set({ object: event.target.value })}
        />
        <DatePicker.RangePicker
          aria-label={t("from_to")}
          allowEmpty={[true, true]}
          separator={<span aria-hidden>–</span>}
          value={[from ? dayjs(from) : null, to ? dayjs(to) : null]}
          onChange={(days) =>
            set({ from: days?.[0]?.format("YYYY-MM-DD"), to: days?.[1]?.format("YYYY-MM-DD") })
          }
        />
        <Button
          icon={<DownloadOutlined />}
          aria-label={t("shown_as_csv")}
          title={t("shown_as_csv")}
          disabled={!rows.length}
          onClick={() =>
            saveAs(
              "audit.csv",
              new Blob(
                [
                  "\ufeff",
                  csvOf(
                    ["number", "at", "actor", "action", "object", "detail", "hash"],
                    rows.map((row) => [
                      row.number,
                      row.at,
                      row.actor,
                      row.action,
                      row.object,
                      JSON.stringify(row.detail),
                      row.hash,
                    ]),
                  ),
                ],
                { type: "text/csv" },
              ),
            )
          }
        />
      </div>
      {query.isError ? <ProblemNote error={query.error} retry={() => void query.refetch()} /> : null}
      <DataGrid<Entry>
        label={t("audit")}
        rows={rows}
        keyOf={(row) => String(row.number)}
        more={query.isPending || query.hasNextPage}
        onMore={() => !query.isFetchingNextPage && void query.fetchNextPage()}
        empty={<p className="quiet panel-body">{t("no_audit")}</p>}
        columns={[
          { key: "number", title: "#", width: 80, num: true, cell: (row) => row.number },
          { key: "at", title: c("when"), width: 170, cell: (row) => dateTime(row.at) },
          {
            key: "actor",
            title: t("actor"),
            width: 140,
            cell: (row) => <span title={row.actor}>{who(row.actor)}</span>,
          },
          {
            key: "action",
            title: t("action"),
            width: 220,
            cell: (row) => <span title={row.action}>{words(row.action)}</span>,
          },
          {
            key: "object",
            title: t("object"),
            width: 200,
            cell: (row) =>
              objectPath(row.object) ? (
                <Link className="mono" tabIndex={-1} to={objectPath(row.object) ?? ""}>
                  {row.object}
                </Link>
              ) : (
                <span className="mono">{row.object}</span>
              ),
          },
          {
            key: "detail",
            title: t("detail"),
            width: 320,
            cell: (row) => <span className="mono faint">{detailWords(row.detail)}</span>,
          },
        ]}
      />
    </Page>
  );
}

/** The page of what was acted on, where it has one. */
function objectPath(object: string): string | undefined {
  if (/^(cus|rec)_/.test(object)) return `/customers/${object}`;
  if (object.startsWith("usr_")) return "/users";
  if (object.startsWith("job_")) return "/jobs";
  if (object.startsWith("hok_")) return "/hooks";
  return undefined;
}

const detailWords = (detail: Record<string, unknown>) =>
  Object.entries(detail)
    .map(([name, value]) => `${name}=${typeof value === "object" ? JSON.stringify(value) : String(value)}`)
    .join("  ");
