import { Input } from "antd";
import { useState } from "react";
import { api } from "@/api/client";
import { asProblem } from "@/api/problem";
import { useDeed, useGet } from "@/api/query";
import { useMay } from "@/api/session";
import { useCommon } from "@/i18n/common";
import { Dialog } from "@/ui/Dialog";
import { ProblemNote } from "@/ui/ProblemNote";
import { Skeleton } from "@/ui/Page";
import { said } from "@/ui/toast";
import { MappingTrial } from "./MappingTrial";
import { useSourceTexts } from "./texts";

export default function MappingDialog({ source, onClose }: { source: string; onClose: () => void }) {
  const t = useSourceTexts();
  const c = useCommon();
  const may = useMay();
  const query = useGet("/api/v1/sources/{source}/mapping", { path: { source } }, { retry: false });
  const [text, setText] = useState<string>();
  const [problem, setProblem] = useState<unknown>();
  const save = useDeed({
    run: (toml: string) => api.put("/api/v1/sources/{source}/mapping", { path: { source }, body: { toml } }),
    stale: ["/api/v1/sources/{source}/mapping", "/api/v1/sources"],
    done: () => {
      said(t("mapping_saved"));
      onClose();
    },
    failed: setProblem,
  });
  const none = query.isError && asProblem(query.error).status === 404;
  const toml = text ?? query.data?.toml ?? "";
  return (
    <Dialog
      open
      width={720}
      title={t("mapping_of", { name: source })}
      okText={c("save")}
      okButtonProps={{
        disabled: !may("sources.write") || text === undefined || text === query.data?.toml,
        loading: save.isPending,
      }}
      onOk={() => save.mutate(toml)}
      onCancel={onClose}
    >
      <div className="stack">
        <p className="quiet">{none ? t("no_mapping") : t("mapping_hint")}</p>
        {query.isPending ? (
          <Skeleton />
        ) : query.isError && !none ? (
          <ProblemNote error={query.error} />
        ) : (
          <Input.TextArea
            className="mono"
            aria-label={t("mapping_of", { name: source })}
            spellCheck={false}
            autoSize={{ minRows: 12, maxRows: 24 }}
            maxLength={100000}
            value={toml}
            onChange={(event) => {
              setText(event.target.value);
              setProblem(undefined);
            }}
          />
        )}
        {problem ? <ProblemNote error={problem} /> : null}
        {may("imports.write") && may("sources.write") && !none ? (
          <MappingTrial source={source} toml={toml} />
        ) : null}
      </div>
    </Dialog>
  );
}
