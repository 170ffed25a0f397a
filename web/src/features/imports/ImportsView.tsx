import { ImportOutlined } from "@ant-design/icons";
import { Button } from "antd";
import { useState } from "react";
import { Link, useNavigate } from "react-router-dom";
import { api, type Schemas } from "@/api/client";
import { useDeed, useGet } from "@/api/query";
import { useMay } from "@/api/session";
import { bytes, dateTime, number } from "@/i18n/format";
import { useCommon } from "@/i18n/common";
import { Ask } from "@/ui/Ask";
import { Empty, Page, Panel, Tag } from "@/ui/Page";
import { SimpleTable } from "@/ui/SimpleTable";
import { said } from "@/ui/toast";
import { useImportTexts } from "./texts";
import { batchTones, importTones } from "./tones";
import { UndoBatch } from "./UndoBatch";

type Batch = Schemas["Batch"];
type Import = Schemas["Import"];

export function ImportsView() {
  const t = useImportTexts();
  const c = useCommon();
  const may = useMay();
  const navigate = useNavigate();
  const batches = useGet("/api/v1/batches");
  const imports = useGet("/api/v1/imports");
  const [undoing, setUndoing] = useState<number>();
  const drop = useDeed({
    run: (id: string) => api.delete("/api/v1/imports/{import}", { path: { import: id } }),
    stale: ["/api/v1/imports"],
    done: () => said(t("dropped")),
  });
  const waiting = (imports.data?.items ?? []).filter((one) => one.state !== "done");
  const action = may("imports.write") ? (
    <Link to="/imports/new">
      <Button type="primary" icon={<ImportOutlined />} tabIndex={-1}>
        {t("import_files")}
      </Button>
    </Link>
  ) : undefined;
  return (
    <Page title={t("title")} lead={t("lead")} actions={action}>
      {waiting.length ? (
        <Panel title={t("under_way")} flush>
          <SimpleTable<Import>
            label={t("under_way")}
            rows={waiting}
            keyOf={(row) => row.id}
            onOpen={(row) => navigate(`/imports/${row.id}`)}
            columns={[
              {
                key: "file",
                title: t("file"),
                cell: (row) => <Link to={`/imports/${row.id}`}>{row.file}</Link>,
              },
              { key: "source", title: t("source"), cell: (row) => row.source },
              { key: "size", title: "", num: true, cell: (row) => bytes(row.bytes) },
              {
                key: "state",
                title: c("status"),
                cell: (row) => <Tag tone={importTones[row.state]}>{t(`state_${row.state}`)}</Tag>,
              },
              {
                key: "when",
                title: c("when"),
                cell: (row) => <span className="nowrap">{dateTime(row.created_at)}</span>,
              },
              {
                key: "drop",
                title: "",
                cell: (row) =>
                  may("imports.write") ? (
                    <Button size="small" onClick={() => drop.mutate(row.id)}>
                      {t("drop_import")}
                    </Button>
                  ) : null,
              },
            ]}
          />
        </Panel>
      ) : null}
      <Ask query={batches} lines={8}>
        {({ items }) =>
          items.length ? (
            <Panel title={t("batches")} flush>
              <SimpleTable<Batch>
                label={t("batches")}
                rows={items}
                keyOf={(row) => row.number}
                onOpen={(row) => navigate(`/batches/${row.number}`)}
                columns={[
                  {
                    key: "number",
                    title: t("number"),
                    num: true,
                    cell: (row) => <Link to={`/batches/${row.number}`}>{row.number}</Link>,
                  },
                  { key: "file", title: t("file"), cell: (row) => row.file || t(`kind_${row.kind}`) },
                  { key: "source", title: t("source"), cell: (row) => row.source },
                  { key: "kind", title: t("kind"), cell: (row) => t(`kind_${row.kind}`) },
                  { key: "rows", title: t("rows"), num: true, cell: (row) => number(row.rows) },
                  { key: "records", title: t("records"), num: true, cell: (row) => number(row.records) },
                  { key: "facts", title: t("facts"), num: true, cell: (row) => number(row.facts) },
                  {
                    key: "rejects",
                    title: t("rejects"),
                    num: true,
                    cell: (row) => (row.rejects ? <span className="warn">{number(row.rejects)}</span> : "0"),
                  },
                  {
                    key: "state",
                    title: c("status"),
                    cell: (row) => <Tag tone={batchTones[row.state]}>{t(`state_${row.state}`)}</Tag>,
                  },
                  {
                    key: "when",
                    title: c("when"),
                    cell: (row) => <span className="nowrap">{dateTime(row.started_at)}</span>,
                  },
                  {
                    key: "undo",
                    title: "",
                    tight: true,
                    cell: (row) =>
                      may("imports.write") && row.state === "done" ? (
                        <Button size="small" onClick={() => setUndoing(row.number)}>
                          {t("undo")}
                        </Button>
                      ) : null,
                  },
                ]}
              />
            </Panel>
          ) : (
            <Empty title={t("none")} action={action}>
              {t("none_hint")}
            </Empty>
          )
        }
      </Ask>
      {undoing ? <UndoBatch batch={undoing} onClose={() => setUndoing(undefined)} /> : null}
    </Page>
  );
}
