// Two customers side by side, which value the merged one keeps, and what it will be.
import { useQuery } from "@tanstack/react-query";
import { Link } from "react-router-dom";
import { useDictionary } from "@/api/attributes";
import { api, type Schemas } from "@/api/client";
import { useMay } from "@/api/session";
import { useCommon } from "@/i18n/common";
import { Tag } from "@/ui/Page";
import { useRuleWords } from "@/features/customer/ruleWords";
import { compare, type Line, marked } from "./compare";
import { useDuplicateTexts } from "./texts";

type Duplicate = Schemas["Duplicate"];
export type Kept = Record<string, "a" | "b">;

interface SidesProps {
  pair: Duplicate;
  kept: Kept;
  onKeep: (kept: Kept) => void;
}

export function Sides({ pair, kept, onKeep }: SidesProps) {
  const t = useDuplicateTexts();
  const c = useCommon();
  const dictionary = useDictionary();
  const ruleWords = useRuleWords();
  const merged = useMerged(pair);
  const lines = compare(
    pair.a.values,
    pair.b.values,
    dictionary.all.map((one) => one.name),
  );
  const toggle = (attribute: string, side: "a" | "b") => {
    const next = { ...kept };
    if (next[attribute] === side) delete next[attribute];
    else next[attribute] = side;
    onKeep(next);
  };
  const cell = (line: Line, side: "a" | "b") => {
    const [text, other] = side === "a" ? [line.left, line.right] : [line.right, line.left];
    if (!text) return <span className="faint">{"·"}</span>;
    const [shown, otherShown] = [text, other].map((one) => dictionary.show(line.attribute, one));
    if (line.agreement !== "differs" || !dictionary.mayEdit(line.attribute))
      return <Marked text={shown} other={otherShown} />;
    return (
      <button
        type="button"
        className="plain side-value"
        aria-pressed={kept[line.attribute] === side}
        aria-label={t("golden_choice", { value: text })}
        onClick={() => toggle(line.attribute, side)}
      >
        <Marked text={shown} other={otherShown} />
      </button>
    );
  };
  /** What the merged customer will have: a choice, the only value, or what the rule makes of both. */
  const together = (line: Line) => {
    const side = kept[line.attribute];
    if (side) return <strong>{dictionary.show(line.attribute, pair[side].values[line.attribute])}</strong>;
    if (line.agreement !== "differs") return dictionary.show(line.attribute, line.left || line.right);
    const value = merged?.values?.[line.attribute];
    const rule = dictionary.of(line.attribute)?.survivorship;
    return (
      <>
        {value ? dictionary.show(line.attribute, value) : null}
        <span className="faint small block">{rule ? ruleWords(rule) : t("both_kept")}</span>
      </>
    );
  };
  return (
    <div className="table-scroll">
      <table className="table sides">
        <caption className="seen-by-ear">{t("sides")}</caption>
        <thead>
          <tr>
            <th scope="col">{t("attribute")}</th>
            {(["a", "b"] as const).map((side) => (
              <th key={side} scope="col">
                <Link to={`/customers/${pair[side].customer}`}>{t(side === "a" ? "left" : "right")}</Link>
                {` · ${c("records", { count: pair[side].records })}`}
              </th>
            ))}
            <th scope="col">{t("merged_value")}</th>
            <th scope="col">
              <span className="seen-by-ear">{t("kind")}</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {lines.map((line) => (
            <tr key={line.attribute}>
              <th scope="row">{dictionary.label(line.attribute)}</th>
              <td>{cell(line, "a")}</td>
              <td>{cell(line, "b")}</td>
              <td>{together(line)}</td>
              <td className="nowrap">
                <Tag
                  tone={line.agreement === "differs" ? "warn" : line.agreement === "equal" ? "good" : "plain"}
                >
                  {t(line.agreement)}
                </Tag>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      <p className="faint small" style={{ padding: "8px 12px" }}>
        {t("choose_hint")}
        {merged ? ` ${t("hanging", hangingOf(merged))}` : ""}
      </p>
    </div>
  );
}

/** What merging the two would make, and what moves. */
function useMerged(pair: Duplicate): Schemas["Merged"] | undefined {
  const may = useMay();
  const customers = [pair.a.customer, pair.b.customer];
  return useQuery({
    queryKey: ["merge preview", ...customers],
    queryFn: ({ signal }) =>
      api.post("/api/v1/merge", { query: { dry_run: true }, body: { customers }, signal }),
    enabled: may("customers.merge"),
    retry: false,
    staleTime: 60_000,
  }).data;
}

const hangingOf = ({ records, orders, events, interactions }: Schemas["Merged"]) => ({
  records,
  orders,
  events,
  interactions,
});

function Marked({ text, other }: { text: string; other: string }) {
  if (!other || text === other) return <>{text}</>;
  return (
    <>
      {marked(text, other).map((piece, i) =>
        piece.same ? <span key={i}>{piece.text}</span> : <mark key={i}>{piece.text}</mark>,
      )}
    </>
  );
}
