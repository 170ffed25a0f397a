// One value for everybody who matches: tried first, then a job with its progress, cancel, and one undo.
import { Button, Progress } from "antd";
import { useEffect, useRef, useState } from "react";
import { api, newKey } from "@/api/client";
import { running, useJob } from "@/api/live";
import { Problem } from "@/api/problem";
import { useDeed } from "@/api/query";
import { useCommon } from "@/i18n/common";
import { Dialog } from "@/ui/Dialog";
import { ProblemNote } from "@/ui/ProblemNote";
import { SimpleTable } from "@/ui/SimpleTable";
import { said } from "@/ui/toast";
import { BulkFields, useBulkFields } from "./BulkFields";
import type { Matches } from "./ExportDialog";
import { takeEditBack } from "./takeEditBack";
import { useCustomerTexts } from "./texts";

export default function EditMatchesDialog({ matches, onClose }: { matches: Matches; onClose: () => void }) {
  const t = useCustomerTexts();
  const c = useCommon();
  const fields = useBulkFields();
  const { attribute, value } = fields;
  const [problem, setProblem] = useState<unknown>();
  const [jobId, setJobId] = useState<string>();
  const job = useJob(jobId).data;
  const order = () => ({ ...matches.ask, values: { [attribute]: value } });
  const tried = useDeed({
    run: () => api.post("/api/v1/customers/edits", { query: { dry_run: true }, body: order() }),
    failed: setProblem,
  });
  const begin = useDeed({
    run: () => api.post("/api/v1/customers/edits", { body: order(), once: newKey() }),
    stale: ["/api/v1/jobs"],
    done: (begun) => "id" in begun && setJobId(begun.id),
    failed: setProblem,
  });
  const cancel = useDeed({
    run: () => api.post("/api/v1/jobs/{job}/cancel", { path: { job: jobId ?? "" } }),
    failed: setProblem,
  });
  const undo = useDeed({
    run: () => takeEditBack(jobId ?? ""),
    stale: ["/api/v1/customers", "/api/v1/customers/facets", "/api/v1/customers/{customer}"],
    done: () => {
      said(c("undone"));
      onClose();
    },
    failed: setProblem,
  });
  const told = useRef(false);
  useEffect(() => {
    if (job?.state !== "done" || told.current) return;
    told.current = true;
    const changed = Number((job.result as { customers?: number } | undefined)?.customers ?? 0);
    said(t("bulk_done", { count: changed }), changed ? () => takeEditBack(job.id) : undefined);
    onClose();
  }, [job, onClose, t]);
  const anew = () => {
    setProblem(undefined);
    tried.reset();
  };
  const would = tried.data && "examples" in tried.data ? tried.data : undefined;
  const busy = !!jobId && (!job || running(job));
  const over = !!jobId && !busy;
  const title = t("bulk_title", { count: matches.count });

  return (
    <Dialog
      open
      width={640}
      title={title}
      onCancel={onClose}
      footer={
        over ? (
          <>
            {job?.state === "cancelled" || job?.state === "failed" ? (
              <Button loading={undo.isPending ? { delay: 200 } : false} onClick={() => undo.mutate()}>
                {t("take_back")}
              </Button>
            ) : null}
            <Button type="primary" onClick={onClose}>
              {c("close")}
            </Button>
          </>
        ) : busy ? (
          <>
            <Button loading={cancel.isPending ? { delay: 200 } : false} onClick={() => cancel.mutate()}>
              {c("cancel")}
            </Button>
            <Button type="primary" onClick={onClose}>
              {c("close")}
            </Button>
          </>
        ) : (
          <>
            <Button onClick={onClose}>{c("cancel")}</Button>
            <Button
              type="primary"
              disabled={!value || would?.changed === 0}
              loading={tried.isPending || begin.isPending ? { delay: 200 } : false}
              onClick={() => (would ? begin.mutate() : tried.mutate())}
            >
              {t(would ? "edit_all" : "bulk_try")}
            </Button>
          </>
        )
      }
    >
      <div className="stack">
        <p className="quiet">{`${t("bulk_hint")} ${t("all_hint")}`}</p>
        <BulkFields fields={fields} disabled={!!jobId} onChange={anew} />
        {would && !jobId ? (
          <>
            <p role="status">
              {t("bulk_would", { count: would.changed, customers: would.customers })}
              {would.changed === 0 && would.customers > 0 ? ` ${t("all_nobody")}` : ""}
            </p>
            {would.examples.length ? (
              <SimpleTable
                label={t("bulk_preview")}
                rows={would.examples}
                keyOf={(one) => one.id}
                columns={[
                  { key: "name", title: t("customers"), cell: (one) => one.name || one.id },
                  {
                    key: "before",
                    title: t("before"),
                    cell: (one) => one.before[attribute] ?? t("no_value"),
                  },
                  { key: "after", title: t("after"), cell: (one) => one.after[attribute] ?? t("no_value") },
                ]}
              />
            ) : null}
          </>
        ) : null}
        {busy ? (
          <div role="status">
            {job?.phase || t("all_running")}
            <Progress
              aria-label={t("all_running")}
              percent={job?.total ? Math.round((100 * (job.done ?? 0)) / job.total) : 0}
              status="active"
            />
          </div>
        ) : null}
        {job?.state === "cancelled" ? <p role="status">{t("all_cancelled")}</p> : null}
        {job?.state === "failed" ? (
          <ProblemNote error={new Problem(job.problem?.status ?? 500, job.problem ?? {})} />
        ) : null}
        {problem ? <ProblemNote error={problem} /> : null}
      </div>
    </Dialog>
  );
}
