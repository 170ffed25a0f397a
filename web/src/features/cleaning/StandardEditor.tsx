// The company's standard: edited as text, tried on the data, then applied to the records that are there.
import { Button, Input } from "antd";
import { useState } from "react";
import { api, type Schemas } from "@/api/client";
import { useDeed, useGet } from "@/api/query";
import { useMay } from "@/api/session";
import { useCommon } from "@/i18n/common";
import { Ask } from "@/ui/Ask";
import { Panel } from "@/ui/Page";
import { ProblemNote } from "@/ui/ProblemNote";
import { said } from "@/ui/toast";
import { resultOf, useTellRestandardised } from "./correct";
import { Version } from "./RulesView";
import { useCleaningTexts } from "./texts";
import { WhatChanges } from "./WhatChanges";

export default function StandardEditor() {
  const query = useGet("/api/v1/standard");
  return <Ask query={query}>{(standard) => <Editor key={standard.version} standard={standard} />}</Ask>;
}

function Editor({ standard }: { standard: Schemas["HouseText"] }) {
  const t = useCleaningTexts();
  const c = useCommon();
  const may = useMay();
  const tell = useTellRestandardised();
  const [toml, setToml] = useState(standard.toml);
  const [problem, setProblem] = useState<unknown>();
  const writable = may("settings.write");
  const attempt = useDeed({
    run: async () => resultOf(await api.post("/api/v1/standard/try", { body: { toml } })),
    failed: setProblem,
  });
  const save = useDeed({
    run: () => api.put("/api/v1/standard", { body: { toml } }),
    stale: ["/api/v1/standard"],
    done: () => said(t("standard_saved")),
    failed: setProblem,
  });
  const follow = useDeed({
    run: async () => resultOf(await api.post("/api/v1/restandardise", { body: {} })),
    stale: ["/api/v1/customers", "/api/v1/customers/{customer}", "/api/v1/quality", "/api/v1/batches"],
    done: tell,
    failed: setProblem,
  });
  return (
    <div className="stack">
      <Panel title={t("standard_toml")}>
        <div className="stack">
          <p className="quiet">{t("standard_hint")}</p>
          <Version text={standard} />
          <Input.TextArea
            className="mono"
            aria-label={t("standard_toml")}
            spellCheck={false}
            readOnly={!writable}
            autoSize={{ minRows: 10, maxRows: 28 }}
            maxLength={200_000}
            value={toml}
            onChange={(event) => {
              setToml(event.target.value);
              setProblem(undefined);
              attempt.reset();
            }}
          />
          {problem ? <ProblemNote error={problem} /> : null}
          <div className="row">
            {may("imports.write") ? (
              <>
                <Button loading={attempt.isPending} onClick={() => attempt.mutate()}>
                  {t("try")}
                </Button>
                <Button
                  title={t("restandardise_hint")}
                  disabled={toml !== standard.toml}
                  loading={follow.isPending}
                  onClick={() => follow.mutate()}
                >
                  {t("restandardise")}
                </Button>
              </>
            ) : null}
            <span className="grow" />
            {writable ? (
              <Button
                type="primary"
                disabled={toml === standard.toml && standard.version > 0}
                loading={save.isPending}
                onClick={() => save.mutate()}
              >
                {c("save")}
              </Button>
            ) : null}
          </div>
        </div>
      </Panel>
      {attempt.isPending ? <p role="status">{t("trying")}</p> : null}
      {attempt.data ? (
        <Panel title={t("preview")}>
          <div className="stack">
            <WhatChanges result={attempt.data} />
          </div>
        </Panel>
      ) : null}
    </div>
  );
}
