import { useInfiniteQuery } from "@tanstack/react-query";
import { Button } from "antd";
import { api, type Schemas } from "@/api/client";
import { useDeed } from "@/api/query";
import { useMay } from "@/api/session";
import { useCommon } from "@/i18n/common";
import { ago, dateTime, number } from "@/i18n/format";
import { Panel, Skeleton, Tag, type Tone } from "@/ui/Page";
import { ProblemNote } from "@/ui/ProblemNote";
import { SimpleTable } from "@/ui/SimpleTable";
import { said } from "@/ui/toast";
import { useEventWords, type Webhook } from "./events";
import { useWebhookTexts } from "./texts";

type Delivery = Schemas["Delivery"];
const tones: Record<Delivery["state"], Tone> = { waiting: "accent", done: "good", dead: "bad" };
const path = "/api/v1/webhooks/{webhook}/deliveries";

/** What an address was told, newest first; what is on its way is looked at again by itself. */
export function Deliveries({ hook }: { hook: Webhook }) {
  const t = useWebhookTexts();
  const c = useCommon();
  const may = useMay();
  const words = useEventWords();
  const query = useInfiniteQuery({
    queryKey: [path, hook.id],
    queryFn: ({ pageParam, signal }) =>
      api.get(path, { path: { webhook: hook.id }, query: { limit: 50, before: pageParam }, signal }),
    initialPageParam: undefined as number | undefined,
    getNextPageParam: (page) => (page.next ? Number(page.next) : undefined),
    refetchInterval: (now) =>
      now.state.data?.pages.some((page) => page.items.some((one) => one.state === "waiting")) ? 2000 : false,
  });
  const ping = useDeed({
    run: () => api.post("/api/v1/webhooks/{webhook}/ping", { path: { webhook: hook.id } }),
    stale: [path],
    done: () => said(t("tried")),
  });
  const replay = useDeed({
    run: (delivery: string) =>
      api.post("/api/v1/webhooks/{webhook}/deliveries/{delivery}/replay", {
        path: { webhook: hook.id, delivery },
      }),
    stale: [path],
    done: () => said(t("replayed")),
  });
  const writable = may("settings.write");
  const rows = query.data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <Panel
      title={t("deliveries_of", { url: hook.url })}
      flush={rows.length > 0}
      actions={
        writable ? (
          <Button size="small" loading={ping.isPending} onClick={() => ping.mutate()}>
            {t("try")}
          </Button>
        ) : undefined
      }
    >
      {query.isPending ? <Skeleton lines={4} /> : null}
      {query.isError ? <ProblemNote error={query.error} retry={() => void query.refetch()} /> : null}
      {query.data && !rows.length ? <p className="quiet">{t("no_deliveries")}</p> : null}
      {rows.length ? (
        <SimpleTable<Delivery>
          label={t("deliveries")}
          rows={rows}
          keyOf={(row) => row.id}
          columns={[
            { key: "event", title: t("event"), cell: (row) => words(row.event) },
            {
              key: "state",
              title: c("status"),
              cell: (row) => <Tag tone={tones[row.state]}>{t(`state_${row.state}`)}</Tag>,
            },
            {
              key: "answer",
              title: t("answer"),
              cell: (row) =>
                [
                  row.status,
                  row.problem,
                  row.state === "waiting" && row.attempts && row.next_at
                    ? t("again_at", { when: ago(row.next_at) })
                    : "",
                ]
                  .filter(Boolean)
                  .join(" · "),
            },
            { key: "attempts", title: t("attempts"), num: true, cell: (row) => number(row.attempts) },
            {
              key: "when",
              title: c("when"),
              cell: (row) => <span className="nowrap">{dateTime(row.created_at)}</span>,
            },
            {
              key: "do",
              title: "",
              tight: true,
              cell: (row) =>
                writable && row.state !== "waiting" ? (
                  <Button size="small" disabled={replay.isPending} onClick={() => replay.mutate(row.id)}>
                    {t("replay")}
                  </Button>
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
