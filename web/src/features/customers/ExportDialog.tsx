import { Button, Form, Progress, Radio, Select } from "antd";
import { useState } from "react";
import { api, newKey, type Schemas } from "@/api/client";
import { useJob } from "@/api/live";
import { useDeed } from "@/api/query";
import { useCommon } from "@/i18n/common";
import { bytes } from "@/i18n/format";
import { Dialog } from "@/ui/Dialog";
import { ProblemNote } from "@/ui/ProblemNote";
import { Problem } from "@/api/problem";
import { useCustomerTexts } from "./texts";

type ExportNew = Schemas["ExportNew"];
type Export = Schemas["Export"];
/** Whom the grid shows just now, where it does not show everybody. */
export interface Matches {
  ask: Schemas["Matching"];
  count: number;
}

export default function ExportDialog({ matches, onClose }: { matches?: Matches; onClose: () => void }) {
  const t = useCustomerTexts();
  const c = useCommon();
  const [table, setTable] = useState<ExportNew["table"]>("customers");
  const [format, setFormat] = useState<ExportNew["format"]>("xlsx");
  const [onlyMatches, setOnlyMatches] = useState(!!matches);
  const chosen = table === "customers" || table === "values" ? matches : undefined;
  const [jobId, setJobId] = useState<string>();
  const job = useJob(jobId).data;
  const run = useDeed({
    run: () =>
      api.post("/api/v1/exports", {
        body: { table, format, ...(chosen && onlyMatches ? { matching: chosen.ask } : {}) },
        once: newKey(),
      }),
    stale: ["/api/v1/exports", "/api/v1/jobs"],
    done: (begun) => setJobId(begun.id),
  });
  const result = job?.state === "done" ? (job.result as Export | undefined) : undefined;
  return (
    <Dialog
      open
      title={t("export_title")}
      onCancel={onClose}
      footer={
        result ? (
          <Button type="primary" href={`/api/v1/exports/${encodeURIComponent(result.id)}/file`} download>
            {`${c("download")} · ${bytes(result.bytes)}`}
          </Button>
        ) : (
          <Button
            type="primary"
            loading={run.isPending || (!!jobId && job?.state !== "failed")}
            onClick={() => run.mutate()}
          >
            {t("export_run")}
          </Button>
        )
      }
    >
      <div className="stack">
        <p className="quiet">{t("export_hint")}</p>
        <Form layout="vertical" disabled={!!jobId}>
          <Form.Item label={t("export_table")} htmlFor="export-table">
            <Select
              id="export-table"
              value={table}
              onChange={setTable}
              options={(["customers", "records", "values", "rejects"] as const).map((one) => ({
                value: one,
                label: t(`table_${one}`),
              }))}
            />
          </Form.Item>
          {chosen ? (
            <Form.Item label={t("export_who")}>
              <Radio.Group
                value={onlyMatches}
                onChange={(event) => setOnlyMatches(event.target.value as boolean)}
              >
                <Radio value={true}>{t("export_matching", { count: chosen.count })}</Radio>
                <Radio value={false}>{t("export_all")}</Radio>
              </Radio.Group>
            </Form.Item>
          ) : null}
          <Form.Item label={t("export_format")}>
            <Radio.Group
              value={format}
              onChange={(event) => setFormat(event.target.value as ExportNew["format"])}
            >
              <Radio value="xlsx">{"Excel"}</Radio>
              <Radio value="csv">{"CSV"}</Radio>
              <Radio value="parquet">{"Parquet"}</Radio>
              <Radio value="ndjson">{"NDJSON"}</Radio>
            </Radio.Group>
          </Form.Item>
        </Form>
        {job && !result && job.state !== "failed" ? (
          <div role="status">
            {t("export_running")}
            <Progress
              aria-label={t("export_running")}
              percent={job.total ? Math.round((100 * (job.done ?? 0)) / job.total) : 0}
              status="active"
            />
          </div>
        ) : null}
        {job?.state === "failed" ? (
          <ProblemNote error={new Problem(job.problem?.status ?? 500, job.problem ?? {})} />
        ) : null}
        {result ? (
          <p role="status">
            {t("export_ready")} · {c("rows", { count: result.rows })}
          </p>
        ) : null}
      </div>
    </Dialog>
  );
}
