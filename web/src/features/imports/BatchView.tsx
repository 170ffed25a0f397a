// One batch afterwards: its records by verdict, its rejects to be mended, the way back.
import { Button, Segmented } from "antd";
import { useState } from "react";
import { useParams, useSearchParams } from "react-router-dom";
import type { Schemas } from "@/api/client";
import { useGet } from "@/api/query";
import { useMay } from "@/api/session";
import { dateTime, number } from "@/i18n/format";
import { Ask } from "@/ui/Ask";
import { Figures, Page, Tag } from "@/ui/Page";
import { RecordRows } from "./RecordRows";
import { batchTones } from "./tones";
import { RejectsGrid } from "./RejectsGrid";
import { useImportTexts } from "./texts";
import { UndoBatch } from "./UndoBatch";

type Batch = Schemas["Batch"];

export function BatchView() {
  const t = useImportTexts();
  const may = useMay();
  const { batch = "0" } = useParams();
  const [undoing, setUndoing] = useState(false);
  const [words, setWords] = useSearchParams();
  const tab = words.get("tab") === "rejects" ? "rejects" : "records";
  const query = useGet("/api/v1/batches/{batch}", { path: { batch: Number(batch) } });
  const there = query.data;
  // What only some batches have.
  const more = (one: Batch) =>
    (["open_rejects", "mended", "replaced", "unchanged", "gone"] as const)
      .filter((name) => one[name] && (name !== "open_rejects" || one.open_rejects !== one.rejects))
      .map((name) => ({ label: t(name), value: number(one[name] ?? 0) }));
  return (
    <Page
      title={t("batch_title", { batch })}
      lead={
        there ? (
          <span className="row">
            <Tag tone={batchTones[there.state]}>{t(`state_${there.state}`)}</Tag>
            {[there.file, there.source, t(`kind_${there.kind}`), dateTime(there.started_at)]
              .filter(Boolean)
              .join(" · ")}
          </span>
        ) : undefined
      }
      actions={
        may("imports.write") && there?.state === "done" ? (
          <Button onClick={() => setUndoing(true)}>{t("undo")}</Button>
        ) : undefined
      }
    >
      <Ask query={query}>
        {(one) => (
          <>
            <Figures
              figures={[
                { label: t("rows"), value: number(one.rows) },
                { label: t("records"), value: number(one.records) },
                { label: t("facts"), value: number(one.facts) },
                { label: t("rejects"), value: number(one.rejects) },
                ...more(one),
              ]}
            />
            <div>
              <Segmented
                aria-label={t("batches")}
                value={tab}
                onChange={(next) => setWords({ tab: next }, { replace: true })}
                options={[
                  { value: "records", label: t("records") },
                  { value: "rejects", label: `${t("rejects")} ${number(one.rejects)}` },
                ]}
              />
            </div>
            {tab === "records" ? <RecordRows batch={one.number} /> : <RejectsGrid batch={one} />}
          </>
        )}
      </Ask>
      {undoing ? <UndoBatch batch={Number(batch)} onClose={() => setUndoing(false)} /> : null}
    </Page>
  );
}
