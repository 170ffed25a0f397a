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
  /** What the merged customer will have, as far as it is known before: a choice, the only value, or the rule that chooses. */
  const together = (line: Line) => {
    const side = kept[line.attribute];
    if (side) return <strong>{dictionary.show(line.attribute, pair[side].values[line.attribute])}</strong>;
    if (line.agreement !== "differs") return dictionary.show(line.attribute, line.left || line.right);
    const rule = dictionary.of(line.attribute)?.survivorship;
    return <span className="faint small">{rule ? ruleWords(rule) : t("both_kept")}</span>;
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
        {t("choose_hint")} <Hanging pair={pair} />
      </p>
    </div>
  );
}

/** What moves when the two are merged. */
function Hanging({ pair }: { pair: Duplicate }) {
  const t = useDuplicateTexts();
  const may = useMay();
  const customers = [pair.a.customer, pair.b.customer];
  const preview = useQuery({
    queryKey: ["merge preview", ...customers],
    queryFn: ({ signal }) =>
      api.post("/api/v1/merge", { query: { dry_run: true }, body: { customers }, signal }),
    enabled: may("customers.merge"),
    retry: false,
    staleTime: 60_000,
  });
  const would = preview.data;
  if (!would) return null;
  return (
    <>
      {t("hanging", {
        records: would.records,
        orders: would.orders,
        events: would.events,
        interactions: would.interactions,
      })}
    </>
  );
}

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
