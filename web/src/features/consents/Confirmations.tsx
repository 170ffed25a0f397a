// Links that customers follow before a consent counts: to be sent, noted as sent, followed or over.
import { useInfiniteQuery } from "@tanstack/react-query";
import { Button, Segmented } from "antd";
import { useState } from "react";
import { Link } from "react-router-dom";
import { api, type Schemas } from "@/api/client";
import { useDeed } from "@/api/query";
import { useMay } from "@/api/session";
import { useCommon } from "@/i18n/common";
import { ago, date, dateTime } from "@/i18n/format";
import { Panel, Skeleton, Tag } from "@/ui/Page";
import { ProblemNote } from "@/ui/ProblemNote";
import { SimpleTable } from "@/ui/SimpleTable";
import { said } from "@/ui/toast";
import { useConsentTexts } from "./texts";

type Confirmation = Schemas["Confirmation"];
const path = "/api/v1/confirmations";
const lists = ["waiting", "all"] as const;

export function Confirmations() {
  const t = useConsentTexts();
  const c = useCommon();
  const may = useMay();
  const [state, setState] = useState<(typeof lists)[number]>("waiting");
  const query = useInfiniteQuery({
    queryKey: [path, state],
    queryFn: ({ pageParam, signal }) =>
      api.get(path, { query: { state, limit: 50, cursor: pageParam }, signal }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next ?? undefined,
  });
  const sent = useDeed({
    run: (confirmation: string) =>
      api.post("/api/v1/confirmations/{confirmation}/sent", { path: { confirmation } }),
    stale: [path],
    done: () => said(t("noted")),
  });
  const rows = query.data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <Panel
      title={t("links")}
      flush={rows.length > 0}
      actions={
        <Segmented
          size="small"
          aria-label={t("links")}
          value={state}
          onChange={(next) => setState(next as typeof state)}
          options={lists.map((value) => ({ value, label: t(value) }))}
        />
      }
    >
      <p className="quiet" style={rows.length ? { padding: "0 16px 8px" } : { marginBottom: 8 }}>
        {t("links_hint")}
      </p>
      {query.isPending ? <Skeleton lines={3} /> : null}
      {query.isError ? <ProblemNote error={query.error} retry={() => void query.refetch()} /> : null}
      {query.data && !rows.length ? <p>{t("no_links")}</p> : null}
      {rows.length ? (
        <SimpleTable<Confirmation>
          label={t("links")}
          rows={rows}
          keyOf={(row) => row.id}
          columns={[
            {
              key: "to",
              title: t("recipient"),
              cell: (row) =>
                row.customer ? (
                  <Link to={`/customers/${row.customer}`}>{row.recipient || t("open_customer")}</Link>
                ) : (
                  row.recipient
                ),
            },
            {
              key: "what",
              title: t("agrees_to"),
              words: true,
              cell: (row) => (
                <>
                  {`${row.purpose} · ${t(`channel_${row.channel}`)}`}
                  <span className="quiet small block">
                    {[row.text, row.text_version].filter(Boolean).join(" · ")}
                  </span>
                </>
              ),
            },
            {
              key: "asked",
              title: t("asked_at"),
              cell: (row) => <span className="nowrap">{dateTime(row.asked_at)}</span>,
            },
            { key: "state", title: t("link_state"), cell: (row) => <LinkState row={row} /> },
            {
              key: "do",
              title: "",
              tight: true,
              cell: (row) =>
                row.link ? (
                  <span className="row row-tight">
                    <Button
                      size="small"
                      onClick={() =>
                        void navigator.clipboard?.writeText(row.link ?? "").then(() => said(c("copied")))
                      }
                    >
                      {t("copy_link")}
                    </Button>
                    {row.sent_at || !may("consents.write") ? null : (
                      <Button size="small" disabled={sent.isPending} onClick={() => sent.mutate(row.id)}>
                        {t("note_sent")}
                      </Button>
                    )}
                  </span>
                ) : null,
            },
          ]}
        />
      ) : null}
      {query.hasNextPage ? (
        <Button type="link" onClick={() => void query.fetchNextPage()}>
          {c("load_more")}
        </Button>
      ) : null}
    </Panel>
  );
}

function LinkState({ row }: { row: Confirmation }) {
  const t = useConsentTexts();
  if (row.confirmed_at) return <Tag tone="good">{t("link_confirmed", { when: ago(row.confirmed_at) })}</Tag>;
  if (!row.link) return <Tag>{t("link_over")}</Tag>;
  return (
    <>
      <Tag tone={row.sent_at ? "accent" : "warn"}>
        {row.sent_at ? t("link_sent", { when: ago(row.sent_at) }) : t("link_unsent")}
      </Tag>{" "}
      <span className="faint small nowrap">{t("expires", { when: date(row.expires_at) })}</span>
    </>
  );
}
