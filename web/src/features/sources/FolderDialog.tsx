// The folder in which a source leaves its files: where it is, when it is looked into, and what became of the files just now.
import { Button } from "antd";
import { Link } from "react-router-dom";
import { api } from "@/api/client";
import { ended } from "@/api/live";
import { asProblem, Problem } from "@/api/problem";
import { useDeed, useGet } from "@/api/query";
import { useMay } from "@/api/session";
import { useCommon } from "@/i18n/common";
import { dateTime, number } from "@/i18n/format";
import { Dialog } from "@/ui/Dialog";
import { Skeleton, Tag, type Tone } from "@/ui/Page";
import { ProblemNote } from "@/ui/ProblemNote";
import { SimpleTable } from "@/ui/SimpleTable";
import { useSourceTexts } from "./texts";

interface FileTold {
  name: string;
  state: "imported" | "known" | "failed" | "waiting" | "skipped";
  records: number;
  batch?: number;
  reason?: string;
}
const tones: Record<FileTold["state"], Tone> = {
  imported: "good",
  known: "plain",
  failed: "bad",
  waiting: "accent",
  skipped: "plain",
};

export default function FolderDialog({ source, onClose }: { source: string; onClose: () => void }) {
  const t = useSourceTexts();
  const c = useCommon();
  const may = useMay();
  const query = useGet("/api/v1/sources/{source}/folder", { path: { source } }, { retry: false });
  const collect = useDeed({
    run: async () => {
      const job = await ended(await api.post("/api/v1/sources/{source}/collect", { path: { source } }));
      if (job.state !== "done") throw new Problem(job.problem?.status ?? 500, job.problem ?? {});
      return ((job.result as { files?: FileTold[] } | undefined)?.files ?? []) as FileTold[];
    },
    stale: ["/api/v1/sources", "/api/v1/batches", "/api/v1/summary"],
    failed: () => undefined,
  });
  const none = query.isError && asProblem(query.error).status === 404;
  const folder = query.data;
  return (
    <Dialog
      open
      width={680}
      title={t("folder_of", { name: source })}
      onCancel={onClose}
      footer={
        <>
          {folder && may("imports.write") ? (
            <Button type="primary" loading={collect.isPending} onClick={() => collect.mutate()}>
              {t("collect")}
            </Button>
          ) : null}
          <Button onClick={onClose}>{c("close")}</Button>
        </>
      }
    >
      <div className="stack">
        {query.isPending ? <Skeleton lines={3} /> : null}
        {none ? (
          <>
            <p>{t("no_folder")}</p>
            <pre className="mono" style={{ whiteSpace: "pre-wrap" }}>
              {`kith source folder ${source} ${t("folder_place")} --every 5m`}
            </pre>
            <p className="quiet small">{t("no_folder_hint")}</p>
          </>
        ) : query.isError ? (
          <ProblemNote error={query.error} />
        ) : null}
        {folder ? (
          <dl className="facts">
            <dt>{t("folder")}</dt>
            <dd className="mono" style={{ overflowWrap: "anywhere" }}>
              {folder.path}
            </dd>
            <dt>{t("pattern")}</dt>
            <dd className="mono">{folder.pattern || "*"}</dd>
            <dt>{t("looked_into")}</dt>
            <dd>
              {folder.schedule?.on
                ? [folder.schedule.cron, folder.schedule.next_at ? dateTime(folder.schedule.next_at) : ""]
                    .filter(Boolean)
                    .join(" · ")
                : t("when_asked")}
            </dd>
          </dl>
        ) : null}
        {collect.error ? <ProblemNote error={collect.error} /> : null}
        <div role="status">
          {collect.data && !collect.data.length ? <p className="quiet">{t("nothing_there")}</p> : null}
          {collect.data?.length ? (
            <SimpleTable<FileTold>
              label={t("files")}
              rows={collect.data}
              keyOf={(row) => row.name}
              columns={[
                {
                  key: "name",
                  title: t("files"),
                  cell: (row) =>
                    row.batch ? <Link to={`/batches/${row.batch}`}>{row.name}</Link> : row.name,
                },
                {
                  key: "state",
                  title: c("status"),
                  cell: (row) => (
                    <>
                      <Tag tone={tones[row.state]}>{t(`file_${row.state}`)}</Tag>{" "}
                      <span className="quiet small">{row.reason ?? ""}</span>
                    </>
                  ),
                },
                {
                  key: "records",
                  title: t("records"),
                  num: true,
                  cell: (row) => number(row.records),
                },
              ]}
            />
          ) : null}
        </div>
      </div>
    </Dialog>
  );
}
