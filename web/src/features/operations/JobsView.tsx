import { Button, Progress } from "antd";
import { api, type Schemas } from "@/api/client";
import { type Job, running } from "@/api/live";
import { useDeed, useGet } from "@/api/query";
import { useMay } from "@/api/session";
import { useWho } from "@/api/who";
import { useCommon } from "@/i18n/common";
import { bytes, dateTime, duration, millis, number } from "@/i18n/format";
import { Ask } from "@/ui/Ask";
import { Empty, Page, Panel, Tag } from "@/ui/Page";
import { SimpleTable } from "@/ui/SimpleTable";
import { said } from "@/ui/toast";
import { takeEditBack } from "@/features/customers/takeEditBack";
import { Schedules } from "./Schedules";
import { useOperationTexts } from "./texts";
import { jobTones } from "./tones";

export function JobsView() {
  const t = useOperationTexts();
  const who = useWho();
  const c = useCommon();
  const may = useMay();
  const query = useGet(
    "/api/v1/jobs",
    { query: { limit: 50 } },
    { refetchInterval: (now) => (now.state.data?.items.some(running) ? 2000 : false) },
  );
  const stale = ["/api/v1/jobs"] as const;
  const cancel = useDeed({
    run: (job: string) => api.post("/api/v1/jobs/{job}/cancel", { path: { job } }),
    stale: [...stale],
    done: () => said(t("cancelled")),
  });
  const retry = useDeed({
    run: (job: string) => api.post("/api/v1/jobs/{job}/retry", { path: { job } }),
    stale: [...stale],
  });
  const takeBack = useDeed({
    run: takeEditBack,
    stale: [...stale, "/api/v1/customers", "/api/v1/customers/facets"],
    done: () => said(c("undone")),
  });
  const verify = useDeed({ run: () => api.post("/api/v1/verify"), stale: [...stale] });
  return (
    <Page
      title={t("jobs")}
      lead={t("jobs_lead")}
      actions={
        may("settings.write") ? (
          <Button title={t("verify_hint")} loading={verify.isPending} onClick={() => verify.mutate()}>
            {t("verify")}
          </Button>
        ) : undefined
      }
    >
      <Ask query={query} lines={8}>
        {({ items }) =>
          items.length ? (
            <Panel flush>
              <SimpleTable<Job>
                label={t("jobs")}
                rows={items}
                keyOf={(row) => row.id}
                columns={[
                  {
                    key: "kind",
                    title: t("job"),
                    words: true,
                    cell: (row) => row.title || t(`kind_${row.kind}`),
                  },
                  {
                    key: "state",
                    title: c("status"),
                    cell: (row) => <Tag tone={jobTones[row.state]}>{t(`state_${row.state}`)}</Tag>,
                  },
                  { key: "progress", title: t("progress"), cell: (row) => <JobProgress job={row} /> },
                  {
                    key: "begun",
                    title: t("begun"),
                    cell: (row) => (
                      <span className="nowrap">{dateTime(row.started_at ?? row.created_at)}</span>
                    ),
                  },
                  {
                    key: "took",
                    title: t("took"),
                    num: true,
                    cell: (row) =>
                      row.started_at && row.ended_at
                        ? duration(millis(row.ended_at) - millis(row.started_at))
                        : "",
                  },
                  { key: "by", title: t("by"), cell: (row) => who(row.created_by) },
                  {
                    key: "do",
                    title: "",
                    cell: (row) => (
                      <span className="row row-tight">
                        {!may("jobs.write") ? null : running(row) ? (
                          <Button size="small" onClick={() => cancel.mutate(row.id)}>
                            {t("cancel_job")}
                          </Button>
                        ) : row.state === "failed" || row.state === "cancelled" ? (
                          <Button size="small" onClick={() => retry.mutate(row.id)}>
                            {t("retry_job")}
                          </Button>
                        ) : null}
                        {row.kind === "edit" &&
                        !running(row) &&
                        !takenBack(items, row) &&
                        may("customers.write") ? (
                          <Button
                            size="small"
                            disabled={takeBack.isPending}
                            onClick={() => takeBack.mutate(row.id)}
                          >
                            {c("undo")}
                          </Button>
                        ) : null}
                      </span>
                    ),
                  },
                ]}
              />
            </Panel>
          ) : (
            <Empty title={t("no_jobs")}>{t("no_jobs_hint")}</Empty>
          )
        }
      </Ask>
      <Schedules />
      {may("exports.run") ? <Exports /> : null}
    </Page>
  );
}

/** Whether another job has taken back what this one changed. */
const takenBack = (jobs: readonly Job[], edit: Job) =>
  jobs.some(
    (one) =>
      one.kind === "unedit" && one.state === "done" && (one.result as { edit?: string })?.edit === edit.id,
  );

export function JobProgress({ job }: { job: Job }) {
  const t = useOperationTexts();
  if (job.state === "failed")
    return (
      <span className="bad small">{[job.problem?.title, job.problem?.detail].filter(Boolean).join(" ")}</span>
    );
  if (!running(job)) return null;
  return (
    <div style={{ minWidth: 140 }}>
      <span className="small quiet">{job.phase}</span>
      <Progress
        aria-label={t("progress")}
        size="small"
        status="active"
        percent={job.total ? Math.round((100 * (job.done ?? 0)) / job.total) : 0}
        showInfo={!!job.total}
      />
    </div>
  );
}

function Exports() {
  const t = useOperationTexts();
  const who = useWho();
  const c = useCommon();
  const query = useGet("/api/v1/exports");
  if (!query.data?.items.length) return null;
  return (
    <Panel title={t("exports")} flush>
      <SimpleTable<Schemas["Export"]>
        label={t("exports")}
        rows={query.data.items}
        keyOf={(row) => row.id}
        columns={[
          { key: "what", title: t("what"), cell: (row) => `${row.table} · ${row.format}` },
          {
            key: "rows",
            title: c("rows", { count: 2 }).replace(/^\d+\s*/, ""),
            num: true,
            cell: (row) => number(row.rows),
          },
          { key: "size", title: "", num: true, cell: (row) => bytes(row.bytes) },
          { key: "when", title: c("when"), cell: (row) => dateTime(row.created_at) },
          { key: "by", title: t("by"), cell: (row) => who(row.created_by) },
          {
            key: "file",
            title: "",
            cell: (row) => (
              <a href={`/api/v1/exports/${encodeURIComponent(row.id)}/file`} download>
                {c("download")}
              </a>
            ),
          },
        ]}
      />
    </Panel>
  );
}
