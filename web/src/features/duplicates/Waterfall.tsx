// Weights one below the other, each beginning where the last ended: how the total came about, in bits.
import type { Schemas } from "@/api/client";
import { decimal, share } from "@/i18n/format";
import { useDuplicateTexts } from "./texts";

type Why = Schemas["Why"];

export function Waterfall({ why, label }: { why: Why; label: string }) {
  const t = useDuplicateTexts();
  const bits = why.weights.map((one) => one.weight + one.term_frequency);
  let reached = why.prior;
  const steps = [
    { key: "prior", name: t("prior"), detail: "", from: 0, to: why.prior },
    ...why.weights.map((one, i) => {
      const from = reached;
      reached += bits[i];
      return {
        key: `${one.attribute} ${i}`,
        name: one.label,
        detail: [one.level, one.given].filter(Boolean).join(" · "),
        from,
        to: reached,
      };
    }),
  ];
  const low = Math.min(0, ...steps.map((one) => Math.min(one.from, one.to)));
  const high = Math.max(0, ...steps.map((one) => Math.max(one.from, one.to)));
  const at = (value: number) => (100 * (value - low)) / (high - low || 1);
  return (
    <table className="waterfall">
      <caption className="seen-by-ear">{label}</caption>
      <thead className="seen-by-ear">
        <tr>
          <th scope="col">{t("attribute")}</th>
          <th scope="col">{t("bits")}</th>
          <th scope="col">{t("reached")}</th>
        </tr>
      </thead>
      <tbody>
        {steps.map((one) => {
          const gain = one.to - one.from;
          return (
            <tr key={one.key}>
              <th scope="row">
                {one.name}
                {one.detail ? <span className="faint small">{` ${one.detail}`}</span> : null}
              </th>
              <td className={`num ${gain < 0 ? "bad" : "good"}`}>
                {gain >= 0 ? "+" : "−"}
                {decimal(Math.abs(gain), 1)}
              </td>
              <td className="waterfall-track">
                <span className="seen-by-ear">{decimal(one.to, 1)}</span>
                <i className="waterfall-zero" style={{ left: `${at(0)}%` }} />
                <i
                  className={gain < 0 ? "waterfall-bar down" : "waterfall-bar"}
                  style={{
                    left: `${at(Math.min(one.from, one.to))}%`,
                    width: `${Math.max(0.6, Math.abs(at(one.to) - at(one.from)))}%`,
                  }}
                />
              </td>
            </tr>
          );
        })}
      </tbody>
      <tfoot>
        <tr>
          <th scope="row">{t("together")}</th>
          <td className="num">{decimal(why.total, 1)}</td>
          <td>{t("probability", { share: share(why.probability, 2) })}</td>
        </tr>
      </tfoot>
    </table>
  );
}
