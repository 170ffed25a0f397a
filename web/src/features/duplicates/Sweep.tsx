// What another threshold would do to the pairs that the model is least sure of.
import { lazy, Suspense } from "react";
import { useGet } from "@/api/query";
import { number, share } from "@/i18n/format";
import { Ask } from "@/ui/Ask";
import { Panel, Skeleton } from "@/ui/Page";
import { useDuplicateTexts } from "./texts";

const Chart = lazy(() => import("@/ui/Chart"));

export function Sweep() {
  const t = useDuplicateTexts();
  const query = useGet("/api/v1/model/sweep");
  return (
    <Panel title={t("sweep")}>
      <Ask query={query} lines={8}>
        {(sweep) => {
          if (!sweep.pairs) return <p className="quiet">{t("sweep_none")}</p>;
          const rounded = (value: number) => Math.round(value * 10) / 10;
          const lines = [
            { name: t("sweep_joined"), of: (one: (typeof sweep.effects)[number]) => one.joined },
            {
              name: t("sweep_wrong"),
              of: (one: (typeof sweep.effects)[number]) => rounded(one.expected_wrong),
            },
            {
              name: t("sweep_missed"),
              of: (one: (typeof sweep.effects)[number]) => rounded(one.expected_missed),
            },
          ];
          return (
            <>
              <p className="quiet">
                {t("sweep_hint", {
                  count: sweep.pairs,
                  lowest: share(sweep.lowest, 1),
                  highest: share(sweep.highest, 1),
                })}
              </p>
              <Suspense fallback={<Skeleton lines={8} />}>
                <Chart
                  label={t("sweep")}
                  height={280}
                  table={{
                    columns: [t("threshold"), ...lines.map((line) => line.name)],
                    rows: sweep.effects.map((one) => [
                      share(one.threshold),
                      ...lines.map((line) => line.of(one)),
                    ]),
                  }}
                  option={{
                    tooltip: { trigger: "axis", valueFormatter: (value: number) => number(value) },
                    legend: { bottom: 0 },
                    grid: { bottom: 64 },
                    xAxis: {
                      type: "category",
                      data: sweep.effects.map((one) => share(one.threshold)),
                    },
                    yAxis: { type: "value" },
                    series: lines.map((line) => ({
                      type: "line",
                      name: line.name,
                      showSymbol: false,
                      data: sweep.effects.map(line.of),
                    })),
                  }}
                />
              </Suspense>
            </>
          );
        }}
      </Ask>
    </Panel>
  );
}
