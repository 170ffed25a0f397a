import { Link } from "react-router-dom";
import { type Attribute, useDictionary } from "@/api/attributes";
import { useGet } from "@/api/query";
import { useMay } from "@/api/session";
import { asReport } from "@/features/quality/report";
import { useCommon } from "@/i18n/common";
import { number } from "@/i18n/format";
import { Ask } from "@/ui/Ask";
import { Page, Panel, Tag, type Tone } from "@/ui/Page";
import { SimpleTable } from "@/ui/SimpleTable";
import { useAttributeTexts } from "./texts";

const tones: Record<Attribute["sensitivity"], Tone> = {
  public: "plain",
  internal: "plain",
  personal: "warn",
  sensitive: "bad",
};

export function AttributesView() {
  const t = useAttributeTexts();
  const c = useCommon();
  const may = useMay();
  const dictionary = useDictionary();
  const query = useGet("/api/v1/attributes", undefined, { staleTime: 300_000 });
  const quality = useGet("/api/v1/quality", undefined, { enabled: may("quality.read"), staleTime: 60_000 });
  const filled = new Map(
    quality.data
      ? asReport(quality.data).attributes.map((one) => [one.name, one.customers_with_golden_value])
      : [],
  );
  const rule = (word: string | undefined) =>
    word && useAttributeTexts.has(`rule_${word}`) ? t(`rule_${word}` as "rule_most_recent") : (word ?? "");
  return (
    <Page title={t("title")} lead={t("lead")}>
      <Ask query={query} lines={12}>
        {({ items }) => (
          <Panel flush>
            <SimpleTable<Attribute>
              label={t("title")}
              rows={items}
              keyOf={(row) => row.name}
              columns={[
                {
                  key: "name",
                  title: t("name"),
                  cell: (row) => (
                    <>
                      <strong>{dictionary.label(row.name)}</strong> <code className="faint">{row.name}</code>
                    </>
                  ),
                },
                { key: "type", title: t("type"), cell: (row) => <code>{row.type}</code> },
                { key: "class", title: t("class"), cell: (row) => t(`class_${row.class}`) },
                {
                  key: "sensitivity",
                  title: t("sensitivity"),
                  cell: (row) => (
                    <Tag tone={tones[row.sensitivity]}>{t(`sensitivity_${row.sensitivity}`)}</Tag>
                  ),
                },
                { key: "survivorship", title: t("survivorship"), cell: (row) => rule(row.survivorship) },
                { key: "multiple", title: t("multiple"), cell: (row) => (row.multiple ? c("yes") : "") },
                {
                  key: "matching",
                  title: t("matching"),
                  cell: (row) => (row.matching ? <code>{row.matching}</code> : ""),
                },
                { key: "filled", title: t("filled"), num: true, cell: (row) => number(filled.get(row.name)) },
                { key: "access", title: t("access"), cell: (row) => t(`access_${row.access}`) },
                {
                  key: "values",
                  title: "",
                  cell: (row) =>
                    may("quality.read") && row.access !== "hide" ? (
                      <Link className="nowrap" to={`/attributes/${row.name}`}>
                        {t("all_values")}
                      </Link>
                    ) : null,
                },
              ]}
            />
          </Panel>
        )}
      </Ask>
    </Page>
  );
}
