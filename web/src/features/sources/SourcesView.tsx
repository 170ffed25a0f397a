import { Button } from "antd";
import { lazy, useState } from "react";
import { Link } from "react-router-dom";
import type { Schemas } from "@/api/client";
import { useGet } from "@/api/query";
import { useMay } from "@/api/session";
import { useCommon } from "@/i18n/common";
import { ago, number, share } from "@/i18n/format";
import { asReport } from "@/features/quality/report";
import { ListPage } from "@/ui/ListPage";
import { useSourceTexts } from "./texts";

const SourceDialog = lazy(() => import("./SourceDialog"));
const MappingDialog = lazy(() => import("./MappingDialog"));
const FolderDialog = lazy(() => import("./FolderDialog"));
type Source = Schemas["Source"];

export function SourcesView() {
  const t = useSourceTexts();
  const c = useCommon();
  const may = useMay();
  const [editing, setEditing] = useState<Source | "new">();
  const [mapping, setMapping] = useState<string>();
  const [folder, setFolder] = useState<string>();
  const query = useGet("/api/v1/sources");
  const quality = useGet("/api/v1/quality", undefined, { enabled: may("quality.read"), staleTime: 60_000 });
  const scores = new Map(
    quality.data ? asReport(quality.data).sources.map((one) => [one.name, one.score]) : [],
  );
  return (
    <ListPage<Source>
      title={t("title")}
      lead={t("lead")}
      query={query}
      make={t("new_source")}
      onNew={may("sources.write") ? () => setEditing("new") : undefined}
      none={t("none")}
      noneHint={t("none_hint")}
      keyOf={(row) => row.name}
      onOpen={may("sources.write") ? setEditing : undefined}
      columns={[
        { key: "name", title: t("name"), cell: (row) => <strong>{row.name}</strong> },
        { key: "owner", title: t("owner"), cell: (row) => row.owner },
        { key: "purpose", title: t("purpose"), cell: (row) => row.purpose },
        {
          key: "basis",
          title: t("basis"),
          cell: (row) => t(`basis_${row.lawful_basis}` as "basis_consent"),
        },
        {
          key: "retention",
          title: t("retention"),
          num: true,
          cell: (row) => t("retention_days", { count: row.retention_days }),
        },
        { key: "trust", title: t("trust_short"), num: true, cell: (row) => row.trust },
        { key: "records", title: t("records"), num: true, cell: (row) => number(row.records ?? 0) },
        {
          key: "quality",
          title: t("quality"),
          num: true,
          cell: (row) => share(scores.get(row.name)),
        },
        {
          key: "last",
          title: t("last_batch"),
          cell: (row) =>
            row.last_batch ? (
              <Link className="nowrap" to={`/batches/${row.last_batch.number}`}>
                {ago(row.last_batch.started_at)}
              </Link>
            ) : null,
        },
        {
          key: "do",
          title: "",
          tight: true,
          cell: (row) => (
            <span className="row row-tight">
              <Button size="small" onClick={() => setMapping(row.name)}>
                {t("mapping")}
              </Button>
              <Button size="small" onClick={() => setFolder(row.name)}>
                {t("folder")}
              </Button>
              {may("sources.write") ? (
                <Button size="small" onClick={() => setEditing(row)}>
                  {c("edit")}
                </Button>
              ) : null}
            </span>
          ),
        },
      ]}
    >
      {editing ? (
        <SourceDialog
          source={editing === "new" ? undefined : editing}
          onClose={() => setEditing(undefined)}
          onDone={() => setEditing(undefined)}
        />
      ) : null}
      {folder ? <FolderDialog source={folder} onClose={() => setFolder(undefined)} /> : null}
      {mapping ? <MappingDialog source={mapping} onClose={() => setMapping(undefined)} /> : null}
    </ListPage>
  );
}
