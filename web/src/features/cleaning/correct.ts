// Setting values right: shown first, then carried out as a batch that can be taken back.
import { useState } from "react";
import { api, type Schemas } from "@/api/client";
import { ended, type Job } from "@/api/live";
import { Problem } from "@/api/problem";
import { useDeed, useRefresh } from "@/api/query";
import { said } from "@/ui/toast";
import { useCleaningTexts } from "./texts";

export type Correction = Schemas["CorrectionNew"];
export type Restandardised = Schemas["Restandardised"];

export const stale = [
  "/api/v1/values/{attribute}/facets",
  "/api/v1/values/{attribute}/clusters",
  "/api/v1/corrections",
  "/api/v1/customers",
  "/api/v1/customers/{customer}",
  "/api/v1/quality",
  "/api/v1/records",
  "/api/v1/batches",
] as const;

/** The result of a job that standardises, once it has ended. */
export async function resultOf(begun: Job): Promise<Restandardised> {
  const job = await ended(begun);
  if (job.state !== "done") throw new Problem(job.problem?.status ?? 500, job.problem ?? {});
  return job.result as unknown as Restandardised;
}

/** Tells what was done, with the way back where a batch was written. */
export function useTellRestandardised(): (done: Restandardised) => void {
  const t = useCleaningTexts();
  const refresh = useRefresh();
  return (done) => {
    const batch = done.batch;
    said(
      done.changed ? t("applied", { count: done.changed }) : t("applied_later"),
      batch
        ? async () => {
            const undo = await api.post("/api/v1/batches/{batch}/undo", { path: { batch } });
            if ("state" in undo) await ended(undo);
            await refresh(...stale);
          }
        : done.corrections.length
          ? async () => {
              for (const correction of done.corrections)
                await resultOf(
                  await api.delete("/api/v1/corrections/{correction}", { path: { correction } }),
                );
              await refresh(...stale);
            }
          : undefined,
    );
    if (done.resolve_wanted) said(t("resolve_wanted"));
  };
}

/** `preview` asks what would change; `apply` does it. */
export function useCorrect(done?: (result: Restandardised) => void) {
  const tell = useTellRestandardised();
  const [problem, setProblem] = useState<unknown>();
  const preview = useDeed({
    run: async (corrections: Correction[]) =>
      resultOf(await api.post("/api/v1/corrections", { query: { dry_run: true }, body: { corrections } })),
    failed: setProblem,
  });
  const apply = useDeed({
    run: async (corrections: Correction[]) =>
      resultOf(await api.post("/api/v1/corrections", { body: { corrections } })),
    stale: [...stale],
    done: (result) => {
      tell(result);
      done?.(result);
    },
    failed: setProblem,
  });
  return { preview, apply, problem, forget: () => setProblem(undefined) };
}
