// The rows that could not become records, taken apart beside their reason: mended where they stand and sent back, where the
// server knows them again by their ids.
import { useInfiniteQuery } from "@tanstack/react-query";
import { Button } from "antd";
import { useMemo, useState } from "react";
import { Link, useNavigate } from "react-router-dom";
import { api, newKey, type Schemas } from "@/api/client";
import { useDeed } from "@/api/query";
import { useMay } from "@/api/session";
import { number } from "@/i18n/format";
import { DataGrid } from "@/ui/DataGrid";
import { Panel, Skeleton, Tag } from "@/ui/Page";
import { ProblemNote } from "@/ui/ProblemNote";
import { type Mended, cellOf, changed, headOf, mendedFile, withCell } from "./mend";
import { useImportTexts } from "./texts";
import { uploadFile } from "./upload";

type Batch = Schemas["Batch"];
type Reject = Schemas["Reject"];

export function RejectsGrid({ batch }: { batch: Batch }) {
  const t = useImportTexts();
  const may = useMay();
  const navigate = useNavigate();
  const [mended, setMended] = useState<Mended>({});
  const query = useInfiniteQuery({
    queryKey: ["/api/v1/rejects", batch.number],
    queryFn: ({ pageParam, signal }) =>
      api.get("/api/v1/rejects", { query: { batch: batch.number, limit: 200, cursor: pageParam }, signal }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next ?? undefined,
  });
  const rows = useMemo(() => query.data?.pages.flatMap((page) => page.items) ?? [], [query.data]);
  const columns = query.data?.pages[0]?.columns;
  const head = useMemo(() => headOf(columns ?? [], rows), [columns, rows]);
  const retry = useDeed({
    run: async () => {
      const file = mendedFile(
        batch.file,
        head,
        rows.filter((row) => mended[row.id ?? ""]),
        mended,
      );
      const upload = await uploadFile(file, {
        onProgress: () => undefined,
        signal: new AbortController().signal,
      });
      const made = await api.post("/api/v1/imports", {
        body: { upload, source: batch.source, mends: batch.number },
        once: newKey(),
      });
      await api.post("/api/v1/imports/{import}/preview", { path: { import: made.id } });
      return made;
    },
    stale: ["/api/v1/imports"],
    done: (made) => navigate(`/imports/${made.id}`),
  });
  if (query.isPending) return <Skeleton lines={6} />;
  if (query.isError) return <ProblemNote error={query.error} retry={() => void query.refetch()} />;
  if (!rows.length) return <p className="good">{t("no_rejects")}</p>;
  const count = Object.keys(mended).length;
  const writable = may("imports.write") && batch.state === "done" && head.length > 0;
  const open = (row: Reject) => writable && !!row.id && row.mended_by == null && row.raw !== "";
  const whole = rows.every((row) => row.cells);
  return (
    <Panel flush>
      {writable ? (
        <div className="row panel-body">
          <span className="quiet grow">{t("mend_hint")}</span>
          <Button type="primary" disabled={!count} loading={retry.isPending} onClick={() => retry.mutate()}>
            {t("retry_mended", { count })}
          </Button>
        </div>
      ) : null}
      <div style={{ height: rows.length > 7 ? 480 : 324, display: "flex" }}>
        <DataGrid<Reject>
          label={t("rejects")}
          rows={rows}
          keyOf={(row) => row.id ?? `${row.line} ${row.row}`}
          more={query.hasNextPage}
          onMore={() => !query.isFetchingNextPage && void query.fetchNextPage()}
          onEdit={(row, column, text) => setMended(withCell(mended, row, Number(column), text))}
          columns={[
            { key: "line", title: t("line"), width: 70, num: true, cell: (row) => number(row.line) },
            {
              key: "reason",
              title: t("reason"),
              width: 260,
              cell: (row) => (
                <>
                  {row.mended_by ? (
                    <Link tabIndex={-1} to={`/batches/${row.mended_by}`}>
                      <Tag tone="good">{t("mended_in", { batch: row.mended_by })}</Tag>
                    </Link>
                  ) : null}{" "}
                  {row.reason}
                </>
              ),
            },
            ...(whole
              ? []
              : [
                  {
                    key: "raw",
                    title: t("raw"),
                    width: 260,
                    cell: (row: Reject) => (row.cells ? null : <code>{row.raw}</code>),
                  },
                ]),
            ...head.map((title, i) => ({
              key: String(i),
              title,
              width: 150,
              edit: (row: Reject) => (open(row) ? cellOf(mended, row, i) : undefined),
              cell: (row: Reject) => {
                const text = cellOf(mended, row, i);
                if (changed(mended, row, i))
                  return (
                    <strong className="good" title={t("was", { value: row.cells?.[i] ?? "" })}>
                      {text || "·"}
                    </strong>
                  );
                return row.column === title ? <span className="bad">{text || "·"}</span> : text;
              },
            })),
          ]}
        />
      </div>
    </Panel>
  );
}
