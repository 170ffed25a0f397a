// The whole base: how many customers agreed to what, by purpose and channel, and what was entered last.
import { useInfiniteQuery } from "@tanstack/react-query";
import { Button, Select } from "antd";
import { useState } from "react";
import { Link } from "react-router-dom";
import { api, type Schemas } from "@/api/client";
import { useWho } from "@/api/who";
import { useCommon } from "@/i18n/common";
import { dateTime, number } from "@/i18n/format";
import { Panel, Skeleton, Tag } from "@/ui/Page";
import { ProblemNote } from "@/ui/ProblemNote";
import { SimpleTable } from "@/ui/SimpleTable";
import { useConsentTexts } from "./texts";
import { channels, states, tones } from "./words";

type All = Schemas["Consents"];
type Entry = Schemas["ConsentEntry"];
type Narrowed = Pick<Entry, "purpose" | "channel" | "state">;
const path = "/api/v1/consents";

export function AllConsents() {
  const t = useConsentTexts();
  const c = useCommon();
  const [narrow, setNarrow] = useState<Partial<Narrowed>>({});
  const query = useInfiniteQuery({
    queryKey: [path, narrow],
    queryFn: ({ pageParam, signal }) =>
      api.get(path, { query: { ...narrow, limit: 50, cursor: pageParam }, signal }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next ?? undefined,
    placeholderData: (before) => before,
  });
  if (query.isPending) return <Skeleton lines={6} />;
  if (query.isError) return <ProblemNote error={query.error} retry={() => void query.refetch()} />;
  const [first] = query.data.pages;
  const entries = query.data.pages.flatMap((page) => page.items);
  const filtered = !!(narrow.purpose || narrow.channel || narrow.state);
  return (
    <>
      <Panel title={t("whole")} flush={first.counts.length > 0}>
        {first.counts.length ? (
          <Counts all={first} onChoose={setNarrow} />
        ) : (
          <p className="quiet">{t("whole_none")}</p>
        )}
      </Panel>
      {first.counts.length || entries.length ? (
        <Panel
          title={t("newest")}
          flush={entries.length > 0}
          actions={<Narrow purposes={first.purposes} narrow={narrow} onChange={setNarrow} />}
        >
          {entries.length ? (
            <Entries entries={entries} />
          ) : (
            <p className="quiet">{filtered ? t("newest_none") : t("whole_none")}</p>
          )}
          {query.hasNextPage ? (
            <Button type="link" loading={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
              {c("load_more")}
            </Button>
          ) : null}
        </Panel>
      ) : null}
    </>
  );
}

interface Line {
  purpose: string;
  channel: Entry["channel"];
  of: Partial<Record<Entry["state"], number>>;
}

/** A line for each purpose and channel, with its counts by state. */
function linesOf({ counts }: All): Line[] {
  const lines = new Map<string, Line>();
  for (const { purpose, channel, state, customers } of counts) {
    const key = `${purpose}\n${channel}`;
    const line = lines.get(key) ?? { purpose, channel, of: {} };
    line.of[state] = (line.of[state] ?? 0) + customers;
    lines.set(key, line);
  }
  return [...lines.values()].sort(
    (a, b) => a.purpose.localeCompare(b.purpose) || channels.indexOf(a.channel) - channels.indexOf(b.channel),
  );
}

function Counts({ all, onChoose }: { all: All; onChoose: (narrow: Narrowed) => void }) {
  const t = useConsentTexts();
  return (
    <SimpleTable<Line>
      label={t("whole")}
      rows={linesOf(all)}
      keyOf={(line) => `${line.purpose} ${line.channel}`}
      columns={[
        { key: "purpose", title: t("purpose"), cell: (line) => line.purpose },
        { key: "channel", title: t("channel"), cell: (line) => t(`channel_${line.channel}`) },
        ...states.map((state) => ({
          key: state,
          title: t(`state_${state}`),
          num: true,
          cell: ({ purpose, channel, of }: Line) =>
            of[state] ? (
              <Button
                type="link"
                size="small"
                style={{ padding: 0 }}
                aria-label={`${purpose} · ${t(`channel_${channel}`)} · ${t(`state_${state}`)}: ${number(of[state])}`}
                onClick={() => onChoose({ purpose, channel, state })}
              >
                {number(of[state])}
              </Button>
            ) : (
              <span className="faint">{"·"}</span>
            ),
        })),
      ]}
    />
  );
}

interface NarrowProps {
  purposes: readonly string[];
  narrow: Partial<Narrowed>;
  onChange: (narrow: Partial<Narrowed>) => void;
}

function Narrow({ purposes, narrow, onChange }: NarrowProps) {
  const t = useConsentTexts();
  const choice = <K extends keyof Narrowed>(
    key: K,
    title: string,
    options: { value: Narrowed[K]; label: string }[],
  ) => (
    <Select
      size="small"
      allowClear
      aria-label={title}
      placeholder={title}
      style={{ width: 130 }}
      popupMatchSelectWidth={false}
      value={narrow[key] as Narrowed[K] | undefined}
      onChange={(value?: Narrowed[K]) => onChange({ ...narrow, [key]: value })}
      options={options}
    />
  );
  return (
    <span className="row row-tight" style={{ flexWrap: "wrap" }}>
      {choice(
        "purpose",
        t("purpose"),
        purposes.map((value) => ({ value, label: value })),
      )}
      {choice(
        "channel",
        t("channel"),
        channels.map((value) => ({ value, label: t(`channel_${value}`) })),
      )}
      {choice(
        "state",
        t("said_what"),
        states.map((value) => ({ value, label: t(`state_${value}`) })),
      )}
    </span>
  );
}

function Entries({ entries }: { entries: readonly Entry[] }) {
  const t = useConsentTexts();
  const c = useCommon();
  const who = useWho();
  return (
    <SimpleTable<Entry>
      label={t("newest")}
      rows={entries}
      keyOf={(row) => row.id}
      columns={[
        { key: "at", title: c("when"), cell: (row) => <span className="nowrap">{dateTime(row.at)}</span> },
        {
          key: "customer",
          title: t("customer"),
          cell: (row) =>
            row.customer ? (
              <Link className="mono" to={`/consents?customer=${row.customer}`}>
                {row.customer}
              </Link>
            ) : (
              <span className="faint">{"·"}</span>
            ),
        },
        {
          key: "what",
          title: t("said_what"),
          cell: (row) => (
            <>
              {row.purpose}
              {" · "}
              {t(`channel_${row.channel}`)} <Tag tone={tones[row.state]}>{t(`state_${row.state}`)}</Tag>
              {row.stands ? null : <span className="faint small"> {t("passed")}</span>}
            </>
          ),
        },
        {
          key: "evidence",
          title: t("evidence"),
          words: true,
          cell: (row) => [row.text_version, row.evidence].filter(Boolean).join(" · "),
        },
        { key: "by", title: c("who"), cell: (row) => (row.entered_by ? who(row.entered_by) : "") },
      ]}
    />
  );
}
