// The columns of the file, each with what it becomes, why, and what that does to its values.
import { Button, Select } from "antd";
import { useEffect, useMemo, useState } from "react";
import { useDictionary } from "@/api/attributes";
import type { Schemas } from "@/api/client";
import { share } from "@/i18n/format";
import { Panel } from "@/ui/Page";
import { SimpleTable } from "@/ui/SimpleTable";
import { VerdictBar } from "@/ui/Verdict";
import { type ColumnMeaning, factsOf, type Mapping, meanings, withMeaning } from "./mapping";
import { Samples } from "./Samples";
import { useImportTexts } from "./texts";

interface MappingPanelProps {
  report: Schemas["ImportReport"];
  onApply: (mapping: Mapping) => void;
  busy: boolean;
}

export function MappingPanel({ report, onApply, busy }: MappingPanelProps) {
  const t = useImportTexts();
  const dictionary = useDictionary();
  const columns = report.shape.columns;
  const [mapping, setMapping] = useState<Mapping>(report.mapping);
  const [touched, setTouched] = useState<ReadonlySet<string>>(new Set());
  useEffect(() => {
    setMapping(report.mapping);
    setTouched(new Set());
  }, [report]);
  const rows = useMemo(() => meanings(columns, mapping), [columns, mapping]);
  const outputs = useMemo(() => new Map(report.outputs.map((one) => [one.attribute, one])), [report]);
  const options = [
    {
      label: t("group_other"),
      options: [
        { value: "extra", label: t("keep_extra") },
        { value: "key", label: t("is_key") },
      ],
    },
    ...(factsOf[mapping.kind].length
      ? [
          {
            label: t("group_facts"),
            options: factsOf[mapping.kind].map((fact) => ({
              value: `fact:${fact}`,
              label: t(`fact_${fact}` as "fact_amount"),
            })),
          },
        ]
      : []),
    {
      label: t("group_attributes"),
      options: dictionary.all.map((one) => ({
        value: `attribute:${one.name}`,
        label: dictionary.label(one.name),
      })),
    },
  ];
  const because = ({ column, told }: ColumnMeaning) => {
    if (touched.has(column)) return t("by_hand");
    if (!told?.reason) return "";
    const words =
      told.reason === "header"
        ? t("by_header")
        : told.reason === "content"
          ? t("by_content")
          : told.reason === "mapping"
            ? t("by_mapping")
            : told.reason;
    return [
      words,
      told.confidence == null || told.confidence >= 1 ? "" : t("sure", { share: share(told.confidence, 0) }),
    ]
      .filter(Boolean)
      .join(" · ");
  };
  return (
    <Panel
      title={t("mapping")}
      flush
      actions={
        touched.size ? (
          <Button type="primary" size="small" loading={busy} onClick={() => onApply(mapping)}>
            {t("apply_mapping")}
          </Button>
        ) : undefined
      }
    >
      <p
        className={touched.size ? "warn" : "quiet"}
        style={{ padding: "0 16px 8px" }}
        role={touched.size ? "status" : undefined}
      >
        {touched.size ? t("unsaved_mapping") : t("mapping_hint")}
      </p>
      <SimpleTable<ColumnMeaning>
        label={t("mapping")}
        rows={rows}
        keyOf={(row) => `${columns.indexOf(row.column)} ${row.column}`}
        columns={[
          { key: "column", title: t("column"), cell: (row) => <strong>{row.column}</strong> },
          {
            key: "meaning",
            title: t("attribute"),
            cell: (row) => (
              <Select
                size="small"
                style={{ width: 190 }}
                popupMatchSelectWidth={240}
                showSearch
                optionFilterProp="label"
                aria-label={`${t("attribute")}: ${row.column}`}
                disabled={busy}
                value={row.meaning}
                options={options}
                onChange={(meaning: string) => {
                  setMapping(withMeaning(mapping, columns, row.column, meaning));
                  setTouched(new Set([...touched, row.column]));
                }}
              />
            ),
          },
          {
            key: "because",
            title: t("because"),
            cell: (row) => <span className="quiet small">{because(row)}</span>,
          },
          {
            key: "samples",
            title: t("samples"),
            cell: (row) => <Samples report={report} attribute={row.told?.attribute} />,
          },
          {
            key: "verdicts",
            title: t("verdicts"),
            cell: (row) => {
              const output = row.told && outputs.get(row.told.attribute);
              return output ? <VerdictBar counts={output.verdicts} label={row.column} /> : null;
            },
          },
        ]}
      />
    </Panel>
  );
}
