import type { Schemas } from "@/api/client";

/** What became of the first values of an attribute. */
export function Samples({ report, attribute }: { report: Schemas["ImportReport"]; attribute?: string }) {
  return report.examples
    .filter((one) => one.attribute === attribute)
    .slice(0, 2)
    .map((one, i) => (
      <div key={i} className="mono" style={{ overflowWrap: "anywhere" }}>
        {one.before === one.after ? one.before : `${one.before} → ${one.after}`}
      </div>
    ));
}
