// One batch afterwards: its records by verdict, its rejects to be mended, the way back.
import { useInfiniteQuery } from "@tanstack/react-query";
import { Button, Segmented, Select } from "antd";
import { useMemo, useState } from "react";
import { Link, useNavigate, useParams } from "react-router-dom";
import { useDictionary } from "@/api/attributes";
import { api, type Schemas } from "@/api/client";
import { useGet } from "@/api/query";
import { useMay } from "@/api/session";
import { useCommon } from "@/i18n/common";
import { dateTime, number } from "@/i18n/format";
import { Ask } from "@/ui/Ask";
import { DataGrid } from "@/ui/DataGrid";
import { Figures, Page, Tag } from "@/ui/Page";
import { ProblemNote } from "@/ui/ProblemNote";
import { type Verdict, verdicts, VerdictTag } from "@/ui/Verdict";
import { batchTones } from "./tones";
import { RejectsGrid } from "./RejectsGrid";
import { useImportTexts } from "./texts";
import { UndoBatch } from "./UndoBatch";

type Batch = Schemas["Batch"];
type RecordRow = Schemas["Record"];

export function BatchView() {
  const t = useImportTexts();
  const may = useMay();
  const { batch = "0" } = useParams();
  const [undoing, setUndoing] = useState(false);
  const [tab, setTab] = useState<"records" | "rejects">("records");
  const query = useGet("/api/v1/batches/{batch}", { path: { batch: Number(batch) } });
  const there = query.data;
  // What only some batches have.
  const more = (one: Batch) =>
    (["open_rejects", "mended", "replaced", "unchanged", "gone"] as const)
      .filter((name) => one[name] && (name !== "open_rejects" || one.open_rejects !== one.rejects))
      .map((name) => ({ label: t(name), value: number(one[name] ?? 0) }));
  return (
    <Page
      title={t("batch_title", { batch })}
      lead={
        there ? (
          <span className="row">
            <Tag tone={batchTones[there.state]}>{t(`state_${there.state}`)}</Tag>
            {[there.file, there.source, t(`kind_${there.kind}`), dateTime(there.started_at)]
              .filter(Boolean)
              .join(" · ")}
          </span>
        ) : undefined
      }
      actions={
        may("imports.write") && there?.state === "done" ? (
          <Button onClick={() => setUndoing(true)}>{t("undo")}</Button>
        ) : undefined
      }
    >
      <Ask query={query}>
        {(one) => (
          <>
            <Figures
              figures={[
                { label: t("rows"), value: number(one.rows) },
                { label: t("records"), value: number(one.records) },
                { label: t("facts"), value: number(one.facts) },
                { label: t("rejects"), value: number(one.rejects) },
                ...more(one),
              ]}
            />
            <div>
              <Segmented
                aria-label={t("batches")}
                value={tab}
                onChange={(next) => setTab(next as typeof tab)}
                options={[
                  { value: "records", label: t("records") },
                  { value: "rejects", label: `${t("rejects")} ${number(one.rejects)}` },
                ]}
              />
            </div>
            {tab === "records" ? <BatchRecords batch={one.number} /> : <RejectsGrid batch={one} />}
          </>
        )}
      </Ask>
      {undoing ? <UndoBatch batch={Number(batch)} onClose={() => setUndoing(false)} /> : null}
    </Page>
  );
}

function BatchRecords({ batch }: { batch: number }) {
  const t = useImportTexts();
  const c = useCommon();
  const navigate = useNavigate();
  const dictionary = useDictionary();
  const [attribute, setAttribute] = useState<string>();
  const [verdict, setVerdict] = useState<Verdict>();
  const query = useInfiniteQuery({
    queryKey: ["/api/v1/records", batch, attribute, verdict],
    queryFn: ({ pageParam, signal }) =>
      api.get("/api/v1/records", {
        query: { batch, attribute, verdict: attribute ? verdict : undefined, limit: 100, cursor: pageParam },
        signal,
      }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next ?? undefined,
    placeholderData: (before) => before,
  });
  const rows = useMemo(() => query.data?.pages.flatMap((page) => page.items) ?? [], [query.data]);
  const shown = attribute
    ? [attribute]
    : [...new Set(rows.slice(0, 50).flatMap((row) => row.values.map((value) => value.attribute)))].slice(
        0,
        8,
      );
  const valueOf = (row: RecordRow, name: string) => row.values.find((value) => value.attribute === name);
  return (
    <>
      <div className="toolbar">
        <Select
          aria-label={t("attribute")}
          allowClear
          showSearch
          optionFilterProp="label"
          placeholder={t("any_attribute")}
          style={{ minWidth: 180 }}
          value={attribute}
          onChange={setAttribute}
          options={dictionary.seen.map((one) => ({ value: one.name, label: dictionary.label(one.name) }))}
        />
        <Select
          aria-label={t("verdicts")}
          allowClear
          disabled={!attribute}
          placeholder={t("verdict_any")}
          style={{ minWidth: 140 }}
          value={verdict}
          onChange={setVerdict}
          options={verdicts.map((one) => ({ value: one, label: c(`verdict_${one}`) }))}
        />
      </div>
      {query.isError ? <ProblemNote error={query.error} retry={() => void query.refetch()} /> : null}
      <div style={{ height: 480, display: "flex" }}>
        <DataGrid<RecordRow>
          label={t("by_verdict")}
          rows={rows}
          keyOf={(row) => row.id}
          more={query.isPending || query.hasNextPage}
          onMore={() => !query.isFetchingNextPage && void query.fetchNextPage()}
          onOpen={(row) => row.customer && navigate(`/customers/${row.customer}`)}
          empty={<p className="quiet panel-body">{t("no_records")}</p>}
          columns={[
            { key: "row", title: t("row"), width: 70, num: true, cell: (row) => number(row.row) },
            ...shown.map((name) => ({
              key: name,
              title: dictionary.label(name),
              width: attribute ? 320 : 150,
              cell: (row: RecordRow) => {
                const value = valueOf(row, name);
                if (!value || (value.verdict === "empty" && !value.raw))
                  return <span className="faint">{"·"}</span>;
                return (
                  <>
                    {dictionary.show(name, value.value) || value.raw}{" "}
                    <VerdictTag verdict={value.verdict} quiet={!attribute} />{" "}
                    {attribute && value.raw !== value.value ? (
                      <span className="faint">{value.raw}</span>
                    ) : null}
                  </>
                );
              },
            })),
            ...(attribute
              ? [
                  {
                    key: "reason",
                    title: t("reason"),
                    width: 260,
                    cell: (row: RecordRow) => valueOf(row, attribute)?.text ?? "",
                  },
                ]
              : []),
            {
              key: "customer",
              title: t("customer"),
              width: 180,
              cell: (row) =>
                row.customer ? (
                  <Link className="mono" tabIndex={-1} to={`/customers/${row.customer}`}>
                    {row.customer}
                  </Link>
                ) : null,
            },
          ]}
        />
      </div>
    </>
  );
}
