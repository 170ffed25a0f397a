import { useInfiniteQuery } from "@tanstack/react-query";
import { Button } from "antd";
import { Link } from "react-router-dom";
import { api, type Schemas } from "@/api/client";
import { useDeed } from "@/api/query";
import { useWho } from "@/api/who";
import { useCommon } from "@/i18n/common";
import { dateTime } from "@/i18n/format";
import { Empty, Panel, Skeleton, Tag } from "@/ui/Page";
import { Sure } from "@/ui/Pop";
import { ProblemNote } from "@/ui/ProblemNote";
import { SimpleTable } from "@/ui/SimpleTable";
import { said } from "@/ui/toast";
import { useDuplicateTexts } from "./texts";

type Decision = Schemas["Decision"];

export default function Decisions() {
  const t = useDuplicateTexts();
  const c = useCommon();
  const who = useWho();
  const query = useInfiniteQuery({
    queryKey: ["/api/v1/decisions"],
    queryFn: ({ pageParam, signal }) =>
      api.get("/api/v1/decisions", { query: { limit: 100, cursor: pageParam }, signal }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next ?? undefined,
  });
  const withdraw = useDeed({
    run: (decision: string) => api.delete("/api/v1/decisions/{decision}", { path: { decision } }),
    stale: ["/api/v1/decisions", "/api/v1/duplicates", "/api/v1/customers/{customer}"],
    done: () => said(t("withdrawn")),
  });
  if (query.isPending) return <Skeleton lines={8} />;
  if (query.isError) return <ProblemNote error={query.error} retry={() => void query.refetch()} />;
  const rows = query.data.pages.flatMap((page) => page.items);
  if (!rows.length) return <Empty title={t("no_decisions")}>{t("no_decisions_hint")}</Empty>;
  return (
    <Panel flush>
      <SimpleTable<Decision>
        label={t("decisions")}
        rows={rows}
        keyOf={(row) => row.id}
        columns={[
          {
            key: "kind",
            title: t("kind"),
            cell: (row) => (
              <Tag tone={row.kind === "different" ? "warn" : "good"}>{t(`kind_${row.kind}`)}</Tag>
            ),
          },
          {
            key: "subject",
            title: t("subject"),
            cell: (row) => (
              <>
                {[row.a, row.b].map((id) =>
                  id ? (
                    <span key={id}>
                      {id.startsWith("cus_") ? (
                        <Link className="mono" to={`/customers/${id}`}>
                          {id}
                        </Link>
                      ) : (
                        <span className="mono">{id}</span>
                      )}{" "}
                    </span>
                  ) : null,
                )}
                {[row.attribute, row.value].filter(Boolean).join(": ")}
              </>
            ),
          },
          { key: "reason", title: t("reason"), cell: (row) => row.reason ?? "" },
          { key: "who", title: c("who"), cell: (row) => who(row.made_by) },
          {
            key: "when",
            title: c("when"),
            cell: (row) => <span className="nowrap">{dateTime(row.made_at)}</span>,
          },
          {
            key: "withdraw",
            title: "",
            label: t("withdraw"),
            cell: (row) => (
              <Sure
                title={t("withdraw")}
                description={t("withdraw_hint")}
                onSure={() => withdraw.mutate(row.id)}
              >
                <Button size="small">{t("withdraw")}</Button>
              </Sure>
            ),
          },
        ]}
      />
      {query.hasNextPage ? (
        <Button type="link" loading={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
          {c("load_more")}
        </Button>
      ) : null}
    </Panel>
  );
}
