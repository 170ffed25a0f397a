// The matching model as it was learned: what is compared, and what agreement and difference say.
import { lazy, Suspense, useMemo } from "react";
import { useDictionary } from "@/api/attributes";
import { asProblem } from "@/api/problem";
import { useGet } from "@/api/query";
import { dateTime, decimal, number, share } from "@/i18n/format";
import { Ask } from "@/ui/Ask";
import { Empty, Figures, Panel, Skeleton } from "@/ui/Page";
import { SimpleTable } from "@/ui/SimpleTable";
import { Sweep } from "./Sweep";
import { useDuplicateTexts } from "./texts";

const Chart = lazy(() => import("@/ui/Chart"));

interface Level {
  name: string;
  /** In the caller's language. */
  label?: string;
  m: number;
  u: number;
}
interface Model {
  lambda: number;
  predicted_recall: number;
  /** What records have most in common did not tell which are one. */
  anchored?: boolean;
  fields: { column: string; levels: Level[] }[];
  rules: { name: string; pairs: number; predicted_recall: number }[];
}

export const bitsOf = ({ m, u }: Pick<Level, "m" | "u">): number =>
  Math.log2(Math.max(m, 1e-12) / Math.max(u, 1e-12));

export default function ModelView() {
  const t = useDuplicateTexts();
  const query = useGet("/api/v1/model");
  if (query.isError && ["conflict", "not_found"].includes(asProblem(query.error).code))
    return <Empty title={t("no_model")}>{t("no_model_hint")}</Empty>;
  return (
    <Ask query={query} lines={10}>
      {(answer) => <ModelFigures madeAt={answer.made_at} model={answer.model as unknown as Model} />}
    </Ask>
  );
}

function ModelFigures({ madeAt, model }: { madeAt: string; model: Model }) {
  const t = useDuplicateTexts();
  const dictionary = useDictionary();
  const levels = useMemo(
    () =>
      model.fields.flatMap((field) =>
        field.levels.map((level, i) => ({
          key: `${field.column} ${i}`,
          field: dictionary.label(field.column),
          ...level,
          name: level.label ?? level.name,
          bits: bitsOf(level),
        })),
      ),
    [model, dictionary],
  );
  const drawn = [...levels].sort((a, b) => a.bits - b.bits);
  return (
    <div className="stack">
      <p className="quiet">{t("made_at", { when: dateTime(madeAt) })}</p>
      {model.anchored ? <p>{t("anchored")}</p> : null}
      <Figures
        figures={[
          {
            label: t("predicted_recall"),
            value: share(model.predicted_recall),
            note: t("predicted_recall_hint"),
          },
          {
            label: t("lambda"),
            value: model.lambda > 0 ? t("one_in", { count: Math.round(1 / model.lambda) }) : "–",
          },
          {
            label: t("pairs_compared"),
            value: number(model.rules.reduce((sum, rule) => sum + rule.pairs, 0)),
          },
        ]}
      />
      <Panel title={t("weights_chart")}>
        <Suspense fallback={<Skeleton lines={8} />}>
          <Chart
            label={t("weights_chart")}
            height={Math.max(260, drawn.length * 15)}
            table={{
              columns: [t("field"), t("level"), t("bits")],
              rows: drawn.map((one) => [one.field, one.name, Math.round(one.bits * 10) / 10]),
            }}
            option={{
              tooltip: { trigger: "item" },
              xAxis: { type: "value" },
              yAxis: {
                type: "category",
                data: drawn.map((one) => `${one.field} · ${one.name}`),
                axisLabel: { width: 200, overflow: "truncate", fontSize: 10 },
              },
              series: [
                {
                  type: "bar",
                  name: t("bits"),
                  data: drawn.map((one) => ({
                    value: Math.round(one.bits * 10) / 10,
                    itemStyle: one.bits < 0 ? { color: "#c0564d" } : undefined,
                  })),
                },
              ],
            }}
          />
        </Suspense>
      </Panel>
      <Sweep />
      <div className="columns">
        <Panel title={t("rules")} flush>
          <SimpleTable
            label={t("rules")}
            rows={model.rules}
            keyOf={(row) => row.name}
            columns={[
              { key: "name", title: t("rule"), cell: (row) => row.name },
              { key: "pairs", title: t("pairs_compared"), num: true, cell: (row) => number(row.pairs) },
              { key: "recall", title: t("recall"), num: true, cell: (row) => share(row.predicted_recall) },
            ]}
          />
        </Panel>
        <Panel title={t("fields")} flush>
          <SimpleTable
            label={t("fields")}
            rows={levels}
            keyOf={(row) => row.key}
            columns={[
              { key: "field", title: t("field"), cell: (row) => row.field },
              { key: "level", title: t("level"), cell: (row) => row.name },
              { key: "m", title: t("m"), num: true, cell: (row) => share(row.m, 2) },
              { key: "u", title: t("u"), num: true, cell: (row) => share(row.u, 3) },
              { key: "bits", title: t("weight"), num: true, cell: (row) => decimal(row.bits, 1) },
            ]}
          />
        </Panel>
      </div>
    </div>
  );
}
