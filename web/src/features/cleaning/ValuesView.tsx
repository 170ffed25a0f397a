// All values of one attribute among the records: how they are judged, how they look, which are one written twice.
import { Button, Segmented, Select } from "antd";
import { lazy, Suspense, useState } from "react";
import { useParams, useSearchParams } from "react-router-dom";
import { useDictionary } from "@/api/attributes";
import { useGet } from "@/api/query";
import { useMay } from "@/api/session";
import { useCommon } from "@/i18n/common";
import { number } from "@/i18n/format";
import { RecordRows } from "@/features/imports/RecordRows";
import { Ask } from "@/ui/Ask";
import { BarRow } from "@/ui/BarRow";
import { Page, Panel } from "@/ui/Page";
import { SimpleTable } from "@/ui/SimpleTable";
import { type Verdict, verdicts, VerdictTag } from "@/ui/Verdict";
import type { FixScope } from "./FixDialog";
import { Lookalikes } from "./Lookalikes";
import { useCleaningTexts } from "./texts";
import { useValueFacets } from "./useLook";

const FixDialog = lazy(() => import("./FixDialog"));

/** What narrows the values: one verdict or one reason at a time. */
interface Narrow {
  operator: "verdict" | "reason";
  wanted: string;
}

export function ValuesView() {
  const t = useCleaningTexts();
  const c = useCommon();
  const may = useMay();
  const dictionary = useDictionary();
  const { attribute = "" } = useParams();
  const [words, setWords] = useSearchParams();
  const source = words.get("source") ?? undefined;
  const tab = words.get("tab") ?? "values";
  const put = (name: string, value: string | undefined) => {
    const next = new URLSearchParams(words);
    if (value) next.set(name, value);
    else next.delete(name);
    setWords(next, { replace: true });
  };
  const [narrow, setNarrow] = useState<Narrow>();
  const [fixing, setFixing] = useState<FixScope>();
  const sources = useGet("/api/v1/sources", undefined, { enabled: may("sources.read") }).data?.items ?? [];
  const where = narrow ? [`${attribute}:${narrow.operator}:${narrow.wanted}`] : undefined;
  const query = useValueFacets(attribute, { source, where, limit: 200 });
  const label = dictionary.label(attribute);
  const writable = may("imports.write") && dictionary.mayEdit(attribute);
  const toggle = (operator: Narrow["operator"], wanted: string) =>
    setNarrow(narrow?.wanted === wanted && narrow.operator === operator ? undefined : { operator, wanted });
  const fixOne = (value: string) =>
    setFixing({ attribute, source, test: "value", wanted: value, title: t("fix_value", { value }) });
  return (
    <Page
      title={t("values_of", { name: label })}
      lead={
        query.data
          ? t("values_lead", { distinct: query.data.distinct, records: query.data.records })
          : undefined
      }
      actions={
        <Select
          aria-label={t("all_sources")}
          allowClear
          placeholder={t("all_sources")}
          style={{ minWidth: 180 }}
          value={source}
          onChange={(next) => put("source", next)}
          options={sources.map((one) => ({ value: one.name, label: one.name }))}
        />
      }
    >
      <div>
        <Segmented
          aria-label={label}
          value={tab}
          onChange={(next) => put("tab", String(next))}
          options={[
            { value: "values", label: t("values") },
            { value: "alike", label: t("alike") },
            { value: "rows", label: t("rows_of") },
          ]}
        />
      </div>
      {tab === "rows" ? (
        <RecordRows attribute={attribute} source={source} />
      ) : tab === "alike" ? (
        <Lookalikes attribute={attribute} source={source} writable={writable} />
      ) : (
        <Ask query={query} lines={10}>
          {(facets) => (
            <div className="columns-side">
              <Panel title={t("values")} flush>
                {facets.values.length ? (
                  <SimpleTable
                    label={t("values")}
                    rows={facets.values}
                    keyOf={(row) => `${row.verdict} ${row.value}`}
                    columns={[
                      {
                        key: "value",
                        title: t("value"),
                        cell: (row) => (
                          <>
                            {dictionary.show(attribute, row.value) || c("empty_value")}{" "}
                            <VerdictTag verdict={row.verdict} quiet />
                          </>
                        ),
                      },
                      { key: "records", title: t("records"), num: true, cell: (row) => number(row.records) },
                      {
                        key: "do",
                        title: "",
                        tight: true,
                        cell: (row) =>
                          writable && row.value ? (
                            <Button
                              size="small"
                              aria-label={t("fix_value", { value: row.value })}
                              onClick={() => fixOne(row.value)}
                            >
                              {t("fix")}
                            </Button>
                          ) : null,
                      },
                    ]}
                  />
                ) : (
                  <p className="quiet panel-body">{t("no_values")}</p>
                )}
              </Panel>
              <div className="stack">
                <Panel title={t("verdicts")}>
                  {verdicts.map((verdict) => (
                    <BarRow
                      key={verdict}
                      label={c(`verdict_${verdict}`)}
                      count={facets.verdicts[verdict] ?? 0}
                      of={facets.supplied}
                      pressed={narrow?.wanted === verdict}
                      onClick={() => toggle("verdict", verdict satisfies Verdict)}
                    />
                  ))}
                </Panel>
                {facets.reasons.length ? (
                  <Panel title={t("reasons")}>
                    {facets.reasons.slice(0, 12).map((reason) => (
                      <div key={reason.name} className="row row-tight">
                        <span className="grow">
                          <BarRow
                            label={reason.label}
                            count={reason.records}
                            of={facets.supplied}
                            pressed={narrow?.wanted === reason.name}
                            onClick={() => toggle("reason", reason.name)}
                          />
                        </span>
                        {writable ? (
                          <Button
                            size="small"
                            aria-label={t("fix_reason", { reason: reason.label })}
                            onClick={() =>
                              setFixing({
                                attribute,
                                source,
                                test: "reason",
                                wanted: reason.name,
                                title: t("fix_reason", { reason: reason.label }),
                              })
                            }
                          >
                            {t("fix_all")}
                          </Button>
                        ) : null}
                      </div>
                    ))}
                  </Panel>
                ) : null}
                {facets.patterns.length ? (
                  <Panel title={t("patterns")}>
                    {facets.patterns.slice(0, 12).map((pattern) => (
                      <BarRow
                        key={pattern.name}
                        label={pattern.name}
                        count={pattern.records}
                        of={facets.supplied}
                      />
                    ))}
                  </Panel>
                ) : null}
              </div>
            </div>
          )}
        </Ask>
      )}
      <Suspense fallback={null}>
        {fixing ? <FixDialog scope={fixing} onClose={() => setFixing(undefined)} /> : null}
      </Suspense>
    </Page>
  );
}
