import { useMemo } from "react";
import { date } from "@/i18n/format";
import Chart from "@/ui/Chart";
import { Panel } from "@/ui/Page";
import type { QualityReport } from "./report";
import { useQualityTexts } from "./texts";

const round = (score: number | null) => (score === null ? null : Math.round(score * 1000) / 10);

export default function Trend({ report, height = 220 }: { report: QualityReport; height?: number }) {
  const t = useQualityTexts();
  const points = report.trend;
  const option = useMemo(
    () => ({
      xAxis: {
        type: "category",
        data: points.map((one) => `${one.batch} ${one.source}`),
        axisLabel: { hideOverlap: true, color: "#7d8886", fontSize: 11 },
      },
      yAxis: {
        type: "value",
        min: (range: { min: number }) => Math.max(0, Math.floor(range.min / 10) * 10 - 5),
        max: 100,
      },
      series: [
        {
          type: "line",
          name: t("score"),
          symbolSize: 7,
          connectNulls: true,
          data: points.map((one) => round(one.score)),
        },
      ],
    }),
    [points, t],
  );
  return (
    <Panel title={t("trend")}>
      <Chart
        label={t("trend")}
        height={height}
        option={option}
        table={{
          columns: [t("batch"), t("source"), t("measured", { when: "" }).trim(), t("score")],
          rows: points.map((one) => [one.batch, one.source, date(one.started_at), round(one.score)]),
        }}
      />
    </Panel>
  );
}
