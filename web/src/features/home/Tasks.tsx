import { WarningOutlined } from "@ant-design/icons";
import { Button } from "antd";
import type { ReactNode } from "react";
import { Link } from "react-router-dom";
import { api } from "@/api/client";
import { useDeed, useGet } from "@/api/query";
import { useMay } from "@/api/session";
import { useAppTexts } from "@/app/texts";
import { useOperationTexts } from "@/features/operations/texts";
import type { QualityReport } from "@/features/quality/report";
import { ago, share } from "@/i18n/format";
import { Panel, Tag } from "@/ui/Page";
import { said } from "@/ui/toast";
import { pressing, type Task, tasksOf } from "./tasks";
import { useHomeTexts } from "./texts";

/** Each line says what waits and holds the way to do it. */
export function Tasks({ report }: { report?: QualityReport }) {
  const t = useHomeTexts();
  const may = useMay();
  const counts = useGet("/api/v1/summary").data;
  const reads = may("imports.read");
  const imports = useGet("/api/v1/imports", undefined, { enabled: reads }).data?.items;
  const batches = useGet("/api/v1/batches", undefined, { enabled: reads && !!counts?.rejects }).data?.items;
  const jobs = useGet("/api/v1/jobs", { query: { limit: 50 } }, { enabled: may("jobs.read") }).data?.items;
  const hooks = useGet("/api/v1/hooks", undefined, { enabled: may("sources.read") }).data?.items;
  const confirmations = useGet("/api/v1/confirmations", undefined, { enabled: may("consents.write") }).data
    ?.items;
  if (!counts) return null;
  const tasks = tasksOf(
    {
      trend: report?.trend ?? [],
      batches: batches ?? [],
      jobs: jobs ?? [],
      imports: imports ?? [],
      hooks: hooks ?? [],
      confirmations: confirmations ?? [],
      unresolved: may("customers.merge") ? counts.unresolved : 0,
      pairs: may("matching.review") ? counts.duplicates : 0,
    },
    Date.now(),
  );
  return (
    <Panel
      title={t("tasks")}
      actions={tasks.length ? <Tag>{t("n_tasks", { count: tasks.length })}</Tag> : undefined}
    >
      <ul className="stack-tight tasks">
        {tasks.map((task) => (
          <TaskLine key={keyOf(task)} task={task} />
        ))}
        {tasks.length ? null : <li className="quiet">{t("nothing_to_do")}</li>}
      </ul>
    </Panel>
  );
}

function keyOf(task: Task): string {
  switch (task.kind) {
    case "failed":
      return `failed ${task.job.id}`;
    case "fell":
      return `fell ${task.source}`;
    case "stuck":
      return `stuck ${task.hook}`;
    case "import":
      return `import ${task.id}`;
    case "rejects":
      return `rejects ${task.batch}`;
    default:
      return task.kind;
  }
}

function TaskLine({ task }: { task: Task }) {
  const t = useHomeTexts();
  const [words, act] = useTask(task);
  return (
    <li className="row row-tight">
      {pressing(task) ? <WarningOutlined className="warn" aria-label={t("pressing")} role="img" /> : null}
      <span className="grow">{words}</span>
      {act}
    </li>
  );
}

/** What it says, and the link or button that does it. */
function useTask(task: Task): [ReactNode, ReactNode] {
  const t = useHomeTexts();
  const a = useAppTexts();
  const o = useOperationTexts();
  const may = useMay();
  const resolve = useDeed({
    run: () => api.post("/api/v1/resolve"),
    stale: ["/api/v1/jobs"],
    done: () => said(a("resolve_begun")),
  });
  const again = useDeed({
    run: (job: string) => api.post("/api/v1/jobs/{job}/retry", { path: { job } }),
    stale: ["/api/v1/jobs"],
    done: () => said(t("begun_again")),
  });
  switch (task.kind) {
    case "failed": {
      const { job } = task;
      const why = job.problem?.title;
      return [
        <>
          {t("task_failed", {
            title: job.title || o(`kind_${job.kind}`),
            when: ago(job.ended_at ?? job.created_at),
          })}
          {why ? <span className="quiet small cut block">{why}</span> : null}
        </>,
        may("jobs.write") ? (
          <Button size="small" loading={again.isPending} onClick={() => again.mutate(job.id)}>
            {o("retry_job")}
          </Button>
        ) : (
          <Link to="/jobs">{t("look")}</Link>
        ),
      ];
    }
    case "fell":
      return [
        t("task_fell", { source: task.source, before: share(task.before), after: share(task.after) }),
        <Link to={`/batches/${task.batch}`}>{t("look")}</Link>,
      ];
    case "stuck":
      return [
        t("task_stuck", { count: task.waiting, name: task.name }),
        <Link to="/hooks">{t("look")}</Link>,
      ];
    case "import":
      return [
        t(task.failed ? "task_import_failed" : "task_import", { file: task.file }),
        <Link to={`/imports/${task.id}`}>{t(task.failed ? "look" : "go_on")}</Link>,
      ];
    case "imports":
      return [t("task_imports", { count: task.count }), <Link to="/imports">{t("look")}</Link>];
    case "rejects":
      return [
        t("task_rejects", { count: task.count, rows: task.rows, file: task.file }),
        <Link to={`/batches/${task.batch}?tab=rejects`}>{t(may("imports.write") ? "mend" : "look")}</Link>,
      ];
    case "more_rejects":
      return [t("task_more_rejects", { count: task.batches }), <Link to="/imports">{t("look")}</Link>];
    case "unresolved":
      return [
        t("unresolved", { count: task.count }),
        <Button size="small" loading={resolve.isPending} onClick={() => resolve.mutate()}>
          {t("resolve")}
        </Button>,
      ];
    case "pairs":
      return [t("review_pairs", { count: task.count }), <Link to="/duplicates">{t("review")}</Link>];
    case "links":
      return [t("task_links", { count: task.count }), <Link to="/consents">{t("send_them")}</Link>];
  }
}
