import { Button } from "antd";
import { lazy, useState } from "react";
import { useDictionary } from "@/api/attributes";
import { api, type Schemas } from "@/api/client";
import { useDeed, useGet } from "@/api/query";
import { useMay } from "@/api/session";
import { useCommon } from "@/i18n/common";
import { ListPage } from "@/ui/ListPage";
import { Sure } from "@/ui/Pop";
import { said } from "@/ui/toast";
import { useFormTexts } from "./texts";

const FormDialog = lazy(() => import("./FormDialog"));
type FormKept = Schemas["Form"];

const embedTag = (form: FormKept) =>
  `<script src="${location.origin}/f/${encodeURIComponent(form.id)}/embed.js" async></script>`;

export function FormsView() {
  const t = useFormTexts();
  const c = useCommon();
  const may = useMay();
  const dictionary = useDictionary();
  const query = useGet("/api/v1/forms");
  const [editing, setEditing] = useState<FormKept | "new">();
  const drop = useDeed({
    run: (form: string) => api.delete("/api/v1/forms/{form}", { path: { form } }),
    stale: ["/api/v1/forms"],
    done: () => said(t("removed")),
  });
  return (
    <ListPage<FormKept>
      title={t("title")}
      lead={t("lead")}
      query={query}
      make={t("new_form")}
      onNew={may("sources.write") ? () => setEditing("new") : undefined}
      none={t("none")}
      noneHint={t("none_hint")}
      keyOf={(row) => row.id}
      columns={[
        { key: "name", title: t("name"), cell: (row) => <strong>{row.name}</strong> },
        { key: "source", title: t("source"), cell: (row) => row.source },
        {
          key: "fields",
          title: t("fields"),
          cell: (row) => row.fields.map((field) => dictionary.label(field.attribute)).join(", "),
        },
        {
          key: "link",
          title: t("link"),
          cell: (row) => (
            <a href={`/f/${encodeURIComponent(row.id)}`} target="_blank" rel="noreferrer">
              {`/f/${row.id}`}
            </a>
          ),
        },
        {
          key: "do",
          title: "",
          cell: (row) => (
            <span className="row row-tight">
              <Button
                size="small"
                onClick={() =>
                  void navigator.clipboard?.writeText(embedTag(row)).then(() => said(c("copied")))
                }
              >
                {t("copy_embed")}
              </Button>
              {may("sources.write") ? (
                <>
                  <Button size="small" onClick={() => setEditing(row)}>
                    {c("edit")}
                  </Button>
                  <Sure title={c("remove")} onSure={() => drop.mutate(row.id)}>
                    <Button size="small">{c("remove")}</Button>
                  </Sure>
                </>
              ) : null}
            </span>
          ),
        },
      ]}
    >
      {editing ? (
        <FormDialog form={editing === "new" ? undefined : editing} onClose={() => setEditing(undefined)} />
      ) : null}
    </ListPage>
  );
}
