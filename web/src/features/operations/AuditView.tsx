import { useInfiniteQuery } from "@tanstack/react-query";
import { DatePicker, Input } from "antd";
import type { Dayjs } from "dayjs";
import { useMemo, useState } from "react";
import { Link } from "react-router-dom";
import { api, type Schemas } from "@/api/client";
import { useWho } from "@/api/who";
import { dateTime } from "@/i18n/format";
import { useCommon } from "@/i18n/common";
import { DataGrid } from "@/ui/DataGrid";
import { Page } from "@/ui/Page";
import { ProblemNote } from "@/ui/ProblemNote";
import { useActionWords } from "./actions";
import { useOperationTexts } from "./texts";

type Entry = Schemas["AuditEntry"];

export function AuditView() {
  const t = useOperationTexts();
  const c = useCommon();
  const words = useActionWords();
  const who = useWho();
  const [actor, setActor] = useState("");
  const [action, setAction] = useState("");
  const [object, setObject] = useState("");
  const [days, setDays] = useState<[Dayjs | null, Dayjs | null] | null>(null);
  const filter = {
    actor: actor.trim() || undefined,
    action: action.trim() || undefined,
    object: object.trim() || undefined,
    from: days?.[0]?.startOf("day").toISOString(),
    to: days?.[1]?.endOf("day").toISOString(),
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
        <Input
          aria-label={t("actor")}
          placeholder={t("actor")}
          allowClear
          style={{ width: 160 }}
          value={actor}
          onChange={(event) => setActor(event.target.value)}
        />
        <Input
          aria-label={t("action")}
          placeholder={`${t("action")}: ${t("action_hint")}`}
          allowClear
          style={{ width: 260 }}
          value={action}
          onChange={(event) => setAction(event.target.value)}
        />
        <Input
          aria-label={t("object")}
          placeholder={`${t("object")}: cus_…`}
          allowClear
          style={{ width: 210 }}
          value={object}
          onChange={(event) => setObject(event.target.value)}
        />
        <DatePicker.RangePicker aria-label={t("from_to")} allowEmpty={[true, true]} onChange={setDays} />
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
              row.object.startsWith("cus_") ? (
                <Link className="mono" tabIndex={-1} to={`/customers/${row.object}`}>
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

const detailWords = (detail: Record<string, unknown>) =>
  Object.entries(detail)
    .map(([name, value]) => `${name}=${typeof value === "object" ? JSON.stringify(value) : String(value)}`)
    .join("  ");
