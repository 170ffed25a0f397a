// The queue of pairs: look, decide by a key, go on; the last decision can be taken back.
import { useInfiniteQuery, useQueryClient } from "@tanstack/react-query";
import { Button, Switch } from "antd";
import { useEffect, useMemo, useState } from "react";
import { api, newKey, type Schemas } from "@/api/client";
import { useDeed, useGet, useRefresh } from "@/api/query";
import { caps, useCommands } from "@/app/commands";
import { recordsOf } from "@/features/customers/merge";
import { share } from "@/i18n/format";
import { Ask } from "@/ui/Ask";
import { Empty, Panel, Skeleton } from "@/ui/Page";
import { ProblemNote } from "@/ui/ProblemNote";
import { failed, said } from "@/ui/toast";
import { type Kept, Sides } from "./Sides";
import { useDuplicateTexts } from "./texts";
import { Waterfall } from "./Waterfall";

type Duplicate = Schemas["Duplicate"];
type Kind = "same" | "different";
const keyOfPair = (pair: Duplicate) => `${pair.a.customer} ${pair.b.customer}`;

export default function Review() {
  const t = useDuplicateTexts();
  const client = useQueryClient();
  const refresh = useRefresh();
  const [settled, setSettled] = useState<ReadonlyMap<string, Kind | "unsure">>(new Map());
  const [currentKey, setCurrentKey] = useState<string>();
  const [blind, setBlind] = useState(false);
  const [kept, setKept] = useState<Kept>({});
  const [undoLast, setUndoLast] = useState<() => Promise<void>>();
  const queue = useInfiniteQuery({
    queryKey: ["/api/v1/duplicates", blind],
    queryFn: ({ pageParam, signal }) =>
      api.get("/api/v1/duplicates", { query: { limit: 50, cursor: pageParam, blind }, signal }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next ?? undefined,
    staleTime: 60_000,
  });
  const pairs = useMemo(
    () =>
      (queue.data?.pages.flatMap((page) => page.items) ?? []).filter(
        (pair) => (settled.get(keyOfPair(pair)) ?? "unsure") === "unsure",
      ),
    [queue.data, settled],
  );
  const at = Math.max(
    0,
    pairs.findIndex((pair) => keyOfPair(pair) === currentKey),
  );
  const pair = pairs[at] as Duplicate | undefined;
  const { fetchNextPage, hasNextPage, isFetchingNextPage } = queue;
  useEffect(() => {
    if (hasNextPage && !isFetchingNextPage && at > pairs.length - 15) void fetchNextPage();
  }, [at, pairs.length, hasNextPage, isFetchingNextPage, fetchNextPage]);
  useEffect(() => setKept({}), [pair?.a.customer, pair?.b.customer]);

  const go = (step: number) => {
    const next = pairs[Math.max(0, Math.min(pairs.length - 1, at + step))];
    if (next) setCurrentKey(keyOfPair(next));
  };
  const mark = (key: string, kind: Kind | "unsure" | undefined) =>
    setSettled((old) => {
      const now = new Map(old);
      if (kind) now.set(key, kind);
      else now.delete(key);
      return now;
    });
  const decide = useDeed({
    run: async ({
      pair: about,
      kind,
      values,
    }: {
      pair: Duplicate;
      kind: Kind | "unsure";
      values: Record<string, string>;
    }) => {
      const others = kind === "same" ? await recordsOf(about.b.customer) : [];
      const made = await api.post("/api/v1/decisions", {
        body: { kind, a: about.a.record, b: about.b.record, blind },
        once: newKey(),
      });
      if (kind === "same" && Object.keys(values).length)
        await api.patch("/api/v1/customers/{customer}", {
          path: { customer: made.customer },
          body: { values },
        });
      return { made, others };
    },
    done: ({ made, others }, { pair: about, kind, values }) => {
      void refresh("/api/v1/reviews");
      if (kind === "unsure") return;
      const key = keyOfPair(about);
      const undo = async () => {
        if (kind === "same" && Object.keys(values).length)
          await api.patch("/api/v1/customers/{customer}", {
            path: { customer: made.customer },
            body: { values: Object.fromEntries(Object.keys(values).map((attribute) => [attribute, null])) },
          });
        if (kind === "same") await api.post("/api/v1/split", { body: { records: others, undo: true } });
        for (const decision of kind === "different" ? (made.decisions ?? []) : [])
          await api.delete("/api/v1/decisions/{decision}", { path: { decision } });
        mark(key, undefined);
        setCurrentKey(key);
        setUndoLast(undefined);
        await refresh("/api/v1/summary", "/api/v1/customers");
      };
      setUndoLast(() => undo);
      said(t(kind === "same" ? "said_same" : "said_different"), undo);
      void refresh("/api/v1/summary", "/api/v1/customers", "/api/v1/decisions");
    },
    failed: (error, { pair: about }) => {
      mark(keyOfPair(about), undefined);
      failed(error);
      void client.invalidateQueries({ queryKey: ["/api/v1/duplicates"] });
    },
  });
  const settle = (kind: Kind | "unsure") => {
    if (!pair || decide.isPending) return;
    const key = keyOfPair(pair);
    const next = pairs[at + 1] ?? pairs[at - 1];
    setCurrentKey(next ? keyOfPair(next) : undefined);
    const values =
      kind === "same"
        ? Object.fromEntries(
            Object.entries(kept).map(([attribute, side]) => [attribute, pair[side].values[attribute]]),
          )
        : {};
    mark(key, kind);
    decide.mutate({ pair, kind, values });
  };
  useCommands([
    { id: "pair same", label: t("same"), group: t("keys_group"), keys: "s", run: () => settle("same") },
    {
      id: "pair different",
      label: t("different"),
      group: t("keys_group"),
      keys: "d",
      run: () => settle("different"),
    },
    { id: "pair unsure", label: t("unsure"), group: t("keys_group"), keys: "u", run: () => settle("unsure") },
    { id: "pair next", label: t("next"), group: t("keys_group"), keys: "j, ArrowDown", run: () => go(1) },
    {
      id: "pair previous",
      label: t("previous"),
      group: t("keys_group"),
      keys: "k, ArrowUp",
      run: () => go(-1),
    },
    {
      id: "pair undo",
      label: t("undo_last"),
      group: t("keys_group"),
      keys: "z",
      run: () => void undoLast?.().catch(failed),
    },
  ]);

  if (queue.isPending) return <Skeleton lines={10} />;
  if (queue.isError) return <ProblemNote error={queue.error} retry={() => void queue.refetch()} />;
  const total = queue.data.pages[0].total;
  const done = [...settled.values()].filter((kind) => kind !== "unsure").length;
  if (!pair) return <Empty title={t("none")}>{t("none_hint")}</Empty>;
  return (
    <div className="review">
      <Panel title={t("waiting", { count: Math.max(pairs.length, total - done) })} flush>
        <ul className="queue" aria-label={t("queue")}>
          {pairs.slice(Math.max(0, at - 20), at + 40).map((one) => {
            const here = one === pair;
            return (
              <li key={keyOfPair(one)}>
                <button
                  type="button"
                  className="plain queue-item"
                  aria-current={here || undefined}
                  onClick={() => setCurrentKey(keyOfPair(one))}
                >
                  <span className="cut">{titleOf(one.a)}</span>
                  <span className="cut quiet">{titleOf(one.b)}</span>
                  {blind || one.probability == null ? null : (
                    <span className="faint small">{t("likely", { share: share(one.probability, 0) })}</span>
                  )}
                </button>
              </li>
            );
          })}
        </ul>
      </Panel>
      <div className="stack">
        <Panel
          title={t("sides")}
          flush
          actions={
            <label className="row small quiet" title={t("blind_hint")}>
              <Switch size="small" checked={blind} onChange={setBlind} aria-label={t("blind")} />
              {t("blind")}
            </label>
          }
        >
          <Sides pair={pair} kept={kept} onKeep={setKept} />
        </Panel>
        <div className="row">
          <Decide label={t("same")} keys="s" primary onClick={() => settle("same")} />
          <Decide label={t("different")} keys="d" onClick={() => settle("different")} />
          <Decide label={t("unsure")} keys="u" onClick={() => settle("unsure")} />
          <span className="grow" />
          {done ? <span className="quiet small">{t("progress", { count: done })}</span> : null}
          {undoLast ? (
            <Decide label={t("undo_last")} keys="z" onClick={() => void undoLast().catch(failed)} />
          ) : null}
        </div>
        {blind ? null : (
          <Panel title={t("why")}>
            <PairWeights pair={pair} />
          </Panel>
        )}
      </div>
    </div>
  );
}

const titleOf = (side: Duplicate["a"]) =>
  side.values.name || side.values.company || side.values.email || side.customer;

function Decide({
  label,
  keys,
  primary,
  onClick,
}: {
  label: string;
  keys: string;
  primary?: boolean;
  onClick: () => void;
}) {
  return (
    <Button type={primary ? "primary" : "default"} onClick={onClick}>
      {label} <kbd aria-hidden>{caps(keys)[0][0]}</kbd>
    </Button>
  );
}

function PairWeights({ pair }: { pair: Duplicate }) {
  const t = useDuplicateTexts();
  const query = useGet("/api/v1/why", { query: { a: pair.a.record, b: pair.b.record } });
  return (
    <Ask query={query} lines={6}>
      {(why) => <Waterfall why={why} label={t("why")} />}
    </Ask>
  );
}
