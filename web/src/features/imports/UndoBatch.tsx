import { useQuery } from "@tanstack/react-query";

import { api, type Schemas } from "@/api/client";
import { ended } from "@/api/live";
import { asProblem, Problem } from "@/api/problem";
import { useDeed } from "@/api/query";
import { Ask } from "@/ui/Ask";
import { Dialog } from "@/ui/Dialog";
import { said } from "@/ui/toast";
import { useImportTexts } from "./texts";

/** Says what would go, then takes it back. */
export function UndoBatch({ batch, onClose }: { batch: number; onClose: () => void }) {
  const t = useImportTexts();
  const preview = useQuery({
    queryKey: ["undo preview", batch],
    queryFn: () =>
      api.post("/api/v1/batches/{batch}/undo", { path: { batch }, query: { dry_run: true } }) as Promise<
        Schemas["Undo"]
      >,
    gcTime: 0,
  });
  const undo = useDeed({
    run: async () => {
      const job = (await api.post("/api/v1/batches/{batch}/undo", { path: { batch } })) as Schemas["Job"];
      said(t("undo_begun", { batch }));
      onClose();
      const end = await ended(job);
      if (end.state !== "done")
        throw end.problem ? new Problem(end.problem.status, end.problem) : asProblem(end.state);
    },
    stale: [
      "/api/v1/batches",
      "/api/v1/batches/{batch}",
      "/api/v1/summary",
      "/api/v1/customers",
      "/api/v1/records",
      "/api/v1/rejects",
    ],
    done: () => said(t("undo_done", { batch })),
  });
  return (
    <Dialog
      open
      title={t("undo_title", { batch })}
      okText={t("undo")}
      okButtonProps={{ danger: true, disabled: !preview.data, loading: undo.isPending }}
      onOk={() => undo.mutate()}
      onCancel={onClose}
    >
      <Ask query={preview} lines={2}>
        {(would) => (
          <p>
            {t("undo_preview", {
              records: would.records,
              facts: would.facts,
              rejects: would.rejects,
              customers: would.customers_changed,
            })}
          </p>
        )}
      </Ask>
    </Dialog>
  );
}
