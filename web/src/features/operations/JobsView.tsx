import { Button, Form, Input, Modal, Progress, Select, Switch } from "antd";
import { useState } from "react";
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
import { useOperationTexts } from "./texts";
import { jobTones } from "./tones";

type Schedule = Schemas["Schedule"];

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
                  { key: "kind", title: t("job"), cell: (row) => row.title || t(`kind_${row.kind}`) },
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
                    cell: (row) =>
                      !may("jobs.write") ? null : running(row) ? (
                        <Button size="small" onClick={() => cancel.mutate(row.id)}>
                          {t("cancel_job")}
                        </Button>
                      ) : row.state === "failed" || row.state === "cancelled" ? (
                        <Button size="small" onClick={() => retry.mutate(row.id)}>
                          {t("retry_job")}
                        </Button>
                      ) : null,
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

const often = {
  "0 * * * *": "every_hour",
  "0 2 * * *": "every_night",
  "0 3 * * 1": "every_week",
  "0 4 1 * *": "every_month",
} as const;

function Schedules() {
  const t = useOperationTexts();
  const c = useCommon();
  const may = useMay();
  const [adding, setAdding] = useState(false);
  const query = useGet("/api/v1/schedules");
  const stale = ["/api/v1/schedules"] as const;
  const edit = useDeed({
    run: ({ id, on }: { id: string; on: boolean }) =>
      api.patch("/api/v1/schedules/{schedule}", { path: { schedule: id }, body: { on } }),
    stale: [...stale],
  });
  const drop = useDeed({
    run: (id: string) => api.delete("/api/v1/schedules/{schedule}", { path: { schedule: id } }),
    stale: [...stale],
  });
  return (
    <Panel
      title={t("schedules")}
      flush
      actions={
        may("jobs.write") ? (
          <Button size="small" onClick={() => setAdding(true)}>
            {t("new_schedule")}
          </Button>
        ) : undefined
      }
    >
      <Ask query={query} lines={2}>
        {({ items }) =>
          items.length ? (
            <SimpleTable<Schedule>
              label={t("schedules")}
              rows={items}
              keyOf={(row) => row.id}
              columns={[
                { key: "kind", title: t("what"), cell: (row) => t(`kind_${row.kind}`) },
                {
                  key: "cron",
                  title: t("every"),
                  cell: (row) =>
                    row.cron in often ? t(often[row.cron as keyof typeof often]) : <code>{row.cron}</code>,
                },
                { key: "zone", title: t("zone"), cell: (row) => row.zone },
                { key: "next", title: t("next_at"), cell: (row) => dateTime(row.next_at) },
                {
                  key: "on",
                  title: t("on"),
                  cell: (row) => (
                    <Switch
                      size="small"
                      aria-label={`${t("on")} ${t(`kind_${row.kind}`)}`}
                      disabled={!may("jobs.write")}
                      checked={row.on}
                      onChange={(on) => edit.mutate({ id: row.id, on })}
                    />
                  ),
                },
                {
                  key: "drop",
                  title: "",
                  cell: (row) =>
                    may("jobs.write") ? (
                      <Button size="small" onClick={() => drop.mutate(row.id)}>
                        {c("remove")}
                      </Button>
                    ) : null,
                },
              ]}
            />
          ) : (
            <p className="quiet" style={{ padding: "0 16px 12px" }}>
              {t("no_schedules")}
            </p>
          )
        }
      </Ask>
      {adding ? <ScheduleDialog onClose={() => setAdding(false)} /> : null}
    </Panel>
  );
}

function ScheduleDialog({ onClose }: { onClose: () => void }) {
  const t = useOperationTexts();
  const [form] = Form.useForm<Schemas["ScheduleNew"] & { every: string }>();
  const every = Form.useWatch("every", form);
  const add = useDeed({
    run: (body: Schemas["ScheduleNew"]) => api.post("/api/v1/schedules", { body }),
    stale: ["/api/v1/schedules"],
    done: () => {
      said(t("schedule_saved"));
      onClose();
    },
  });
  const zones = [
    ...new Set([
      Intl.DateTimeFormat().resolvedOptions().timeZone,
      "Asia/Shanghai",
      "UTC",
      "Europe/London",
      "America/New_York",
    ]),
  ];
  return (
    <Modal
      open
      title={t("new_schedule")}
      okText={t("new_schedule")}
      okButtonProps={{ loading: add.isPending }}
      onOk={form.submit}
      onCancel={onClose}
    >
      <Form
        form={form}
        layout="vertical"
        initialValues={{ kind: "resolve", every: "0 2 * * *", cron: "0 2 * * *", zone: zones[0] }}
        onFinish={({ kind, zone, cron, every: chosen }) =>
          add.mutate({ kind, zone, cron: chosen === "own" ? cron : chosen, on: true })
        }
      >
        <Form.Item name="kind" label={t("what")}>
          <Select
            options={(["resolve", "verify"] as const).map((value) => ({
              value,
              label: t(`kind_${value}`),
            }))}
          />
        </Form.Item>
        <Form.Item name="every" label={t("every")}>
          <Select
            options={[
              ...Object.entries(often).map(([value, word]) => ({ value, label: t(word) })),
              { value: "own", label: t("cron") },
            ]}
          />
        </Form.Item>
        {every === "own" ? (
          <Form.Item name="cron" label={t("cron")} extra={t("cron_hint")}>
            <Input className="mono" maxLength={100} />
          </Form.Item>
        ) : null}
        <Form.Item name="zone" label={t("zone")}>
          <Select showSearch options={zones.map((value) => ({ value, label: value }))} />
        </Form.Item>
      </Form>
    </Modal>
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
