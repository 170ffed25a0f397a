import { Button, Form, Input, InputNumber, Select } from "antd";
import { useState } from "react";
import type { Schemas } from "@/api/client";
import { useCommon } from "@/i18n/common";
import { Panel } from "@/ui/Page";
import { useImportTexts } from "./texts";

type Edit = Schemas["ImportEdit"];
type Read = Schemas["ReadOptions"];
const formats = [
  "csv",
  "ndjson",
  "json",
  "xlsx",
  "parquet",
  "sqlite",
  "xml",
  "fixed",
  "vcard",
  "mail",
] as const;
const encodings = [
  "UTF-8",
  "GB18030",
  "Big5",
  "UTF-16LE",
  "UTF-16BE",
  "Shift_JIS",
  "windows-1252",
  "windows-1251",
];
const delimiters = [",", ";", "tab", "|"];
const kinds = ["customers", "orders", "events", "interactions"] as const;

interface FormatPanelProps {
  one: Schemas["Import"];
  onChange: (edit: Edit) => void;
  busy: boolean;
}

/** How the file was read, and how else to read it. */
export function FormatPanel({ one, onChange, busy }: FormatPanelProps) {
  const t = useImportTexts();
  const c = useCommon();
  const failed = one.state === "failed";
  const [open, setOpen] = useState(false);
  const shape = one.preview?.shape;
  const words = shape
    ? [
        shape.format,
        shape.encoding,
        shape.compression,
        shape.delimiter ? `${t("delimiter")} ${shape.delimiter === "\t" ? t("tab") : shape.delimiter}` : "",
        shape.sheet ? `${t("sheet")} ${shape.sheet}` : "",
        shape.header === false
          ? t("no_header")
          : shape.header_line
            ? `${t("header_line")} ${shape.header_line}`
            : "",
        t("columns_count", { count: shape.columns.length }),
        one.preview ? t(`kind_${one.preview.mapping.kind}`) : "",
      ].filter(Boolean)
    : [];
  const found = { value: "", label: t("found_out") };
  return (
    <Panel
      title={t("format")}
      actions={
        <Button size="small" aria-expanded={open || failed} disabled={busy} onClick={() => setOpen(!open)}>
          {t("change_format")}
        </Button>
      }
    >
      <p>{words.join(" · ")}</p>
      {open || failed ? (
        <Form<Read & { kind: string }>
          layout="vertical"
          className="form-grid"
          initialValues={{
            format: "",
            encoding: "",
            delimiter: "",
            sheet: shape?.sheet,
            kind: one.kind ?? "",
            ...one.read,
          }}
          onFinish={({ kind, ...read }) => {
            setOpen(false);
            const given = Object.fromEntries(
              Object.entries(read).filter(([, value]) => value !== "" && value != null),
            );
            onChange({ read: given as Read, kind: (kind || null) as Edit["kind"], mapping: null });
          }}
        >
          <Form.Item name="format" label={t("format")}>
            <Select
              options={[found, ...formats.map((value) => ({ value: value as string, label: value }))]}
            />
          </Form.Item>
          <Form.Item name="encoding" label={t("encoding")}>
            <Select options={[found, ...encodings.map((value) => ({ value, label: value }))]} />
          </Form.Item>
          <Form.Item name="delimiter" label={t("delimiter")}>
            <Select
              options={[
                found,
                ...delimiters.map((value) => ({ value, label: value === "tab" ? t("tab") : value })),
              ]}
            />
          </Form.Item>
          <Form.Item name="header_line" label={t("header_line")}>
            <InputNumber min={1} style={{ width: "100%" }} placeholder={t("found_out")} />
          </Form.Item>
          <Form.Item name="sheet" label={t("sheet")}>
            {shape?.sheets?.length ? (
              <Select options={shape.sheets.map((value) => ({ value, label: value }))} />
            ) : (
              <Input />
            )}
          </Form.Item>
          <Form.Item name="kind" label={t("kind")}>
            <Select
              options={[
                { value: "", label: t("kind_found") },
                ...kinds.map((value) => ({ value: value as string, label: t(`kind_${value}`) })),
              ]}
            />
          </Form.Item>
          <div className="row">
            <Button type="primary" htmlType="submit" loading={busy}>
              {t("read_again")}
            </Button>
            <Button onClick={() => setOpen(false)}>{c("cancel")}</Button>
          </div>
        </Form>
      ) : null}
    </Panel>
  );
}
