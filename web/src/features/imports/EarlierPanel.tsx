// How a file stands to what its source gave before: beside it, in the place of what has the same key, or as the whole of it.
import { Button, Radio, Select } from "antd";
import { useState } from "react";
import { Link } from "react-router-dom";
import { useDictionary } from "@/api/attributes";
import type { Schemas } from "@/api/client";
import { useMay } from "@/api/session";
import { number } from "@/i18n/format";
import { Figures, Panel } from "@/ui/Page";
import { factsOf } from "./mapping";
import { useImportTexts } from "./texts";

type Mode = Schemas["ImportMode"];
const modes: readonly Mode[] = ["add", "upsert", "snapshot"];

interface EarlierPanelProps {
  one: Schemas["Import"];
  report: Schemas["ImportReport"];
  onChange: (edit: Schemas["ImportEdit"]) => void;
  busy: boolean;
}

export function EarlierPanel({ one, report, onChange, busy }: EarlierPanelProps) {
  const t = useImportTexts();
  const may = useMay();
  const dictionary = useDictionary();
  // Chosen, but it is not known yet which row is which.
  const [asked, setAsked] = useState<Mode>();
  const mends = report.mends || one.mends;
  if (mends) {
    return (
      <Panel title={t("earlier")}>
        <Link to={`/batches/${mends}`}>{t("mends", { batch: mends })}</Link>
      </Panel>
    );
  }
  const mode = asked ?? one.mode ?? report.mapping.mode ?? "add";
  const { mapping } = report;
  const facts = mapping.kind !== "customers";
  const found = facts
    ? mapping.facts?.[factsOf[mapping.kind][0] as string]
    : (mapping.key_attribute ?? mapping.key);
  const key = one.key ?? found ?? undefined;
  const still = busy || !may("imports.write");
  const choose = (next: Mode) => {
    const waits = next === "upsert" && !key;
    setAsked(waits ? next : undefined);
    if (!waits) onChange({ mode: next });
  };
  return (
    <Panel title={t("earlier")}>
      <div className="stack">
        <Radio.Group
          aria-label={t("earlier")}
          optionType="button"
          value={mode}
          disabled={still}
          onChange={(event) => choose(event.target.value as Mode)}
          options={modes.map((value) => ({ value, label: t(`mode_${value}`) }))}
        />
        <p className="quiet">{t(`mode_${mode}_hint`)}</p>
        {mode === "add" ? null : (
          <label className="row row-tight">
            <span>{t("key_is")}</span>
            <Select
              aria-label={t("key_is")}
              placeholder={t("key_choose")}
              showSearch
              optionFilterProp="label"
              style={{ minWidth: 240 }}
              disabled={still}
              value={key}
              onChange={(next) => {
                setAsked(undefined);
                onChange({ mode, key: next });
              }}
              options={[
                {
                  label: t("key_columns"),
                  options: report.shape.columns.map((value) => ({ value, label: value })),
                },
                // Orders and the like are told apart by a column of their own.
                ...(facts
                  ? []
                  : [
                      {
                        label: t("group_attributes"),
                        options: report.outputs
                          .filter((output) => !report.shape.columns.includes(output.attribute))
                          .map((output) => ({
                            value: output.attribute,
                            label: dictionary.label(output.attribute),
                          })),
                      },
                    ]),
              ]}
            />
          </label>
        )}
        {mode === "add" || asked ? null : (
          <Figures
            figures={[
              {
                label: t("new_rows"),
                value: number(
                  facts ? Math.max(0, report.facts - (report.replaced ?? 0)) : (report.new_rows ?? 0),
                ),
              },
              { label: t("replaced"), value: number(report.replaced ?? 0) },
              { label: t("unchanged"), value: number(report.unchanged ?? 0) },
              ...(mode === "snapshot" ? [{ label: t("gone"), value: number(report.gone ?? 0) }] : []),
            ]}
          />
        )}
        {report.repeated ? <p className="quiet">{t("repeated", { count: report.repeated })}</p> : null}
        {report.known_keys ? (
          <p className="row row-tight warn">
            <span>{t("known_keys", { count: report.known_keys })}</span>
            <Button size="small" disabled={still} onClick={() => choose("upsert")}>
              {t("mode_upsert")}
            </Button>
          </p>
        ) : null}
        {report.expected_duplicates ? (
          <p className="quiet">{t("expected", { count: report.expected_duplicates })}</p>
        ) : null}
        {report.needs_confirmation ? (
          <p className="warn" role="alert">
            {t("goes", { count: report.gone })}
          </p>
        ) : null}
      </div>
    </Panel>
  );
}
