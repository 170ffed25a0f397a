import { Select } from "antd";
import { lazy, Suspense, useMemo, useState } from "react";
import { Link, useNavigate } from "react-router-dom";
import { useDictionary } from "@/api/attributes";
import { useGet } from "@/api/query";
import { useMay } from "@/api/session";
import { useAppTexts } from "@/app/texts";
import { dateTime, decimal, number, share } from "@/i18n/format";
import { Ask } from "@/ui/Ask";
import { Empty, Figures, Page, Panel, Skeleton } from "@/ui/Page";
import { SimpleTable } from "@/ui/SimpleTable";
import {
  asReport,
  type Dimension,
  dimensions,
  problemVerdicts,
  type QualityReport,
  rowsBehind,
  type Scores,
  warmth,
  worst,
} from "./report";
import { useQualityTexts } from "./texts";

const Chart = lazy(() => import("@/ui/Chart"));
const Trend = lazy(() => import("./Trend"));

export function QualityView() {
  const t = useQualityTexts();
  const a = useAppTexts();
  const may = useMay();
  const query = useGet("/api/v1/quality", undefined, { staleTime: 60_000 });
  const report = query.data && asReport(query.data);
  return (
    <Page title={t("title")} lead={t("lead")}>
      <Ask query={query} lines={12}>
        {() =>
          report?.sources.length ? (
            <Suspense fallback={<Skeleton lines={10} />}>
              <Report report={report} />
            </Suspense>
          ) : (
            <Empty
              title={t("none")}
              action={may("imports.write") ? <Link to="/imports/new">{a("import_files")}</Link> : undefined}
            >
              {t("none_hint")}
            </Empty>
          )
        }
      </Ask>
    </Page>
  );
}

function Report({ report }: { report: QualityReport }) {
  const t = useQualityTexts();
  return (
    <>
      <p className="faint small">{t("measured", { when: dateTime(report.measured_at) })}</p>
      <Figures
        figures={[
          { label: t("score"), value: share(report.score) },
          ...dimensions.map((dimension) => {
            const ratio = report.dimensions[dimension];
            return {
              label: t(dimension),
              value: ratio ? share(ratio.value) : "–",
              note: ratio ? undefined : t("not_applicable"),
            };
          }),
        ]}
      />
      <HeatMap report={report} />
      <Problems report={report} />
      <div className="columns">
        <Trend report={report} />
        <Sizes report={report} />
      </div>
      {report.rejects.length ? (
        <Panel title={t("rejects")} flush>
          <SimpleTable
            label={t("rejects")}
            rows={report.rejects}
            keyOf={(row) => `${row.source} ${row.column} ${row.reason}`}
            columns={[
              { key: "source", title: t("source"), cell: (row) => row.source },
              { key: "column", title: t("column"), cell: (row) => row.column },
              { key: "reason", title: t("reason"), cell: (row) => row.reason },
              { key: "rows", title: t("rows"), num: true, cell: (row) => number(row.rows) },
            ]}
          />
        </Panel>
      ) : null}
    </>
  );
}

