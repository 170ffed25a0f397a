import { Button, Progress } from "antd";
import { useEffect, useState } from "react";
import { Link } from "react-router-dom";
import { api, newKey, type Schemas } from "@/api/client";
import { running, useJob } from "@/api/live";
import { Problem } from "@/api/problem";
import { useDeed, useGet, useRefresh } from "@/api/query";
import { useMay, useMe } from "@/api/session";
import { useWho } from "@/api/who";
import { batchTones } from "@/features/imports/tones";
import { jobTones } from "@/features/operations/tones";
import { useImportTexts } from "@/features/imports/texts";
import { useOperationTexts } from "@/features/operations/texts";
import { isChange, useActionWords } from "@/features/operations/actions";
import { asReport } from "@/features/quality/report";
import { useQualityTexts } from "@/features/quality/texts";
import { useCommon } from "@/i18n/common";
import { ago, number, share } from "@/i18n/format";
import { Ask } from "@/ui/Ask";
import { Figures, Page, Panel, Skeleton, Tag } from "@/ui/Page";
import { ProblemNote } from "@/ui/ProblemNote";
import { Spark } from "@/ui/Spark";
import { Tasks } from "./Tasks";
import { useHomeTexts } from "./texts";

export function HomeView() {
  const t = useHomeTexts();
  const q = useQualityTexts();
  const me = useMe();
  const may = useMay();
  const summary = useGet("/api/v1/summary", undefined, { enabled: may("customers.read") });
  const quality = useGet("/api/v1/quality", undefined, {
    enabled: may("quality.read") && !!summary.data?.records,
    staleTime: 60_000,
  });
  const hour = new Date().getHours();
  const heading = t(hour < 11 ? "morning" : hour < 18 ? "day" : "evening", { name: me?.name || me?.login });
  const report = quality.data && asReport(quality.data);
  const trend = (report?.trend ?? []).flatMap((one) =>
    one.score === null ? [] : [{ name: `${one.batch} ${one.source}`, value: one.score }],
  );
  return (
    <Page title={t("title")} heading={heading}>
      <Ask query={summary} lines={8}>
        {(counts) =>
          counts.records === 0 ? (
            <Begin />
          ) : (
            <>
              <Figures
                figures={[
                  {
                    label: t("customers"),
                    value: number(counts.customers),
                    note: t("of_records", { count: counts.records }),
                  },
                  {
                    label: t("quality"),
                    value: quality.isLoading ? <Skeleton lines={1} /> : report ? share(report.score) : "–",
                  },
                  { label: t("sources"), value: number(counts.sources) },
                  {
                    label: t("facts"),
                    value: number((counts.orders ?? 0) + (counts.events ?? 0) + (counts.interactions ?? 0)),
                  },
                ]}
              />
              <Tasks report={report} />
              {may("quality.read") ? (
                <Panel title={q("trend")} actions={<Link to="/quality">{q("title")}</Link>}>
                  {trend.length > 1 ? (
                    <Spark label={q("trend")} points={trend} />
                  ) : quality.isPending ? (
                    <Skeleton lines={3} />
                  ) : (
                    <p className="quiet">{t("no_trend")}</p>
                  )}
                </Panel>
              ) : null}
              <div className="columns">
                <Recent />
                <Activity />
              </div>
            </>
          )
        }
      </Ask>
    </Page>
  );
}

function Recent() {
  const t = useHomeTexts();
  const i = useImportTexts();
  const c = useCommon();
  const batches = useGet("/api/v1/summary").data?.recent ?? [];
  return (
    <Panel title={t("recent")} actions={<Link to="/imports">{t("all_imports")}</Link>}>
      <ul className="stack-tight">
        {batches.slice(0, 8).map((batch) => (
          <li key={batch.number} className="row row-tight">
            <Link className="grow cut" to={`/batches/${batch.number}`}>
              {batch.file || i(`kind_${batch.kind}`)}
            </Link>
            <span className="faint small nowrap">{c("rows", { count: batch.rows })}</span>
            <Tag tone={batchTones[batch.state]}>{i(`state_${batch.state}`)}</Tag>
            <span className="faint small nowrap">{ago(batch.started_at)}</span>
          </li>
        ))}
      </ul>
    </Panel>
  );
}

/** What people did; jobs where the audit is not open to the reader. */
function Activity() {
  const t = useHomeTexts();
  const may = useMay();
  return <Panel title={t("activity")}>{may("audit.read") ? <Deeds /> : <LastJobs />}</Panel>;
}

