import { useInfiniteQuery } from "@tanstack/react-query";
import { Button, Segmented } from "antd";
import { useState } from "react";
import { api, type Schemas } from "@/api/client";
import { useCommon } from "@/i18n/common";
import { dateTime, decimal, duration } from "@/i18n/format";
import { Empty, Skeleton, Tag } from "@/ui/Page";
import { ProblemNote } from "@/ui/ProblemNote";
import { tones } from "@/features/consents/words";
import { useConsentTexts } from "@/features/consents/texts";
import { useCustomerPageTexts } from "./texts";

type Moment = Schemas["Moment"];
const kinds = ["order", "event", "interaction", "consent", "change"] as const;

export default function Timeline({ customer }: { customer: string }) {
  const t = useCustomerPageTexts();
  const c = useCommon();
  const [kind, setKind] = useState<string>("all");
  const query = useInfiniteQuery({
    queryKey: ["/api/v1/customers/{customer}/timeline", customer, kind],
    queryFn: ({ pageParam, signal }) =>
      api.get("/api/v1/customers/{customer}/timeline", {
        path: { customer },
        query: { kinds: kind === "all" ? undefined : kind, limit: 50, cursor: pageParam },
        signal,
      }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next ?? undefined,
  });
  const moments = onceSaid(query.data?.pages.flatMap((page) => page.items) ?? []);
  return (
    <div className="stack">
      <div style={{ overflowX: "auto" }}>
        <Segmented
          aria-label={t("timeline")}
          value={kind}
          onChange={(next) => setKind(String(next))}
          options={[
            { value: "all", label: t("timeline_all") },
            ...kinds.map((one) => ({ value: one as string, label: t(`kind_${one}`) })),
          ]}
        />
      </div>
      {query.isError ? <ProblemNote error={query.error} retry={() => void query.refetch()} /> : null}
      {query.isPending ? <Skeleton lines={8} /> : null}
      {query.isSuccess && !moments.length ? (
        <Empty title={t("timeline_none")}>{t("timeline_none_hint")}</Empty>
      ) : null}
      <ol className="timeline">
        {moments.map((moment) => (
          <li key={`${moment.kind} ${moment.id}`}>
            <time className="faint small">{moment.at ? dateTime(moment.at) : t("undated")}</time>
            <div>
              <MomentWords moment={moment} />
            </div>
          </li>
        ))}
      </ol>
      {query.hasNextPage ? (
        <Button loading={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
          {c("load_more")}
        </Button>
      ) : null}
    </div>
  );
}

/** A consent that was entered with each record of the customer is told once. */
function onceSaid(moments: readonly Moment[]): Moment[] {
  const heard = new Set<string>();
  return moments.filter(({ at, consent }) => {
    if (!consent) return true;
    const key = [at, consent.purpose, consent.channel, consent.state, consent.evidence].join("\u0000");
    if (heard.has(key)) return false;
    heard.add(key);
    return true;
  });
}

function MomentWords({ moment }: { moment: Moment }) {
  const t = useCustomerPageTexts();
  const said = useConsentTexts();
  const { order, event, interaction, consent, change } = moment;
  if (order)
    return (
      <>
        <strong>{t("order_of", { key: order.key })}</strong> {order.status ? <Tag>{order.status}</Tag> : null}{" "}
        <span className="mono">
          {order.amount == null ? "" : `${decimal(order.amount)} ${order.currency}`}
        </span>
        {order.items.length ? (
          <p className="quiet small">
            {order.items
              .slice(0, 6)
              .map((item) =>
                [
                  item.name || item.sku,
                  item.quantity && item.quantity !== 1 ? `× ${decimal(item.quantity)}` : "",
                ]
                  .filter(Boolean)
                  .join(" "),
              )
              .join("; ")}
          </p>
        ) : null}
      </>
    );
  if (event)
    return (
      <>
        <strong>{event.name}</strong> <span className="quiet small">{shortProperties(event.properties)}</span>
      </>
    );
  if (interaction)
    return (
      <>
        <strong>{interaction.subject || interaction.kind}</strong>{" "}
        <span className="quiet small">
          {[
            interaction.kind,
            interaction.direction,
            interaction.agent,
            interaction.duration_s ? duration(interaction.duration_s * 1000) : "",
          ]
            .filter(Boolean)
            .join(" · ")}
        </span>
      </>
    );
  if (consent)
    return (
      <>
        <strong>{`${consent.purpose} · ${said(`channel_${consent.channel}`)}`}</strong>{" "}
        <Tag tone={tones[consent.state]}>{said(`state_${consent.state}`)}</Tag>{" "}
        <span className="quiet small">{consent.evidence}</span>
      </>
    );
  if (change) return <span className="quiet">{stepWords(change)}</span>;
  return null;
}

/** A step of the history in one line. */
export function stepWords(step: Schemas["Step"]): string {
  const say = useCustomerPageTexts.say;
  return [
    step.joined.length ? say("joined", { count: step.joined.length }) : "",
    step.left.length ? say("left", { count: step.left.length }) : "",
    step.values.length
      ? say("changed_values", { labels: step.values.map((value) => value.label).join(", ") })
      : "",
  ]
    .filter(Boolean)
    .join(" · ");
}

function shortProperties(properties: Record<string, unknown> | undefined): string {
  return Object.entries(properties ?? {})
    .filter(([, value]) => typeof value !== "object")
    .slice(0, 5)
    .map(([name, value]) => `${name}: ${String(value)}`)
    .join(" · ");
}
