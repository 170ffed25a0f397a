// A mapping that is being written, tried on a file: the import that this takes is dropped again.
import { Button } from "antd";
import { useRef, useState } from "react";
import { useDictionary } from "@/api/attributes";
import { api, newKey, type Schemas } from "@/api/client";
import { ended } from "@/api/live";
import { asProblem, Problem } from "@/api/problem";
import { useDeed } from "@/api/query";
import { given } from "@/features/imports/mapping";
import { Samples } from "@/features/imports/Samples";
import { useImportTexts } from "@/features/imports/texts";
import { uploadFile } from "@/features/imports/upload";
import { Skeleton } from "@/ui/Page";
import { ProblemNote } from "@/ui/ProblemNote";
import { SimpleTable } from "@/ui/SimpleTable";
import { VerdictBar } from "@/ui/Verdict";
import { useSourceTexts } from "./texts";

type Report = Schemas["ImportReport"];

interface Trial {
  source: string;
  toml: string;
  file: File;
}

async function previewed(id: string, mapping: Schemas["Mapping"]): Promise<Report> {
  const path = { import: id };
  await api.patch("/api/v1/imports/{import}", { path, body: { mapping: given(mapping) } });
  await ended(await api.post("/api/v1/imports/{import}/preview", { path }));
  const { preview, problem } = await api.get("/api/v1/imports/{import}", { path });
  if (preview) return preview;
  throw problem ? new Problem(problem.status, problem) : asProblem("failed");
}

async function tried({ source, toml, file }: Trial): Promise<Report> {
  const read = await api.put("/api/v1/sources/{source}/mapping", {
    path: { source },
    query: { dry_run: true },
    body: { toml },
  });
  const upload = await uploadFile(file, { signal: new AbortController().signal, onProgress: () => {} });
  const made = await api.post("/api/v1/imports", { body: { upload, source }, once: newKey() });
  try {
    return await previewed(made.id, read.mapping);
  } finally {
    await api.delete("/api/v1/imports/{import}", { path: { import: made.id } });
  }
}

export function MappingTrial({ source, toml }: { source: string; toml: string }) {
  const t = useSourceTexts();
  const [file, setFile] = useState<File>();
  const [problem, setProblem] = useState<unknown>();
  const picker = useRef<HTMLInputElement>(null);
  const trial = useDeed({ run: tried, failed: setProblem });
  const begin = (on: File) => {
    setFile(on);
    setProblem(undefined);
    trial.mutate({ source, toml, file: on });
  };
  return (
    <section className="stack-tight" aria-label={t("try_mapping")}>
      <div className="row">
        <Button disabled={!toml} loading={trial.isPending} onClick={() => picker.current?.click()}>
          {t("try_file")}
        </Button>
        {file && !trial.isPending ? (
          <Button onClick={() => begin(file)}>{t("try_again", { file: file.name })}</Button>
        ) : null}
        <input
          ref={picker}
          type="file"
          hidden
          aria-label={t("try_file")}
          onChange={(event) => {
            const chosen = event.target.files?.[0];
            if (chosen) begin(chosen);
            event.target.value = "";
          }}
        />
      </div>
      <p className="quiet small">{t("try_hint")}</p>
      {problem ? <ProblemNote error={problem} /> : null}
      {trial.isPending ? (
        <div role="status" aria-label={t("trying")}>
          <Skeleton lines={4} />
        </div>
      ) : trial.data && !problem ? (
        <Found report={trial.data} />
      ) : null}
    </section>
  );
}

function Found({ report }: { report: Report }) {
  const t = useSourceTexts();
  const i = useImportTexts();
  const dictionary = useDictionary();
  const { rows, records, facts, rejects } = report;
  return (
    <>
      <p role="status">{t("tried", { rows, records, facts, rejects })}</p>
      {report.drift?.length ? (
        <ul className="stack-tight warn">
          {report.drift.map((line) => (
            <li key={line}>{line}</li>
          ))}
        </ul>
      ) : null}
      <SimpleTable
        label={t("try_mapping")}
        rows={report.outputs}
        keyOf={(row) => row.attribute}
        columns={[
          { key: "attribute", title: i("attribute"), cell: (row) => dictionary.label(row.attribute) },
          {
            key: "samples",
            title: i("samples"),
            cell: (row) => <Samples report={report} attribute={row.attribute} />,
          },
          {
            key: "verdicts",
            title: i("verdicts"),
            cell: (row) => <VerdictBar counts={row.verdicts} label={dictionary.label(row.attribute)} />,
          },
        ]}
      />
    </>
  );
}