/** The same deed of the same person several times in a row is one line, with how often. */
function together(items: readonly Schemas["AuditEntry"][]) {
  const lines: (Schemas["AuditEntry"] & { times: number })[] = [];
  for (const one of items) {
    const last = lines.at(-1);
    if (last?.actor === one.actor && last.action === one.action) last.times++;
    else lines.push({ ...one, times: 1 });
  }
  return lines;
}

function Deeds() {
  const t = useHomeTexts();
  const words = useActionWords();
  const query = useGet("/api/v1/audit", { query: { limit: 200 } });
  const who = useWho();
  return (
    <Ask query={query} lines={6}>
      {({ items }) => {
        const deeds = together(items.filter((one) => isChange(one.action))).slice(0, 8);
        return (
          <ul className="stack-tight">
            {deeds.map((deed) => (
              <li key={deed.number} className="row row-tight">
                <span className="grow cut">
                  <strong>{who(deed.actor)}</strong> {words(deed.action)}
                  {deed.times > 1 ? <span className="faint">{` ×${number(deed.times)}`}</span> : null}
                </span>
                {deed.object.startsWith("cus_") ? (
                  <Link to={`/customers/${deed.object}`}>{t("look")}</Link>
                ) : null}
                <span className="faint small nowrap">{ago(deed.at)}</span>
              </li>
            ))}
            {deeds.length ? null : <li className="quiet">{t("no_activity")}</li>}
          </ul>
        );
      }}
    </Ask>
  );
}

function LastJobs() {
  const t = useHomeTexts();
  const o = useOperationTexts();
  const may = useMay();
  const query = useGet("/api/v1/jobs", { query: { limit: 50 } }, { enabled: may("jobs.read") });
  const jobs = (query.data?.items ?? []).filter((one) => one.kind !== "preview");
  return (
    <ul className="stack-tight">
      {jobs.slice(0, 8).map((job) => (
        <li key={job.id} className="row row-tight">
          <span className="grow cut">{job.title || o(`kind_${job.kind}`)}</span>
          <Tag tone={jobTones[job.state]}>{o(`state_${job.state}`)}</Tag>
          <span className="faint small nowrap">{ago(job.ended_at ?? job.created_at)}</span>
        </li>
      ))}
      {jobs.length ? null : <li className="quiet">{t("no_activity")}</li>}
    </ul>
  );
}

/** The first thing an empty base shows. */
function Begin() {
  const t = useHomeTexts();
  const may = useMay();
  const refresh = useRefresh();
  const [once] = useState(newKey);
  const [jobId, setJobId] = useState<string>();
  const job = useJob(jobId).data;
  const load = useDeed({
    run: () => api.post("/api/v1/sample", { once }),
    done: (begun) => setJobId(begun.id),
  });
  const over = !!job && !running(job);
  useEffect(() => {
    if (over) void refresh("/api/v1/summary");
    // Asked once, when the job ends.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [over]);
  if (!may("imports.write")) return <p className="quiet">{t("begin_hint")}</p>;
  return (
    <div className="stack">
      <div>
        <h2>{t("begin_title")}</h2>
        <p className="quiet">{t("begin_hint")}</p>
      </div>
      <div className="columns">
        <Panel title={t("own_title")}>
          <div className="stack">
            <p className="quiet">{t("own_hint")}</p>
            <div>
              <Link to="/imports/new">
                <Button tabIndex={-1}>{t("own_button")}</Button>
              </Link>
            </div>
          </div>
        </Panel>
        <Panel title={t("sample_title")}>
          <div className="stack">
            <p className="quiet">{t("sample_hint")}</p>
            {job && running(job) ? (
              <div role="status">
                <p>{job.phase || t("sample_running")}</p>
                <Progress
                  aria-label={t("sample_running")}
                  percent={job.total ? Math.round((100 * (job.done ?? 0)) / job.total) : 0}
                  status="active"
                />
              </div>
            ) : (
              <div>
                <Button type="primary" loading={load.isPending} onClick={() => load.mutate()}>
                  {t("sample_button")}
                </Button>
              </div>
            )}
            {job?.state === "failed" ? (
              <ProblemNote error={new Problem(job.problem?.status ?? 500, job.problem ?? {})} />
            ) : null}
          </div>
        </Panel>
      </div>
    </div>
  );
}
