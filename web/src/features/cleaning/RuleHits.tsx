import { Button } from "antd";
import { useState } from "react";
import { Link } from "react-router-dom";
import type { Schemas } from "@/api/client";
import { number } from "@/i18n/format";
import { Panel } from "@/ui/Page";
import { SimpleTable } from "@/ui/SimpleTable";
import { useCleaningTexts } from "./texts";

type Hits = Schemas["RuleHits"];

/** How many records each rule hits; one opens to the first of them. */
export function RuleHits({ items }: { items: Hits[] }) {
  const t = useCleaningTexts();
  const [open, setOpen] = useState<string>();
  const shown = items.find((one) => one.rule === open);
  return (
    <>
      <Panel title={t("hits")} flush>
        <SimpleTable<Hits>
          label={t("hits")}
          rows={items}
          keyOf={(row) => row.rule}
          columns={[
            { key: "rule", title: t("rule"), cell: (row) => <strong>{row.rule}</strong> },
            { key: "sentence", title: t("demands"), cell: (row) => row.sentence },
            {
              key: "hits",
              title: t("hits"),
              num: true,
              cell: (row) => (
                <>
                  <strong className={row.hits ? "warn" : "good"}>{number(row.hits)}</strong>{" "}
                  <span className="faint small">{t("of_checked", { count: row.checked })}</span>
                </>
              ),
            },
            {
              key: "rows",
              title: "",
              tight: true,
              cell: (row) =>
                row.rows.length ? (
                  <Button
                    size="small"
                    aria-expanded={row.rule === open}
                    onClick={() => setOpen(row.rule === open ? undefined : row.rule)}
                  >
                    {t("show_rows")}
                  </Button>
                ) : null,
            },
          ]}
        />
      </Panel>
      {shown?.rows.length ? (
        <Panel title={`${t("rows_hit")}: ${shown.rule}`} flush>
          <SimpleTable
            label={t("rows_hit")}
            rows={shown.rows}
            keyOf={(row) => row.record}
            columns={[
              {
                key: "record",
                title: t("records"),
                cell: (row) => (
                  <Link to={`/customers/${row.record}?tab=records`}>{`${row.source} · ${row.row}`}</Link>
                ),
              },
              { key: "value", title: t("value"), cell: (row) => row.value },
              { key: "beside", title: "", cell: (row) => row.beside ?? "" },
            ]}
          />
        </Panel>
      ) : null}
    </>
  );
}
