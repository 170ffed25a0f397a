// Every chart of the workspace: one theme, the numbers behind it as a table, and both to take away.
import { BarChartOutlined, DownloadOutlined, TableOutlined } from "@ant-design/icons";
import { Button, Dropdown } from "antd";
import { BarChart, GraphChart, HeatmapChart, LineChart } from "echarts/charts";
import {
  AriaComponent,
  GridComponent,
  LegendComponent,
  TooltipComponent,
  VisualMapComponent,
} from "echarts/components";
import { type ECharts, init, use as register } from "echarts/core";
import { CanvasRenderer, SVGRenderer } from "echarts/renderers";
import { useEffect, useRef, useState } from "react";
import { useDark } from "@/app/theme";
import { useCommon } from "@/i18n/common";
import { SimpleTable } from "./SimpleTable";
import { csvOf, saveAs, type Cell } from "./csv";

register([
  BarChart,
  LineChart,
  HeatmapChart,
  GraphChart,
  GridComponent,
  TooltipComponent,
  LegendComponent,
  VisualMapComponent,
  AriaComponent,
  SVGRenderer,
  CanvasRenderer,
]);

export interface ChartTable {
  columns: string[];
  rows: Cell[][];
}

interface ChartProps {
  label: string;
  option: Record<string, unknown>;
  table: ChartTable;
  height?: number;
  /** Called with the index in the data of what was clicked. */
  onChoose?: (index: number) => void;
}

const colours = (dark: boolean) =>
  dark
    ? ["#3aa99c", "#d99a3c", "#7d9ad6", "#cf7d9b", "#9bb35a"]
    : ["#0f6b63", "#b9770e", "#3f62b0", "#a8446b", "#5f7a1f"];

function themed(option: Record<string, unknown>, dark: boolean, label: string): Record<string, unknown> {
  const line = dark ? "#333b3a" : "#e3e7e6";
  const word = dark ? "#a9b3b1" : "#55605e";
  const axis = {
    axisLine: { lineStyle: { color: line } },
    axisTick: { show: false },
    axisLabel: { color: word, fontSize: 11 },
    splitLine: { lineStyle: { color: line } },
  };
  const withAxis = (own: { axisLabel?: object } | undefined) =>
    own && { ...axis, ...own, axisLabel: { ...axis.axisLabel, ...own.axisLabel } };
  const family = getComputedStyle(document.body).fontFamily;
  return {
    color: colours(dark),
    backgroundColor: "transparent",
    animationDuration: 200,
    aria: { enabled: true, label: { description: label } },
    textStyle: { fontFamily: family },
    grid: { left: 8, right: 12, top: 16, bottom: 4, containLabel: true },
    tooltip: {
      trigger: "axis",
      confine: true,
      backgroundColor: dark ? "#222827" : "#ffffff",
      borderColor: line,
      textStyle: { color: dark ? "#e4e9e8" : "#1b2422", fontFamily: family, fontSize: 12 },
    },
    ...option,
    ...(option.legend
      ? {
          legend: {
            textStyle: { color: word },
            icon: "roundRect",
            itemHeight: 8,
            ...(option.legend as object),
          },
        }
      : {}),
    // A label without a colour of its own is drawn dark with a light rim, on any ground.
    series: (option.series as { label?: object }[] | undefined)?.map((one) => ({
      ...one,
      ...(one.label ? { label: { color: word, textBorderWidth: 0, ...one.label } } : {}),
    })),
    xAxis: withAxis(option.xAxis as object | undefined),
    yAxis: withAxis(option.yAxis as object | undefined),
  };
}

export default function Chart({ label, option, table, height = 260, onChoose }: ChartProps) {
  const c = useCommon();
  const dark = useDark();
  const box = useRef<HTMLDivElement>(null);
  const chart = useRef<ECharts>();
  const [asTable, setAsTable] = useState(false);
  const choose = useRef(onChoose);
  choose.current = onChoose;

  useEffect(() => {
    if (!box.current || asTable) return;
    const made = init(box.current, null, { renderer: "svg" });
    chart.current = made;
    made.on("click", (event) => event.dataType !== "edge" && choose.current?.(event.dataIndex));
    const watch = new ResizeObserver(() => made.resize());
    watch.observe(box.current);
    return () => {
      watch.disconnect();
      made.dispose();
      chart.current = undefined;
    };
  }, [asTable]);
  useEffect(() => {
    chart.current?.setOption(themed(option, dark, label), true);
  }, [option, dark, label, asTable]);

  const picture = (type: "png" | "svg") => {
    const holder = document.createElement("div");
    holder.style.cssText = `position:fixed;left:-3000px;width:1000px;height:${Math.max(500, height)}px`;
    document.body.append(holder);
    const drawn = init(holder, null, { renderer: type === "svg" ? "svg" : "canvas" });
    const backgroundColor = dark ? "#1a1f1e" : "#ffffff";
    drawn.setOption({ ...themed(option, dark, label), animation: false, backgroundColor });
    saveAs(`${label}.${type}`, drawn.getDataURL({ type, pixelRatio: 2, backgroundColor }));
    drawn.dispose();
    holder.remove();
  };
  return (
    <figure aria-label={label}>
      {asTable ? (
        <div style={{ maxHeight: height, overflow: "auto" }}>
          <SimpleTable<Cell[]>
            label={label}
            rows={table.rows}
            keyOf={(row) => String(table.rows.indexOf(row))}
            columns={table.columns.map((title, i) => ({
              key: title,
              title,
              num: typeof table.rows[0]?.[i] === "number",
              cell: (row) => row[i] ?? "–",
            }))}
          />
        </div>
      ) : (
        <div ref={box} role="img" aria-label={label} style={{ height, width: "100%" }} />
      )}
      <div className="row" style={{ justifyContent: "flex-end", gap: 0 }}>
        <Button
          size="small"
          type="text"
          icon={asTable ? <BarChartOutlined /> : <TableOutlined />}
          onClick={() => setAsTable(!asTable)}
        >
          {asTable ? c("show_chart") : c("show_table")}
        </Button>
        <Dropdown
          trigger={["click"]}
          autoFocus
          menu={{
            items: [
              {
                key: "csv",
                label: "CSV",
                onClick: () =>
                  saveAs(
                    `${label}.csv`,
                    new Blob(["\ufeff", csvOf(table.columns, table.rows)], { type: "text/csv" }),
                  ),
              },
              { key: "png", label: "PNG", onClick: () => picture("png") },
              { key: "svg", label: "SVG", onClick: () => picture("svg") },
            ],
          }}
        >
          <Button
            size="small"
            type="text"
            icon={<DownloadOutlined />}
            aria-label={`${c("download")}: ${label}`}
          />
        </Dropdown>
      </div>
    </figure>
  );
}
