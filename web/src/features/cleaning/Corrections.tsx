// What people set right: what still holds for what comes, who said so, and the way back.
import { Button } from "antd";
import { Link } from "react-router-dom";
import { useDictionary } from "@/api/attributes";
import { api, type Schemas } from "@/api/client";
import { useDeed, useGet } from "@/api/query";
import { useMay } from "@/api/session";
import { useWho } from "@/api/who";
import { useCommon } from "@/i18n/common";
import { dateTime } from "@/i18n/format";
import { Ask } from "@/ui/Ask";
import { Empty, Panel, Tag } from "@/ui/Page";
import { Sure } from "@/ui/Pop";
import { SimpleTable } from "@/ui/SimpleTable";
import { resultOf, stale, useTellRestandardised } from "./correct";
import { useCleaningTexts } from "./texts";

type Stored = Schemas["StoredCorrection"];

export default function Corrections() {
  const t = useCleaningTexts();
  const c = useCommon();
  const may = useMay();
  const who = useWho();
  const dictionary = useDictionary();
  const tell = useTellRestandardised();
  const query = useGet("/api/v1/corrections");
  const withdraw = useDeed({
    run: async (correction: number) =>
      resultOf(await api.delete("/api/v1/corrections/{correction}", { path: { correction } })),
    stale: [...stale],
    done: tell,
  });
  const change = ({ correction }: Stored) => {
    const becomes =
      correction.action === "empty"
        ? t("make_empty")
        : correction.action === "replace"
          ? `${correction.pattern} → ${correction.text}`
          : `→ ${correction.text}`;
    return correction.action === "replace" ? becomes : `${correction.wanted ?? ""} ${becomes}`.trim();
  };
  return (
    <Ask query={query} lines={6}>
      {({ items }) =>
        items.length ? (
          <Panel flush>
            <SimpleTable<Stored>
              label={t("corrections")}
              rows={items}
              keyOf={(row) => row.number}
              columns={[
                { key: "number", title: t("number"), num: true, cell: (row) => row.number },
                {
                  key: "of",
                  title: t("value"),
                  cell: ({ correction }) =>
                    [
                      correction.attribute ? dictionary.label(correction.attribute) : correction.column,
                      correction.source,
                    ]
                      .filter(Boolean)
                      .join(" · "),
                },
                { key: "change", title: t("becomes"), words: true, cell: change },
                {
                  key: "by",
                  title: c("who"),
                  cell: (row) => (
                    <>
                      {who(row.made_by)} <span className="faint small nowrap">{dateTime(row.made_at)}</span>
                    </>
                  ),
                },
                {
                  key: "state",
                  title: c("status"),
                  cell: (row) => (
                    <>
                      <Tag tone={row.stands ? "good" : "plain"}>{t(row.stands ? "stands" : "withdrawn")}</Tag>{" "}
                      {row.batch ? (
                        <Link to={`/batches/${row.batch}`}>{t("by_batch", { batch: row.batch })}</Link>
                      ) : null}
                    </>
                  ),
                },
                {
                  key: "do",
                  title: "",
                  tight: true,
                  cell: (row) =>
                    row.stands && may("imports.write") ? (
                      <Sure
                        title={t("withdraw")}
                        description={t("withdraw_hint")}
                        onSure={() => withdraw.mutate(row.number)}
                      >
                        <Button
                          size="small"
                          loading={withdraw.isPending && withdraw.variables === row.number}
                        >
                          {t("withdraw")}
                        </Button>
                      </Sure>
                    ) : null,
                },
              ]}
            />
          </Panel>
        ) : (
          <Empty title={t("no_corrections")}>{t("no_corrections_hint")}</Empty>
        )
      }
    </Ask>
  );
}