/** A table, so that it can be read by ear and by key; the colour only repeats the number. */
function HeatMap({ report }: { report: QualityReport }) {
  const t = useQualityTexts();
  const dictionary = useDictionary();
  const navigate = useNavigate();
  const batches = useGet("/api/v1/batches");
  const [dimension, setDimension] = useState<Dimension | "overall">("overall");
  const scoreOf = (one: { score: number | null; dimensions: Scores } | undefined) =>
    dimension === "overall" ? (one?.score ?? null) : (one?.dimensions[dimension]?.value ?? null);
  const attributes = report.attributes.filter((one) => scoreOf(one) !== null);
  const colour = (score: number) =>
    `color-mix(in srgb, var(--bad) ${Math.round(46 * (1 - warmth(score)))}%, color-mix(in srgb, var(--accent) 12%, transparent))`;
  const open = (source: string, attribute?: QualityReport["sources"][number]["attributes"][number]) => {
    if (attribute) return navigate(rowsBehind(source, attribute.name, worst(attribute.verdicts, dimension)));
    const newest = batches.data?.items.find((one) => one.source === source && one.state === "done");
    if (newest) navigate(`/batches/${newest.number}`);
  };
  const cell = (
    score: number | null,
    source?: string,
    attribute?: QualityReport["sources"][number]["attributes"][number],
  ) => {
    if (score === null) return <td className="num faint">{"–"}</td>;
    const text = share(score, 0);
    return (
      <td className="num heat" style={{ background: colour(score) }}>
        {source ? (
          <button
            type="button"
            className="plain"
            aria-label={`${attribute ? `${dictionary.label(attribute.name)}, ` : ""}${source} ${text}: ${t("see_rows")}`}
            onClick={() => open(source, attribute)}
          >
            {text}
          </button>
        ) : (
          text
        )}
      </td>
    );
  };
  return (
    <Panel
      title={t("heat")}
      flush
      actions={
        <Select
          size="small"
          aria-label={t("dimension")}
          style={{ minWidth: 160 }}
          value={dimension}
          onChange={setDimension}
          options={[
            { value: "overall" as const, label: t("overall") },
            ...dimensions.map((one) => ({ value: one, label: t(one) })),
          ]}
        />
      }
    >
      <p className="quiet small" style={{ padding: "0 16px 8px" }}>
        {t("heat_hint")}
      </p>
      <div className="table-scroll" role="region" aria-label={t("heat")} tabIndex={0}>
        <table className="table heat-map">
          <caption className="seen-by-ear">{t("heat")}</caption>
          <thead>
            <tr>
              <th scope="col">{t("attribute")}</th>
              {report.sources.map((source) => (
                <th key={source.name} scope="col" className="num">
                  {source.name}
                </th>
              ))}
              <th scope="col" className="num">
                {t("all_sources")}
              </th>
            </tr>
          </thead>
          <tbody>
            {attributes.map((attribute) => (
              <tr key={attribute.name}>
                <th scope="row">{dictionary.label(attribute.name)}</th>
                {report.sources.map((source) => {
                  const own = source.attributes.find((one) => one.name === attribute.name);
                  return <Cell key={source.name}>{cell(scoreOf(own), source.name, own)}</Cell>;
                })}
                {cell(scoreOf(attribute))}
              </tr>
            ))}
          </tbody>
          <tfoot>
            <tr>
              <th scope="row">{t("overall")}</th>
              {report.sources.map((source) => (
                <Cell key={source.name}>{cell(scoreOf(source))}</Cell>
              ))}
              {cell(scoreOf(report))}
            </tr>
          </tfoot>
        </table>
      </div>
    </Panel>
  );
}

const Cell = ({ children }: { children: React.ReactNode }) => <>{children}</>;

function Problems({ report }: { report: QualityReport }) {
  const t = useQualityTexts();
  const dictionary = useDictionary();
  const problems = [...report.problems].sort((a, b) => b.impact - a.impact).slice(0, 15);
  const kind = (word: string) =>
    useQualityTexts.has(`kind_${word}`) ? t(`kind_${word}` as "kind_missing") : word;
  return (
    <Panel title={t("problems")} flush={problems.length > 0}>
      {problems.length ? (
        <SimpleTable
          label={t("problems")}
          rows={problems}
          keyOf={(row) => [row.source, row.attribute, row.kind, row.reason].join()}
          columns={[
            {
              key: "attribute",
              title: t("attribute"),
              cell: (row) =>
                row.attribute ? (
                  <Link to={rowsBehind(row.source, row.attribute, problemVerdicts[row.kind])}>
                    {dictionary.label(row.attribute)}
                  </Link>
                ) : (
                  t("whole_record")
                ),
            },
            { key: "source", title: t("source"), cell: (row) => row.source },
            {
              key: "kind",
              title: t("kind"),
              cell: (row) =>
                row.text ?? [kind(row.kind), row.reason?.replaceAll("_", " ")].filter(Boolean).join(" · "),
            },
            { key: "rows", title: t("rows"), num: true, cell: (row) => number(row.rows) },
            { key: "share", title: t("share"), num: true, cell: (row) => share(row.share) },
            { key: "impact", title: t("impact"), num: true, cell: (row) => decimal(row.impact, 0) },
            {
              key: "examples",
              title: t("examples"),
              cell: (row) => (
                <span className="mono">
                  {row.examples
                    .slice(0, 3)
                    .map((one) =>
                      one.after && one.after !== one.before ? `${one.before} → ${one.after}` : one.before,
                    )
                    .join(" · ")}
                </span>
              ),
            },
          ]}
        />
      ) : (
        <p className="good">{t("no_problems")}</p>
      )}
    </Panel>
  );
}

function Sizes({ report }: { report: QualityReport }) {
  const t = useQualityTexts();
  const sizes = report.duplicates.records_per_customer;
  const option = useMemo(
    () => ({
      xAxis: { type: "category", data: sizes.map((one) => String(one.records)) },
      yAxis: { type: "value" },
      series: [
        { type: "bar", name: t("n_customers"), barMaxWidth: 28, data: sizes.map((one) => one.customers) },
      ],
    }),
    [sizes, t],
  );
  if (!sizes.length) return null;
  return (
    <Panel title={t("duplicates")}>
      <Suspense fallback={<Skeleton lines={6} />}>
        <Chart
          label={t("duplicates")}
          height={220}
          option={option}
          table={{
            columns: [t("n_records"), t("n_customers")],
            rows: sizes.map((one) => [one.records, one.customers]),
          }}
        />
      </Suspense>
    </Panel>
  );
}
