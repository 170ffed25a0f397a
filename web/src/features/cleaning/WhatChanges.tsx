import { useDictionary } from "@/api/attributes";
import { number } from "@/i18n/format";
import { SimpleTable } from "@/ui/SimpleTable";
import { VerdictTag } from "@/ui/Verdict";
import type { Restandardised } from "./correct";
import { useCleaningTexts } from "./texts";

type Example = Restandardised["attributes"][number]["examples"][number];

/** Only what is said of the value changes, so that is what is shown. */
const sameText = (row: Example) => row.before === row.after;

/** What a standard or corrections change, with examples. */
export function WhatChanges({ result }: { result: Restandardised }) {
  const t = useCleaningTexts();
  const dictionary = useDictionary();
  const changed = result.attributes.filter((one) => one.values > 0);
  if (!changed.length) return <p className="quiet">{t("nothing_changes")}</p>;
  return (
    <>
      {changed.map((one) => (
        <section key={one.attribute} aria-label={dictionary.label(one.attribute)} className="stack-tight">
          <p>
            <strong>{dictionary.label(one.attribute)}</strong>
            {" · "}
            {t("would_change", {
              count: one.values,
              records: result.records,
              mended: one.mended,
              doubted: one.doubted,
            })}
          </p>
          <SimpleTable
            label={dictionary.label(one.attribute)}
            rows={one.examples}
            keyOf={(row) => `${row.before} ${row.after} ${row.verdict_before} ${row.verdict} ${row.reason}`}
            columns={[
              {
                key: "before",
                title: t("before"),
                cell: (row) => (
                  <>
                    {row.before} <VerdictTag verdict={row.verdict_before} quiet={!sameText(row)} />
                  </>
                ),
              },
              {
                key: "after",
                title: t("after"),
                cell: (row) => (
                  <>
                    {row.after} <VerdictTag verdict={row.verdict} quiet={!sameText(row)} />
                    {sameText(row) && row.reason ? (
                      <span className="faint small block">{row.reason}</span>
                    ) : null}
                  </>
                ),
              },
              { key: "values", title: t("values"), num: true, cell: (row) => number(row.values) },
            ]}
          />
        </section>
      ))}
    </>
  );
}
